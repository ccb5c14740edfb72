"""One killing told by five reports, with a retaliation, a toll and a denial beside it."""

from __future__ import annotations

import pytest
from tests.link.cases import NOBODY, by, claim, count, day, doer, place, report, target, victim

from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, link_claims
from trucewatch.model import Incident

WITHHELD = {**NOBODY, "confidence": "withheld"}
RADICALS = {"text": "radical groups", "label": "radical groups", "actor": None, "side": None}
SOLDIERS = [target("North Army", text="two soldiers")]
PROVINCE = place("Upper Province", 10.1, 20.1, radius_km=55.0)
MISSPELT = place("Rivertun")

REPORTS = {
    r: report(r, source=source, published=published)
    for r, source, published in (
        ("wire", "Valley Wire", "2001-05-08"),
        ("local", "Hill Post", "2001-05-09"),
        ("ministry", "North Ministry", "2001-05-08"),
        ("tweets", "Feed", "2001-05-09"),
        ("undated", "Review", None),
    )
}
CLAIMS = [
    claim(
        "wire.1",
        "wire",
        kind="armed_clash",
        where=PROVINCE,
        targets=SOLDIERS,
        killed=count(2),
        claimants=by("Officials"),
    ),
    claim(
        "local.1",
        "local",
        kind="remote_explosive_landmine_ied",
        where=MISSPELT,
        perpetrator=WITHHELD,
        targets=SOLDIERS,
        killed=count(2),
        victims=[victim("killed", 2, names=["Odo Marn", "Ina Vesk"], actor="North Army")],
    ),
    claim(
        "ministry.1",
        "ministry",
        perpetrator={**RADICALS, "confidence": "accused_by_authority"},
        targets=SOLDIERS,
        killed=count(2),
        injured=count(1),
        claimants=by("North Ministry"),
    ),
    claim(
        "ministry.2",
        "ministry",
        perpetrator=doer("North Army", "claimed"),
        targets=[target("South Front", "armed_group")],
        claimants=by("North Ministry"),
    ),
    claim(
        "tweets.1",
        "tweets",
        kind="casualty",
        coverage="part",
        when=day("2001-05-08", "2001-05-09"),
        perpetrator=WITHHELD,
        targets=[target("North Army")],
        killed=count(1),
        victims=[victim("killed", 1, names=["Odo Marn"], actor="North Army")],
        claimants=by("Governor"),
    ),
    claim(
        "tweets.2",
        "tweets",
        kind="casualty",
        coverage="part",
        when=day("2001-05-08", "2001-05-09"),
        perpetrator=WITHHELD,
        targets=[target("North Army")],
        killed=count(1),
        victims=[victim("killed", 1, names=["Ina Vesk"], actor="North Army")],
        claimants=by("Deputy"),
    ),
    claim("tweets.3", "tweets", kind="casualty", scope="toll", killed=count(61)),
    claim(
        "undated.1",
        "undated",
        when=None,
        targets=SOLDIERS,
        killed=count(2),
        victims=[victim("killed", 2, names=["O. Marn", "Ina Vesk"])],
    ),
    claim("undated.2", "undated", modality="hypothetical", when=None),
]


@pytest.fixture(scope="module")
def incidents() -> dict[str, Incident]:
    return {c: n for n in link_claims(CLAIMS, REPORTS) for c in n.claims}


def test_one_killing_is_one_incident(incidents: dict[str, Incident]) -> None:
    told = ["wire.1", "local.1", "ministry.1", "tweets.1", "tweets.2", "undated.1"]
    assert {incidents[c].id for c in told} == {incidents["wire.1"].id}
    assert len(incidents["wire.1"].claims) == len(told)


def test_two_soldiers_named_one_by_one_are_two_and_not_four(incidents: dict[str, Incident]) -> None:
    killed = incidents["wire.1"].killed
    assert killed is not None
    assert (killed.low, killed.best, killed.high) == (2, 2, 2)


def test_accounts_stay_side_by_side(incidents: dict[str, Incident]) -> None:
    assert {(a.label, a.confidence) for a in incidents["wire.1"].perpetrators} == {
        (None, "withheld"),
        ("radical groups", "accused_by_authority"),
    }


def test_the_answer_is_an_incident_of_its_own(incidents: dict[str, Incident]) -> None:
    answer = incidents["ministry.2"]
    assert answer.claims == ("ministry.2",)
    assert answer.grade == "confirmed"
    assert [a.actor for a in answer.perpetrators] == ["North Army"]


def test_tolls_and_plans_are_in_no_incident(incidents: dict[str, Incident]) -> None:
    assert "tweets.3" not in incidents
    assert "undated.2" not in incidents


def test_the_narrow_place_and_the_first_report_are_kept(incidents: dict[str, Incident]) -> None:
    n = incidents["wire.1"]
    assert n.where is not None
    assert n.where.name == "Riverton"
    assert n.first_reported == "2001-05-08"


def test_a_higher_threshold_splits(incidents: dict[str, Incident]) -> None:
    strict = link_claims(CLAIMS, REPORTS, options=LinkOptions(threshold=50.0))
    assert len(strict) == len(incidents)


def test_two_claims_with_one_id_are_refused() -> None:
    with pytest.raises(InputError, match="two different claims bear one id"):
        link_claims([CLAIMS[0], CLAIMS[0].model_copy(update={"report": "other"})], REPORTS)
