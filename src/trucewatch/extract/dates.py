"""Dates in English text as intervals of days, each with its precision and the rule that made it.

Relative expressions count from the day of publication, some from the day spoken of last or from the day on which a
ceasefire took effect. A weekday of the day of publication means that day. Nothing is guessed: what cannot be placed
keeps its words with null bounds, and a weekday that contradicts its date is kept and flagged. Precision follows UCDP's
date_prec.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from trucewatch.extract._date_context import Context, Interval, one_day
from trucewatch.extract._date_patterns import RULES
from trucewatch.extract._date_words import PARTS
from trucewatch.extract._published import infer_published
from trucewatch.model import DatePrecision, When, day_of

__all__ = ["DateMention", "find_dates", "infer_published"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression in a text.

    Attributes:
        start: First code point, with its preposition or part of day ("late on Monday").
        end: One past the last code point.
        when: The interval; null bounds where it cannot be placed.
        rule: Short name of the rule that read it, with a prefix where a word before it opens the interval
            ("since", "until", "before", "after").
        core: The interval without that word: `since March 6` runs to publication, its core is the one day.
        conflict: Words that contradict each other, or None.
    """

    start: int
    end: int
    when: When
    rule: str
    core: When
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    name: str
    match: re.Match[str]
    rule_index: int


_I = re.IGNORECASE
_HOURS = r"(?:dawn|daybreak|sunrise|noon|midday|midnight|dusk|nightfall|sunset|lunchtime)"
_PART_BEFORE = re.compile(
    rf"\b(?:(?:shortly\s+|just\s+)?(?:at|before|after|around|about|by|towards?)\s+{_HOURS}(?:\s+(?:prayers\s+)?on|\s+of|,)?\s+"
    rf"|(?:at\s+)?(?:around\s+|about\s+)?{_HOURS}\s+(?:on\s+|of\s+)?"
    r"|in\s+the\s+(?:small|early|late)\s+hours\s+(?:of|on)\s+(?:the\s+)?"
    r"|(?:on|in|during)\s+the\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)(?:\s+hours)?\s+(?:of|on)\s+"
    r"|(?:early|late|later|earlier)\s+(?:on\s+|in\s+)?|overnight\s+(?:on\s+)?)$",
    _I,
)
_PLAIN_BEFORE = re.compile(r"\b(?:on|in|at|during|over)\s+$", _I)
_OPENERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words, _I))
    for name, words in (
        (
            "since",
            r"\b(?:ever\s+)?since\s+(?:at\s+least\s+|about\s+|around\s+)?$|\b(?:starting|beginning)\s+(?:from\s+|on\s+)?$|\bas\s+of\s+$",
        ),
        ("until", r"\b(?:until|till|up\s+to|up\s+until)\s+$"),
        ("before", r"(?<!the\sday\s)(?<!night\s)\b(?:before|prior\s+to|by|no\s+later\s+than)\s+$"),
        ("after", r"(?<!the\sday\s)(?<!night\s)\bafter\s+$"),
    )
)
_PART_AFTER = re.compile(rf"\s+(?:{PARTS})\b|['’]s?(?=\s)", _I)
_ZONE = r"(?P<zone>GMT|UTC|Z)(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?"
_CLOCK_AFTER = re.compile(
    rf"(?:\s+at|,)?\s+(?:about\s+|around\s+)?(?P<h>\d{{1,2}})[:.]?(?P<m>\d{{2}})(?:\s*hours)?\s*\(?{_ZONE}\b\)?", _I
)
_CLOCK_BEFORE = re.compile(
    rf"\b(?:at\s+)?(?:about\s+|around\s+)?(?P<h>\d{{1,2}})[:.]?(?P<m>\d{{2}})(?:\s*hours)?\s*\(?{_ZONE}\b\)?,?\s+(?:on\s+)?$",
    _I,
)
_DAY_RULES = frozenset({"date", "iso_date", "numeric_date", "weekday", "named_day", "nth", "same_day"})


def find_dates(text: str, *, published: str | None, effective: str | None = None) -> list[DateMention]:
    """All time expressions of a text in order.

    Args:
        text: English text in any case.
        published: Day of publication, the base of relative expressions; without it they keep null bounds.
        effective: Day on which the ceasefire took effect, the base of "two weeks after the ceasefire".

    Returns:
        Mentions that do not overlap. A time of day stands in the interval only where the text gives its zone.
    """
    context = Context(text, _day(published), _day(effective))
    out: list[DateMention] = []
    position = 0
    for found in _candidates(text):
        if found.start < position:
            continue
        interval = RULES[found.rule_index].resolve(context, found.match)
        if interval is None:
            continue
        mention = _mention(context, found, interval, position)
        out.append(mention)
        position = mention.end
        context.tell(found.start, interval)
    return out


def _day(moment: str | None) -> dt.date | None:
    return day_of(moment) if moment else None


def _candidates(text: str) -> list[_Found]:
    """Matches of all rules, leftmost first, the longest of those that begin together or overlap from the left."""
    found = [
        _Found(m.start(), m.end(), rule.name, m, i)
        for i, rule in enumerate(RULES)
        for m in rule.pattern.finditer(text)
        if m.end() > m.start()
    ]
    return sorted(found, key=lambda f: (f.start, -f.end, f.rule_index))


def _mention(context: Context, found: _Found, interval: Interval, floor: int) -> DateMention:
    """The match with the words around it that belong to the expression."""
    text, start, end, rule = context.text, found.start, found.end, found.name
    after = _PART_AFTER.match(text, end)
    if after and found.name in _DAY_RULES:
        end = after.end()
    clock = _CLOCK_AFTER.match(text, end) if found.name in _DAY_RULES else None
    if clock:
        end = clock.end()
    for pattern in (_CLOCK_BEFORE, _PART_BEFORE):
        before = pattern.search(text[max(floor, start - 50) : start])
        if before and found.name in _DAY_RULES | {"month", "day_range", "weekday_range"}:
            start -= len(before.group())
            clock = clock or (before if pattern is _CLOCK_BEFORE else None)
    bare = one_day(interval.start) if found.name == "since_truce" else interval
    core = _when(bare, text[start:end], clock)
    name, opener = _opener(text, floor, start, found)
    if opener:
        start -= len(opener.group())
        interval, rule, clock = _opened(context, interval, name), f"{name}_{rule}", None
    elif plain := _PLAIN_BEFORE.search(text[max(floor, start - 12) : start]):
        start -= len(plain.group())
    return DateMention(start, end, _when(interval, text[start:end], clock), rule, core, interval.conflict)


def _opener(text: str, floor: int, start: int, found: _Found) -> tuple[str, re.Match[str] | None]:
    if found.name in ("within", "past", "since_truce", "part_of_day", "ago"):
        return "", None
    before = text[max(floor, start - 24) : start]
    for name, pattern in _OPENERS:
        m = pattern.search(before)
        if m and not (name in ("before", "after") and text[found.end :][:2] in ("'s", "’s")):
            return name, m
    return "", None


def _opened(context: Context, interval: Interval, name: str) -> Interval:
    """`since Sunday` runs to publication, `until Sunday` from nowhere known."""
    period = DatePrecision.PERIOD
    if name == "since":
        end = context.published
        is_past = end is None or interval.start is None or interval.start <= end
        return Interval(interval.start, end if interval.start and is_past else None, period, interval.conflict)
    if name == "after":
        return Interval(interval.end, context.published if interval.end else None, period, interval.conflict)
    return Interval(None, interval.end if name == "until" else interval.start, period, interval.conflict)


def _when(interval: Interval, words: str, clock: re.Match[str] | None) -> When:
    start = interval.start.isoformat() if interval.start else None
    end = interval.end.isoformat() if interval.end else None
    if clock and start and start == end:
        moment = _moment(start, clock)
        start = end = moment
    return When(start=start, end=end, precision=interval.precision, text=words)


def _moment(day: str, clock: re.Match[str]) -> str:
    """A day with the hour and zone that the text gives; the bare day where they make no time."""
    hour, minute = int(clock["h"]), int(clock["m"])
    if hour > 23 or minute > 59:
        return day
    offset = clock["offset"]
    if not offset:
        return f"{day}T{hour:02d}:{minute:02d}Z"
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return day
    return f"{day}T{hour:02d}:{minute:02d}{offset[0]}{hours:02d}:{minutes:02d}"
