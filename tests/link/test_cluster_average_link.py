"""Average link with forbidden pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from trucewatch.link.bulk import SCALE, Links
from trucewatch.link.cluster import cluster
from trucewatch.link.table import Codes


def clusters(
    scores: Mapping[tuple[int, int], float | None],
    size: int,
    *,
    threshold: float = 0.0,
    known: dict[tuple[int, int], float] | None = None,
) -> list[list[int]]:
    def score(first: Codes, second: Codes) -> Links:
        rows = list(zip(first.tolist(), second.tolist(), strict=True))
        odds = [scores.get(p, -9.0) for p in rows]
        weigh = np.array([round((known or {}).get(p, 1.0) * SCALE) for p in rows], np.int64)
        points = np.array([round((x or 0.0) * SCALE) for x in odds], np.int64)
        return Links(first, second, points * weigh, weigh, np.array([x is None for x in odds], np.bool_))

    given = np.array(sorted(scores), np.int32).reshape(-1, 2)
    links = score(given[:, 0], given[:, 1])
    keep = ~links.barred & (links.total >= round(threshold * SCALE) * links.known)
    kept = links.only(keep)
    owner = cluster(size, kept, score, threshold=round(threshold * SCALE)).tolist()
    return [[i for i in range(size) if owner[i] == k] for k in sorted(set(owner))]


def test_the_mean_over_all_pairs_decides() -> None:
    assert clusters({(0, 1): 4.0, (1, 2): 3.0, (0, 2): -2.0}, 3) == [[0, 1, 2]]
    assert clusters({(0, 1): 4.0, (1, 2): 3.0, (0, 2): -4.0}, 3) == [[0, 1], [2]]


def test_a_chain_of_good_pairs_does_not_make_a_giant() -> None:
    chain = {(i, i + 1): 3.0 for i in range(9)}
    assert max(len(c) for c in clusters(chain, 10)) == 2


def test_pairs_that_are_no_candidates_count_in_the_mean() -> None:
    assert clusters({(0, 1): 4.0, (1, 2): 3.0}, 3) == [[0, 1], [2]]


def test_a_forbidden_pair_keeps_clusters_apart_whatever_speaks_for_them() -> None:
    scores: dict[tuple[int, int], float | None] = {(0, 1): 9.0, (2, 3): 9.0, (0, 2): 9.0, (1, 2): 9.0, (1, 3): 9.0}
    assert clusters({**scores, (0, 3): None}, 4) == [[0, 1, 2], [3]]


def test_the_best_pair_goes_first() -> None:
    assert clusters({(0, 1): 1.0, (1, 2): 2.0, (0, 2): None}, 3) == [[0], [1, 2]]


def test_the_threshold_is_enough() -> None:
    assert clusters({(0, 1): 1.0}, 2, threshold=1.0) == [[0, 1]]
    assert clusters({(0, 1): 0.99}, 2, threshold=1.0) == [[0], [1]]


def test_nothing_gives_nothing() -> None:
    assert clusters({}, 0) == []


def test_a_pair_about_which_little_is_known_counts_little() -> None:
    scores: dict[tuple[int, int], float | None] = {(0, 1): 4.0, (1, 2): 2.0, (0, 2): -3.0}
    assert clusters(scores, 3) == [[0, 1], [2]]
    assert clusters(scores, 3, known={(0, 2): 0.5}) == [[0, 1, 2]]
