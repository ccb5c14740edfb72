"""Everything that comes in: reports in any format, records of other commands, agreements, ratings of sources."""

from trucewatch.read._result import Located, ReadOptions, Unreadable
from trucewatch.read.agreements import AgreementProblem, alias_key, check_agreement, load_agreement
from trucewatch.read.inputs import FORMATS, locate_inputs, read_inputs
from trucewatch.read.ratings import Ratings, load_ratings
from trucewatch.read.records import read_records

__all__ = [
    "FORMATS",
    "AgreementProblem",
    "Located",
    "Ratings",
    "ReadOptions",
    "Unreadable",
    "alias_key",
    "check_agreement",
    "load_agreement",
    "load_ratings",
    "locate_inputs",
    "read_inputs",
    "read_records",
]
