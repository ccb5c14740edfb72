import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.assess.rates import compare_deaths, compare_rates, deaths_interval, dispersion, poisson_interval

COUNTS = st.integers(0, 400)
DAYS = st.integers(1, 365)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (100, 81.36, 121.63)],
)
def test_poisson_interval_gives_garwoods_table(count: int, low: float, high: float) -> None:
    found = poisson_interval(count, 1)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))


@given(COUNTS, DAYS)
def test_poisson_interval_covers_the_rate(count: int, days: int) -> None:
    assert poisson_interval(count, days).holds(count / days)


@given(COUNTS, DAYS)
def test_poisson_interval_of_twice_the_days_is_half_as_high(count: int, days: int) -> None:
    one, two = poisson_interval(count, days), poisson_interval(count, 2 * days)
    assert one.high is not None
    assert two.high == pytest.approx(one.high / 2)


@pytest.mark.parametrize(("count", "days"), [(-1, 1), (1, 0)])
def test_poisson_interval_refuses_what_is_no_rate(count: int, days: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        poisson_interval(count, days)


def test_compare_rates_by_hand() -> None:
    """Four acts, then one, in as many days: P(X <= 1) of five halves is 6/32, twice that is 0.375."""
    test = compare_rates(4, 4, 1, 4)
    assert test.ratio == 0.25
    assert test.p_value == pytest.approx(0.375)
    # Clopper-Pearson of 1 in 5 is 0.00505 to 0.71642; the odds of both ends.
    assert test.interval.low == pytest.approx(0.005051 / (1 - 0.005051), rel=0.01)
    assert test.interval.high == pytest.approx(0.716418 / (1 - 0.716418), rel=0.001)


@given(COUNTS, DAYS, COUNTS, DAYS)
def test_compare_rates_covers_the_ratio_and_agrees_with_its_p_value(b: int, bd: int, a: int, ad: int) -> None:
    test = compare_rates(b, bd, a, ad)
    if test.ratio is not None:
        assert test.interval.low <= test.ratio * (1 + 1e-9)
        assert test.interval.high is None or test.ratio <= test.interval.high * (1 + 1e-9)
    if abs(test.p_value - 0.05) > 1e-6:
        assert test.interval.holds(1.0) == (test.p_value > 0.05)


@given(st.integers(1, 300), DAYS, st.integers(1, 300), DAYS)
def test_compare_rates_turned_round_is_the_inverse(b: int, bd: int, a: int, ad: int) -> None:
    there, back = compare_rates(b, bd, a, ad), compare_rates(a, ad, b, bd)
    assert there.interval.high is not None
    assert back.interval.low == pytest.approx(1 / there.interval.high)
    assert back.p_value == pytest.approx(there.p_value)
    assert there.ratio is not None
    assert back.ratio == pytest.approx(1 / there.ratio)


def test_compare_rates_of_nothing_shows_nothing() -> None:
    test = compare_rates(0, 5, 0, 5)
    assert (test.ratio, test.interval.low, test.interval.high, test.p_value) == (None, 0.0, None, 1.0)


def test_compare_rates_from_nought_has_no_ratio_but_a_lower_end() -> None:
    test = compare_rates(0, 10, 9, 10)
    assert (test.ratio, test.interval.high) == (None, None)
    assert test.interval.low > 1


def test_deaths_interval_is_wider_than_poissons_where_one_act_kills_most() -> None:
    found, poisson = deaths_interval([1] * 10 + [30], 10), poisson_interval(40, 10)
    assert found is not None
    assert found.high is not None
    assert poisson.high is not None
    assert found.holds(4.0)
    assert found.high - found.low > poisson.high - poisson.low


def test_deaths_interval_is_null_of_too_few_deadly_acts() -> None:
    assert deaths_interval([3, 2, 0, 0, 0, 0], 10) is None


def test_deaths_interval_does_not_hang_on_the_order_of_acts() -> None:
    deaths = [1, 5, 2, 9, 0, 3, 4]
    assert deaths_interval(deaths, 7) == deaths_interval(sorted(deaths), 7)


def test_compare_deaths_shows_nothing_of_too_few_deadly_acts() -> None:
    test = compare_deaths([1, 2], 5, [3], 5)
    assert (test.ratio, test.interval.low, test.interval.high, test.p_value) == (1.0, 0.0, None, 1.0)


def test_compare_deaths_shows_a_steep_fall() -> None:
    test = compare_deaths([4, 6, 5, 7, 3] * 8, 30, [1, 1, 2, 1, 1], 30)
    assert test.interval.high is not None
    assert test.interval.high < 1
    assert test.p_value < 0.05
    assert math.isclose(test.ratio or 0, 6 / 200)


@pytest.mark.parametrize(
    ("deaths", "spread"), [([1, 1, 0, 1], 1.0), ([5], 5.0), ([1, 3], 2.5), ([0], None), ([], None)]
)
def test_dispersion_is_the_mean_square_over_the_mean(deaths: list[int], spread: float | None) -> None:
    assert dispersion(deaths) == spread
