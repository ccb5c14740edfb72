"""Decisions of reviewers in words: what was done, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from trucewatch.model import (
    Apart,
    ClaimValue,
    Count,
    Decision,
    DecisionAction,
    IncidentValue,
    Note,
    Perpetrator,
    Point,
    Range,
    Rating,
    Together,
    Topic,
    TopicType,
    Value,
    When,
    Where,
)
from trucewatch.publish.wording import account, count, figure, kind, place, when, words

_NAMES: Final[Mapping[str, str]] = {
    "when": "date",
    "where": "place",
    "perpetrator": "who did it",
    "claimants": "who says so",
    "denied_by": "who denies it",
    "acts": "number of acts",
    "superseded": "replaced by a later figure",
    "background": "told as history",
    "scope": "one act or a total",
    "coverage": "all or part",
    "modality": "whether it happened",
}


def told(decision: Decision, known: Mapping[str, Decision] = MappingProxyType({})) -> str:
    """A decision in words: what was done, and from what to what; of an undo what it undid, where that is known.

    Which incident it is about is not said but of others that were merged with it.

    Args:
        decision: As it was made.
        known: Decisions by id, for what an undo speaks of.
    """
    topic, after = Topic.parse(decision.subject), decision.after
    match decision.action:
        case DecisionAction.UNDO:
            return f"undid “{told(known[topic.id], known)}”" if topic.id in known else f"undid decision {topic.id}"
        case DecisionAction.CORRECT | DecisionAction.PLACE:
            return f"{_of_claim(topic)}{_change(after, decision.before.value)}"
        case DecisionAction.MERGE:
            others = [Topic.parse(s.subject).id for s in decision.before.seen[1:]]
            n = len(after.claims) if isinstance(after, Together) else 0
            return f"merged with {' and '.join(others)} ({n} claims in all)" if others else f"merged ({n} claims)"
        case DecisionAction.SPLIT:
            n = len(after.claims) if isinstance(after, Apart) else 0
            return f"{n} of {max(n, len(decision.before.seen[0].claims))} claims split off"
        case DecisionAction.RATE_SOURCE:
            return f"source {topic.id} rated {_rating(after)}, was {_rating(decision.before.value)}"
        case DecisionAction.NOTE:
            return f"note{_on(topic)}: {after.text if isinstance(after, Note) else ''}"
        case DecisionAction.CONFIRM:
            return f"confirmed{_on(topic)} as it stood"
        case _:
            n = len(decision.before.seen[0].claims)
            claims = f", {n} claim{'s' if n != 1 else ''} with it" if topic.type is TopicType.INCIDENT and n else ""
            return f"rejected{_on(topic)}{claims}"


def sets(decision: Decision) -> str | None:
    """The field that a decision sets, for telling which of two goes before the other; null where it sets none."""
    after = decision.after
    if isinstance(after, ClaimValue | IncidentValue):
        return f"{Topic.parse(decision.subject).type} {after.change.field}"
    if isinstance(after, Point):
        return f"{Topic.parse(decision.subject).type} where"
    return f"source {Topic.parse(decision.subject).id}" if isinstance(after, Rating) else None


def _of_claim(topic: Topic) -> str:
    return f"claim {topic.id}: " if topic.type is TopicType.CLAIM else ""


def _on(topic: Topic) -> str:
    if topic.type is TopicType.CLAIM:
        return f" claim {topic.id}"
    if topic.type is TopicType.FINDING:
        return f" the finding on {words(topic.id.rsplit('/', 1)[-1])}"
    return ""


def _rating(value: Value | None) -> str:
    return value.reliability.value if isinstance(value, Rating) else "not rated"


def _change(after: Value | None, before: Value | None) -> str:
    old = None
    if isinstance(before, ClaimValue | IncidentValue):
        old = said(before.change.field, before.change.value)
    if isinstance(after, Point):
        name = f"{after.name}, " if after.name else ""
        return f"place set to {name}{_point(after)}" + (f", was {old}" if old is not None else "")
    if not isinstance(after, ClaimValue | IncidentValue):
        return "changed"
    field = after.change.field
    new = said(field, after.change.value)
    return f"{_NAMES.get(field, words(field))} set to {new}" + (f", was {old}" if old is not None else "")


def _point(value: Point | Where) -> str:
    off = "" if value.radius_km is None else f" ±{value.radius_km:g} km"
    return f"{value.lat:.4f}, {value.lon:.4f}{off}"


def said(field: str, value: object) -> str:
    """A value of a field of a claim or an incident, in words."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case Range():
            return figure(value)
        case Count():
            return count(value)
        case When():
            return when(value)
        case Where():
            return f"{place(value)} ({_point(value)})" if value.lat is not None else place(value)
        case Perpetrator():
            return f"{account(value)} ({words(value.confidence.value)})"
        case tuple():
            return f"{len(value)} rows"
        case _:
            return kind(str(value)) if field == "kind" else words(value)


def about(decision: Decision, known: Mapping[str, Decision]) -> Decision:
    """The decision that one is at bottom about: itself, or what an undo, or the undo of an undo, speaks of."""
    seen = {decision.id}
    while decision.action is DecisionAction.UNDO:
        found = known.get(Topic.parse(decision.subject).id)
        if found is None or found.id in seen:
            break
        decision = found
        seen.add(found.id)
    return decision
