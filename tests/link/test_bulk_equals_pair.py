"""Many pairs at once score as each of them alone."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from tests.link.cases import REPORTS, some_claims

from trucewatch.link import default_weights
from trucewatch.link.bulk import SCALE, BulkScorer
from trucewatch.link.scorer import pair_score
from trucewatch.link.table import build_table
from trucewatch.link.views import view
from trucewatch.model import Claim


@given(some_claims(most=10))  # more of one place and day would ask for more
@settings(max_examples=150)
def test_bulk_scores_are_those_of_pairs(claims: list[Claim]) -> None:
    weights = default_weights()
    views = sorted((view(c, REPORTS) for c in claims), key=lambda v: v.id)
    scorer = BulkScorer(build_table(views, weights), weights, day_window=2)
    pairs = np.array(list(itertools.combinations(range(len(views)), 2)), np.int32).reshape(-1, 2)
    found = scorer.score(pairs[:, 0], pairs[:, 1])
    for i, j, total, known, barred in zip(*(x.tolist() for x in found), strict=True):
        alone = pair_score(views[i], views[j], weights)
        assert barred == (alone is None)
        if alone is not None:
            assert abs(known / SCALE - alone.known) < 0.01
            assert abs(total / max(known, 1) / SCALE - alone.log_odds) < 0.01


@given(some_claims(most=20))
@settings(max_examples=60)
def test_links_are_the_pairs_that_reach_the_threshold(claims: list[Claim]) -> None:
    weights = default_weights()
    scorer = BulkScorer(build_table((view(c, REPORTS) for c in claims), weights), weights, day_window=2)
    pairs = np.array(list(itertools.combinations(range(len(claims)), 2)), np.int32).reshape(-1, 2)
    threshold = round(weights.threshold * SCALE)
    every = scorer.score(pairs[:, 0], pairs[:, 1])
    keep = ~every.barred & (every.total >= threshold * every.known) & (every.known > 0)
    found = scorer.links(pairs[:, 0], pairs[:, 1], threshold)
    assert [x.tolist() for x in found] == [x.tolist() for x in every.only(keep)]
