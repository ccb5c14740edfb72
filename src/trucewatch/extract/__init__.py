"""Report to claims by rules: numbers, dates, acts, people, actors, sources, assembly and grounding."""

from trucewatch.extract.claims import RULES_VERSION, extract_claims
from trucewatch.extract.dates import DateMention, find_dates, infer_published
from trucewatch.extract.grounding import check_grounding, is_grounded
from trucewatch.extract.numbers import NumberMention, NumberRole, find_numbers
from trucewatch.extract.sentences import Sentence, dateline_end, split_sentences

__all__ = [
    "RULES_VERSION",
    "DateMention",
    "NumberMention",
    "NumberRole",
    "Sentence",
    "check_grounding",
    "dateline_end",
    "extract_claims",
    "find_dates",
    "find_numbers",
    "infer_published",
    "is_grounded",
    "split_sentences",
]
