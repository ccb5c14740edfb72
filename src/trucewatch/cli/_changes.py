"""Differences between two states of a record as lines of text, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from trucewatch.cli._ledger import account, day, figure, place
from trucewatch.cli._options import printable
from trucewatch.model import KINDS, Incident, Range, When, Where
from trucewatch.record import Changes, CheckChanged, FindingChanged, IncidentChanged

_SILENT = ("id", "claims", "reports", "victims", "grade_reason")
"""Fields whose change is told in the head of the line, or follows from another that is told."""


def change_lines(changes: Changes) -> Iterator[str]:
    """One line a difference: new, gone and changed incidents, verdicts, checks, totals."""
    for incident in changes.added:
        yield printable(f"+ {incident.id}: {_short(incident)}")
    for incident in changes.removed:
        yield printable(f"- {incident.id}: {_short(incident)}")
    for change in changes.changed:
        yield printable(f"~ {_name(change)}: {'; '.join(_fields(change)) or 'its reasons'}")
    for finding in changes.findings:
        yield printable(f"~ {_finding(finding)}")
    for check in changes.checks:
        yield printable(f"~ {_check(check)}")
    for total in changes.totals:
        old, new = ("open" if n is None else str(n) for n in (total.old, total.new))
        yield printable(f"= {total.name}: {old} -> {new}")


def change_rows(changes: Changes) -> Iterator[str]:
    """The same as JSON Lines; `type` is `incident`, `finding`, `check` or `total`, and a null side is none."""
    for incident in changes.added:
        yield _json("incident", incident.id, None, incident.model_dump(mode="json"), ())
    for incident in changes.removed:
        yield _json("incident", incident.id, incident.model_dump(mode="json"), None, ())
    for change in changes.changed:
        was, now = (n.model_dump(mode="json", include=set(change.fields)) for n in (change.old, change.new))
        yield _json("incident", change.new.id, was, now, change.fields)
    for finding in changes.findings:
        either = finding.new or finding.old
        name = f"{either.incident}/{either.agreement}/{either.term}" if either else ""
        old, new = (f.model_dump(mode="json") if f else None for f in (finding.old, finding.new))
        yield _json("finding", name, old, new, ("verdict", "attributed_to"))
    for check in changes.checks:
        known = check.new or check.old
        old, new = (k.model_dump(mode="json") if k else None for k in (check.old, check.new))
        yield _json("check", known.id if known else "", old, new, ("verdict", "verdict_as_published", "record"))
    for total in changes.totals:
        yield _json("total", total.name, total.old, total.new, ())


def _json(type_: str, id_: str, old: object, new: object, fields: tuple[str, ...]) -> str:
    row = {"type": type_, "id": id_, "fields": list(fields), "old": old, "new": new}
    return json.dumps(row, ensure_ascii=False)


def _short(incident: Incident) -> str:
    parts = [day(incident.when), KINDS[incident.kind].label, place(incident.where)]
    if incident.killed:
        parts.append(f"killed {figure(incident.killed)}")
    if incident.injured:
        parts.append(f"injured {figure(incident.injured)}")
    return ", ".join(parts)


def _name(change: IncidentChanged) -> str:
    old, new = change.old.id, change.new.id
    return new if old == new else f"{new} (was {old})"


def _fields(change: IncidentChanged) -> Iterator[str]:
    for name in change.fields:
        if name in _SILENT:
            continue
        old, new = (_value(getattr(n, name)) for n in (change.old, change.new))
        yield f"{name} {old or 'none'} -> {new or 'none'}"
    more = len(change.new.claims) - len(change.old.claims)
    if "claims" in change.fields:
        yield f"claims {len(change.old.claims)} -> {len(change.new.claims)}" if more else "other claims"


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Range):
        return figure(value)
    if isinstance(value, When):
        return day(value)
    if isinstance(value, Where):
        return place(value)
    if isinstance(value, tuple):
        return " / ".join(account(one) for one in value)
    return str(value)


def _finding(change: FindingChanged) -> str:
    either = change.new or change.old
    assert either is not None
    old, new = (str(v) if v else "none" for v in change.verdicts)
    sides = [f.attributed_to if f else None for f in (change.old, change.new)]
    told = f", attributed to {sides[0] or 'nobody'} -> {sides[1] or 'nobody'}" if sides[0] != sides[1] else ""
    return f"finding {either.term} on {either.incident}: {old} -> {new}{told}"


def _check(change: CheckChanged) -> str:
    either = change.new or change.old
    assert either is not None
    old, new = (k.verdict.value if k else "none" for k in (change.old, change.new))
    return f'check "{either.quote}" of {either.report}: {old} -> {new}'
