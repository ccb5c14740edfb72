"""Dates in English text as intervals of days, each with its precision and the rule that made it.

Relative expressions count from the day of publication, some from the day spoken of last or from the day on which a
ceasefire took effect. A weekday of the day of publication means that day. Nothing is guessed: what cannot be placed
keeps its words with null bounds, and a weekday that contradicts its date is kept and flagged. Precision follows UCDP's
date_prec.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trucewatch.extract._date_clock import CLOCK, WORD_CLOCK, clock_of, moment, part_of
from trucewatch.extract._date_context import Context, Interval, Rule, one_day
from trucewatch.extract._date_feasts import FEAST
from trucewatch.extract._date_patterns import RULES, VAGUE_RULES
from trucewatch.extract._date_rules import point_in
from trucewatch.extract._date_words import MONTHS, PARTS, WEEKDAY_SLIPS, WEEKDAYS
from trucewatch.extract._number_words import ORDINALS
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
        clock: The hour as told, `HH:MM` without its zone, or the part of the day (`morning`, `midday`, `afternoon`,
            `evening`, `night`), or None. It stands in `when` too where the text gives its zone.
    """

    start: int
    end: int
    when: When
    rule: str
    core: When
    conflict: str | None = None
    clock: str | None = None


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
    r"|(?:at\s+|in\s+the\s+)?mid-?(?:morning|afternoon)\s+(?:on\s+|of\s+)?"
    r"|in\s+the\s+(?:small|early|late)\s+hours\s+(?:of|on)\s+(?:the\s+)?"
    r"|(?:on|in|during)\s+the\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)(?:\s+hours)?\s+(?:of|on)\s+"
    r"|(?<=\bsince\s)the\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)\s+of\s+"
    r"|night\s+of\s+"
    r"|(?:early|late|later|earlier)\s+(?:on\s+|in\s+)?|overnight\s+(?:on\s+)?)$",
    _I,
)
_NIGHT_OF = re.compile(r"\bnight(?:\s+hours)?\s+(?:of|from)\s+(?:the\s+)?(?!.*\bto\b)", _I)
"""A night that is named by a day lies on that and the next; "on Monday night" is said of what is left of Monday."""
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
_CLOCKS_AFTER = tuple(
    re.compile(words, _I) for words in (rf"(?:\s+at|\s+from|,)?\s+{CLOCK}", rf"(?:\s+at|,)?\s+{WORD_CLOCK}")
)
_BARE_CLOCK = re.compile(CLOCK, _I)
# "since it began its operation last month", "since the signing of 9 December"
_SINCE_CLAUSE = re.compile(
    r"\b(?:ever\s+)?since\s+(?:(?!said|says|told|reported|before|after|until)[\"“”\w'’-]+\s+){1,12}$", _I
)
_CLOCKS_BEFORE = tuple(
    re.compile(words, _I)
    for words in (rf"(?:\bat\s+)?{CLOCK},?\s+(?:on\s+)?$", rf"(?:\bat\s+)?\b{WORD_CLOCK},?\s+(?:on\s+|of\s+)?$")
)
_DAY_RULES = frozenset({"date", "iso_date", "numeric_date", "weekday", "named_day", "nth", "same_day"})
_CLAUSE_RULES = _DAY_RULES | {"month", "year", "this_unit", "ago"}


def find_dates(
    text: str, *, published: str | None, effective: str | None = None, vague: bool = False
) -> list[DateMention]:
    """All time expressions of a text in order.

    Args:
        text: English text in any case.
        published: Day of publication, the base of relative expressions; without it they keep null bounds.
        effective: Day on which the ceasefire took effect, the base of "two weeks after the ceasefire".
        vague: Whether to give words for times without days too ("now", "recently", "soon"), with null bounds and a rule
            `vague_present`, `vague_past` or `vague_future`.

    Returns:
        Mentions that do not overlap. A time of day stands in the interval only where the text gives its zone. Of two
        times that stand side by side as one and disagree ("on Thursday, two weeks after the truce") both are kept, each
        with the conflict.
    """
    context = Context(text, _day(published), _day(effective))
    out: list[DateMention] = []
    position = 0
    rules = (*RULES, *VAGUE_RULES) if vague else RULES
    for found in _candidates(text, rules):
        if found.start < position:
            continue
        interval = _resolved(rules[found.rule_index], context, found.match)
        if interval is None:
            continue
        mention = _mention(context, found, interval, position)
        position = mention.end
        _tell(context, found, interval)
        if out and (joined := _joined(text, out[-1], mention)):
            out[-1] = joined
        else:
            out.append(mention)
        if mention.rule.startswith("since_") and found.name != "since_truce":
            _tell_period(context, found.start, mention.when)
    return _with_conflicts(text, out)


def _resolved(rule: Rule, context: Context, match: re.Match[str]) -> Interval | None:
    """What a rule makes of its words; None too for times beyond the years that a calendar has ("99999 years ago")."""
    try:
        return rule.resolve(context, match)
    except (OverflowError, ValueError):
        return None


def _tell(context: Context, found: _Found, interval: Interval) -> None:
    """Let later words refer to an interval; one that only stands in comparison is none that the text is about."""
    if found.name == "since_truce":
        context.tell(found.start, one_day(interval.start), of_truce=True)
        context.tell_period(
            found.start, Interval(interval.start, context.published or interval.end, interval.precision)
        )
    elif found.name != "year_before" and not (found.name == "ago" and interval.unit):
        context.tell(found.start, interval)


def _tell_period(context: Context, start: int, when: When) -> None:
    if when.start and when.end:
        context.tell_period(start, Interval(day_of(when.start), day_of(when.end), when.precision))


_WENT_ON = re.compile(r"\s+(?:and\s+|,\s+)?(?:went|lasted|continued|raged|carried|kept|dragged)\s+(?:on\s+)?$", _I)
_SIDE_BY_SIDE = re.compile(r"\s*[,(]\s*$")
_BY_NAME = frozenset({"weekday", "named_day"})
_BY_COUNT = frozenset({"date", "after_truce", "truce_day", "ago", "feast", "iso_date", "numeric_date"})


_HOUR_RULES = frozenset({"clock", "bare_clock", "part_of_day"})
_TO_ITS_DAY = re.compile(r"\s*(?:hours|hrs|h)?\s*,?\s*\(?", _I)


def _joined(text: str, first: DateMention, second: DateMention) -> DateMention | None:
    """`on Monday and went on until Tuesday` as one time, and `at 1940 hours on the 19th`."""
    gap = text[first.end : second.start]
    if first.rule in _HOUR_RULES and second.rule in _DAY_RULES and second.when.start and _TO_ITS_DAY.fullmatch(gap):
        when = second.when.model_copy(update={"text": text[first.start : second.end]})
        return replace(second, start=first.start, when=when, clock=second.clock or first.clock)
    if not second.rule.startswith("until_") or not first.when.start or not second.when.end:
        return None
    if first.when.start[:10] > second.when.end[:10] or not _WENT_ON.fullmatch(gap):
        return None
    when = When(
        start=first.when.start,
        end=second.when.end,
        precision=DatePrecision.DAYS,
        text=text[first.start : second.end],
    )
    return DateMention(first.start, second.end, when, f"{first.rule}_to", when, first.conflict or second.conflict)


def _with_conflicts(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """The mentions, those flagged that stand side by side for one day and give two."""
    out = list(mentions)
    for i, (first, second) in enumerate(itertools.pairwise(mentions)):
        if not _SIDE_BY_SIDE.fullmatch(text[first.end : second.start]) or first.rule == second.rule:
            continue
        kinds = {first.rule in _BY_NAME, second.rule in _BY_NAME}
        if kinds != {True, False} or not ({first.rule, second.rule} & _BY_COUNT):
            continue
        a, b = first.when, second.when
        if a.start and b.start and a.start == a.end and b.start == b.end and a.start[:10] != b.start[:10]:
            said = f"{a.text!r} is {a.start[:10]} and {b.text!r} is {b.start[:10]}"
            out[i] = replace(out[i], conflict=out[i].conflict or said)
            out[i + 1] = replace(second, conflict=second.conflict or said)
    return out


def _day(moment: str | None) -> dt.date | None:
    return day_of(moment) if moment else None


_CAPITAL_MONTHS = frozenset({"may", "march", "mar"})
"""Months that are none in small letters."""
_SIGN_WORDS: Mapping[str, Collection[str]] = {
    "month": MONTHS,
    "weekday": {*WEEKDAYS, *WEEKDAY_SLIPS, "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"},
    "number": {*ORDINALS, "twenty", "thirty"},
    "year": ("nineteen", "thousand"),
    "unit": {
        f"{unit}{s}"
        for unit in ("hour", "day", "night", "week", "fortnight", "month", "year", "decade", "minute", "second")
        for s in ("", "s")
    },
    "long_unit": ("week", "month", "year"),
    "part_of_day": (
        *("day", "night", "morning", "noon", "afternoon", "evening", "yesterday", "today", "tomorrow", "tonight"),
        *("overnight", "date", "dawn", "daybreak", "sunrise", "midday", "midnight", "dusk", "nightfall", "sunset"),
        *("light", "daylight", "hours"),
    ),
    "way": (
        *("ago", "earlier", "before", "beforehand", "later", "after", "afterward", "afterwards", "thereafter"),
        *("previously", "now", "hence"),
    ),
    "passing": ("past", "last", "previous", "preceding", "next", "coming", "recent", "over", "review"),
    "calendar": ("quarter", "year", "month", "period"),
    "half": ("half", "six", "quarters"),
    "before": ("before", "previous", "preceding"),
    "period": ("period", "time", "span", "stretch", "quarter"),
}
_SIGNS_OF: Mapping[str, Sequence[str]] = {
    word: tuple(sign for sign, own in _SIGN_WORDS.items() if word in own)
    for word in {w for words in _SIGN_WORDS.values() for w in words}
}
_SIGN_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "digit": re.compile(r"\d"),
    "year": re.compile(r"(?:1[5-9]|20)\d\d"),
    "number": re.compile(r"\d[sSnNrRtT][tTdDhH]\b"),
    "feast": re.compile(rf"\b(?=[A-Zt])(?:{FEAST})"),
}
_NEAR: Mapping[str, str] = {
    **dict.fromkeys(("date", "month", "day_range", "week_of"), "month"),
    **dict.fromkeys(("year", "year_name"), "year"),
    **dict.fromkeys(("weekday", "weekday_range"), "weekday"),
    **dict.fromkeys(("ending", "after_truce", "since_then", "war_before", "running", "first_hours", "within"), "unit"),
    **dict.fromkeys(("this_unit", "same_unit"), "long_unit"),
    **dict.fromkeys(("named_day", "same_day", "part_of_day", "nth_day_running"), "part_of_day"),
    **dict.fromkeys(("ago", "near_then"), "way"),
    "past": "passing",
    "nth": "number",
    "truce_day": "unit",
    **dict.fromkeys(("clock", "bare_clock", "iso_date", "compact_date", "numeric_date"), "digit"),
    "month_range": "month_or_year",
    "feast": "feast",
    **dict.fromkeys(("calendar_again", "year_before", "new_year", "year_end"), "calendar"),
    **dict.fromkeys(("before_last", "period_before"), "before"),
    "half": "half",
    "same_period": "period",
}
"""The sign that every match of a rule holds. Most texts have few of each, and words are quickly told."""

_TRUCE_WORDS = (
    *("cease", "truce", "armistice", "deal", "agreement", "accord", "protocol", "pact"),
    *("memorandum", "understanding", "calm"),
)
_HELD: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("after_truce", "weeks_since_truce", "truce_day"), _TRUCE_WORDS),
    **dict.fromkeys(("since_then", "since_truce", "since_last"), ("since",)),
    **dict.fromkeys(("year_end", "new_year"), ("year",)),
    "quarter": ("quarter",),
    "century": ("century",),
    "decade": (
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
        "0s",
        "0's",
        "0’s",
    ),
    "season": ("spring", "summer", "autumn", "fall", "winter"),
    "first_months": ("months",),
    "weekend": ("weekend",),
    "all_night": ("night",),
    "afterwards": ("afterwards",),
    "same_time": ("time",),
    "comes_after": ("comes", "came"),
    "running": ("running", "row"),
    "war_before": ("war", "offensive", "campaign", "siege", "fighting", "assault", "operation"),
}
"""Words in small letters of which every match of a rule holds one, so that most rules need not be tried at all."""

_REACH = 90
"""How far from its sign a match may begin or end."""
_WORD = re.compile(r"\w+")


def _spots(text: str) -> Mapping[str, list[tuple[int, int]]]:
    """Where the signs of a text stand, each in order."""
    spots: dict[str, list[tuple[int, int]]] = {sign: [] for sign in (*_SIGN_WORDS, *_SIGN_PATTERNS)}
    for m in _WORD.finditer(text):
        word = m.group().lower()
        if word in _SIGNS_OF and (word not in _CAPITAL_MONTHS or m.group()[0] == "M"):
            for sign in _SIGNS_OF[word]:
                spots[sign].append(m.span())
    for sign, pattern in _SIGN_PATTERNS.items():
        spots[sign] += [m.span() for m in pattern.finditer(text)]
    spots["month_or_year"] = spots["month"] + spots["year"]
    for sign in ("year", "number", "month_or_year"):
        spots[sign].sort()
    return spots


def _stretches(text: str, spots: Iterable[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """The stretches of a text that lie about some spots, with their words in small letters."""
    out: list[tuple[int, int]] = []
    for start, end in spots:
        a, b = max(0, start - _REACH), min(len(text), end + _REACH)
        while a > 0 and text[a].isalnum() and text[a - 1].isalnum():
            a -= 1
        while b < len(text) and text[b].isalnum() and text[b - 1].isalnum():
            b += 1
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return [(a, b, text[a:b].lower()) for a, b in out]


def _candidates(text: str, rules: tuple[Rule, ...]) -> list[_Found]:
    """Matches of all rules, leftmost first, the longest of those that begin together or overlap from the left."""
    near = {sign: _stretches(text, spots) for sign, spots in _spots(text).items()}
    whole = [(0, len(text), text.lower())]
    found = [
        _Found(m.start(), m.end(), rule.name, m, i)
        for i, rule in enumerate(rules)
        for a, b, words in (near[_NEAR[rule.name]] if rule.name in _NEAR else whole)
        if rule.name not in _HELD or any(w in words for w in _HELD[rule.name])
        for m in rule.pattern.finditer(text, a, b)
        if m.end() > m.start()
    ]
    return sorted(found, key=lambda f: (f.start, -f.end, f.rule_index))


def _mention(context: Context, found: _Found, interval: Interval, floor: int) -> DateMention:
    """The match with the words around it that belong to the expression."""
    text, start, end, rule = context.text, found.start, found.end, found.name
    start, end, clock = _with_hour(text, found, floor)
    if interval.unit and not rule.endswith(interval.unit):
        rule = f"{rule}_{interval.unit}"
    bare = one_day(interval.start) if found.name == "since_truce" else interval
    if _NIGHT_OF.search(text[start : found.end]) and interval.start is not None and interval.start == interval.end:
        interval = bare = replace(interval, end=interval.start + dt.timedelta(days=1), precision=DatePrecision.DAYS)
    core = _when(bare, text[start:end], clock)
    hour = (clock_of(clock) if clock else None) or part_of(text[start:end])
    name, opener = _opener(text, floor, start, found)
    if opener and opener.group().lower().startswith("by") and not _is_ahead(context, interval, start):
        # What had happened by Saturday was so on Saturday.
        start -= len(opener.group())
        name = ""
    elif opener and name in ("before", "after") and hour:
        # "Before midnight on Sunday" is on Sunday.
        start -= len(opener.group())
        name = ""
    elif opener:
        start -= len(opener.group())
        interval = point_in(interval, found.match.groupdict().get("part")) if name == "since" else interval
        interval, rule = _opened(context, interval, name, start), f"{name}_{rule}"
    elif plain := _PLAIN_BEFORE.search(text[max(floor, start - 12) : start]):
        start -= len(plain.group())
    when = _when(interval, text[start:end], clock, opened=name)
    return DateMention(start, end, when, rule, core, interval.conflict, hour)


def _is_ahead(context: Context, interval: Interval, start: int) -> bool:
    late = context.published is not None and interval.end is not None and interval.end > context.published
    return late or context.is_future(start)


def _with_hour(text: str, found: _Found, floor: int) -> tuple[int, int, re.Match[str] | None]:
    """The match with its part of the day and its hour, before or after it."""
    start, end = found.start, found.end
    if found.name == "clock":
        return start, end, _BARE_CLOCK.search(text, start, end)
    clock: re.Match[str] | None = None
    if found.name in _DAY_RULES:
        after = _PART_AFTER.match(text, end)
        end = after.end() if after else end
        clock = next((m for pattern in _CLOCKS_AFTER if (m := pattern.match(text, end)) and clock_of(m)), None)
        end = clock.end() if clock else end
    if found.name in _DAY_RULES | {"month", "day_range", "weekday_range"}:
        for pattern in (*_CLOCKS_BEFORE, _PART_BEFORE):
            before = pattern.search(text[max(floor, start - 50) : start])
            if before and (pattern is _PART_BEFORE or (clock is None and clock_of(before))):
                start -= len(before.group())
                clock = clock or (None if pattern is _PART_BEFORE else before)
    return start, end, clock


def _opener(text: str, floor: int, start: int, found: _Found) -> tuple[str, re.Match[str] | None]:
    if found.name in (
        "within",
        "past",
        "since_truce",
        "part_of_day",
        "weeks_since_truce",
        "since_then",
        "since_last",
        "same_unit",
    ):
        return "", None
    if found.name in _CLAUSE_RULES and (m := _SINCE_CLAUSE.search(text[max(floor, start - 110) : start])):
        return "since", m
    if found.name == "ago":
        return "", None
    before = text[max(floor, start - 24) : start]
    for name, pattern in _OPENERS:
        m = pattern.search(before)
        if m and not (name in ("before", "after") and text[found.end :][:2] in ("'s", "’s")):
            return name, m
    return "", None


def _opened(context: Context, interval: Interval, name: str, start: int) -> Interval:
    """`since Sunday` runs to publication, `until Sunday` from nowhere known.

    What is the third of its kind since a day is counted up to the day of the third.
    """
    period = DatePrecision.PERIOD
    if name == "since":
        end = context.published
        counted = context.counted_to(start)
        end = counted if counted and interval.start and counted >= interval.start else end
        is_past = end is None or interval.start is None or interval.start <= end
        return Interval(interval.start, end if interval.start and is_past else None, period, interval.conflict)
    if name == "after":
        return Interval(interval.end, context.published if interval.end else None, period, interval.conflict)
    return Interval(None, interval.end if name == "until" else interval.start, period, interval.conflict)


def _when(interval: Interval, words: str, clock: re.Match[str] | None, opened: str = "") -> When:
    start = interval.start.isoformat() if interval.start else None
    end = interval.end.isoformat() if interval.end else None
    hour = clock_of(clock) if clock else None
    if clock and hour:
        if opened in ("until", "before") and interval.end:
            end = moment(interval.end, hour, clock) or end
        elif opened in ("since", "after") and interval.start:
            start = moment(interval.start, hour, clock) or start
        elif interval.start and start == end:
            start = end = moment(interval.start, hour, clock) or start
    return When(start=start, end=end, precision=interval.precision, text=words)
