"""Report to claims, by the trained tagger or by rules: both share numbers, dates, places, actors and grounding."""

from trucewatch.extract.claims import RULES_VERSION, extract_claims
from trucewatch.extract.dates import DateMention, find_dates, infer_published
from trucewatch.extract.grounding import check_grounding, is_grounded
from trucewatch.extract.joining import MODEL_VERSION
from trucewatch.extract.learned import extract_learned
from trucewatch.extract.numbers import NumberMention, NumberRole, find_numbers
from trucewatch.extract.sentences import Sentence, dateline_end, split_sentences

EXTRACTORS = {"model": extract_learned, "rules": extract_claims}
"""The extractors by name, the default first; each takes a report, a locator and an agreement."""

__all__ = [
    "EXTRACTORS",
    "MODEL_VERSION",
    "RULES_VERSION",
    "DateMention",
    "NumberMention",
    "NumberRole",
    "Sentence",
    "check_grounding",
    "dateline_end",
    "extract_claims",
    "extract_learned",
    "find_dates",
    "find_numbers",
    "infer_published",
    "is_grounded",
    "split_sentences",
]
