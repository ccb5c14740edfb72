"""Counts that add up, the rates drawn from them, and bootstrap intervals over reports.

Every measure is a frozen dataclass of floats, so that per-report counts can be added and resampled alike.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar, runtime_checkable

import numpy as np

RESAMPLES = 1000
"""Bootstrap draws; the ends of a 95% interval then rest on 25 draws each."""
SEED = 20200305
"""Fixed, so that two runs over the same claims print the same intervals."""


@runtime_checkable
class Measure(Protocol):
    """Counts that add up and boil down to one value between 0 and 1."""

    @property
    def value(self) -> float:
        """The rate, 0 where there is nothing to rate."""

    @property
    def support(self) -> float:
        """How many gold items the rate rests on."""

    def __add__(self, other: Self, /) -> Self:
        """The counts of both."""


class _Added:
    """Addition field by field for frozen dataclasses of floats."""

    def __add__(self, other: Self) -> Self:
        mine, theirs = dataclasses.astuple(self), dataclasses.astuple(other)  # type: ignore[call-overload]
        return type(self)(*(a + b for a, b in zip(mine, theirs, strict=True)))


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom else 0.0


def harmonic(a: float, b: float) -> float:
    """The harmonic mean, 0 where either is 0."""
    return _ratio(2 * a * b, a + b)


@dataclass(frozen=True, slots=True)
class PRF(_Added):
    """True positives, false positives, false negatives; adds up with `+=`."""

    tp: float = 0
    fp: float = 0
    fn: float = 0

    @property
    def precision(self) -> float:
        """Tp of all that was predicted; 0 where nothing was."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """Tp of all that is gold; 0 where nothing is."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)

    @property
    def value(self) -> float:
        """F1."""
        return self.f1

    @property
    def support(self) -> float:
        """The number of gold items."""
        return self.tp + self.fn


@dataclass(frozen=True, slots=True)
class Tally(_Added):
    """How many of a total are right; adds up with `+=`."""

    right: float = 0
    total: float = 0

    @property
    def value(self) -> float:
        """The share that is right."""
        return _ratio(self.right, self.total)

    @property
    def support(self) -> float:
        """The total."""
        return self.total


@dataclass(frozen=True, slots=True)
class BCubed(_Added):
    """Sums of per-claim precision over predictions and of per-claim recall over gold (Bagga and Baldwin 1998)."""

    precision_sum: float = 0
    predicted: float = 0
    recall_sum: float = 0
    gold: float = 0

    @property
    def precision(self) -> float:
        """Mean precision over predicted claims."""
        return _ratio(self.precision_sum, self.predicted)

    @property
    def recall(self) -> float:
        """Mean recall over gold claims."""
        return _ratio(self.recall_sum, self.gold)

    @property
    def value(self) -> float:
        """The harmonic mean of both."""
        return harmonic(self.precision, self.recall)

    @property
    def support(self) -> float:
        """The number of gold claims."""
        return self.gold


M = TypeVar("M", bound=Measure)


def total(parts: Sequence[M], empty: M) -> M:
    """The sum of per-report measures."""
    out = empty
    for part in parts:
        out += part
    return out


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% interval."""

    low: float
    high: float


def resample(rows: Sequence[Sequence[float]], statistic: Callable[[Sequence[float]], float]) -> Interval:
    """Percentile bootstrap: reports are drawn with replacement, their counts added, the statistic taken anew.

    Args:
        rows: One row of counts a report.
        statistic: From the added counts to the rate.

    Returns:
        The 2.5th and 97.5th percentile over draws that hold anything to rate; 0 to 0 where none does.
    """
    counts = np.asarray(rows, dtype=float)
    if not counts.any():
        return Interval(0.0, 0.0)
    n = len(counts)
    draws = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    values = [statistic(row) for row in (draws @ counts).tolist() if any(row)]
    low, high = np.percentile(values, [2.5, 97.5]).tolist()
    return Interval(low, high)


def interval(parts: Sequence[Measure]) -> Interval:
    """The bootstrap interval of a measure from its per-report counts."""
    if not parts:
        return Interval(0.0, 0.0)
    kind = type(parts[0])
    return resample([dataclasses.astuple(p) for p in parts], lambda row: kind(*row).value)  # type: ignore[call-overload]
