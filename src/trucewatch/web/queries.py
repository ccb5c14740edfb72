"""Questions to the read model: the ledger, its facets, the timeline, the map and the counts of findings.

Each is a statement of SQL over columns with the filters as its WHERE, values always as parameters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trucewatch.model import Verdict
from trucewatch.web._rows import BITS
from trucewatch.web.filters import NOT_STATED, Filters, Sort
from trucewatch.web.index import Index

FACETS = ("verdict", "term", "unknown", "kind", "side", "grade", "source")
"""Facets in the order in which the page shows them."""

VERDICTS = (Verdict.ALLEGED_VIOLATION, Verdict.UNDETERMINED, Verdict.CONSISTENT, Verdict.OUT_OF_SCOPE)
"""Verdicts in the order in which tables and drawings show them."""

_ORDER = {
    Sort.NEWEST: "day DESC NULLS LAST, ord",
    Sort.OLDEST: "day NULLS LAST, ord",
    Sort.KILLED: "coalesce(killed_best, killed_low) DESC NULLS LAST, day DESC, ord",
    Sort.REPORTS: "reports DESC, day DESC, ord",
}
"""`ord` is the place of an id among all."""
_RANK_COUNTS = ", ".join(f"count(*) FILTER (i.rank = {rank}) AS r{at}" for at, rank in enumerate((3, 2, 1, 0, -1)))
_ALL = "incident i"
"""All incidents, as a table in a statement."""
_MOST_POINTS = 1_200
_TOP = 60


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, and how many incidents it would give beside the other filters."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Total:
    """People over the incidents that are shown: sums of their figures; tolls and open upper ends are not in them."""

    low: int
    best: int
    high: int
    incidents: int
    """Incidents that give a figure."""
    open: int
    """Of those, how many have no upper end."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures over the incidents that are shown."""

    incidents: int
    all_incidents: int
    undated: int
    unplaced: int
    killed: Total
    injured: Total


@dataclass(frozen=True, slots=True)
class TermCount:
    """Findings of one term by verdict, to whom alleged violations are attributed, and what is not known."""

    agreement: str
    term: str
    verdicts: Mapping[str, int]
    attributed: tuple[tuple[str | None, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """Incidents that begin in one period, by their highest verdict (see `RANKS`; -1 for those without findings)."""

    start: dt.date
    ranks: tuple[int, int, int, int, int]
    """Counts of ranks 3, 2, 1, 0 and -1."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Incidents over time, whatever the filter on time says; `unit` is day, week or month."""

    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Incidents at one point, or in one cell of a grid where there are too many points.

    `id`, `place`, `kind` and `day` are given where they are the same for all of them.
    """

    lat: float
    lon: float
    radius_km: float | None
    count: int
    ranks: tuple[int, int, int, int, int]
    id: str | None = None
    place: str | None = None
    kind: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MapPoints:
    """What the map draws; `cell_deg` is the size of the grid's cells in degrees, null where every point is drawn."""

    points: tuple[MapPoint, ...]
    cell_deg: float | None
    bounds: tuple[float, float, float, float] | None
    """West, south, east, north of all points."""


@dataclass(slots=True)
class _Where:
    clauses: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, clause: str, *values: object) -> None:
        self.clauses.append(clause)
        self.values += values

    def among(self, column: str, chosen: Sequence[str]) -> None:
        if chosen:
            self.add(f"{column} IN ({','.join('?' * len(chosen))})", *chosen)

    def sql(self) -> str:
        return " AND ".join(self.clauses) or "TRUE"


class Queries:
    """Questions about one record through one connection, for the time of one request."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        filters: Filters,
        found: npt.NDArray[np.int32] | None,
        *,
        terms_apart: bool = False,
    ) -> None:
        """Keep the filters.

        Args:
            cursor: Of the index.
            filters: Asked of every question.
            found: Keys that the full text gave, where something is searched for.
            terms_apart: Whether no two agreements have a term of one id; counting is quicker then.
        """
        self._db = cursor
        self._filters = filters
        self._searched = found is not None
        self._hits = False
        self._terms_apart = terms_apart
        if found is not None:
            cursor.register("found", pa.table({"key": pa.array(found, pa.int32())}))

    # ---- the ledger

    def totals(self) -> Totals:
        """How many incidents there are, and the people killed and injured in them."""
        told = ", ".join(
            f"coalesce(sum(coalesce({e}_low, {e}_best, 0)),0), coalesce(sum(coalesce({e}_best, {e}_low, 0)),0), "
            f"coalesce(sum(coalesce({e}_high, {e}_best, {e}_low, 0)),0), count(coalesce({e}_low, {e}_best, {e}_high)), "
            f"count(*) FILTER ({e}_high IS NULL AND ({e}_low IS NOT NULL OR {e}_best IS NOT NULL))"
            for e in ("killed", "injured")
        )
        row = self._one(
            f"SELECT count(*), count(*) FILTER (day IS NULL), count(*) FILTER (lat IS NULL), {told} "
            f"FROM {self._shown()}"
        )
        total = self._one("SELECT count(*) FROM incident")[0]
        return Totals(row[0], total, row[1], row[2], Total(*row[3:8]), Total(*row[8:13]))

    def ids(self, sort: Sort, *, page: int, size: int) -> list[str]:
        """Ids of one page of the ledger."""
        sql = f"SELECT key FROM {self._shown()} ORDER BY {_ORDER[sort]} LIMIT ? OFFSET ?"
        keys = [row[0] for row in self._all(sql, [size, (page - 1) * size])]
        ids = dict(self._all("SELECT key, id FROM incident WHERE key IN (SELECT unnest(?::INTEGER[]))", [keys]))
        return [ids[key] for key in keys]

    def neighbours(self, id_: str, sort: Sort) -> tuple[str | None, str | None]:
        """The incidents before and after one in the ledger."""
        sql = (
            "SELECT before, after FROM (SELECT id, lag(id) OVER w AS before, lead(id) OVER w AS after "
            f"FROM {self._named()} WINDOW w AS (ORDER BY {_ORDER[sort]})) WHERE id = ?"
        )
        row = next(iter(self._all(sql, [id_])), (None, None))
        return row[0], row[1]

    # ---- facets

    def facets(self) -> dict[str, tuple[FacetValue, ...]]:
        """Every facet with its values, the most frequent first. A facet is not narrowed by its own choice."""
        return {name: self._facet(name) for name in FACETS}

    def _facet(self, name: str) -> tuple[FacetValue, ...]:
        counts = self._verdict_counts() if name == "verdict" else None
        if counts is None:
            sql, values = self._facet_sql(name)
            counts = dict(self._all(f"{sql} ORDER BY 2 DESC, 1", values))
        chosen: tuple[str, ...] = getattr(self._filters, name)
        listed = [value for i, value in enumerate(counts) if i < _TOP or value in chosen]
        listed += [value for value in chosen if value not in counts]
        return tuple(FacetValue(value, counts.get(value, 0), value in chosen) for value in listed)

    def _verdict_counts(self) -> dict[str, int] | None:
        """Incidents by verdict where no term and no test is asked for, from the verdicts kept with each; else null."""
        if self._filters.term or self._filters.unknown:
            return None
        shown, values = self._without("findings")
        told = ", ".join(f"count(*) FILTER (verdicts & {BITS[verdict]} > 0)" for verdict in VERDICTS)
        counts = zip(VERDICTS, self._one(f"SELECT {told} FROM {shown}", values), strict=True)
        return {verdict.value: n for verdict, n in sorted(counts, key=lambda row: (-row[1], row[0])) if n}

    def _facet_sql(self, name: str) -> tuple[str, list[object]]:
        if name in ("verdict", "term", "unknown"):
            finding = self._finding_where(skip=name)
            if name == "unknown":
                finding.add("f.verdict = ?", Verdict.UNDETERMINED.value)
            table, column = ("finding_unknown", "f.test") if name == "unknown" else ("finding", f"f.{name}")
            shown, values = self._without("findings")
            # One finding a term, and one row a term and test: within one term, or of each, nothing is counted twice.
            single = self._terms_apart and (name == "term" or len(self._filters.term) == 1)
            count = "count(*)" if single else "count(DISTINCT f.key)"
            column = "f.no" if single and name == "term" else column
            join = "" if shown == _ALL else f"JOIN {shown} USING (key)"
            sql = f"SELECT {column}, {count} AS n FROM {table} f {join} WHERE {finding.sql()} GROUP BY 1"
            if column == "f.no":
                sql = f"SELECT t.term, n FROM ({sql}) JOIN term t USING (no)"
            return sql, [*values, *finding.values]
        shown, values = self._without(name)
        if name in ("kind", "grade"):
            return f"SELECT i.{name}::VARCHAR, count(*) FROM {shown} GROUP BY 1", values
        table = {"side": "side", "source": "incident_source"}[name]
        join = "" if shown == _ALL else f"JOIN {shown} USING (key)"
        return f"SELECT x.{name}, count(*) FROM {table} x {join} GROUP BY 1", values

    # ---- findings

    def terms(self) -> tuple[TermCount, ...]:
        """Findings of the incidents that are shown, by term and verdict."""
        shown = self._shown()
        join = "" if shown == _ALL else f"JOIN {shown} USING (key)"
        counts: dict[tuple[str, str], dict[str, int]] = {}
        attributed: dict[tuple[str, str], list[tuple[str | None, int]]] = {}
        terms = {row[0]: (row[1], row[2]) for row in self._all("SELECT no, agreement, term FROM term")}
        sql = f"SELECT no, verdict::VARCHAR, count(*) FROM finding {join} GROUP BY ALL"
        for no, verdict, count in sorted(self._all(sql), key=lambda row: (terms[row[0]], row[1])):
            counts.setdefault(terms[no], {})[verdict] = count
        sql = f"SELECT no, attributed_to, count(*) FROM finding {join} WHERE verdict = ? GROUP BY ALL"
        for no, side, count in sorted(self._all(sql, [Verdict.ALLEGED_VIOLATION.value]), key=_most_first):
            attributed.setdefault(terms[no], []).append((side, count))
        unknown: dict[tuple[str, str], list[tuple[str, int]]] = {}
        sql = f"SELECT no, test::VARCHAR, count(*) FROM finding_unknown {join} WHERE verdict = ? GROUP BY ALL"
        for no, test, count in sorted(self._all(sql, [Verdict.UNDETERMINED.value]), key=_most_first):
            unknown.setdefault(terms[no], []).append((test, count))
        return tuple(
            TermCount(*term, verdicts, tuple(attributed.get(term, ())), tuple(unknown.get(term, ())))
            for term, verdicts in counts.items()
        )

    # ---- time and map

    def timeline(self) -> Timeline:
        """Incidents over time by their highest verdict. The filter on time is not asked, so that it can be moved."""
        shown, values = self._without("time")
        span = self._one(f"SELECT min(day), max(day) FROM {shown}", values)
        if span[0] is None:
            return Timeline("day", ())
        days = (span[1] - span[0]).days
        unit = "day" if days <= 200 else "week" if days <= 1500 else "month"
        sql = (
            f"SELECT date_trunc('{unit}', day)::DATE, {_RANK_COUNTS} FROM {shown} WHERE day IS NOT NULL "
            "GROUP BY 1 ORDER BY 1"
        )
        return Timeline(unit, tuple(Bar(row[0], _ranks(row[1:6])) for row in self._all(sql, values)))

    def points(self, view: Filters | None = None) -> MapPoints:
        """Incidents on the map. The filter on the box is not asked, so that it can be moved.

        Args:
            view: Its `box` is the part of the map that is looked at; the grid is as fine as that allows.
        """
        shown, values = self._without("box")
        bounds = self._one(f"SELECT min(lon), min(lat), max(lon), max(lat) FROM {shown} WHERE lat IS NOT NULL", values)
        if bounds[0] is None:
            return MapPoints((), None, None)
        where = _Where(["lat IS NOT NULL"], list(values))
        if view is not None and view.box is not None:
            _add_box(where, view.box.west, view.box.south, view.box.east, view.box.north)
        distinct = self._one(
            f"SELECT approx_count_distinct(point), min(lon), max(lon), min(lat), max(lat) FROM {shown} "
            f"WHERE {where.sql()}",
            where.values,
        )
        cell = None
        if distinct[0] > _MOST_POINTS:
            area = max(distinct[2] - distinct[1], 0.01) * max(distinct[4] - distinct[3], 0.01)
            cell = float((area / (_MOST_POINTS / 2)) ** 0.5)
        group = "point" if cell is None else f"floor(lat / {cell}), floor(lon / {cell})"
        same = ", ".join(f"min({c}) = max({c}) AS one_{c}" for c in ("place_no", "kind", "day"))
        sql = (
            f"SELECT g.lat, g.lon, g.radius, g.n, {', '.join(f'g.r{k}' for k in range(5))}, "
            "if(g.n = 1, i.id, NULL), if(g.one_place_no, i.place, NULL), if(g.one_kind, i.kind::VARCHAR, NULL), "
            "if(g.one_day, i.day, NULL) "
            f"FROM (SELECT avg(lat) AS lat, avg(lon) AS lon, {'max(radius_km)' if cell is None else 'NULL'} AS radius, "
            f"count(*) AS n, {_RANK_COUNTS}, min(key) AS key, {same} FROM {shown} WHERE {where.sql()} "
            f"GROUP BY {group}) g JOIN incident i USING (key) ORDER BY 4 DESC, 1, 2"
        )
        rows = self._all(sql, where.values)
        found = tuple(MapPoint(r[0], r[1], r[2], r[3], _ranks(r[4:9]), *r[9:13]) for r in rows)
        return MapPoints(found, cell, (bounds[0], bounds[1], bounds[2], bounds[3]))

    # ---- filters as SQL

    def _shown(self) -> str:
        """The incidents that fit all filters, as a table that is made once."""
        if not self._hits:
            where = self._where()
            if not where.clauses:
                return _ALL
            # Without ids and names, which are most of the bytes; few rows need them in the end.
            slim = "SELECT * EXCLUDE (digest, id, place)"
            made = f"CREATE OR REPLACE TEMP TABLE hit AS {slim} FROM incident i WHERE {where.sql()}"
            self._all(made, where.values)
            self._hits = True
        return "hit i"

    def _named(self) -> str:
        """As `_shown`, with the ids."""
        shown = self._shown()
        return shown if shown == _ALL else "(SELECT h.*, n.id FROM hit h JOIN incident n USING (key)) i"

    def _without(self, skip: str) -> tuple[str, list[object]]:
        """The incidents that fit all filters but one, and the values that the statement needs first."""
        f = self._filters
        asked = {"time": f.since or f.until, "findings": f.of_findings}.get(skip, getattr(f, skip, None))
        if not asked:
            return self._shown(), []
        where = self._where(skip=skip)
        return f"(SELECT * FROM incident i WHERE {where.sql()}) i", where.values

    def _where(self, skip: str | None = None) -> _Where:
        f, where = self._filters, _Where()
        if self._searched:
            where.add("i.key IN (SELECT key FROM found)")
        if skip != "time":
            if f.since:
                where.add("i.day_end >= ?", f.since)
            if f.until:
                where.add("i.day <= ?", f.until)
        if f.box and skip != "box":
            _add_box(where, f.box.west, f.box.south, f.box.east, f.box.north)
        for name in ("kind", "grade"):
            if skip != name:
                where.among(f"i.{name}", getattr(f, name))
        if f.side and skip != "side":
            inner = _Where()
            inner.among("side", f.side)
            where.add(f"i.key IN (SELECT key FROM side WHERE {inner.sql()})", *inner.values)
        if f.source and skip != "source":
            inner = _Where()
            inner.among("source", f.source)
            where.add(f"i.key IN (SELECT key FROM incident_source WHERE {inner.sql()})", *inner.values)
        if f.of_findings and skip != "findings":
            inner = self._finding_where()
            where.add(f"i.key IN (SELECT f.key FROM finding f WHERE {inner.sql()})", *inner.values)
        if f.undated:
            where.add("i.day IS NULL")
        if f.unplaced:
            where.add("i.lat IS NULL")
        return where

    def _finding_where(self, skip: str | None = None) -> _Where:
        f, where = self._filters, _Where()
        for name in ("verdict", "term"):
            if skip != name:
                where.among(f"f.{name}", getattr(f, name))
        if (f.term or skip == "term") and not f.verdict and skip != "verdict":
            # Every incident has a finding of every term; without a verdict those are meant that the term reaches.
            where.add(f"f.verdict <> '{Verdict.OUT_OF_SCOPE.value}'")
        if f.unknown and skip != "unknown":
            inner = _Where()
            inner.among("u.test", f.unknown)
            where.add(
                "EXISTS (SELECT 1 FROM finding_unknown u WHERE u.key = f.key AND u.term = f.term "
                f"AND u.verdict = 'undetermined' AND {inner.sql()})",
                *inner.values,
            )
        return where

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, list(values)).fetchall()

    def _one(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        """The one row of an aggregate."""
        return self._all(sql, values)[0]


def _add_box(where: _Where, west: float, south: float, east: float, north: float) -> None:
    if west <= east:
        where.add("i.lat BETWEEN ? AND ? AND i.lon BETWEEN ? AND ?", south, north, west, east)
    else:
        where.add("i.lat BETWEEN ? AND ? AND (i.lon >= ? OR i.lon <= ?)", south, north, west, east)


def _most_first(row: tuple[int, str | None, int]) -> tuple[int, bool, str]:
    """Counts of a word, the greatest first; on a tie by the word, none behind the others."""
    return -row[2], row[1] is None, row[1] or ""


def _ranks(counts: Sequence[int]) -> tuple[int, int, int, int, int]:
    return counts[0], counts[1], counts[2], counts[3], counts[4]


@contextmanager
def ask(index: Index, filters: Filters, *, private: bool) -> Iterator[Queries]:
    """Questions under some filters, through a connection that is closed at the end.

    Args:
        index: The read model.
        filters: Asked of every question.
        private: Whether the search may look into the words of reports.
    """
    found = index.search(filters.q, private=private) if filters.q else None
    with index.cursor() as cursor:
        yield Queries(cursor, filters, found, terms_apart=index.terms_told_apart())


@dataclass(frozen=True, slots=True)
class Board:
    """What the overview counts under some filters, whatever page of the ledger is looked at and in whatever order."""

    totals: Totals
    terms: tuple[TermCount, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    timeline: Timeline
    points: MapPoints


def board(index: Index, queries: Queries, filters: Filters, *, private: bool) -> Board:
    """The counts under some filters; kept for the next who asks for the same, until the record changes.

    Args:
        index: The read model.
        queries: Under these filters.
        filters: As they stand in the address.
        private: As in `ask`.
    """
    key = (index.version, filters, private)
    kept = index.kept.get(key)
    if isinstance(kept, Board):
        return kept
    made = Board(queries.totals(), queries.terms(), queries.facets(), queries.timeline(), queries.points())
    index.keep(key, made)
    return made


# ---- reports, sources, checks


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one outlet gave the record."""

    source: str
    reports: int
    incidents: int
    alone: int
    """Incidents that no other outlet reports."""
    first: str | None
    last: str | None


def sources(index: Index) -> list[SourceRow]:
    """Every outlet, those with most reports first."""
    sql = f"""
        WITH named AS (SELECT id, coalesce(source, '{NOT_STATED}') AS source, published FROM report),
        lone AS (SELECT key FROM incident_source GROUP BY key HAVING count(*) = 1),
        told AS (SELECT source, count(*) AS incidents, count(l.key) AS alone
                 FROM incident_source p LEFT JOIN lone l USING (key) GROUP BY 1)
        SELECT n.source, count(*), coalesce(any_value(t.incidents), 0), coalesce(any_value(t.alone), 0),
               min(n.published), max(n.published)
        FROM named n LEFT JOIN told t USING (source) GROUP BY 1 ORDER BY 2 DESC, 1
    """
    with index.cursor() as cursor:
        return [SourceRow(*row) for row in cursor.execute(sql).fetchall()]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list."""

    id: str
    source: str | None
    published: str | None
    title: str | None
    incidents: int


def reports_of(index: Index, source: str | None, *, page: int, size: int) -> tuple[int, list[ReportLine]]:
    """How many reports there are, and one page of them, the newest first.

    Args:
        index: The read model.
        source: Of this outlet only; `-` for those without one; null for all.
        page: From 1.
        size: Rows of a page.
    """
    where = "TRUE" if source is None else f"coalesce(source, '{NOT_STATED}') = ?"
    values = [] if source is None else [source]
    sql = (
        "SELECT id, source, published, title, (SELECT count(*) FROM incident_report r WHERE r.report = report.id) "
        f"FROM report WHERE {where} ORDER BY published DESC NULLS LAST, id LIMIT ? OFFSET ?"
    )
    with index.cursor() as cursor:
        count = cursor.execute(f"SELECT count(*) FROM report WHERE {where}", values).fetchone()
        rows = cursor.execute(sql, [*values, size, (page - 1) * size]).fetchall()
        return (count[0] if count else 0), [ReportLine(*row) for row in rows]


def incidents_of_report(index: Index, report: str) -> list[str]:
    """Ids of the incidents that a report tells of, the first day first."""
    sql = "SELECT i.id FROM incident_report r JOIN incident i USING (key) WHERE r.report = ? ORDER BY i.day, i.id"
    with index.cursor() as cursor:
        return [row[0] for row in cursor.execute(sql, [report]).fetchall()]


def checks_of(
    index: Index, *, report: str | None = None, verdict: str | None = None, type_: str | None = None
) -> list[str]:
    """Ids of the checks of a report, of a verdict, of a type, by report."""
    wanted = {"report": report, "verdict": verdict, "type": type_}
    given = {column: value for column, value in wanted.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in given) or "TRUE"
    with index.cursor() as cursor:
        rows = cursor.execute(f"SELECT id FROM check_ WHERE {where} ORDER BY report, id", list(given.values()))
        return [row[0] for row in rows.fetchall()]


def check_counts(index: Index) -> list[tuple[str, str, str, int]]:
    """Checks by type, verdict now and verdict as published."""
    with index.cursor() as cursor:
        sql = "SELECT type, verdict, published, count(*) FROM check_ GROUP BY ALL ORDER BY ALL"
        return [(row[0], row[1], row[2], row[3]) for row in cursor.execute(sql).fetchall()]


def names_of(index: Index) -> list[tuple[str, str]]:
    """Reports and the victims named in them."""
    with index.cursor() as cursor:
        return [(row[0], row[1]) for row in cursor.execute("SELECT DISTINCT * FROM victim_name").fetchall()]


def reports_of_incidents(index: Index) -> dict[str, tuple[str, ...]]:
    """The reports behind every incident, and every report itself, by id."""
    made: dict[str, list[str]] = {}
    with index.cursor() as cursor:
        rows = cursor.execute("SELECT i.id, r.report FROM incident_report r JOIN incident i USING (key)").fetchall()
        for id_, report in rows:
            made.setdefault(id_, []).append(report)
        for (report,) in cursor.execute("SELECT id FROM report").fetchall():
            made.setdefault(report, []).append(report)
    return {id_: tuple(reports) for id_, reports in made.items()}
