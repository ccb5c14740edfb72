"""The threshold at which groups merge: the one with the best B-cubed F, each source counting the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from evaluation.linking import bcubed
from evaluation.measures import BCubed

from training.linker.sources import Labelled
from trucewatch.link import Weights
from trucewatch.link.bulk import SCALE, BulkScorer, Links, joined
from trucewatch.link.candidates import BlockOptions, candidate_pairs
from trucewatch.link.cluster import cluster
from trucewatch.link.table import build_table
from trucewatch.link.views import view

THRESHOLDS: Final = (-2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
"""Thresholds that are compared, in log-odds."""


class Grouper:
    """The groups of one set at several thresholds: pairs are scored once, for the lowest."""

    def __init__(self, labelled: Labelled, weights: Weights, lowest: float) -> None:
        self._labelled = labelled
        self._table = build_table((view(c, labelled.reports) for c in labelled.claims), weights)
        self._scorer = BulkScorer(self._table, weights, day_window=2)
        found = candidate_pairs(self._scorer, BlockOptions())
        links = joined(self._scorer.links(first, second, round(lowest * SCALE)) for first, second in found)
        keys = links.first.astype(np.int64) * len(self._table) + links.second
        self._links = links.only(np.unique(keys, return_index=True)[1])

    def score(self, threshold: float) -> BCubed:
        """B-cubed at a threshold."""
        least = round(threshold * SCALE)
        links: Links = self._links.only(np.flatnonzero(self._links.total >= least * self._links.known))
        group = cluster(len(self._table), links, self._scorer.score, threshold=least)
        found = {v.id: str(g) for v, g in zip(self._table.views, group.tolist(), strict=True)}
        return bcubed(self._labelled.event, found, self._labelled.event)


def by_threshold(
    sets: Iterable[Labelled], weights: Weights, thresholds: Sequence[float] = THRESHOLDS
) -> Mapping[float, Mapping[str, float]]:
    """B-cubed F by threshold and source; the sets of a source are pooled."""
    found: dict[float, dict[str, BCubed]] = {t: {} for t in thresholds}
    for labelled in sets:
        grouper = Grouper(labelled, weights, min(thresholds))
        for threshold in thresholds:
            score = grouper.score(threshold)
            known = found[threshold].get(labelled.group)
            found[threshold][labelled.group] = score if known is None else known + score
    return {t: {g: s.value for g, s in scores.items()} for t, scores in found.items()}


def mean(scores: Mapping[str, float]) -> float:
    """Each source counts the same."""
    return sum(scores.values()) / len(scores)
