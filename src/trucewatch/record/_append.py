"""Append a decision and write what it changes, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, insert

from trucewatch.model import Check, Decision, Finding, Incident
from trucewatch.record import _schema as t
from trucewatch.record._rows import (
    Heads,
    Key,
    Row,
    check_row,
    decision_row,
    derived_of,
    derived_rows,
    finding_row,
    heads_of,
    incident_row,
    mark_derived,
    write_changes,
    write_rows,
)
from trucewatch.record._stored import end_of
from trucewatch.record.changes import Difference
from trucewatch.record.derive import Derived


def append_decision(
    connection: Connection, decision: Decision, *, old: Derived, new: Derived, alone: Difference
) -> Heads:
    """Append a decision and bring the derived rows from one state to the next.

    Where the rows are not those of the old state (a run that was cut short has cleared them) all are written.

    Returns:
        The ends of the chains after it.
    """
    before = heads_of(connection)
    up_to_date = derived_of(connection) == before
    position, _ = end_of(connection, t.decisions)
    connection.execute(insert(t.decisions), decision_row(position + 1, decision))
    if up_to_date:
        _write_difference(connection, old, new, alone)
    else:
        for table, rows in derived_rows(new.incidents, new.findings, new.checks).items():
            write_rows(connection, table, rows)
    after = heads_of(connection)
    mark_derived(connection, after, rules=new.rules, groups=new.groups)
    return after


def _write_difference(connection: Connection, old: Derived, new: Derived, alone: Difference) -> None:
    """Incidents first, since findings refer to them; what goes is deleted with its findings."""
    ids = {n.id for n in new.incidents}
    _write(connection, t.incidents, {(n.id,): (0, n) for n in alone.old}, {(n.id,): (0, n) for n in alone.new})
    # The findings of an incident are made together: where all of them are shared, none of its rows differs.
    of = {f.incident for f in (*alone.was, *alone.now) if f.incident in ids}
    was, now = (_placed(f for f in findings if f.incident in of) for findings in (old.findings, new.findings))
    _write(connection, t.findings, was, now)
    _write(connection, t.checks, {(k.id,): (0, k) for k in old.checks}, {(k.id,): (0, k) for k in new.checks})


_Placed = Mapping[Key, tuple[int, Incident | Finding | Check]]
"""Records by key, each with its position among those of its incident."""


def _placed(findings: Iterable[Finding]) -> _Placed:
    seen: Counter[str] = Counter()
    found: dict[Key, tuple[int, Incident | Finding | Check]] = {}
    for finding in findings:
        found[finding.incident, finding.agreement, finding.term] = seen[finding.incident], finding
        seen[finding.incident] += 1
    return found


def _write(connection: Connection, table: Table, old: _Placed, new: _Placed) -> None:
    """Records that both states share are the same objects where nothing was derived anew, which is quick to see."""
    differs = [(key, row) for key, row in new.items() if key in old and old[key][1] is not row[1] and old[key] != row]
    write_changes(
        connection,
        table,
        gone=[key for key in old if key not in new],
        changed=[_row(*row) for _, row in differs],
        added=[_row(*row) for key, row in new.items() if key not in old],
    )


def _row(position: int, record: Incident | Finding | Check) -> Row:
    if isinstance(record, Incident):
        return incident_row(record)
    return finding_row(position, record) if isinstance(record, Finding) else check_row(record)
