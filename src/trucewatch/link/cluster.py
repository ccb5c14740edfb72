"""Average-link clustering with pairs that may never meet, for any number of claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trucewatch.link.bulk import Ints, Links, Mask
from trucewatch.link.table import Codes

Score = Callable[[Codes, Codes], Links]
"""Scores of pairs of claims by their numbers, barred ones included."""

_ROUNDS: Final = 10_000


def cluster(size: int, links: Links, score: Score, *, threshold: int) -> Codes:
    """Merge the two groups with the highest mean score over all their pairs, while it reaches the threshold.

    Each pair counts in the mean by how much is known about it. A barred pair keeps its groups apart for good. In each
    round all groups merge that are each other's best: as the mean of a merged group lies between those of its parts
    (Bruynooghe's reducibility, 1977), the outcome is that of merging the best pair of all again and again. A group
    sees those that some link connects it with; the mean of their other pairs is worked out when the two are about to
    merge, and taken to be no higher than that of their links until then. Ties go to the smaller numbers, so that the
    outcome depends on the numbering alone, and on nothing outside the connected claims: callers number claims by id.

    Args:
        size: Number of claims; they are numbered from 0.
        links: Pairs that reach the threshold, each once, none barred.
        score: Scores of any pairs.
        threshold: Lowest mean that merges, in parts of a log-odd.

    Returns:
        For each claim the smallest claim of its group.
    """
    return _Agglomeration(size, links, score, threshold).run()


class _Agglomeration:
    """State of one run: a group goes by its smallest member; `counted` is how many of its pairs a link has summed."""

    def __init__(self, size: int, links: Links, score: Score, threshold: int) -> None:
        self._score = score
        self._threshold = threshold
        self._group: Codes = np.arange(size, dtype=np.int32)
        self._sizes: Ints = np.ones(size, np.int64)
        self._links = links
        self._counted: Ints = np.ones(len(links.first), np.int64)

    def run(self) -> Codes:
        for _ in range(_ROUNDS):
            self._forget_settled()
            mutual, best = self._best()
            if not best.any():
                break
            whole = self._counted == self._sizes[self._links.first] * self._sizes[self._links.second]
            self._complete(np.flatnonzero(best & ~whole))
            self._merge(np.flatnonzero(mutual & whole))
        return self._group

    def _open(self) -> Mask:
        found: Mask = ~self._links.barred & (self._links.known > 0)
        return found & (self._links.total >= self._threshold * self._links.known)

    def _forget_settled(self) -> None:
        """Drop links between groups that can merge no more, once they are half of all."""
        open_ = self._open()
        alive = np.zeros(len(self._group), np.bool_)
        alive[self._links.first[open_]] = alive[self._links.second[open_]] = True
        keep = alive[self._links.first] | alive[self._links.second]
        if 2 * keep.sum() <= len(keep):
            self._links = self._links.only(keep)
            self._counted = self._counted[keep]

    def _best(self) -> tuple[Mask, Mask]:
        """Links that are the best of both their groups, and those that are the best of either."""
        first, second, total, known, _ = self._links
        open_ = np.flatnonzero(self._open())
        order = open_[np.lexsort((second[open_], first[open_], -(total[open_] / known[open_])))]
        rank = np.arange(len(order))
        nearest = np.full(len(self._group), len(order), np.int64)
        np.minimum.at(nearest, first[order], rank)
        np.minimum.at(nearest, second[order], rank)
        of_first, of_second = nearest[first[order]] == rank, nearest[second[order]] == rank
        mutual, best = np.zeros(len(first), np.bool_), np.zeros(len(first), np.bool_)
        mutual[order], best[order] = of_first & of_second, of_first | of_second
        return mutual, best

    def _complete(self, rows: NDArray[np.int64]) -> None:
        """Sum links over all pairs of their groups."""
        if not len(rows):
            return
        first, second = self._links.first[rows], self._links.second[rows]
        members = np.argsort(self._group, kind="stable").astype(np.int32)
        starts = np.searchsorted(self._group[members], np.stack((first, second)))
        wide = self._sizes[second]
        pairs = self._sizes[first] * wide
        row = np.repeat(np.arange(len(rows)), pairs)
        at = np.arange(len(row)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
        one, two = members[starts[0][row] + at // wide[row]], members[starts[1][row] + at % wide[row]]
        found = self._score(np.minimum(one, two), np.maximum(one, two))
        for column, values in ((self._links.total, found.total), (self._links.known, found.known)):
            sums = np.zeros(len(rows), np.int64)
            np.add.at(sums, row, values)
            column[rows] = sums
        self._links.barred[rows[np.unique(row[found.barred])]] = True
        self._counted[rows] = pairs

    def _merge(self, rows: NDArray[np.int64]) -> None:
        """The second group of each link goes into the first; links of both are summed."""
        if not len(rows):
            return
        into = np.arange(len(self._group), dtype=np.int32)
        into[self._links.second[rows]] = self._links.first[rows]
        np.add.at(self._sizes, self._links.first[rows], self._sizes[self._links.second[rows]])
        self._group = into[self._group]
        one, two = into[self._links.first], into[self._links.second]
        keep = one != two
        first, second = np.minimum(one, two)[keep], np.maximum(one, two)[keep]
        keys = first.astype(np.int64) * len(self._group) + second
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
        _, _, total, known, barred = (column[keep][order] for column in self._links)
        counted = self._counted[keep][order]
        if not len(order):
            starts = np.empty(0, np.int64)
        self._links = Links(
            first[order][starts],
            second[order][starts],
            _sums(total, starts),
            _sums(known, starts),
            _sums(barred.astype(np.int64), starts) > 0,
        )
        self._counted = _sums(counted, starts)


def _sums(values: Ints, starts: NDArray[np.int64]) -> Ints:
    found: Ints = np.add.reduceat(values, starts) if len(starts) else np.empty(0, np.int64)
    return found
