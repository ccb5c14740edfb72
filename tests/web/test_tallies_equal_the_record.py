"""Ledgers and trends added up from the read model are those of the pure functions over the record, decisions or not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.build import AGREEMENT, at
from tests.assess.ledger_books import books, told
from tests.link.cases import by, count, day, doer, victim
from tests.record.records import unchecked
from tests.record.test_derive_again import parts
from tests.web.team import small_record

from trucewatch.assess import (
    Books,
    Coverage,
    Days,
    GroupBy,
    LedgerBy,
    Span,
    TrendOptions,
    disagreements,
    finding_counts,
    missing,
    revisions,
    sensitivity,
    side_ledgers,
    stated_totals,
    totals,
    trend,
)
from trucewatch.errors import DecisionError, RecordError
from trucewatch.model import ClaimValue, Count, CountIs, DecisionAction, Grade, Incident
from trucewatch.record import Basis, Derived, Proposal, ReviewService, Snapshot, Store, derive
from trucewatch.web.books import Ledgers, ledgers_of
from trucewatch.web.index import Index

DOERS = (
    doer("Northern Army", side="north"), doer("Southern Army", side="south"), doer(None, label="gunmen"), doer(None),
    doer("Southern Army", "denied", side="south"), doer("Northern Army", "accused", side="north"),
)  # fmt: skip
WHO = (
    [],
    by("Interior Ministry"),
    by("interior ministry"),
    by("the monitors"),
    by("the monitors", "Interior Ministry"),
)
WHEN = (None, day("2031-04-10"), day("2031-04-28", "2031-05-03"), day("2031-03-30"), day("2028-01-01", "2031-01-01"))
FIGURES = (None, count(0), count(2), count(5), count(3, None), count(None, 9))
VICTIMS = (
    [], [victim("killed", 2, side="north")], [victim("killed", 1, cause="non_hostile")],
    [victim("injured", 3, actor="Southern Army", side="south"), victim("killed", 1, side="south")],
)  # fmt: skip
WHERE = (None, at(), at(44.3), at(47.0), at(45.4, radius_km=40.0))
KINDS = ("shelling_artillery_missile", "overflight", "casualty", "patrol")


@st.composite
def records(draw: st.DrawFn) -> Books:
    """Records of up to six incidents, some of them waves, with all that ledgers tell apart."""
    groups = [
        [
            told(
                f"c{n}{k}", kind=draw(st.sampled_from(KINDS)), perpetrator=draw(st.sampled_from(DOERS)),
                when=draw(st.sampled_from(WHEN)), where=draw(st.sampled_from(WHERE)),
                killed=draw(st.sampled_from(FIGURES)), injured=draw(st.sampled_from(FIGURES)),
                victims=draw(st.sampled_from(VICTIMS)), claimants=draw(st.sampled_from(WHO)),
                modality=draw(st.sampled_from(("asserted", "asserted", "denied"))), background=draw(st.booleans()),
            )
            for k in range(draw(st.integers(1, 3)))
        ]
        for n in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    tolls = [
        told(
            f"t{n}", scope="toll", kind=draw(st.sampled_from(KINDS)), perpetrator=draw(st.sampled_from(DOERS)),
            when=draw(st.sampled_from(WHEN)), where=draw(st.sampled_from(WHERE)), acts=draw(st.sampled_from(FIGURES)),
            killed=draw(st.sampled_from(FIGURES)), claimants=draw(st.sampled_from(WHO)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    whole = books(*groups, tolls=tolls)
    ids = [None, None, *(n.id for n in whole.incidents)]
    incidents = []
    for incident in whole.incidents:
        wave = draw(st.sampled_from([i for i in ids if i != incident.id]))
        grade = draw(st.sampled_from([incident.grade, Grade.DISCOUNTED]))
        incidents.append(incident.model_copy(update={"part_of": wave, "grade": grade}))
    incidents.sort(key=_order)
    findings = [f for n in incidents for f in whole.findings if f.incident == n.id]
    return Books(incidents, whole.claims, whole.reports, tuple(findings), AGREEMENT)


def _order(incident: Incident) -> tuple[bool, str, str]:
    start = incident.when.start if incident.when else None
    return start is None, start or "", incident.id


BEFORE, AFTER = Days(dt.date(2031, 4, 1), dt.date(2031, 4, 20)), Days(dt.date(2031, 4, 21), dt.date(2031, 5, 10))
EXAMPLE_DAYS = Days(dt.date(2020, 2, 20), dt.date(2020, 3, 5)), Days(dt.date(2020, 3, 6), dt.date(2020, 3, 31))


def same(
    ledgers: Ledgers, record: Books, before: Days = BEFORE, after: Days = AFTER, group: GroupBy | None = GroupBy.SIDE
) -> None:
    """Compare everything that is added up."""

    def table(name: str, by: LedgerBy = LedgerBy.CLAIMANT, span: Span = Span.MONTH) -> Any:
        return ledgers.table(name, by=by, span=span)

    for one in LedgerBy:
        for span in Span if one is LedgerBy.PERIOD else (Span.MONTH,):
            assert table("totals", one, span) == totals(record, by=one, span=span)
    for one in (LedgerBy.TERM, LedgerBy.ZONE, LedgerBy.SIDE):
        assert table("findings", one) == finding_counts(record, by=one)
    assert tuple(table("disagreements")) == disagreements(record)
    assert tuple(table("revisions")) == tuple(r for n in record.incidents for r in revisions(n))
    assert tuple(table("tolls")) == stated_totals(record)
    assert table("sides") == side_ledgers(record)
    assert record.agreement is not None
    gaps = missing(record.findings, record.incidents, record.claims, record.reports, record.agreement)
    assert tuple(table("missing")) == gaps
    for pair in (("Interior Ministry", "the monitors"), ("the monitors", "Outlet r-c00")):
        assert ledgers.between(*pair) == disagreements(record, between=pair)
    coverage, of_reports = ledgers.coverage(), Coverage(record.reports.values())
    assert (coverage.begins, coverage.ends) == (of_reports.begins, of_reports.ends)
    given = (record.incidents, record.claims, record.reports)
    options = TrendOptions(before=before, after=after, by=group)
    rows = (*trend(*given, options=options, agreement=record.agreement), *sensitivity(*given, options=options)[1:])
    assert ledgers.trend(options, relink=False) == rows


@settings(max_examples=40)
@given(record=records(), group=st.sampled_from((None, *GroupBy)))
def test_they_are_the_same_of_any_record(record: Books, group: GroupBy | None) -> None:
    basis = Basis(
        reports=tuple(record.reports.values()), claims=tuple(record.claims.values()), agreement=record.agreement
    )
    now = Derived(claims=basis.claims, incidents=tuple(record.incidents), findings=tuple(record.findings), checks=())
    snapshot = Snapshot(None, basis, now)
    index = Index.of_snapshot(snapshot)
    same(ledgers_of(snapshot, index, record.agreement, as_of=None), record, group=group)
    index.close()


@pytest.fixture(scope="module")
def filled(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small record, derived as a run does; to be copied."""
    return small_record(example, tmp_path_factory.mktemp("small"))


def books_of(store: Store) -> Books:
    """A record read whole."""
    return Books(
        tuple(store.incidents()), {c.id: c for c in store.reviewed_claims()}, {r.id: r for r in store.reports()},
        tuple(store.findings()), store.agreement(),
    )  # fmt: skip


@settings(max_examples=3)
@given(data=st.data())
def test_they_follow_decisions(filled: Path, tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    folder = Path(shutil.copytree(filled, tmp_path_factory.mktemp("decided") / "out"))
    with Store.open(folder) as store:
        index, service = Index.open(store), ReviewService(store)
        for _ in range(data.draw(st.integers(1, 5))):
            basis = store.basis()
            now = derive(basis, rules=unchecked(basis))
            if not now.incidents:
                break
            wanted = parts(data.draw, basis, now)
            with suppress(DecisionError):
                service.decide(
                    Proposal(
                        actor="Ada", action=wanted.action, subject=str(wanted.topic), value=wanted.value,
                        others=tuple(map(str, wanted.others)), claims=wanted.claims, reason="read again",
                    )
                )  # fmt: skip
            index.refresh(now=True)
            ledgers = ledgers_of(store, index, store.agreement(), as_of=None)
            same(ledgers, books_of(store), *EXAMPLE_DAYS, data.draw(st.sampled_from((None, *GroupBy))))
        index.close()


def test_a_correction_that_no_incident_shows_is_in_the_figures_of_claimants(filled: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(filled, tmp_path / "out"))
    with Store.open(folder) as store:
        index, service = Index.open(store), ReviewService(store)
        claim = next(c for n in store.incidents() for c in store.claims() if c.id in n.claims)
        figure = Count(low=4, high=4, approximate=False, unconfirmed=True, stated=True, text="4")
        value = ClaimValue(change=CountIs(field="missing", value=figure))
        service.decide(
            Proposal(
                actor="Ada", action=DecisionAction.CORRECT, subject=f"claim:{claim.id}", value=value, reason="said so"
            )
        )
        index.refresh(now=True)
        same(ledgers_of(store, index, store.agreement(), as_of=None), books_of(store), *EXAMPLE_DAYS)
        assert [*index.revised()] == [claim.id]
        index.close()


def test_a_claim_that_is_not_there_is_no_silent_gap(filled: Path) -> None:
    with Store.open(filled) as store:
        small = store.basis()
    now = derive(small, rules=unchecked(small))
    basis = dataclasses.replace(small, claims=tuple(c for c in small.claims if c.id != now.incidents[0].claims[0]))
    snapshot = Snapshot(None, basis, now)
    index = Index.of_snapshot(snapshot)
    ledgers = ledgers_of(snapshot, index, small.agreement, as_of=None)
    assert len(ledgers.table("totals", by=LedgerBy.SIDE, span=Span.MONTH)) > 1
    for one in (LedgerBy.CLAIMANT, LedgerBy.ZONE):
        with pytest.raises(RecordError, match="is not there"):
            ledgers.table("totals", by=one, span=Span.MONTH)
    index.close()
