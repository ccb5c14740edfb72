"""Which pairs of claims are worth comparing.

Two claims are when they are of one report, share the name of a victim, or lie near each other in time and place
(`BulkScorer.comparable`). A few claims are tried in all pairs. For many, DuckDB finds the pairs by blocks of a place
and a day: each claim stands in some (its homes) and looks into some (its probes). A claim is crowded where its blocks
hold more than `block_cap` others. It is then compared with those that stand next to it in several orders (`_LANES`),
so that the number of pairs grows with the number of claims and not with its square, in hot towns as well. All choices
go by content, never by the order of input. Only this module knows blocks: another engine may give the same pairs.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from trucewatch.link.bulk import COARSE_KM, FINE_KM, LONG_DAYS, BulkScorer, placed
from trucewatch.link.names import skeleton
from trucewatch.link.table import ClaimTable, Codes
from trucewatch.link.views import Spot, View
from trucewatch.model import Effect

KEY_SHARE: Final = 3
"""Part of the block cap that claims look to among those whose reports share a rare word, whatever date and place."""

FINE_DEGREES: Final = 0.5
"""Cell of the fine grid, 55 km of latitude: neighbours hold every place within that distance."""
COARSE_DEGREES: Final = 2.0
"""Cell of the coarse grid, 220 km of latitude."""
_NAME, _FINE, _COARSE, _COUNTRY, _ANY, _SHIFTED = range(6)
"""Families of blocks: a name, cells of the grids, a country, no place at all, the fine grid moved by half a cell."""
_UNDATED: Final = 0
"""Unit of time of claims without a date; days are ordinals above `_DAYS`, months are below."""
_DAYS: Final = 100_000
_BATCH: Final = 1 << 20

Pairs = tuple[Codes, Codes]
Key = tuple[int | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockOptions:
    """How candidates are found.

    Attributes:
        day_window: Days by which the dates of two candidates may differ.
        block_cap: Others in a claim's blocks beyond which it is crowded.
        memory: What DuckDB may hold in memory; beyond it works on disk.
        threads: Threads of DuckDB. Results do not depend on it.
    """

    day_window: int = 2
    block_cap: int = 60
    memory: str = "1GB"
    threads: int = 2


def candidate_pairs(scorer: BulkScorer, options: BlockOptions) -> Iterator[Pairs]:
    """Pairs by the numbers of their claims, the smaller first, in portions; a pair may be in several of them."""
    table = scorer.table
    yield from _neighbours(table.report, np.arange(len(table), dtype=np.int32), options.block_cap)
    claims, names = table.victims()
    by_day = np.lexsort((claims, table.start[claims]))
    yield from _neighbours(names[by_day], claims[by_day], options.block_cap)
    claims, keys = table.keys()
    by_day = np.lexsort((claims, table.start[claims]))
    yield from _neighbours(keys[by_day], claims[by_day], options.block_cap // KEY_SHARE)
    found = _all_pairs(len(table)) if len(table) <= options.block_cap else _blocked(table, options)
    for first, second in found:
        worth = scorer.comparable(first, second)
        yield first[worth], second[worth]


def _all_pairs(size: int) -> Iterator[Pairs]:
    first, second = np.triu_indices(size, k=1)
    yield first.astype(np.int32), second.astype(np.int32)


def _neighbours(
    blocks: Codes, claims: Codes, reach: int, crowded: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None
) -> Iterator[Pairs]:
    """Each claim with the next `reach` of its block, in the order given; with `crowded`, pairs that hold such a one."""
    order = np.argsort(blocks, kind="stable")
    blocks, claims = blocks[order], claims[order]
    for step in range(1, min(reach, len(blocks) - 1) + 1):
        same = blocks[:-step] == blocks[step:]
        if not same.any():
            return
        one, two = claims[:-step], claims[step:]
        if crowded is not None:
            same &= crowded[one] | crowded[two]
        same &= one != two
        yield np.minimum(one, two)[same], np.maximum(one, two)[same]


def _blocked(table: ClaimTable, options: BlockOptions) -> Iterator[Pairs]:
    with (
        TemporaryDirectory(prefix="trucewatch-") as scratch,
        duckdb.connect(":memory:", config=_config(options, scratch)) as db,
    ):
        for name, rows in _tables(table, options).items():
            db.register(f"_{name}", rows)
            db.execute(f"CREATE TABLE {name} AS SELECT * FROM _{name}")
            db.unregister(f"_{name}")
        for statement in _BLOCKS:
            db.execute(statement, {"cap": options.block_cap} if "$cap" in statement else None)
        yield from _portions(db, _PAIRS)
        yield from _lanes(db, len(table), options.block_cap)


def _config(options: BlockOptions, scratch: str) -> dict[str, str | bool | int | float | list[str]]:
    """Nothing is fetched, and nothing is written but in a folder that is removed at the end."""
    return {
        "memory_limit": options.memory,
        "threads": options.threads,
        "preserve_insertion_order": False,
        "temp_directory": scratch,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


# ---- what DuckDB is given


def _tables(table: ClaimTable, options: BlockOptions) -> dict[str, pa.Table]:
    """Claims, and the blocks that each different place and interval stands in and looks into."""
    places = table.columns["place"]
    codes, span = np.unique((table.since.astype(np.int64) << 32) + table.end + 1, return_inverse=True)
    spans = [(code >> 32, (code & 0xFFFFFFFF) - 1) for code in codes.tolist()]
    classes = [np.full(m.sum(), k, np.int8) for k, m in enumerate((table.violent, table.quiet))]
    claim = np.concatenate([np.flatnonzero(m) for m in (table.violent, table.quiet)]).astype(np.int32)
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.signedinteger]]] = {
        "claim": claim,
        "class": np.concatenate(classes),
        "place": places.codes[claim],
        "span": span.astype(np.int32)[claim],
        "day": table.start[claim],
        "long": (table.end - table.since >= LONG_DAYS).astype(np.int8)[claim],
        "kind": table.rank("kind", lambda v: v.kind.value)[claim],
        "struck": table.rank("struck", _struck)[claim],
        "doer": table.rank("doer", _doer)[claim],
        "killed": table.by_part("killed", _low(Effect.KILLED))[claim],
        "injured": table.by_part("injured", _low(Effect.INJURED))[claim],
    }
    keys: dict[Key, int] = {}
    homes = [(p, *_row(k, keys), first) for p, v in enumerate(places.examples) for k, first in _homes(v)]
    probes = [(p, *_row(k, keys)) for p, v in enumerate(places.examples) for k in sorted(set(_probes(v)))]
    stays = [(s, u, i == 0) for s, x in enumerate(spans) for i, u in enumerate(_units(*x, 0))]
    looks = [(s, u) for s, x in enumerate(spans) for u in _looks(*x, options.day_window)]
    return {
        "claims": pa.table(columns),
        "place_home": _rows(homes, ("place", "family", "key", "first")),
        "place_probe": _rows(probes, ("place", "family", "key")),
        "span_home": _rows(stays, ("span", "unit", "first")),
        "span_probe": _rows(looks, ("span", "unit")),
    }


def _rows(rows: Iterable[tuple[int, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = np.array(list(rows), np.int64).reshape(-1, len(names))
    return pa.table({name: columns[:, k] for k, name in enumerate(names)})


def _row(key: Key, keys: dict[Key, int]) -> tuple[int, int]:
    return int(key[0]), keys.setdefault(key, len(keys))


def _struck(v: View) -> str:
    return min((p.actor or p.category.value for p in v.struck), default="")


def _doer(v: View) -> str:
    return (v.doer.actor or v.doer.label or v.doer.side or "") if v.doer else ""


def _low(effect: Effect) -> Callable[[View], int]:
    def low(v: View) -> int:
        count = v.count(effect)
        return -1 if count is None or count.low is None else min(count.low, 10**6)

    return low


def _homes(v: View) -> Iterator[tuple[Key, bool]]:
    """Blocks of place that a claim stands in, and whether it is counted there: in the first of each family only."""
    keys = dict.fromkeys(key for s in v.spots for key in _spot_homes(s))
    families: set[int | str] = set()
    for key in (*keys, (_ANY,)):
        yield key, key[0] not in families
        families.add(key[0])


def _spot_homes(s: Spot) -> Iterator[Key]:
    if s.name:
        yield (_NAME, skeleton(s.name))
    if s.country:
        yield (_COUNTRY, s.country)
    if s.lat is not None and s.lon is not None:
        if s.radius <= FINE_KM:
            yield (_FINE, *_cell(s.lat, s.lon, FINE_DEGREES))
            yield (_SHIFTED, *_cell(s.lat + FINE_DEGREES / 2, s.lon + FINE_DEGREES / 2, FINE_DEGREES))
        if s.radius <= COARSE_KM:
            yield (_COARSE, *_cell(s.lat, s.lon, COARSE_DEGREES))


def _probes(v: View) -> Iterator[Key]:
    for s in v.spots:
        if s.name:
            yield (_NAME, skeleton(s.name))
        if s.lat is None or s.lon is None or s.radius > COARSE_KM:
            if s.country:
                yield (_COUNTRY, s.country)
        elif s.radius <= FINE_KM:
            yield from ((_FINE, *c) for c in _around(s.lat, s.lon, FINE_DEGREES))
        else:
            yield from ((_COARSE, *c) for c in _around(s.lat, s.lon, COARSE_DEGREES))
    if not any(map(placed, v.spots)):
        yield (_ANY,)


def _units(start: int, end: int, window: int) -> Iterator[int]:
    """Days and months of an interval; a long one has only months."""
    if start < 0:
        yield _UNDATED
        return
    if end - start < LONG_DAYS:
        yield from (_DAYS + day for day in range(start - window, end + window + 1))
    if not window or end - start >= LONG_DAYS:
        first, last = (d.year * 12 + d.month for d in map(dt.date.fromordinal, (start, end)))
        yield from range(first, last + 1)


def _looks(start: int, end: int, window: int) -> Iterator[int]:
    return (u for u in _units(start, end, window) if u >= _DAYS or u == _UNDATED or end - start >= LONG_DAYS)


def _cell(lat: float, lon: float, size: float) -> tuple[int, int]:
    """Row and column of a grid whose columns widen towards the poles, so that cells keep their width in km."""
    row = math.floor(lat / size)
    return row, math.floor(lon / _column(row, size))


def _column(row: int, size: float) -> float:
    """Width of a cell in degrees of longitude, at the edge of its row that is nearer to the pole."""
    edge = min(89.0, max(abs(row), abs(row + 1)) * size)
    return size / math.cos(math.radians(edge))


def _around(lat: float, lon: float, size: float) -> Iterator[tuple[int, int]]:
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


# ---- what DuckDB does

_BLOCK: Final = "((p.key * 2 + s.class) << 20) + t.unit"
_DATED: Final = f"(t.unit <> {_UNDATED} OR p.family = {_NAME})"
_BLOCKS: Final = (
    # Claims of one class, place and interval are looked at as one.
    """CREATE TABLE sites AS
       SELECT row_number() OVER () AS site, class, place, span, count(*) AS claims
       FROM claims GROUP BY class, place, span""",
    "CREATE TABLE members AS SELECT site, claim FROM claims JOIN sites USING (class, place, span)",
    f"""CREATE TABLE homes AS
       SELECT s.site, {_BLOCK} AS block, p.first * t.first * s.claims AS weight
       FROM sites s JOIN place_home p USING (place) JOIN span_home t USING (span)
       WHERE p.family <> {_SHIFTED} AND {_DATED}""",
    "CREATE TABLE sizes AS SELECT block, sum(weight) AS weight FROM homes GROUP BY block",
    f"""CREATE TABLE looks AS
       SELECT s.site, p.family, z.block, z.weight
       FROM sites s JOIN place_probe p USING (place) JOIN span_probe t USING (span)
       JOIN sizes z ON z.block = {_BLOCK} WHERE {_DATED}""",
    "CREATE TABLE crowds AS SELECT site, family FROM looks GROUP BY site, family HAVING sum(weight) > $cap + 1",
)
_PAIRS: Final = """
    WITH near AS (
        SELECT DISTINCT least(l.site, h.site) AS one, greatest(l.site, h.site) AS two
        FROM (SELECT * FROM looks ANTI JOIN crowds USING (site, family)) l JOIN homes h USING (block)
    )
    SELECT least(a.claim, b.claim) AS first, greatest(a.claim, b.claim) AS second
    FROM near JOIN members a ON a.site = near.one JOIN members b ON b.site = near.two
    WHERE a.claim < b.claim OR (near.one <> near.two AND a.claim > b.claim)
"""


def _portions(db: duckdb.DuckDBPyConnection, query: str) -> Iterator[Pairs]:
    for batch in db.sql(query).to_arrow_reader(_BATCH):
        first, second = (batch.column(k).to_numpy() for k in (0, 1))
        yield first.astype(np.int32), second.astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Lane:
    """An order in which crowded claims of a family look at those who stand next to them.

    Attributes:
        family: Whose crowded claims look.
        cells: The family of blocks that they stand in.
        time: Further part of the block: nothing, eight days (every four days a new block), or a month.
        order: What they are sorted by, before their numbers.
        share: Part of the block cap that they look to either side.
    """

    family: int
    cells: int
    time: str
    order: str
    share: float


_LANES: Final = (
    _Lane(_NAME, _NAME, "", "day, killed, struck, kind", 1 / 6),
    _Lane(_NAME, _NAME, "", "day, kind, doer, killed", 1 / 6),
    _Lane(_NAME, _NAME, "week", "killed, injured, struck, day", 1 / 10),
    _Lane(_NAME, _NAME, "week", "struck, doer, kind, killed", 1 / 10),
    _Lane(_NAME, _NAME, "month", "killed, injured, kind, struck", 1 / 10),
    _Lane(_FINE, _FINE, "", "day, killed, struck, kind", 1 / 10),
    _Lane(_FINE, _SHIFTED, "", "day, kind, doer, killed", 1 / 10),
    _Lane(_COARSE, _COARSE, "", "day, killed, struck, kind", 1 / 10),
    _Lane(_COARSE, _COARSE, "", "day, kind, doer, killed", 1 / 10),
    _Lane(_COUNTRY, _COUNTRY, "", "day, killed, struck, kind", 1 / 10),
    _Lane(_ANY, _ANY, "", "day, killed, struck, kind", 1 / 10),
    _Lane(_ANY, _ANY, "", "day, kind, doer, killed", 1 / 10),
)
_TIME: Final = {"": "0", "week": "unnest([day // 4 + 1, day // 4 + 2])", "month": "unit"}


def _lanes(db: duckdb.DuckDBPyConnection, size: int, cap: int) -> Iterator[Pairs]:
    for lane in _LANES:
        long = " AND long = 1" if lane.time == "month" else ""
        found = db.execute(
            f"""SELECT DISTINCT claim FROM crowds JOIN members USING (site) JOIN claims USING (claim)
                WHERE family = {lane.family}{long}"""
        ).fetchnumpy()["claim"]
        if not len(found):
            continue
        crowded = np.zeros(size, np.bool_)
        crowded[found] = True
        rows = db.execute(_lane_query(lane)).fetchnumpy()
        yield from _neighbours(rows["block"], rows["claim"].astype(np.int32), max(4, round(cap * lane.share)), crowded)


def _lane_query(lane: _Lane) -> str:
    """Claims of all blocks of a lane, in its order; those who look into further blocks are in these too."""
    months = "JOIN span_home USING (span)" if lane.time == "month" else ""
    only = f" AND unit < {_DAYS}" if months else ""
    looking = f"""UNION SELECT c.* EXCLUDE (place), p.key FROM claims c JOIN place_probe p USING (place)
        WHERE p.family = {lane.cells} AND p.family = {lane.family} AND c.claim IN (
            SELECT claim FROM crowds JOIN members USING (site) WHERE family = {lane.family})"""
    looking = looking if lane.family in (_COARSE, _COUNTRY) else ""
    return f"""
        WITH standing AS (
            SELECT c.* EXCLUDE (place), p.key FROM claims c JOIN place_home p USING (place)
            WHERE p.family = {lane.cells} {looking}
        ), timed AS (SELECT *, {_TIME[lane.time]} AS time FROM standing {months} WHERE true{only})
        SELECT ((key * 2 + class) << 20) + time AS block, claim FROM timed ORDER BY block, {lane.order}, claim"""
