"""Average-link clustering with pairs that may never meet."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from trucewatch.link.scorer import PairScore

Score = Callable[[int, int], PairScore | None]
"""Score of a pair, None where it is forbidden."""


def cluster(size: int, pairs: Iterable[tuple[int, int]], score: Score, *, threshold: float) -> list[list[int]]:
    """Merge the two clusters with the highest mean score over all their pairs, while it is at least `threshold`.

    Only clusters that a candidate pair connects are considered; their mean is taken over all pairs, candidates or not,
    each counting by how much is known about it. A forbidden pair keeps its clusters apart for good. Ties go to the
    smaller indexes, so that the outcome depends on the numbering alone: callers number claims by a property of their
    content.

    Args:
        size: Number of claims; they are numbered from 0.
        pairs: Candidate pairs.
        score: Score of any pair, candidate or not.
        threshold: Lowest mean that merges.

    Returns:
        Clusters with ascending members, by their first member.
    """
    return _Agglomeration(size, pairs, score, threshold).run()


@dataclass(frozen=True, slots=True)
class _Link:
    """Scores between two clusters: their sum, each times how much is known, and the sum of what is known."""

    total: float
    known: float

    @property
    def mean(self) -> float:
        return self.total / self.known if self.known else -math.inf


class _Agglomeration:
    """State of one run: a cluster goes by its smallest member; a link is None where a pair is forbidden."""

    def __init__(self, size: int, pairs: Iterable[tuple[int, int]], score: Score, threshold: float) -> None:
        self._score = score
        self._threshold = threshold
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._links: dict[int, dict[int, _Link | None]] = {i: {} for i in range(size)}
        self._heap: list[tuple[float, int, int]] = []
        for i, j in pairs:
            if j not in self._links[i]:
                self._connect(i, j, self._between([i], [j]))

    def run(self) -> list[list[int]]:
        while self._heap:
            minus, a, b = heapq.heappop(self._heap)
            link = self._links.get(a, {}).get(b)
            if link is not None and link.mean == -minus:
                self._merge(a, b)
        return [self._members[k] for k in sorted(self._members)]

    def _connect(self, a: int, b: int, link: _Link | None) -> None:
        self._links[a][b] = self._links[b][a] = link
        if link is not None and link.mean >= self._threshold:
            heapq.heappush(self._heap, (-link.mean, min(a, b), max(a, b)))

    def _merge(self, a: int, b: int) -> None:
        """`b` goes into `a`; links of both are joined."""
        one, two = self._links.pop(a), self._links.pop(b)
        del one[b], two[a]
        before = self._members[a], self._members.pop(b)
        self._members[a] = sorted(before[0] + before[1])
        self._links[a] = {}
        for c in sorted(one.keys() | two.keys()):
            self._links[c].pop(a, None)
            self._links[c].pop(b, None)
            first = one[c] if c in one else self._between(self._members[c], before[0])
            second = two[c] if c in two else self._between(self._members[c], before[1])
            joined = None
            if first is not None and second is not None:
                joined = _Link(first.total + second.total, first.known + second.known)
            self._connect(a, c, joined)

    def _between(self, one: Sequence[int], two: Sequence[int]) -> _Link | None:
        """The link over all pairs of two lists of claims."""
        total = known = 0.0
        for i in one:
            for j in two:
                s = self._score(i, j)
                if s is None:
                    return None
                total += s.log_odds * s.known
                known += s.known
        return _Link(total, known)
