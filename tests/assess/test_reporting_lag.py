import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.cases import claim, day, report

from trucewatch.assess.reporting import Coverage, Days, Lag, LagCurve, lags_of
from trucewatch.link import consolidate
from trucewatch.model import Incident

MAY = Days(dt.date(2001, 5, 1), dt.date(2001, 5, 10))


def may(number: int) -> dt.date:
    return dt.date(2001, 5, number)


def test_days_count_both_ends() -> None:
    assert (MAY.length, len(MAY.dates())) == (10, 10)
    assert MAY.overlaps(Days(may(10), may(12)))
    assert not MAY.overlaps(Days(may(11), may(12)))


def test_days_refuse_an_end_before_the_start() -> None:
    with pytest.raises(ValueError, match="before"):
        Days(may(2), may(1))


def test_coverage_counts_reports_and_sources() -> None:
    rows = [
        report("a", source="Wire", published="2001-05-01"),
        report("b", source="Wire", published="2001-05-03T10:00:00+00:00"),
        report("c", source=None, published="2001-05-03"),
        report("d", source="Post", published=None),
    ]
    coverage = Coverage(rows)
    assert (coverage.begins, coverage.ends) == (may(1), may(3))
    assert (coverage.reports_in(MAY), coverage.sources_in(MAY)) == (3, {"Wire"})
    assert coverage.reports_in(Days(may(2), may(2))) == 0
    assert coverage.covers(Days(may(1), may(3)))
    assert not coverage.covers(MAY)
    assert Coverage(rows, until=may(10)).covers(MAY)


def _act(happened: str, told: str, **fields: object) -> tuple[Incident, dict[str, object]]:
    one = claim("c", "r", when=day(happened), **fields)
    reports = {"r": report("r", published=told)}
    return consolidate([one], reports), {"c": one}


@pytest.mark.parametrize(
    ("happened", "told", "background", "lags"),
    [
        ("2001-05-02", "2001-05-04", False, [2]),
        ("2001-05-02", "2001-05-02", False, [0]),
        ("2001-05-02", "2001-05-01", False, []),
        ("2001-05-02", "2001-05-09", True, []),
    ],
    ids=["two days", "the same day", "told before it happened", "told as history"],
)
def test_lags_of_counts_news_only(happened: str, told: str, background: bool, lags: list[int]) -> None:
    incident, claims = _act(happened, told, background=background)
    assert [lag.days for lag in lags_of([incident], claims, may(10))] == lags


def test_lag_curve_without_cut_is_the_plain_share() -> None:
    curve = LagCurve([Lag(d, 100) for d in [0] * 10 + [1] * 5 + [4] * 5])
    assert [curve.share_within(d) for d in (0, 1, 3, 4)] == [pytest.approx(x) for x in (0.5, 0.75, 0.75, 1.0)]
    assert curve.median == 0.5


def test_lag_curve_allows_for_acts_too_young_to_show_a_long_lag() -> None:
    """Ten old acts, half of them told on day 5; thirty young ones of which only quick ones can be seen."""
    old = [Lag(0, 50)] * 10 + [Lag(5, 50)] * 10
    young = [Lag(0, 2)] * 30
    assert LagCurve(old + young).share_within(0) == pytest.approx(0.5)


def test_lag_curve_tells_what_of_the_last_days_is_not_reported_yet() -> None:
    curve = LagCurve([Lag(d, 100) for d in [0] * 10 + [1] * 10])
    assert curve.unreported(Days(may(9), may(10)), may(10)) == pytest.approx(0.25)
    assert curve.unreported(Days(may(1), may(2)), may(10)) == 0
    assert curve.unreported(Days(may(11), may(12)), may(10)) == 1


def test_lag_curve_of_few_lags_tells_no_share() -> None:
    assert LagCurve([Lag(0, 5)] * 9).unreported(MAY, may(10)) is None
    assert LagCurve([]).median is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), max_size=60))
def test_lag_curve_rises_from_nothing_to_all(pairs: list[tuple[int, int]]) -> None:
    curve = LagCurve([Lag(d, d + more) for d, more in pairs])
    shares = [curve.share_within(d) for d in range(32)]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= 1
    assert shares[-1] == 1
