"""Dates that name their day, month, season or year; the year itself may be left to the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace

from trucewatch.extract._date_context import (
    FEW_DAYS,
    NEAR_FUTURE_DAYS,
    ONE_DAY,
    Context,
    Interval,
    make_day,
    month_after,
    month_interval,
    one_day,
    unknown,
    year_of,
)
from trucewatch.extract._date_words import (
    SEASONS,
    WEEKDAY,
    amount_of,
    day_number,
    month_of,
    weekday_of,
)
from trucewatch.model import DatePrecision

_P = DatePrecision
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(rf"\b(?P<weekday>{WEEKDAY})\W{{1,3}}$", re.IGNORECASE)
_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_FAR_PAST_DAYS = 300


def _of_truce(ctx: Context, month: int, day: int, start: int) -> dt.date | None:
    """`the ceasefire of 5 March` in a report without a date: the day near the one on which the truce took effect."""
    if ctx.effective is None or not ctx.is_of_truce(start):
        return None
    truce = ctx.effective
    days = [d for y in (truce.year - 1, truce.year, truce.year + 1) if (d := make_day(y, month, day))]
    near = min(days, key=lambda d: abs((d - truce).days), default=None)
    return near if near is not None and abs((near - truce).days) <= NEAR_FUTURE_DAYS else None


def nearest_year(ctx: Context, month: int, day: int, start: int, weekday: int | None) -> dt.date | None:
    """The year of a date without one: past for events, ahead for plans, by the weekday where one stands beside it."""
    base = ctx.published
    if base is None:
        return _of_truce(ctx, month, day, start)
    days = [d for y in range(base.year - 2, base.year + 3) if (d := make_day(y, month, day))]
    if weekday is not None:
        fits = [d for d in days if d.weekday() == weekday and abs((d - base).days) < 400]
        if fits:
            return min(fits, key=lambda d: abs((d - base).days))
    past = max((d for d in days if d <= base), default=None)
    ahead = min((d for d in days if d > base), default=None)
    if past is None and ahead is not None and not ctx.is_future(start) and (ahead - base).days > NEAR_FUTURE_DAYS:
        return None
    if past is None or ahead is None:
        return past or ahead
    is_far = (base - past).days > _FAR_PAST_DAYS and (ahead - base).days <= NEAR_FUTURE_DAYS
    is_just_past = (base - past).days <= NEAR_FUTURE_DAYS and (ahead - base).days > _FAR_PAST_DAYS
    return ahead if (ctx.is_future(start) and not is_just_past) or is_far else past


def read_full(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`Thursday 19 March 2020`, `March 19`, `19th of March`."""
    g = m.groupdict()
    number, month = day_number(g["day"]), month_of(g["month"])
    if not 1 <= number <= 31:
        return None
    name = g.get("weekday") or g.get("weekday2") or g.get("weekday3")
    weekday = weekday_of(name) if name else None
    year = year_of(g.get("year"), ctx.published)
    day = make_day(year, month, number) if year else nearest_year(ctx, month, number, m.start(), weekday)
    if day is None:
        is_never = number > calendar.monthrange(year or 2000, month)[1]
        return Interval(None, None, _P.DAY, f"{calendar.month_name[month]} has no day {number}" if is_never else None)
    conflict = None
    if weekday is not None and day.weekday() != weekday:
        conflict = f"{name} does not fit {day.isoformat()}, a {calendar.day_name[day.weekday()]}"
    return one_day(day, conflict)


def read_iso(_: Context, m: re.Match[str]) -> Interval | None:
    day = make_day(int(m["y"]), int(m["m"]), int(m["d"]))
    return one_day(day) if day else None


def read_numeric(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`19.3.2020` puts the day first; with slashes the order that the figures or the day of publication allow."""
    year = year_of(m["y"], ctx.published) or 0
    first, second = int(m["a"]), int(m["b"])
    options = [d for d in (make_day(year, second, first), make_day(year, first, second)) if d]
    if not options:
        return None
    if len(set(options)) == 1 or m["sep"] == ".":
        return one_day(options[0])
    named = _WEEKDAY_BEFORE.search(ctx.text[max(0, m.start() - 15) : m.start()])
    fits = [d for d in options if named and d.weekday() == weekday_of(named["weekday"])]
    if len(fits) == 1:
        return one_day(fits[0])
    if ctx.published is None:
        return Interval(None, None, _P.DAY, "day and month cannot be told apart")
    published = ctx.published
    return one_day(min(options, key=lambda d: (d > published, abs((published - d).days))))


def read_day_range(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`between 5 and 7 March`, `6 to 21 March 2020`, `March 5-7`, `28 February to 3 March`."""
    g = m.groupdict()
    last_month = month_of(g["m2"] or g["m1"])
    first_month = month_of(g["m1"] or g["m2"])
    first, second = day_number(g["d1"]), day_number(g["d2"])
    year = year_of(g["y2"] or g["y1"], ctx.published)
    end = make_day(year, last_month, second) if year else nearest_year(ctx, last_month, second, m.start(), None)
    if end is None:
        return unknown(_P.PERIOD)
    start = make_day(end.year - (first_month > last_month), first_month, first)
    if start is None or start > end:
        return None
    joined = (g.get("lead") or "").lower()
    close = (end - start).days <= FEW_DAYS
    return Interval(start, end, _P.DAYS if close and ("between" in joined or "night" in joined) else _P.PERIOD)


def read_month(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`in March`, `March 2020`, `last March`, `mid-March`, `the beginning of February`."""
    g = m.groupdict()
    number = month_of(g["month"])
    which = (g.get("which") or "").lower()
    year = year_of(g.get("year"))
    base = ctx.published
    if year is None and g.get("of_year") and base is not None:
        year = base.year + {"last": -1, "this": 0, "next": 1}[(g["of_year"] or "").lower()]
    if year is None:
        if base is None:
            return unknown(_P.MONTH)
        year = base.year if number <= base.month else base.year - 1
        if which == "last" and number == base.month:
            year -= 1
        elif which != "last" and _is_month_ahead(ctx, m, number, which):
            year += 1
    return part_of_month(month_interval(year, number), (g.get("part") or "").lower())


def _is_month_ahead(ctx: Context, m: re.Match[str], number: int, which: str) -> bool:
    """Whether a month without a year is the coming one, by the words before it or because it is that near."""
    base = ctx.published
    if base is None or (number == base.month and which != "next"):
        return False
    if which in ("next", "this") or _BY.search(ctx.text[max(0, m.start() - 8) : m.start()]) or ctx.is_future(m.start()):
        return which != "this" or number > base.month
    ahead = (number - base.month) % 12
    return ahead == 1 and (month_interval(*month_after(base, 1)).start or base) - base <= ONE_DAY * NEAR_FUTURE_DAYS


def part_of_month(whole: Interval, part: str) -> Interval:
    """A month, or the days of it that `early`, `mid-`, `the last week of` and the like name."""
    if not part or whole.start is None or whole.end is None:
        return whole
    if m := re.match(r"the\s+(\w+)\s+(week|half)", part):
        return _nth_of_month(whole.start, whole.end, m[1], m[2])
    if re.match(r"early|the\s+(?:beginning|start|first)", part):
        return Interval(whole.start, whole.start.replace(day=10), _P.MONTH)
    if re.match(r"mid|the\s+middle", part):
        return Interval(whole.start.replace(day=11), whole.start.replace(day=20), _P.MONTH)
    return Interval(whole.start.replace(day=21), whole.end, _P.MONTH)


def _nth_of_month(first: dt.date, last: dt.date, nth: str, unit: str) -> Interval:
    """`the first half of March`, `the second week of March`; weeks count from its first day, the last to its end."""
    if unit == "half":
        return (
            Interval(first, first.replace(day=15), _P.MONTH)
            if nth == "first"
            else Interval(first.replace(day=16), last, _P.MONTH)
        )
    if nth in ("last", "final"):
        return Interval(last - ONE_DAY * 6, last, _P.WEEK)
    number = day_number(nth)
    if not 1 <= number <= 4:
        return Interval(first, last, _P.MONTH)
    start = first + ONE_DAY * 7 * (number - 1)
    return Interval(start, start + ONE_DAY * 6, _P.WEEK)


def read_year_alone(_: Context, m: re.Match[str]) -> Interval | None:
    part = (m["part"] or "").lower()
    return None if re.search(r"\b(?:week|half)\b", part) else part_of_year(int(m["year"]), part)


def part_of_year(year: int, part: str) -> Interval:
    """A year, or four months of it for `early`, `mid` and `late`."""
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if re.match(r"early|the\s+(?:beginning|start)", part):
        end = dt.date(year, 4, 30)
    elif re.match(r"late|the\s+end", part):
        start = dt.date(year, 9, 1)
    elif part:
        start, end = dt.date(year, 5, 1), dt.date(year, 8, 31)
    return Interval(start, end, _P.YEAR)


def point_in(interval: Interval, part: str | None) -> Interval:
    """What "since" counts from: the middle day of `mid-October`, the last one of `the end of January`."""
    start, end = interval.start, interval.end
    if not part or start is None or end is None:
        return interval
    if re.match(r"mid|the\s+middle", part, re.IGNORECASE):
        is_month = interval.precision is _P.MONTH
        start = start.replace(day=15) if is_month else dt.date(start.year, 7, 1)
    elif re.match(r"the\s+end", part, re.IGNORECASE):
        start = end
    return replace(interval, start=start, end=max(start, end))


def read_quarter(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the first quarter of 2019`; without a year the last one begun before publication."""
    g = m.groupdict()
    number = ("first", "second", "third", "fourth").index(m["nth"].lower())
    year = year_of(m["year"])
    if year is None:
        if ctx.published is None:
            return unknown(_P.MONTH)
        year = ctx.published.year - (number * 3 + 1 > ctx.published.month)
        if g.get("next"):
            year = ctx.published.year + (1 if (g["next"] or "").lower() == "next" else -1)
        elif re.match(r"(?:the\s+)?year-", m.group(), re.IGNORECASE):
            year -= 1
    return Interval(
        dt.date(year, number * 3 + 1, 1), month_interval(year, number * 3 + 3).end, _P.MONTH, unit="quarter"
    )


def read_half(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the second half of 2019`, `the first six months of the year`."""
    year = year_of(m["year"])
    if year is None:
        if ctx.published is None:
            return unknown(_P.PERIOD)
        year = ctx.published.year + {"last": -1, "next": 1}.get((m["which"] or "").lower(), 0)
    first = 1 if m["nth"].lower() == "first" else 7
    return Interval(dt.date(year, first, 1), month_interval(year, first + 5).end, _P.PERIOD, unit="half")


def read_century(_: Context, m: re.Match[str]) -> Interval | None:
    """`the 20th century`: the hundred years whose figures begin with 19."""
    first = (int(m["nth"]) - 1) * 100
    if not 100 <= first <= 9800:
        return None
    return Interval(dt.date(first, 1, 1), dt.date(first + 99, 12, 31), _P.PERIOD, unit="century")


def read_spelled_year(_: Context, m: re.Match[str]) -> Interval | None:
    """`nineteen ninety-six`, `two thousand and four`, `twenty fourteen`."""
    century = {"nineteen": 1900, "twenty": 2000}.get(m.group().lower().split()[0].split("-")[0], 2000)
    year = century + round(amount_of(m["rest"])) if m["rest"] else century
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), _P.YEAR)


def read_decade(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the 1990s`, `the '80s`, `the nineties`: without a century the last one begun.

    "The 1900s" is a century or ten years of it, nobody can tell.
    """
    if (m["decade"] or "") == "1900":
        return unknown(_P.PERIOD)
    tens = _DECADES.index(m["word"].lower()) * 10 + 20 if m["word"] else int(m["decade"])
    if tens < 100:
        now = ctx.published.year if ctx.published else 2030
        tens += 2000 if 2000 + tens <= now - 8 else 1900
    return Interval(dt.date(tens, 1, 1), dt.date(tens + 9, 12, 31), _P.PERIOD, unit="decade")


def read_season(ctx: Context, m: re.Match[str]) -> Interval | None:
    """Three calendar months of the northern year; the winter of a year begins in its December."""
    g = m.groupdict()
    month = SEASONS[m["season"].lower()]
    year = year_of(g.get("year"))
    if year is None:
        if ctx.published is None:
            return unknown(_P.MONTH)
        year, which, now = ctx.published.year, (g.get("which") or "").lower(), ctx.published.month
        if which == "last":
            year -= month + 2 >= now
        elif which == "next":
            year += month <= now
        elif month > now and not which and not ctx.is_future(m.start()):
            year -= 1
    end_month = (month + 1) % 12 + 1
    return Interval(
        dt.date(year, month, 1), month_interval(year + (end_month < month), end_month).end, _P.MONTH, unit="season"
    )
