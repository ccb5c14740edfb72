"""Decisions of reviewers in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from trucewatch.model import Count, Decision, DecisionAction, Perpetrator, Range, Topic, When, Where
from trucewatch.publish.wording import account, count, figure, place, when, words


def told(decision: Decision, known: Mapping[str, Decision] = MappingProxyType({})) -> str:
    """A decision in words: what was done to what, and what it set; of an undo what it undid, where that is known."""
    topic = Topic.parse(decision.subject)
    if decision.action is DecisionAction.UNDO and topic.id in known:
        return f"undo of “{told(known[topic.id], known)}”"
    name = topic.id if topic.type.value in ("source", "decision") else ""
    head = f"{words(decision.action)} {topic.type.value} {name}".strip()
    after = decision.after
    match after.type if after is not None else None:
        case "claim_value" | "incident_value":
            change = after.change  # type: ignore[union-attr]
            return f"{head}: {words(change.field)} is {_said(change.value)}"
        case "point":
            return f"{head}: {after.lat:.4f}, {after.lon:.4f}, ±{after.radius_km:g} km"  # type: ignore[union-attr]
        case "rating":
            return f"{head}: {after.reliability.value}"  # type: ignore[union-attr]
        case "note":
            return f"{head}: {after.text}"  # type: ignore[union-attr]
        case "together" | "apart":
            n = len(after.claims)  # type: ignore[union-attr]
            return f"{head}: {n} claim{'s' if n != 1 else ''}"
        case _:
            return head


def _said(value: object) -> str:
    """A value that was set, in words."""
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
            return place(value)
        case Perpetrator():
            return f"{account(value)} ({words(value.confidence.value)})"
        case tuple():
            return f"{len(value)} rows"
        case _:
            return words(value)
