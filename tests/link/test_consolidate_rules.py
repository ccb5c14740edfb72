"""The contract's rules, one at a time."""

from __future__ import annotations

import pytest
from tests.link.cases import NOBODY, RIVERTON, by, claim, count, day, doer, place, report, target, victim

from trucewatch.errors import UsageError
from trucewatch.link import LinkOptions, consolidate
from trucewatch.model import Claim, Incident, Range, Reliability

REPORTS = {f"r{i}": report(f"r{i}", source=f"Outlet {i}", published=f"2001-05-{9 + i:02d}") for i in range(6)}


def merged(*claims: Claim) -> Incident:
    return consolidate(claims, REPORTS)


def figure(low: int | None, best: int | None, high: int | None) -> Range:
    return Range(low=low, best=best, high=high)


def test_low_best_and_high_over_whole_claims() -> None:
    n = merged(
        claim("a", "r0", killed=count(2), claimants=by("Ministry")),
        claim("b", "r1", killed=count(3), claimants=by("Monitor")),
        claim("c", "r2", killed=count(3), claimants=by("Hospital")),
    )
    assert n.killed == figure(2, 3, 3)


def test_the_lower_is_best_on_a_tie() -> None:
    n = merged(claim("a", "r0", killed=count(5)), claim("b", "r1", killed=count(4)))
    assert n.killed == figure(4, 4, 5)


def test_two_outlets_that_quote_one_ministry_have_one_vote() -> None:
    n = merged(
        claim("a", "r0", killed=count(2), claimants=by("Ministry")),
        claim("b", "r1", killed=count(2), claimants=by("Ministry")),
        claim("c", "r2", killed=count(1), claimants=by("Monitor")),
    )
    assert n.killed == figure(1, 1, 2)


def test_an_open_figure_is_closed_by_the_highest_stated_one() -> None:
    assert merged(claim("a", "r0", killed=count(3, None)), claim("b", "r1", killed=count(5))).killed == figure(3, 5, 5)


def test_an_open_figure_above_all_stated_ones_leaves_the_high_open() -> None:
    assert merged(claim("a", "r0", killed=count(9, None)), claim("b", "r1", killed=count(5))).killed == figure(
        5, 5, None
    )


def test_one_victim_named_by_two_parts_of_one_report_counts_once() -> None:
    n = merged(
        claim("a", "r0", killed=count(1), coverage="part", victims=[victim("killed", 1, names=["Odo Marn"])]),
        claim("b", "r0", killed=count(1), coverage="part", victims=[victim("killed", 1, names=["Odo Marn"])]),
        claim("c", "r1", killed=count(1)),
    )
    assert n.killed == figure(1, 1, 1)


def test_parts_named_apart_in_one_report_add_up_and_raise_the_low() -> None:
    n = merged(
        claim("a", "r0", killed=count(1), coverage="part", victims=[victim("killed", 1, names=["Odo Marn"])]),
        claim("b", "r0", killed=count(1), coverage="part", victims=[victim("killed", 1, names=["Ina Vesk"])]),
        claim("c", "r1", killed=count(1)),
    )
    assert n.killed == figure(2, 2, 2)


def test_parts_of_several_reports_are_not_added() -> None:
    n = merged(
        claim("a", "r0", killed=count(1), coverage="part"),
        claim("b", "r1", killed=count(1), coverage="part"),
        claim("c", "r2", killed=count(2)),
    )
    assert n.killed == figure(2, 2, 2)


def test_parts_alone_leave_the_high_open() -> None:
    assert merged(claim("a", "r0", killed=count(1), coverage="part")).killed == figure(1, 1, None)


def test_superseded_and_unconfirmed_figures_are_kept_as_variants_only() -> None:
    n = merged(
        claim("a", "r0", killed=count(9), superseded=True),
        claim("b", "r0", killed=count(12)),
        claim("c", "r1", killed=count(20, unconfirmed=True)),
    )
    assert n.killed == figure(12, 12, 12)
    assert [v.value["low"] for v in n.variants if v.field == "killed"] == [9, 20]
    assert [(h.low, h.superseded) for h in n.history] == [(9, True), (12, False), (20, False)]


def test_figures_of_a_denial_do_not_count() -> None:
    n = merged(
        claim("a", "r0", killed=count(2)),
        claim("b", "r1", modality="denied", killed=count(0), denied_by=by("Army"), perpetrator=doer("Army", "denied")),
    )
    assert n.killed == figure(2, 2, 2)


def test_accounts_stand_side_by_side_with_their_denials() -> None:
    n = merged(
        claim("a", "r0", perpetrator=doer("Hill Brigade", "accused_by_authority"), claimants=by("Ministry")),
        claim("b", "r1", perpetrator=doer("Hill Brigade"), claimants=by("Monitor"), denied_by=by("Hill Brigade")),
        claim("c", "r2", perpetrator={**NOBODY, "confidence": "withheld"}, claimants=by("Police")),
        claim("d", "r3", claimants=by("Hospital")),
    )
    accounts = {a.actor: a for a in n.perpetrators}
    assert set(accounts) == {"Hill Brigade", None}
    assert accounts["Hill Brigade"].confidence == "accused_by_authority"
    assert accounts["Hill Brigade"].claimants == ("Ministry", "Monitor")
    assert accounts["Hill Brigade"].denied_by == ("Hill Brigade",)
    assert accounts[None].confidence == "withheld"


def test_rival_breakdowns_beyond_the_total_become_one_row() -> None:
    fighters = [victim("killed", 4, category="armed_group")]
    civilians = [victim("killed", 5, category="civilian")]
    n = merged(
        claim("a", "r0", killed=count(4), victims=fighters, claimants=by("Army")),
        claim("b", "r1", killed=count(5), victims=civilians, claimants=by("Monitor")),
    )
    assert [(v.category, v.low, v.best, v.high) for v in n.victims] == [("unknown", 4, 4, 5)]


def test_names_are_kept_with_their_row() -> None:
    rows = [victim("killed", 2, names=["Odo Marn", "Ina Vesk"])]
    n = merged(claim("a", "r0", killed=count(2), victims=rows), claim("b", "r1", killed=count(2), victims=rows))
    assert [(v.best, v.names) for v in n.victims] == [(2, ("Odo Marn", "Ina Vesk"))]


def test_the_specific_kind_wins_over_the_vague() -> None:
    assert merged(claim("a", "r0", kind="casualty"), claim("b", "r1", kind="sniper_fire")).kind == "sniper_fire"
    assert merged(claim("a", "r0", kind="armed_clash"), claim("b", "r1", kind="grenade")).kind == "grenade"


def test_a_clash_with_several_means_stays_a_clash() -> None:
    kinds = ("armed_clash", "shelling_artillery_missile", "air_drone_strike")
    assert merged(*(claim(k, "r0", kind=k, claimants=by("Army")) for k in kinds)).kind == "armed_clash"


def test_the_most_precise_date_wins() -> None:
    n = merged(
        claim("a", "r0", when=day("2001-05-07", "2001-05-08")),
        claim("b", "r1", when=day("2001-05-07", "2001-05-08")),
        claim("c", "r2", when=day("2001-05-08")),
    )
    assert n.when is not None
    assert (n.when.start, n.when.end) == ("2001-05-08", "2001-05-08")
    assert [v.value for v in n.variants if v.field == "when"] == [{"start": "2001-05-07", "end": "2001-05-08"}]


def test_the_narrow_place_wins_over_the_province() -> None:
    province = place("Upper Province", 10.1, 20.1, radius_km=60.0)
    n = merged(*(claim(f"p{i}", f"r{i}", where=province) for i in range(3)), claim("x", "r4", where=RIVERTON))
    assert n.where is not None
    assert n.where.name == "Riverton"
    assert [v.value for v in n.variants if v.field == "where"] == ["Upper Province"]


def test_a_place_on_the_map_wins_over_a_bare_name() -> None:
    n = merged(claim("a", "r0", where=place("Hilltop")), claim("b", "r1", where=RIVERTON))
    assert n.where is not None
    assert n.where.name == "Riverton"


def test_the_id_is_readable_and_hangs_on_content_only() -> None:
    a, b = claim("a", "r0"), claim("b", "r1")
    assert merged(a, b).id == merged(b, a).id
    assert merged(a, b).id.startswith("2001-05-08-riverton-")
    assert merged(claim("a", "r0", when=None, where=None)).id.startswith("undated-shelling-artillery-missile-")


def test_claims_stand_in_the_order_in_which_they_became_known() -> None:
    assert merged(claim("z", "r0"), claim("a", "r2"), claim("m", "r1")).claims == ("z", "m", "a")


def test_differing_values_say_who_gives_them_and_where() -> None:
    n = merged(
        claim("a", "r0", weapon="a mortar", claimants=by("Ministry")),
        claim("b", "r1", weapon="mortar", claimants=by("Hospital")),
        claim("c", "r2", weapon="rockets", kind="air_drone_strike", claimants=by("Monitor")),
    )
    assert n.weapon == "a mortar"
    assert [(v.field, v.value, v.claimants, v.reports) for v in n.variants] == [
        ("kind", "air_drone_strike", ("Monitor",), ("r2",)), ("weapon", "rockets", ("Monitor",), ("r2",)),
    ]  # fmt: skip


def test_first_reported_is_the_earliest_publication() -> None:
    assert merged(claim("a", "r3"), claim("b", "r1"), claim("c", "nowhere")).first_reported == "2001-05-10"
    assert consolidate([claim("c", "nowhere")], {}).first_reported is None


def test_a_wave_is_told_apart_later_and_nothing_is_noted() -> None:
    n = merged(claim("a", "r0"))
    assert (n.part_of, n.note) == (None, None)


def test_reliability_is_that_of_the_users_file() -> None:
    a = claim("a", "r0", targets=[target("North Army")])
    rated = LinkOptions(reliability={"Outlet 0": Reliability.B})
    assert consolidate([a], REPORTS).reliability is Reliability.F
    assert consolidate([a], REPORTS, options=rated).reliability is Reliability.B


def test_no_claims_is_an_error() -> None:
    with pytest.raises(UsageError, match="needs a claim"):
        consolidate([], {})
