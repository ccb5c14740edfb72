"""Time expressions that count from the day on which a truce took effect."""

from __future__ import annotations

import datetime as dt
import re

from trucewatch.extract._date_context import (
    FEW_DAYS,
    NEAR_FUTURE_DAYS,
    ONE_DAY,
    Context,
    Interval,
    make_day,
    one_day,
    shift_months,
    shifted,
    unit_of,
    unknown,
    year_of,
)
from trucewatch.extract._date_deictic import weekday_day
from trucewatch.extract._date_rules import nearest_year
from trucewatch.extract._date_words import (
    amount_of,
    day_number,
    month_of,
)
from trucewatch.model import DatePrecision

_P = DatePrecision


def _truce_base(ctx: Context, m: re.Match[str]) -> dt.date | None:
    """The day a phrase about the truce counts from: the date inside the phrase, else the agreement's."""
    g = m.groupdict()
    for i in "1234":
        if g.get(f"td{i}") and g.get(f"tm{i}"):
            number, mon = day_number(g[f"td{i}"] or ""), month_of(g[f"tm{i}"] or "")
            stated = year_of(g.get(f"ty{i}"))
            years = [stated] if stated else []
            if not years and ctx.effective is not None:
                base = ctx.effective
                near = [d for y in (base.year - 1, base.year, base.year + 1) if (d := make_day(y, mon, number))]
                best = min(near, key=lambda d: abs((d - base).days), default=None)
                if best is not None and abs((best - base).days) <= NEAR_FUTURE_DAYS:
                    return best
            return make_day(years[0], mon, number) if years else nearest_year(ctx, mon, number, m.start(), None)
    if g.get("tmonth") and (month := read_month_of_truce(ctx, m)):
        return month
    if g.get("tday"):
        return weekday_day(ctx, g["tday"] or "", "past", m.start())
    return ctx.effective


def read_month_of_truce(ctx: Context, m: re.Match[str]) -> dt.date | None:
    """`the truce was renewed in February 2021`: the first of the month, or the agreement's day if it lies in it."""
    number = month_of(m["tmonth"])
    year = year_of(m["tmyear"])
    if year is None and ctx.published is not None:
        year = ctx.published.year - (number > ctx.published.month)
    if year is None:
        return ctx.effective if ctx.effective and ctx.effective.month == number else None
    is_own = ctx.effective is not None and (ctx.effective.year, ctx.effective.month) == (year, number)
    return ctx.effective if is_own else dt.date(year, number, 1)


def read_after_truce(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`two weeks after the ceasefire`, `hours into a truce`."""
    base = _truce_base(ctx, m)
    if base is None:
        return unknown()
    amount = amount_of(m["amount"]) if m["amount"] else 0
    if not m["amount"] and unit_of(m["unit"]) not in ("hour", "minute"):
        return Interval(base, base + ONE_DAY * FEW_DAYS, _P.DAYS) if unit_of(m["unit"]) == "day" else unknown(_P.PERIOD)
    return shifted(base, amount, unit_of(m["unit"]))


def read_truce_day(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the twelfth day of the ceasefire`, `day 12 of the truce`: the first day is the one it took effect on."""
    base = _truce_base(ctx, m)
    nth = m["nth"]
    number = day_number(nth) or round(amount_of(nth))
    if base is None or number < 1:
        return unknown()
    unit = m["unit"].lower()
    if unit == "day":
        return one_day(base + ONE_DAY * (number - 1))
    if unit == "week":
        start = base + ONE_DAY * 7 * (number - 1)
        return Interval(start, start + ONE_DAY * 6, _P.WEEK)
    start = shift_months(base, number - 1)
    return Interval(start, shift_months(base, number) - ONE_DAY, _P.PERIOD)


def read_since_truce(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`since the truce began`, `since it came into force`: from the agreement's day to publication."""
    base = _truce_base(ctx, m)
    if base is None:
        return unknown(_P.PERIOD)
    return Interval(base, ctx.published, _P.PERIOD)
