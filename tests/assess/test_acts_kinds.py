"""Tests of what the act was, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assess.build import AGREEMENT, NORTH_ARMY, SOUTH_ARMY, Scene, account, scene_claim, target

from trucewatch.assess.acts import word_outcome
from trucewatch.assess.tests import RUN
from trucewatch.model import ACTS, TERM_TESTS, Kind, Outcome, Report, text_sha256

NORTH = account(**NORTH_ARMY)


def test_every_declared_test_has_code() -> None:
    assert list(RUN) == list(TERM_TESTS)


def test_no_class_lists_a_kind_twice() -> None:
    for name, act in ACTS.items():
        assert not (act.yes & act.against_forces | act.yes & act.unknown | act.against_forces & act.unknown), name


@pytest.mark.parametrize(
    ("kind", "targets", "military", "attack"),
    [
        ("shelling_artillery_missile", [], "yes", "yes"),
        ("armed_clash", [], "yes", "yes"),
        ("sniper_fire", [target("civilian")], "yes", "yes"),
        ("remote_explosive_landmine_ied", [], "unknown", "yes"),
        ("remote_explosive_landmine_ied", [target("civilian")], "unknown", "yes"),
        ("remote_explosive_landmine_ied", [target("military")], "yes", "yes"),
        ("remote_explosive_landmine_ied", [target("peacekeeper")], "yes", "yes"),
        ("attack", [target("civilian")], "unknown", "yes"),
        ("abduction_forced_disappearance", [target("armed_group")], "unknown", "no"),
        ("casualty", [target("military")], "unknown", "unknown"),
        ("disrupted_weapons_use", [], "unknown", "unknown"),
        ("overflight", [], "no", "no"),
        ("troop_movement", [], "no", "no"),
        ("patrol", [], "no", "no"),
        ("violent_demonstration", [], "no", "no"),
    ],
)
def test_act_by_kind(kind: str, targets: list[dict[str, Any]], military: str, attack: str) -> None:
    scene = Scene(NORTH, kind=kind, targets=targets)
    assert scene.outcome("military_action") == military
    assert scene.outcome("attack_inside_corridor_act", "corridor") == attack


def test_act_is_unknown_where_reports_disagree_on_what_it_was() -> None:
    claims = [
        scene_claim("a", NORTH, kind="small_arms_fire"),
        scene_claim("b", NORTH, kind="protest_with_intervention"),
    ]
    scene = Scene(NORTH, claims=claims, kind="small_arms_fire")
    assert scene.outcome("military_action") == "unknown"
    assert scene.answer("military_action").figures["kinds"] == ["protest_with_intervention", "small_arms_fire"]


def test_act_is_not_made_unsure_by_a_claim_that_names_none() -> None:
    claims = [scene_claim("a", NORTH, kind="small_arms_fire"), scene_claim("b", NORTH, kind="casualty")]
    assert Scene(NORTH, claims=claims, kind="small_arms_fire").outcome("military_action") == "yes"


def test_act_that_nobody_asserts_is_unknown() -> None:
    claims = [scene_claim("a", NORTH, modality="denied")]
    assert Scene(NORTH, claims=claims).outcome("military_action") == "unknown"


def test_discounted_incident_is_no_act() -> None:
    assert Scene(NORTH, kind="casualty", grade="discounted").outcome("military_action") == "no"


@pytest.mark.parametrize(("cause", "expected"), [("non_hostile", "no"), ("unknown", "unknown"), ("hostile", "unknown")])
def test_death_without_act_by_cause(cause: str, expected: str) -> None:
    one = {"low": 1, "best": 1, "high": 1}
    who = {"effect": "killed", "category": "military", "actor": None, "side": None, "names": []}
    scene = Scene(kind="casualty", victims=[{**who, **one, "cause": cause}], killed=one)
    assert scene.outcome("military_action") == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("overflight", "yes"), ("air_drone_strike", "yes"), ("disrupted_weapons_use", "unknown"), ("patrol", "no")],
)
def test_no_fly(kind: str, expected: str) -> None:
    assert Scene(NORTH, kind=kind).outcome("no_fly", "sky") == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("fortification", "yes"),
        ("sniper_fire", "yes"),
        ("armed_clash", "unknown"),  # by means not stated: it may have been sniping
        ("casualty", "unknown"),
        ("troop_movement", "no"),
        ("shelling_artillery_missile", "no"),
    ],
)
def test_prohibited_act(kind: str, expected: str) -> None:
    assert Scene(NORTH, kind=kind).outcome("prohibited_act", "digging") == expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("exchange", "yes"), ("withdrawal", "yes"), ("patrol", "no"), ("casualty", "no")]
)
def test_commitment_kept(kind: str, expected: str) -> None:
    assert Scene(NORTH, kind=kind).outcome("commitment_kept", "release") == expected


def test_word_that_nobody_knows_is_unknown() -> None:
    assert word_outcome("set_up_corridor", Kind.PATROL, forces=False) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "weapon", "lat", "expected"),
    [
        ("heavy_weapon_presence", None, 45.0, "yes"),
        ("shelling_artillery_missile", "122 mm howitzers", 45.0, "yes"),
        ("shelling_artillery_missile", "a tank", 45.0, "yes"),
        ("shelling_artillery_missile", "an RPG", 45.0, "no"),
        ("shelling_artillery_missile", None, 45.0, "unknown"),
        ("heavy_weapon_presence", None, 45.2, "no"),  # 22 km from the line, u = 3, depth 5
        ("heavy_weapon_presence", None, 45.045, "unknown"),  # 5.0 km
        ("sniper_fire", "a rifle", 45.0, "no"),
    ],
)
def test_heavy_weapon_line(kind: str, weapon: str | None, lat: float, expected: str) -> None:
    from tests.assess.build import at

    assert Scene(NORTH, kind=kind, weapon=weapon, where=at(lat)).outcome("heavy_weapon_line", "heavy") == expected


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ([account("claimed", actor="Joint commission")], "yes"),
        ([account("claimed", **NORTH_ARMY), account("claimed", **SOUTH_ARMY)], "yes"),
        ([account("claimed", **SOUTH_ARMY), account("claimed", actor="Hill Militia", side="militia")], "no"),
        ([account("claimed", **NORTH_ARMY)], "no"),
        ([account("accused", label="armed men")], "unknown"),
        ([], "unknown"),
    ],
)
def test_joint_patrol(accounts: list[dict[str, Any]], expected: str) -> None:
    assert Scene(*accounts, kind="patrol").outcome("joint_patrol", "patrols") == expected


def test_joint_patrol_by_its_words() -> None:
    who = {"text": "a joint patrol", "label": "a joint patrol", "actor": None, "side": None, "confidence": "fact"}
    claim = scene_claim("a", account("fact", label="a joint patrol"), kind="patrol").model_copy()
    claim = type(claim).model_validate({**claim.model_dump(mode="json"), "perpetrator": who})
    scene = Scene(account("fact", label="a joint patrol"), claims=[claim], kind="patrol")
    assert scene.outcome("joint_patrol", "patrols") == "yes"


@pytest.mark.parametrize(
    ("text", "expected", "partial"),
    [
        ("The patrol set out at dawn. It had to be cut short at the bridge.", "no", True),
        ("The patrol set out at dawn. It covered the whole route.", "yes", False),
        ("The patrol set out at dawn. Nothing else is known.", "unknown", None),
        ("The patrol set out at dawn. One side says it was completed, the other that it turned back.", "unknown", None),
        ("The patrol set out at dawn. Rain fell. An earlier one was cut short.", "unknown", None),
    ],
)
def test_whole_route_by_the_words_of_the_report(text: str, expected: str, partial: bool | None) -> None:
    span = {"field": "kind", "start": 4, "end": 10, "quote": "patrol"}
    who = account("claimed", actor="Joint commission")
    claims = [scene_claim("a", who, kind="patrol", evidence=[span])]
    scene = Scene(who, claims=claims, kind="patrol")
    scene.reports = {"r-a": Report(id="r-a", text=text, sha256=text_sha256(text))}
    answer = scene.answer("whole_route", "patrols")
    assert (answer.outcome.value, answer.figures["partial"]) == (expected, partial)


def test_route_of_an_act_that_is_no_patrol_is_not_asked() -> None:
    finding = Scene(NORTH).findings()["patrols"]
    assert [r.test for r in finding.reasons] == ["joint_patrol"]
    assert finding.verdict.value == "out_of_scope"
    assert AGREEMENT.terms[2].id == "patrols"
