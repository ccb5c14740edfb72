"""Days of the month that stand alone or in a range, and ranges of months and years that name both ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from trucewatch.extract._date_context import (
    ONE_DAY,
    Context,
    Interval,
    Resolver,
    make_day,
    month_after,
    month_interval,
    one_day,
    shift_months,
    unknown,
)
from trucewatch.extract._date_rules import part_of_month, part_of_year, read_full
from trucewatch.extract._date_words import (
    DAY,
    FULL_MONTH,
    MONTH,
    SHORT_WEEKDAY,
    WEEKDAY,
    YEAR,
    amount_of,
    day_number,
    month_of,
    weekday_of,
)
from trucewatch.extract._number_words import CARDINAL, ORDINAL
from trucewatch.model import DatePrecision

_P = DatePrecision
_NTH = r"(?:[0-3]?\d(?:st|nd|rd|th))"
_SPELLED = rf"(?:(?:twenty|thirty)[\s-](?:{ORDINAL})|{ORDINAL})"
_NTH_OR_WORD = rf"(?:{_NTH}|{_SPELLED})\b"
_COUNTED = (
    r"(?:floors?|stor(?:e?y|eys|ies)|parallel|days?|nights?|weeks?|months?|years?|anniversary|centur(?:y|ies)|streets?|avenue"
    r"|line|kilomet(?:re|er)s?|km|miles?|hours?|minutes?|rounds?|attempts?|times?|attacks?|battalions?|brigades?|divisions?"
    r"|regiments?|corps|company|companies|infantry|army|armou?red|mechani[sz]ed|motori[sz]ed|military|mountain|airborne"
    r"|artillery|commando|parachute|platoons?|squadrons?|fleet|wing|front|districts?|session|congress|conference|summit"
    r"|meeting|plenum|amendment|convention|grade|place|consecutive|straight|successive|such|of)"
)
_GOES_ON = (
    r"(?:and|to|or|at|in|into|on|onto|off|by|near|from|with|without|against|beside|between|behind|above|below|outside|inside"
    r"|across|along|around|over|under|towards?|through|for|after|before|during|while|when|as|but|that|which|who|where|until"
    r"|the|an?|some|two|three|four|five|six|seven|eight|nine|ten|several|many|our|their|his|her|its|we|they|he|she|it|there"
    r"|this|these|no|nobody|unknown|unidentified)"
)
_NTH_ENDS = rf"(?=\s*(?:[.,;:)]|$|\n)|\s+{_GOES_ON}\b|\s+of\s+(?:this|last|that|the(?:\s+same)?)\s+month\b)"
_NTH_ENDS_ON = rf"(?:{_NTH_ENDS}|(?=\s+(?!{_COUNTED}\b)(?-i:[a-z])))"
_OPENING = "|".join(rf"(?<=\b{word}\s)" for word in ("since", "until", "by", "before", "after", "of"))
_OF_MONTH = r"\s+of\s+(?P<of_month>this|last|that|the\s+same)\s+month\b"


def _candidates(base: dt.date, number: int) -> list[dt.date]:
    months = [month_after(base, step) for step in (-2, -1, 0, 1, 2)]
    return [d for y, mo in months if (d := make_day(y, mo, number))]


def _nth_day(ctx: Context, number: int, start: int) -> dt.date | None:
    """The last such day before publication, the coming one where the words look ahead.

    Right behind a day of the same paragraph it is that month's, if it comes after that day and has passed.
    """
    base = ctx.published
    if base is None or not 1 <= number <= 31:
        return None
    days = _candidates(base, number)
    if ctx.is_future(start):
        return min(d for d in days if d >= base)
    last = ctx.last_in_paragraph(start)
    if last is not None and last < base and (day := make_day(last.year, last.month, number)) and last <= day <= base:
        return day
    return max(d for d in days if d <= base)


def read_nth(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`on the 5th`, `the nineteenth of this month`, `between the 12th and the 15th`."""
    g = m.groupdict()
    number = day_number(m["day"])
    if not 1 <= number <= 31:
        return None
    if ctx.published is None:
        return unknown()
    if of_month := (g.get("of_month") or "").lower():
        told = ctx.last_any(m.start()) if of_month not in ("this", "last") else None
        base = told.start if told is not None and told.start is not None else ctx.published
        return one_day(make_day(*month_after(base, -1 if of_month == "last" else 0), number))
    second = day_number(g["day2"]) if g.get("day2") else 0
    if not second:
        return one_day(_nth_day(ctx, number, m.start()))
    last = _nth_day(ctx, second, m.start())
    if last is None:
        return None
    month = (last.year, last.month) if second > number else month_after(last, -1)
    first = make_day(*month, number)
    if first is None:
        return None
    return Interval(first, last, _P.PERIOD if g.get("lead") and (last - first).days > 6 else _P.DAYS)


def read_weekday_number(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`Wed 9`, `The Saturday 12`: the day of that name and number nearest to publication."""
    base, number = ctx.published, day_number(m["day"])
    if base is None or not 1 <= number <= 31:
        return None
    fits = [d for d in _candidates(base, number) if d.weekday() == weekday_of(m["weekday"])]
    day = min(fits, key=lambda d: (d > base, abs((d - base).days)), default=None)
    return None if day is None else one_day(day)


def read_stamp_day(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`Sat 15:40 -` at the head of a line: the last such day."""
    base = ctx.published
    if base is None:
        return unknown()
    return one_day(base - ONE_DAY * ((base.weekday() - weekday_of(m["weekday"])) % 7))


def read_nth_weekday(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the second Saturday of March`, `the last Friday in May 2019`."""
    base, month = ctx.published, month_of(m["month"])
    if m["year"]:
        year = int(m["year"])
    elif base is None:
        return unknown()
    else:
        is_ahead = month > base.month
        year = base.year - (is_ahead and not ctx.is_future(m.start()))
    weekday, last = weekday_of(m["weekday"]), calendar.monthrange(year, month)[1]
    days = [d for n in range(1, last + 1) if (d := dt.date(year, month, n)).weekday() == weekday]
    if m["nth"].lower() in ("last", "final"):
        return one_day(days[-1])
    number = day_number(m["nth"])
    return one_day(days[number - 1]) if 1 <= number <= len(days) else None


def read_month_range(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`from January to August 2014`, `between late May and the end of July`, `between 1998 and 2000`.

    The later end takes its year from the words or is the last one begun; the earlier one lies before it.
    """
    first, second = _end(m, "1"), _end(m, "2")
    year = second[1] or (int(m["y1"]) if m["y1"] and first[0] and second[0] else None)
    if second[1] is None and year is not None and first[0] and second[0] and second[0] < first[0]:
        year += 1
    if year is None:
        if ctx.published is None:
            return unknown(_P.PERIOD)
        which = (m["of_year"] or "").lower()
        year = ctx.published.year - (which == "last")
        if not which and second[0] and second[0] > ctx.published.month and not ctx.is_future(m.start()):
            year -= 1
    begun = first[1]
    if begun is None:
        begun = year - bool(first[0] and second[0] and first[0] > second[0])
    start, end = _bounds(first[0], begun, first[2]).start, _bounds(second[0], year, second[2]).end
    if start is None or end is None or start >= end:
        return None
    return Interval(start, end, _P.PERIOD)


def _end(m: re.Match[str], n: str) -> tuple[int, int | None, str]:
    """Month (0 for a whole year), year and part of one end."""
    month, year = m[f"m{n}"], m[f"y{n}"] or m[f"only{n}"]
    return (month_of(month) if month else 0), (int(year) if year else None), (m[f"p{n}"] or "").lower()


def _bounds(month: int, year: int, part: str) -> Interval:
    return part_of_month(month_interval(year, month), part) if month else part_of_year(year, part)


def read_first_months(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the first nine months of the year`, `the last three months of 1999`."""
    amount = round(amount_of(m["amount"]))
    if m["year"]:
        year = int(m["year"])
    elif ctx.published is None:
        return unknown(_P.PERIOD)
    else:
        year = ctx.published.year - (m["which"].lower() == "last")
    if not 1 <= amount <= 12:
        return None
    if m["nth"].lower() == "first":
        return Interval(dt.date(year, 1, 1), month_interval(year, amount).end, _P.PERIOD)
    return Interval(dt.date(year, 13 - amount, 1), dt.date(year, 12, 31), _P.PERIOD)


def read_ending(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the week ending 30 September`, `the two weeks to Sunday`: that many days up to the one named."""
    g = m.groupdict()
    if g.get("month"):
        found = read_full(ctx, m)
        end = found.end if found else None
    elif ctx.published is not None:
        end = ctx.published - ONE_DAY * ((ctx.published.weekday() - weekday_of(m["weekday"])) % 7)
    else:
        end = None
    if end is None:
        return unknown(_P.PERIOD)
    amount, unit = round(amount_of(m["amount"])) if m["amount"] else 1, m["unit"].lower().rstrip("s")
    if unit == "month":
        return Interval(shift_months(end, -amount) + ONE_DAY, end, _P.PERIOD)
    days = amount * {"day": 1, "week": 7, "fortnight": 14}[unit]
    return Interval(end - ONE_DAY * (days - 1), end, _P.PERIOD)


def read_week_of(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the week of 6 March`: the calendar week that holds the day."""
    found = read_full(ctx, m)
    if found is None or found.start is None:
        return found and unknown(_P.WEEK)
    start = found.start - ONE_DAY * found.start.weekday()
    return Interval(start, start + ONE_DAY * 6, _P.WEEK)


def read_year_end(ctx: Context, _: re.Match[str]) -> Interval | None:
    """`by year end`: December of the year of publication."""
    return month_interval(ctx.published.year, 12) if ctx.published else unknown(_P.MONTH)


def read_new_year(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`since the New Year`: the first day of the year, the last one begun if none is named."""
    if m["year"]:
        return one_day(dt.date(int(m["year"]), 1, 1))
    if ctx.published is None:
        return unknown()
    return one_day(dt.date(ctx.published.year + ctx.is_future(m.start()), 1, 1))


_PART = r"(?:early|mid|late|the\s+(?:beginning|start|middle|end|first\s+days|last\s+days)\s+of)"


def _end_of(n: str) -> str:
    return (
        rf"(?:(?P<p{n}>{_PART})[\s-]+)?(?:(?P<m{n}>\b{FULL_MONTH})(?:,?\s+(?:of\s+)?(?P<y{n}>{YEAR}))?(?!\s+\d{{1,2}}\b)"
        rf"|(?P<only{n}>\b{YEAR}))"
    )


_NOT_PEOPLE = (
    r"(?!\s*(?:[-–/]\d|%|percent|(?:[a-z]+\s+)?(?:people|soldiers|civilians|troops|men|families|shells)))(?!s\b|[,.]\d)"
)
_AMOUNT = rf"(?:\d+|(?:{CARDINAL}))"
_SPAN = (
    rf"\b(?:the\s+)?(?:(?P<amount>{_AMOUNT})\s+)?(?P<unit>days|weeks?|fortnight|months?)\s+"
    r"(?:ending|ended|that\s+ended|to|up\s+to)\s+(?:on\s+)?"
)

RANGES: tuple[tuple[str, str, Resolver], ...] = (
    (
        "nth",
        rf"\bon\s+the\s+(?P<day>{_NTH})(?:\s+(?:and|to|or)(?:\s+the)?\s+(?P<day2>{_NTH}))?{_NTH_ENDS_ON}",
        read_nth,
    ),
    (
        "nth",
        rf"(?:{_OPENING})the\s+(?P<day>{_NTH})(?:\s+(?:and|to|or)(?:\s+the)?\s+(?P<day2>{_NTH}){_NTH_ENDS_ON}|{_NTH_ENDS})",
        read_nth,
    ),
    (
        "nth",
        rf"(?:(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bon\s)|(?<=\bday\swas\s))the\s+(?P<day>{_SPELLED})(?=\s*(?:[.,;:)]|$))",
        read_nth,
    ),
    (
        "nth",
        rf"(?:(?<=\bnight\sof\s)|(?<=\bmorning\sof\s)|(?<=\bevening\sof\s))the\s+(?P<day>{_NTH}){_NTH_ENDS_ON}",
        read_nth,
    ),
    ("nth", rf"\b(?:on\s+)?the\s+(?P<day>{_NTH_OR_WORD}){_OF_MONTH}", read_nth),
    (
        "nth",
        rf"\b(?P<lead>between|from)\s+the\s+(?P<day>{_NTH_OR_WORD})\s+(?:and|to|until|till)\s+the\s+(?P<day2>{_NTH_OR_WORD})"
        rf"(?!\s+(?:{_COUNTED}|{FULL_MONTH})\b)",
        read_nth,
    ),
    (
        "weekday",
        rf"\b(?:(?:on\s+)?the\s+)?(?P<weekday>{WEEKDAY}|{SHORT_WEEKDAY}),?\s+(?:the\s+)?(?P<day>[0-3]?\d(?:st|nd|rd|th)?)\b"
        rf"(?!\s*[:.,/-]?\d|\s+(?:of\s+)?{MONTH}|\s+(?:[a-z]+\s+)?(?:people|soldiers|civilians|troops|men|women|police\w*)\b|\s*[ap]\.?m\b)",
        read_weekday_number,
    ),
    ("weekday", rf"(?m:^)[ \t]*(?P<weekday>{SHORT_WEEKDAY})(?=,?[ ]\d{{1,2}}[:.]\d\d)", read_stamp_day),
    (
        "weekday",
        rf"\bthe\s+(?P<nth>first|second|third|fourth|fifth|last|final)\s+(?P<weekday>{WEEKDAY})\s+(?:of|in)\s+(?P<month>{FULL_MONTH})"
        rf"(?:,?\s+(?P<year>{YEAR}))?",
        read_nth_weekday,
    ),
    (
        "month_range",
        rf"\bbetween\s+{_end_of('1')}\s+and\s+{_end_of('2')}{_NOT_PEOPLE}(?:\s+(?:of\s+)?(?P<of_year>this|last)\s+year\b)?",
        read_month_range,
    ),
    (
        "month_range",
        rf"\bfrom\s+{_end_of('1')}\s+(?:to|until|till|through)\s+{_end_of('2')}{_NOT_PEOPLE}(?:\s+(?:of\s+)?(?P<of_year>this|last)\s+year\b)?",
        read_month_range,
    ),
    (
        "month_range",
        rf"(?P<p1>)(?P<only1>)(?P<p2>)(?P<only2>)(?P<y1>)(?P<of_year>)\b(?P<m1>{FULL_MONTH})\s*(?:to|through|-|–)\s*(?P<m2>{FULL_MONTH})"
        rf",?\s+(?P<y2>{YEAR})",
        read_month_range,
    ),
    (
        "first_months",
        rf"\bthe\s+(?P<nth>first|last)\s+(?P<amount>{_AMOUNT})\s+months\s+of\s+(?:(?P<year>{YEAR})|(?P<which>this|last|the)\s+year)\b",
        read_first_months,
    ),
    ("ending", rf"{_SPAN}(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?", read_ending),
    (
        "ending",
        rf"{_SPAN}(?P<month>{MONTH})\s+(?P<day>{DAY})(?![.,]?\d)(?:,?\s+(?P<year>{YEAR}))?",
        read_ending,
    ),
    ("ending", rf"{_SPAN}(?P<weekday>{WEEKDAY})\b", read_ending),
    (
        "week_of",
        rf"\bthe\s+week\s+of\s+(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?",
        read_week_of,
    ),
    (
        "week_of",
        rf"\bthe\s+week\s+of\s+(?P<month>{MONTH})\s+(?P<day>{DAY})(?![.,]?\d)(?:,?\s+(?P<year>{YEAR}))?",
        read_week_of,
    ),
    ("year_end", r"\b(?:at|by|around|before|until)\s+(?:the\s+)?year[\s-]end\b", read_year_end),
    (
        "new_year",
        r"(?:(?<=\bsince\s)|(?<=\bat\s)|(?<=\buntil\s))(?:the\s+)?new\s+year\b"
        rf"(?!['’]|\s+(?:day|eve)\b)(?:\s+(?:of\s+)?(?P<year>{YEAR}))?",
        read_new_year,
    ),
)
"""Rows for the table of rules."""
