"""Waves and their parts: only where nothing is in doubt."""

from __future__ import annotations

from typing import Any

import pytest
from tests.link.cases import NOBODY, claim, count, day, doer, place

from trucewatch.link import link_claims
from trucewatch.model import Claim, Incident

SOUTH = place("the south", 10.0, 20.0, radius_km=60.0, precision=4)
WAVE: dict[str, Any] = {
    "where": SOUTH,
    "kind": "air_drone_strike",
    "acts": count(11),
    "perpetrator": doer("North Air Force"),
    "when": day("2001-05-08", "2001-05-09"),
}
PART: dict[str, Any] = {
    "where": place("Riverton", 10.1, 20.1),
    "kind": "air_drone_strike",
    "perpetrator": doer("North Air Force"),
    "when": day("2001-05-08"),
    "targets": [],
}


def told(wave: dict[str, Any], part: dict[str, Any]) -> tuple[Incident, Incident]:
    """The incidents of two claims of one report, which its author tells apart by their victims."""
    claims: list[Claim] = [
        claim("a", "r", **{**WAVE, "killed": count(20), **wave}),
        claim("b", "r", **{**PART, "killed": count(3), **part}),
    ]
    found = {n.claims[0]: n for n in link_claims(claims, {})}
    assert len(found) == 2
    return found["a"], found["b"]


def test_an_act_inside_is_part_of_the_wave() -> None:
    wave, part = told({}, {})
    assert part.part_of == wave.id
    assert wave.part_of is None


def test_both_keep_their_own_figures() -> None:
    wave, part = told({}, {})
    assert [n.killed and n.killed.best for n in (wave, part)] == [20, 3]


@pytest.mark.parametrize(
    ("wave", "part"),
    [
        ({"acts": None}, {}),
        ({"acts": count(1)}, {}),
        ({"perpetrator": NOBODY}, {}),
        ({"when": day("2001-05-01", "2001-05-31")}, {}),
        ({}, {"perpetrator": doer("South Front")}),
        ({}, {"when": day("2001-05-10")}),
        ({}, {"when": day("2001-05-08", "2001-05-10")}),
        ({}, {"when": None}),
        ({}, {"where": place("Farby", 10.54, 20.0)}),
        ({}, {"where": place("Vale", 10.3, 20.0, radius_km=30.0)}),
        ({}, {"where": place("Riverton")}),
        ({}, {"kind": "shelling_artillery_missile"}),
        ({}, {"killed": count(21)}),
    ],
)
def test_where_anything_is_in_doubt_it_is_not(wave: dict[str, Any], part: dict[str, Any]) -> None:
    assert [n.part_of for n in told(wave, part)] == [None, None]


def test_a_part_may_lack_an_author() -> None:
    wave, part = told({}, {"perpetrator": NOBODY})
    assert part.part_of == wave.id


def test_a_vague_wave_holds_what_it_may_stand_for() -> None:
    wave, part = told({"kind": "attack"}, {})
    assert part.part_of == wave.id


def test_acts_in_several_places_are_a_wave_too() -> None:
    places = {**place("Riverton", 10.1, 20.1), "also": [place_of_a_list("Hill Ford", 10.3, 20.3)]}
    wave, part = told({"where": places, "acts": None}, {"where": place("Hill Ford", 10.3, 20.3)})
    assert part.part_of == wave.id


def test_of_two_waves_the_narrower_is_the_umbrella() -> None:
    valley = place("the valley", 10.1, 20.1, radius_km=20.0)
    claims = [
        claim("a", "r", **{**WAVE, "killed": count(20)}),
        claim("b", "r", **{**WAVE, "where": valley, "killed": count(9), "when": day("2001-05-08")}),
        claim("c", "r", **{**PART, "killed": count(3)}),
    ]
    found = {n.claims[0]: n for n in link_claims(claims, {})}
    assert found["c"].part_of == found["b"].id


def place_of_a_list(name: str, lat: float, lon: float) -> dict[str, Any]:
    return {k: v for k, v in place(name, lat, lon).items() if k != "also"}
