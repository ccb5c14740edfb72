"""Tests of who acted and who was struck, and attribution, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assess.build import AGREEMENT, NORTH_ARMY, SOUTH_ARMY, Scene, account, agreement, scene_claim, target

from trucewatch.assess.case import View

NORTH, SOUTH = account(**NORTH_ARMY), account(**SOUTH_ARMY)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (NORTH, "yes"),
        (account(actor="Hill Militia", side="militia"), "yes"),  # bound through the south
        (account(actor="Raider Band", side="raiders"), "no"),
        (account(actor="Guest Legion", side="guests"), "unknown"),
        (account(label="northern troops"), "yes"),  # by an alias, though the claim carries no side
        (account(label="The Northern Troops"), "yes"),
        (account(label="bandits"), "no"),
        (account(label="gunmen"), "unknown"),
        (account(label="troops of the northern alliance"), "unknown"),  # no list holds these words
        (account(actor="Somebody Else"), "unknown"),
        (account(actor="Joint commission"), "unknown"),  # of several sides
        (account(side="elsewhere", actor="Northern Army"), "yes"),  # a side of another agreement is none here
        (account("withheld"), "unknown"),
    ],
)
def test_bound_actor_by_account(who: dict[str, Any], expected: str) -> None:
    answer = Scene(who).answer("bound_actor")
    assert answer.figures == {"by_account": [expected]}


def test_bound_actor_of_nobody_is_unknown() -> None:
    assert Scene().outcome("bound_actor") == "unknown"


def test_term_binds_the_sides_that_its_party_answers_for() -> None:
    assert Scene(NORTH).outcome("bound_actor", "digging") == "yes"
    assert Scene(SOUTH).outcome("bound_actor", "digging") == "no"
    assert Scene(account(actor="Guest Legion", side="guests")).outcome("bound_actor", "digging") == "unknown"


def test_side_is_bound_no_more_surely_than_the_one_that_binds_it() -> None:
    sides = [s.model_dump() for s in AGREEMENT.sides]
    sides[1]["bound"] = "unknown"
    militia = account(actor="Hill Militia", side="militia")
    assert Scene(militia).outcome("bound_actor", under=agreement(sides=sides)) == "unknown"


def test_term_that_binds_one_binds_those_bound_through_it() -> None:
    terms = [{**t.model_dump(by_alias=True), "binds": ["south"]} for t in AGREEMENT.terms]
    militia = account(actor="Hill Militia", side="militia")
    assert Scene(militia).outcome("bound_actor", under=agreement(terms=terms)) == "yes"


@pytest.mark.parametrize(
    ("who", "targets", "expected"),
    [
        (NORTH, [], "no"),  # nobody says that an exempt group was struck
        (NORTH, [target(**SOUTH_ARMY)], "no"),
        (NORTH, [target("armed_group", actor="Raider Band", side="raiders")], "yes"),
        (NORTH, [target("civilian"), target("armed_group", actor="Raider Band", side="raiders")], "yes"),
        (NORTH, [target("armed_group", actor="Old Raiders", side="raiders")], "unknown"),
        (NORTH, [target("armed_group", side="raiders")], "unknown"),
        (NORTH, [target("armed_group")], "unknown"),
        (NORTH, [target("unknown")], "unknown"),
        (NORTH, [target("civilian")], "no"),
        (NORTH, [target("military")], "no"),
        (account(actor="Raider Band", side="raiders"), [target(**SOUTH_ARMY)], "yes"),
        (account(label="bandits"), [], "yes"),
        (account(side="raiders", label="hooded men"), [], "unknown"),
        (account(label="gunmen"), [], "unknown"),
        (account("withheld"), [target(**SOUTH_ARMY)], "unknown"),
    ],
)
def test_exempt_group_acted_or_was_struck(who: dict[str, Any], targets: list[dict[str, Any]], expected: str) -> None:
    assert Scene(who, targets=targets).outcome("exempt_group") == expected


def test_claims_that_differ_on_who_was_struck_leave_it_unknown() -> None:
    claims = [
        scene_claim("a", NORTH, targets=[target("armed_group", actor="Raider Band", side="raiders")]),
        scene_claim("b", NORTH, targets=[target("civilian")]),
    ]
    assert Scene(NORTH, claims=claims).outcome("exempt_group") == "unknown"


def test_targets_count_for_the_account_that_names_them() -> None:
    raiders = account(actor="Raider Band", side="raiders")
    claims = [
        scene_claim("a", NORTH, targets=[target(**SOUTH_ARMY)]),
        scene_claim("b", raiders, targets=[target(**SOUTH_ARMY)]),
    ]
    assert Scene(NORTH, raiders, claims=claims).answer("exempt_group").figures == {"by_account": ["no", "yes"]}


def test_agreement_without_exempt_groups_exempts_nobody() -> None:
    assert Scene(account("withheld")).outcome("exempt_group", under=agreement(exempt=[])) == "no"


def _hit(*accounts: dict[str, Any], **fields: Any) -> str | None:
    """To whom the corridor's alleged violation is put down."""
    finding = Scene(*accounts, **fields).findings()["corridor"]
    assert finding.verdict.value == "alleged_violation"
    return finding.attributed_to


def test_one_accuser_attributes_nothing() -> None:
    assert _hit(NORTH) is None


@pytest.mark.parametrize("confidence", ["fact", "claimed"])
def test_own_word_attributes(confidence: str) -> None:
    assert _hit(account(confidence, **NORTH_ARMY)) == "north"


def test_two_independent_accusers_attribute() -> None:
    claims = [scene_claim("a", NORTH), scene_claim("b", account("accused_by_authority", **NORTH_ARMY))]
    assert _hit(NORTH, claims=claims) == "north"


def test_two_outlets_that_quote_one_ministry_are_one_accuser() -> None:
    ministry = [{"text": None, "name": "Ministry", "kind": "government", "via": None}]
    claims = [scene_claim(i, NORTH, claimants=ministry) for i in ("a", "b")]
    assert _hit(NORTH, claims=claims) is None


def test_rival_account_leaves_it_to_nobody() -> None:
    assert _hit(account("claimed", **NORTH_ARMY), SOUTH) is None


def test_withheld_account_leaves_it_to_nobody() -> None:
    assert _hit(account("fact", **NORTH_ARMY), account("withheld")) is None


def test_denied_account_does_not_count() -> None:
    finding = Scene(account("claimed", **NORTH_ARMY), account("denied", **SOUTH_ARMY)).findings()["corridor"]
    assert finding.attributed_to == "north"
    assert [a.side for a in finding.accounts] == ["north"]


def test_label_in_the_list_of_names_attributes_to_its_side() -> None:
    assert _hit(account("claimed", label="the northern troops")) == "north"


def test_nobody_is_named_where_nothing_is_alleged() -> None:
    findings = Scene(account("claimed", **NORTH_ARMY), kind="patrol").findings()
    assert {f.attributed_to for f in findings.values()} == {None}


def test_names_are_found_whatever_their_case() -> None:
    view = View(AGREEMENT)
    assert view.who("northern army", None, None).side == "north"
    assert view.who(None, None, "SOUTHERN TROOPS").actor == "Southern Army"
    assert view.who(None, None, "Hill militia").side == "militia"
