"""What stands beside the linker: TF-IDF with average link. It learns from the train part only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from evaluation.merging_measures import Grouping, merging
from trucewatch.model import Claim, Report

CUTS = tuple(np.arange(0.50, 0.96, 0.02).round(2).tolist())
"""Distances at which groups are cut, of which the best on train is taken."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Reports of one part with the claim that stands for each, and the incident of those filed under one."""

    reports: Sequence[Report]
    claims: Mapping[str, Claim]
    incident: Mapping[str, str]


# ---- TF-IDF, average link


def _words(reports: Sequence[Report]) -> list[str]:
    return [f"{r.title or ''}\n{r.text}" for r in reports]


def _tree(vectors: TfidfVectorizer, reports: Sequence[Report]) -> NDArray[np.float64]:
    rows = vectors.transform(_words(reports))
    distance = np.clip(1.0 - (rows @ rows.T).toarray(), 0.0, None)
    np.fill_diagonal(distance, 0.0)
    found: NDArray[np.float64] = linkage(squareform(distance, checks=False), "average")
    return found


def _cut(tree: NDArray[np.float64], reports: Sequence[Report], at: float) -> Grouping:
    return dict(zip((r.id for r in reports), fcluster(tree, at, "distance").tolist(), strict=True))


def tfidf_average_link(train: Filing, test: Filing) -> tuple[Grouping, float]:
    """Groups of the test reports and the cut, which is the best on train by B-cubed F.

    Sublinear counts, which are better on train than plain ones; rarity of words from the train reports.
    """
    vectors = TfidfVectorizer(sublinear_tf=True).fit(_words(train.reports))
    tree = _tree(vectors, train.reports)
    scores = {c: merging(train.incident, _cut(tree, train.reports, c)).b_cubed.f1 for c in CUTS}
    best = max(scores, key=lambda c: scores[c])
    return _cut(_tree(vectors, test.reports), test.reports, best), best
