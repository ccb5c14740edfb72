"""The store: what was read, what was extracted, and what was derived, in one database.

Reports stay. The claims of a report stand until the same report is extracted again, by another extractor. Decisions
are only ever appended. Incidents, findings and checks are derived from all of it together, and are replaced together.
Whatever is stored is entered in a log with its digest (`trucewatch.record._stored`), so that an audit can tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Final, Self, TypeVar

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from trucewatch.errors import RecordError, RecordMoved
from trucewatch.link import Decided, WeightSet
from trucewatch.model import (
    Agreement,
    Check,
    Claim,
    Decision,
    Finding,
    Incident,
    PublishedBasis,
    Record,
    Reliability,
    Report,
)
from trucewatch.read import Unreadable
from trucewatch.record import _schema as t
from trucewatch.record._database import RECORD_FILE, Address, Database, no_record, postgresql_at, sqlite_in
from trucewatch.record._migrate import Schema, schema_of, upgrade
from trucewatch.record._rows import (
    Groups,
    Heads,
    basis_documents,
    claim_row,
    derived_of,
    derived_rows,
    groups_derived,
    heads_of,
    mark_derived,
    read_basis,
    report_row,
    weights_kept,
    write_rows,
)
from trucewatch.record._stored import (
    BASIS,
    EXTRACTION,
    REPORT,
    UNREADABLE,
    claims_detail,
    enter,
    extraction_digest,
    sha256,
    unreadable_digest,
)
from trucewatch.record.derive import Basis

_BATCH = 500
"""Rows fetched at a time, so that a large record is not held in memory."""

R = TypeVar("R", bound=Record)


def utc_now() -> dt.datetime:
    """The clock of the machine."""
    return dt.datetime.now(dt.UTC)


class Store:
    """A record on disk. Use it as a context manager, or close it.

    Every writing method is one transaction: it is done wholly or not at all, also when the process dies.
    """

    def __init__(self, database: Database, address: Address, now: Callable[[], dt.datetime]) -> None:
        self._database, self._engine = database, database.engine
        self._now = now
        self.address: Final = address
        """What it was opened by, and can be opened by again."""

    @classmethod
    def open(cls, address: Address, *, create: bool = True, now: Callable[[], dt.datetime] = utc_now) -> Self:
        """Open a record, and bring its schema up to date.

        Args:
            address: The folder that holds `record.db`, or a PostgreSQL database; see `address_of`.
            create: Make the record where there is none, and the folder; a database must be there.
            now: The clock for times of extraction.

        Raises:
            RecordError: There is no record and none may be made, it is no record, or a newer version wrote it.
        """
        database = sqlite_in(address, create=create) if isinstance(address, Path) else postgresql_at(address)
        store = cls(database, address, now)
        try:
            with store._read() as connection:
                schema = schema_of(connection, database.where)
            if schema is Schema.NONE and not create:
                raise no_record(database.where)
            if schema is not Schema.CURRENT:
                with store._write() as connection:
                    upgrade(connection)
        except BaseException:
            database.engine.dispose()
            raise
        return store

    @property
    def path(self) -> Path | None:
        """The SQLite file; null for a record in PostgreSQL."""
        return self.address / RECORD_FILE if isinstance(self.address, Path) else None

    @property
    def where(self) -> str:
        """Where it stands, for messages; without a password."""
        return self._database.where

    def close(self) -> None:
        """Close all connections; SQLite then folds its journal into the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- writing

    def put_report(self, report: Report) -> bool:
        """Keep a report. The same report twice changes nothing; a date that was inferred may be inferred anew.

        Returns:
            Whether the report is new or its inferred date has changed.

        Raises:
            RecordError: Another report has this id.
        """
        line = report.to_json()
        row = report_row(report)
        with self._write() as connection:
            old = connection.scalar(select(t.reports.c.document).where(t.reports.c.id == report.id))
            if old == line:
                return False
            enter(connection, self._now(), REPORT, report.id, sha256(line))
            if old is None:
                connection.execute(insert(t.reports), row)
            elif _same_but_for_inference(Report.model_validate_json(old), report):
                connection.execute(update(t.reports).where(t.reports.c.id == report.id).values(row))
            else:
                raise RecordError(
                    "another report in the record has this id",
                    where=report.id,
                    remedy="give each report an id of its own, or none: it is then made from the content",
                )
        return True

    def extraction_done(self, report: Report, extractor: str) -> bool:
        """Whether the claims of this report are those of this extractor.

        Args:
            report: Looked up by id and by the bytes that were read.
            extractor: Everything that the claims depend on beside the report: name and version of the extractor,
                and a digest of agreement and gazetteer where they have a say.
        """
        e = t.extractions.c
        wanted = (e.report_id == report.id, e.sha256 == report.sha256, e.extractor == extractor)
        with self._read() as connection:
            return connection.scalar(select(func.count()).where(*wanted)) == 1

    def put_extraction(self, report: Report, extractor: str, claims: Sequence[Claim]) -> None:
        """Keep what an extractor found in a report, nothing included, in place of what was found before.

        Incidents, findings and checks rest on the claims and are cleared until `replace_derived` writes them anew.

        Raises:
            RecordError: The report is not in the record, a claim is of another report, or its id is taken.
        """
        for claim in claims:
            if claim.report != report.id:
                raise RecordError(f"the claim is of report {claim.report}, not {report.id}", where=claim.id)
        rows = [claim_row(i, c) for i, c in enumerate(claims)]
        at = self._now()
        done = {"report_id": report.id, "sha256": report.sha256, "extractor": extractor, "at": at}
        detail = claims_detail([(row["id"], row["document"]) for row in rows])
        with self._write(what=f"claims of {report.id}") as connection:
            _clear_derived(connection)
            digest = extraction_digest(report.id, report.sha256, extractor, detail)
            enter(connection, at, EXTRACTION, report.id, digest, detail)
            connection.execute(delete(t.claims).where(t.claims.c.report_id == report.id))
            connection.execute(delete(t.extractions).where(t.extractions.c.report_id == report.id))
            connection.execute(insert(t.extractions), done)
            if rows:
                connection.execute(insert(t.claims), rows)

    def put_basis(
        self,
        agreement: Agreement | None,
        sources: Mapping[str, Reliability],
        *,
        rating_notes: Mapping[str, str] = MappingProxyType({}),
        weights: WeightSet | None = None,
    ) -> bool:
        """Keep what derivation rests on beside reports, claims and decisions, in place of what was kept before.

        Args:
            agreement: With the geometry of its zones; null where there is none.
            sources: Admiralty letter by source, from the user's own file.
            rating_notes: Why a source is rated so, by source.
            weights: What claims are linked by; null for what they were linked by before.

        Returns:
            Whether anything differs from before; nothing is written where it does not.
        """
        with self._write() as connection:
            old = {row[0]: row[1] for row in connection.execute(select(t.basis.c.name, t.basis.c.document))}
            documents = basis_documents(agreement, sources, rating_notes, weights or weights_kept(old))
            if old == documents:
                return False
            connection.execute(delete(t.derivation))
            connection.execute(delete(t.basis))
            for name in sorted(old.keys() | documents.keys()):
                if old.get(name) != documents.get(name):
                    enter(connection, self._now(), BASIS, name, sha256(documents.get(name, "")))
            if documents:
                rows = [{"name": name, "document": document} for name, document in documents.items()]
                connection.execute(insert(t.basis), rows)
        return True

    def replace_derived(
        self,
        *,
        incidents: Iterable[Incident],
        findings: Iterable[Finding],
        checks: Iterable[Check],
        of: Heads | None = None,
        rules: str = "",
        groups: Groups = (),
    ) -> bool:
        """Keep incidents, findings and checks in place of all that were there; only rows that differ are written.

        Findings of an incident keep the order in which they are given.

        Args:
            incidents: All of them.
            findings: All of them.
            checks: All of them.
            of: The ends of the chains that they were derived from; those of this moment where not given.
            rules: Key of the rules that derived them, empty where they are not to be used again.
            groups: The groups of claims that linking found.

        Returns:
            Whether anything differs from before; nothing is written where it does not.

        Raises:
            RecordError: A finding is of an incident, or a check of a report, that is not there; or an id occurs twice.
            RecordMoved: Something was stored or decided since `of`; nothing is written.
        """
        rows = derived_rows(incidents, findings, checks)
        with self._write(what="incidents, findings and checks") as connection:
            now = heads_of(connection)
            if of is not None and of != now:
                raise RecordMoved("the record has changed meanwhile", where=self.where, remedy="derive it anew")
            changed = [write_rows(connection, table, new) for table, new in rows.items()]
            return mark_derived(connection, now, rules=rules, groups=groups) or any(changed)

    def heads(self) -> Heads:
        """The ends of the chains of what was stored and of what was decided."""
        with self._read() as connection:
            return heads_of(connection)

    def groups_derived(self, rules: str) -> Groups | None:
        """The groups that linking found, where these rules derived what is there and it is up to date; else null."""
        with self._read() as connection:
            return groups_derived(connection, rules) if derived_of(connection) == heads_of(connection) else None

    def derived_of(self) -> Heads | None:
        """The ends of the chains that incidents, findings and checks were derived from; null while they are not."""
        with self._read() as connection:
            return derived_of(connection)

    def derived_by(self) -> str:
        """The key of the rules that derived what is there; empty where nothing is, or it is not to be used again."""
        with self._read() as connection:
            return connection.scalar(select(t.derivation.c.rules)) or ""

    def replace_unreadable(self, inputs: Iterable[Unreadable]) -> None:
        """Keep what the last run could not read, in place of what the run before could not.

        Nothing is derived from it: what was derived from the record as it stood is so from the record as it then is.
        """
        at = self._now()
        inputs = {u.where: u for u in inputs}.values()
        rows = {u.where: {**asdict(u), "at": at} for u in inputs}
        with self._write() as connection:
            before = heads_of(connection)
            connection.execute(delete(t.unreadable))
            told = [(u.where, u.reason, u.remedy, u.code) for u in sorted(inputs, key=lambda u: u.where)]
            enter(connection, at, UNREADABLE, "", unreadable_digest(told))
            if rows:
                connection.execute(insert(t.unreadable), list(rows.values()))
            if derived_of(connection) == before:
                connection.execute(update(t.derivation).values(stored_hash=heads_of(connection).stored))

    # ---- reading, always in the same order whatever the order of writing

    def reports(self) -> Iterator[Report]:
        """All reports by day of publication, those without one last, then by id."""
        c = t.reports.c
        return self._records(Report, select(c.document).order_by(c.published.is_(None), c.published, c.id))

    def claims(self) -> Iterator[Claim]:
        """All claims by report, within a report in the order of extraction."""
        c = t.claims.c
        return self._records(Claim, select(c.document).order_by(c.report_id, c.position))

    def claims_of(self, report: str) -> tuple[Claim, ...]:
        """The claims of one report, in the order of extraction."""
        c = t.claims.c
        return tuple(self._records(Claim, select(c.document).where(c.report_id == report).order_by(c.position)))

    def claim(self, id_: str) -> Claim | None:
        """The claim with this id, or null."""
        return next(self._records(Claim, select(t.claims.c.document).where(t.claims.c.id == id_)), None)

    def report(self, id_: str) -> Report | None:
        """The report with this id, or null."""
        return next(self._records(Report, select(t.reports.c.document).where(t.reports.c.id == id_)), None)

    def incidents(self) -> Iterator[Incident]:
        """All incidents by first day, those without one last, then by id."""
        c = t.incidents.c
        return self._records(Incident, select(c.document).order_by(c.first_day.is_(None), c.first_day, c.id))

    def findings(self) -> Iterator[Finding]:
        """All findings in the order of their incidents, within an incident as they were given."""
        n, f = t.incidents.c, t.findings.c
        order = (n.first_day.is_(None), n.first_day, n.id, f.position)
        return self._records(Finding, select(f.document).join(t.incidents, n.id == f.incident_id).order_by(*order))

    def checks(self) -> Iterator[Check]:
        """All checks by report, within a report in the order of the text."""
        c = t.checks.c
        return self._records(Check, select(c.document).order_by(c.report_id, c.start, c.id))

    def lines(self, kind: type[Record], ids: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """Records as the JSON that is stored, for those that need a few of many, or a few fields of all.

        Args:
            kind: `Report`, `Claim`, `Incident`, `Finding` or `Check`.
            ids: Only those with these ids; for findings, those of these incidents.

        Yields:
            The id (of a finding: its incident's) and the line, in order of id; claims by report, and within a report in
            the order of extraction.
        """
        table, key, order = _LINES[kind]
        query = select(key, table.c.document).order_by(*order)
        wanted = [None] if ids is None else [tuple(part) for part in _parts(sorted(set(ids)), _BATCH)]
        with self._read() as connection:
            for part in wanted:
                rows = query if part is None else query.where(key.in_(part))
                with connection.execution_options(yield_per=_BATCH).execute(rows) as found:
                    yield from ((row[0], row[1]) for row in found)

    def stamp(self) -> tuple[int, int, str]:
        """What changes when reports or claims do: how many there are of each, and when the last were extracted."""
        with self._read() as connection:
            reports = connection.scalar(select(func.count()).select_from(t.reports)) or 0
            claims = connection.scalar(select(func.count()).select_from(t.claims)) or 0
            last = connection.scalar(select(func.max(t.extractions.c.at)))
        return reports, claims, str(last)

    def decisions(self) -> Iterator[Decision]:
        """All decisions in the order in which they were made, those undone included."""
        return self._records(Decision, select(t.decisions.c.document).order_by(t.decisions.c.position))

    def basis(self) -> Basis:
        """All that incidents, findings and checks are derived from."""
        return read_basis(
            self._basis_kept(),
            reports=tuple(self.reports()),
            claims=tuple(self.claims()),
            decisions=tuple(self.decisions()),
        )

    def agreement(self) -> Agreement | None:
        """The agreement that findings were made against, with the geometry of its zones; null where there is none."""
        return read_basis(self._basis_kept(), reports=(), claims=(), decisions=()).agreement

    def weights(self) -> WeightSet:
        """What claims are linked by; no report or claim is read for it."""
        return weights_kept(self._basis_kept())

    def ratings(self) -> dict[str, Reliability]:
        """How reliable sources are, by the last decision on each, else by the user's file; no report is read for it."""
        kept = read_basis(self._basis_kept(), reports=(), claims=(), decisions=()).sources
        return {**kept, **Decided(self.decisions()).ratings}

    def reviewed_claims(self) -> Iterator[Claim]:
        """All claims as review left them, corrected and without those rejected, in the order of `claims`."""
        decided = Decided(self.decisions())
        return iter(decided.reviewed(tuple(self.claims()))) if decided.standing else self.claims()

    def unreadable(self) -> tuple[Unreadable, ...]:
        """What the last run could not read, by place."""
        c = t.unreadable.c
        with self._read() as connection:
            rows = connection.execute(select(c.where, c.reason, c.remedy, c.code).order_by(c.where)).all()
        return tuple(Unreadable(*row) for row in rows)

    def extractors(self) -> dict[str, int]:
        """Each extractor whose claims stand in the record, with the number of its reports."""
        c = t.extractions.c
        with self._read() as connection:
            rows = connection.execute(select(c.extractor, func.count()).group_by(c.extractor).order_by(c.extractor))
            return {row[0]: row[1] for row in rows}

    # ---- connections

    def _basis_kept(self) -> dict[str, str]:
        """What `basis_documents` made, by name."""
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(select(t.basis.c.name, t.basis.c.document))}

    def _records(self, kind: type[R], query: Select[Any]) -> Iterator[R]:
        with self._read() as connection, connection.execution_options(yield_per=_BATCH).execute(query) as found:
            for line in found.scalars():
                try:
                    yield kind.model_validate_json(line)
                except ValidationError as error:
                    raise RecordError(
                        f"a stored {kind.__name__.lower()} does not fit this version: {error.errors()[0]['msg']}",
                        where=self.where,
                        remedy="run again into a new folder",
                    ) from error

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        try:
            opened = self._engine.connect()
        except DBAPIError as error:
            raise self._database.unopened(error.orig) from error
        with opened as connection:
            yield connection

    @contextmanager
    def _write(self, what: str = "the record") -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
        except IntegrityError as error:
            raise RecordError(f"{what}: {error.orig}", where=self.where) from error
        except DBAPIError as error:
            raise RecordError(
                f"cannot write {what}: {error.orig}",
                where=self.where,
                remedy=self._database.remedy,
            ) from error


def _same_but_for_inference(old: Report, new: Report) -> bool:
    """Whether two reports differ at most in a date that neither was given."""
    if PublishedBasis.GIVEN in (old.published_basis, new.published_basis):
        return old == new
    date = {"published": None, "published_basis": PublishedBasis.UNKNOWN}
    return old.model_copy(update=date) == new.model_copy(update=date)


_LINES: Mapping[type[Record], tuple[Table, Column[Any], tuple[Column[Any], ...]]] = {
    Report: (t.reports, t.reports.c.id, (t.reports.c.id,)),
    Claim: (t.claims, t.claims.c.id, (t.claims.c.report_id, t.claims.c.position)),
    Incident: (t.incidents, t.incidents.c.id, (t.incidents.c.id,)),
    Finding: (t.findings, t.findings.c.incident_id, (t.findings.c.incident_id, t.findings.c.position)),
    Check: (t.checks, t.checks.c.id, (t.checks.c.id,)),
    Decision: (t.decisions, t.decisions.c.id, (t.decisions.c.position,)),
}
"""Of each kind of record its table, the column of the id, and the order in which lines are given."""


def _parts(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[i : i + size] for i in range(0, len(ids), size))


def _clear_derived(connection: Connection) -> None:
    for table in (t.findings, t.checks, t.incidents, t.derivation):
        connection.execute(delete(table))
