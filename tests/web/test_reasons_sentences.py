"""The figures of a test as a sentence: each figure that decides stands in it, and answers by account have names."""

from __future__ import annotations

from typing import Any

import pytest

from trucewatch.model import TERM_TESTS, Confidence, FindingAccount, Outcome, Reason
from trucewatch.web.reasons import OPEN, sentence


def account(actor: str | None, confidence: Confidence = Confidence.ACCUSED) -> FindingAccount:
    return FindingAccount(actor=actor, label=None, side=None, confidence=confidence)


ACCOUNTS = (account("Hurras al-Din"), account(None, Confidence.WITHHELD))


@pytest.mark.parametrize(
    ("test", "outcome", "figures", "said"),
    [
        (
            "military_action",
            "unknown",
            {"kinds": ["armed_clash", "remote_explosive_landmine_ied"], "against_forces": True},
            "Reports differ on what it was: armed clash / remote explosive, landmine or IED; "
            "soldiers, fighters or police were struck.",
        ),
        (
            "in_force",
            "yes",
            {"event": "2020-03-19", "effective": "2020-03-06T00:01:00+02:00"},
            "It happened on 19 Mar 2020; the term is in force from 6 Mar 2020, 00:01 +02:00.",
        ),
        (
            "in_force",
            "unknown",
            {"event": None, "effective": "2020-03-06", "until": "2020-04-01", "first_reported": "2020-03-20"},
            "No day is known, first reported 20 Mar 2020; the term is in force from 6 Mar 2020 until 1 Apr 2020.",
        ),
        (
            "in_force",
            "unknown",
            {"event": "../2020-03-20", "effective": None},
            "It happened by 20 Mar 2020; the day on which the term takes effect is not known.",
        ),
        (
            "in_corridor",
            "yes",
            {"distance_km": 1.81, "radius_km": 3.0, "zone_uncertainty_km": 2.0, "u_km": 5.0, "half_width_km": 6.0},
            "1.81 km from the line, which counts to 6 km on either side; the point may be 3 km off and the line 2 km.",
        ),
        (
            "in_area",
            "no",
            {"inside": False, "boundary_km": 24.73, "radius_km": 3.0, "zone_uncertainty_km": 10.0, "u_km": 13.0},
            "Outside the zone, 24.7 km from its edge; the point may be 3 km off and the edge 10 km.",
        ),
        ("in_area", "unknown", {}, "No point on the map is known."),
        (
            "in_area",
            "unknown",
            {"outlines": [{"valid_from": "2020-03-06", "valid_to": None, "outcome": "yes"}]},
            "The zone moved; as it lay from 6 Mar 2020: yes.",
        ),
        (
            "bound_actor",
            "unknown",
            {"by_account": ["no", "unknown"]},
            "By account: Hurras al-Din – no, Nobody named – unknown.",
        ),
        ("whole_route", "no", {"partial": True}, "A report says that it was cut short."),
        ("joint_patrol", "unknown", {}, ""),
    ],
)
def test_figures_are_told_in_words(test: str, outcome: str, figures: dict[str, Any], said: str) -> None:
    assert sentence(Reason(test=test, outcome=Outcome(outcome), figures=figures), ACCOUNTS) == said


def test_an_act_of_which_nobody_says_who_did_it_has_one_answer() -> None:
    reason = Reason(test="bound_actor", outcome=Outcome.UNKNOWN, figures={"by_account": ["unknown"]})
    told = sentence(reason, (account(None, Confidence.NOT_STATED),))
    assert told == "By account: nobody says who did it – unknown."


def test_what_nobody_can_say_has_words_for_every_test() -> None:
    assert set(OPEN) == set(TERM_TESTS)
    assert all(words.startswith("whether ") for words in OPEN.values())
