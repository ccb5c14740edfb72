"""Levels of the features of a pair."""

from __future__ import annotations

from typing import Any

import pytest
from tests.link.cases import a_count, by, claim, count, day, doer, place, report, target, victim

from trucewatch.link import default_weights
from trucewatch.link.features import distance_km, figure_level, pair_levels
from trucewatch.link.views import view
from trucewatch.model import Claim, Count

PROVINCE = place("Upper Province", 10.1, 20.0, radius_km=60.0)


def level(feature: str, a: Claim, b: Claim, **reports: Any) -> str:
    known = {k: report(k, **v) for k, v in reports.items()}
    return {x.feature: x.level for x in pair_levels(view(a, known), view(b, known), default_weights())}[feature]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (day("2001-05-08"), day("2001-05-08"), "same_day"),
        (day("2001-05-08T05:00Z"), day("2001-05-08T16:00Z"), "other_hour"),
        (day("2001-05-08T05:00+02:00"), day("2001-05-08T04:00Z"), "same_day"),
        (day("2001-05-07", "2001-05-08"), day("2001-05-08"), "overlap_days"),
        (day("2001-05-02", "2001-05-08"), day("2001-05-08"), "overlap_week"),
        (day("2001-05-01", "2001-05-31"), day("2001-05-08"), "overlap_month"),
        (day("2001-05-07"), day("2001-05-08"), "next_day"),
        (day("2001-05-05"), day("2001-05-08"), "few_days"),
        (day("2001-05-01"), day("2001-05-08"), "days_apart"),
        (None, day("2001-05-08"), "unknown"),
    ],
)
def test_time(one: Any, two: Any, expected: str) -> None:
    assert level("time", claim("a", when=one), claim("b", when=two)) == expected


def test_news_without_a_date_is_of_the_week_before_its_report() -> None:
    dated, undated = claim("a", "r1"), claim("b", "r2", when=None)
    assert level("time", dated, undated, r2={"published": "2001-05-10"}) == "assumed_overlap"
    assert level("time", dated, undated, r2={"published": "2001-06-10"}) == "days_apart"
    history = claim("b", "r2", when=None, background=True)
    assert level("time", dated, history, r2={"published": "2001-05-10"}) == "unknown"


def test_days_that_no_words_give_are_assumed() -> None:
    dated, assumed = claim("a"), claim("b", when=day("2001-05-08", "2001-05-09", text=None))
    assert level("time", dated, assumed) == "assumed_overlap"
    assert level("time", claim("c", when=day("2001-05-07")), assumed) == "assumed_gap"


def test_a_deal_may_be_signed_one_day_and_begin_the_next() -> None:
    a, b = (claim(d, kind="agreement", when=day(d)) for d in ("2001-05-01", "2001-05-02"))
    assert level("time", a, b) == "deal"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (place("Riverton", 10.0, 20.0), place("Riverton", 10.001, 20.0), "same_spot"),
        (place("Riverton", 10.0, 20.0), place("Lostham", 10.05, 20.0), "touching"),
        (place("Riverton", 10.0, 20.0), PROVINCE, "within_region"),
        (PROVINCE, PROVINCE, "same_region"),
        (place("Hills", 10.0, 20.0, radius_km=15.0), place("Hills", 10.0, 20.0, radius_km=15.0), "same_area"),
        (place("Riverton", 10.0, 20.0), place("Hills", 10.1, 20.0, radius_km=15.0), "within_area"),
        (place("Riverton", 10.0, 20.0), place("Lostham", 10.08, 20.0), "near"),
        (place("Riverton", 10.0, 20.0), place("Hill Ford", 10.2, 20.0), "apart"),
        (place("Riverton", 10.0, 20.0), place("Fardale", 11.0, 20.0), "far"),
        (place("Rivertown"), place("Rivertowne", 10.0, 20.0), "same_name"),
        (place("Rivertown"), place("Lostham", 10.0, 20.0), "other_name"),
        (place("Rivertown", country="XX"), place("Rivertown", country="YY"), "far"),
        (None, place("Riverton", 10.0, 20.0), "unknown"),
    ],
)
def test_place(one: Any, two: Any, expected: str) -> None:
    assert level("place", claim("a", where=one), claim("b", where=two)) == expected


def test_further_places_of_a_list_may_be_the_one() -> None:
    listed = place(
        "Fardale", 11.0, 20.0, also=[{k: v for k, v in place("Riverton", 10.0, 20.0).items() if k != "also"}]
    )
    assert level("place", claim("a", where=listed), claim("b")) == "same_spot"


def test_names_without_points_do_not_outweigh_points_far_apart() -> None:
    bare = {k: v for k, v in place("Lostham").items() if k != "also"}
    listed = place("Fardale", 11.0, 20.0, also=[bare])
    assert level("place", claim("a", where=listed), claim("b")) == "far"


def test_distance_of_one_degree_of_latitude() -> None:
    assert distance_km(10.0, 20.0, 11.0, 20.0) == pytest.approx(111.2, abs=0.1)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("grenade", "grenade", "same"),
        ("armed_clash", "armed_clash", "same_vague"),
        ("casualty", "armed_clash", "same_vague"),
        ("casualty", "sniper_fire", "vague"),
        ("armed_clash", "air_drone_strike", "vague"),
        ("shelling_artillery_missile", "remote_explosive_landmine_ied", "close"),
        ("protest_with_intervention", "excessive_force_against_protesters", "crowd"),
        ("sniper_fire", "chemical_weapon", "other"),
    ],
)
def test_kind(one: str, two: str, expected: str) -> None:
    assert level("kind", claim("a", kind=one), claim("b", kind=two)) == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (target("North Army"), target("the North army"), "same_actor"),
        (target("North Army", side="north"), target("Northern Guard", side="north"), "same_side"),
        (target("North Army", side="north"), target("South Front", side="south"), "other_side"),
        (target("North Army"), target("South Front"), "other_actor"),
        (target(None, "civilian", text="a shepherd"), target(None, "civilian", text="two farmers"), "same_category"),
        (target(None, "civilian", text="a shepherd"), target(None, "civilian", text="shepherd"), "same_words"),
        (target(None, "civilian", text="farmers"), target(None, "military", text="troops"), "other_category"),
        (target(None, "armed_group", text="fighters"), target(None, "military", text="troops"), "other_force"),
        (target(None, "unknown", text="people"), target(None, "military", text="troops"), "unknown"),
    ],
)
def test_struck(one: Any, two: Any, expected: str) -> None:
    assert level("struck", claim("a", targets=[one]), claim("b", targets=[two])) == expected


def test_those_harmed_stand_in_for_targets() -> None:
    harmed = claim("a", victims=[victim("killed", 1, actor="North Army")])
    assert level("struck", harmed, claim("b", targets=[target("North Army")])) == "same_actor"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (doer("North Army"), doer("North Army"), "same"),
        (doer("North Army"), doer("South Front"), "rival"),
        (doer("North Army", side="n"), {**doer(None), "label": "troops", "side": "n"}, "same_side"),
        (doer("North Army"), {**doer(None), "label": "gunmen"}, "unclear"),
        (doer("North Army"), doer("North Army", "withheld"), "unknown"),
    ],
)
def test_doer(one: Any, two: Any, expected: str) -> None:
    assert level("doer", claim("a", perpetrator=one), claim("b", perpetrator=two)) == expected


def test_attack_and_answer_are_reversed() -> None:
    attack = claim("a", perpetrator=doer("North Army"), targets=[target("South Front")])
    answer = claim("b", perpetrator=doer("South Front"), targets=[target("North Army")])
    assert level("doer", attack, answer) == "reversed"
    assert level("doer", attack, claim("c", perpetrator=doer("South Front"))) == "half_reversed"
    assert level("doer", claim("d", targets=[target("South Front")]), answer) == "half_reversed"


@pytest.mark.parametrize(
    ("one", "two", "parts", "expected"),
    [
        (a_count(5), a_count(5), (False, False), "same_many"),
        (a_count(2), a_count(2), (False, False), "same_few"),
        (a_count(0), a_count(0), (False, False), "both_zero"),
        (a_count(15, None), a_count(18), (False, False), "overlap"),
        (a_count(50, 50, approximate=True), a_count(45), (False, False), "overlap"),
        (a_count(10), a_count(14), (False, False), "near"),
        (a_count(2), a_count(14), (False, False), "far"),
        (a_count(0), a_count(3), (False, False), "zero_or_some"),
        (a_count(1), a_count(2), (True, False), "fits"),
        (a_count(1), a_count(2), (False, True), "exceeds"),
        (a_count(3), a_count(1), (True, True), "fits"),
        (a_count(1, 1, unconfirmed=True), a_count(2), (False, False), "unknown"),
    ],
)
def test_figures(one: Count, two: Count, parts: tuple[bool, bool], expected: str) -> None:
    assert figure_level(one, two, parts=parts, revised=False) == expected


def test_a_replaced_figure_speaks_against_nothing() -> None:
    assert figure_level(a_count(22), a_count(33), parts=(False, False), revised=True) == "revised"


def test_captured_and_missing_share_a_feature() -> None:
    a, b = claim("a", missing=count(7)), claim("b", missing=count(7))
    assert level("captured", a, b) == "same_many"


@pytest.mark.parametrize(
    ("one", "two", "part", "expected"),
    [
        ("Ömer Şahan", "Omer Sahan", "whole", "shared"),
        ("Odo Marn", "Ina Vesk", "whole", "other"),
        ("Odo Marn", "Ina Vesk", "part", "parts"),
    ],
)
def test_names_of_victims(one: str, two: str, part: str, expected: str) -> None:
    a = claim("a", victims=[victim("killed", 1, names=[one])], coverage=part)
    assert level("victims", a, claim("b", victims=[victim("killed", 1, names=[two])])) == expected


def test_source_of_two_reports_is_the_origin_they_share() -> None:
    a, b = claim("a", "r1", claimants=by("Ministry")), claim("b", "r2", claimants=by("Ministry"))
    assert level("source", a, b) == "same_origin"
    assert level("source", a, claim("c", "r2", claimants=by("Monitor"))) == "other_report"


def test_source_in_one_report_is_its_words_and_claimants() -> None:
    def told(id: str, start: int, *names: str, **fields: Any) -> Claim:
        words = {"field": "kind", "start": start, "end": start + 9, "quote": "was shelled"[:9]}
        return claim(id, "r1", claimants=by(*names), evidence=[words], **fields)

    first = told("a", 10, "Monitor")
    assert level("source", first, told("b", 15, "Ministry")) == "same_act"
    assert level("source", first, told("c", 50, "Ministry")) == "other_claimant"
    assert level("source", first, told("d", 50, "Monitor")) == "same_claimant"
    assert level("source", first, told("e", 50, modality="denied")) == "denial"
