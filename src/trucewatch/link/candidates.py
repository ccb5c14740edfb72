"""Which pairs of claims are worth comparing.

Each claim stands in a few blocks (its `homes`) and looks into a few more (its `probes`): a grid of places by day with
the neighbour cells and days, names of places and victims, its report, and coarser blocks for claims without a place or
a date. A claim is compared with at most `block_cap` others in one block, those that resemble it most by a sort key, so
that the number of pairs grows with the number of claims and not with its square. Only this module knows blocks:
another engine may give the same pairs.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from trucewatch.link.names import skeleton
from trucewatch.link.views import Spot, View
from trucewatch.link.weights import Weights
from trucewatch.model import VIOLENT_KINDS, Effect, Kind

Key = tuple[str | int | None, ...]

FINE_DEGREES: Final = 0.5
"""Cell of the fine grid, 55 km of latitude: neighbours hold every place within 27 km radius of each other."""
COARSE_DEGREES: Final = 2.0
"""Cell of the coarse grid, 220 km of latitude, for places known to 110 km."""
FINE_KM: Final = 27.0
COARSE_KM: Final = 110.0
LONG_DAYS: Final = 8
"""An interval longer than this is looked for by months and not by days."""
MAX_MONTHS: Final = 14


def candidate_pairs(
    views: Sequence[View], weights: Weights, *, day_window: int, block_cap: int
) -> list[tuple[int, int]]:
    """Pairs of indexes (smaller first, ascending) that share a block."""
    blocks: defaultdict[Key, list[tuple[_SortKey, int]]] = defaultdict(list)
    order = [_sort_key(v) for v in views]
    for i, v in enumerate(views):
        for key in set(_homes(v, weights)):
            blocks[key].append((order[i], i))
    for members in blocks.values():
        members.sort()
    pairs: set[tuple[int, int]] = set()
    for i, v in enumerate(views):
        for key in set(_probes(v, weights, day_window)):
            for j in _closest(blocks.get(key, []), (order[i], i), block_cap):
                if j != i:
                    pairs.add((i, j) if i < j else (j, i))
    return sorted(pairs)


def _closest(block: list[tuple[_SortKey, int]], own: tuple[_SortKey, int], cap: int) -> Iterator[int]:
    """Everybody in a block, or those nearest by sort key where it is larger than the cap."""
    if len(block) > cap:
        start = max(0, min(bisect_left(block, own) - cap // 2, len(block) - cap))
        block = block[start : start + cap]
    return (j for _, j in block)


_SortKey = tuple[str, str, int, str]


def _sort_key(v: View) -> _SortKey:
    """Claims that resemble each other stand together: place, those struck, figure, id."""
    killed = v.count(Effect.KILLED)
    place = skeleton(v.spots[0].name) if v.spots else ""
    struck = min((p.actor or p.category.value for p in v.struck), default="")
    return place, struck, (killed.low or 0) if killed else -1, v.id


def _classes(kind: Kind, weights: Weights) -> tuple[str, ...]:
    """Violent and other claims stand in different blocks, those about crowds in both."""
    if kind in weights.crowd:
        return ("v", "q")
    return ("v",) if kind in VIOLENT_KINDS else ("q",)


def _homes(v: View, weights: Weights) -> Iterator[Key]:
    for c in _classes(v.kind, weights):
        yield from _named(v, c)
        for day in _days(v, 0):
            yield ("day", c, day)
            for s in v.spots:
                yield from _home_cells(s, c, day)
        for month in _months(v):
            yield ("month", c, month)
            for s in v.spots:
                yield from _home_cells(s, c, -month)


def _probes(v: View, weights: Weights, window: int) -> Iterator[Key]:
    long = v.days is not None and v.days.span > LONG_DAYS
    for c in _classes(v.kind, weights):
        yield from _named(v, c)
        times = [-m for m in _months(v)] if long else list(_days(v, window))
        for time in times:
            for s in v.spots:
                yield from _probe_cells(s, c, time)
            if not any(s.lat is not None or s.country for s in v.spots):
                yield ("day", c, time) if time > 0 else ("month", c, -time)


def _named(v: View, c: str) -> Iterator[Key]:
    """Blocks that need no date: the report, the names of victims; and names of places where there is no date."""
    yield ("report", c, v.report)
    for name in v.victims:
        yield ("victim", c, skeleton(name))
    if v.days is None:
        for s in v.spots:
            yield ("undated", c, skeleton(s.name))


def _days(v: View, window: int) -> range:
    if v.days is None or v.days.span > LONG_DAYS:
        return range(0)
    return range(v.days.start - window, v.days.end + window + 1)


def _months(v: View) -> range:
    """Months as numbers; claims with a very long interval stand in its last months only."""
    if v.days is None:
        return range(0)
    first, last = (d.year * 12 + d.month for d in map(dt.date.fromordinal, (v.days.start, v.days.end)))
    return range(max(first, last - MAX_MONTHS + 1), last + 1)


def _cell(lat: float, lon: float, size: float) -> tuple[int, int]:
    """Row and column of a grid whose columns widen towards the poles, so that cells keep their width in km."""
    row = math.floor(lat / size)
    return row, math.floor(lon / _column(row, size))


def _column(row: int, size: float) -> float:
    """Width of a cell in degrees of longitude, at the edge of its row that is nearer to the pole."""
    edge = min(89.0, max(abs(row), abs(row + 1)) * size)
    return size / math.cos(math.radians(edge))


def _neighbours(lat: float, lon: float, size: float) -> Iterator[tuple[int, int]]:
    row = math.floor(lat / size)
    for r in (row - 1, row, row + 1):
        width = _column(r, size)
        column = math.floor(lon / width)
        for q in (column - 1, column, column + 1):
            yield r, _wrap(q, width)


def _wrap(column: int, width: float) -> int:
    """The column on the other side of the 180th meridian, where one is stepped over."""
    first, last = math.floor(-180.0 / width), math.floor(180.0 / width)
    return last if column < first else first if column > last else column


def _home_cells(s: Spot, c: str, time: int) -> Iterator[Key]:
    if s.name:
        yield ("name", c, time, skeleton(s.name))
    if s.country:
        yield ("country", c, time, s.country)
    if s.lat is not None and s.lon is not None:
        if s.radius <= FINE_KM:
            yield ("fine", c, time, *_cell(s.lat, s.lon, FINE_DEGREES))
        if s.radius <= COARSE_KM:
            yield ("coarse", c, time, *_cell(s.lat, s.lon, COARSE_DEGREES))


def _probe_cells(s: Spot, c: str, time: int) -> Iterator[Key]:
    if s.name:
        yield ("name", c, time, skeleton(s.name))
    if s.lat is None or s.lon is None or s.radius > COARSE_KM:
        if s.country:
            yield ("country", c, time, s.country)
        return
    grid, size = ("fine", FINE_DEGREES) if s.radius <= FINE_KM else ("coarse", COARSE_DEGREES)
    for row, column in _neighbours(s.lat, s.lon, size):
        yield (grid, c, time, row, column)
