"""Grades after Airwars."""

from __future__ import annotations

import pytest
from tests.link.cases import by, claim, count, doer, report, target, victim

from trucewatch.link import LinkOptions, consolidate
from trucewatch.model import Claim, Reliability

REPORTS = {f"r{i}": report(f"r{i}", source=f"Outlet {i}") for i in range(4)}
MINISTRY, MONITOR = by("Ministry"), by("Monitor", kind="monitor")
ACCUSED = doer("Hill Brigade", "accused_by_authority")


@pytest.mark.parametrize(
    ("grade", "credibility", "claims"),
    [
        ("weak", 3, [claim("a", "r0", claimants=MONITOR)]),
        ("weak", 3, [claim("a", "r0", claimants=MONITOR), claim("b", "r1", claimants=MONITOR)]),
        ("fair", 2, [claim("a", "r0", claimants=MONITOR), claim("b", "r1", claimants=MINISTRY)]),
        ("confirmed", 2, [claim("a", "r0", perpetrator=doer("Army", "claimed"), claimants=MINISTRY)]),
        (
            "confirmed",
            1,
            [
                claim("a", "r0", perpetrator=doer("Army", "claimed"), claimants=MINISTRY),
                claim("b", "r1", perpetrator=doer("Army"), claimants=MONITOR),
            ],
        ),
        (
            "contested",
            4,
            [
                claim("a", "r0", perpetrator=ACCUSED, claimants=MINISTRY),
                claim("b", "r1", perpetrator=doer("North Army"), claimants=MONITOR),
            ],
        ),
        ("contested", 4, [claim("a", "r0", perpetrator=ACCUSED, claimants=MINISTRY, denied_by=by("Hill Brigade"))]),
        (
            "contested",
            4,
            [
                claim("a", "r0", killed=count(0), claimants=MINISTRY),
                claim("b", "r1", killed=count(2), claimants=MONITOR),
            ],
        ),
        (
            "discounted",
            5,
            [claim("a", "r0", kind="casualty", killed=count(1), victims=[victim("killed", 1, cause="non_hostile")])],
        ),
        ("contested", 6, [claim("a", "r0", modality="denied", perpetrator=doer("Army", "denied"), denied_by=MINISTRY)]),
    ],
)
def test_grade_and_credibility(grade: str, credibility: int, claims: list[Claim]) -> None:
    n = consolidate(claims, REPORTS)
    assert (n.grade, n.credibility) == (grade, credibility)
    assert n.grade_reason


def test_one_origin_that_names_two_hands_is_no_rival_account() -> None:
    first = claim("a", "r0", perpetrator=doer("Hill Brigade"), claimants=MONITOR)
    second = claim("b", "r0", perpetrator=doer("North Army"), claimants=MONITOR)
    assert consolidate([first, second], REPORTS).grade == "weak"


def test_two_sides_of_a_clash_are_no_rival_accounts() -> None:
    north = claim(
        "a",
        "r0",
        perpetrator=doer("North Army", side="north"),
        targets=[target("South Front", side="south")],
        claimants=MINISTRY,
    )
    south = claim(
        "b",
        "r1",
        perpetrator=doer("South Front", side="south"),
        targets=[target("North Army", side="north")],
        claimants=MONITOR,
    )
    assert consolidate([north, south], REPORTS).grade == "fair"


def test_an_account_that_is_only_possible_contests_nothing() -> None:
    accused = claim("a", "r0", perpetrator=ACCUSED, claimants=MINISTRY)
    perhaps = claim("b", "r1", perpetrator=doer("North Army", "possible"), claimants=MONITOR)
    assert consolidate([accused, perhaps], REPORTS).grade == "fair"


def test_one_wire_text_under_two_outlets_is_one_origin() -> None:
    reports = {f"r{i}": report(f"r{i}", source=f"Outlet {i}", text="Shells fell at Riverton.") for i in range(2)}
    n = consolidate([claim("a", "r0"), claim("b", "r1")], reports)
    assert (n.grade, n.credibility, n.grade_reason) == ("weak", 3, "one origin: Outlet 0, repeated by 2 reports")


def test_what_rests_on_one_report_without_a_source_cannot_be_judged() -> None:
    assert consolidate([claim("a", "nowhere")], {}).credibility == 6


def test_the_letter_of_whoever_says_it_goes_before_that_of_the_outlet() -> None:
    rated = LinkOptions(
        reliability={"ministry": Reliability.D, "Outlet 0": Reliability.A},
        rating_notes={"ministry": "corrects its figures late"},
    )
    n = consolidate([claim("a", "r0", claimants=MINISTRY)], REPORTS, options=rated)
    assert n.reliability == "D"
    assert n.grade_reason == "one origin: Ministry; reliability D: ministry, corrects its figures late"


def test_an_outlet_is_rated_where_its_origin_is_not() -> None:
    rated = LinkOptions(reliability={"Outlet 0": Reliability.B, "Outlet 1": Reliability.C})
    claims = [claim("a", "r0", claimants=MINISTRY), claim("b", "r1", claimants=MONITOR)]
    assert consolidate(claims, REPORTS, options=rated).reliability == "B"


def test_a_denial_lends_its_letter_to_no_assertion() -> None:
    rated = LinkOptions(reliability={"Ministry": Reliability.A})
    denied = claim("b", "r1", modality="denied", perpetrator=doer("Army", "denied"), claimants=MINISTRY)
    n = consolidate([claim("a", "r0", claimants=MONITOR), denied], REPORTS, options=rated)
    assert n.reliability == "F"
    assert n.grade_reason.endswith("reliability F: no source of it is rated")
