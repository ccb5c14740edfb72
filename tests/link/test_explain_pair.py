"""Why two claims are one incident or not."""

from __future__ import annotations

import pytest
from tests.link.cases import by, claim, count, day, doer, target

from trucewatch.link import Crowds, explain_pair
from trucewatch.link.scorer import pair_score
from trucewatch.link.views import view
from trucewatch.link.weights import FEATURES, default_weights
from trucewatch.model import Claim

A = claim("a", "r1", killed=count(5), targets=[target("North Army")], claimants=by("Ministry"))
B = claim("b", "r2", killed=count(5), targets=[target("North Army")], claimants=by("Monitor"))


def test_steps_add_up_to_the_score() -> None:
    why = explain_pair(A, B, {})
    assert why.score == pytest.approx(why.prior + sum(s.weight for s in why.steps))
    scored = pair_score(view(A, {}), view(B, {}), default_weights())
    assert scored is not None
    assert why.score == pytest.approx(scored.log_odds)
    assert scored.known == pytest.approx(sum(abs(s.weight) for s in why.steps))
    assert [s.feature for s in why.steps] == list(FEATURES)
    assert 0.5 < why.probability < 1
    assert why.together


def test_either_way_round_gives_the_same_explanation() -> None:
    assert explain_pair(A, B, {}) == explain_pair(B, A, {})


def test_the_waterfall_shows_levels_values_and_verdict() -> None:
    text = explain_pair(A, B, {}).waterfall()
    assert "same_many" in text
    assert "5 / 5" in text
    assert text.splitlines()[-1] == "the pair speaks for one incident"


def test_a_crowd_is_the_last_step() -> None:
    many = [claim(f"z{i}") for i in range(18)]
    why = explain_pair(A, B, {}, crowds=Crowds([A, B, *many], {}))
    step = why.steps[-1]
    assert (step.feature, step.level, step.weight) == ("crowd", "crowded", -0.6931)
    assert step.detail == "20 claims of riverton and that day: 2.0 times 10"
    assert why.score == pytest.approx(explain_pair(A, B, {}).score - 0.6931)
    assert "crowd      crowded" in why.waterfall()


@pytest.mark.parametrize(
    ("other", "level"), [(claim("c", "r1"), "one_report"), (B, "few")], ids=["one report", "few claims"]
)
def test_where_no_crowd_counts_it_weighs_nothing(other: Claim, level: str) -> None:
    step = explain_pair(A, other, {}, crowds=Crowds([A, B, other], {})).steps[-1]
    assert (step.level, step.weight) == (level, 0.0)


def test_a_forbidden_pair_says_why() -> None:
    why = explain_pair(A, claim("c", "r1", when=day("2001-05-09")), {})
    assert why.cannot_link == "one report: different days"
    assert not why.together
    assert why.waterfall().endswith("never one incident: one report: different days")


def test_totals_and_plans_are_never_in_an_incident() -> None:
    assert explain_pair(A, claim("t", scope="toll"), {}).cannot_link == "t is a total over several acts"
    planned = claim("h", modality="hypothetical", perpetrator=doer("North Army"))
    assert explain_pair(A, planned, {}).cannot_link == "h is planned, feared or conditional"
