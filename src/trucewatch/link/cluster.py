"""Average-link clustering with pairs that may never meet."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable

Score = Callable[[int, int], float | None]
"""Log-odds of a pair, None where it is forbidden."""


def cluster(size: int, pairs: Iterable[tuple[int, int]], score: Score, *, threshold: float) -> list[list[int]]:
    """Merge the two clusters with the highest mean score over all their pairs, while it is at least `threshold`.

    Only clusters that a candidate pair connects are considered; their mean is taken over all pairs, candidates or not.
    A forbidden pair keeps its clusters apart for good. Ties go to the smaller indexes, so that the outcome depends on
    the numbering alone: callers number claims by a property of their content.

    Args:
        size: Number of claims; they are numbered from 0.
        pairs: Candidate pairs.
        score: Log-odds of any pair, candidate or not.
        threshold: Lowest mean that merges.

    Returns:
        Clusters with ascending members, by their first member.
    """
    return _Agglomeration(size, pairs, score, threshold).run()


class _Agglomeration:
    """State of one run: a cluster goes by its smallest member; `links` holds mean and pair count of linked clusters."""

    def __init__(self, size: int, pairs: Iterable[tuple[int, int]], score: Score, threshold: float) -> None:
        self._score = score
        self._threshold = threshold
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._links: dict[int, dict[int, float | None]] = {i: {} for i in range(size)}
        self._heap: list[tuple[float, int, int]] = []
        for i, j in pairs:
            if j not in self._links[i]:
                self._connect(i, j, score(i, j))

    def run(self) -> list[list[int]]:
        while self._heap:
            minus, a, b = heapq.heappop(self._heap)
            if self._links.get(a, {}).get(b) == -minus:
                self._merge(a, b)
        return [self._members[k] for k in sorted(self._members)]

    def _connect(self, a: int, b: int, mean: float | None) -> None:
        self._links[a][b] = self._links[b][a] = mean
        if mean is not None and mean >= self._threshold:
            heapq.heappush(self._heap, (-mean, min(a, b), max(a, b)))

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
            self._connect(a, c, self._joined(c, (one, two), before))

    def _joined(
        self, c: int, links: tuple[dict[int, float | None], ...], parts: tuple[list[int], list[int]]
    ) -> float | None:
        """Mean of a third cluster to the union of two."""
        total, count = 0.0, 0
        for link, part in zip(links, parts, strict=True):
            mean = link[c] if c in link else self._mean(c, part)
            if mean is None:
                return None
            total += mean * len(part)
            count += len(part)
        return total / count

    def _mean(self, c: int, part: list[int]) -> float | None:
        """Mean over all pairs between a cluster and a list of claims."""
        scores: list[float] = []
        for i in self._members[c]:
            for j in part:
                s = self._score(i, j)
                if s is None:
                    return None
                scores.append(s)
        return math.fsum(scores) / len(scores)
