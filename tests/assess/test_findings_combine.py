"""The verdict from the answers, by the contract's rule, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assess.build import AGREEMENT, NORTH_ARMY, SOUTH_ARMY, Scene, account, agreement, at, target
from tests.link.cases import day

from trucewatch.assess import assess_incidents
from trucewatch.errors import AgreementError, RecordError

NORTH, SOUTH = account(**NORTH_ARMY), account(**SOUTH_ARMY)
RAIDERS = account(actor="Raider Band", side="raiders")
AT_SOUTH = [target(**SOUTH_ARMY)]


def _verdict(*accounts: dict[str, Any], term: str = "ceasefire", **fields: Any) -> str:
    return Scene(*accounts, **fields).findings()[term].verdict.value


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "alleged_violation"),
        ({"kind": "patrol"}, "out_of_scope"),
        ({"when": day("2031-01-01")}, "out_of_scope"),
        ({"where": at(47.0)}, "out_of_scope"),
        ({"targets": [target("armed_group", actor="Raider Band", side="raiders")]}, "out_of_scope"),
        ({"kind": "casualty"}, "undetermined"),
        ({"when": None}, "undetermined"),
        ({"where": None}, "undetermined"),
        ({"targets": [target("unknown")]}, "undetermined"),
        ({"kind": "casualty", "when": day("2031-01-01")}, "out_of_scope"),  # one no decides, whatever is unknown
    ],
)
def test_one_account(fields: dict[str, Any], expected: str) -> None:
    assert _verdict(NORTH, **{"targets": AT_SOUTH, **fields}) == expected


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ([NORTH, SOUTH], "alleged_violation"),  # whoever it was of the two, the term binds it
        ([RAIDERS, account(label="bandits")], "out_of_scope"),
        ([NORTH, RAIDERS], "undetermined"),
        ([NORTH, account("withheld")], "undetermined"),
        ([account("withheld")], "undetermined"),
        ([], "undetermined"),
        ([account("denied", **NORTH_ARMY)], "undetermined"),
        ([NORTH, account("denied", actor="Raider Band", side="raiders")], "alleged_violation"),
    ],
)
def test_several_accounts(accounts: list[dict[str, Any]], expected: str) -> None:
    assert _verdict(*accounts) == expected


def test_term_about_a_place_needs_no_author() -> None:
    finding = Scene(account("withheld")).findings()["corridor"]
    assert finding.verdict.value == "alleged_violation"
    assert finding.attributed_to is None
    assert [a.confidence.value for a in finding.accounts] == ["withheld"]


def test_incident_without_an_account_lists_one_that_names_nobody() -> None:
    (only,) = Scene().findings()["corridor"].accounts
    assert only.confidence.value == "not_stated"
    assert (only.actor, only.label, only.side) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "consistent"),
        ({"when": day("2031-01-01")}, "out_of_scope"),
        ({"when": None}, "undetermined"),
        ({"where": at(45.0, 22.0)}, "out_of_scope"),
        ({"where": at(radius_km=40.0)}, "undetermined"),
        ({"kind": "shelling_artillery_missile"}, "out_of_scope"),
    ],
)
def test_commitment(fields: dict[str, Any], expected: str) -> None:
    patrol = account("claimed", actor="Joint commission")
    assert _verdict(patrol, term="patrols", **{"kind": "patrol", **fields}) == expected


def test_commitment_by_those_bound_is_consistent() -> None:
    assert _verdict(NORTH, term="release", kind="exchange") == "consistent"
    assert _verdict(RAIDERS, term="release", kind="exchange") == "out_of_scope"
    assert _verdict(account(label="gunmen"), term="release", kind="exchange") == "undetermined"


def test_flight_and_heavy_weapons_and_digging() -> None:
    assert _verdict(NORTH, term="sky", kind="overflight") == "alleged_violation"
    assert _verdict(NORTH, term="heavy", kind="heavy_weapon_presence") == "alleged_violation"
    assert _verdict(NORTH, term="digging", kind="fortification") == "alleged_violation"
    assert _verdict(SOUTH, term="digging", kind="fortification") == "out_of_scope"


def test_reasons_keep_the_order_of_the_term() -> None:
    for term, finding in Scene(NORTH).findings().items():
        if term not in ("patrols", "release"):
            wanted = next(t.tests for t in AGREEMENT.terms if t.id == term)
            assert tuple(r.test for r in finding.reasons) == wanted


def test_findings_come_by_incident_and_term_and_leave_out_the_untestable() -> None:
    terms = [*(t.model_dump(by_alias=True) for t in AGREEMENT.terms[:2])]
    terms.insert(1, {"id": "spirit", "article": "p", "meaning": "good will", "testable": False})
    assert list(Scene(NORTH).findings(agreement(terms=terms))) == ["ceasefire", "corridor"]


def test_signing_gets_no_finding() -> None:
    assert Scene(NORTH, kind="agreement").findings() == {}


def test_unknown_test_is_refused() -> None:
    terms = [{**AGREEMENT.terms[0].model_dump(by_alias=True), "tests": ["no_such_test"]}]
    with pytest.raises(AgreementError, match="unknown test: 'no_such_test'"):
        Scene(NORTH).findings(agreement(terms=terms))


def test_term_without_its_zone_is_refused() -> None:
    terms = [{**AGREEMENT.terms[0].model_dump(by_alias=True), "zone": None}]
    with pytest.raises(AgreementError, match="term 'ceasefire': names no zone"):
        Scene(NORTH).findings(agreement(terms=terms))


def test_missing_claim_is_refused_by_name() -> None:
    scene = Scene(NORTH)
    with pytest.raises(RecordError, match="claim 'c0' is not there"):
        assess_incidents([scene.incident], {}, scene.reports, AGREEMENT)
    with pytest.raises(RecordError, match="report of claim 'c0' is not there"):
        assess_incidents([scene.incident], scene.claims, {}, AGREEMENT)


def test_figures_are_plain_json() -> None:
    for finding in Scene(NORTH, account("withheld")).findings().values():
        assert type(finding).model_validate_json(finding.to_json()) == finding
