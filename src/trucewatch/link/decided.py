"""What review decisions make of claims and of the groups that linking found; the rules stand in docs/review.md.

Grouping is a function of the claims as they were extracted. A corrected claim stays in its incident, so that a
correction never moves other claims about; merging and splitting are decisions of their own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from trucewatch.model import (
    Anchor,
    Apart,
    Claim,
    ClaimValue,
    Decision,
    DecisionAction,
    IncidentChange,
    IncidentValue,
    Modality,
    Note,
    Point,
    Rating,
    Reliability,
    Scope,
    Topic,
    TopicType,
    act_span,
    in_force,
)

_ID = attrgetter("id")

Score = Callable[[Claim, Claim], float]
"""How much two claims speak for being one incident, in log-odds; minus infinity where they never may be."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What reviewers have set on one incident, in the order of their decisions."""

    values: tuple[IncidentChange | Point, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.notes)


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one incident as reviewed, in order of id, and what is set on it."""

    claims: tuple[Claim, ...]
    fixed: Fixed


def linkable(claim: Claim) -> bool:
    """Whether a claim may be in an incident: no tolls, nothing planned, feared or conditional."""
    return claim.scope is Scope.INCIDENT and claim.modality is not Modality.HYPOTHETICAL


class Anchors:
    """Finds the claims that decisions hold on to."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = {c.id: c for c in claims}

    @cached_property
    def _by_report(self) -> Mapping[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = {}
        for claim in self._claims.values():
            found.setdefault(claim.report, []).append(claim)
        return {report: tuple(rows) for report, rows in found.items()}

    def find(self, anchor: Anchor) -> str | None:
        """The id of the claim; where it was extracted anew, the only claim of its report over the same words."""
        if anchor.claim in self._claims:
            return anchor.claim
        if anchor.start is None or anchor.end is None:
            return None
        over = [
            c.id
            for c in self._by_report.get(anchor.report, ())
            if (span := act_span(c)) is not None and span[0] < anchor.end and anchor.start < span[1]
        ]
        return over[0] if len(over) == 1 else None

    def find_all(self, anchors: Iterable[Anchor]) -> tuple[str, ...]:
        """The ids of those that are found, in order, each once."""
        return tuple(sorted({found for a in anchors if (found := self.find(a)) is not None}))


class Decided:
    """The decisions in force, made ready to be applied. The order of decisions is that of the record."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.standing = in_force(decisions)
        self._on_claims = [d for d in self.standing if _changes_claims(d)]
        self._on_groups = [d for d in self.standing if d.action in (DecisionAction.MERGE, DecisionAction.SPLIT)]
        self._on_incidents = [d for d in self.standing if _about(d) is TopicType.INCIDENT and _sets(d)]

    @property
    def ratings(self) -> Mapping[str, Reliability]:
        """How reliable sources are by the last decision on each."""
        return {Topic.parse(d.subject).id: d.after.reliability for d in self.standing if isinstance(d.after, Rating)}

    def reviewed(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims with what was corrected, without those rejected, in the order given."""
        if not self._on_claims:
            return tuple(claims)
        anchors = Anchors(claims)
        new: dict[str, Claim | None] = {}
        by_id = {c.id: c for c in claims}
        for decision in self._on_claims:
            for name in anchors.find_all(decision.before.seen[0].claims):
                old = new.get(name, by_id[name])
                new[name] = old and _changed(old, decision)
        return tuple(c for claim in claims if (c := new.get(claim.id, claim)) is not None)

    def regroup(self, groups: Sequence[Sequence[Claim]], claims: Sequence[Claim], score: Score) -> list[Group]:
        """The groups that linking found, merged, split and corrected as decided, by the id of their first claim.

        Args:
            groups: Claims as extracted, each in one group.
            claims: All claims as extracted, those outside every group included.
            score: Decides with which part of a split incident a claim stays that the reviewer did not see.
        """
        reviewed = {c.id: c for c in self.reviewed(claims)}
        by_id = {c.id: c for c in claims}
        anchors = Anchors(claims)
        held = self._held(anchors)
        # Most groups hold no claim that any decision speaks of, and stay as they are.
        found = [
            Group(rows, Fixed())
            for g in groups
            if held.isdisjoint(c.id for c in g) and (rows := tuple(sorted(filter(linkable, g), key=_ID)))
        ]
        parts = _Partition([c.id for c in g] for g in groups if not held.isdisjoint(c.id for c in g))
        grouped = {c.id for g in groups for c in g}
        for claim in claims:
            if claim.id not in grouped and claim.id in reviewed and linkable(reviewed[claim.id]):
                parts.add([claim.id])
        for decision in self._on_groups:
            if decision.action is DecisionAction.MERGE:
                parts.unite(filter(None, (parts.holder(anchors.find_all(s.claims)) for s in decision.before.seen)))
            else:
                _split(parts, decision, anchors, lambda a, b: score(by_id[a], by_id[b]))
        fixed = self._fixed(parts, anchors)
        for key, members in parts.members.items():
            rows = tuple(c for name in members if (c := reviewed.get(name)) is not None and linkable(c))
            if rows:
                found.append(Group(rows, fixed.get(key, Fixed())))
        return sorted(found, key=lambda g: g.claims[0].id)

    def _held(self, anchors: Anchors) -> frozenset[str]:
        """The claims that decisions on claims, groups and incidents hold on to."""
        held: set[str] = set()
        for decision in (*self._on_claims, *self._on_groups, *self._on_incidents):
            for seen in decision.before.seen:
                held.update(anchors.find_all(seen.claims))
            if isinstance(decision.after, Apart):
                held.update(anchors.find_all(decision.after.claims))
        return frozenset(held)

    def _fixed(self, parts: _Partition, anchors: Anchors) -> dict[str, Fixed]:
        fixed: dict[str, Fixed] = {}
        for decision in self._on_incidents:
            key = parts.holder(anchors.find_all(decision.before.seen[0].claims))
            if key is None:
                continue
            old, after = fixed.get(key, Fixed()), decision.after
            if isinstance(after, IncidentValue):
                fixed[key] = replace(old, values=(*old.values, after.change))
            elif isinstance(after, Point):
                fixed[key] = replace(old, values=(*old.values, after))
            elif isinstance(after, Note):
                fixed[key] = replace(old, notes=(*old.notes, after.text))
        return fixed


class _Partition:
    """Groups of claim ids; a group goes by its smallest id."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self.members: dict[str, list[str]] = {}
        self.home: dict[str, str] = {}
        for group in groups:
            self.add(group)

    def add(self, names: Iterable[str]) -> None:
        rows = sorted(names)
        self.members[rows[0]] = rows
        for name in rows:
            self.home[name] = rows[0]

    def take(self, key: str) -> list[str]:
        """Take a group out."""
        rows = self.members.pop(key)
        for name in rows:
            del self.home[name]
        return rows

    def holder(self, names: Sequence[str]) -> str | None:
        """The group that holds most of these claims; on a tie the one with the smallest of them."""
        votes = Counter(self.home[n] for n in names if n in self.home)
        if not votes:
            return None
        top = max(votes.values())
        return next(self.home[n] for n in sorted(names) if n in self.home and votes[self.home[n]] == top)

    def unite(self, keys: Iterable[str]) -> None:
        """Make one group of several."""
        names = [name for key in dict.fromkeys(keys) for name in self.take(key)]
        if names:
            self.add(names)


def _split(parts: _Partition, decision: Decision, anchors: Anchors, score: Callable[[str, str], float]) -> None:
    """Cut the claims that were split out from those that were left behind, wherever they are together.

    A claim that the reviewer did not see stays with the part that it resembles more, on a tie with what was left.
    """
    assert isinstance(decision.after, Apart)
    out = set(anchors.find_all(decision.after.claims))
    rest = set(anchors.find_all(decision.before.seen[0].claims)) - out
    cut: list[str] = []
    for key in dict.fromkeys(parts.home[n] for n in sorted(out) if n in parts.home):
        names = set(parts.members[key])
        if not names & rest:
            continue
        away, stay = names & out, names & rest
        for new in sorted(names - out - rest):
            (away if _mean(new, names & out, score) > _mean(new, names & rest, score) else stay).add(new)
        parts.take(key)
        parts.add(stay)
        cut += away
    if cut:
        parts.add(cut)


def _mean(one: str, others: Iterable[str], score: Callable[[str, str], float]) -> float:
    scores = [score(one, other) for other in sorted(others)]
    return sum(scores) / len(scores) if scores else -math.inf


def _about(decision: Decision) -> TopicType:
    return Topic.parse(decision.subject).type


def _sets(decision: Decision) -> bool:
    return isinstance(decision.after, IncidentValue | Point | Note)


def _changes_claims(decision: Decision) -> bool:
    """Rejecting an incident rejects the claims that it had; what joins it later was not looked at and stays."""
    if decision.action is DecisionAction.REJECT:
        return True
    return _about(decision) is TopicType.CLAIM and isinstance(decision.after, ClaimValue | Point)


def _changed(claim: Claim, decision: Decision) -> Claim | None:
    after = decision.after
    if isinstance(after, ClaimValue):
        return claim.model_copy(update={after.change.field: after.change.value})
    if isinstance(after, Point):
        return claim.model_copy(update={"where": after.over(claim.where)})
    return None
