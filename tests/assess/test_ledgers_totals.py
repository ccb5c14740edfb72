"""Totals a claimant, side, actor, period, term and zone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.build import at
from tests.assess.ledger_books import books, told
from tests.link.cases import by, count, day, doer, victim

from trucewatch.assess._grouping import NOBODY
from trucewatch.assess.entries import UNDATED, Books, LedgerBy, Span, periods
from trucewatch.assess.ledgers import LedgerRow, finding_counts, totals
from trucewatch.errors import UsageError
from trucewatch.model import Claim, Range

NORTH = doer("Northern Army", side="north")
SOUTH = doer("Southern Army", side="south")


def ledger(record: Books, by: LedgerBy, span: Span = Span.MONTH) -> dict[str, LedgerRow]:
    return {row.key: row for row in totals(record, by=by, span=span)}


def figure(low: int, best: int, high: int | None) -> Range:
    return Range(low=low, best=best, high=high)


def test_each_claimant_has_its_own_figures() -> None:
    rows = ledger(
        books(
            [
                told("a", killed=count(2), claimants=by("Ministry")),
                told("b", killed=count(4), injured=count(1, None), claimants=by("Monitor")),
            ],
            [told("c", killed=count(1), claimants=by("Monitor"), when=day("2031-04-12"))],
        ),
        LedgerBy.CLAIMANT,
    )
    assert (rows["Ministry"].violent, rows["Ministry"].killed) == (1, figure(2, 2, 2))
    assert (rows["Monitor"].violent, rows["Monitor"].killed) == (2, figure(5, 5, 5))
    assert rows["Monitor"].injured == figure(1, 1, None)
    assert (rows["all"].violent, rows["all"].killed) == (2, figure(3, 3, 5))
    assert list(rows) == ["Monitor", "Ministry", "all"]


def test_a_claimant_under_two_spellings_is_one_row() -> None:
    rows = ledger(
        books(
            [told("a", claimants=by("Ministry of Defence"))],
            [told("b", claimants=by("Defense Ministry"), when=day("2031-04-12"))],
        ),
        LedgerBy.CLAIMANT,
    )
    assert [row.violent for key, row in rows.items() if key != "all"] == [2]


def test_rival_authors_put_an_incident_into_both_rows_perhaps() -> None:
    rows = ledger(
        books(
            [
                told("a", killed=count(2), perpetrator=NORTH, claimants=by("Ministry")),
                told("b", killed=count(2), perpetrator=SOUTH, claimants=by("Monitor")),
            ],
            [told("c", killed=count(1), perpetrator=NORTH, when=day("2031-04-12"))],
            [told("d", when=day("2031-04-14"))],
        ),
        LedgerBy.SIDE,
    )
    assert (rows["north"].violent, rows["north"].perhaps, rows["north"].killed) == (1, 1, figure(1, 1, 3))
    assert (rows["south"].violent, rows["south"].perhaps, rows["south"].killed) == (0, 1, figure(0, 0, 2))
    assert rows[NOBODY].violent == 1


def test_a_denied_accusation_is_perhaps() -> None:
    record = books([told("a", perpetrator=NORTH, denied_by=by("Northern Army"))])
    assert ledger(record, LedgerBy.ACTOR)["Northern Army"].perhaps == 1


def test_a_sides_own_losses_stand_beside_its_acts() -> None:
    lost = [victim("killed", 3, actor="Southern Army", side="south")]
    record = books([told("a", perpetrator=NORTH, killed=count(3), victims=lost)])
    rows = ledger(record, LedgerBy.SIDE)
    assert (rows["south"].violent, rows["south"].perhaps) == (0, 0)
    assert (rows["south"].killed, rows["south"].own_killed) == (figure(0, 0, 0), figure(3, 3, 3))
    assert (rows["north"].killed, rows["north"].own_killed) == (figure(3, 3, 3), figure(0, 0, 0))
    assert rows["all"].own_killed is None


def test_deaths_by_no_hostile_act_and_discounted_incidents_stand_apart() -> None:
    mixed = [victim("killed", 2), victim("killed", 1, cause="non_hostile")]
    ill = [victim("killed", 1, cause="non_hostile")]
    row = ledger(
        books(
            [told("a", killed=count(3), victims=mixed)],
            [told("b", kind="casualty", killed=count(1), victims=ill, when=day("2031-04-12"))],
        ),
        LedgerBy.CLAIMANT,
    )["all"]
    assert (row.violent, row.discounted) == (1, 1)
    assert (row.killed, row.other_killed) == (figure(2, 2, 2), figure(2, 2, 2))


def test_an_umbrella_and_its_parts_count_once() -> None:
    record = books(
        [told("u", killed=count(5))], [told("p", killed=count(2), when=day("2031-04-11"))],
        [told("q", killed=count(4), when=day("2031-04-11"))],
    )  # fmt: skip
    top = record.incidents[0]
    below = [n.model_copy(update={"part_of": top.id}) for n in record.incidents[1:]]
    row = ledger(Books([top, *below], record.claims, record.reports), LedgerBy.CLAIMANT)["all"]
    assert (row.violent, row.killed) == (2, figure(6, 6, 6))


def test_periods_are_known_by_their_first_day() -> None:
    record = books(
        [told("a", killed=count(1), when=day("2031-04-10"))],
        [told("b", killed=count(2), when=day("2031-04-29", "2031-05-02"))],
        [told("c", when=None)],
    )
    months = ledger(record, LedgerBy.PERIOD)
    assert list(months) == ["2031-04-01", "2031-05-01", UNDATED, "all"]
    assert (months["2031-04-01"].violent, months["2031-04-01"].perhaps) == (1, 1)
    assert months["2031-04-01"].killed == figure(1, 1, 3)
    assert "2031-04-07" in ledger(record, LedgerBy.PERIOD, Span.WEEK)  # a Monday
    assert ledger(record, LedgerBy.PERIOD, Span.DAY)["2031-04-10"].killed == figure(1, 1, 1)


def test_a_date_that_leaves_room_for_years_of_days_is_none() -> None:
    (incident,) = books([told("a", when=day("2029-01-01", "2031-01-01"))]).incidents
    assert periods(incident.when, Span.DAY) == (UNDATED,)
    assert len(periods(incident.when, Span.MONTH)) == 25


def test_terms_and_zones() -> None:
    record = books(
        [told("a", kind="overflight", perpetrator=NORTH)],
        [told("b", kind="overflight", perpetrator=doer(None, label="gunmen"), when=day("2031-04-12"))],
        [told("c", where=at(47.0), when=day("2031-04-14"))],
    )
    terms, zones = ledger(record, LedgerBy.TERM), ledger(record, LedgerBy.ZONE)
    assert (terms["sky"].breaches, terms["sky"].perhaps) == (1, 1)
    assert (zones["valley"].breaches, zones["valley"].violent) == (2, 0)


def test_findings_are_counted_a_term_a_zone_and_a_side() -> None:
    record = books([told("a", kind="overflight", perpetrator=doer("Northern Army", "claimed", side="north"))])
    by_term = {r.key: r for r in finding_counts(record, by=LedgerBy.TERM)}
    assert (by_term["sky"].alleged_violation, by_term["sky"].attributed) == (1, (("north", 1),))
    assert by_term["patrols"].out_of_scope == 1
    by_zone = {r.key: r for r in finding_counts(record, by=LedgerBy.ZONE)}
    assert by_zone["valley"].alleged_violation == 1
    assert [r.key for r in finding_counts(record, by=LedgerBy.SIDE)] == ["north"]
    with pytest.raises(UsageError, match="not counted a period"):
        finding_counts(record, by=LedgerBy.PERIOD)


@pytest.mark.parametrize("by", [LedgerBy.TERM, LedgerBy.ZONE])
def test_terms_and_zones_need_an_agreement(by: LedgerBy) -> None:
    with pytest.raises(UsageError, match="none is given"):
        totals(books([told("a")], under=None), by=by)


@st.composite
def some_groups(draw: st.DrawFn) -> list[list[Claim]]:
    who = st.sampled_from([NORTH, SOUTH, doer(None, label="gunmen")])
    when = st.sampled_from([None, day("2031-04-10"), day("2031-04-28", "2031-05-03")])
    figures = st.sampled_from([None, count(0), count(2), count(3, None), count(None, 9)])
    sizes = draw(st.lists(st.integers(1, 3), max_size=4))
    return [
        [
            told(
                f"c{i}{j}", perpetrator=draw(who), when=draw(when), killed=draw(figures), injured=draw(figures),
                claimants=draw(st.sampled_from([[], by("Ministry"), by("Monitor")])),
            )
            for j in range(size)
        ]
        for i, size in enumerate(sizes)
    ]  # fmt: skip


@given(some_groups(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_of_incidents_changes_no_ledger_and_bounds_are_in_order(groups: list[list[Claim]], rng: object) -> None:
    record = books(*groups, under=None)
    shuffled = list(record.incidents)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    other = Books(shuffled, record.claims, record.reports)
    for kind in (LedgerBy.CLAIMANT, LedgerBy.SIDE, LedgerBy.ACTOR, LedgerBy.PERIOD):
        rows = totals(record, by=kind)
        assert rows == totals(other, by=kind)
        for row in rows:
            for f in (row.killed, row.injured, row.other_killed):
                known = [x for x in (f.low, f.best, f.high) if x is not None]
                assert known == sorted(known)
