"""Whether a record is what was stored and decided, and nothing else: chains, triggers, digests, and a rebuild.

Each check names the row that does not fit. What an audit cannot tell is said in docs/review.md: somebody who can write
the file can write all of it anew, chains included; a copy of the last hash kept elsewhere tells that too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, select

from trucewatch.model import Claim, Decision, Report, decision_id, hash_of
from trucewatch.record import _schema as t
from trucewatch.record._rows import (
    Heads,
    Row,
    claim_row,
    decision_row,
    derived_of,
    derived_rows,
    groups_derived,
    heads_of,
    report_row,
)
from trucewatch.record._stored import (
    BASIS,
    EXTRACTION,
    REPORT,
    UNREADABLE,
    Entry,
    claims_detail,
    entries,
    extraction_digest,
    moment,
    sha256,
    unreadable_digest,
)
from trucewatch.record._triggers import CHAINED, missing_triggers
from trucewatch.record.derive import Basis, Derived, derive
from trucewatch.record.store import Store


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a record that does not fit.

    Attributes:
        table: Where.
        row: Which row: an id, or the position in a chain; empty where it is the table itself.
        what: What is wrong with it, in words.
    """

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        """`table row: what` in one line."""
        return f"{self.table} {self.row}: {self.what}" if self.row else f"{self.table}: {self.what}"


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found.

    Attributes:
        faults: None where all is well.
        heads: The ends of both chains, to be kept elsewhere and compared with the next audit.
        counts: Rows looked at, by table.
    """

    faults: tuple[Fault, ...]
    heads: Heads
    counts: Mapping[str, int]


def audit_record(store: Store, *, derive_anew: Callable[[Basis], Derived] = derive) -> Audit:
    """Hold every row of a record against the chains and against a rebuild; nothing is written.

    Args:
        store: The record.
        derive_anew: Derives incidents, findings and checks from a basis.
    """
    with store._read() as connection:
        log = list(entries(connection))
        faults = [
            *_triggers(connection),
            *_log_chain(log),
            *_decision_chain(connection),
            *_held(connection, log),
        ]
        heads, of = heads_of(connection), derived_of(connection)
        counts = {
            table.name: len(connection.execute(select(*table.primary_key.columns)).all())
            for table in t.metadata.sorted_tables
        }
        if of != heads:
            faults.append(
                Fault("derivation", "", "incidents, findings and checks are not of this state; rebuild the record")
            )
        if not faults:
            faults += _rebuilt(connection, derive_anew(store.basis()))
    return Audit(tuple(faults), heads, counts)


def _triggers(connection: Connection) -> Iterator[Fault]:
    for table in CHAINED:
        for name in missing_triggers(connection, table):
            yield Fault(table, "", f"the trigger {name} is missing or changed, so that rows could be changed")


# ---- chains


def _log_chain(log: Sequence[Entry]) -> Iterator[Fault]:
    previous: str | None = None
    for number, entry in enumerate(log, 1):
        row = str(entry.position)
        if entry.position != number:
            yield Fault("stored", row, f"number {number} is missing from the log")
            return
        if entry.hash != entry.own_hash:
            yield Fault("stored", row, f"the entry on {entry.kind} {entry.subject} was changed")
        elif entry.previous_hash != previous:
            yield Fault("stored", row, "does not follow on the entry before it")
        previous = entry.hash


def _decision_chain(connection: Connection) -> Iterator[Fault]:
    previous: str | None = None
    for number, row in enumerate(connection.execute(select(t.decisions).order_by(t.decisions.c.position)), 1):
        name = row.id
        if row.position != number:
            yield Fault("decisions", name, f"decision number {number} is missing")
            return
        try:
            decision = Decision.model_validate_json(row.document)
        except ValidationError as error:
            yield Fault("decisions", name, f"cannot be read: {error.errors()[0]['msg']}")
            return
        if dict(row._mapping) != decision_row(number, decision):
            yield Fault("decisions", name, "its columns or its line were changed")
        elif decision.hash != hash_of(decision) or decision.id != decision_id(decision):
            yield Fault("decisions", name, "was changed: its hash is not its own")
        elif decision.previous_hash != previous:
            yield Fault("decisions", name, "does not follow on the decision before it")
        previous = row.hash


# ---- what was stored, against the log


def _held(connection: Connection, log: Iterable[Entry]) -> Iterator[Fault]:
    last = {(entry.kind, entry.subject): entry for entry in log}
    yield from _reports(connection, last)
    yield from _extractions(connection, last)
    yield from _basis(connection, last)
    rows = connection.execute(select(t.unreadable).order_by(t.unreadable.c.where)).all()
    entry = last.get((UNREADABLE, ""))
    digest = unreadable_digest([(row.where, row.reason, row.remedy, row.code) for row in rows])
    moved = entry is not None and any(moment(row.at) != entry.at for row in rows)
    if digest != (entry.digest if entry else unreadable_digest([])) or moved:
        yield Fault("unreadable", "", "rows were added, changed or deleted")


_Last = Mapping[tuple[str, str], Entry]


def _reports(connection: Connection, last: _Last) -> Iterator[Fault]:
    found = set()
    for row in connection.execute(select(t.reports).order_by(t.reports.c.id)):
        found.add(row.id)
        entry = last.get((REPORT, row.id))
        if entry is None:
            yield Fault("reports", row.id, "was never stored by the record")
        elif entry.digest != sha256(row.document):
            yield Fault("reports", row.id, "was changed after it was stored")
        elif not _fits(row, lambda line: report_row(Report.model_validate_json(line))):
            yield Fault("reports", row.id, "its columns are not those of its line")
    for kind, subject in sorted(last):
        if kind == REPORT and subject not in found:
            yield Fault("reports", subject, "was deleted")


def _extractions(connection: Connection, last: _Last) -> Iterator[Fault]:
    claims: dict[str, list[Any]] = {}
    for row in connection.execute(select(t.claims).order_by(t.claims.c.report_id, t.claims.c.position)):
        claims.setdefault(row.report_id, []).append(row)
    done = {row.report_id: row for row in connection.execute(select(t.extractions))}
    logged = {subject for kind, subject in last if kind == EXTRACTION}
    for report in sorted(done.keys() | claims.keys() | logged):
        rows, own, entry = claims.get(report, []), done.get(report), last.get((EXTRACTION, report))
        if entry is None or own is None:
            what = "was deleted" if own is None else "was never stored by the record"
            yield Fault("extractions", report, what)
            continue
        faults = list(_claims(rows, entry))
        yield from faults
        detail = claims_detail([(r.id, r.document) for r in rows])
        same = entry.digest == extraction_digest(report, own.sha256, own.extractor, detail)
        if not faults and not (same and moment(own.at) == entry.at):
            yield Fault("extractions", report, "was changed after it was stored")


def _claims(rows: Sequence[Any], entry: Entry) -> Iterator[Fault]:
    wanted = dict(json.loads(entry.detail or "[]"))
    for number, row in enumerate(rows):
        if row.id not in wanted:
            yield Fault("claims", row.id, "was never stored by the record")
        elif wanted[row.id] != sha256(row.document):
            yield Fault("claims", row.id, "was changed after it was stored")
        elif not _fits(row, lambda line, n=number: claim_row(n, Claim.model_validate_json(line))):  # type: ignore[misc]
            yield Fault("claims", row.id, "its columns are not those of its line, or its place is another")
    for name in sorted(wanted.keys() - {row.id for row in rows}):
        yield Fault("claims", name, "was deleted")


def _basis(connection: Connection, last: _Last) -> Iterator[Fault]:
    rows = {row.name: row.document for row in connection.execute(select(t.basis))}
    logged = {subject for kind, subject in last if kind == BASIS}
    for name in sorted(rows.keys() | logged):
        entry = last.get((BASIS, name))
        if entry is None or entry.digest != sha256(rows.get(name, "")):
            yield Fault("basis", name, "was added, changed or deleted behind the record's back")


def _fits(row: Any, made: Callable[[str], Row]) -> bool:
    """Whether the searched columns are those that the stored line gives."""
    try:
        return dict(row._mapping) == made(row.document)
    except ValidationError:
        return False


# ---- what was derived, against a rebuild


def _rebuilt(connection: Connection, derived: Derived) -> Iterator[Fault]:
    groups = groups_derived(connection, derived.rules)
    if groups is not None and groups != derived.groups:
        yield Fault("derivation", "", "the groups of claims were changed: a rebuild gives others")
    wanted = derived_rows(derived.incidents, derived.findings, derived.checks)
    for table, rows in wanted.items():
        key = _KEYS[table.name]
        new = {tuple(row[name] for name in key): row for row in rows}
        old = {
            tuple(row._mapping[name] for name in key): dict(row._mapping) for row in connection.execute(select(table))
        }
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                what = "was added" if name not in new else "was deleted" if name not in old else "was changed"
                yield Fault(table.name, " ".join(name), f"{what}: a rebuild gives another")


_KEYS: Final = {
    "incidents": ("id",),
    "findings": ("incident_id", "agreement", "term"),
    "checks": ("id",),
}
