import pytest
from evaluation.incidents import bcubed, match_incidents
from evaluation.measures import BCubed, total
from evaluation.scoring import Pair
from tests.evaluation.records import claim

from trucewatch.model import Kind, Scope


def score(gold, gold_incidents, predicted, predicted_incidents, pairs):
    by_id = {c.id: c for c in (*gold, *predicted)}
    made = [Pair(by_id[g], by_id[p], 3.0) for g, p in pairs]
    return total(list(bcubed(gold, gold_incidents, predicted, predicted_incidents, made).values()), BCubed())


GOLD = [claim("g1"), claim("g2"), claim("g3")]
PREDICTED = [claim("p1"), claim("p2"), claim("p3")]
PAIRS = [("g1", "p1"), ("g2", "p2"), ("g3", "p3")]
TRUTH = {"A": ("g1", "g2"), "B": ("g3",)}


def test_same_clusters_are_perfect():
    got = score(GOLD, TRUTH, PREDICTED, {"X": ("p1", "p2"), "Y": ("p3",)}, PAIRS)
    assert (got.precision, got.recall, got.value) == (1, 1, 1)


def test_all_in_one_loses_precision():
    got = score(GOLD, TRUTH, PREDICTED, {"X": ("p1", "p2", "p3")}, PAIRS)
    assert got.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert got.recall == 1


def test_claims_in_no_incident_stand_alone():
    got = score(GOLD, TRUTH, PREDICTED, {}, PAIRS)
    assert got.precision == 1
    assert got.recall == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)


def test_unpaired_gold_has_recall_zero_and_lowers_its_mates():
    got = score(GOLD, TRUTH, PREDICTED[1:], {"X": ("p2",), "Y": ("p3",)}, PAIRS[1:])
    assert got.precision == 1
    assert got.recall == pytest.approx((0 + 1 / 2 + 1) / 3)


def test_unpaired_prediction_has_precision_zero_and_lowers_its_mates():
    spurious = claim("p4")
    got = score(GOLD, TRUTH, [*PREDICTED, spurious], {"X": ("p1", "p2", "p4"), "Y": ("p3",)}, PAIRS)
    assert got.precision == pytest.approx((2 / 3 + 2 / 3 + 1 + 0) / 4)
    assert got.recall == 1


def test_tolls_and_conduct_do_not_count():
    extra = [claim("g4", scope=Scope.TOLL), claim("g5", kind=Kind.PATROL)]
    got = score([*GOLD, *extra], {**TRUTH, "C": ("g5",)}, PREDICTED, {"X": ("p1", "p2"), "Y": ("p3",)}, PAIRS)
    assert (got.gold, got.value) == (3, 1)


def test_claim_whose_counterpart_is_a_toll_scores_zero():
    toll = claim("p1", scope=Scope.TOLL)
    got = score(GOLD[:1], {"A": ("g1",)}, [toll], {}, PAIRS[:1])
    assert got == BCubed(predicted=0, gold=1)


def test_incidents_match_by_most_shared_claims_one_to_one():
    by_id = {c.id: c for c in (*GOLD, *PREDICTED)}
    pairs = [Pair(by_id[g], by_id[p], 3.0) for g, p in PAIRS]
    assert match_incidents(TRUTH, {"X": ("p1", "p2", "p3")}, pairs) == {"A": "X"}
    assert match_incidents(TRUTH, {"X": ("p1", "p2"), "Y": ("p3",)}, pairs) == {"A": "X", "B": "Y"}
