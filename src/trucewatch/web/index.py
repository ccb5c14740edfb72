"""The read model: the columns of a record that the pages filter and count by, and its full text.

Columns stand in DuckDB, where a filter over a hundred thousand incidents is a matter of milliseconds; full text in an
FTS5 table of SQLite. Both are made of the record and hold nothing that it does not. They are kept beside it, with the
ends of the record's chains that they were made of, so that a server that starts again has them at hand; they follow the
record at every request, and only what differs is read again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import secrets
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import fields, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Self, TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
from pydantic_core import from_json

from trucewatch.engine import Progress, Silent
from trucewatch.model import Check, Claim, ClaimValue, Decision, Finding, Incident, Report
from trucewatch.record import Heads, Made, Reading, Snapshot, Store
from trucewatch.web import _columns as c
from trucewatch.web import tallies
from trucewatch.web._insert import batches, insert
from trucewatch.web._place import Place
from trucewatch.web._rows import Entry, ReportRow, digest_of, entry_of, number_of, report_of, words_of
from trucewatch.web._steps import Steps, Touched, reports_touched
from trucewatch.web.building import APART_FROM, build_apart
from trucewatch.web.parts import Revised, books_of

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_BATCH = 2_000
_PART = 250
"""Incidents that are held with their claims and reports at a time, some 10 MB."""
_MOST_KEPT = 40
_TOKEN = re.compile(r"[^\W_]+")
_DIGESTS = "SELECT id, key, digest FROM incident"
_OF_REPORT = attrgetter(*(f.name for f in fields(ReportRow)))


class Index:
    """The read model of one record. Reading is safe from many threads; `refresh` lets one at a time write."""

    def __init__(
        self,
        source: Reading,
        follows: Store | None,
        place: Place,
        *,
        check_seconds: float = 0.0,
        progress: Progress | None = None,
    ) -> None:
        """Take up what stands in the place, and bring it up to date; see `open` and `of_snapshot`."""
        self._source, self._follows, self._place = source, follows, place
        self._check_seconds = check_seconds
        self._progress = progress
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        self._checked = 0.0
        self._db, self._state = _taken_up(place)
        self._steps = Steps()
        self._files: str | None = None
        self._revised = Revised(source)
        self._apart = (-1, False)
        self.version = 0
        """Grows whenever the index has changed."""
        self.behind = False
        """Whether reports have come that incidents do not rest on yet: a run is under way, or was cut short."""
        self.kept: OrderedDict[object, object] = OrderedDict()
        """Answers to questions that were asked before, by question and version."""
        self.refresh(now=True)
        self._progress = None

    @classmethod
    def open(
        cls,
        store: Store,
        *,
        check_seconds: float = 0.0,
        apart_from: int = APART_FROM,
        progress: Progress | None = None,
    ) -> Self:
        """The read model of a record, which it follows.

        Args:
            store: The record; it is only read from.
            check_seconds: How often at most `refresh` looks whether the record has changed.
            apart_from: Claims of a record from which what is not there yet is built by a process of its own.
            progress: Who is told how far that process is.

        Raises:
            RecordError: That process cannot write it, or ended before it was done.
        """
        place = Place.beside(store.path) if store.path is not None else Place.apart()
        try:
            if store.stamp()[1] >= apart_from and not _holds(place, store.heads()):
                build_apart(store.address, place.folder, progress or Silent())
            return cls(store, store, place, check_seconds=check_seconds)
        except BaseException:
            place.close()
            raise

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot) -> Self:
        """The read model of a record as known on a date, which stays as it is."""
        return cls(snapshot, None, Place.apart())

    def close(self) -> None:
        """Let go of memory and files."""
        with suppress(duckdb.Error):
            self._db.close()
        self._place.close()

    @property
    def heads(self) -> Heads:
        """The ends of the record's chains that it was made of."""
        return Heads(self._state.stored, self._state.decisions) if self._state else Heads(None, None)

    # ---- following the record

    def refresh(self, *, now: bool = False) -> bool:
        """Follow the record where it has changed; who asks meanwhile waits, so that no page is older than its record.

        Args:
            now: Look even where it was looked a moment ago.

        Returns:
            Whether the index has changed.
        """
        if not now and (self._follows is None or time.monotonic() - self._checked < self._check_seconds):
            return False
        with self._lock:
            self._checked = time.monotonic()
            if self._follows is None:
                return self._state is None and self._follow(c.State(c.form(), None, None, ""))
            files = _files(self._follows.path)
            if files and files == self._files:
                return False
            heads, derived = self._follows.heads(), self._follows.derived_of()
            self.behind = heads.stored is not None and derived != heads
            if self._state is not None and derived is None and heads.stored is not None:
                return False  # a run has cleared what it will derive; until then what stood before is shown
            # Of what was derived before the last report came nobody can say later by which rules it is up to date.
            rules = self._follows.derived_by() if derived == heads else ""
            state = c.State(c.form(), heads.stored, heads.decisions, rules)
            # The same reports, claims and decisions give the same under the same rules.
            changed = not (state.rules and derived == heads and state == self._state) and self._follow(state)
            self._files = files
            return changed

    def deciding(self) -> AbstractContextManager[None]:
        """Hold this while a decision is made; what it changed is then told by `decided`, before it is let go."""
        return self._steps.deciding()

    def decided(self, made: Made) -> None:
        """Say what a decision on the record changed, so that the next `refresh` need not look for it."""
        self._steps.tell(made.decision, made.changes)

    def _touched(self, new: c.State) -> Touched | None:
        """What differs since the record was read last, where only decisions of this server have come; else null."""
        old = self._state
        if old is None or not old.rules or replace(old, decisions=new.decisions) != new:
            self._steps.forget()
            return None
        return self._steps.between(old.decisions, new.decisions)

    def _follow(self, new: c.State) -> bool:
        """Read what differs; either all of it is taken up, or nothing."""
        old, touched = self._state, self._touched(new)
        with c.Text(self._place.text) as text, self._db.cursor() as cursor:
            cursor.execute("BEGIN")
            told: set[str] = set()
            if old is None:
                c.begin_text(text)
            if old is None or old.stored != new.stored or new.stored is None:
                told = self._read_inputs(cursor, text)
            decisions = tuple(self._source.decisions())
            if old is None or old.decisions != new.decisions:
                c.add_names(cursor, _names_decided(decisions))
            revised = self._revised.claims(new.stored, decisions)
            only = None if old is None or touched is None else _only(cursor, touched, decisions, old.decisions)
            changed = self._read_incidents(cursor, text, told, revised, first=old is None, only=only)
            if touched is None or touched.checks:
                changed = self._read_checks(cursor) or changed
            changed = changed or bool(told) or old is None or old.decisions != new.decisions
            c.set_state(cursor, text, new, secrets.token_hex(8))
            text.commit()
            cursor.execute("COMMIT")
            if changed:
                text.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                with suppress(duckdb.Error):  # somebody reads; what was written is then in the journal beside it
                    cursor.execute("CHECKPOINT")
        self._state = new
        self.version += changed
        return changed

    def _read_inputs(self, cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection) -> set[str]:
        """Reports and the sentences of claims that are new or differ.

        Returns:
            The ids of these claims, of those gone, and of reports that differ from what they were.
        """
        changed: set[str] = set()
        old = dict(cursor.execute("SELECT id, digest FROM report").fetchall())
        for batch in self._telling("Reports", 0, batches(self._source.lines(Report), _BATCH)):
            told = [(id_, line, number_of(line)) for id_, line in batch]
            fresh = [report_of(*row) for row in told if old.get(row[0]) != row[2]]
            if fresh:
                cursor.execute("DELETE FROM report WHERE id IN (SELECT unnest(?::VARCHAR[]))", [[r.id for r in fresh]])
                insert(cursor, "report", map(_OF_REPORT, fresh))
                changed.update(r.id for r in fresh if r.id in old)
        return self._read_claims(cursor, text) | changed

    def _read_claims(self, cursor: duckdb.DuckDBPyConnection, text: sqlite3.Connection) -> set[str]:
        left = dict(text.execute("SELECT id, digest FROM claim_words").fetchall())
        is_first = not left
        found: set[str] = set()
        for batch in self._telling("Claims", 1, batches(self._source.lines(Claim), _BATCH)):
            told = [(id_, line, number_of(line)) for id_, line in batch]
            fresh = [(line, digest) for id_, line, digest in told if left.pop(id_, None) != digest]
            if not fresh:
                continue
            docs = [(from_json(line), digest) for line, digest in fresh]
            of = {doc["report"] for doc, _ in docs}
            reports = {id_: from_json(line) for id_, line in self._source.lines(Report, of)}
            made = [(words_of(reports.get(doc["report"]), doc), digest) for doc, digest in docs]
            rows = ((w.id, digest, w.words) for w, digest in made)
            text.executemany("INSERT OR REPLACE INTO claim_words VALUES (?, ?, ?)", rows)
            c.add_names(cursor, ((w.report, name) for w, _ in made for name in w.names))
            if not is_first:
                found.update(w.id for w, _ in made)
        text.executemany("DELETE FROM claim_words WHERE id = ?", ((id_,) for id_ in left))
        return found | left.keys()

    def _read_incidents(
        self,
        cursor: duckdb.DuckDBPyConnection,
        text: sqlite3.Connection,
        told: set[str],
        revised: Mapping[str, Claim],
        *,
        first: bool,
        only: Collection[str] | None = None,
    ) -> bool:
        """Incidents that are new or differ, with their findings, or of whose claims some do; those gone are taken out.

        Args:
            cursor: To the columns.
            text: To the full text.
            told: Claims whose words differ, and reports.
            revised: Claims that review changed.
            first: Whether nothing stands there yet.
            only: Ids of all that may differ, where that is known.
        """
        old = {} if first else _digests(cursor, only)
        top = cursor.execute("SELECT coalesce(max(key), 0) FROM incident").fetchone()
        key = top[0] if top else 0
        changed = False
        agreement = self._source.agreement()
        basis = agreement.to_json() if agreement is not None else ""
        basis = hashlib.blake2b(basis.encode(), digest_size=8).hexdigest()
        for batch in self._telling("Incidents", None, batches(self._incidents(only), 1_000)):
            fresh: list[tuple[int, Entry]] = []
            lines: list[str] = []
            gone: list[int] = []
            for id_, line, findings in batch:
                was, digest = old.pop(id_, (0, ""))
                claims = _ids_in(line, "claims") if told or revised else ()
                new = digest_of(line, (*findings, basis, *(revised[i].to_json() for i in claims if i in revised)))
                if new != digest or (told and not told.isdisjoint((*claims, *_ids_in(line, "reports")))):
                    gone += [was] if was else []
                    key += 1
                    fresh.append((key, entry_of(id_, line, findings, new)))
                    lines.append(line)
            c.remove(cursor, text, gone)
            c.add(cursor, text, fresh)
            keys = {entry.row.id: at for at, entry in fresh}
            for part in batches(lines, _PART):
                books = books_of(self._source, [Incident.model_validate_json(n) for n in part], revised, agreement)
                c.forget(cursor, tallies.write(cursor, keys, books))
            changed = changed or bool(fresh)
        left = [was for was, _ in old.values()]
        c.remove(cursor, text, left)
        if changed or left:
            c.find_sources(cursor)
            c.put_in_order(cursor)
        return changed or bool(left)

    def _incidents(self, only: Collection[str] | None) -> Iterator[tuple[str, str, list[str]]]:
        """Every incident's line, or of those with some ids, with those of its findings, in order of id."""
        groups = groupby(self._source.lines(Finding, only), key=lambda row: row[0])
        waiting = next(groups, None)
        for id_, line in self._source.lines(Incident, only):
            findings: list[str] = []
            if waiting is not None and waiting[0] == id_:
                findings = [one for _, one in waiting[1]]
                waiting = next(groups, None)
            yield id_, line, findings

    def _telling(self, stage: str, at: int | None, rows: Iterable[list[T]]) -> Iterator[list[T]]:
        """The same rows, and how far they are told.

        Args:
            stage: What is read.
            at: Where their number stands in the stamp of the record; null where nobody knows it.
            rows: By the batch.
        """
        progress, store = self._progress, self._follows
        if progress is None or store is None:
            yield from rows
            return
        progress.begin(stage, None if at is None else (store.stamp()[:2])[at])
        for batch in rows:
            yield batch
            for _ in batch:
                progress.advance()
        progress.end()

    def _read_checks(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        rows = []
        for _, line in self._source.lines(Check):
            check = Check.model_validate_json(line)
            rows.append((check.id, check.report, check.type, check.verdict, check.verdict_as_published))
        if cursor.execute("SELECT * FROM check_ ORDER BY id").fetchall() == sorted(rows):
            return False
        cursor.execute("DELETE FROM check_")
        insert(cursor, "check_", rows)
        return True

    # ---- asking

    def revised(self) -> Mapping[str, Claim]:
        """The claims that review changed, as it left them, by id."""
        with self._lock:
            return self._revised.claims(self._state.stored if self._state else None, tuple(self._source.decisions()))

    def keep(self, question: object, answer: object) -> None:
        """Keep an answer for the next who asks the same; the oldest go first."""
        with self._keeping:
            self.kept[question] = answer
            while len(self.kept) > _MOST_KEPT:
                self.kept.popitem(last=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one request; close it."""
        return self._db.cursor()

    def terms_told_apart(self) -> bool:
        """Whether no two agreements have a term of one id."""
        known = self._apart
        if known[0] != self.version:
            sql = "SELECT count(*) = count(DISTINCT term) FROM (SELECT DISTINCT agreement, term FROM finding)"
            with self.cursor() as cursor:
                row = cursor.execute(sql).fetchone()
            known = self._apart = (self.version, bool(row and row[0]))
        return known[1]

    def search(self, words: str, *, private: bool) -> npt.NDArray[np.int32]:
        """Keys of the incidents in which every word, or one that begins with it, stands.

        Args:
            words: As somebody typed them; nothing in them is an operator.
            private: Search the words of reports too, in which victims' names stand.
        """
        tokens = _TOKEN.findall(words)
        if not tokens:
            return np.empty(0, np.int32)
        told = " AND ".join(f'"{token}"*' for token in tokens[:20])
        query = told if private else f"public : ({told})"
        with c.Text(self._place.text) as text:
            # One text of all keys: a row each takes four times as long.
            sql = "SELECT group_concat(rowid) FROM incident_text WHERE incident_text MATCH ?"
            row = text.execute(sql, (query,)).fetchone()
            return np.fromstring(row[0] or "", dtype=np.int32, sep=",")


def _taken_up(place: Place) -> tuple[duckdb.DuckDBPyConnection, c.State | None]:
    """The columns that stand in a place and what they were made of; empty ones where they are of no use."""
    if place.columns.exists():
        db = None
        try:
            db = c.open_columns(place.columns)
            state = c.state_of(db, place.text)
            if state is not None:
                return db, state
        except (duckdb.Error, sqlite3.Error) as error:
            _LOG.info("the read model is made anew: %s", error)
        if db is not None:
            db.close()
    place.clear()
    return c.open_columns(place.columns), None


def _holds(place: Place, heads: Heads) -> bool:
    """Whether a place holds a read model that needs no reading of reports and claims."""
    db, state = _taken_up(place)
    db.close()
    return state is not None and state.stored == heads.stored


def _digests(cursor: duckdb.DuckDBPyConnection, only: Collection[str] | None) -> dict[str, tuple[int, str]]:
    """Key and digest of incidents, by id."""
    if only is None:
        cursor.execute(_DIGESTS)
    else:
        cursor.execute(f"{_DIGESTS} WHERE id IN (SELECT unnest(?::VARCHAR[]))", [sorted(only)])
    return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _only(
    cursor: duckdb.DuckDBPyConnection, touched: Touched, decisions: Sequence[Decision], before: str | None
) -> frozenset[str] | None:
    """The incidents that may differ by decisions since an end of their chain; null where any may.

    What a decision changed of an incident is told. Where it changed a claim the incident's own line may stand as it is:
    these are incidents of the reports that it speaks of. Those of which something was not there are looked at as well.
    """
    reports = reports_touched(decisions, before)
    if reports is None:
        return None
    cursor.execute(
        "SELECT id FROM incident WHERE digest = '' OR key IN "
        "(SELECT key FROM incident_report WHERE report IN (SELECT unnest(?::VARCHAR[])))",
        [sorted(reports)],
    )
    return touched.incidents | {row[0] for row in cursor.fetchall()}


_LIST = json.JSONDecoder()


def _ids_in(line: str, name: str) -> list[str]:
    """A list of ids in an incident's line; the rest of the line is not read."""
    # Within a text quotation marks are escaped, so that the first such key is the incident's own.
    found: list[str] = _LIST.raw_decode(line, line.index("[", line.index(f'"{name}":')))[0]
    return found


def _names_decided(decisions: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    """Victims' names that reviewers wrote, by the reports of the claims that they corrected; those undone too."""
    for decision in decisions:
        value = decision.after
        if isinstance(value, ClaimValue) and value.change.field == "victims":
            names = [name for victim in value.change.value for name in victim.names]
            for anchor in (anchor for seen in decision.before.seen for anchor in seen.claims):
                yield from ((anchor.report, name) for name in names)


def _files(path: Path | None) -> str:
    """What tells that a file was written to: time and size of it and of its journal; empty for a record in no file."""
    told: list[str] = []
    if path is None:
        return ""
    for name in (path.name, f"{path.name}-wal"):
        try:
            found = path.with_name(name).stat()
        except OSError:
            continue
        if found.st_size:  # an empty journal is as good as none
            told.append(f"{name}:{found.st_mtime_ns}:{found.st_size}")
    return " ".join(told)
