"""The same reports, claims and decisions give the same bytes, in any order of reports and claims, and on any day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.records import CLOCK, fill, lines, unchecked

from trucewatch.engine import OUTPUT_FILES, write_outputs
from trucewatch.model import ClaimValue, CountIs, DecisionAction, IncidentValue, KindIs, Note, Point, Rating
from trucewatch.record import Basis, Derived, Proposal, ReviewService, Store, derive, known_on
from trucewatch.record._append import append_decision
from trucewatch.record.changes import Difference


@pytest.fixture(scope="session")
def argued(tmp_path_factory: pytest.TempPathFactory, filled: Path, small: Basis) -> Basis:
    """The basis of a record after nine decisions of every kind."""
    folder = tmp_path_factory.mktemp("argued")
    (folder / "record.db").write_bytes((filled / "record.db").read_bytes())
    with Store.open(folder) as store:
        service = ReviewService(store, now=lambda: CLOCK, rules=unchecked)

        def do(action: str, subject: str, **values: object) -> str:
            fields = {"actor": "Ada", "reason": "read again", **values}
            return service.decide(Proposal(action=DecisionAction(action), subject=subject, **fields)).decision.id  # type: ignore[arg-type]

        incidents = list(store.incidents())
        big = max(incidents, key=lambda n: len(n.claims))
        one, two, three, *_ = (n for n in incidents if n.id != big.id)
        claim = next(c for c in store.claims() if c.killed)
        killed = claim.killed.model_copy(update={"low": 8, "high": 8})
        do("correct", f"claim:{claim.id}", value=ClaimValue(change=CountIs(field="killed", value=killed)))
        do("merge", f"incident:{one.id}", others=(f"incident:{two.id}",))
        do(
            "split",
            f"incident:{next(n for n in store.incidents() if set(n.claims) == set(big.claims)).id}",
            claims=big.claims[:1],
        )
        do("reject", f"incident:{three.id}")
        left = next(iter(store.incidents()))
        do("correct", f"incident:{left.id}", value=IncidentValue(change=KindIs(value="grenade")))
        left = next(n for n in store.incidents() if n.claims == left.claims)
        do("place", f"incident:{left.id}", value=Point(lat=1, lon=2, radius_km=3))
        source = next(r.source for r in small.reports if r.source)
        do("rate_source", f"source:{source}", value=Rating(reliability="B"))
        name = do("note", f"claim:{claim.id}", value=Note(text="seen"))
        do("undo", f"decision:{name}")
        return store.basis()


@settings(max_examples=6)
@given(data=st.data())
def test_order_and_repetition_change_nothing(argued: Basis, data: st.DataObject) -> None:
    reports = data.draw(st.permutations(argued.reports))
    by_report = {r.id: [c for c in argued.claims if c.report == r.id] for r in reports}
    claims = [c for r in data.draw(st.permutations(argued.reports)) for c in by_report[r.id]]
    other = dataclasses.replace(argued, reports=(*reports, reports[0]), claims=(*claims, *claims[:2]))
    assert lines(derive(other, rules=unchecked(other))) == lines(derive(argued, rules=unchecked(argued)))


def test_two_records_filled_in_other_orders_write_the_same_files(tmp_path: Path, argued: Basis) -> None:
    written = []
    for name, reports in (("a", argued.reports), ("b", argued.reports[::-1])):
        with Store.open(tmp_path / name, now=lambda: CLOCK) as store:
            fill(store, dataclasses.replace(argued, reports=reports))
            with store._write() as connection:
                nothing = Derived(claims=(), incidents=(), findings=(), checks=())
                for decision in argued.decisions:
                    append_decision(
                        connection, decision, old=nothing, new=nothing, alone=Difference.of(nothing, nothing)
                    )
            ReviewService(store).rebuild()
            write_outputs(store, tmp_path / name)
        written.append({file: (tmp_path / name / file).read_bytes() for file in OUTPUT_FILES})
    assert written[0] == written[1]


def test_a_day_on_which_all_is_out_is_the_whole_record(argued: Basis) -> None:
    dated = dataclasses.replace(
        argued,
        reports=tuple(r for r in argued.reports if r.published),
        claims=tuple(c for c in argued.claims if c.report in {r.id for r in argued.reports if r.published}),
    )
    last = dt.date.fromisoformat(max(r.published[:10] for r in dated.reports if r.published))
    then = known_on(argued, last)
    assert lines(derive(then, rules=unchecked(then))) == lines(derive(dated, rules=unchecked(dated)))


def test_a_day_holds_what_was_published_on_it_and_no_later(argued: Basis) -> None:
    days = sorted({r.published[:10] for r in argued.reports if r.published})
    then = known_on(argued, dt.date.fromisoformat(days[1]))
    assert {r.published[:10] for r in then.reports if r.published} == set(days[:2])
    assert {c.report for c in then.claims} <= {r.id for r in then.reports}
    assert then.decisions == argued.decisions


def test_decisions_of_later_days_can_be_left_out(argued: Basis) -> None:
    assert known_on(argued, None, decided_by=CLOCK.date()).decisions == argued.decisions
    assert known_on(argued, None, decided_by=CLOCK.date() - dt.timedelta(days=1)).decisions == ()
