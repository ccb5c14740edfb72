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
    TRUCE,
    amount_of,
    day_number,
    month_of,
)
from trucewatch.model import DatePrecision

_P = DatePrecision
_STOPS = r"(?:ends?|ended|ending|stops?|stopped|halts?|halted|put\s+(?:an\s+end|a\s+stop)\s+to|brought\b[^.\n]{0,40}?\b(?:end|halt|stop))"
_TRUCE_ENDED = re.compile(rf"\b{TRUCE}\b[^.\n]{{0,60}}?\b{_STOPS}\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
_ENDED_BY_TRUCE = re.compile(rf"\s+(?:that|which)\s+[^.\n]{{0,30}}?\b{TRUCE}\b[^.\n]{{0,30}}?\b{_STOPS}", re.IGNORECASE)


def _truce_base(ctx: Context, m: re.Match[str]) -> dt.date | None:
    """The day a phrase about the truce counts from: the date inside the phrase, else the agreement's."""
    g = m.groupdict()
    for i in "12345678":
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
    """`two weeks after the ceasefire`, `hours into a truce`; `in the two weeks since the ceasefire` is all of them."""
    base = _truce_base(ctx, m)
    if base is None:
        return unknown()
    amount = amount_of(m["amount"]) if m["amount"] else 0
    if not m["amount"] and unit_of(m["unit"]) not in ("hour", "minute"):
        return Interval(base, base + ONE_DAY * FEW_DAYS, _P.DAYS) if unit_of(m["unit"]) == "day" else unknown(_P.PERIOD)
    return shifted(base, amount, unit_of(m["unit"]))


def read_weeks_since_truce(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`in the seven weeks since they called their ceasefire`: from that day to publication."""
    base = _truce_base(ctx, m)
    if base is None and ctx.published is not None:
        base = shifted(ctx.published, -amount_of(m["amount"]), unit_of(m["unit"])).start
    return unknown(_P.PERIOD) if base is None else Interval(base, ctx.published, _P.PERIOD)


def read_first_hours(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`during the first three hours`: of the truce that has just begun, by the words or by its day; else no date."""
    base = ctx.effective
    is_told = bool(m["truce"])
    amount = amount_of(m["amount"]) if m["amount"] else 1
    if base is None:
        return unknown(_P.PERIOD) if is_told else None
    unit = unit_of(m["unit"])
    days = int(amount * {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}[unit] + 0.001)
    is_new = ctx.published is not None and 0 <= (ctx.published - base).days <= days + 1
    if not is_told and not is_new:
        return None
    last = base + ONE_DAY * (days if unit == "hour" else max(0, days - 1))
    return Interval(base, last, _P.DAY if last == base else _P.PERIOD)


def read_war_before(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`a truce that stopped a three-month offensive`: from the month it began in to the eve of the truce."""
    sentence = ctx.text[max(0, m.start() - 120) : m.start()], ctx.text[m.end("war") : m.end("war") + 90]
    if ctx.effective is None or not (_TRUCE_ENDED.search(sentence[0]) or _ENDED_BY_TRUCE.match(sentence[1])):
        return None
    amount, unit = round(amount_of(m["amount"])), unit_of(m["unit"])
    end = ctx.effective - ONE_DAY
    if unit == "month":
        return Interval(shift_months(ctx.effective, -amount).replace(day=1), end, _P.PERIOD)
    return Interval(ctx.effective - ONE_DAY * amount * (7 if unit == "week" else 1), end, _P.PERIOD)


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
    counted = ctx.counted_to(m.start())
    return Interval(base, counted if counted and counted >= base else ctx.published, _P.PERIOD)
