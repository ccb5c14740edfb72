"""What each decision does to the record."""

import pytest

from trucewatch.errors import DecisionError, RecordMoved
from trucewatch.model import (
    ClaimValue,
    CountIs,
    IncidentValue,
    KindIs,
    Note,
    Point,
    Range,
    RangeIs,
    Rating,
)
from trucewatch.record import derive


def incident(store, least=1, most=99):
    return next(n for n in store.incidents() if least <= len(n.claims) <= most)


def same_as_rebuilt(store):
    derived = derive(store.basis())
    assert tuple(store.incidents()) == derived.incidents
    assert tuple(store.findings()) == derived.findings
    assert sorted(store.checks(), key=lambda k: k.id) == sorted(derived.checks, key=lambda k: k.id)
    assert store.derived_of() == store.heads()


def test_confirming_changes_nothing_but_the_list_of_decisions(store, service, propose):
    before = list(store.incidents())
    subject = f"incident:{before[0].id}"
    made = service.decide(propose("confirm", subject, reason=None))
    assert not made.changes
    assert list(store.incidents()) == before
    assert service.confirmed() == {subject}
    assert [d.id for d in store.decisions()] == [made.decision.id]
    same_as_rebuilt(store)


def test_a_corrected_claim_is_a_view_and_the_claim_stays(store, service, propose):
    old = next(c for c in store.claims() if c.killed and c.killed.low == 2)
    value = ClaimValue(change=CountIs(field="killed", value=old.killed.model_copy(update={"low": 7, "high": 7})))
    made = service.decide(propose("correct", f"claim:{old.id}", value=value))
    assert store.claim(old.id) == old
    (new,) = [c for c in store.reviewed_claims() if c.id == old.id]
    assert new.killed.low == 7
    assert made.decision.before.value.change.value == old.killed
    assert "killed" in made.changes.changed[0].fields
    same_as_rebuilt(store)


def test_a_value_set_on_an_incident_goes_before_what_claims_say_and_they_are_variants(store, service, propose):
    old = next(n for n in store.incidents() if n.killed and n.killed.best and n.killed.best > 1)
    value = IncidentValue(change=RangeIs(field="killed", value=Range(low=1, best=1, high=1)))
    (change,) = service.decide(propose("correct", f"incident:{old.id}", value=value)).changes.changed
    assert change.new.killed == Range(low=1, best=1, high=1)
    assert "killed" in {v.field for v in change.new.variants}
    same_as_rebuilt(store)


def test_merging_makes_one_incident_of_two(store, service, propose):
    one, two = list(store.incidents())[:2]
    made = service.decide(propose("merge", f"incident:{one.id}", others=(f"incident:{two.id}",)))
    (merged,) = [n for n in store.incidents() if set(n.claims) == {*one.claims, *two.claims}]
    assert {n.id for n in made.changes.removed} <= {one.id, two.id}
    assert any(t.name == "incidents" and t.new == t.old - 1 for t in made.changes.totals)
    assert merged.claims
    same_as_rebuilt(store)


def test_splitting_takes_claims_out(store, service, propose):
    old = incident(store, least=3)
    out = old.claims[-1]
    service.decide(propose("split", f"incident:{old.id}", claims=(out,)))
    assert (out,) in {n.claims for n in store.incidents()}
    assert set(old.claims) - {out} in [set(n.claims) for n in store.incidents()]
    same_as_rebuilt(store)


def test_rejecting_an_incident_rejects_its_claims(store, service, propose):
    old = incident(store, least=2)
    service.decide(propose("reject", f"incident:{old.id}"))
    assert not {c for n in store.incidents() for c in n.claims} & set(old.claims)
    assert not {c.id for c in store.reviewed_claims()} & set(old.claims)
    assert set(old.claims) <= {c.id for c in store.claims()}
    same_as_rebuilt(store)


def test_a_rejected_claim_can_only_be_decided_on_after_an_undo(store, service, propose):
    name = incident(store).claims[0]
    made = service.decide(propose("reject", f"claim:{name}"))
    with pytest.raises(DecisionError, match="rejected"):
        service.decide(propose("confirm", f"claim:{name}"))
    service.decide(propose("undo", f"decision:{made.decision.id}"))
    service.decide(propose("confirm", f"claim:{name}"))


def test_a_point_replaces_the_place_and_keeps_the_words(store, service, propose):
    old = next(n for n in store.incidents() if n.where and n.where.text)
    service.decide(propose("place", f"incident:{old.id}", value=Point(lat=1.5, lon=2.5, radius_km=4, name="Here")))
    (new,) = [n for n in store.incidents() if n.claims == old.claims]
    assert (new.where.lat, new.where.lon, new.where.radius_km, new.where.name) == (1.5, 2.5, 4, "Here")
    assert new.where.text == old.where.text
    same_as_rebuilt(store)


def test_a_rating_goes_before_the_users_file(store, service, propose):
    source = next(r.source for r in store.reports() if r.source)
    service.decide(propose("rate_source", f"source:{source}", value=Rating(reliability="A")))
    assert "A" in {n.reliability for n in store.incidents()}
    same_as_rebuilt(store)


def test_notes_stand_with_the_incident(store, service, propose):
    old = incident(store)
    for words in ("first", "second"):
        service.decide(propose("note", f"incident:{old.id}", value=Note(text=words), reason=None))
    (new,) = [n for n in store.incidents() if n.id == old.id]
    assert new.note == "first\nsecond"
    same_as_rebuilt(store)


def test_undo_and_undo_of_undo(store, service, propose):
    before = list(store.incidents())
    subject = f"incident:{before[0].id}"
    change = service.decide(propose("correct", subject, value=IncidentValue(change=KindIs(value="grenade"))))
    after = list(store.incidents())
    undo = service.decide(propose("undo", f"decision:{change.decision.id}"))
    assert list(store.incidents()) == before
    service.decide(propose("undo", f"decision:{undo.decision.id}"))
    assert list(store.incidents()) == after
    assert [p.in_force for p in service.history(subject)] == [True, False, True]
    with pytest.raises(DecisionError, match="not in force"):
        service.decide(propose("undo", f"decision:{undo.decision.id}"))
    same_as_rebuilt(store)


def test_a_preview_says_what_the_decision_then_does_and_writes_nothing(store, service, propose):
    one, two = list(store.incidents())[:2]
    proposal = propose("merge", f"incident:{one.id}", others=(f"incident:{two.id}",))
    before = list(store.incidents()), list(store.decisions())
    preview = service.preview(proposal)
    assert (list(store.incidents()), list(store.decisions())) == before
    assert service.decide(proposal).changes == preview


def test_a_decision_on_what_has_moved_is_refused(store, service, propose):
    subject = f"incident:{incident(store).id}"
    seen = {subject: service.look(subject).digest}
    service.decide(propose("note", subject, value=Note(text="moved"), seen=seen))
    with pytest.raises(RecordMoved, match="no longer as you saw it") as error:
        service.decide(propose("reject", subject, seen=seen))
    assert error.value.where == subject
    assert len(list(store.decisions())) == 1


@pytest.mark.parametrize(
    ("action", "subject", "values", "words"),
    [
        ("confirm", "incident:nowhere", {}, "no such incident"),
        ("confirm", "nothing", {}, "want one of"),
        ("reject", "source:Someone", {}, "is about claim or incident"),
        ("correct", "claim:{claim}", {}, "needs its value"),
        ("reject", "claim:{claim}", {"reason": " "}, "needs a reason"),
        ("reject", "claim:{claim}", {"actor": ""}, "nobody decides"),
        ("merge", "incident:{incident}", {}, "two or more"),
        ("merge", "incident:{incident}", {"others": ("incident:{incident}",)}, "two or more"),
        ("split", "incident:{incident}", {}, "takes some claims"),
        ("split", "incident:{incident}", {"claims": ("c-other",)}, "not a claim of this incident"),
        ("rate_source", "source:Nobody at all", {"value": Rating(reliability="B")}, "no such source"),
        ("undo", "decision:d-0", {}, "no such decision"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_reason(store, service, propose, action, subject, values, words):
    first = incident(store)
    names = {"claim": first.claims[0], "incident": first.id}
    values = {k: tuple(x.format(**names) for x in v) if isinstance(v, tuple) else v for k, v in values.items()}
    with pytest.raises(DecisionError, match=words):
        service.decide(propose(action, subject.format(**names), **values))
    assert list(store.decisions()) == []


def test_a_value_that_stands_already_is_refused(store, service, propose):
    old = incident(store)
    value = IncidentValue(change=KindIs(value=old.kind))
    with pytest.raises(DecisionError, match="so already"):
        service.decide(propose("correct", f"incident:{old.id}", value=value))


def test_what_todays_rules_derived_is_not_derived_again(store, service, monkeypatch):
    monkeypatch.setattr(service, "rebuild", None)
    assert service.catch_up() is False


def test_what_other_rules_derived_is_derived_anew(store, service):
    first, *rest = store.incidents()
    store.replace_derived(incidents=[first.model_copy(update={"weapon": "odd"}), *rest], findings=[], checks=[])
    assert service.catch_up() is True
    same_as_rebuilt(store)
    assert service.catch_up() is False
