"""What differs between two states of a record: before and after a decision, or as known on two dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeVar

from trucewatch.assess.umbrellas import Bounds, Member, beyond_parts
from trucewatch.model import Check, Effect, Finding, Incident, Range, Verdict
from trucewatch.record.derive import Derived

R = TypeVar("R")

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


@dataclass(frozen=True, slots=True)
class Difference:
    """The incidents and findings of two states that are not the same objects in both; nearly all are.

    Attributes:
        old, new: Incidents of either state alone, in their order.
        was, now: Findings of either state alone, in their order.
    """

    old: tuple[Incident, ...]
    new: tuple[Incident, ...]
    was: tuple[Finding, ...]
    now: tuple[Finding, ...]

    @classmethod
    def of(cls, old: Derived, new: Derived) -> Difference:
        """What differs between two states."""
        return cls(*_alone(old.incidents, new.incidents), *_alone(old.findings, new.findings))


def _alone(one: tuple[R, ...], other: tuple[R, ...]) -> tuple[tuple[R, ...], tuple[R, ...]]:
    # By position, which costs a fraction of looking at every one of a few hundred thousand.
    ones, others = dict(zip(map(id, one), count())), dict(zip(map(id, other), count()))
    gone, come = ones.keys() - others.keys(), others.keys() - ones.keys()
    return tuple(one[at] for at in sorted(map(ones.__getitem__, gone))), tuple(
        other[at] for at in sorted(map(others.__getitem__, come))
    )


def compare(
    old: Derived,
    new: Derived,
    *,
    alone: Difference | None = None,
    before: Totals | None = None,
    after: Totals | None = None,
) -> Changes:
    """The differences between two states of a record.

    Incidents go together by id; those left over by the claims that they share, most first.

    Args:
        old: The state before.
        new: The state after.
        alone: What differs between them, where that is known already.
        before: The totals of `old`, where they are known already.
        after: Those of `new`.
    """
    alone = alone or Difference.of(old, new)
    pairs = _pairs(alone.old, alone.new)
    was = {id(one) for one, _ in pairs}
    now = {id(other) for _, other in pairs}
    changed = []
    for one, other in pairs:
        fields = tuple(n for n in FIELDS if getattr(one, n) != getattr(other, n))
        if fields:
            changed.append(IncidentChanged(one, other, fields))
    return Changes(
        added=tuple(n for n in alone.new if id(n) not in now),
        removed=tuple(n for n in alone.old if id(n) not in was),
        changed=tuple(changed),
        findings=tuple(_findings(alone, pairs)),
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


def _findings(alone: Difference, pairs: Sequence[tuple[Incident, Incident]]) -> Iterator[FindingChanged]:
    # Where a finding was made anew and its incident is the same, that has its name.
    renamed = {was.id: now.id for was, now in pairs}
    gone = {n.id for n in alone.old} - renamed.keys()

    def name(id_: str) -> str:
        return f"{id_} (gone)" if id_ in gone else renamed.get(id_, id_)

    before: dict[_Term, Finding] = {(name(f.incident), f.agreement, f.term): f for f in alone.was}
    after: dict[_Term, Finding] = {(f.incident, f.agreement, f.term): f for f in alone.now}
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
    return Sums.of(derived).totals(derived.checks)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the incidents and findings of a state add up to.

    Attributes:
        incidents: How many.
        figures: Of each effect low, best, high of those that are closed, and how many are open.
        findings: By term and verdict.
    """

    incidents: int
    figures: Mapping[Effect, tuple[int, int, int, int]]
    findings: Counter[tuple[str, Verdict]]

    @classmethod
    def of(cls, derived: Derived) -> Sums:
        """Add up a state."""
        return cls(len(derived.incidents), _figures(derived.incidents), _verdicts(derived.findings))

    def after(self, old: Derived, new: Derived, alone: Difference) -> Sums:
        """What another state adds up to, by what differs.

        Args:
            old: The state of these sums.
            new: The other.
            alone: What differs between them.
        """
        ids = {n.id for n in (*alone.old, *alone.new)}
        was, now = (_figures(_families(s.incidents, ids)) for s in (old, new))
        figures = {e: _moved(self.figures[e], was[e], now[e]) for e in Effect}
        findings = self.findings.copy()
        findings.subtract(_verdicts(alone.was))
        findings.update(_verdicts(alone.now))
        return Sums(len(new.incidents), figures, +findings)

    def totals(self, checks: Sequence[Check]) -> Totals:
        """By name, in a fixed order."""
        found: dict[str, int | None] = {"incidents": self.incidents}
        for effect in Effect:
            low, best, high, are_open = self.figures[effect]
            sums = (low, best, None if are_open else high)
            found |= {f"{effect} {name}": value for name, value in zip(Range.model_fields, sums, strict=True)}
        for (term, verdict), number in sorted(self.findings.items()):
            found[f"{verdict} {term}"] = number
        for answer, number in sorted(Counter(k.verdict for k in checks).items()):
            found[f"checks {answer}"] = number
        return found


_Figure = tuple[int, int, int, int]


def _moved(figure: _Figure, was: _Figure, now: _Figure) -> _Figure:
    low, best, high, are_open = (f - w + n for f, w, n in zip(figure, was, now, strict=True))
    return low, best, high, are_open


def _families(incidents: Sequence[Incident], ids: set[str]) -> list[Incident]:
    """Incidents with these ids, and all that are waves or parts of one with them."""
    known = set(ids)
    while True:
        found = [n for n in incidents if n.id in known or n.part_of in known]
        more = known | {n.id for n in found} | {n.part_of for n in found if n.part_of is not None}
        if len(more) == len(known):
            return found
        known = more


def _figures(incidents: Sequence[Incident]) -> dict[Effect, tuple[int, int, int, int]]:
    members = [Member(n.id, n.part_of, True) for n in incidents]
    found = {}
    for effect in Effect:
        rows = beyond_parts(members, [_bounds(n.count(effect)) for n in incidents])
        highs = [high for _, _, high in rows if high is not None]
        found[effect] = sum(r[0] for r in rows), sum(r[1] for r in rows), sum(highs), len(rows) - len(highs)
    return found


def _verdicts(findings: Iterable[Finding]) -> Counter[tuple[str, Verdict]]:
    return Counter((f.term, f.verdict) for f in findings)


def _bounds(figure: Range | None) -> Bounds:
    """A figure as it adds up; one that is open below or has no best adds nothing there."""
    return (0, 0, 0) if figure is None else (figure.low or 0, figure.best or 0, figure.high)


def _totals(before: Totals, after: Totals) -> Iterator[TotalChanged]:
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name, 0), after.get(name, 0)
        if one != other:
            yield TotalChanged(name, one, other)
