"""The columns and the full text of the read model as tables, and how rows come into them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

from trucewatch.model import KINDS, TERM_TESTS, Grade, Kind, Verdict
from trucewatch.record import rules_key
from trucewatch.web import tallies
from trucewatch.web._insert import insert
from trucewatch.web._rows import Entry, IncidentRow
from trucewatch.web.filters import NOT_STATED


def _enum(name: str, words: Iterable[str]) -> str:
    return f"CREATE TYPE {name} AS ENUM ({', '.join(repr(str(word)) for word in words)});"


# Words of closed vocabularies are kept as numbers: grouping a hundred thousand rows by one takes a millisecond or two.
_SCHEMA = (
    _enum("kind", (kind.value for kind in Kind))
    + _enum("grade", (grade.value for grade in Grade))
    + _enum("verdict", (verdict.value for verdict in Verdict))
    + _enum("test", TERM_TESTS)
    + """
CREATE TABLE incident (
    key INTEGER, ord INTEGER, id VARCHAR, digest VARCHAR, part_of VARCHAR, starts DATE, ends DATE,
    day DATE, day_end DATE, kind kind, grade grade, lat DOUBLE, lon DOUBLE, radius_km DOUBLE, place VARCHAR,
    point BIGINT, place_no BIGINT, rank TINYINT, verdicts TINYINT,
    reports INTEGER, killed_low INTEGER, killed_best INTEGER, killed_high INTEGER, injured_low INTEGER,
    injured_best INTEGER, injured_high INTEGER
);
CREATE TABLE finding (
    key INTEGER, no SMALLINT, agreement VARCHAR, term VARCHAR, verdict verdict, attributed_to VARCHAR
);
CREATE TABLE finding_unknown (key INTEGER, no SMALLINT, term VARCHAR, verdict verdict, test test);
CREATE TABLE term (no SMALLINT, agreement VARCHAR, term VARCHAR);
CREATE TABLE side (key INTEGER, side VARCHAR);
CREATE TABLE incident_report (key INTEGER, report VARCHAR);
CREATE TABLE incident_source (key INTEGER, source VARCHAR);
CREATE TABLE report (
    id VARCHAR, digest BIGINT, source VARCHAR, published VARCHAR, title VARCHAR, lang VARCHAR, url VARCHAR
);
CREATE TABLE check_ (id VARCHAR, report VARCHAR, type VARCHAR, verdict VARCHAR, published VARCHAR);
CREATE TABLE victim_name (report VARCHAR, name VARCHAR);
CREATE TABLE state (format VARCHAR, stored VARCHAR, decisions VARCHAR, rules VARCHAR, mark VARCHAR);
"""
    + tallies.SCHEMA
)
_TEXT_SCHEMA = """
CREATE TABLE claim_words (id TEXT PRIMARY KEY, digest INTEGER NOT NULL, words TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE incident_text USING fts5(public, private, tokenize="unicode61 remove_diacritics 2");
CREATE TABLE mark (mark TEXT NOT NULL);
"""
_LABELS = ";".join(KINDS[kind].label for kind in Kind)  # they are searched
FORMAT = hashlib.blake2b(f"6{_SCHEMA}{_TEXT_SCHEMA}{_LABELS}".encode(), digest_size=8).hexdigest()
"""Names what is kept and how; a read model of another format is made anew. The number counts changes of the code."""

_OF_INCIDENT = ("incident", "finding", "finding_unknown", "side", "incident_report", "incident_source", *tallies.TABLES)
_SOURCES_OF_NEW = f"""
    INSERT INTO incident_source
    SELECT DISTINCT r.key, coalesce(p.source, '{NOT_STATED}') FROM incident_report r JOIN report p ON p.id = r.report
    WHERE r.key NOT IN (SELECT key FROM incident_source)
"""


@dataclass(frozen=True, slots=True)
class State:
    """Of what record a read model was made.

    Attributes:
        format: How it is kept.
        stored, decisions: The ends of the record's chains.
        rules: The key of the rules that derived incidents, findings and checks; empty where they may be others.
    """

    format: str
    stored: str | None
    decisions: str | None
    rules: str


# ---- opening


def open_columns(path: Path) -> duckdb.DuckDBPyConnection:
    """The columns; empty, where there were none."""
    db = duckdb.connect(str(path), config={"memory_limit": "200MB", "threads": 1})
    if not db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'state'").fetchall():
        db.execute(_SCHEMA)
    return db


class Text:
    """A connection to the full text, closed at the end; nothing is kept of it unless `commit` was called."""

    def __init__(self, path: Path) -> None:
        self._made = sqlite3.connect(path)
        self._made.execute("PRAGMA synchronous=OFF")
        self._made.execute("PRAGMA journal_mode=WAL")

    def __enter__(self) -> sqlite3.Connection:
        return self._made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._made.close()


@cache
def form() -> str:
    """Names how it is kept, and the code that made the figures of ledgers; what another made is made anew."""
    return f"{FORMAT}+{rules_key()}"


def state_of(db: duckdb.DuckDBPyConnection, text: Path) -> State | None:
    """Of what the read model was made; null where there is none, or its two files are not of one making."""
    row = db.execute("SELECT * FROM state").fetchone()
    if row is None or row[0] != form():
        return None
    with Text(text) as words:
        mark = words.execute("SELECT mark FROM mark").fetchone()
    return State(*row[:4]) if mark is not None and mark[0] == row[4] else None


def begin_text(text: sqlite3.Connection) -> None:
    """The tables of the full text, empty."""
    text.executescript("".join(f"DROP TABLE IF EXISTS {n};" for n in ("claim_words", "incident_text", "mark")))
    text.executescript(_TEXT_SCHEMA)


def set_state(cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection, state: State, mark: str) -> None:
    """Say of what it was made, in both files."""
    cursor.execute("DELETE FROM state")
    cursor.execute(
        "INSERT INTO state VALUES (?, ?, ?, ?, ?)", [state.format, state.stored, state.decisions, state.rules, mark]
    )
    text.execute("DELETE FROM mark")
    text.execute("INSERT INTO mark VALUES (?)", (mark,))


# ---- rows


def add(cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection, entries: list[tuple[int, Entry]]) -> None:
    """Incidents with their findings and their words, by key."""
    names = [f.name for f in fields(IncidentRow)]
    no = _numbers_of_terms(cursor, {(f.agreement, f.term) for _, e in entries for f in e.findings})
    insert(cursor, "incident", ((key, None, *(getattr(e.row, name) for name in names)) for key, e in entries))
    insert(
        cursor, "finding",
        (
            (key, no[f.agreement, f.term], f.agreement, f.term, f.verdict, f.attributed_to)
            for key, e in entries
            for f in e.findings
        ),
    )  # fmt: skip
    insert(
        cursor, "finding_unknown",
        (
            (key, no[f.agreement, f.term], f.term, f.verdict, test)
            for key, e in entries
            for f in e.findings
            for test in f.unknown
        ),
    )  # fmt: skip
    insert(cursor, "side", ((key, side) for key, e in entries for side in e.sides))
    insert(cursor, "incident_report", ((key, report) for key, e in entries for report in e.report_ids))
    add_names(cursor, ((report, name) for _, e in entries for name in e.names for report in e.report_ids))
    rows = []
    for key, entry in entries:
        marks = ",".join("?" * len(entry.claim_ids))
        found = text.execute(f"SELECT words FROM claim_words WHERE id IN ({marks})", entry.claim_ids)
        words = "\n".join(dict.fromkeys(row[0] for row in found))
        rows.append((key, entry.public, f"{entry.private}\n{words}"))
    text.executemany("INSERT INTO incident_text(rowid, public, private) VALUES (?, ?, ?)", rows)


def _numbers_of_terms(
    cursor: duckdb.DuckDBPyConnection, terms: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """Terms by number, new ones among them: counting by a number takes a third of the time."""
    known = {(row[1], row[2]): row[0] for row in cursor.execute("SELECT no, agreement, term FROM term").fetchall()}
    fresh = [(len(known) + at, *term) for at, term in enumerate(sorted(set(terms) - known.keys()))]
    insert(cursor, "term", fresh)
    return known | {(agreement, term): no for no, agreement, term in fresh}


def put_in_order(cursor: duckdb.DuckDBPyConnection) -> None:
    """Number incidents by their ids, so that the ledger is ordered without looking at these."""
    cursor.execute(
        "UPDATE incident SET ord = o.n "
        "FROM (SELECT key, row_number() OVER (ORDER BY id)::INTEGER AS n FROM incident) o "
        "WHERE o.key = incident.key AND incident.ord IS DISTINCT FROM o.n"
    )


def add_names(cursor: duckdb.DuckDBPyConnection, names: Iterable[tuple[str, str]]) -> None:
    """Victims' names by report, each once. A name that was once told is not forgotten: it stays left out of pages."""
    fresh = sorted(set(names))
    if fresh:
        cursor.register("fresh", pa.table(dict(zip(("report", "name"), zip(*fresh, strict=True), strict=True))))
        cursor.execute("INSERT INTO victim_name SELECT * FROM fresh EXCEPT SELECT * FROM victim_name")
        cursor.unregister("fresh")


def remove(cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection, keys: list[int]) -> None:
    """Take incidents out."""
    if not keys:
        return
    for table in _OF_INCIDENT:
        cursor.execute(f"DELETE FROM {table} WHERE key IN (SELECT unnest(?::INTEGER[]))", [keys])
    text.executemany("DELETE FROM incident_text WHERE rowid = ?", ((key,) for key in keys))


def forget(cursor: duckdb.DuckDBPyConnection, ids: Collection[str]) -> None:
    """Have incidents read again when the record is followed next."""
    if ids:
        cursor.execute("UPDATE incident SET digest = '' WHERE id IN (SELECT unnest(?::VARCHAR[]))", [sorted(ids)])


def find_sources(cursor: duckdb.DuckDBPyConnection) -> None:
    """The outlets of incidents that have none yet."""
    cursor.execute(_SOURCES_OF_NEW)
