"""What keeps wordings out that look like statements about the record: sport, visits, wishes, shells that come down."""

from __future__ import annotations

import re

from trucewatch.assess import _statement_patterns as words
from trucewatch.extract.sentences import Sentence

_I = re.IGNORECASE
_RANK_WORD = re.compile(
    rf"\b(?:first|frist|fisrt|{words.ORD}|{words.WORST})\b",
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


_SINCE_CLOSED = re.compile(
    r"[,;:](?!\s*(?:killing|wounding|injuring|leaving|in\s+which|which|who|that|when|where)\b)|\bha(?:s|ve|d)\b|\b(?:stands?|stood|now|totals?|reached)\b"
    rf"|^\s+(?:(?:last|early|mid|late|the\s+(?:start|beginning|end)\s+of)[\s-]+)?(?:{words.WEEKDAY}|\d{{1,2}}\s+[A-Z][a-z]+"
    rf"|{words.MONTH}(?:\s+\d{{1,4}})?|\d{{4}}|then|dawn|midnight|yesterday)\s+(?!['’]|and\b)",
    _I,
)


def in_since_clause(text: str, start: int, at: int) -> bool:
    """Whether a position lies in the clause that "since" opens and no comma or verb closes."""
    before = text[start:at]
    opened = [m.end() for m in re.finditer(r"\bsince\b", before, _I)]
    return bool(opened) and not _SINCE_CLOSED.search(before[opened[-1] :])


def is_on_violence(sentence: str, context: str) -> bool:
    """Whether a sentence, or the one before if it has no such words, speaks of violence, not of sport or disaster."""
    if words.OTHER_NEWS.search(sentence):
        return False
    told = _SINCE_WORDS.sub(" ", sentence)
    if words.PERHAPS_OTHER_NEWS.search(told) and not words.STRONG_VIOLENCE.search(told):
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
    if is_first_of_other(_SINCE_CLAUSE.sub(" ", m.group())):
        return False
    said = _SINCE_CLAUSE.sub(" ", sentence.text)
    if words.VIOLENCE.search(said) or words.CONDUCT.search(said) or words.RANKED_UNIT.search(m.group()):
        return True
    return bool(_STANDS_FOR.search(said)) and not _SUBJECT_NAMED.search(_SINCE_CLAUSE.sub(" ", m.group()))


def is_first_of_other(matched: str) -> bool:
    """`The first train in years`: what is called the first is named, and is no act nor anybody hit."""
    named = _FIRST_NAMED.search(matched)
    if named is None or not named["what"].strip() or _FIRST_BARE.search(named["what"]):
        return False
    return not any(p.search(matched) for p in (words.VIOLENCE, words.CONDUCT, _PERSON))


_AFTER_NAME = r"(?:to|that|who|since|in|on|of|for|by|at|against|under|from|near|across|within|there)"
_FIRST_NAMED = re.compile(rf"\bfirst\s+(?P<what>(?:(?!{_AFTER_NAME}\b)[\w'’-]+\s+){{0,6}}?){_AFTER_NAME}\b", _I)
_FIRST_BARE = re.compile(r"\b(?:time|such|ones?|day|night|week|month|of\s+its)\b", _I)
_PERSON = re.compile(rf"\b{words.PERSON}\b", _I)


def is_wished(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether a change is wanted, feared or conditional."""
    return bool(words.WISHED.search(text[max(start, m.start() - 90) : m.start()]))


def is_falling_fire(text: str, start: int, m: re.Match[str]) -> bool:
    """`Shells have fallen since dawn`: they come down, their number does not."""
    return bool(_FALLING.match(m.group()) and _FIRE_BEFORE.search(text[max(start, m.start() - 60) : m.start()]))


_NOT_ASSERTED = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|what|who|when|why|how|which)\b[^.]*\?[\"”’']?\s*$"
    r"|^\W*(?:if|unless|suppose|supposing|imagine|assum(?:e|ing)|what\s+if|were\s+(?:the|a)|should\s+(?:the|a|any|one)\b|in\s+case|in\s+the\s+event)\b"
    r"|\b(?:den(?:y|ied|ies|ying)|disput(?:ed?|es|ing)|rejected|dismissed|refuted)\s+(?:(?:the\s+)?(?:reports?|claims?|allegations?)\s+)?that\b"
    r"|\bshall\b|\b(?:will|would|can|must)\s+(?:not\s+)?be\s+(?:tolerated|punished|accepted|excused|answered|met\s+with)\b"
    r"|\b(?:any|every|each)\s+(?:party|side|state|commander|unit)\s+(?:found|that|who|which)\b"
    r"|\b(?:polled|respondents|surveyed|opinion\s+poll)\b|\bmany\s+times\s+over\b",
    _I,
)
_SIDES = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:sides|parties|armies|countries|nations|governments|neighbours|neighbors|rivals|foes|factions|brigades|capitals|groups)\b",
    _I,
)
_SINCE_WORDS = re.compile(r"\bsince\b[^,;]*?(?=,|;|\bha(?:s|ve|d)\b|$)", _I)


def is_not_asserted(sentence: str) -> bool:
    """Whether a sentence asks, supposes, denies, rules or polls, so that nobody says that it was so."""
    return bool(_NOT_ASSERTED.search(sentence))


def names_violence(sentence: str, matched: str) -> bool:
    """Whether violence is spoken of beside the clause that says since when, or by the match itself."""
    if re.search(r"\b(?:calmer|quieter)\b", matched, _I):
        return True
    return bool(
        words.VIOLENCE.search(_SINCE_WORDS.sub(" ", sentence)) or words.VIOLENCE.search(_SINCE_WORDS.sub(" ", matched))
    )


def counts_sides(text: str, start: int, end: int) -> bool:
    """`The two sides`: a number of parties and not of acts or people hit."""
    return bool(_SIDES.match(text, end)) and bool(
        re.search(r"\b(?:the|both|these|those|between)\s+$", text[max(0, start - 10) : start], _I)
        or text[start:end].lower().startswith("the")
    )
