"""Weights from pairs: a logistic regression that starts from the weights set by hand and keeps its levels in order.

The loss is that of scikit-learn's LogisticRegression with an L2 penalty, but the penalty draws each weight to the one
that was set by hand and not to 0, so that a level which no pair has keeps it; and the levels of a chain (`CHAINS`)
cannot change places, so that a nearer date or a more alike report never speaks against one event. Neither is offered
there, so the minimum is found by scipy (L-BFGS-B with bounds). scikit-learn measures the calibration.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from training.linker.pairs import COLUMN, LEVELS, Rows
from trucewatch.link.weights import FEATURES, LIKENESS, Weights

STRENGTH: Final = 3.0
"""Weight of the penalty: so many pairs' worth of doubt in each level."""
EACH: Final = 10_000
"""Pairs that one source may weigh as much as."""

_FIGURES: Final = (("same_many", "same_few", "unknown", "near", "far"), ("same_few", "zero_or_some"))
CHAINS: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "time": (
        ("same_day", "overlap_days", "overlap_week", "overlap_month"),
        ("same_day", "next_day", "few_days", "days_apart"),
    ),
    "place": (
        ("same_spot", "touching", "within_area", "within_region", "near", "apart", "far"),
        ("same_spot", "same_name", "unknown", "other_name"),
        ("same_area", "same_region"),
    ),
    "kind": (("same", "close", "other"), ("same", "same_vague", "vague", "other")),
    "struck": (("same_actor", "same_side", "unknown", "other_category", "other_side"), ("same_actor", "same_category")),
    "doer": (("same", "same_side", "unknown", "rival", "half_reversed", "reversed"),),
    "killed": _FIGURES,
    "injured": _FIGURES,
    "captured": _FIGURES,
    "victims": (("shared", "unknown", "parts", "other"),),
    "cause": (("same", "unknown", "other"),),
    "weapon": (("same", "unknown", "other"),),
    "published": (("same_day", "next_day", "few_days", "week", "month", "season", "longer"),),
    **{f: (tuple(name for name, _ in levels),) for f, levels in LIKENESS.items()},
}
"""Levels whose weights may not rise from left to right. `source` has none: it tells apart, it does not measure."""
TOLD_APART: Final = ("denial", "other_claimant", "same_claimant")
"""Levels of `source` for two claims of one report that rest on other words for the act."""
FREE: Final = frozenset({"one_report", "other_story"})
"""Levels that stay at 0: where a feature has no say."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by column, and the prior."""

    prior: float
    weights: NDArray[np.float64]

    def log_odds(self, rows: Rows) -> NDArray[np.float64]:
        """The score of each pair."""
        found: NDArray[np.float64] = self.prior + self.weights[rows.columns].sum(axis=1)
        return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far probabilities of pairs that were not learned from are right.

    Attributes:
        slope: Of the log-odds, 1 where they are as bold as they ought to be.
        brier: Mean squared error of the probability.
        bins: Mean probability and share of pairs that tell of one event, in five bins of equal width.
    """

    slope: float
    brier: float
    bins: tuple[tuple[float, float], ...]


def pair_weights(rows: Rows) -> NDArray[np.float64]:
    """Each source weighs as much as `EACH` pairs, however many more it has."""
    counts = np.maximum(np.bincount(rows.group), 1)
    found: NDArray[np.float64] = np.minimum(1.0, EACH / counts)[rows.group]
    return found


def fit(rows: Rows, start: Weights, *, strength: float = STRENGTH, silent: Collection[str] = ()) -> Fit:
    """Weights that make the labels of the pairs most likely, drawn to those of `start`.

    Args:
        rows: The pairs.
        start: The weights set by hand.
        strength: Weight of the penalty.
        silent: Features that weigh nothing.
    """
    size = len(LEVELS)
    hand = np.array([start.levels[f][level] for f, level in LEVELS])
    n, width = rows.columns.shape
    design = csr_array((np.ones(n * width), rows.columns.ravel(), np.arange(0, n * width + 1, width)), (n, size))
    design = design @ _spoken(silent)
    sign, importance = np.where(rows.same, 1.0, -1.0), pair_weights(rows)
    order = _order()
    theta = np.concatenate([[start.prior], np.linalg.solve(order.toarray(), hand)])
    bounds = [(None, None), *_bounds(order)]
    theta = np.array([max(t, low) if low is not None else t for t, (low, _) in zip(theta, bounds, strict=True)])

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = order @ theta[1:]
        margin = sign * (theta[0] + design @ weights)
        off = weights - hand
        value = float(importance @ np.logaddexp(0.0, -margin) + strength / 2 * off @ off)
        slope = -importance * sign * _sigmoid(-margin)
        by_weight = design.T @ slope + strength * off
        return value, np.concatenate([[slope.sum()], order.T @ by_weight])

    found = minimize(loss, theta, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 3000, "maxfun": 4000})
    weights = order @ found.x[1:]
    weights *= _spoken(silent).diagonal()
    return Fit(float(found.x[0]), weights)


def _spoken(silent: Collection[str]) -> csr_array:
    """A square of ones for the levels that may weigh anything."""
    may = [level not in FREE and feature not in silent for feature, level in LEVELS]
    return csr_array(np.diag(np.array(may, np.float64)))


def _parents() -> dict[int, int]:
    """For a level of a chain the one before it; of two chains the first that names it."""
    parent: dict[int, int] = {}
    for feature, chains in CHAINS.items():
        for chain in chains:
            for before, after in pairwise(chain):
                parent.setdefault(COLUMN[feature, after], COLUMN[feature, before])
    return parent


def _order() -> csr_array:
    """From free numbers to weights: a level of a chain is the one before it minus something that is not negative."""
    parent = _parents()
    rows, columns, values = [], [], []
    for k in range(len(LEVELS)):
        at, value = k, 1.0
        while at in parent:
            rows.append(k), columns.append(at), values.append(-value)
            at = parent[at]
        rows.append(k), columns.append(at), values.append(value)
    return csr_array((values, (rows, columns)), (len(LEVELS), len(LEVELS)))


def _bounds(order: csr_array) -> list[tuple[float | None, float | None]]:
    parent = _parents()
    return [(0.0, None) if k in parent else (None, None) for k in range(order.shape[0])]


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))
    return found


def calibration(
    rows: Rows, start: Weights, *, strength: float = STRENGTH, silent: Collection[str] = ()
) -> dict[int, Calibration]:
    """Calibration by source, over pairs whose events are all in the half that was not learned from."""
    score = np.full(len(rows.same), np.nan)
    for half in (0, 1):
        learn, check = rows.half != half, rows.half == half
        learn &= rows.half != 2
        found = fit(_only(rows, learn), start, strength=strength, silent=silent)
        score[check] = found.log_odds(_only(rows, check))
    return {g: _calibration(rows, score, (rows.group == g) & ~np.isnan(score)) for g in np.unique(rows.group).tolist()}


def _calibration(rows: Rows, score: NDArray[np.float64], chosen: NDArray[np.bool_]) -> Calibration:
    same, odds = rows.same[chosen], score[chosen]
    chance = _sigmoid(odds)
    platt = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), same)
    share, mean = calibration_curve(same, chance, n_bins=5)
    bins = tuple(zip(mean.round(2).tolist(), share.round(2).tolist(), strict=True))
    return Calibration(round(float(platt.coef_[0][0]), 2), round(float(brier_score_loss(same, chance)), 4), bins)


def _only(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    return Rows(rows.columns[chosen], rows.same[chosen], rows.group[chosen], rows.half[chosen])


def levels_of(found: Fit) -> dict[str, dict[str, float]]:
    """Weights by feature and level, rounded as they are written."""
    weights = np.round(found.weights, 2) + 0.0
    return {f: {level: float(weights[COLUMN[f, level]]) for level in levels} for f, levels in FEATURES.items()}


def told_apart(levels: Mapping[str, Mapping[str, float]], needed: float) -> dict[str, dict[str, float]]:
    """The same weights, but two claims of one report that rest on other words for the act need so much more."""
    found = {feature: dict(weights) for feature, weights in levels.items()}
    for level in TOLD_APART:
        found["source"][level] = round(found["source"][level] - needed, 2)
    return found
