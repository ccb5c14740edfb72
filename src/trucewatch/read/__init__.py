"""Everything that comes in: reports in any format, records of other commands, agreements."""

from trucewatch.read._result import Located, ReadOptions, Unreadable
from trucewatch.read.agreements import AgreementProblem, alias_key, check_agreement, load_agreement
from trucewatch.read.inputs import FORMATS, locate_inputs, read_inputs
from trucewatch.read.records import read_records

__all__ = [
    "FORMATS",
    "AgreementProblem",
    "Located",
    "ReadOptions",
    "Unreadable",
    "alias_key",
    "check_agreement",
    "load_agreement",
    "locate_inputs",
    "read_inputs",
    "read_records",
]
