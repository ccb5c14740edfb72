"""Claims to groups that tell of one event, for any number of claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np

from trucewatch.link.bulk import SCALE, BulkScorer, Links, joined
from trucewatch.link.candidates import BlockOptions, candidate_pairs
from trucewatch.link.cluster import cluster
from trucewatch.link.options import LinkOptions
from trucewatch.link.table import ClaimTable, build_table
from trucewatch.link.views import Reader
from trucewatch.link.weights import default_weights
from trucewatch.model import Claim, Report

_PORTION: Final = 1 << 23
"""Links that may wait for those that came twice to be dropped."""

Watch = Callable[[str], None]
"""Told the name of each step when it is done."""


def group_ids(
    claims: Iterable[Claim],
    reports: Mapping[str, Report],
    *,
    options: LinkOptions | None = None,
    watch: Watch = lambda _: None,
) -> list[list[str]]:
    """Groups of claims that tell of one event, by id, each in order of id, by the id of its first claim.

    Claims are read once and not kept, so that a million of them need not be in memory. All of them must be linkable.

    Args:
        claims: The claims, in any order; one that comes twice counts once.
        reports: Reports by id; one that is not given counts as one without source and date.
        options: How claims are linked.
        watch: Told "claims", "pairs" and "groups" as these steps are done.

    Raises:
        InputError: Two different claims bear one id.
    """
    options = options or LinkOptions()
    weights = options.weights or default_weights()
    table = build_table(map(Reader(reports, words=weights.reads_words).view, claims), weights)
    watch("claims")
    scorer = BulkScorer(table, weights, day_window=options.day_window)
    threshold = round((weights.threshold if options.threshold is None else options.threshold) * SCALE)
    links = _links(scorer, options, threshold)
    watch("pairs")
    first = cluster(len(table), links, scorer.score, threshold=threshold)
    found = _members(table, first)
    watch("groups")
    return found


def _links(scorer: BulkScorer, options: LinkOptions, threshold: int) -> Links:
    """Links of all candidates, each once. Links are deduplicated as they come, lest copies fill the memory."""
    blocks = BlockOptions(day_window=options.day_window, block_cap=options.block_cap)
    found: list[Links] = []
    fresh = 0
    for first, second in candidate_pairs(scorer, blocks):
        found.append(scorer.links(first, second, threshold))
        fresh += len(found[-1].first)
        if fresh > len(found[0].first) + _PORTION:
            found = [_unique(joined(iter(found)), len(scorer.table))]
            fresh = 0
    return _unique(joined(iter(found)), len(scorer.table))


def _unique(links: Links, size: int) -> Links:
    _, rows = np.unique(links.first.astype(np.int64) * size + links.second, return_index=True)
    return links.only(rows)


def _members(table: ClaimTable, first: np.ndarray[tuple[int], np.dtype[np.int32]]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for v, owner in zip(table.views, first.tolist(), strict=True):
        groups.setdefault(owner, []).append(v.id)
    return [groups[k] for k in sorted(groups)]
