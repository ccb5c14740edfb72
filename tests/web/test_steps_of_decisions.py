"""After decisions of this server only what they touched is read again, and nothing is missed by it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.records import unchecked
from tests.record.test_derive_again import parts
from tests.web.read_models import content
from tests.web.team import small_record

from trucewatch.errors import DecisionError
from trucewatch.model import (
    ClaimValue,
    Count,
    CountIs,
    DecisionAction,
    Incident,
    IncidentValue,
    Kind,
    KindIs,
    Note,
    Point,
    Report,
)
from trucewatch.record import Made, Proposal, ReviewService, Store, derive
from trucewatch.web._steps import Steps
from trucewatch.web.index import Index
from trucewatch.web.permissions import Person, Role
from trucewatch.web.review import Desk


@pytest.fixture(scope="module")
def filled(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record, to be copied."""
    return small_record(example, tmp_path_factory.mktemp("small"))


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, open."""
    with Store.open(Path(shutil.copytree(filled, tmp_path / "record"))) as found:
        yield found


class Counted:
    """A record that counts how often incidents are read, all of them and some."""

    def __init__(self, store: Store) -> None:
        self.all, self.some = 0, 0
        self._lines = store.lines
        store.lines = self.lines  # type: ignore[method-assign]

    def lines(self, kind: Any, ids: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        self.all += kind is Incident and ids is None
        self.some += kind is Incident and ids is not None
        return self._lines(kind, ids)


def correct(store: Store, killed: int = 77) -> Proposal:
    """A figure of a claim is another."""
    incident = next(n for n in store.incidents() if n.killed is not None)
    claim = next(c for c in store.claims() if c.id in incident.claims)
    figure = Count(low=killed, high=killed, approximate=False, unconfirmed=False, stated=True, text="77")
    value = ClaimValue(change=CountIs(field="killed", value=figure))
    return Proposal(
        actor="Ada", action=DecisionAction.CORRECT, subject=f"claim:{claim.id}", value=value, reason="counted"
    )


def told(index: Index, service: ReviewService, proposal: Proposal) -> Made:
    """A decision of this server."""
    with index.deciding():
        made = service.decide(proposal)
        index.decided(made)
    return made


def same_as_anew(index: Index, store: Store) -> None:
    """Whether the index holds what one that is made of the record as it stands does."""
    anew = Index.open(store)
    followed, made = dict(content(index)), dict(content(anew))
    assert set(followed.pop("terms")) >= set(made.pop("terms"))
    assert followed == made
    anew.close()


@settings(max_examples=8)
@given(data=st.data())
def test_following_decisions_equals_reading_all_anew(
    filled: Path, tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    folder = Path(shutil.copytree(filled, tmp_path_factory.mktemp("decided") / "out"))
    another = data.draw(st.sampled_from((None, None, None, 0, 1, 2)))
    with Store.open(folder) as store:
        index, service = Index.open(store), ReviewService(store)
        for turn in range(data.draw(st.integers(1, 6))):
            basis = store.basis()
            now = derive(basis, rules=unchecked(basis))
            if not now.incidents:
                break
            wanted = parts(data.draw, basis, now)
            proposal = Proposal(
                actor="Ada", action=wanted.action, subject=str(wanted.topic), value=wanted.value,
                others=tuple(map(str, wanted.others)), claims=wanted.claims, reason="read again",
            )  # fmt: skip
            with suppress(DecisionError):
                if turn == another:
                    service.decide(proposal)  # as another process does, of which nothing is told
                else:
                    told(index, service, proposal)
            if data.draw(st.booleans()):
                index.refresh(now=True)
        index.refresh(now=True)
        same_as_anew(index, store)
        index.close()


def one_of_each(store: Store) -> Iterator[Proposal]:
    """Decisions of several kinds on the record as it stands, each given when the one before is made."""

    def make(action: DecisionAction, n: Incident, **more: Any) -> Proposal:
        return Proposal(actor="Ada", action=action, subject=f"incident:{n.id}", reason="read again", **more)

    def several() -> Incident:
        return next(n for n in store.incidents() if len(n.claims) > 1)

    yield correct(store)
    # A figure that no incident shows, and that is in what claimants say.
    claim = next(c for n in store.incidents() for c in store.claims() if c.id in n.claims)
    figure = Count(low=4, high=4, approximate=False, unconfirmed=True, stated=True, text="4")
    value = ClaimValue(change=CountIs(field="missing", value=figure))
    yield Proposal(
        actor="Ada", action=DecisionAction.CORRECT, subject=f"claim:{claim.id}", value=value, reason="said so"
    )
    one = several()
    yield make(DecisionAction.SPLIT, one, claims=one.claims[:1])
    first, second, *_ = store.incidents()
    yield make(DecisionAction.MERGE, first, others=(f"incident:{second.id}",))
    yield make(DecisionAction.CORRECT, several(), value=IncidentValue(change=KindIs(field="kind", value=Kind.GRENADE)))
    yield make(DecisionAction.PLACE, several(), value=Point(lat=35.9, lon=36.6, radius_km=2))
    yield make(DecisionAction.REJECT, several())
    last = tuple(store.decisions())[-1]
    yield Proposal(actor="Ada", action=DecisionAction.UNDO, subject=f"decision:{last.id}", reason="no")


def test_after_one_of_each_kind_only_some_are_read_and_nothing_is_missed(store: Store) -> None:
    index, service = Index.open(store), ReviewService(store)
    for proposal in one_of_each(store):
        told(index, service, proposal)
        counted = Counted(store)
        index.refresh(now=True)
        assert (counted.all, counted.some) == (0, 1)
        same_as_anew(index, store)
    index.close()


def test_several_decisions_are_followed_at_once(store: Store) -> None:
    index, service = Index.open(store), ReviewService(store)
    for killed in (71, 72, 73):
        told(index, service, correct(store, killed))
    counted = Counted(store)
    index.refresh(now=True)
    assert counted.all == 0
    index.close()


def test_after_a_decision_of_another_process_all_is_compared(store: Store) -> None:
    index, service = Index.open(store), ReviewService(store)
    ReviewService(store).decide(correct(store, 70))
    told(index, service, correct(store, 71))
    counted = Counted(store)
    index.refresh(now=True)
    assert counted.all == 1
    told(index, service, correct(store, 72))
    index.refresh(now=True)
    assert counted.all == 1
    index.close()


def test_the_desk_tells_the_index(store: Store) -> None:
    index = Index.open(store)
    desk = Desk(store, index)
    proposal = correct(store)
    desk.look(proposal.subject)
    counted = Counted(store)
    desk.decide(Person("Ada", Role.ANALYST), proposal)
    assert counted.all == 0
    index.close()


def test_who_sees_a_decision_before_it_was_told_waits_for_it(store: Store) -> None:
    index, service = Index.open(store), ReviewService(store)
    counted = Counted(store)
    with index.deciding():
        made = service.decide(correct(store))
        counted.all = 0
        asking = threading.Thread(target=index.refresh, kwargs={"now": True})
        asking.start()
        asking.join(0.2)
        assert asking.is_alive()
        index.decided(made)
        asking.join()
    assert counted.all == 0
    index.close()


def test_steps_that_do_not_lead_there_are_none(store: Store) -> None:
    service, steps = ReviewService(store), Steps()
    n = next(iter(store.incidents()))
    rows = [
        service.decide(
            Proposal(actor="Ada", action=DecisionAction.NOTE, subject=f"incident:{n.id}", value=Note(text=text))
        )
        for text in ("one", "two")
    ]
    steps.tell(rows[1].decision, rows[1].changes)
    assert steps.between(None, rows[1].decision.hash) is None
    for made in rows:
        steps.tell(made.decision, made.changes)
    assert steps.between(None, rows[1].decision.hash) is not None


def test_what_was_read_before_a_report_was_worked_in_is_read_again(store: Store, example: Path) -> None:
    gone = next(iter(store.incidents()))
    report = next(iter(store.reports())).model_copy(update={"id": "r-late", "sha256": "1" * 64})
    assert isinstance(report, Report)
    store.put_report(report)
    index = Index.open(store)
    assert index.behind
    store.replace_derived(
        incidents=[n for n in store.incidents() if n.id != gone.id],
        findings=[f for f in store.findings() if f.incident != gone.id],
        checks=list(store.checks()), rules=store.derived_by(), groups=(),
    )  # fmt: skip
    assert index.refresh(now=True)
    with index.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM incident WHERE id = ?", [gone.id]).fetchone() == (0,)
    index.close()
