"""The score of a pair of claims, in log-odds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from trucewatch.link.constraints import cannot_link
from trucewatch.link.features import pair_levels
from trucewatch.link.views import View
from trucewatch.link.weights import Weights


@dataclass(frozen=True, slots=True)
class PairScore:
    """Log-odds that two claims tell of one event, and the sum of its weights without signs: how much is known."""

    log_odds: float
    known: float


def pair_score(a: View, b: View, weights: Weights) -> PairScore | None:
    """Score of a pair, or None where one event is ruled out."""
    if cannot_link(a, b, weights) is not None:
        return None
    found = [weights.levels[x.feature][x.level] for x in pair_levels(a, b, weights)]
    return PairScore(weights.prior + math.fsum(found), math.fsum(abs(w) for w in found))


def probability(log_odds: float) -> float:
    """Log-odds as a probability, without overflow."""
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1.0 + odds)
