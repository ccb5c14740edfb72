"""What one report tells apart, and what it tells twice."""

from __future__ import annotations

from typing import Any

import pytest
from tests.link.cases import NOBODY, by, claim, count, day, doer, place, report, target, victim

from trucewatch.link import default_weights, link_claims
from trucewatch.link.constraints import cannot_link
from trucewatch.link.views import view

NORTH = {"perpetrator": doer("North Army"), "targets": [target("South Front", "armed_group")]}
SOUTH = {"perpetrator": doer("South Front"), "targets": [target("North Army")]}
MONITOR = {"claimants": by("Monitor")}
MINISTRY = {"claimants": by("Ministry")}


def reason(one: dict[str, Any], two: dict[str, Any], *, reports: tuple[str, str] = ("r1", "r1")) -> str | None:
    a, b = (claim(f"c{i}", r, **fields) for i, (r, fields) in enumerate(zip(reports, (one, two), strict=True)))
    known = {"r1": report("r1"), "r2": report("r2")}
    back = cannot_link(view(b, known), view(a, known), default_weights())
    there = cannot_link(view(a, known), view(b, known), default_weights())
    assert (there is None) == (back is None)
    return there


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ({"when": day("2001-05-07")}, {"when": day("2001-05-08")}, "different days"),
        ({}, {"where": place("Hill Ford", 10.3, 20.0)}, "different places"),
        (MONITOR, {**MONITOR, "where": place("Lostham", 10.03, 20.0)}, "names different places"),
        (NORTH, SOUTH, "is struck in the other"),
        (NORTH, {"perpetrator": doer("South Front")}, "is struck in the other"),
        ({**MONITOR, **NORTH}, {**MONITOR, "perpetrator": doer("Hill Brigade")}, "names different actors"),
        ({**MONITOR, "killed": count(2)}, {**MONITOR, "killed": count(7)}, "two figures for killed"),
        (
            {"killed": count(1), "victims": [victim("killed", 1, names=["Odo Marn"])]},
            {"killed": count(1), "victims": [victim("killed", 1, names=["Ina Vesk"])]},
            "other victims",
        ),
        (
            {"killed": count(1), "victims": [victim("killed", 1)]},
            {"kind": "casualty", "killed": count(1), "victims": [victim("killed", 1, cause="non_hostile")]},
            "an enemy act and none",
        ),
        (
            {"kind": "sniper_fire", "targets": [target("North Army")]},
            {"kind": "chemical_weapon", "targets": [target("South Front", "armed_group")]},
            "sniper_fire and chemical_weapon",
        ),
        ({}, {"kind": "patrol"}, "violence and no violence"),
        ({"kind": "patrol"}, {"kind": "exchange"}, "different kinds of conduct"),
    ],
)
def test_one_report_tells_apart(one: dict[str, Any], two: dict[str, Any], words: str) -> None:
    found = reason(one, two)
    assert found is not None
    assert words in found


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({**MONITOR, "killed": count(2)}, {**MINISTRY, "killed": count(7)}),
        ({**MONITOR, "killed": count(2), "superseded": True}, {**MONITOR, "killed": count(7)}),
        ({**MONITOR, "killed": count(1), "coverage": "part"}, {**MONITOR, "killed": count(7)}),
        ({**MONITOR, **NORTH}, {**MINISTRY, **NORTH, "perpetrator": doer("Hill Brigade")}),
        (NORTH, {**MINISTRY, "perpetrator": doer("North Army", "denied"), "modality": "denied"}),
        (MONITOR, {**MINISTRY, "where": place("Lostham", 10.03, 20.0)}),
        ({"when": day("2001-05-06")}, {"when": day("2001-05-07", "2001-05-08", text=None)}),
        ({**NORTH, **MONITOR}, {**NORTH, **MINISTRY, "targets": [target("farmers", "civilian")]}),
        (NORTH, {"kind": "casualty", "perpetrator": NOBODY, "targets": [target("South Front", "armed_group")]}),
        (
            {"coverage": "part", "victims": [victim("killed", 1, names=["Odo Marn"])]},
            {"coverage": "part", "victims": [victim("killed", 1, names=["Ina Vesk"])]},
        ),
        (
            {**NORTH, "targets": [target("South Front", "armed_group"), target("North Army")], "kind": "armed_clash"},
            SOUTH,
        ),
        (
            {**MONITOR, **NORTH},
            {"claimants": by("North Army", kind="military"), "perpetrator": doer("South Front")},
        ),
    ],
    ids=[
        "two claimants, two figures",
        "a figure that was replaced",
        "a part and the whole",
        "two claimants, two accounts",
        "a denial",
        "two claimants, two places that may be one",
        "a date that no words give",
        "rival accounts of the victims",
        "nobody named",
        "one soldier named in each",
        "a clash in which both sides are struck",
        "the accused says that those struck did it",
    ],
)
def test_one_report_tells_two_accounts_of_one_act(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert reason(one, two) is None


def test_a_clash_is_one_whoever_is_said_to_have_attacked() -> None:
    north = claim("a", "r1", kind="armed_clash", **NORTH)
    south = claim("b", "r2", kind="armed_clash", **SOUTH)
    assert [n.claims for n in link_claims([north, south], {})] == [("a", "b")]


def test_shelling_and_its_answer_are_two() -> None:
    assert len(link_claims([claim("a", "r1", **NORTH), claim("b", "r2", **SOUTH)], {})) == 2


def test_two_reports_may_differ_in_day_place_and_figures() -> None:
    one = {**MONITOR, "killed": count(2)}
    two = {**MONITOR, "killed": count(7), "when": day("2001-05-09"), "where": place("Lostham", 10.05, 20.0)}
    assert reason(one, two, reports=("r1", "r2")) is None


def test_two_weeks_or_two_provinces_are_beyond_doubt() -> None:
    assert reason({}, {"when": day("2001-05-25")}, reports=("r1", "r2")) == "17 days apart"
    assert "beyond doubt" in (reason({}, {"where": place("Fardale", 12.0, 20.0)}, reports=("r1", "r2")) or "")


def test_a_shared_victim_overrides_a_wrong_date_but_not_a_year() -> None:
    odo = {"killed": count(1), "victims": [victim("killed", 1, names=["Odo Marn"])]}
    assert reason(odo, {**odo, "when": day("2001-05-25")}, reports=("r1", "r2")) is None
    assert reason(odo, {**odo, "when": day("2002-05-08")}, reports=("r1", "r2")) == "365 days apart"


def test_a_claim_between_two_told_apart_joins_only_one_of_them() -> None:
    here = claim("a", "r1", killed=count(2), targets=[target("North Army")])
    there = claim("b", "r1", killed=count(2), targets=[target("North Army")], where=place("Hill Ford", 10.3, 20.0))
    province = place("Upper Province", 10.1, 20.0, radius_km=60.0)
    vague = claim("c", "r2", killed=count(2), targets=[target("North Army")], where=province)
    found = [set(n.claims) for n in link_claims([here, there, vague], {})]
    assert len(found) == 2
    assert not any({"a", "b"} <= members for members in found)
