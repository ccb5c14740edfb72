"""What review should look at first, by a written rule: docs/queue.md tells it in full.

Every incident gets points for each thing about it that is in doubt, and the points are shown. Nothing is learned.
"""

from __future__ import annotations

import json
import math
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from trucewatch.link import LinkOptions, PairExplanation, Weights, WeightSet, explain_pair
from trucewatch.model import Claim, Grade, Incident, Report, Verdict
from trucewatch.publish.wording import words
from trucewatch.record import Store
from trucewatch.web.index import Index
from trucewatch.web.reasons import OPEN

ONE_ANSWER: Final = 40
MORE_ANSWERS: Final = 20
CONTESTED: Final = 50
FIGURES: Final = 30
MERGE: Final = 40
SCORE: Final = 40
MARGIN: Final = 3.0
"""Log-odds on either side of the threshold within which a merge is doubtful: a factor of 20 in the odds."""
DOUBTFUL_SCORE: Final = 0.5
PAIRS: Final = 1_500
"""Pairs of incidents compared at most; the nearest in time and place first."""
_CLAIMS: Final = 4
"""Claims of an incident that are compared at most."""
LONGEST: Final = 5_000
"""Items kept at most."""


class Doubt(StrEnum):
    """Why an incident stands in the queue."""

    UNDETERMINED = "undetermined"
    CONTESTED = "contested"
    MERGE = "merge"
    SCORE = "score"


DOUBT_LABELS: Mapping[str, str] = {
    Doubt.UNDETERMINED: "Undetermined findings",
    Doubt.CONTESTED: "Contested accounts and figures",
    Doubt.MERGE: "Doubtful merges",
    Doubt.SCORE: "Low scores",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason with its points.

    Attributes:
        doubt: Of which kind it is.
        points: What it adds.
        told: In words.
        other: The incident that this one may be the same as.
        term: Agreement and term, of an undetermined finding.
        scores: Of a merge, the scores that it rests on.
    """

    doubt: Doubt
    points: int
    told: str
    other: str | None = None
    term: str | None = None
    scores: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An incident in the queue. The points are those of its causes times `weight`."""

    id: str
    points: int
    weight: float
    causes: tuple[Cause, ...]


def weight_of(killed: int, injured: int) -> float:
    """How much hangs on an incident: 1 without victims, and a half more with every doubling of those harmed.

    Those injured count a quarter. 3 killed make 2.0, 100 make 4.3.
    """
    return round(1 + 0.5 * math.log2(1 + killed + injured / 4), 2)


def contested_figures(low: int | None, high: int | None) -> int:
    """Points for a figure whose accounts lie far apart: the more, the greater the highest beside the lowest."""
    if low is None or high is None or high - low < 2 or high < 1.5 * low:
        return 0
    return min(FIGURES, round(FIGURES * math.log2((1 + high) / (1 + low)) / 3) + 5)


def near_threshold(score: float, threshold: float) -> int:
    """Points for a pair whose mean score lies near the threshold of merging, on whichever side."""
    off = abs(score - threshold)
    return 0 if off >= MARGIN else round(MERGE * (1 - off / MARGIN))


class Queue:
    """The queue of one record, made anew when the record has changed. Threads may share it."""

    def __init__(self, store: Store, index: Index) -> None:
        self._store, self._index = store, index
        self._lock = threading.Lock()
        self._made_of: tuple[int, WeightSet] | None = None
        self._weights: Weights = WeightSet.CONFLICT.load()
        self._items: tuple[Item, ...] = ()
        self._pairs: dict[frozenset[str], float | None] = {}
        self._scores: Mapping[str, float] = {}
        self._stamp: object = None

    def items(self, confirmed: frozenset[str]) -> tuple[Item, ...]:
        """All items, those that matter most first.

        Args:
            confirmed: Subjects that somebody has confirmed as they stand: a finding is then no doubt any more, and an
                incident gives none.
        """
        with self._lock:
            made_of = self._index.version, self._store.weights()
            if self._made_of != made_of:
                self._weigh_by(made_of[1].load())
                self._items = self._make()
                self._made_of = made_of
            items = self._items
        if not confirmed:
            return items
        left = (_without(item, confirmed) for item in items if f"incident:{item.id}" not in confirmed)
        return tuple(sorted((item for item in left if item.causes), key=_order))

    def _make(self) -> tuple[Item, ...]:
        causes: dict[str, list[Cause]] = defaultdict(list)
        weights: dict[str, float] = {}
        with self._index.cursor() as cursor:
            rows = cursor.execute(_ROWS).fetchall()
            unknown = cursor.execute(_UNKNOWN, [Verdict.UNDETERMINED.value]).fetchall()
            pairs = cursor.execute(_NEAR, [PAIRS]).fetchall()
            several = cursor.execute(_SEVERAL, [PAIRS]).fetchall()
        for id_, agreement, term, tests in unknown:
            causes[id_].append(_undetermined(agreement, term, tests))
        for id_, grade, *figures in rows:
            weights[id_] = weight_of(figures[1] or figures[0] or 0, figures[4] or figures[3] or 0)
            causes[id_] += _contested(grade, figures)
        for id_, cause in self._low_scores():
            causes[id_].append(cause)
        for one, other in pairs:
            for id_, cause in self._merges(one, other):
                causes[id_].append(cause)
        for (id_,) in several:
            causes[id_] += self._inside(id_)
        made = (_item(id_, weights.get(id_, 1.0), found) for id_, found in causes.items() if found)
        return tuple(sorted(made, key=_order)[:LONGEST])

    # ---- scores of claims

    def _low_scores(self) -> Iterator[tuple[str, Cause]]:
        stamp = self._store.stamp()
        if stamp != self._stamp:
            found = ((id_, json.loads(line)["score"]) for id_, line in self._store.lines(Claim))
            self._scores = {id_: s for id_, s in found if s is not None and s < DOUBTFUL_SCORE}
            self._stamp = stamp
        if not self._scores:
            return
        for id_, line in self._store.lines(Incident):
            low = [self._scores[c] for c in json.loads(line)["claims"] if c in self._scores]
            if low:
                told = f"{len(low)} claim{'s' if len(low) > 1 else ''} with a score from {min(low):.2f}, below one half"
                yield id_, Cause(Doubt.SCORE, round(SCORE * (DOUBTFUL_SCORE - min(low)) / DOUBTFUL_SCORE), told)

    # ---- merges near the threshold

    def _weigh_by(self, weights: Weights) -> None:
        """Compare claims as the record's linking did; scores by other weights are of no use any more."""
        if weights is not self._weights:
            self._weights = weights
            self._pairs.clear()

    def _score(self, a: Claim, b: Claim, reports: Mapping[str, Report]) -> PairExplanation:
        return explain_pair(a, b, reports, options=LinkOptions(weights=self._weights))

    def _merges(self, one: str, other: str) -> Iterator[tuple[str, Cause]]:
        threshold = self._weights.threshold
        score = self._pair(one, other)
        points = 0 if score is None else near_threshold(score, threshold)
        if score is None or not points:
            return
        told, scores = (
            "may be one with another incident",
            f"mean score {score:+.1f}, merged at {threshold:+.1f} or more",
        )
        yield one, Cause(Doubt.MERGE, points, told, other, scores=scores)
        yield other, Cause(Doubt.MERGE, points, told, one, scores=scores)

    def _inside(self, id_: str) -> list[Cause]:
        """Whether the claim that fits an incident least lies near the threshold."""
        key = frozenset((id_,))
        if key not in self._pairs:
            self._pairs[key] = self._weakest(id_)
        score, threshold = self._pairs[key], self._weights.threshold
        points = 0 if score is None else near_threshold(score, threshold)
        if score is None or not points:
            return []
        scores = f"the least score of a claim is {score:+.1f}, merged at {threshold:+.1f} or more"
        return [Cause(Doubt.MERGE, points, "may be more than one incident", scores=scores)]

    def _weakest(self, id_: str) -> float | None:
        """The mean score of the claim that resembles the others least; null for an incident of one claim."""
        incident = next(iter(_read(self._store, Incident, (id_,))), None)
        if incident is None:
            return None
        claims = _read(self._store, Claim, incident.claims[: 2 * _CLAIMS])
        reports = {r.id: r for r in _read(self._store, Report, sorted({c.report for c in claims}))}
        means = []
        for claim in claims:
            told = [self._score(claim, other, reports) for other in claims if other is not claim]
            if told:
                means.append(sum(pair.score for pair in told) / len(told))
        return min(means, default=None)

    def _pair(self, one: str, other: str) -> float | None:
        """The mean score of two incidents; null where nothing can be compared, or they can never be one."""
        key = frozenset((one, other))
        if key not in self._pairs:
            if len(self._pairs) > 50_000:
                self._pairs.clear()
            self._pairs[key] = self._compare(one, other)
        return self._pairs[key]

    def _compare(self, one: str, other: str) -> float | None:
        found = {n.id: n for n in _read(self._store, Incident, (one, other))}
        if len(found) < 2:
            return None
        names = [found[id_].claims[:_CLAIMS] for id_ in (one, other)]
        claims = {c.id: c for c in _read(self._store, Claim, [c for part in names for c in part])}
        reports = {r.id: r for r in _read(self._store, Report, sorted({c.report for c in claims.values()}))}
        first, second = ([claims[c] for c in part if c in claims] for part in names)
        told = [self._score(a, b, reports) for a in first for b in second]
        if not told or any(pair.cannot_link for pair in told):
            return None
        return sum(pair.score for pair in told) / len(told)


def _read(store: Store, kind: type[Any], ids: Sequence[str]) -> list[Any]:
    return [kind.model_validate_json(line) for _, line in store.lines(kind, ids)]


def _undetermined(agreement: str, term: str, tests: Sequence[str]) -> Cause:
    names = "; ".join(sorted(OPEN.get(test, words(test)) for test in tests))
    points = ONE_ANSWER if len(tests) == 1 else MORE_ANSWERS
    return Cause(
        Doubt.UNDETERMINED,
        points,
        f"{words(term)} undetermined, nobody can say: {names}",
        term=f"{agreement}/{term}",
    )


def _contested(grade: str, figures: Sequence[int | None]) -> list[Cause]:
    made = []
    if grade == Grade.CONTESTED:
        made.append(Cause(Doubt.CONTESTED, CONTESTED, "accounts of who did it exclude each other"))
    for name, (low, _, high) in (("killed", figures[:3]), ("injured", figures[3:])):
        if points := contested_figures(low, high):
            made.append(Cause(Doubt.CONTESTED, points, f"{name}: from {low} to {high}"))
    return made


def _item(id_: str, weight: float, causes: Sequence[Cause]) -> Item:
    """An incident's item; of several merges that are in doubt the nearest counts, the others are told of."""
    best = {c.doubt: max((o.points for o in causes if o.doubt is c.doubt), default=0) for c in causes}
    total = sum(c.points for c in causes if c.doubt is not Doubt.MERGE) + best.get(Doubt.MERGE, 0)
    ordered = sorted(causes, key=lambda c: (-c.points, c.doubt, c.told, c.other or ""))
    return Item(id_, round(total * weight), weight, tuple(ordered))


def _without(item: Item, confirmed: frozenset[str]) -> Item:
    left = [c for c in item.causes if c.term is None or f"finding:{item.id}/{c.term}" not in confirmed]
    return item if len(left) == len(item.causes) else _item(item.id, item.weight, left)


def _order(item: Item) -> tuple[int, str]:
    return -item.points, item.id


_ROWS = "SELECT id, grade, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high FROM incident"
_UNKNOWN = """
    SELECT i.id, f.agreement, u.term, list(DISTINCT u.test) FROM finding_unknown u JOIN incident i USING (key)
    JOIN finding f ON f.key = u.key AND f.term = u.term WHERE u.verdict = ? AND f.verdict = u.verdict GROUP BY 1, 2, 3
"""
_SEVERAL = "SELECT id FROM incident WHERE reports > 1 ORDER BY reports DESC, id LIMIT ?"
_NEAR = """
    WITH placed AS (SELECT id, day, lat, lon, day_end FROM incident WHERE day IS NOT NULL AND lat IS NOT NULL)
    SELECT a.id, b.id FROM placed a JOIN placed b ON a.id < b.id AND b.day BETWEEN a.day - 2 AND a.day + 2
        AND b.lat BETWEEN a.lat - 0.25 AND a.lat + 0.25 AND b.lon BETWEEN a.lon - 0.3 AND a.lon + 0.3
    ORDER BY abs(b.day - a.day), abs(a.lat - b.lat) + abs(a.lon - b.lon), a.id, b.id LIMIT ?
"""
