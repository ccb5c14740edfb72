"""What differs between two states of a record: before and after a decision, or as known on two dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.assess.umbrellas import Bounds, Member, added_up
from trucewatch.model import Check, Effect, Finding, Incident, Range, Verdict
from trucewatch.record.derive import Derived

FIELDS: Final = tuple(name for name in Incident.model_fields if name not in ("history", "variants"))
"""Fields of an incident in which a change is told; history and variants follow from the claims."""


@dataclass(frozen=True, slots=True)
class IncidentChanged:
    """One incident before and after.

    Attributes:
        old: As it was.
        new: As it is; its id may be another, since ids follow from content.
        fields: Names of the fields that differ, in the order of the contract.
    """

    old: Incident
    new: Incident
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingChanged:
    """One term on one incident before and after; null where there was, or is, no finding."""

    old: Finding | None
    new: Finding | None

    @property
    def verdicts(self) -> tuple[Verdict | None, Verdict | None]:
        """The verdict before and after."""
        return self.old.verdict if self.old else None, self.new.verdict if self.new else None


@dataclass(frozen=True, slots=True)
class CheckChanged:
    """One statement's check before and after; null where there was, or is, none."""

    old: Check | None
    new: Check | None


@dataclass(frozen=True, slots=True)
class TotalChanged:
    """A total over the record before and after; null where it is open.

    `name` is `incidents`, an effect with `low`, `best` or `high` (`killed best`), a verdict under a term
    (`alleged_violation TERM`), or `checks VERDICT`.
    """

    name: str
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that differs, each list in a fixed order."""

    added: tuple[Incident, ...] = ()
    removed: tuple[Incident, ...] = ()
    changed: tuple[IncidentChanged, ...] = ()
    findings: tuple[FindingChanged, ...] = ()
    checks: tuple[CheckChanged, ...] = ()
    totals: tuple[TotalChanged, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.findings or self.checks or self.totals)


def compare(old: Derived, new: Derived, *, before: Totals | None = None, after: Totals | None = None) -> Changes:
    """The differences between two states of a record.

    Incidents go together by id; those left over by the claims that they share, most first.

    Args:
        old: The state before.
        new: The state after.
        before: The totals of `old`, where they are known already.
        after: Those of `new`.
    """
    pairs = _pairs(old.incidents, new.incidents)
    was = {id(one) for one, _ in pairs}
    now = {id(other) for _, other in pairs}
    changed = []
    for one, other in pairs:
        fields = () if one is other else tuple(n for n in FIELDS if getattr(one, n) != getattr(other, n))
        if fields:
            changed.append(IncidentChanged(one, other, fields))
    return Changes(
        added=tuple(n for n in new.incidents if id(n) not in now),
        removed=tuple(n for n in old.incidents if id(n) not in was),
        changed=tuple(changed),
        findings=tuple(_findings(old, new, pairs)),
        checks=tuple(_checks(old.checks, new.checks)),
        totals=tuple(_totals(before or totals(old), after or totals(new))),
    )


def _pairs(old: Sequence[Incident], new: Sequence[Incident]) -> list[tuple[Incident, Incident]]:
    """Incidents before and after, in the order of those after."""
    by_id = {n.id: n for n in old}
    found = {n.id: by_id[n.id] for n in new if n.id in by_id}
    taken = set(found)
    homes = {claim: n.id for n in old if n.id not in taken for claim in n.claims}
    shared = Counter((homes[c], n.id) for n in new if n.id not in found for c in n.claims if c in homes)
    for (was, now), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if was not in taken and now not in found:
            found[now] = by_id[was]
            taken.add(was)
    return [(found[n.id], n) for n in new if n.id in found]


_Term = tuple[str, str, str]


def _findings(old: Derived, new: Derived, pairs: Sequence[tuple[Incident, Incident]]) -> Iterator[FindingChanged]:
    renamed = {was.id: now.id for was, now in pairs}
    shared = {id(f) for f in old.findings}.intersection(map(id, new.findings))  # nearly all, and the same in both
    before: dict[_Term, Finding] = {
        (renamed.get(f.incident, f"{f.incident} (gone)"), f.agreement, f.term): f
        for f in old.findings
        if id(f) not in shared
    }
    after: dict[_Term, Finding] = {(f.incident, f.agreement, f.term): f for f in new.findings if id(f) not in shared}
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if one is other:
            continue
        if one is None or other is None or (one.verdict, one.attributed_to) != (other.verdict, other.attributed_to):
            yield FindingChanged(one, other)


def _checks(old: Sequence[Check], new: Sequence[Check]) -> Iterator[CheckChanged]:
    before, after = {k.id: k for k in old}, {k.id: k for k in new}
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if one is not other and (one is None or other is None or _said(one) != _said(other)):
            yield CheckChanged(one, other)


def _said(check: Check) -> tuple[str, str, str]:
    return check.verdict, check.verdict_as_published, check.record


Totals = Mapping[str, int | None]


def totals(derived: Derived) -> Totals:
    """Totals over a record by name, in a fixed order; see `TotalChanged`.

    Figures of a wave and its parts count once (`trucewatch.assess.umbrellas`).
    """
    found: dict[str, int | None] = {"incidents": len(derived.incidents)}
    members = [Member(n.id, n.part_of, True) for n in derived.incidents]
    for effect in Effect:
        sums = added_up(members, [_bounds(n.count(effect)) for n in derived.incidents])
        found |= {f"{effect} {name}": value for name, value in zip(Range.model_fields, sums, strict=True)}
    for (term, verdict), number in sorted(Counter((f.term, f.verdict) for f in derived.findings).items()):
        found[f"{verdict} {term}"] = number
    for answer, number in sorted(Counter(k.verdict for k in derived.checks).items()):
        found[f"checks {answer}"] = number
    return found


def _bounds(figure: Range | None) -> Bounds:
    """A figure as it adds up; one that is open below or has no best adds nothing there."""
    return (0, 0, 0) if figure is None else (figure.low or 0, figure.best or 0, figure.high)


def _totals(before: Totals, after: Totals) -> Iterator[TotalChanged]:
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name, 0), after.get(name, 0)
        if one != other:
            yield TotalChanged(name, one, other)
