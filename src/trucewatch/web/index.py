"""The read model: the columns of a record that the pages filter and count by, and its full text.

Columns stand in DuckDB, in memory, where a filter over a hundred thousand incidents is a matter of milliseconds; full
text in an FTS5 table of SQLite in a temporary file. Both are made of the record when the server starts and hold nothing
that the record does not; they follow it when it changes. Incidents whose stored lines are as before are left alone.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from trucewatch.model import Check, Claim, Finding, Incident, Report
from trucewatch.record import Store
from trucewatch.web._rows import Entry, IncidentRow, claim_words, digest_of, entry_of
from trucewatch.web.filters import NOT_STATED

_SCHEMA = """
CREATE TABLE incident (
    key INTEGER, id VARCHAR, digest VARCHAR, day DATE, day_end DATE, kind VARCHAR, grade VARCHAR, lat DOUBLE,
    lon DOUBLE, radius_km DOUBLE, place VARCHAR, rank TINYINT, reports INTEGER, killed_low INTEGER, killed_best INTEGER,
    killed_high INTEGER, injured_low INTEGER, injured_best INTEGER, injured_high INTEGER
);
CREATE TABLE finding (key INTEGER, agreement VARCHAR, term VARCHAR, verdict VARCHAR, attributed_to VARCHAR);
CREATE TABLE finding_unknown (key INTEGER, term VARCHAR, verdict VARCHAR, test VARCHAR);
CREATE TABLE side (key INTEGER, side VARCHAR);
CREATE TABLE incident_report (key INTEGER, report VARCHAR);
CREATE TABLE incident_source (key INTEGER, source VARCHAR);
CREATE TABLE report (id VARCHAR, source VARCHAR, published VARCHAR, title VARCHAR, lang VARCHAR, url VARCHAR);
CREATE TABLE check_ (id VARCHAR, report VARCHAR, type VARCHAR, verdict VARCHAR, published VARCHAR);
CREATE TABLE victim_name (report VARCHAR, name VARCHAR);
"""
_OF_INCIDENT = ("incident", "finding", "finding_unknown", "side", "incident_report", "incident_source")
_TEXT_SCHEMA = """
CREATE TABLE claim_words (id TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE incident_text USING fts5(public, private, tokenize="unicode61 remove_diacritics 2");
"""
_BATCH = 5_000
_MOST_KEPT = 40
_TOKEN = re.compile(r"[^\W_]+")

T = TypeVar("T")


class Index:
    """The read model of one record. Reading is safe from many threads; `refresh` lets one at a time write."""

    def __init__(self, store: Store, *, check_seconds: float = 1.0) -> None:
        """Read the whole record.

        Args:
            store: The record; it is only read from.
            check_seconds: How often at most `refresh` looks whether the record has changed.
        """
        self._store = store
        self._check_seconds = check_seconds
        self._folder = tempfile.TemporaryDirectory(prefix="trucewatch-")
        self._text_path = Path(self._folder.name) / "text.db"
        self._db = duckdb.connect(":memory:", config={"memory_limit": "300MB", "threads": 1})
        self._db.execute(_SCHEMA)
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        self._next_key = 1
        self._inputs: object = None
        self._seen: object = None
        self._checked = 0.0
        self.version = 0
        """Grows whenever the index has changed."""
        self.kept: OrderedDict[object, object] = OrderedDict()
        """Answers to questions that were asked before, by question and version."""
        self.refresh(now=True)

    def close(self) -> None:
        """Let go of memory and of the temporary file."""
        self._db.close()
        self._folder.cleanup()

    # ---- following the record

    def refresh(self, *, now: bool = False) -> bool:
        """Follow the record where its files have changed.

        Args:
            now: Look even where it was looked a moment ago.

        Returns:
            Whether the index has changed.
        """
        if not now and time.monotonic() - self._checked < self._check_seconds:
            return False
        if not self._lock.acquire(blocking=now):
            return False  # another request is at it; this one is served what there was
        try:
            self._checked = time.monotonic()
            seen = _files(self._store.path)
            if seen == self._seen:
                return False
            if self._seen is not None and self._store.derived_of() is None:
                return False  # a run has cleared what it will derive; until then what stood before is shown
            changed = self._follow()
            self._seen = seen
            return changed
        finally:
            self._lock.release()

    def _follow(self) -> bool:
        inputs = self._store.stamp()
        with _text(self._text_path) as text, self._db.cursor() as cursor:
            cursor.execute("BEGIN")
            anew = inputs != self._inputs
            if anew:
                self._read_inputs(cursor, text)
            changed = self._read_incidents(cursor, text, anew)
            changed = self._read_checks(cursor) or changed or anew
            text.commit()
            cursor.execute("COMMIT")
        self._inputs = inputs
        self.version += changed
        return changed

    def _read_inputs(self, cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection) -> None:
        """Reports and the sentences of claims, all anew."""
        text.executescript("DROP TABLE IF EXISTS claim_words; DROP TABLE IF EXISTS incident_text;" + _TEXT_SCHEMA)
        for table in (*_OF_INCIDENT, "report", "victim_name"):
            cursor.execute(f"DELETE FROM {table}")
        found = claim_words(self._store.lines(Report), self._store.lines(Claim))
        for batch in _batches(found):
            _insert(cursor, "report", (astuple(row) for row, _ in batch))
            claims = [claim for _, claims in batch for claim in claims]
            _insert(cursor, "victim_name", ((c.report, name) for c in claims for name in c.names))
            text.executemany("INSERT INTO claim_words VALUES (?, ?)", ((c.id, c.words) for c in claims))

    def _read_incidents(self, cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection, anew: bool) -> bool:
        """Incidents that are new or differ, with their findings; those that are gone are taken out."""
        old = {} if anew else {row[0]: (row[1], row[2]) for row in cursor.execute(_DIGESTS).fetchall()}
        changed = False
        for batch in _batches(self._incidents(), 1_000):
            fresh: list[tuple[int, Entry]] = []
            gone: list[int] = []
            for id_, line, findings in batch:
                key, digest = old.pop(id_, (0, ""))
                new = digest_of(line, findings)
                if new != digest:
                    gone += [key] if key else []
                    fresh.append((self._next_key, entry_of(id_, line, findings, new)))
                    self._next_key += 1
            _remove(cursor, text, gone)
            _add(cursor, text, fresh)
            changed = changed or bool(fresh)
        left = [key for key, _ in old.values()]
        _remove(cursor, text, left)
        cursor.execute(_SOURCES_OF_NEW)
        return changed or bool(left)

    def _incidents(self) -> Iterator[tuple[str, str, list[str]]]:
        """Every incident's line with those of its findings, in order of id."""
        groups = groupby(self._store.lines(Finding), key=lambda row: row[0])
        waiting = next(groups, None)
        for id_, line in self._store.lines(Incident):
            findings: list[str] = []
            if waiting is not None and waiting[0] == id_:
                findings = [one for _, one in waiting[1]]
                waiting = next(groups, None)
            yield id_, line, findings

    def _read_checks(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        rows = []
        for _, line in self._store.lines(Check):
            check = Check.model_validate_json(line)
            rows.append((check.id, check.report, check.type, check.verdict, check.verdict_as_published))
        if cursor.execute("SELECT * FROM check_ ORDER BY id").fetchall() == sorted(rows):
            return False
        cursor.execute("DELETE FROM check_")
        _insert(cursor, "check_", rows)
        return True

    # ---- asking

    def keep(self, question: object, answer: object) -> None:
        """Keep an answer for the next who asks the same; the oldest go first."""
        with self._keeping:
            self.kept[question] = answer
            while len(self.kept) > _MOST_KEPT:
                self.kept.popitem(last=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one request; close it."""
        return self._db.cursor()

    def search(self, words: str, *, private: bool) -> list[int]:
        """Keys of the incidents in which every word, or one that begins with it, stands.

        Args:
            words: As somebody typed them; nothing in them is an operator.
            private: Search the words of reports too, in which victims' names stand.
        """
        tokens = _TOKEN.findall(words)
        if not tokens:
            return []
        told = " AND ".join(f'"{token}"*' for token in tokens[:20])
        query = told if private else f"public : ({told})"
        with _text(self._text_path) as text:
            rows = text.execute("SELECT rowid FROM incident_text WHERE incident_text MATCH ?", (query,))
            return [row[0] for row in rows]


_SOURCES_OF_NEW = f"""
    INSERT INTO incident_source
    SELECT DISTINCT r.key, coalesce(p.source, '{NOT_STATED}') FROM incident_report r JOIN report p ON p.id = r.report
    WHERE r.key NOT IN (SELECT key FROM incident_source)
"""
_DIGESTS = "SELECT id, key, digest FROM incident"


def _files(path: Path) -> object:
    """What tells that the record was written to: time and size of its file and of its journal."""
    told: list[tuple[int, int]] = []
    for name in (path.name, f"{path.name}-wal"):
        try:
            found = path.with_name(name).stat()
        except FileNotFoundError:
            continue
        told.append((found.st_mtime_ns, found.st_size))
    return tuple(told)


class _text:  # noqa: N801 - used as a function
    """A connection to the full text, closed at the end."""

    def __init__(self, path: Path) -> None:
        self._made = sqlite3.connect(path)
        self._made.execute("PRAGMA synchronous=OFF")
        self._made.execute("PRAGMA journal_mode=WAL")

    def __enter__(self) -> sqlite3.Connection:
        return self._made

    def __exit__(self, *_: object) -> None:
        self._made.close()


def _batches(rows: Iterable[T], size: int = _BATCH) -> Iterator[list[T]]:
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table, by columns: one statement for all."""
    given = [tuple(row) for row in rows]
    if not given:
        return
    types = {row[1]: row[2] for row in cursor.execute(f"PRAGMA table_info('{table}')").fetchall()}
    columns = zip(types.items(), zip(*given, strict=True), strict=True)
    batch = pa.table({name: pa.array(values, _ARROW[kind]) for (name, kind), values in columns})
    cursor.register("batch", batch)
    cursor.execute(f"INSERT INTO {table} SELECT * FROM batch")
    cursor.unregister("batch")


_ARROW = {
    "INTEGER": pa.int32(),
    "TINYINT": pa.int8(),
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "DATE": pa.string(),  # an ISO day; DuckDB reads it as a date on insertion
}


def _add(cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection, entries: list[tuple[int, Entry]]) -> None:
    names = [f.name for f in fields(IncidentRow)]
    _insert(cursor, "incident", ((key, *(getattr(e.row, name) for name in names)) for key, e in entries))
    _insert(
        cursor, "finding",
        ((key, f.agreement, f.term, f.verdict, f.attributed_to) for key, e in entries for f in e.findings),
    )  # fmt: skip
    _insert(
        cursor, "finding_unknown",
        ((key, f.term, f.verdict, test) for key, e in entries for f in e.findings for test in f.unknown),
    )  # fmt: skip
    _insert(cursor, "side", ((key, side) for key, e in entries for side in e.sides))
    _insert(cursor, "incident_report", ((key, report) for key, e in entries for report in e.report_ids))
    _insert(cursor, "victim_name", ((r, name) for _, e in entries for name in e.names for r in e.report_ids))
    for key, entry in entries:
        marks = ",".join("?" * len(entry.claim_ids))
        rows = text.execute(f"SELECT words FROM claim_words WHERE id IN ({marks})", entry.claim_ids)
        words = "\n".join(dict.fromkeys(row[0] for row in rows))
        private = f"{entry.private}\n{words}"
        text.execute("INSERT INTO incident_text(rowid, public, private) VALUES (?, ?, ?)", (key, entry.public, private))


def _remove(cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection, keys: list[int]) -> None:
    if not keys:
        return
    for table in _OF_INCIDENT:
        cursor.execute(f"DELETE FROM {table} WHERE key IN (SELECT unnest(?::INTEGER[]))", [keys])
    text.executemany("DELETE FROM incident_text WHERE rowid = ?", ((key,) for key in keys))
