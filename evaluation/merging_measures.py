"""Measures of grouping: B-cubed, MUC, CEAF and their mean, the CoNLL F1, over any items in groups.

B-cubed after Bagga and Baldwin (1998), MUC after Vilain et al. (1995), CEAF after Luo (2005) with phi 4 (entity-based);
the mean of the three F1 is the measure of the CoNLL 2011 and 2012 tasks. Groups of one item are counted everywhere; MUC
sees links only, so that they add nothing to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from evaluation.linking import bcubed
from evaluation.measures import harmonic

Grouping = Mapping[str, Hashable]
"""From item to its group."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Merging:
    """How well items are grouped, and how many groups there are."""

    b_cubed: Rates
    muc: Rates
    ceaf: Rates
    groups: int
    single: int

    @property
    def conll(self) -> float:
        """The mean of the three F1."""
        return (self.b_cubed.f1 + self.muc.f1 + self.ceaf.f1) / 3


def groups_of(grouping: Grouping) -> list[frozenset[str]]:
    """The groups as sets of items."""
    found: defaultdict[Hashable, set[str]] = defaultdict(set)
    for item, group in grouping.items():
        found[group].add(item)
    return [frozenset(g) for g in found.values()]


def _muc(key: list[frozenset[str]], other: Grouping) -> float:
    """Share of the links of `key` that `other` has: its items minus the parts that it falls into."""
    links = sum(len(g) - 1 for g in key)
    kept = sum(len(g) - len({other[i] for i in g}) for g in key)
    return kept / links if links else 0.0


def _ceaf(gold: list[frozenset[str]], found: list[frozenset[str]]) -> Rates:
    """One to one between groups so that the likeness, twice the shared over all items, is highest."""
    number = {i: k for k, g in enumerate(found) for i in g}
    likeness = np.zeros((len(gold), len(found)))
    for row, g in enumerate(gold):
        for item in g:
            likeness[row, number[item]] += 1
    sizes = np.array([len(g) for g in gold])[:, None] + np.array([len(g) for g in found])[None, :]
    likeness *= 2 / sizes
    best = float(likeness[linear_sum_assignment(likeness, maximize=True)].sum())
    return Rates(best / len(found), best / len(gold))


def merging(gold: Grouping, found: Grouping) -> Merging:
    """Compare two groupings of the items of `gold`; `found` must hold them all, others count for nothing."""
    given = {i: found[i] for i in gold}
    one, two = groups_of(gold), groups_of(given)
    score = bcubed({i: str(g) for i, g in gold.items()}, {i: str(g) for i, g in given.items()}, gold)
    return Merging(
        Rates(score.precision, score.recall),
        Rates(_muc(two, gold), _muc(one, given)),
        _ceaf(one, two),
        len(two),
        sum(len(g) == 1 for g in two),
    )
