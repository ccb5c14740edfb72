"""Many who decide at once: no decision is lost, the chain holds, and one of two on the same thing is refused."""

from __future__ import annotations

import multiprocessing
import threading

import pytest
from tests.record.records import CLOCK, lines, unchecked

from trucewatch.errors import RecordMoved
from trucewatch.model import DecisionAction, Note, hash_of
from trucewatch.record import Address, Proposal, ReviewService, Store, derive


def note(subject: str, words: str, **values: object) -> Proposal:
    fields = {"actor": words, "action": DecisionAction.NOTE, "subject": subject, "value": Note(text=words), **values}
    return Proposal(**fields)  # type: ignore[arg-type]


def write_notes(address: Address, who: str, subjects: list[str]) -> None:
    """One writer with a store of its own."""
    with Store.open(address, create=False) as store:
        service = ReviewService(store, now=lambda: CLOCK, rules=unchecked)
        for subject in subjects:
            service.decide(note(subject, who))


def whole_and_chained(store: Store, number: int) -> None:
    decisions = list(store.decisions())
    assert len({d.id for d in decisions}) == len(decisions) == number
    previous = None
    for decision in decisions:
        assert decision.previous_hash == previous
        assert decision.hash == hash_of(decision)
        previous = decision.hash
    basis = store.basis()
    derived = derive(basis, rules=unchecked(basis))
    stored = [*store.incidents(), *store.findings()]
    assert [r.to_json() for r in stored] == lines(derived)
    assert store.derived_of() == store.heads()


@pytest.fixture
def address(store: Store) -> Address:
    """A record whose derived rows hold no checks, as the writers here derive none."""
    ReviewService(store, rules=unchecked).rebuild()
    return store.address


def claims(store: Store, number: int) -> list[str]:
    return [f"claim:{c.id}" for c in store.claims()][:number]


def test_threads_with_stores_of_their_own_lose_nothing(store: Store, address: Address) -> None:
    subjects = claims(store, 4)
    writers = [threading.Thread(target=write_notes, args=(address, f"w{i}", subjects)) for i in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    whole_and_chained(store, 16)


def test_threads_that_share_a_service_lose_nothing(store: Store, address: Address) -> None:
    service = ReviewService(store, now=lambda: CLOCK, rules=unchecked)
    subjects = claims(store, 4)
    writers = [
        threading.Thread(target=lambda i=i: [service.decide(note(s, f"w{i}")) for s in subjects]) for i in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    whole_and_chained(store, 16)


def test_processes_lose_nothing(store: Store, address: Address) -> None:
    subjects = claims(store, 3)
    store.close()
    # Not forked from here: threads of the database that linking uses would not come along.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.record.records"])
    writers = [context.Process(target=write_notes, args=(address, f"p{i}", subjects)) for i in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    whole_and_chained(store, 9)


def test_of_two_who_saw_the_same_one_is_refused(store: Store, address: Address) -> None:
    subject = f"incident:{next(iter(store.incidents())).id}"
    with Store.open(address) as other:
        here, there = (ReviewService(s, now=lambda: CLOCK, rules=unchecked) for s in (store, other))
        seen = {subject: here.look(subject).digest}
        assert there.look(subject).digest == seen[subject]
        here.decide(note(subject, "first", seen=seen))
        with pytest.raises(RecordMoved):
            there.decide(note(subject, "second", seen=seen))
        there.decide(note(subject, "second", seen={subject: there.look(subject).digest}))
    whole_and_chained(store, 2)


def test_a_decision_made_while_a_run_adds_reports_is_kept(store: Store, address: Address) -> None:
    service = ReviewService(store, now=lambda: CLOCK, rules=unchecked)
    subject = claims(store, 1)[0]
    service.look(subject)
    report = next(store.reports())
    # A run has begun to extract anew: what was derived is cleared, and the service must not take it as it was.
    store.put_extraction(report, "gold/2", store.claims_of(report.id))
    service.decide(note(subject, "meanwhile"))
    whole_and_chained(store, 1)
