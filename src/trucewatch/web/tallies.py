"""What ledgers and trends add up, as narrow columns of the read model: written with each incident, added up when asked.

Every figure is made by `trucewatch.assess` from the incident, its claims as reviewed and their reports. What can be
added beforehand is: incidents of one kind and grade that are no wave nor part of one come as one entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import duckdb

from trucewatch.assess import Books, Coverage, GroupBy, LedgerBy, Span, disagreements, revisions
from trucewatch.assess._grouping import NOBODY, in_order, side_groups, zones_needed
from trucewatch.assess.entries import (
    UNDATED,
    Entry,
    Harm,
    Lost,
    entries_of,
    keys_of,
    needed,
    periods_between,
    whole_entry,
)
from trucewatch.assess.ledgers import Judged, Share, zones_of_terms
from trucewatch.assess.reporting import lags_between, news_of
from trucewatch.assess.trend import Act, Counted, acts_of, violence
from trucewatch.errors import AgreementError, RecordError
from trucewatch.link.voices import origin_key
from trucewatch.model import Agreement, Grade, Kind, Record, Verdict
from trucewatch.web._insert import insert

_FIGURES: Final = ("killed", "injured", "other_killed", "other_injured", "own_killed", "own_injured")
_ENDS: Final = ("low", "best", "high")
_ALL: Final = "all"
"""The rows of entries that hold every incident once."""
_KEPT: Final = (LedgerBy.SIDE, LedgerBy.ACTOR, LedgerBy.CLAIMANT, LedgerBy.ZONE)
"""Ledgers whose entries are kept; those of the others follow from dates and findings."""

SCHEMA: Final = f"""
CREATE TYPE rows_of AS ENUM ({", ".join(repr(str(name)) for name in (_ALL, *_KEPT))});
CREATE TABLE entry (
    key INTEGER, rows_of rows_of, name VARCHAR, sure BOOLEAN, accused BOOLEAN,
    {", ".join(f"{figure}_{end} INTEGER" for figure in _FIGURES for end in _ENDS)}
);
CREATE TABLE act (
    key INTEGER, begins DATE, ends DATE, killed_low INTEGER, killed INTEGER, killed_high INTEGER, happened DATE,
    reported DATE, sources VARCHAR[]
);
CREATE TABLE act_side (key INTEGER, side VARCHAR, sure BOOLEAN);
CREATE TABLE told (key INTEGER, name VARCHAR, no INTEGER, document VARCHAR);
CREATE TABLE lacking (key INTEGER, what VARCHAR);
"""
"""`told` holds what claimants say of an incident that does not fit, as JSON; `lacking`, which are without one of their
claims or its report."""
TABLES: Final = ("entry", "act", "act_side", "told", "lacking")
"""All of them have the key of the incident."""
DISAGREEMENTS, REVISIONS = "disagreements", "revisions"


# ---- writing


def write(cursor: duckdb.DuckDBPyConnection, keys: Mapping[str, int], books: Books) -> frozenset[str]:
    """Put down what some incidents add.

    Args:
        cursor: To the columns.
        keys: Of the incidents, by id.
        books: The incidents, their claims as reviewed, and the reports of these.

    Returns:
        Ids of the incidents of which a claim or its report is not there.
    """
    lacking = dict(_lacking(books))
    whole = Books([n for n in books.incidents if n.id not in lacking], books.claims, books.reports, (), books.agreement)
    insert(cursor, "lacking", ((keys[id_], what) for id_, what in lacking.items()))
    insert(cursor, "entry", _entry_rows(keys, books, whole))
    acts = violence(books.incidents, books.claims)
    news = [news_of(n, books.claims) or (None, None) for n in acts]
    insert(
        cursor,
        "act",
        (
            (
                keys[a.incident], _iso(a.first), _iso(a.last), a.killed_low, a.killed, a.killed_high, *map(_iso, days),
                sorted(a.sources),
            )
            for a, days in zip(acts_of(acts, books.claims, books.reports), news, strict=True)
        ),
    )  # fmt: skip
    insert(
        cursor,
        "act_side",
        ((keys[n.id], side, sure) for n in acts for side, sure in side_groups(n).items()),
    )
    told: list[tuple[str, str, Record]] = [(d.incident, DISAGREEMENTS, d) for d in disagreements(whole)]
    told += [(n.id, REVISIONS, r) for n in books.incidents for r in revisions(n)]
    insert(cursor, "told", ((keys[id_], name, no, row.to_json()) for no, (id_, name, row) in enumerate(told)))
    return frozenset(lacking)


def _lacking(books: Books) -> Iterator[tuple[str, str]]:
    for incident in books.incidents:
        try:
            books.told(incident)
        except RecordError as error:
            yield incident.id, error.message


def _entry_rows(keys: Mapping[str, int], books: Books, whole: Books) -> Iterator[tuple[Any, ...]]:
    for incident in books.incidents:
        yield _entry_row(keys, _ALL, "", whole_entry(incident))
    for by in _KEPT:
        if by is LedgerBy.ZONE and not (books.agreement and books.agreement.zones):
            continue
        of = books if by in (LedgerBy.SIDE, LedgerBy.ACTOR) else whole
        try:
            rows = tuple(entries_of(of, by=by))
        except AgreementError:
            continue  # zones that cannot be measured: `check_zones` says so when it is asked by them
        yield from (_entry_row(keys, by.value, name, entry) for name, entry in rows)


def _entry_row(keys: Mapping[str, int], rows_of: str, name: str, e: Entry) -> tuple[Any, ...]:
    figures = chain.from_iterable((*e.harm, *e.own))
    return (keys[e.incident], rows_of, name, e.sure, e.accused, *figures)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


# ---- asking

_KIN: Final = """
WITH kin AS (
    SELECT key FROM incident WHERE part_of IS NOT NULL UNION
    SELECT key FROM incident WHERE id IN (SELECT part_of FROM incident WHERE part_of IS NOT NULL)
)
"""
_IN_ORDER: Final = "i.starts IS NULL, i.starts, i.id"
_SUMS: Final = ", ".join(
    f"sum(e.{f}_low), sum(e.{f}_best), CASE WHEN count(e.{f}_high) = count(*) THEN sum(e.{f}_high) END"
    for f in _FIGURES
)


def _entries(
    cursor: duckdb.DuckDBPyConnection, rows_of: str, told: str, also: str = ""
) -> Iterator[tuple[Sequence[Any], Entry]]:
    """Entries with what is told of each; waves and their parts one by one, others added up where all of it is the same.

    Args:
        cursor: To the columns.
        rows_of: Which entries.
        told: Two expressions of SQL, over `e`, an entry, and `i`, its incident.
        also: A further table to join.
    """
    sql = f"""
        {_KIN}
        SELECT {told}, CASE WHEN k.key IS NULL THEN '' ELSE i.id END, CASE WHEN k.key IS NOT NULL THEN i.part_of END,
            i.kind, i.grade, e.sure, e.accused, count(*), {_SUMS}
        FROM entry e JOIN incident i ON i.key = e.key LEFT JOIN kin k ON k.key = e.key {also}
        WHERE e.rows_of = ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    """
    kinds, grades = {k.value: k for k in Kind}, {g.value: g for g in Grade}
    cursor.execute(sql, [rows_of])
    while rows := cursor.fetchmany(2_000):
        for row in rows:
            id_, part_of, kind, grade, sure, accused, number, *ends = row[2:]
            figures = [(ends[at], ends[at + 1], ends[at + 2]) for at in range(0, len(ends), 3)]
            harm, own = Harm(*figures[:4]), Lost(*figures[4:])
            yield row[:2], Entry(id_, part_of, kinds[kind], grades[grade], sure, harm, own, accused, number)


def share_of(cursor: duckdb.DuckDBPyConnection, agreement: Agreement | None, *, by: LedgerBy, span: Span) -> Share:
    """What all incidents add to a ledger.

    Raises:
        UsageError: By term or zone, and there is no agreement, or by zone and it has none.
        AgreementError: By zone, and one cannot be measured.
        RecordError: By claimant or zone, and a claim or its report was not there.
    """
    if by in (LedgerBy.CLAIMANT, LedgerBy.ZONE):
        _none_lacks(cursor)
    if by is LedgerBy.ZONE:
        check_zones(agreement)
    if by is LedgerBy.PERIOD:
        entries = tuple(_by_period(cursor, span))
    elif by is LedgerBy.TERM:
        entries = tuple(_by_term(cursor, agreement))
    else:
        entries = tuple((told[0], e) for told, e in _entries(cursor, by.value, "e.name, NULL"))
    return Share(entries, tuple(e for _, e in _entries(cursor, _ALL, "NULL, NULL")))


def _none_lacks(cursor: duckdb.DuckDBPyConnection) -> None:
    row = cursor.execute("SELECT i.id, l.what FROM lacking l JOIN incident i ON i.key = l.key LIMIT 1").fetchone()
    if row is not None:
        raise RecordError(row[1], where=f"incident {row[0]!r}", remedy="give the claims and reports it was linked from")


def check_zones(agreement: Agreement | None) -> None:
    """Whether it can be asked by zone.

    Raises:
        UsageError: There is no agreement, or it has no zones.
        AgreementError: A zone cannot be measured.
    """
    zones_needed(agreement).measure_all([(0.0, 0.0)])


def _with(entry: Entry, sure: bool) -> Entry:
    return Entry(
        entry.incident, entry.part_of, entry.kind, entry.grade, sure, entry.harm, entry.own, True, entry.number
    )


def _by_period(cursor: duckdb.DuckDBPyConnection, span: Span) -> Iterator[tuple[str, Entry]]:
    # Incidents of one period are added up by its first day, which is of it; only the others need their own days.
    first, last = (f"date_trunc('{span.value}', i.{name})::DATE" for name in ("starts", "ends"))
    told = ", ".join(f"CASE WHEN {first} = {last} THEN {first} ELSE i.{name} END" for name in ("starts", "ends"))
    for (start, end), entry in _entries(cursor, _ALL, told):
        names = (UNDATED,) if start is None or end is None else periods_between(start, end, span)
        entry = _with(entry, len(names) == 1)
        yield from ((name, entry) for name in names)


def _by_term(cursor: duckdb.DuckDBPyConnection, agreement: Agreement | None) -> Iterator[tuple[str, Entry]]:
    terms = frozenset(keys_of(LedgerBy.TERM, agreement))
    found = f"JOIN finding f ON f.key = e.key AND f.verdict <> '{Verdict.OUT_OF_SCOPE.value}'"
    for (term, verdict), entry in _entries(cursor, _ALL, "f.term, f.verdict", found):
        if term in terms:
            yield term, _with(entry, verdict != Verdict.UNDETERMINED.value)


def judged(cursor: duckdb.DuckDBPyConnection, agreement: Agreement | None, *, by: LedgerBy) -> Iterator[Judged]:
    """Findings counted, with the keys of the rows of a term, a zone or a side.

    Raises:
        UsageError: There is no agreement.
    """
    zones = zones_of_terms(needed(agreement, by))
    key, joined = "f.term", ""
    if by is LedgerBy.SIDE:
        sides = f"SELECT DISTINCT key, name FROM entry WHERE rows_of = '{LedgerBy.SIDE.value}' AND accused"
        key, joined = f"coalesce(s.name, '{NOBODY}')", f"LEFT JOIN ({sides}) s ON s.key = f.key"
    sql = f"""
        SELECT {key}, f.verdict, f.attributed_to, count(*) FROM finding f {joined}
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """
    for name, verdict, attributed_to, number in cursor.execute(sql).fetchall():
        keys = zones.get(name, ()) if by is LedgerBy.ZONE else (name,)
        yield from (Judged(one, Verdict(verdict), attributed_to, number) for one in keys)


def told_rows(cursor: duckdb.DuckDBPyConnection, name: str) -> Iterator[str]:
    """Disagreements or revisions as lines of JSON, in the order of the incidents.

    Raises:
        RecordError: Disagreements are asked for, and a claim or its report was not there.
    """
    if name == DISAGREEMENTS:
        _none_lacks(cursor)
    sql = f"SELECT t.document FROM told t JOIN incident i ON i.key = t.key WHERE t.name = ? ORDER BY {_IN_ORDER}, t.no"
    cursor.execute(sql, [name])
    while rows := cursor.fetchmany(2_000):
        yield from (row[0] for row in rows)


def ids_where(
    cursor: duckdb.DuckDBPyConnection, condition: str = "true", given: Sequence[object] = ()
) -> tuple[str, ...]:
    """Ids of the incidents `i` of which something is true, in order."""
    cursor.execute(f"SELECT i.id FROM incident i WHERE {condition} ORDER BY {_IN_ORDER}", list(given))
    return tuple(row[0] for row in cursor.fetchall())


def ids_told_by(cursor: duckdb.DuckDBPyConnection, claimants: Collection[str]) -> tuple[str, ...]:
    """Ids of the incidents that some claimants report, in order.

    Args:
        cursor: To the columns.
        claimants: By the keys of their names (`origin_key`).

    Raises:
        RecordError: A claim or its report was not there.
    """
    _none_lacks(cursor)
    of = f"FROM entry WHERE rows_of = '{LedgerBy.CLAIMANT.value}'"
    names = (row[0] for row in cursor.execute(f"SELECT DISTINCT name {of}").fetchall())
    wanted = [name for name in names if origin_key(name) in claimants]
    return ids_where(cursor, f"i.key IN (SELECT key {of} AND name IN (SELECT unnest(?::VARCHAR[])))", [wanted])


UNDETERMINED: Final = f"i.key IN (SELECT key FROM finding WHERE verdict = '{Verdict.UNDETERMINED.value}')"
WAVE: Final = "i.id IN (SELECT part_of FROM incident WHERE part_of IS NOT NULL)"


def dated(cursor: duckdb.DuckDBPyConnection) -> Iterable[tuple[str | None, str | None]]:
    """Day and source of every report."""
    return cursor.execute("SELECT published, source FROM report").fetchall()


def counted(
    cursor: duckdb.DuckDBPyConnection, coverage: Coverage, agreement: Agreement | None, *, by: GroupBy | None
) -> Counted:
    """The acts of violence of the record, as `trucewatch.assess.trend.count_acts` counts them.

    Raises:
        UsageError: Zones are asked for without an agreement that has some.
        AgreementError: One of them cannot be measured.
    """
    sources: dict[tuple[str, ...], frozenset[str]] = {}
    grades, of_grade = {}, {g.value: g for g in Grade}
    acts: list[Act] = []
    news: list[tuple[dt.date, dt.date]] = []
    sql = f"""
        SELECT i.id, i.part_of, i.grade, a.begins, a.ends, a.killed_low, a.killed, a.killed_high, a.happened,
            a.reported, a.sources
        FROM act a JOIN incident i ON i.key = a.key ORDER BY {_IN_ORDER}
    """
    cursor.execute(sql)
    while rows := cursor.fetchmany(5_000):
        for id_, part_of, grade, first, last, low, killed, high, happened, reported, told in rows:
            by_whom = sources.setdefault(tuple(told), frozenset(told))
            acts.append(Act(id_, first, last, True, part_of, low, killed, high, by_whom))
            grades[id_] = of_grade[grade]
            if reported is not None:
                news.append((happened, reported))
    lags = lags_between(news, coverage.ends) if coverage.ends else ()
    return Counted(tuple(acts), grades, lags, _groups(cursor, agreement, by) if by is not None else {})


def _groups(
    cursor: duckdb.DuckDBPyConnection, agreement: Agreement | None, by: GroupBy
) -> Mapping[str, Mapping[str, bool]]:
    queries = {
        GroupBy.KIND: "SELECT i.kind, i.id, true FROM act a JOIN incident i ON i.key = a.key",
        GroupBy.SIDE: "SELECT s.side, i.id, s.sure FROM act_side s JOIN incident i ON i.key = s.key",
        GroupBy.ZONE: "SELECT e.name, i.id, e.sure FROM act a JOIN incident i ON i.key = a.key "
        f"JOIN entry e ON e.key = a.key AND e.rows_of = '{LedgerBy.ZONE.value}'",
    }
    found: dict[str, dict[str, bool]] = {}
    if by is GroupBy.ZONE:
        check_zones(agreement)
        _none_lacks(cursor)
        found = {key: {} for key in keys_of(LedgerBy.ZONE, agreement)}
    for name, id_, sure in cursor.execute(queries[by]).fetchall():
        found.setdefault(name, {})[id_] = sure
    return in_order(by, found)
