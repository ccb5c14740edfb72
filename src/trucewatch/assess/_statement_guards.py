"""What keeps wordings out that look like statements about the record: sport, visits, wishes, shells that come down."""

from __future__ import annotations

import re

from trucewatch.assess import _statement_patterns as words
from trucewatch.extract.sentences import Sentence

_I = re.IGNORECASE
_RANK_WORD = re.compile(
    rf"\b(?:first|frist|fisrt|{words.ORD}|deadliest|bloodiest|worst|heaviest|fiercest|gravest|costliest|most|biggest|largest"
    r"|highest)\b",
    _I,
)
_STANDS_FOR = re.compile(
    r"\b(?:it|that|they|these|those|such|of\s+its\s+kind)\b|\bthis\s+(?:is|was|one|makes?|made|marks?|marked)\b", _I
)
_SINCE_CLAUSE = re.compile(r"\bsince\b[^,;]*", _I)
_PEACE_RANKED = re.compile(
    r"^[^,;]{0,50}?\b(?:cease-?\s?fires?|truces?|deals?|talks|meetings?)\b[^,;]{0,20}?[,]?\s*$", _I
)
_SUBJECT_NAMED = re.compile(
    r"\b(?:first|worst|heaviest|largest|biggest|highest|most)\s+(?:such\s+)?(?!time\b|of\b|in\b|day\b)[a-z]+", _I
)
_FALLING = re.compile(r"^(?:ha(?:s|ve|d)\s+)?(?:\w+\s+)?(?:fall(?:en|s|ing)?|fell|drop(?:ped|s)?)\b", _I)
_FIRE_BEFORE = re.compile(
    r"(?<!number of )(?<!fewer )\b(?:shells?|rockets?|bombs?|missiles?|mortars?|projectiles?|rounds?)"
    r"\s+(?:\w+\s+){0,2}?$",
    _I,
)


def in_since_clause(text: str, start: int, at: int) -> bool:
    """Whether a position lies in the clause that "since" opens and no comma or verb closes."""
    before = text[start:at]
    opened = [m.end() for m in re.finditer(r"\bsince\b", before, _I)]
    return bool(opened) and not re.search(r"[,;:]|\bha(?:s|ve|d)\b", before[opened[-1] :], _I)


def is_on_violence(sentence: str, context: str) -> bool:
    """Whether a sentence, or the one before if it has no such words, speaks of violence, not of sport or disaster."""
    if words.OTHER_NEWS.search(sentence):
        return False
    if words.STRONG_VIOLENCE.search(sentence):
        return True
    if words.PERHAPS_OTHER_NEWS.search(sentence):
        return False
    if words.VIOLENCE.search(sentence):
        return not words.OTHER_NEWS.search(context) or bool(words.STRONG_VIOLENCE.search(context))
    return bool(words.VIOLENCE.search(context)) and not words.OTHER_NEWS.search(context)


def ranks_violence(text: str, sentence: Sentence, m: re.Match[str]) -> bool:
    """Whether what is called a first, a third or the worst is an act of the record, and not a visit or a deal.

    The clause that "since" opens says when, not what. A bare "it was the first since" stands for what was just told.
    """
    if not _RANK_WORD.search(m.group()):
        return True
    if _PEACE_RANKED.match(text[sentence.start : m.start()]):
        return False
    said = _SINCE_CLAUSE.sub(" ", sentence.text)
    if words.VIOLENCE.search(said) or words.CONDUCT.search(said) or words.RANKED_UNIT.search(m.group()):
        return True
    return bool(_STANDS_FOR.search(said)) and not _SUBJECT_NAMED.search(_SINCE_CLAUSE.sub(" ", m.group()))


def is_wished(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether a change is wanted, feared or conditional."""
    return bool(words.WISHED.search(text[max(start, m.start() - 90) : m.start()]))


def is_falling_fire(text: str, start: int, m: re.Match[str]) -> bool:
    """`Shells have fallen since dawn`: they come down, their number does not."""
    return bool(_FALLING.match(m.group()) and _FIRE_BEFORE.search(text[max(start, m.start() - 60) : m.start()]))
