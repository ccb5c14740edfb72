import pytest
from evaluation.findings import GoldFinding, constant_macro, macro, score_findings, sum_verdicts
from evaluation.measures import PRF, Tally

from trucewatch.model import Finding, Verdict

VIOLATION, UNSURE, OUT = Verdict.ALLEGED_VIOLATION, Verdict.UNDETERMINED, Verdict.OUT_OF_SCOPE


def gold(incident, verdict, side=None):
    return GoldFinding(incident, "truce", "fire", verdict, side)


def given(incident, verdict, side=None, term="fire"):
    return Finding(
        incident=incident, agreement="truce", term=term, verdict=verdict, attributed_to=side, accounts=(), reasons=()
    )


def score(golds, findings, answers):
    return score_findings(golds, findings, answers, lambda n: n, lambda n: n)


def test_right_verdicts_are_perfect():
    parts = score(
        [gold("a", VIOLATION), gold("b", OUT)], [given("x", VIOLATION), given("y", OUT)], {"a": "x", "b": "y"}
    )
    assert macro(sum_verdicts(parts.values())) == 1


def test_missed_incident_is_wrong():
    parts = score([gold("a", VIOLATION), gold("b", OUT)], [given("y", OUT)], {"b": "y"})
    assert macro(sum_verdicts(parts.values())) == pytest.approx((0 + 1) / 2)
    assert parts["a"].violations == PRF(fn=1)


def test_wrong_verdict_costs_both_verdicts():
    parts = score([gold("a", VIOLATION), gold("b", OUT)], [given("x", OUT), given("y", OUT)], {"a": "x", "b": "y"})
    assert macro(sum_verdicts(parts.values())) == pytest.approx((0 + 2 / 3) / 2)


def test_violation_on_an_invented_incident_costs_precision_alone():
    parts = score(
        [gold("a", VIOLATION)],
        [given("x", VIOLATION), given("z", VIOLATION), given("z", VIOLATION, term="other")],
        {"a": "x"},
    )
    violations = PRF()
    for part in parts.values():
        violations += part.violations
    assert violations == PRF(tp=1, fp=1)
    assert macro(sum_verdicts(parts.values())) == 1


def test_attribution_is_scored_over_violations_found():
    golds = [gold("a", VIOLATION, "north"), gold("b", VIOLATION, None), gold("c", OUT)]
    findings = [given("x", VIOLATION, "south"), given("y", VIOLATION, None), given("z", OUT)]
    parts = score(golds, findings, {"a": "x", "b": "y", "c": "z"})
    assert [parts[n].attributed for n in "abc"] == [Tally(0, 1), Tally(1, 1), Tally()]


def test_constant_answer_is_the_commonest_verdict():
    golds = [gold("a", VIOLATION), gold("b", OUT), gold("c", OUT), gold("d", UNSURE)]
    assert constant_macro(golds) == pytest.approx((2 / 3 + 0 + 0) / 3)
