"""What an undetermined finding lacks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.build import AGREEMENT, KM, NORTH_ARMY, SOUTH_ARMY, Scene, account, agreement, at, target
from tests.assess.test_findings_properties import ACCOUNTS, SCENES
from tests.link.cases import day

from trucewatch.assess.gaps import Gap, Need, missing
from trucewatch.model import Agreement, Verdict

NORTH = account(**NORTH_ARMY)
AT_SOUTH = [target(**SOUTH_ARMY)]


def gaps(scene: Scene, term: str = "ceasefire", under: Agreement = AGREEMENT) -> list[Gap]:
    findings = scene.findings(under).values()
    return [g for g in missing(findings, [scene.incident], scene.claims, scene.reports, under) if g.term == term]


def only(scene: Scene, term: str = "ceasefire", under: Agreement = AGREEMENT) -> Gap:
    (gap,) = gaps(scene, term, under)
    return gap


@pytest.mark.parametrize(
    ("fields", "need", "words"),
    [
        ({"when": None}, Need.DATE, "a date (in force from 2031-03-02T06:00:00+01:00)"),
        (
            {"when": day("2031-03-01", "2031-03-05")},
            Need.DATE,
            "a closer date than 2031-03-01 to 2031-03-05 (in force from 2031-03-02T06:00:00+01:00)",
        ),
        (
            {"when": day("2031-03-02")},
            Need.HOUR,
            "the hour of day on 2031-03-02 (in force from 2031-03-02T06:00:00+01:00)",
        ),
        ({"kind": "casualty"}, Need.ACT, "what act it was: reports give only 'casualty, act not named'"),
    ],
)
def test_act_and_time(fields: dict[str, Any], need: Need, words: str) -> None:
    gap = only(Scene(NORTH, **{"targets": AT_SOUTH, **fields}))
    assert (gap.need, gap.words) == (need, words)
    assert (gap.if_yes, gap.if_no) == (Verdict.ALLEGED_VIOLATION, Verdict.OUT_OF_SCOPE)


def test_a_device_needs_its_target() -> None:
    assert only(Scene(NORTH, kind="remote_explosive_landmine_ied", targets=[target("civilian")])).need is Need.TARGET


def test_a_corridor_needs_a_closer_place_and_says_how_close() -> None:
    gap = only(Scene(NORTH, where=at(lon=20.02, radius_km=9.0)), "corridor")
    assert (gap.need, gap.zone, gap.inside_km, gap.outside_km) == (Need.PLACE, "road", 4.0, 6.0)
    assert gap.distance_km == pytest.approx(1.58, abs=0.01)
    assert gap.enough_km == pytest.approx(2.42, abs=0.01)
    assert gap.words.startswith(
        "the place to within 2.42 km, for inside (now 1.58 km from Road corridor, give or take 9)"
    )
    assert "within 4 km is in, beyond 6 km out" in gap.words


def test_where_the_line_itself_is_too_vague_another_place_is_needed() -> None:
    gap = only(Scene(NORTH, where=at(lon=20.06, radius_km=2.0)), "corridor")
    assert gap.enough_km is None
    assert gap.words.startswith("another place")


def test_a_place_that_no_map_has_is_named() -> None:
    nowhere = {**at(), "lat": None, "lon": None, "radius_km": None, "name": "Lost Mill", "text": "Lost Mill"}
    gap = only(Scene(NORTH, where=nowhere), "corridor")
    assert gap.words.startswith('a place on the map ("Lost Mill" is on no map that is known here)')
    assert only(Scene(NORTH, where=None), "corridor").words.startswith("a place on the map (no report names one)")


def test_an_area_needs_a_place_off_its_edge() -> None:
    gap = next(g for g in gaps(Scene(NORTH, targets=AT_SOUTH, where=at(44.6 + 5 * KM, radius_km=4.0))))
    assert (gap.test, gap.zone, gap.outside_km) == ("in_area", "valley", 2.0)
    assert gap.enough_km == pytest.approx(3.0, abs=0.02)
    assert gap.enough_gives == "yes"


def test_far_from_the_line_of_contact_the_question_is_who_fired_at_whom() -> None:
    found = [g for g in gaps(Scene(NORTH, where=at(45.0 + 20 * KM))) if g.test == "along_line_of_contact"]
    assert [g.need for g in found] == [Need.PLACE, Need.CROSSING]
    assert found[1].words == "that Northern Army acted against the other side"
    assert {g.if_no for g in found} == {None}


@pytest.mark.parametrize(
    ("who", "need", "words"),
    [
        (account("withheld"), Need.AUTHOR, "who did it (reports say that nobody is named)"),
        (account("not_stated"), Need.AUTHOR, "who did it"),
        (account(label="gunmen"), Need.SIDE, "the side of gunmen"),
        (account(actor="Hill Band"), Need.SIDE, "the side of Hill Band"),
        (account(actor="Guest Legion", side="guests"), Need.BOUND, "whether the agreement binds Foreign guests"),
    ],
)
def test_an_author_who_is_not_known_to_be_bound(who: dict[str, Any], need: Need, words: str) -> None:
    found = next(g for g in gaps(Scene(who, targets=AT_SOUTH)) if g.test == "bound_actor")
    assert (found.need, found.words) == (need, words)


def test_a_group_of_unknown_status_is_named() -> None:
    old = [target("armed_group", actor="Old Raiders", side="raiders")]
    gap = next(g for g in gaps(Scene(NORTH, targets=old)) if g.test == "exempt_group")
    assert (gap.need, gap.actor, gap.words) == (Need.EXEMPT, "Old Raiders", "whether Old Raiders is exempt")
    assert gap.if_yes is Verdict.OUT_OF_SCOPE


def test_a_patrol_needs_its_partners() -> None:
    assert only(Scene(account(label="soldiers"), kind="patrol"), "patrols").need is Need.PARTNERS


def test_accounts_that_lead_to_different_verdicts_are_set_side_by_side() -> None:
    raiders = account(actor="Raider Band", side="raiders")
    gap = only(Scene(NORTH, raiders, targets=AT_SOUTH))
    assert (gap.need, gap.test) == (Need.ACCOUNT, None)
    assert gap.words == "which account is right: Northern Army (alleged violation); Raider Band (out of scope)"


def test_an_agreement_without_a_day_of_force_lacks_that() -> None:
    under = agreement(effective=None, effective_zone=None)
    gap = only(Scene(NORTH, targets=AT_SOUTH), under=under)
    assert (gap.need, gap.words) == (Need.FORCE, "the day on which Truce in the valley takes effect")


@given(st.lists(ACCOUNTS, max_size=3), SCENES)
@settings(max_examples=150, deadline=None)
def test_undetermined_lacks_something_and_the_rest_nothing(who: list[dict[str, Any]], fields: dict[str, Any]) -> None:
    scene = Scene(*who, **dict(fields))
    lacking = {g.term for term in scene.findings() for g in gaps(scene, term)}
    assert lacking == {t for t, f in scene.findings().items() if f.verdict is Verdict.UNDETERMINED}


@given(SCENES)
@settings(max_examples=150, deadline=None)
def test_the_radius_that_is_asked_for_decides(fields: dict[str, Any]) -> None:
    for term, test in (("corridor", "in_corridor"), ("ceasefire", "in_area")):
        for gap in gaps(Scene(NORTH, **dict(fields)), term):
            if gap.test == test and gap.enough_km is not None:
                # A metre less, as the radius is given to ten metres.
                where = {**fields["where"], "radius_km": max(gap.enough_km - 0.01, 0.0)}
                assert Scene(NORTH, **{**fields, "where": where}).outcome(test, term) == gap.enough_gives
