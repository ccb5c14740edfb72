import pytest
from evaluation.measures import PRF, Tally
from evaluation.scoring import pair_claims, pair_sum, score_report
from tests.evaluation.records import bare, claim, count, evidence, perpetrator, report, when, where

from trucewatch.model import BREACH_KINDS, Confidence, Kind, Modality, Scope

SECOND = (evidence(40, 47),)
"""Evidence in the second sentence."""


def events(gold, predicted, **options):
    return score_report(report(), gold, predicted, **options).events


def test_gold_against_itself_is_perfect():
    gold = [claim("a"), bare("b", kind=Kind.ARMED_CLASH, injured=count(4), evidence=SECOND)]
    score = score_report(report(), gold, gold)
    assert score.events == PRF(tp=2)
    assert score.strict == PRF(tp=2)
    assert all(m.value == 1 for m in score.fields.values() if m.support)


def test_no_predictions_score_nothing():
    score = score_report(report(), [claim()], [])
    assert score.events == PRF(fn=1)
    assert score.missed == (claim(),)


def test_full_sum_is_seven_and_a_half():
    full = claim(injured=count(4))
    assert pair_sum(full, full) == 2 + 1 + 1.5 + 1 + 1 + 0.5 + 0.5


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ({}, {}, 3.5),  # sentence, kind, scope
        ({}, {"scope": Scope.TOLL}, 3.0),
        ({"kind": Kind.CASUALTY}, {}, 0.0),  # the leave for casualty is worth a point but meets no need
        ({"kind": Kind.CASUALTY, "killed": count(2)}, {"killed": count(2)}, 5.0),
        ({"killed": count(2)}, {"killed": count(2), "kind": Kind.ARMED_CLASH}, 4.0),
        ({"killed": count(2)}, {"killed": count(3), "kind": Kind.ARMED_CLASH}, 0.0),
        ({"killed": count(2)}, {"killed": count(2, None)}, 5.0),  # the lows agree
        ({"killed": count(None, 50)}, {"killed": count(None, 50)}, 3.5),  # no lows to agree
        ({"injured": count(2)}, {"injured": count(2)}, 4.5),
        ({"when": when("2031-05-03")}, {"when": when("2031-05-03")}, 4.0),
        ({"where": where("Alpha", 10, 20)}, {"where": where("Elsewhere", 10.2, 20)}, 4.5),  # 22 km
        ({"where": where("Alpha", 10, 20)}, {"where": where("Alpha", 11, 20)}, 3.5),  # 111 km
        ({"where": where("Alpha", 10, 20)}, {"where": where("alpha")}, 4.5),
        ({"perpetrator": perpetrator("X")}, {"perpetrator": perpetrator("X"), "kind": Kind.ATTACK}, 0.0),  # 2.5
        (
            {"perpetrator": perpetrator("X"), "when": when("2031-05-03")},
            {"perpetrator": perpetrator("X"), "when": when("2031-05-03"), "kind": Kind.ATTACK},
            3.0,
        ),
        ({"when": when("2031-05-03")}, {"when": when("2031-05-03"), "kind": Kind.ATTACK}, 0.0),  # nobody is no match
    ],
)
def test_sum_of_a_pair(gold, predicted, expected):
    assert pair_sum(bare("g", **gold), bare("p", **predicted)) == expected


def test_pair_needs_a_common_sentence():
    assert events([claim("g")], [claim("p", evidence=SECOND)]) == PRF(fp=1, fn=1)


def test_title_and_text_are_different_sentences():
    titled = claim("p", evidence=(evidence(0, 6, "title:kind"),))
    assert pair_claims(report(title="Shells hit Alpha"), [claim("g")], [titled]) == ()


def test_pairs_are_one_to_one():
    assert events([claim("g")], [claim("p"), claim("q")]) == PRF(tp=1, fp=1)


def test_best_sum_pairs_first():
    gold = [bare("g1"), claim("g2")]
    predicted = [claim("p1"), bare("p2")]
    pairs = {(p.gold.id, p.predicted.id) for p in pair_claims(report(), gold, predicted)}
    assert pairs == {("g1", "p2"), ("g2", "p1")}


def test_equal_sums_go_to_the_same_perpetrator():
    gold = [claim("g1", perpetrator=perpetrator("X")), claim("g2", perpetrator=perpetrator("Y"))]
    predicted = [claim("p1", perpetrator=perpetrator("Y")), claim("p2", perpetrator=perpetrator("X"))]
    pairs = {(p.gold.id, p.predicted.id) for p in pair_claims(report(), gold, predicted)}
    assert pairs == {("g1", "p2"), ("g2", "p1")}


def test_labels_pair_where_nobody_is_named():
    gold = bare("g", perpetrator=perpetrator(label="the radical groups"), when=when("2031-05-03"))
    same = bare("p", perpetrator=perpetrator(label="Radical groups"), when=when("2031-05-03"), kind=Kind.ATTACK)
    assert pair_sum(gold, same) == 3.0


def test_hypothetical_claims_are_left_out_on_both_sides():
    threat = claim("h", modality=Modality.HYPOTHETICAL)
    assert events([threat], [threat]) == PRF()


def test_denied_claims_count():
    denied = claim("d", modality=Modality.DENIED, perpetrator=perpetrator("X", Confidence.DENIED))
    assert events([denied], [denied]) == PRF(tp=1)


def test_breaches_are_scored_apart():
    breach = claim("b", kind=Kind.OVERFLIGHT)
    assert events([breach], [breach]) == PRF()
    assert events([breach], [breach], kinds=BREACH_KINDS) == PRF(tp=1)


def test_conduct_is_scored_nowhere():
    patrol = claim("b", kind=Kind.PATROL)
    assert events([patrol], [patrol]) == PRF() == events([patrol], [patrol], kinds=BREACH_KINDS)


def test_quiet_report_with_a_claim_is_counted_as_wrong():
    quiet = [claim("patrol", kind=Kind.PATROL)]
    assert score_report(report(), quiet, [claim("p")]).quiet == Tally(0, 1)
    assert score_report(report(), quiet, quiet).quiet == Tally(1, 1)


def test_report_with_violence_is_not_quiet():
    assert score_report(report(), [claim()], []).quiet == Tally()
