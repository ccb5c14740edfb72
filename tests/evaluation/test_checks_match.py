from evaluation.checks import GoldCheck, constant_verdict, score_checks
from evaluation.measures import PRF, Tally

from trucewatch.model import Check, CheckType, CheckVerdict, Comparator, Period, Subject

YES, NO = CheckVerdict.SUPPORTED, CheckVerdict.CONTRADICTED


def gold(start, end, verdict=YES, type_=CheckType.TOLL_SINCE):
    return GoldCheck("r1", start, end, "", type_, verdict, YES)


def given(start, end, verdict=YES, type_=CheckType.TOLL_SINCE):
    return Check(
        id="c",
        report="r1",
        start=start,
        end=end,
        quote="",
        type=type_,
        subject=Subject(text=None, actor=None, side=None, category=None, kind=None, area=None, cause=None),
        comparator=Comparator.EQUAL,
        period=Period(start=None, end=None),
        value=None,
        tolerance=None,
        verdict=verdict,
        verdict_as_published=verdict,
        record="",
        incidents=(),
        claims=(),
    )


def test_overlap_and_type_make_a_match():
    score = score_checks([gold(0, 10)], [given(9, 20)])
    assert (score.found, score.verdicts) == (PRF(tp=1), Tally(1, 1))


def test_spans_that_only_touch_do_not_match():
    assert score_checks([gold(0, 10)], [given(10, 20)]).found == PRF(fp=1, fn=1)


def test_other_type_does_not_match():
    assert score_checks([gold(0, 10)], [given(0, 10, type_=CheckType.TREND)]).found == PRF(fp=1, fn=1)


def test_widest_overlap_matches_first():
    score = score_checks([gold(0, 30, NO)], [given(0, 5, YES), given(5, 30, NO)])
    assert score.found == PRF(tp=1, fp=1)
    assert score.verdicts == Tally(1, 1)


def test_missed_statement_is_wrong_among_all():
    score = score_checks([gold(0, 10), gold(20, 30)], [given(0, 10, NO)])
    assert score.verdicts == Tally(0, 1)
    assert score.verdicts_of_all == Tally(0, 2)
    assert score.as_published == Tally(0, 1)


def test_constant_answer_is_the_commonest_verdict():
    assert constant_verdict([gold(0, 1), gold(2, 3), gold(4, 5, NO)]) == Tally(2, 3)
    assert constant_verdict([]) == Tally()
