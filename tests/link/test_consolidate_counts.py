"""Clauses of the count rule that hang on parts, revisions, names and causes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.link.cases import by, claim, count, report, victim

from trucewatch.link import consolidate
from trucewatch.model import Claim, Incident, Range

REPORTS = {f"r{i}": report(f"r{i}", source=f"Outlet {i}", published=f"2001-05-{9 + i:02d}") for i in range(6)}


def merged(*claims: Claim) -> Incident:
    return consolidate(claims, REPORTS)


def killed(id: str, report: str, low: int, high: int | None = -1, **fields: Any) -> Claim:
    flags = {k: fields.pop(k) for k in ("unconfirmed",) if k in fields}
    return claim(id, report, killed=count(low, high, **flags), **fields)


def part(id: str, report: str, low: int, *names: str, **fields: Any) -> Claim:
    victims = [victim("killed", low, names=list(names))]
    return killed(id, report, low, coverage="part", victims=victims, **fields)


def figure(low: int | None, best: int | None, high: int | None) -> Range:
    return Range(low=low, best=best, high=high)


def test_an_origin_that_revises_its_toll_says_its_last_figure() -> None:
    governor = by("Governor")
    n = merged(*(killed(f"c{i}", f"r{i}", k, claimants=governor) for i, k in enumerate((22, 29, 33))))
    assert n.killed == figure(22, 33, 33)
    assert [(h.published, h.low, h.superseded) for h in n.history] == [
        ("2001-05-09", 22, False), ("2001-05-10", 29, False), ("2001-05-11", 33, False),
    ]  # fmt: skip


def test_a_figure_that_its_report_calls_replaced_bounds_nothing_and_stays_in_the_history() -> None:
    n = merged(killed("a", "r0", 22, superseded=True), killed("b", "r0", 29))
    assert n.killed == figure(29, 29, 29)
    assert [(h.low, h.superseded) for h in n.history] == [(22, True), (29, False)]


def test_two_figures_of_one_origin_on_one_day_are_a_tie() -> None:
    assert merged(killed("a", "r0", 4), killed("b", "r0", 3)).killed == figure(3, 3, 4)


def test_a_later_hour_of_one_day_is_a_later_word() -> None:
    hours = {
        f"r{i}": report(f"r{i}", source="Monitor", published=f"2001-05-09T{h}:00+02:00") for i, h in enumerate((10, 18))
    }
    n = consolidate([killed("a", "r0", 2), killed("b", "r1", 5)], hours)
    assert n.killed == figure(2, 5, 5)


def test_a_revision_by_one_origin_does_not_outvote_two_others() -> None:
    n = merged(
        killed("a", "r0", 2, claimants=by("Ministry")),
        killed("b", "r1", 2, claimants=by("Hospital")),
        killed("c", "r2", 9, claimants=by("Monitor")),
    )
    assert n.killed == figure(2, 2, 9)


def test_victims_named_apart_in_several_reports_raise_low_to_their_number() -> None:
    n = merged(part("a", "r0", 1, "Odo Marn"), part("b", "r1", 1, "Ina Vesk"), killed("c", "r2", 1))
    assert n.killed == figure(2, 2, 2)


def test_one_victim_under_two_spellings_is_one() -> None:
    n = merged(part("a", "r0", 1, "Mohammed Ali"), part("b", "r1", 1, "Sgt Muhammad Aly"), killed("c", "r2", 1))
    assert n.killed == figure(1, 1, 1)
    assert [v.names for v in n.victims] == [("Mohammed Ali",)]


def test_the_same_part_by_two_origins_of_one_report_is_not_added() -> None:
    n = merged(
        part("a", "r0", 1, claimants=by("Ministry")), part("b", "r0", 1, claimants=by("Monitor")), killed("c", "r1", 1)
    )
    assert n.killed == figure(1, 1, 1)


def test_parts_that_one_origin_counts_apart_are_added() -> None:
    n = merged(part("a", "r0", 2), part("b", "r0", 1, "Odo Marn"), killed("c", "r1", 2))
    assert n.killed == figure(3, 3, 3)


def test_a_part_never_lowers_and_a_smaller_one_changes_nothing() -> None:
    assert merged(killed("a", "r0", 5), part("b", "r1", 1)).killed == figure(5, 5, 5)


def test_parts_that_are_replaced_or_unconfirmed_raise_nothing() -> None:
    n = merged(killed("a", "r0", 1), part("b", "r1", 4, superseded=True), part("c", "r2", 3, unconfirmed=True))
    assert n.killed == figure(1, 1, 1)


def test_an_unconfirmed_figure_alone_is_a_variant_and_no_figure() -> None:
    n = merged(killed("a", "r0", 4, unconfirmed=True))
    assert n.killed is None
    assert [v.value for v in n.variants if v.field == "killed"] == [{"low": 4, "high": 4}]


def test_deaths_by_no_hostile_act_stand_in_a_row_of_their_own() -> None:
    shot, fell_ill = victim("killed", 2), victim("killed", 1, cause="non_hostile")
    n = merged(killed("a", "r0", 3, victims=[shot, fell_ill]))
    assert [(v.cause, v.best) for v in n.victims] == [("hostile", 2), ("non_hostile", 1)]
    assert n.grade == "weak"


def test_one_death_of_disputed_cause_is_one_row_of_unknown_cause() -> None:
    n = merged(
        killed("a", "r0", 1, victims=[victim("killed", 1)], claimants=by("Monitor")),
        killed("b", "r1", 1, victims=[victim("killed", 1, cause="non_hostile")], claimants=by("Ministry")),
    )
    assert [(v.category, v.best, v.cause) for v in n.victims] == [("military", 1, "unknown")]


def test_parts_of_one_casualty_list_told_twice_in_two_reports_count_once() -> None:
    both = [("Odo Marn", "Ina Vesk"), ("Ina Vesk", "Odo Marn")]
    n = merged(*(part(f"p{i}", f"r{i}", 2, *names) for i, names in enumerate(both)), killed("c", "r3", 1))
    assert n.killed == figure(2, 2, 2)


@st.composite
def some_figures(draw: st.DrawFn) -> list[Claim]:
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 5),
                st.integers(0, 9),
                st.sampled_from(["whole", "part"]),
                st.sampled_from([(), ("Odo Marn",), ("Marn Odo", "Ina Vesk")]),
                st.sampled_from([[], by("Ministry"), by("Monitor")]),
                st.booleans(),
            ),
            max_size=8,
        )
    )
    return [
        killed(
            f"c{i}", f"r{r}", low, coverage=coverage, claimants=who, superseded=old,
            victims=[victim("killed", low, names=list(names))],
        )
        for i, (r, low, coverage, names, who, old) in enumerate(rows)
    ]  # fmt: skip


@given(some_figures(), st.randoms(use_true_random=False))
def test_order_and_repetition_of_claims_change_nothing(claims: list[Claim], rng: object) -> None:
    if not claims:
        return
    again = [*claims, *(Claim.model_validate_json(c.to_json()) for c in claims)]
    rng.shuffle(again)  # type: ignore[attr-defined]
    assert consolidate(again, REPORTS) == consolidate(claims, REPORTS)


@given(some_figures())
def test_parts_only_raise(claims: list[Claim]) -> None:
    whole = [c for c in claims if c.coverage == "whole"]
    if not whole:
        return
    before, after = merged(*whole).killed, merged(*claims).killed
    if before is not None and before.low is not None:
        assert after is not None
        assert after.low is not None
        assert after.low >= before.low


@given(some_figures())
def test_a_report_printed_again_word_for_word_adds_no_origin(claims: list[Claim]) -> None:
    if not claims:
        return
    copies = [c.model_copy(update={"id": f"{c.id}-again", "report": f"{c.report}-again"}) for c in claims]
    reports = REPORTS | {f"{i}-again": r.model_copy(update={"id": f"{i}-again"}) for i, r in REPORTS.items()}
    once, twice = consolidate(claims, reports), consolidate([*claims, *copies], reports)
    assert (once.killed, once.grade, once.credibility) == (twice.killed, twice.grade, twice.credibility)
