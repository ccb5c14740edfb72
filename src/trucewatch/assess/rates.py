"""Rates of rare events and their exact intervals; nothing here knows of incidents.

A count of acts in so many days is taken as Poisson. Deaths come in bunches (one act, many dead), so that a Poisson
interval around them would be far too narrow: theirs is a bootstrap over acts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

CONFIDENCE = 0.95
"""Of every interval here, two-sided, half of the rest at either end."""
LEAST_DEADLY_ACTS = 5
"""Acts with deaths that a period must hold for a bootstrap interval: of fewer there is nothing to draw from."""
DRAWS = 4000
"""Draws of the bootstrap: the ends of an interval then move by about one part in a hundred from seed to seed."""
SEED = 20
"""Of the bootstrap, fixed so that the same record gives the same figures."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends of a 95% interval; a null high is open."""

    low: float
    high: float | None

    def holds(self, value: float) -> bool:
        """Whether a value lies in it, ends included."""
        return self.low <= value and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class RatioTest:
    """One rate over another.

    Attributes:
        ratio: The later rate over the earlier one; null where the earlier count is 0.
        interval: Its exact interval; from 0 and open where both counts are 0.
        p_value: Two-sided and central, so that it is below 0.05 just where the interval leaves out 1.
    """

    ratio: float | None
    interval: Interval
    p_value: float


def poisson_interval(count: int, days: float) -> Interval:
    """The exact interval of a Poisson rate a day, from a count over so many days.

    Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28: quantiles of gamma with
    shape n below and n + 1 above (half of chi-squared with twice as many degrees of freedom).

    Raises:
        ValueError: The count is below 0, or the days are not above 0.
    """
    if count < 0 or days <= 0:
        raise ValueError(f"{count} in {days} days is no rate")
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if count == 0 else float(special.gammaincinv(count, tail))
    return Interval(low / days, float(special.gammaincinv(count + 1, 1 - tail)) / days)


def compare_rates(before: int, before_days: float, after: int, after_days: float) -> RatioTest:
    """The later of two Poisson rates over the earlier, with the exact conditional interval and test.

    Given their sum, the later count is binomial, and the ratio follows from its share: Przyborowski, J. and Wilenski,
    H. (1940), Homogeneity of results in testing samples from Poisson series, Biometrika 31. The interval of the
    share is that of Clopper, C. and Pearson, E. (1934), Biometrika 26.

    Raises:
        ValueError: A count is below 0, or days are not above 0.
    """
    if min(before, after) < 0 or min(before_days, after_days) <= 0:
        raise ValueError(f"{before} in {before_days} days and {after} in {after_days} days are no rates")
    total = before + after
    if total == 0:
        return RatioTest(None, Interval(0.0, None), 1.0)
    tail = (1 - CONFIDENCE) / 2
    share_low = float(special.betaincinv(after, before + 1, tail)) if after else 0.0
    share_high = float(special.betaincinv(after + 1, before, 1 - tail)) if before else 1.0
    scale = before_days / after_days
    high = None if before == 0 else scale * _odds(share_high)
    even = after_days / (before_days + after_days)
    tails = special.bdtr(after, total, even), special.bdtrc(after - 1, total, even) if after else 1.0
    return RatioTest(
        None if before == 0 else after * scale / before,
        Interval(scale * _odds(share_low), high),
        min(1.0, 2 * float(min(tails))),
    )


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def deaths_interval(deaths: Sequence[int], days: float) -> Interval | None:
    """A bootstrap interval of deaths a day, from the deaths of each act; null where too few acts had any.

    Acts are drawn with replacement, and as many as a Poisson count of their number, so that both the number of acts
    and how deadly each is vary. Percentile interval: Efron, B. and Tibshirani, R. (1993), An Introduction to the
    Bootstrap, ch. 13. It knows no act deadlier than those that happened, so it is too narrow rather than too wide.
    """
    if _deadly(deaths) < LEAST_DEADLY_ACTS:
        return None
    totals = _totals(deaths, np.random.default_rng(SEED))
    low, high = np.quantile(totals, _tails()) / days
    return Interval(float(low), float(high))


def compare_deaths(before: Sequence[int], before_days: float, after: Sequence[int], after_days: float) -> RatioTest:
    """Later deaths a day over earlier ones, with the interval of the same bootstrap.

    Where either period has too few acts with deaths the interval is from 0 and open, and the p-value 1: nothing is
    shown. The p-value is twice the smaller share of draws on either side of an equal rate.
    """
    scale, was = before_days / after_days, sum(before)
    ratio = sum(after) * scale / was if was else None
    if min(_deadly(before), _deadly(after)) < LEAST_DEADLY_ACTS:
        return RatioTest(ratio, Interval(0.0, None), 1.0)
    draws = np.random.default_rng(SEED)
    earlier, later = _totals(before, draws), _totals(after, draws) * scale
    ratios = np.divide(later, earlier, out=np.full(DRAWS, np.inf), where=earlier > 0)
    low, high = (float(x) for x in np.quantile(ratios, _tails(), method="inverted_cdf"))
    sides = float(np.mean(ratios <= 1)), float(np.mean(ratios >= 1))
    return RatioTest(ratio, Interval(low, None if math.isinf(high) else high), min(1.0, 2 * min(sides)))


def dispersion(deaths: Sequence[int]) -> float | None:
    """Variance of the deaths over their mean, were acts Poisson: the mean square of deaths an act over their mean.

    1 if no act killed more than one; a Poisson interval is too narrow by about its square root. Null without deaths.
    """
    return sum(n * n for n in deaths) / total if (total := sum(deaths)) else None


def _deadly(deaths: Sequence[int]) -> int:
    return sum(n > 0 for n in deaths)


def _tails() -> tuple[float, float]:
    return (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2


def _totals(deaths: Sequence[int], draws: np.random.Generator) -> NDArray[np.float64]:
    """Totals of the draws: each act comes up a Poisson number of times, which is the same as said above."""
    # Acts that are equally deadly come up as often as one Poisson number of their count: a draw for each toll, not act.
    tolls, acts = np.unique([n for n in deaths if n > 0], return_counts=True)
    totals: NDArray[np.float64] = np.matmul(draws.poisson(acts, (DRAWS, len(tolls))), tolls, dtype=np.float64)
    return totals
