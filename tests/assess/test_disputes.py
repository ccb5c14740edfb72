"""Where ledgers disagree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.assess.build import at
from tests.assess.ledger_books import books, told
from tests.link.cases import NOBODY, by, count, day, doer, place, report, target, victim

from trucewatch.assess.disputes import Tally, disagreements, revisions, stated_totals
from trucewatch.assess.sides import side_ledgers
from trucewatch.link import consolidate
from trucewatch.model import Claim

MINISTRY, MONITOR = by("Ministry"), by("Monitor", kind="monitor")
NORTH = doer("Northern Army", side="north")
SOUTH = doer("Southern Army", side="south")
CLEARED = {**NORTH, "confidence": "denied"}


def said(*claims: Claim) -> dict[str, dict[str, str]]:
    """What is disputed, and by whom with which words or figures."""
    return {
        d.field: {s.claimant: s.words or f"{s.low}-{s.high}" for s in d.sayings}
        for d in disagreements(books(list(claims)))
    }


def test_figures_that_cannot_meet() -> None:
    assert said(
        told("a", killed=count(2), claimants=MINISTRY), told("b", killed=count(3), claimants=MONITOR)
    ) == {"killed": {"Ministry": "2-2", "Monitor": "3-3"}}  # fmt: skip


@pytest.mark.parametrize("other", [count(1, None), count(1, 4), count(2), count(9, unconfirmed=True)])
def test_figures_that_can(other: dict[str, object]) -> None:
    assert said(told("a", killed=count(2), claimants=MINISTRY), told("b", killed=other, claimants=MONITOR)) == {}


def test_authors_none_of_whom_may_be_the_others() -> None:
    found = said(told("a", perpetrator=NORTH, claimants=MINISTRY), told("b", perpetrator=SOUTH, claimants=MONITOR))
    assert found == {"author": {"Ministry": "Northern Army", "Monitor": "Southern Army"}}


def test_vague_words_may_be_of_any_author() -> None:
    vague = doer(None, label="gunmen")
    assert said(told("a", perpetrator=NORTH, claimants=MINISTRY), told("b", perpetrator=vague, claimants=MONITOR)) == {}


def test_a_denial_stands_against_the_accusation() -> None:
    found = said(told("a", perpetrator=NORTH, claimants=MINISTRY, denied_by=by("Northern Army")))
    assert found == {"author": {"Ministry": "Northern Army", "Northern Army": "not Northern Army"}}


def test_a_denial_that_names_nobody_is_of_the_act() -> None:
    found = said(
        told("a", claimants=MINISTRY), told("b", modality="denied", perpetrator=NOBODY, claimants=MONITOR)
    )  # fmt: skip
    assert found == {"happened": {"Ministry": "happened", "Monitor": "did not happen"}}


def test_between_two_claimants_only() -> None:
    claims = [
        told("a", killed=count(2), claimants=MINISTRY),
        told("b", killed=count(3), claimants=MONITOR),
        told("c", killed=count(2), claimants=by("Hospital")),
    ]
    assert disagreements(books(claims), between=("ministry", "Hospital")) == ()
    (one,) = disagreements(books(claims), between=("Hospital", "the monitor"))
    assert [s.claimant for s in one.sayings] == ["Hospital", "Monitor"]


def test_a_toll_that_was_revised_is_told_step_by_step() -> None:
    days = {f"r{i}": report(f"r{i}", source="Daily", published=f"2031-04-{11 + i}") for i in range(3)}
    claims = [
        told(f"c{i}", report=f"r{i}", killed=count(k), claimants=by("Governor")) for i, k in enumerate((22, 29, 33))
    ]
    (found,) = revisions(consolidate(claims, days))
    assert (found.effect, found.claimant) == ("killed", "Governor")
    assert [(s.known_on, s.low) for s in found.steps] == [
        ("2031-04-11", 22), ("2031-04-12", 29), ("2031-04-13", 33),
    ]  # fmt: skip


def test_a_report_that_names_replaced_figures_tells_the_steps_itself() -> None:
    old = told("a", report="r", killed=count(22), superseded=True)
    new = told("b", report="r", killed=count(29))
    (found,) = revisions(consolidate([new, old], {}))
    assert [(s.low, s.replaced) for s in found.steps] == [(22, True), (29, False)]


def test_two_figures_side_by_side_are_no_revision() -> None:
    assert (
        revisions(consolidate([told("a", report="r", killed=count(2)), told("b", report="r", killed=count(3))], {}))
        == ()
    )


def toll(id: str = "t", **fields: object) -> Claim:
    when = {**day("2031-04-01", "2031-04-30"), "precision": "period"}
    base = {"scope": "toll", "kind": "casualty", "when": when, "where": None, "claimants": MONITOR}
    return told(id, **{**base, **fields})


SHELLS = [
    [told("a", killed=count(2), claimants=MONITOR)],
    [told("b", killed=count(1), claimants=MONITOR, when=day("2031-04-12"))],
    [told("c", killed=count(7), claimants=MINISTRY, when=day("2031-04-14"))],
    [told("d", killed=count(4), claimants=MONITOR, when=day("2031-06-14"))],
]


@pytest.mark.parametrize(
    ("stated", "tally"),
    [
        (count(3), Tally.SAME),
        (count(2, None), Tally.MAY_AGREE),
        (count(9), Tally.RECORD_LESS),
        (count(1), Tally.RECORD_MORE),
    ],
)
def test_a_total_stands_beside_what_its_claimant_reported_in_that_period(stated: object, tally: Tally) -> None:
    (row,) = stated_totals(books(*SHELLS, tolls=[toll(killed=stated)]))
    assert (row.claimant, row.counts, row.reported_low, row.reported_high) == ("Monitor", "killed", 3, 3)
    assert (len(row.incidents), row.tally) == (2, tally)


def test_a_total_of_acts_counts_incidents_and_what_may_be_of_it_apart() -> None:
    vague = [told("e", claimants=MONITOR, when=day("2031-03-28", "2031-04-02"))]
    (row,) = stated_totals(books(*SHELLS, vague, tolls=[toll(kind="other", acts=count(3))]))
    assert (row.reported_low, row.reported_high, row.tally) == (2, 3, Tally.MAY_AGREE)


def test_a_total_of_one_area_side_or_category_counts_only_those() -> None:
    far = [told("f", killed=count(5), claimants=MONITOR, where=place("Upland", 47.0, 20.0), when=day("2031-04-16"))]
    (row,) = stated_totals(books(*SHELLS, far, tolls=[toll(killed=count(3), where=at(radius_km=10.0))]))
    assert len(row.incidents) == 2
    (row,) = stated_totals(books(*SHELLS, tolls=[toll(killed=count(3), perpetrator=NORTH)]))
    assert (row.reported_low, row.reported_high, len(row.perhaps)) == (0, 3, 2)
    soldiers = [victim("killed", 2)]
    named = [[told("g", killed=count(2), victims=soldiers, claimants=MONITOR)]]
    (row,) = stated_totals(books(*named, tolls=[toll(killed=count(2), targets=[target(None, "civilian")])]))
    assert (row.reported_low, row.reported_high, row.tally) == (0, 0, Tally.RECORD_LESS)


def test_an_umbrella_and_its_parts_are_added_once() -> None:
    record = books(*SHELLS[:2], tolls=[toll(killed=count(3)), toll("u", kind="other", acts=count(1))])
    wave, part = record.incidents
    record = replace(record, incidents=(wave, part.model_copy(update={"part_of": wave.id})))
    assert [(r.counts, r.reported_low, r.reported_high) for r in stated_totals(record)] == [
        ("killed", 2, 2), ("acts", 1, 1),
    ]  # fmt: skip
    (row,) = side_ledgers(record)
    assert (row.violent, row.killed.best) == (1, 2)


def test_two_sides_two_ledgers() -> None:
    north_says = by("Northern Army", kind="military")
    south_says = by("Ministry of Southland", kind="government")
    stated = toll("t", kind="other", acts=count(12), claimants=north_says, perpetrator=SOUTH)
    rows = {
        (r.by, r.of): r
        for r in side_ledgers(
            books(
                [
                    told("a", perpetrator=SOUTH, killed=count(2), claimants=north_says),
                    told("b", perpetrator=NORTH, killed=count(1), claimants=by("Southern Army", kind="military")),
                ],
                [told("c", perpetrator=SOUTH, claimants=MONITOR, when=day("2031-04-12"))],
                [told("d", claimants=south_says, when=day("2031-04-14"))],
                tolls=[stated],
            )
        )
    }
    assert set(rows) == {("north", "south"), ("south", "north"), ("none", "south"), ("none", "not stated")}
    north = rows["north", "south"]
    assert (north.violent, north.killed.best) == (1, 2)
    assert [s[3] for s in north.stated] == [12]
    assert rows["south", "north"].killed.best == 1
    assert side_ledgers(books([told("a")], under=None)) == ()


def test_a_ministry_speaks_for_the_side_of_its_country() -> None:
    from tests.assess.build import agreement

    parties = [
        {"id": "N", "name": "Republic of Norway", "role": "signatory", "answers_for": ["north"]},
        {"id": "S", "name": "Swedish government", "role": "signatory", "answers_for": ["south", "militia"]},
    ]
    claims = [
        told("a", claimants=by("Norwegian Defence Ministry")),
        told("b", claimants=by("Swedish Red Aid", kind="monitor")),
        told("c", claimants=by("Stockholm", kind="government")),
    ]
    rows = side_ledgers(books(claims, under=agreement(parties=parties)))
    assert {r.by: r.claimants for r in rows} == {
        "north": ("Norwegian Defence Ministry",), "south": ("Stockholm",), "none": ("Swedish Red Aid",),
    }  # fmt: skip
