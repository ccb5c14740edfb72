"""What a decision derives anew, with the rest used again, is what a full derivation gives: after any decisions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.records import CLOCK, lines, unchecked

from trucewatch.errors import DecisionError
from trucewatch.model import (
    ClaimValue,
    CountIs,
    Decision,
    DecisionAction,
    IncidentValue,
    KindIs,
    Note,
    Point,
    Rating,
    Topic,
    TopicType,
    WhenIs,
)
from trucewatch.record import Basis, Derived, compare, derive, totals
from trucewatch.record._compose import Composer, Parts
from trucewatch.record.changes import Difference, Sums
from trucewatch.record.derive import DerivedBefore, recalled

ACTIONS = (
    "correct claim",
    "correct incident",
    "date",
    "merge",
    "split",
    "reject",
    "place",
    "rate",
    "note",
    "confirm",
    "undo",
)


def parts(draw: Callable[..., Any], basis: Basis, now: Derived) -> Parts:
    """Something that might be decided."""
    action = draw(st.sampled_from(ACTIONS))
    incident = draw(st.sampled_from(now.incidents))
    on_incident = Topic(TopicType.INCIDENT, incident.id)
    claim = draw(st.sampled_from(now.claims))
    on_claim = Topic(TopicType.CLAIM, claim.id)
    match action:
        case "correct claim":
            figure = {"low": draw(st.integers(0, 9)), "high": None, "approximate": True, "unconfirmed": False}
            value = ClaimValue(change=CountIs(field="killed", value={**figure, "stated": True, "text": None}))
            return Parts(action=DecisionAction.CORRECT, topic=on_claim, value=value)
        case "date":
            day = f"2020-03-{draw(st.integers(1, 28)):02}"
            when = {"start": day, "end": day, "precision": "day", "text": None}
            return Parts(
                action=DecisionAction.CORRECT, topic=on_incident, value=IncidentValue(change=WhenIs(value=when))
            )
        case "correct incident":
            kind = draw(st.sampled_from(["grenade", "sniper_fire", "attack"]))
            return Parts(
                action=DecisionAction.CORRECT, topic=on_incident, value=IncidentValue(change=KindIs(value=kind))
            )
        case "merge":
            other = draw(st.sampled_from(now.incidents))
            return Parts(action=DecisionAction.MERGE, topic=on_incident, others=(Topic(TopicType.INCIDENT, other.id),))
        case "split":
            return Parts(action=DecisionAction.SPLIT, topic=on_incident, claims=incident.claims[:1])
        case "reject":
            return Parts(action=DecisionAction.REJECT, topic=draw(st.sampled_from([on_claim, on_incident])))
        case "place":
            value = Point(lat=draw(st.integers(-9, 9)), lon=1, radius_km=2)
            return Parts(action=DecisionAction.PLACE, topic=draw(st.sampled_from([on_claim, on_incident])), value=value)
        case "rate":
            source = draw(st.sampled_from(sorted({r.source for r in basis.reports if r.source})))
            value = Rating(reliability=draw(st.sampled_from("ABC")))
            return Parts(action=DecisionAction.RATE_SOURCE, topic=Topic(TopicType.SOURCE, source), value=value)
        case "note":
            return Parts(action=DecisionAction.NOTE, topic=on_incident, value=Note(text="seen"))
        case "confirm":
            return Parts(action=DecisionAction.CONFIRM, topic=draw(st.sampled_from([on_claim, on_incident])))
    made = [d.id for d in basis.decisions] or ["d-none"]
    return Parts(action=DecisionAction.UNDO, topic=Topic(TopicType.DECISION, draw(st.sampled_from(made))))


def decided(basis: Basis, now: Derived, proposed: Parts) -> Basis:
    """The basis with one more decision, where it can be made."""
    try:
        before, after = Composer(basis, now).compose(proposed)
    except DecisionError:
        return basis
    decision = Decision(
        id=f"d-{len(basis.decisions)}",
        at=CLOCK.strftime("%Y-%m-%dT%H:%M:%SZ"),
        actor="Ada",
        action=proposed.action,
        subject=str(proposed.topic),
        before=before,
        after=after,
        reason=None,
        previous_hash=None,
        hash="",
    )
    return dataclasses.replace(basis, decisions=(*basis.decisions, decision))


@settings(max_examples=6)
@given(data=st.data())
def test_deriving_again_equals_deriving_in_full(small: Basis, data: st.DataObject) -> None:
    before, basis = DerivedBefore(), small
    rules = unchecked(basis)
    now = derive(basis, rules=rules, before=before)
    for _ in range(data.draw(st.integers(1, 6))):
        if not now.incidents:
            break
        previous, basis, was = basis, decided(basis, now, parts(data.draw, basis, now)), now
        if data.draw(st.booleans()):
            before = recalled(previous, now.groups, now.incidents, now.findings)
        if data.draw(st.booleans()):  # what is looked at and not decided changes nothing
            derive(decided(previous, now, parts(data.draw, previous, now)), rules=rules, before=before)
        now = derive(basis, rules=rules, before=before)
        anew = derive(basis, rules=rules)
        assert lines(now) == lines(anew)
        assert now.claims == anew.claims
        assert compare(was, now) == compare(was, anew)
        assert Sums.of(was).after(was, now, Difference.of(was, now)).totals(now.checks) == totals(anew)
        assert {c for n in now.incidents for c in n.claims} <= {c.id for c in now.claims}


def test_a_decision_does_not_link_the_record_again(small: Basis) -> None:
    before, rules = DerivedBefore(), unchecked(small)
    first = derive(small, rules=rules, before=before)
    topic = Topic(TopicType.INCIDENT, first.incidents[0].id)
    basis = decided(small, first, Parts(action=DecisionAction.REJECT, topic=topic))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trucewatch.record.again.consolidate_groups", lambda groups, *_, **__: [])
        assert len(derive(basis, rules=rules, before=before).incidents) == len(first.incidents) - 1


def test_only_what_a_decision_touches_is_made_again(small: Basis) -> None:
    before, rules = DerivedBefore(), unchecked(small)
    first = derive(small, rules=rules, before=before)
    topic = Topic(TopicType.INCIDENT, first.incidents[0].id)
    basis = decided(small, first, Parts(action=DecisionAction.NOTE, topic=topic, value=Note(text="seen")))
    second = derive(basis, rules=rules, before=before)
    assert len({id(n) for n in first.incidents} & {id(n) for n in second.incidents}) == len(first.incidents) - 1
    assert len({id(f) for f in first.findings} & {id(f) for f in second.findings}) > len(first.findings) / 2
