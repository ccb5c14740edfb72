import pytest
from evaluation.measures import PRF
from evaluation.scoring import FIELDS, fold, score_report
from tests.evaluation.records import (
    bare,
    claim,
    claimant,
    count,
    evidence,
    perpetrator,
    report,
    target,
    victim,
    when,
    where,
)

from trucewatch.model import Category, Cause, ClaimantKind, Confidence, Kind, Modality, Scope


def one(gold, predicted):
    """The score of a single pair, which must form."""
    score = score_report(report(), [gold], [predicted])
    assert len(score.pairs) == 1
    return score


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("date", {"when": when("2031-05-04")}),
        ("date", {"when": None}),
        ("place", {"where": where("Alpha", 10.5, 20)}),
        ("killed", {"killed": count(3)}),
        ("killed", {"killed": None}),
        ("injured", {"injured": count(1)}),
    ],
)
def test_one_wrong_value_breaks_strict_and_its_field_alone(field, change):
    score = one(claim("g"), claim("p", **change))
    assert score.events == PRF(tp=1)
    assert score.strict == PRF(fp=1, fn=1)
    wrong = {name for name, m in score.fields.items() if m.support and m.value < 1}
    assert wrong == {field}


def test_null_against_null_is_strictly_right():
    assert one(bare("g"), bare("p")).strict == PRF(tp=1)


def test_figures_are_scored_only_where_either_is_stated():
    fields = one(claim("g"), claim("p")).fields
    assert (fields["killed"].support, fields["injured"].support) == (1, 0)


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        (where("A", 10, 20), where("B", 10.2, 20), True),  # 22 km: within 25
        (where("A", 10, 20), where("B", 10.3, 20), False),  # 33 km
        (where("A", 10, 20, 55), where("B", 10.4, 20), True),  # 44 km: within the gold radius
        (where("A", 10, 20), where("B", 10.4, 20, 55), False),  # the predicted radius does not count
        (where("A", 10, 20), where("A"), False),  # no point where gold has one
        (where("Old Mill"), where("old mill", 10, 20), True),
        (where("Old Mill"), where("New Mill"), False),
        (None, where("A"), False),
        (where("A"), None, False),
        (None, None, True),
    ],
)
def test_place(gold, predicted, right):
    assert FIELDS["place"](bare(where=gold), bare(where=predicted)) is right


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        (Confidence.FACT, Confidence.CLAIMED, True),
        (Confidence.ACCUSED, Confidence.ACCUSED_BY_AUTHORITY, True),
        (Confidence.POSSIBLE, Confidence.ACCUSED, True),
        (Confidence.WITHHELD, Confidence.NOT_STATED, False),
        (Confidence.DENIED, Confidence.ACCUSED, False),
        (Confidence.CLAIMED, Confidence.ACCUSED, False),
    ],
)
def test_attribution_compares_classes(gold, predicted, right):
    a, b = perpetrator("X", gold), perpetrator("X", predicted)
    assert FIELDS["attribution"](bare(perpetrator=a), bare(perpetrator=b)) is right


@pytest.mark.parametrize(
    ("field", "gold", "predicted"),
    [
        ("kind", {"killed": count(2)}, {"killed": count(2), "kind": Kind.ARMED_CLASH}),
        ("scope", {}, {"scope": Scope.TOLL}),
        ("background", {}, {"background": True}),
        ("modality", {}, {"modality": Modality.DENIED}),
        ("perpetrator", {"perpetrator": perpetrator("X")}, {"perpetrator": perpetrator("Y")}),
        ("side", {"perpetrator": perpetrator(side="north")}, {}),
        ("target_category", {"targets": (target(),)}, {"targets": (target(Category.MILITARY),)}),
        ("cause", {"victims": (victim(),)}, {"victims": (victim(Cause.NON_HOSTILE),)}),
        (
            "claimant_kind",
            {"claimants": (claimant("M"),)},
            {"claimants": (claimant("M", ClaimantKind.MONITOR),)},
        ),
    ],
)
def test_a_differing_value_is_wrong(field, gold, predicted):
    fields = one(bare("g", **gold), bare("p", **predicted)).fields
    assert fields[field].value == 0
    assert fields[field].support == 1


def test_named_perpetrators_leave_out_pairs_without_any():
    fields = one(bare("g"), bare("p")).fields
    assert (fields["perpetrator"].value, fields["perpetrator_named"].support) == (1, 0)


def test_claimants_match_by_folded_name():
    gold = bare("g", claimants=(claimant("Ministry of the Interior"), claimant("Mayor")))
    predicted = bare("p", claimants=(claimant("interior ministry"), claimant("Witnesses")))
    assert one(gold, predicted).fields["claimant"] == PRF(1, 1, 1)


def test_evidence_matches_by_field_and_overlap():
    gold = bare("g", evidence=(evidence(0, 10), evidence(11, 16, "where"), evidence(20, 25, "targets[0]")))
    predicted = bare("p", evidence=(evidence(5, 12), evidence(20, 25, "targets[1]"), evidence(11, 16, "when")))
    assert one(gold, predicted).fields["evidence"] == PRF(2, 1, 1)


def test_fold_forgets_case_accents_articles_and_order():
    assert fold("The Ministry of Défense") == fold("defense ministry")
    assert fold(None) == ""
