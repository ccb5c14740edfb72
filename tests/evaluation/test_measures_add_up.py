import pytest
from evaluation.measures import PRF, BCubed, Interval, Tally, interval, total


def test_prf_adds_up_in_place():
    counts = PRF(tp=1, fp=2)
    counts += PRF(tp=2, fn=3)
    assert counts == PRF(3, 2, 3)


def test_prf_rates_follow_the_counts():
    counts = PRF(tp=3, fp=1, fn=3)
    assert counts.precision == 0.75
    assert counts.recall == 0.5
    assert counts.f1 == pytest.approx(0.6)


def test_prf_of_nothing_is_zero():
    assert (PRF().precision, PRF().recall, PRF().f1) == (0, 0, 0)


def test_bcubed_value_is_the_harmonic_mean():
    assert BCubed(2, 4, 3, 3).value == pytest.approx(2 / 3)


def test_total_sums_reports():
    assert total([Tally(1, 2), Tally(0, 1)], Tally()) == Tally(1, 3)


def test_interval_of_equal_reports_has_no_width():
    assert interval([PRF(1, 1, 0)] * 5) == Interval(2 / 3, 2 / 3)


def test_interval_is_the_same_every_time_and_holds_the_value():
    parts = [PRF(i % 3, (i + 1) % 2, 1) for i in range(20)]
    first = interval(parts)
    assert first == interval(parts)
    assert 0 < first.low < total(parts, PRF()).f1 < first.high < 1


def test_interval_of_no_reports_is_zero():
    assert interval([]) == Interval(0, 0)


def test_interval_leaves_out_draws_with_nothing_to_rate():
    assert interval([Tally(1, 1), *[Tally()] * 20]) == Interval(1, 1)
