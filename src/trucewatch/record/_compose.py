"""From what somebody wants to decide to a decision's `before` and `after`, with every reason why it cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import process

from trucewatch.errors import DecisionError
from trucewatch.link import Anchors, Decided
from trucewatch.model import (
    Anchor,
    Apart,
    Before,
    Claim,
    ClaimValue,
    Decision,
    DecisionAction,
    Finding,
    Incident,
    IncidentValue,
    Point,
    Rating,
    Record,
    Reliability,
    Seen,
    Together,
    Topic,
    TopicType,
    Value,
    WhereIs,
    in_force,
)
from trucewatch.record._stored import sha256
from trucewatch.record.derive import Basis, Derived

_GATHERING: Final = (DecisionAction.MERGE, DecisionAction.SPLIT, DecisionAction.REJECT)
"""Actions on an incident that are actions on each of its claims too."""


@dataclass(frozen=True, slots=True)
class Look:
    """A thing as it stands.

    Attributes:
        subject: In written form.
        digest: What `Proposal.seen` wants.
        document: Its line of JSON; the letter of a source.
    """

    subject: str
    digest: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What somebody wants to decide, but for who and why."""

    action: DecisionAction
    topic: Topic
    value: Value | None = None
    others: tuple[Topic, ...] = ()
    claims: tuple[str, ...] = ()


class Composer:
    """One state of a record, ready to be asked what decisions can be made on it."""

    def __init__(self, basis: Basis, derived: Derived) -> None:
        self._basis, self._derived = basis, derived

    # ---- looking

    def look(self, topic: Topic) -> Look:
        """A thing as it stands.

        Raises:
            DecisionError: There is no such thing.
        """
        document = self._document(topic)
        return Look(str(topic), sha256(document), document)

    def seen(self, topic: Topic) -> Seen:
        """The same for a decision to keep, with the claims that it holds on to."""
        return Seen(subject=str(topic), digest=self.look(topic).digest, claims=self._anchors(topic))

    def as_seen(self, decision: Decision) -> bool | None:
        """Whether what a decision is about is still as its reviewer saw it; null where it is not there any more."""
        seen = decision.before.seen[0]
        topic = self.successor(seen)
        return None if topic is None else self.look(topic).digest == seen.digest

    def successor(self, seen: Seen) -> Topic | None:
        """What a thing that was once seen is called today: ids of incidents change when claims join them."""
        topic = Topic.parse(seen.subject)
        if topic.type is TopicType.CLAIM:
            names = [n for n in self._find.find_all(seen.claims) if n in self._claims]
            return Topic(topic.type, names[0]) if names else None
        if topic.type in (TopicType.INCIDENT, TopicType.FINDING):
            name = self._holder(self._find.find_all(seen.claims))
            if name is None:
                return None
            if topic.type is TopicType.INCIDENT:
                return Topic(topic.type, name)
            _, agreement, term = topic.id.split("/", 2)
            found = Topic.finding(name, agreement, term)
            return found if found.id in self._findings else None
        return topic

    def holder(self, seen: Seen) -> str | None:
        """The incident that holds most of the claims of a thing that was once seen; null where none does."""
        return self._holder(self._find.find_all(seen.claims))

    def about(self, topic: Topic) -> tuple[Decision, ...]:
        """The decisions that speak of a thing, by whatever name, and their undos."""
        claims = self._own_claims(topic)
        found: set[str] = set()
        for decision in self._basis.decisions:
            if decision.action is DecisionAction.UNDO:
                speaks = Topic.parse(decision.subject).id in found or decision.subject == str(topic)
            else:
                speaks = self._speaks(decision, topic, claims)
            if speaks or decision.id == topic.id:
                found.add(decision.id)
        return tuple(d for d in self._basis.decisions if d.id in found)

    # ---- composing

    def compose(self, parts: Parts) -> tuple[Before, Value | None]:
        """What a decision says of before and after.

        Raises:
            DecisionError: It cannot be made, with the reason.
        """
        topic, value = parts.topic, parts.value
        seen = [self.seen(topic)]
        if parts.action is DecisionAction.MERGE:
            seen += [self.seen(other) for other in parts.others]
            return self._merged(seen)
        if parts.action is DecisionAction.SPLIT:
            return Before(seen=tuple(seen)), self._apart(topic, parts.claims)
        if parts.action is DecisionAction.UNDO:
            self._refuse_undone(topic)
        old = self._value_before(topic, value)
        if old is not None and old == value:
            raise DecisionError("this is so already", where=str(topic), remedy="confirm it instead")
        return Before(seen=tuple(seen), value=old), value

    def _merged(self, seen: Sequence[Seen]) -> tuple[Before, Together]:
        subjects = list(dict.fromkeys(s.subject for s in seen))
        if len(subjects) < 2 or len(subjects) < len(seen):
            raise DecisionError(
                "a merge needs two or more different incidents", where=subjects[0], remedy="name each of them once"
            )
        if any(Topic.parse(s).type is not TopicType.INCIDENT for s in subjects):
            raise DecisionError("only incidents can be merged", where=subjects[0])
        anchors = sorted({a.claim: a for s in seen for a in s.claims}.values(), key=lambda a: a.claim)
        return Before(seen=tuple(seen)), Together(claims=tuple(anchors))

    def _apart(self, topic: Topic, claims: Sequence[str]) -> Apart:
        incident = self._incidents[topic.id]
        strange = sorted(set(claims) - set(incident.claims))
        if strange:
            raise DecisionError(f"not a claim of this incident: {', '.join(strange)}", where=str(topic))
        if not claims or set(claims) == set(incident.claims):
            raise DecisionError(
                "a split takes some claims of an incident and leaves some",
                where=str(topic),
                remedy=f"its claims are {', '.join(incident.claims)}",
            )
        return Apart(claims=tuple(Anchor.of(self._extracted[c]) for c in sorted(set(claims))))

    def _refuse_undone(self, topic: Topic) -> None:
        if topic.id not in self._standing:
            raise DecisionError(
                "this decision is not in force", where=str(topic), remedy="undo the decision that undid it, or none"
            )

    def _value_before(self, topic: Topic, value: Value | None) -> Value | None:
        """The value that a new one replaces, in its shape."""
        if isinstance(value, ClaimValue):
            old = getattr(self._claims[topic.id], value.change.field)
            return ClaimValue(change=value.change.model_copy(update={"value": old}))
        if isinstance(value, IncidentValue):
            old = getattr(self._incidents[topic.id], value.change.field)
            return IncidentValue(change=value.change.model_copy(update={"value": old}))
        if isinstance(value, Point):
            if topic.type is TopicType.CLAIM:
                return ClaimValue(change=WhereIs(value=self._claims[topic.id].where))
            return IncidentValue(change=WhereIs(value=self._incidents[topic.id].where))
        if isinstance(value, Rating):
            return Rating(reliability=self._rating(topic.id))
        return None

    # ---- within

    @cached_property
    def _extracted(self) -> Mapping[str, Claim]:
        return {c.id: c for c in self._basis.claims}

    @cached_property
    def _claims(self) -> Mapping[str, Claim]:
        return {c.id: c for c in self._derived.claims}

    @cached_property
    def _incidents(self) -> Mapping[str, Incident]:
        return {n.id: n for n in self._derived.incidents}

    @cached_property
    def _findings(self) -> Mapping[str, Finding]:
        return {f"{f.incident}/{f.agreement}/{f.term}": f for f in self._derived.findings}

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        return {claim: n.id for n in self._derived.incidents for claim in n.claims}

    @cached_property
    def _decisions(self) -> Mapping[str, Decision]:
        return {d.id: d for d in self._basis.decisions}

    @cached_property
    def _standing(self) -> frozenset[str]:
        return frozenset(d.id for d in in_force(self._basis.decisions))

    @cached_property
    def _find(self) -> Anchors:
        return Anchors(self._basis.claims)

    @cached_property
    def _sources(self) -> frozenset[str]:
        """Outlets, and everyone whom a claim cites: the names that can be rated."""
        outlets = {r.source for r in self._basis.reports if r.source}
        return frozenset(outlets | {c.name for claim in self._derived.claims for c in claim.claimants})

    def _rating(self, source: str) -> Reliability:
        """The letter in force: the last decision's, else the user's file's, else F."""
        return Decided(self._basis.decisions).ratings.get(source) or self._basis.sources.get(source, Reliability.F)

    def _document(self, topic: Topic) -> str:
        if topic.type is TopicType.SOURCE:
            if topic.id not in self._sources:
                raise _nothing(topic, self._sources)
            return str(self._rating(topic.id))
        if topic.type is TopicType.DECISION:
            if topic.id not in self._decisions:
                raise _nothing(topic, self._decisions)
            standing = "in force" if topic.id in self._standing else "undone"
            return f"{self._decisions[topic.id].to_json()} {standing}"
        table: Mapping[str, Record] = self._claims
        if topic.type is not TopicType.CLAIM:
            table = self._incidents if topic.type is TopicType.INCIDENT else self._findings
        if topic.id not in table:
            if topic.type is TopicType.CLAIM and topic.id in self._extracted:
                raise DecisionError("this claim was rejected", where=str(topic), remedy="undo that decision first")
            raise _nothing(topic, table)
        return table[topic.id].to_json()

    def _own_claims(self, topic: Topic) -> frozenset[str]:
        if topic.type is TopicType.CLAIM:
            return frozenset({topic.id})
        name = topic.id.split("/", 1)[0] if topic.type is TopicType.FINDING else topic.id
        return frozenset(self._incidents[name].claims) if name in self._incidents else frozenset()

    def _anchors(self, topic: Topic) -> tuple[Anchor, ...]:
        return tuple(Anchor.of(self._extracted[c]) for c in sorted(self._own_claims(topic)))

    def _holder(self, names: Sequence[str]) -> str | None:
        """The incident that holds most of these claims; on a tie the one with the smallest of them."""
        votes = Counter(self._homes[n] for n in names if n in self._homes)
        if not votes:
            return None
        top = max(votes.values())
        return next(self._homes[n] for n in sorted(names) if n in self._homes and votes[self._homes[n]] == top)

    def _speaks(self, decision: Decision, topic: Topic, claims: frozenset[str]) -> bool:
        if any(s.subject == str(topic) for s in decision.before.seen):
            return True
        of = Topic.parse(decision.subject)
        if of.type is TopicType.SOURCE or not claims:
            return False
        shared = any(claims & set(self._find.find_all(s.claims)) for s in decision.before.seen)
        if topic.type is TopicType.CLAIM:
            return shared and (of.type is TopicType.CLAIM or decision.action in _GATHERING)
        if topic.type is TopicType.FINDING:
            return shared and of.type is TopicType.FINDING and of.id.split("/", 1)[1] == topic.id.split("/", 1)[1]
        return shared and topic.type is TopicType.INCIDENT


def _nothing(topic: Topic, known: Iterable[str]) -> DecisionError:
    near = [name for name, _, _ in process.extract(topic.id, list(known), limit=3, score_cutoff=70)]
    return DecisionError(
        f"there is no such {topic.type} in the record",
        where=str(topic),
        remedy=f"perhaps {' or '.join(near)}" if near else "see the ids in the files of the record",
    )
