"""Records as rows of their tables: a function each, so that storing and auditing speak of the same row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, insert, select, tuple_, update

from trucewatch.link import WeightSet
from trucewatch.model import (
    Agreement,
    Check,
    Claim,
    Decision,
    Finding,
    Incident,
    Reliability,
    Report,
    day_of,
)
from trucewatch.record import _schema as t
from trucewatch.record._stored import end_of
from trucewatch.record.derive import Basis

Row = dict[str, Any]
Key = tuple[Any, ...]
_PART: Final = 300
"""Keys in one statement at most: SQLite bounds the number of its parameters."""

# ---- rows


def report_row(report: Report) -> Row:
    """The row of a report."""
    return {"id": report.id, "sha256": report.sha256, "published": report.published, "document": report.to_json()}


def claim_row(position: int, claim: Claim) -> Row:
    """The row of a claim; `position` counts within its report, from 0."""
    return {
        "id": claim.id,
        "report_id": claim.report,
        "position": position,
        "kind": claim.kind.value,
        "document": claim.to_json(),
    }


def decision_row(position: int, decision: Decision) -> Row:
    """The row of a decision; `position` counts from 1."""
    return {
        "position": position,
        "id": decision.id,
        "at": decision.at,
        "actor": decision.actor,
        "action": decision.action.value,
        "subject": decision.subject,
        "previous_hash": decision.previous_hash,
        "hash": decision.hash,
        "document": decision.to_json(),
    }


def incident_row(incident: Incident) -> Row:
    """The row of an incident."""
    start = incident.when.start if incident.when else None
    return {
        "id": incident.id,
        "first_day": day_of(start).isoformat() if start else None,
        "kind": incident.kind.value,
        "document": incident.to_json(),
    }


def finding_row(position: int, finding: Finding) -> Row:
    """The row of a finding; `position` counts within its incident, from 0."""
    return {
        "incident_id": finding.incident,
        "agreement": finding.agreement,
        "term": finding.term,
        "position": position,
        "verdict": finding.verdict.value,
        "document": finding.to_json(),
    }


def finding_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """The rows of findings, counted within each incident."""
    seen: Counter[str] = Counter()
    for finding in findings:
        yield finding_row(seen[finding.incident], finding)
        seen[finding.incident] += 1


def check_row(check: Check) -> Row:
    """The row of a check."""
    return {"id": check.id, "report_id": check.report, "start": check.start, "document": check.to_json()}


def derived_rows(
    incidents: Iterable[Incident], findings: Iterable[Finding], checks: Iterable[Check]
) -> Mapping[Table, list[Row]]:
    """The rows of everything derived, by table, those that others refer to first."""
    return {
        t.incidents: [incident_row(n) for n in incidents],
        t.findings: list(finding_rows(findings)),
        t.checks: [check_row(k) for k in checks],
    }


# ---- writing what differs


def _key(table: Table, row: Mapping[Any, Any]) -> Key:
    return tuple(row[column.name] for column in table.primary_key.columns)


def write_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> bool:
    """Make a table hold these rows and no others; rows that are there already are left alone.

    Returns:
        Whether anything was written.
    """
    names = [column.name for column in table.columns]
    old: dict[Key, Key] = {}
    for found in connection.execute(select(table)):
        old[_key(table, found._mapping)] = tuple(found)
    new = {_key(table, row): row for row in rows}
    if len(new) < len(rows):
        # The database says which id occurs twice, in its own words.
        connection.execute(insert(table), list(rows))
    return write_changes(
        connection,
        table,
        gone=[key for key in old if key not in new],
        changed=[row for key, row in new.items() if key in old and old[key] != tuple(row[n] for n in names)],
        added=[row for key, row in new.items() if key not in old],
    )


def write_changes(
    connection: Connection,
    table: Table,
    *,
    gone: Sequence[Key],
    changed: Sequence[Row],
    added: Sequence[Row],
) -> bool:
    """Delete, update and insert rows of a table by their keys; returns whether there was anything to do."""
    keys = list(table.primary_key.columns)
    if table is t.incidents and gone:
        _delete(connection, t.findings, [t.findings.c.incident_id], gone)
    _delete(connection, table, keys, gone)
    for row in changed:
        where = [column == row[column.name] for column in keys]
        connection.execute(update(table).where(*where).values(row))
    if added:
        connection.execute(insert(table), list(added))
    return bool(gone or changed or added)


def _delete(connection: Connection, table: Table, columns: Sequence[Any], keys: Sequence[Key]) -> None:
    for at in range(0, len(keys), _PART):
        part = keys[at : at + _PART]
        only = columns[0].in_([key[0] for key in part]) if len(columns) == 1 else tuple_(*columns).in_(part)
        connection.execute(delete(table).where(only))


# ---- what was derived from what


@dataclass(frozen=True, slots=True)
class Heads:
    """The ends of two chains: what was stored, and what was decided; null where there is nothing yet."""

    stored: str | None
    decisions: str | None


def heads_of(connection: Connection) -> Heads:
    """The ends of both chains."""
    return Heads(end_of(connection, t.stored)[1], end_of(connection, t.decisions)[1])


def derived_of(connection: Connection) -> Heads | None:
    """What the derived rows were derived from, null while they are not."""
    d = t.derivation.c
    row = connection.execute(select(d.stored_hash, d.decisions_hash)).first()
    return Heads(row[0], row[1]) if row else None


Groups = tuple[tuple[str, ...], ...]
"""Ids of claims by the groups that linking found, before any decision."""


def groups_derived(connection: Connection, rules: str) -> Groups | None:
    """The groups that were found when the derived rows were made by these rules; null where others made them."""
    d = t.derivation.c
    row = connection.execute(select(d.groups).where(d.rules == rules)).first()
    return tuple(tuple(group) for group in json.loads(row[0])) if row and row[0] else None


def mark_derived(connection: Connection, heads: Heads, *, rules: str = "", groups: Groups = ()) -> bool:
    """Say what the derived rows were derived from, and how; returns whether that is news."""
    d = t.derivation.c
    if rules:
        # The groups, which are many, hang on what is stored and on the rules alone.
        same = (d.stored_hash == heads.stored) & (d.rules == rules)
        other = d.decisions_hash.is_distinct_from(heads.decisions)
        if connection.execute(update(t.derivation).where(same, other).values(decisions_hash=heads.decisions)).rowcount:
            return True
    row = {
        "id": 1,
        "stored_hash": heads.stored,
        "decisions_hash": heads.decisions,
        "rules": rules or None,
        "groups": json.dumps(groups, separators=(",", ":")) if rules else None,
    }
    old = connection.execute(select(d.id, d.stored_hash, d.decisions_hash, d.rules, d.groups)).first()
    if old is not None and dict(old._mapping) == row:
        return False
    connection.execute(delete(t.derivation))
    connection.execute(insert(t.derivation), row)
    return True


# ---- the basis beside reports, claims and decisions

_AGREEMENT, _SOURCES, _WEIGHTS = "agreement", "sources", "weights"


def basis_documents(
    agreement: Agreement | None,
    sources: Mapping[str, Reliability],
    notes: Mapping[str, str],
    weights: WeightSet = WeightSet.CONFLICT,
) -> dict[str, str]:
    """What is kept of it, by name; what is as in a new record is not."""
    documents = {}
    if agreement is not None:
        documents[_AGREEMENT] = json.dumps(agreement.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    if sources or notes:
        rows = {"ratings": {k: str(sources[k]) for k in sorted(sources)}, "notes": {k: notes[k] for k in sorted(notes)}}
        documents[_SOURCES] = json.dumps(rows, ensure_ascii=False)
    if weights is not WeightSet.CONFLICT:
        documents[_WEIGHTS] = weights.value
    return documents


def weights_kept(documents: Mapping[str, str]) -> WeightSet:
    """What claims are linked by."""
    return WeightSet(documents.get(_WEIGHTS, WeightSet.CONFLICT))


def read_basis(
    documents: Mapping[str, str],
    *,
    reports: tuple[Report, ...],
    claims: tuple[Claim, ...],
    decisions: tuple[Decision, ...],
) -> Basis:
    """The basis with what `basis_documents` kept."""
    rows = json.loads(documents.get(_SOURCES, "{}"))
    return Basis(
        reports=reports,
        claims=claims,
        decisions=decisions,
        agreement=Agreement.model_validate_json(documents[_AGREEMENT]) if _AGREEMENT in documents else None,
        sources=MappingProxyType({name: Reliability(letter) for name, letter in rows.get("ratings", {}).items()}),
        rating_notes=MappingProxyType(rows.get("notes", {})),
        weights=weights_kept(documents),
    )
