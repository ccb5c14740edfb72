"""Named features and their weights: log-odds, and the probability that they give."""

from __future__ import annotations

import math
from collections.abc import Mapping

Features = dict[str, float]
"""Named numbers; what is not named is nought."""

FARTHEST = 6.0
"""Log-odds of the network are cut here, so that one sure tie does not outweigh all else."""


def cut(odds: float) -> float:
    """Log-odds no farther from nought than the farthest."""
    return max(-FARTHEST, min(FARTHEST, odds))


def weighed(weights: Mapping[str, float], features: Features) -> float:
    """The log-odds of some features: the same bytes in whatever order they stand."""
    return math.fsum(weights.get(name, 0.0) * value for name, value in sorted(features.items()))


def chance(weights: Mapping[str, float], features: Features) -> float:
    """The probability of what some features speak for."""
    return 1 / (1 + math.exp(-weighed(weights, features)))
