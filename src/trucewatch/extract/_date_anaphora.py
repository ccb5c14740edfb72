"""Time expressions that count from a day or period told before them: `the next day`, `in the same period`, `at dawn`."""

from __future__ import annotations

import re

from trucewatch.extract._date_context import (
    ONE_DAY,
    Context,
    Interval,
    one_day,
    unknown,
)
from trucewatch.model import DatePrecision

_P = DatePrecision


def read_same_day(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`that day`, `the next day`, `the day before`: counted from the day spoken of last."""
    words = m.group().lower()
    anchor = ctx.anchor(m.start())
    if anchor is None:
        return unknown()
    if re.search(r"next|following|after|later\s*$", words) and not re.search(r"later\s+(?:that|in)", words):
        return one_day(anchor + ONE_DAY)
    if re.search(r"before|previous|preceding|day\s+earlier", words):
        return one_day(anchor - ONE_DAY)
    return one_day(anchor)


def read_part_only(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`at dawn`, `before midnight`: on the day spoken of last; `since midnight` runs to publication."""
    if m.group().lower().startswith("since"):
        return Interval(ctx.published, ctx.published, _P.PERIOD)
    anchor = ctx.anchor(m.start())
    # News of the day on which it appears happened after the midnight that it calls "before midnight".
    is_eve = "before" in m.group().lower() and "midnight" in m.group().lower()
    return one_day(anchor - ONE_DAY if anchor is not None and is_eve and anchor == ctx.published else anchor)
