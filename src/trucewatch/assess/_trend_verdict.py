"""Statements of a trend against the comparison of two periods that `trucewatch.assess.trend` makes."""

from __future__ import annotations

import re

from trucewatch.assess.statements import Statement
from trucewatch.assess.trend import Change, TrendRow
from trucewatch.extract.numbers import NumberRole, find_numbers
from trucewatch.model import CheckVerdict, Comparator

TREND_RATIO = 2.0
"""How much the counts must differ to bear out that there were fewer, or more: a plain word about what happened."""
TREND_LEAST = 4
"""How many acts both periods together must hold to speak of a trend at all."""
SMALL_PART = 3.0
"""How many times what the record holds a statement's figure may be: beyond it the record follows something else."""
_STRONG = re.compile(r"\b(?:significant|statistical|steadil|consistent|trend)\w*", re.IGNORECASE)
_SIZES: tuple[tuple[re.Pattern[str], float, float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), low, high)
    for pattern, low, high in (
        (r"\bmore\s+than\s+halved\b|\bby\s+(?:more\s+than|over)\s+half\b", 0.0, 0.5),
        (r"\bhalved\b|\bby\s+(?:about\s+|nearly\s+|almost\s+)?half\b|\bhalf\s+(?:as\s+many|the\s+number)\b", 0.4, 0.6),
        (r"\bby\s+(?:about\s+|nearly\s+|almost\s+)?a\s+third\b", 0.6, 0.75),
        (r"\bby\s+(?:about\s+|nearly\s+|almost\s+)?two[-\s]thirds\b", 0.25, 0.42),
        (r"\b(?:doubled|twice\s+(?:as\s+many|the\s+number))\b", 1.7, 2.4),
        (r"\b(?:tripled|trebled|three\s+times\s+(?:as\s+many|the\s+number))\b", 2.5, 3.6),
    )
)
"""Words for a ratio of later over earlier, and the ratios that they may stand for."""


def judge_trend(row: TrendRow, statement: Statement) -> tuple[CheckVerdict, str]:
    """The verdict on a statement of a change, and the words for it.

    "Fewer", "a sharp fall" are about what happened, and are borne out by counts that differ twofold. A significant
    or steady change, and one of a stated size, is about more than chance: the exact interval must leave out 1, and
    must hold that size.
    Contradicted is only what the interval shows the other way round, by the sources of both periods too.
    """
    if statement.comparator is Comparator.EQUAL:
        return _judge_steady(row, statement)
    falls = statement.comparator is Comparator.DECREASE
    wanted = Change.DECREASE if falls else Change.INCREASE
    before, after = row.before.acts, row.after.acts
    if before + after < TREND_LEAST:
        return CheckVerdict.UNDETERMINED, "too few to tell"
    if _figures(statement) > SMALL_PART * (before + after):
        return CheckVerdict.UNDETERMINED, "the figures given are of something that the record holds a small part of"
    if row.change not in (wanted, Change.NOT_SHOWN):
        same = row.by_same_sources
        is_theirs = same is not None and ((same.low > 1) if falls else (same.high is not None and same.high < 1))
        if is_theirs:
            return CheckVerdict.CONTRADICTED, "the interval shows the opposite, by the sources of both periods too"
        return CheckVerdict.UNDETERMINED, "the interval shows the opposite, but perhaps by a change of sources"
    size = next(((low, high) for pattern, low, high in _SIZES if pattern.search(statement.quote)), None)
    if size is not None or _STRONG.search(statement.sentence):
        if row.change is not wanted:
            return CheckVerdict.UNDETERMINED, "the interval holds 1, so that it may be chance"
        if size is not None and not _meets(row, size):
            return CheckVerdict.UNDETERMINED, "the interval does not hold the change that is stated"
        return CheckVerdict.SUPPORTED, "the interval leaves out 1"
    more, less = (before, after) if falls else (after, before)
    if more < TREND_RATIO * max(less, 0.5):
        return CheckVerdict.UNDETERMINED, "the counts differ too little"
    chance = "the interval leaves out 1" if row.change is wanted else "the interval holds 1, so that it may be chance"
    return CheckVerdict.SUPPORTED, f"the counts bear it out, {chance}"


def _judge_steady(row: TrendRow, statement: Statement) -> tuple[CheckVerdict, str]:
    """Nothing has changed: borne out by counts of both periods that differ less than twofold, chance left in."""
    before, after = row.before.acts, row.after.acts
    if min(before, after) < TREND_LEAST:
        return CheckVerdict.UNDETERMINED, "too few to tell"
    if _figures(statement) > SMALL_PART * (before + after):
        return CheckVerdict.UNDETERMINED, "the figures given are of something that the record holds a small part of"
    if row.change is Change.NOT_SHOWN:
        if max(before, after) < TREND_RATIO * min(before, after):
            return CheckVerdict.SUPPORTED, "the counts differ less than twofold, and the interval holds 1"
        return CheckVerdict.UNDETERMINED, "the counts differ twofold, but it may be chance"
    same = row.by_same_sources
    if same is not None and (same.low > 1 or (same.high is not None and same.high < 1)):
        return CheckVerdict.CONTRADICTED, "the interval leaves out 1, by the sources of both periods too"
    return CheckVerdict.UNDETERMINED, "the interval leaves out 1, but perhaps by a change of sources"


def _figures(statement: Statement) -> float:
    """The largest number of acts or people that the sentence gives, 0 where it gives none."""
    found = [n.count.low or n.count.high or 0 for n in find_numbers(statement.quote) if n.role is NumberRole.PLAIN]
    return float(max(found, default=0))


def _meets(row: TrendRow, size: tuple[float, float]) -> bool:
    """Whether the interval of the ratio and the ratios that the words stand for have some in common."""
    return row.acts.low <= size[1] and (row.acts.high is None or row.acts.high >= size[0])
