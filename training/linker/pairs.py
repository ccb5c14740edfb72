"""Pairs of labelled claims as rows of a fit: which level of each feature, and whether they tell of one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.linker.sources import Labelled
from trucewatch.link.bulk import BulkScorer
from trucewatch.link.candidates import BlockOptions, candidate_pairs
from trucewatch.link.constraints import cannot_link
from trucewatch.link.features import pair_levels
from trucewatch.link.table import build_table
from trucewatch.link.views import view
from trucewatch.link.weights import FEATURES, LIKENESS, Weights

LEVELS: Final = tuple((f, level) for f, levels in FEATURES.items() for level in levels)
"""Every level of every feature: the columns of the fit."""
COLUMN: Final = {pair: k for k, pair in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs of one or more sets.

    Attributes:
        columns: For each pair the column of its level, one for each feature.
        same: Whether both tell of one event.
        group: Number of the source.
        half: 0 or 1 by the events, so that no event is in both halves; 2 for a pair across them.
    """

    columns: NDArray[np.int32]
    same: NDArray[np.bool_]
    group: NDArray[np.int32]
    half: NDArray[np.int8]


def rows_of(labelled: Labelled, weights: Weights, group: int) -> Rows:
    """The pairs that linking would compare and that nothing forbids."""
    table = build_table((view(c, labelled.reports) for c in labelled.claims), weights)
    scorer = BulkScorer(table, weights, day_window=2)
    found = {
        (i, j)
        for first, second in candidate_pairs(scorer, BlockOptions())
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
    }
    columns, same, half = [], [], []
    for i, j in sorted(found):
        a, b = table.views[i], table.views[j]
        if cannot_link(a, b, weights) is None:
            columns.append([COLUMN[x.feature, x.level] for x in pair_levels(a, b, weights)])
            one, two = labelled.event[a.id], labelled.event[b.id]
            same.append(one == two)
            half.append(half_of(one) if half_of(one) == half_of(two) else 2)
    return Rows(
        np.array(columns, np.int32).reshape(-1, len(FEATURES)),
        np.array(same, np.bool_),
        np.full(len(same), group, np.int32),
        np.array(half, np.int8),
    )


def half_of(event: str) -> int:
    """Which half an event is in, 0 or 1, the same on every machine."""
    return blake2b(event.encode(), digest_size=1).digest()[0] & 1


REPORT_FEATURES: Final = ("published", *LIKENESS, "misread")
"""Features of which nothing is known where the reports are not at hand."""


def without_reports(rows: Rows, group: int) -> Rows:
    """The same pairs as they are where the reports are not at hand, as a source of its own."""
    columns = rows.columns.copy()
    for place, feature in enumerate(FEATURES):
        if feature in REPORT_FEATURES:
            inside = columns[:, place] == COLUMN.get((feature, "one_report"), -1)
            columns[:, place] = np.where(inside, columns[:, place], COLUMN[feature, "unknown"])
    return Rows(columns, rows.same, np.full_like(rows.group, group), rows.half)


def joined(parts: Sequence[Rows]) -> Rows:
    """Rows of several sets as one."""
    return Rows(
        np.concatenate([p.columns for p in parts]),
        np.concatenate([p.same for p in parts]),
        np.concatenate([p.group for p in parts]),
        np.concatenate([p.half for p in parts]),
    )
