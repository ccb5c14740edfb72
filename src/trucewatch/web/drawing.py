"""Plots as shapes that templates draw as SVG: positions in the units of the drawing, colours by class."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trucewatch.assess import Days, TrendRow
from trucewatch.assess.trend import Ratio
from trucewatch.model import Range

LEAST_RATIO, MOST_RATIO = 0.02, 50.0
"""Where ratios are cut off: the axis is logarithmic."""
_TICKS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0, 20.0)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between two others on an axis of 0 to 100; `open` where it has no upper end, `at` null for none."""

    low: float
    at: float | None
    high: float
    open: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of a chart over days, with the words for it."""

    x: float
    width: float
    height: float
    told: str
    inside: str
    """`before`, `after`, or empty where it is in neither period."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over days on a field of 1000 by 100, with the numbers of its axes."""

    columns: tuple[Column, ...]
    days: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    split: float | None
    """Where the later period begins."""
    unit: str


def share(value: float | None, most: float) -> float:
    """A figure on an axis of 0 to 100 that ends at `most`."""
    return round(100 * min(value or 0.0, most) / most, 2) if most > 0 else 0.0


def of_range(figure: Range | None, most: float) -> Interval | None:
    """Low, best and high on an axis of 0 to `most`; null where nobody was harmed."""
    if figure is None or (not figure.low and not figure.best and figure.high == 0):
        return None
    best = figure.best if figure.best is not None else figure.low
    high = most if figure.high is None else figure.high
    return Interval(share(figure.low, most), share(best, most), share(high, most), figure.high is None)


def of_rate(rate: float | None, low: float | None, high: float | None, most: float) -> Interval | None:
    """A rate with its interval on an axis of 0 to `most`; null where it has none."""
    if rate is None or low is None:
        return None
    return Interval(share(low, most), share(rate, most), share(most if high is None else high, most), high is None)


def of_ratio(ratio: Ratio | None) -> Interval | None:
    """A ratio on the logarithmic axis; null where nothing can be said."""
    if ratio is None or (ratio.ratio is None and ratio.high is None and ratio.low == 0):
        return None
    at = None if ratio.ratio is None else _log(ratio.ratio)
    return Interval(_log(ratio.low), at, _log(MOST_RATIO if ratio.high is None else ratio.high), ratio.high is None)


def ratio_ticks() -> tuple[Tick, ...]:
    """The numbers of the logarithmic axis."""
    return tuple(Tick(_log(value), f"{value:g}") for value in _TICKS)


def _log(value: float) -> float:
    inside = min(max(value, LEAST_RATIO), MOST_RATIO)
    return round(100 * math.log(inside / LEAST_RATIO) / math.log(MOST_RATIO / LEAST_RATIO), 2)


def most_a_day(row: TrendRow) -> float:
    """Where an axis of acts a day ends."""
    return max(row.before.acts_a_day_high, row.after.acts_a_day_high, 0.1) * 1.05


def most_killed(row: TrendRow) -> float:
    """Where an axis of deaths a day ends."""
    ends = [end for p in (row.before, row.after) for end in (p.killed_a_day, p.killed_a_day_high) if end is not None]
    return max(*ends, 0.1) * 1.05


def acts_chart(acts: Iterable[dt.date | None], before: Days, after: Days) -> Chart:
    """Acts by their first days, from a little before the earlier period to a little after the later one."""
    room = max(3, (before.length + after.length) // 6)
    first, last = before.start - dt.timedelta(days=room), after.end + dt.timedelta(days=room)
    length = (last - first).days + 1
    step = 1 if length <= 130 else 7 if length <= 900 else 30
    found: Counter[int] = Counter()
    for day in acts:
        if day is not None and first <= day <= last:
            found[(day - first).days // step] += 1
    top = max(found.values(), default=1)
    width = 1000 / length
    columns = []
    for at in range(math.ceil(length / step)):
        day = first + dt.timedelta(days=at * step)
        inside = "before" if before.start <= day <= before.end else "after" if after.start <= day <= after.end else ""
        told = f"{day.isoformat()}{f' and {step - 1} days more' if step > 1 else ''}: {found[at]}"
        box = (round(at * step * width, 2), round(width * step * 0.86, 2), round(100 * found[at] / top, 2))
        columns.append(Column(*box, told, inside))
    marks = _spread([before.start, after.start, after.end])
    days = tuple(Tick(round((day - first).days * width, 2), day.isoformat()) for day in marks)
    unit = {1: "day", 7: "week", 30: "30 days"}[step]
    counts = tuple(Tick(round(100 * n / top, 2), str(n)) for n in sorted({0, (top + 1) // 2, top}))
    return Chart(tuple(columns), days, counts, round((after.start - first).days * width, 2), unit)


def _spread(days: Sequence[dt.date]) -> list[dt.date]:
    return sorted(set(days))
