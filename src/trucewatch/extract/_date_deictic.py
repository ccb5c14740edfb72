"""Time expressions that count from the day of publication: weekdays, `today`, `last week`, `two days ago`."""

from __future__ import annotations

import datetime as dt
import re

from trucewatch.extract._date_anaphora import in_other_year
from trucewatch.extract._date_context import (
    FEW_DAYS,
    ONE_DAY,
    Context,
    Interval,
    month_after,
    month_interval,
    one_day,
    shift_months,
    shifted,
    unit_of,
    unknown,
)
from trucewatch.extract._date_rules import part_of_year
from trucewatch.extract._date_words import (
    amount_of,
    weekday_of,
)
from trucewatch.model import DatePrecision

_P = DatePrecision


def weekday_day(ctx: Context, name: str, which: str, start: int) -> dt.date | None:
    """The day itself if published on it, else the last one; "last" never is today, "next" looks ahead."""
    base = ctx.published
    if base is None:
        return None
    back = (base.weekday() - weekday_of(name)) % 7
    if which in ("next", "coming", "following") or (
        back and which not in ("last", "past", "previous") and ctx.is_future(start)
    ):
        return base + ONE_DAY * ((-back) % 7 or 7)
    if which == "before last":
        return base - ONE_DAY * ((back or 7) + 7)
    if back == 0 and which in ("last", "previous"):
        back = 7
    return base - ONE_DAY * back


def read_weekday(ctx: Context, m: re.Match[str]) -> Interval | None:
    which = " ".join((m["which"] or m["after"] or "").lower().split())
    if ctx.text[m.end() : m.end() + 2] in ("'s", "’s"):
        which = which or "past"
    return one_day(weekday_day(ctx, m["weekday"], which, m.start()))


def read_weekday_range(ctx: Context, m: re.Match[str]) -> Interval | None:
    end = weekday_day(ctx, m["second"], "", m.start())
    days = (weekday_of(m["second"]) - weekday_of(m["first"])) % 7
    if days == 0 or (days > FEW_DAYS // 2 and m["join"].strip().lower() == "and"):
        return None
    if end is None:
        return unknown(_P.DAYS)
    start = end - ONE_DAY * days
    return Interval(start, end, _P.DAYS)


_NAMED = {
    "today": (0, 0),
    "tonight": (0, 0),
    "yesterday": (-1, -1),
    "tomorrow": (1, 1),
    "last night": (-1, -1),
    "last evening": (-1, -1),
    "overnight": (-1, 0),
    "the day before yesterday": (-2, -2),
    "the night before last": (-2, -2),
    "the day after tomorrow": (2, 2),
    "this": (0, 0),
}


def read_named(ctx: Context, m: re.Match[str]) -> Interval | None:
    # "Valley Today" is a newspaper.
    if m["word"] == "Today" and re.search(r"(?<!^)\b[A-Z][a-z]+ $", ctx.text[max(0, m.start() - 20) : m.start()]):
        return None
    words = " ".join(m["word"].lower().split())
    first, last = _NAMED.get(words, _NAMED["this"])
    precision = _P.DAY if first == last else _P.DAYS
    base = _stamp(ctx, m.start()) or ctx.published
    if base is None:
        return unknown(precision)
    return Interval(base + ONE_DAY * first, base + ONE_DAY * last, precision)


_STAMP = re.compile(r"(?:\d[:.]\d\d|\b[0-2]\d[0-5]\d\b)[^:\n]{0,12}:\s")


def _stamp(ctx: Context, start: int) -> dt.date | None:
    """The day of a message that a line quotes after its day and hour (`Thursday 19:40: "Today ..."`)."""
    line = ctx.text.rfind("\n", 0, start) + 1
    for told in reversed(ctx.told):
        if line <= told.at and _STAMP.search(ctx.text[told.at : start]):
            return told.interval.end if told.interval.precision is _P.DAY else None
    return None


def read_weekend(ctx: Context, m: re.Match[str]) -> Interval | None:
    base = ctx.published
    if base is None:
        return unknown(_P.DAYS)
    which = (m["which"] or "").lower()
    saturday = base - ONE_DAY * ((base.weekday() - 5) % 7)
    if which == "next" or (ctx.is_future(m.start()) and base.weekday() < 5):
        saturday += ONE_DAY * 7
    elif which == "last" and base.weekday() >= 5:
        saturday -= ONE_DAY * 7
    end = saturday + ONE_DAY
    return Interval(saturday, min(end, base) if saturday <= base else end, _P.DAYS)


def read_ago(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`two days ago` counts from publication, `two days earlier` from the day spoken of last.

    A year before a quarter that was told is that quarter of the year before.
    """
    direction = m["way"].lower()
    unit = unit_of(m["unit"])
    base = ctx.published if direction in ("ago", "from now", "hence") else ctx.anchor(m.start(), is_news_only=False)
    if m["amount"] is None:
        return _vague_ago(base, unit) if direction == "ago" else None
    if base is None:
        return unknown()
    amount = amount_of(m["amount"])
    ahead = direction in ("later", "afterwards", "after", "from now", "hence", "on")
    last = ctx.told[-1].interval if ctx.told else None
    if direction in ("before", "earlier") and unit == "day" and last and last.precision is _P.PERIOD and last.start:
        end = last.start - ONE_DAY
        return Interval(end - ONE_DAY * (round(amount) - 1), end, _P.PERIOD)
    if unit == "year" and not ahead and (quarter := ctx.last_period(m.start(), "quarter")):
        return in_other_year(quarter, -round(amount))
    return shifted(base, amount if ahead else -amount, unit)


def _vague_ago(base: dt.date | None, unit: str) -> Interval:
    if base is None or unit not in ("day", "hour", "minute"):
        return unknown(_P.DAYS)
    if unit == "day":
        return Interval(base - ONE_DAY * FEW_DAYS, base - ONE_DAY, _P.DAYS)
    return one_day(base)


def read_since_then(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`it is a hundred days since they signed`: the day itself; `in the ten days since`: all of them."""
    if ctx.published is None:
        return unknown()
    amount, unit = amount_of(m["amount"]), unit_of(m["unit"])
    first = shifted(ctx.published, -amount, unit)
    return Interval(first.start, ctx.published, _P.PERIOD) if m["over"] else first


def read_before_last(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the year before last`, `the week before last`."""
    base, unit = ctx.published, m["unit"].lower()
    if base is None:
        return unknown()
    if unit == "year":
        return Interval(dt.date(base.year - 2, 1, 1), dt.date(base.year - 2, 12, 31), _P.YEAR)
    if unit == "month":
        return month_interval(*month_after(base, -2))
    start = base - ONE_DAY * (base.weekday() + 14)
    return Interval(start, start + ONE_DAY * 6, _P.WEEK)


def read_vague(_: Context, _m: re.Match[str]) -> Interval | None:
    """`now`, `recently`, `soon`: a time without days."""
    return unknown(_P.PERIOD)


def read_over_unit(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`over the week`: the week up to publication; `the week under review` begins on the day after."""
    if ctx.published is None:
        return unknown(_P.PERIOD)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(m["unit"].lower())
    start = shift_months(ctx.published, -1) if days is None else ctx.published - ONE_DAY * days
    return Interval(start + ONE_DAY if m["review"] else start, ctx.published, _P.PERIOD)


def read_running(_: Context, _m: re.Match[str]) -> Interval | None:
    """`for three nights running`: nothing says when they were."""
    return unknown(_P.PERIOD)


def read_past(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`in the past 24 hours`, `over the last three days`, `the past week`, `in recent days`."""
    base, unit = ctx.published, unit_of(m["unit"])
    if base is None:
        return unknown(_P.PERIOD)
    vague = not m["amount"] and (bool(m["few"]) or m["which"].lower() == "recent")
    ahead = m["which"].lower() in ("next", "coming")
    if vague:
        reach = {"day": FEW_DAYS, "night": FEW_DAYS, "hour": 1, "minute": 0}.get(unit)
        if reach is None:
            return unknown(_P.DAYS)
        first, last = (0, reach) if ahead else (-reach, 0)
        return Interval(base + ONE_DAY * first, base + ONE_DAY * last, _P.DAYS if reach else _P.DAY)
    amount = amount_of(m["amount"]) if m["amount"] else 1
    if unit in ("hour", "minute"):
        hours = amount if unit == "hour" else 0
        span = ONE_DAY * (1 if 12 <= hours < 24 else int(hours / 24 + 0.001))  # half a day reaches into the night
    elif unit in ("month", "year", "decade"):
        other = shift_months(base, (1 if ahead else -1) * round(amount * {"month": 1, "year": 12, "decade": 120}[unit]))
        span = abs(other - base)
    else:
        span = ONE_DAY * round(amount * {"week": 7, "fortnight": 14}.get(unit, 1))
    return Interval(base, base + span, _P.PERIOD) if ahead else Interval(base - span, base, _P.PERIOD)


def read_within(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the second attack in ten days`, `nine in twelve months`: with the day spoken of last, or at publication."""
    end = ctx.anchor(m.start())
    if ctx.is_future(m.start()):
        return None
    if end is None:
        return unknown(_P.PERIOD)
    amount, unit = amount_of(m["amount"]), unit_of(m["unit"])
    if unit in ("month", "year"):
        end = ctx.published or end
        return Interval(shift_months(end, -round(amount * (12 if unit == "year" else 1))), end, _P.PERIOD)
    days = {"hour": int(amount / 24 + 0.001), "week": round(amount * 7)}.get(unit, round(amount) - 1)
    return Interval(end - ONE_DAY * max(0, days), end, _P.PERIOD)


_WITHIN = re.compile(r"\b(?:in|during|of|for)\s+$", re.IGNORECASE)


def read_this_unit(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`this week`, `last month`, `earlier this month`, `next year`."""
    base, unit, which = ctx.published, m["unit"].lower(), m["which"].lower().removeprefix("the ")
    precision = {"week": _P.WEEK, "month": _P.MONTH, "year": _P.YEAR}[unit]
    if base is None:
        return unknown(precision)
    if (
        which == "the"
        and unit != "year"
        and not m["part"]
        and _WITHIN.search(ctx.text[max(0, m.start() - 8) : m.start()])
    ):
        told = ctx.last_span(m.start(), *((6, 8) if unit == "week" else (28, 31)))
        if told is not None:
            return Interval(told.start, told.end, precision)
    is_ahead = which == "this" and ctx.is_future(m.start())
    step = {"last": -1, "next": 1, "previous": -1, "coming": 1, "past": -1}.get(which, 0)
    if unit == "week":
        start = base - ONE_DAY * base.weekday() + ONE_DAY * 7 * step
        end = start + ONE_DAY * 6
    elif unit == "month":
        moved = month_interval(*month_after(base, step))
        start, end = moved.start or base, moved.end or base
    else:
        start, end = dt.date(base.year + step, 1, 1), dt.date(base.year + step, 12, 31)
    if which in ("this", "the") and start <= base <= end:
        counted = None if is_ahead else ctx.counted_to(m.start())
        start, end = (base, end) if is_ahead else (start, counted if counted and counted >= start else base)
    return _narrowed(Interval(start, end, precision), base, (m["part"] or "").lower())


def _narrowed(whole: Interval, base: dt.date, part: str) -> Interval:
    start, end = whole.start or base, whole.end or base
    if part.strip() in ("early", "late") and whole.precision is _P.YEAR:
        named = part_of_year(start.year, part.strip())
        return Interval(named.start, min(named.end or end, end), _P.YEAR) if (named.start or start) <= end else whole
    if "later" in part:
        start = max(start, base)
    elif "earlier" in part and start <= base <= end:
        end = max(start, base - ONE_DAY)
    elif re.search(r"early|beginning|start", part):
        end = start if whole.precision is _P.WEEK else start + ONE_DAY * (9 if whole.precision is _P.MONTH else 30)
    elif re.search(r"\blate\b|\bend\b", part):
        start = max(start, end - ONE_DAY * 9)
    return Interval(start, end, whole.precision)
