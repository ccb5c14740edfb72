"""Tests of place, worked by hand with u = radius + the zone's uncertainty."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assess.build import KM, NORTH_ARMY, SOUTH_ARMY, Scene, account, agreement, at, scene_claim, target
from tests.link.cases import place

from trucewatch.model import Report, text_sha256

NORTH, SOUTH = account(**NORTH_ARMY), account(**SOUTH_ARMY)
DEGREE_KM = 78.85  # of longitude at 45 degrees north


@pytest.mark.parametrize(
    ("east_km", "radius_km", "expected"),
    [
        (0.0, 2.0, "yes"),  # u = 3, half width 5
        (1.9, 2.0, "yes"),
        (2.1, 2.0, "unknown"),
        (7.9, 2.0, "unknown"),
        (8.1, 2.0, "no"),
        (0.0, 4.5, "unknown"),  # on the road, but known to 4.5 km only
    ],
)
def test_in_corridor_by_distance(east_km: float, radius_km: float, expected: str) -> None:
    where = at(45.0, 20.0 + east_km / DEGREE_KM, radius_km)
    answer = Scene(NORTH, where=where).answer("in_corridor", "corridor")
    assert answer.outcome.value == expected
    assert answer.figures["distance_km"] == pytest.approx(east_km, abs=0.05)
    assert answer.figures["u_km"] == radius_km + 1.0
    assert answer.figures["half_width_km"] == 5.0


@pytest.mark.parametrize(
    ("lat", "inside", "expected"),
    [
        (45.4 - 4.1 * KM, True, "yes"),  # u = 2 + 2
        (45.4 - 3.9 * KM, True, "unknown"),
        (45.4 + 3.9 * KM, False, "unknown"),
        (45.4 + 4.1 * KM, False, "no"),
    ],
)
def test_in_area_by_distance_to_the_boundary(lat: float, inside: bool, expected: str) -> None:
    answer = Scene(NORTH, where=at(lat)).answer("in_area")
    assert (answer.outcome.value, answer.figures["inside"]) == (expected, inside)


@pytest.mark.parametrize("where", [None, place("Nowhere known")])
def test_place_without_a_point_is_unknown(where: dict[str, Any] | None) -> None:
    for test, term in (("in_area", "ceasefire"), ("in_corridor", "corridor"), ("on_route", "patrols")):
        assert Scene(NORTH, where=where).outcome(test, term) == "unknown"


def test_report_that_puts_it_on_the_line_is_believed() -> None:
    where = at(radius_km=30.0, relation="on_line", text="on the N-7 south of the ford")
    assert Scene(NORTH, where=where).outcome("in_corridor", "corridor") == "unknown"  # "N-7" is not the alias "N7"
    where = at(radius_km=30.0, relation="on_line", text="on the N7 south of the ford")
    answer = Scene(NORTH, where=where).answer("in_corridor", "corridor")
    assert answer.outcome.value == "yes"
    assert "on the N7" in answer.figures["stated"]


def test_report_that_only_comes_near_the_line_is_not() -> None:
    where = at(radius_km=30.0, relation="near", text="near the N7")
    assert Scene(NORTH, where=where).outcome("in_corridor", "corridor") == "unknown"


def test_front_line_is_not_the_road() -> None:
    where = at(radius_km=30.0, relation="on_line", text="on the front line at the ford")
    scene = Scene(NORTH, where=where)
    assert scene.outcome("in_corridor", "corridor") == "unknown"
    assert scene.outcome("along_line_of_contact") == "yes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell by the road. The N7 was shut.", "yes"),
        ("Shells fell by the road. The N7 and the front line cross here.", "unknown"),
        ("Shells fell by the road.", "unknown"),
    ],
)
def test_on_the_line_means_the_one_the_report_speaks_of(text: str, expected: str) -> None:
    scene = Scene(NORTH, where=at(radius_km=30.0, relation="on_line", text="the road"))
    scene.reports = {"r-c0": Report(id="r-c0", text=text, sha256=text_sha256(text))}
    assert scene.outcome("in_corridor", "corridor") == expected


def test_only_line_of_an_agreement_needs_no_name() -> None:
    zones = [z.model_dump(by_alias=True) for z in agreement().zones if z.id in ("valley", "road")]
    terms = [t.model_dump(by_alias=True) for t in agreement().terms if t.id == "corridor"]
    scene = Scene(NORTH, where=at(radius_km=30.0, relation="on_line", text="the road"))
    assert scene.outcome("in_corridor", "corridor", agreement(zones=zones, terms=terms)) == "yes"


def test_name_of_the_line_against_the_distance_is_unknown() -> None:
    where = at(45.0, 21.0, relation="on_line", text="on the N7 far to the east")
    answer = Scene(NORTH, where=where).answer("in_corridor", "corridor")
    assert answer.outcome.value == "unknown"
    assert answer.figures["distance_km"] > 70


def test_denial_puts_nothing_on_a_line() -> None:
    where = at(radius_km=30.0, relation="on_line", text="on the N7")
    claims = [
        scene_claim("a", NORTH, where=at(radius_km=30.0)),
        scene_claim("b", NORTH, where=where, modality="denied"),
    ]
    assert Scene(NORTH, where=at(radius_km=30.0), claims=claims).outcome("in_corridor", "corridor") == "unknown"


@pytest.mark.parametrize(
    ("text", "relation", "expected"),
    [
        ("in the Green Valley", "at", "yes"),
        ("near the Green Valley", "near", "unknown"),
        ("villages across Valley District", "part_of", "yes"),  # listed in `includes`
        ("the hills", "at", "unknown"),
    ],
)
def test_area_by_name(text: str, relation: str, expected: str) -> None:
    assert Scene(NORTH, where=at(radius_km=60.0, relation=relation, text=text)).outcome("in_area") == expected


def test_list_of_places_is_inside_where_one_is() -> None:
    far, near = at(44.0), at(45.1)
    near.pop("also")
    where = {**far, "also": [near]}
    answer = Scene(NORTH, where=where).answer("in_area")
    assert answer.outcome.value == "yes"
    assert answer.figures["also"][0]["inside"] is True


def test_ends_of_between_are_not_the_place() -> None:
    near = at(45.1)
    near.pop("also")
    assert Scene(NORTH, where={**at(44.0), "relation": "between", "also": [near]}).outcome("in_area") == "no"


@pytest.mark.parametrize(
    ("who", "targets", "kind", "expected"),
    [
        (NORTH, [target(side="south")], "armed_clash", "yes"),
        (NORTH, [target(side="militia")], "sniper_fire", "yes"),
        (NORTH, [target(side="raiders", category="armed_group")], "armed_clash", "unknown"),  # on its own side
        (SOUTH, [target(side="raiders", category="armed_group")], "armed_clash", "yes"),
        (SOUTH, [], "shelling_artillery_missile", "yes"),  # nobody hostile stands beside it
        (SOUTH, [target("civilian")], "air_drone_strike", "yes"),
        (SOUTH, [target("unknown")], "shelling_artillery_missile", "unknown"),
        (SOUTH, [], "small_arms_fire", "unknown"),
        (NORTH, [], "shelling_artillery_missile", "unknown"),  # raiders stand on its side too
        (account("withheld"), [target(side="south")], "armed_clash", "unknown"),
        (account(label="gunmen"), [target(side="south")], "armed_clash", "unknown"),
        (account(actor="Guest Legion", side="guests"), [target(side="south")], "armed_clash", "unknown"),
        (NORTH, [target(side="south")], "patrol", "unknown"),
    ],
)
def test_along_line_of_contact_by_who_struck_whom(
    who: dict[str, Any], targets: list[dict[str, Any]], kind: str, expected: str
) -> None:
    scene = Scene(who, where=at(radius_km=20.0), targets=targets, kind=kind)
    assert scene.outcome("along_line_of_contact") == expected


def test_along_by_distance() -> None:
    quiet = account(label="gunmen")
    assert Scene(quiet, where=at(45 + 1.9 * KM)).outcome("along_line_of_contact") == "yes"  # u = 3, near 5
    assert Scene(quiet, where=at(45 + 2.2 * KM)).outcome("along_line_of_contact") == "unknown"
    assert Scene(quiet, where=at(46.0)).outcome("along_line_of_contact") == "unknown"  # 111 km off: never no


@pytest.mark.parametrize(("lat", "expected"), [(45.1, "unknown"), (44.9, "yes"), (45 - 2.2 * KM, "unknown")])
def test_along_by_the_other_side_of_the_line(lat: float, expected: str) -> None:
    assert Scene(NORTH, where=at(lat)).outcome("along_line_of_contact") == expected


def test_fighting_between_the_two_sides_is_along_the_line() -> None:
    targets = [target(side="south"), target(side="raiders", category="armed_group")]
    scene = Scene(where=at(radius_km=20.0), kind="armed_clash", targets=targets)
    assert scene.outcome("along_line_of_contact") == "yes"
    targets = [target(side="north"), target(side="raiders", category="armed_group")]
    assert (
        Scene(where=at(radius_km=20.0), kind="armed_clash", targets=targets).outcome("along_line_of_contact")
        == "unknown"
    )


def test_along_is_asked_for_each_account() -> None:
    scene = Scene(account("withheld"), NORTH, where=at(radius_km=20.0), targets=[target(side="south")])
    answer = scene.answer("along_line_of_contact")
    assert answer.figures["by_account"] == ["unknown", "yes"]
    assert answer.outcome.value == "unknown"


def test_sides_oppose_each_other_by_party_where_no_line_divides_them() -> None:
    zones = [{**z.model_dump(by_alias=True), "divides": []} for z in agreement().zones]
    scene = Scene(NORTH, where=at(radius_km=20.0), targets=[target(side="militia")])
    assert scene.outcome("along_line_of_contact", under=agreement(zones=zones)) == "yes"


def test_on_route_by_distance_and_by_name() -> None:
    assert Scene(NORTH, kind="patrol").outcome("on_route", "patrols") == "yes"  # d 0 + u 3 within 5
    assert Scene(NORTH, kind="patrol", where=at(45.0, 20.2)).outcome("on_route", "patrols") == "no"
    where = at(radius_km=40.0, relation="on_line", text="along the N7")
    assert Scene(NORTH, kind="patrol", where=where).outcome("on_route", "patrols") == "yes"
