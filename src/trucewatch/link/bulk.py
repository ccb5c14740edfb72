"""Scores of many pairs of claims at once: the same as `scorer.pair_score`, in whole ten-thousandths of a log-odd.

The level of a feature is asked for once for each pair of different parts and kept; the rest is array arithmetic.
Whole numbers make sums the same in any order, so that groups do not hang on how pairs came together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trucewatch.link.constraints import (
    MAX_GAP_DAYS,
    MAX_NAMED_GAP_DAYS,
    MAX_OUTSIDE_KM,
    cannot_link,
    kinds_apart,
)
from trucewatch.link.crowds import crowding
from trucewatch.link.features import LEVELS, distance_km, nearest, one_story, pair_levels
from trucewatch.link.names import skeleton
from trucewatch.link.table import ClaimTable, Codes, Column
from trucewatch.link.views import Spot, View
from trucewatch.link.weights import FEATURES, Weights

SCALE: Final = 10_000
"""Parts of a log-odd."""
CHUNK: Final = 1 << 20
"""Pairs worked on at once."""
FINE_KM: Final = 27.0
"""Radius up to which a place is a town or a district."""
FINE_REACH_KM: Final = 55.0
"""Towns and districts up to this far apart are compared."""
COARSE_KM: Final = 110.0
"""Radius up to which a place is a province; beyond it only the country is compared."""
COARSE_REACH_KM: Final = 220.0
LONG_DAYS: Final = 8
"""An interval longer than this is compared where it overlaps and not where it is near."""

_FAR: Final = 32
"""Bit of a place level: beyond doubt apart."""
_NEAR: Final = 64
"""Bit of a place level: near enough to be compared."""
_APART: Final = 32
"""Bit of a kind level: kinds that can never be one act."""
_UNASKED: Final = 255
_DENSE: Final = 1 << 26
"""Largest table of levels that is kept whole; beyond it levels are kept in a dict."""
_KEPT: Final = 1 << 22
"""Most levels kept in a dict."""
_FIRST: Final = ("time", "place", "kind")
"""Features that decide about most pairs."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Links(NamedTuple):
    """Scored pairs of claims by their numbers, the smaller first.

    `total` is the score times how much is known about the pair, `known` the sum of its weights without signs, both in
    parts of a log-odd; `barred` says that one event is ruled out.
    """

    first: Codes
    second: Codes
    total: Ints
    known: Ints
    barred: Mask

    def only(self, rows: Mask | Ints) -> Links:
        """Some of them."""
        return Links(self.first[rows], self.second[rows], self.total[rows], self.known[rows], self.barred[rows])


class BulkScorer:
    """Scores pairs of one table of claims."""

    def __init__(self, table: ClaimTable, weights: Weights, *, day_window: int) -> None:
        self.table = table
        self._weights = weights
        self._window = day_window
        self._prior = round(weights.prior * SCALE)
        self._points = {f: [round(weights.levels[f][x] * SCALE) for x in FEATURES[f]] for f in FEATURES}
        self._weighed = [f for f in FEATURES if any(self._points[f])]
        self._by_level = {f: _by_level(self._points[f]) for f in FEATURES}
        self._needed: Ints = np.round(crowding(table) * SCALE).astype(np.int64)
        self._levels = {f: _Levels(table.columns[f], self._asker(f)) for f in FEATURES}

    # ---- what is asked

    def score(self, first: Codes, second: Codes) -> Links:
        """Scores of pairs, whether or not they are worth comparing."""
        return joined(self._scored(i, j, self._barred(i, j)) for i, j in _chunks(first, second))

    def links(self, first: Codes, second: Codes, threshold: int) -> Links:
        """Of the pairs that are worth comparing those that are not barred and reach the threshold, each once."""
        found = [self._linked(i, j, threshold) for i, j in _chunks(first, second)]
        return joined(iter(found))

    def comparable(self, first: Codes, second: Codes) -> Mask:
        """Pairs that time and place make worth comparing; see docs/linking.md."""
        t = self.table
        dated = (t.start[first] >= 0) & (t.start[second] >= 0)
        undated = (t.start[first] < 0) & (t.start[second] < 0)
        gap = np.maximum(t.since[first], t.since[second]) - np.minimum(t.end[first], t.end[second])
        long = np.maximum(t.end[first] - t.start[first], t.end[second] - t.start[second]) >= LONG_DAYS
        soon = dated & (gap <= np.where(long, 0, self._window))
        kinds = (t.violent[first] & t.violent[second]) | (t.quiet[first] & t.quiet[second])
        near = self._levels["place"].of(first, second) & _NEAR > 0
        found: Mask = kinds & near & soon
        for k in np.flatnonzero(kinds & near & undated):
            a, b = t.views[first[k]], t.views[second[k]]
            found[k] = any(_same_name(s, o) for s in a.spots for o in b.spots)
        return found

    # ---- parts of it

    def _asker(self, feature: str) -> Callable[[View, View], int]:
        order, level = FEATURES[feature], LEVELS[feature]

        def ask(a: View, b: View) -> int:
            return order.index(level(a, b, self._weights).level)

        if feature == "place":
            return _place_level
        if feature == "kind":
            return lambda a, b: ask(a, b) | (_APART if kinds_apart(a, b, self._weights) else 0)
        return ask

    def _linked(self, first: Codes, second: Codes, threshold: int) -> Links:
        """Dates, places and kinds first: most pairs cannot be saved by anything else."""
        likely = ~self._barred(first, second)
        first, second = first[likely], second[likely]
        likely = self._at_most(first, second) >= threshold
        first, second = first[likely], second[likely]
        found = self._scored(first, second, np.zeros(len(first), np.bool_))
        keep = ~found.barred & (found.total >= threshold * found.known) & (found.known > 0)
        return found.only(keep)

    def _at_most(self, first: Codes, second: Codes) -> Ints:
        """The score if everything but date, place and kind spoke for one event as loudly as it can."""
        most = np.full(len(first), self._prior, np.int64)
        for feature in self._weighed:
            points = self._points[feature]
            if feature in _FIRST:
                most += self._points_of(feature, first, second)
            elif "unknown" in FEATURES[feature] and feature not in ("struck", "doer"):
                told = self.table.columns[feature].told
                silent = points[FEATURES[feature].index("unknown")]
                most += np.where(told[first] & told[second], max(points), silent)
            else:
                most += max(points)
        return most - self._crowded(first, second)

    def _crowded(self, first: Codes, second: Codes) -> Ints:
        """What a pair needs beyond the threshold where many claims tell of the place and day of one of them.

        An author who tells of two claims in one report knows which events they are of.
        """
        needed = np.maximum(self._needed[first], self._needed[second])
        return np.where(self.table.report[first] == self.table.report[second], 0, needed)

    def _points_of(self, feature: str, first: Codes, second: Codes) -> Ints:
        found: Ints = self._by_level[feature][self._levels[feature].of(first, second)]
        return found

    def _barred(self, first: Codes, second: Codes) -> Mask:
        """As `constraints.cannot_link` between two reports."""
        t = self.table
        dated = (t.start[first] >= 0) & (t.start[second] >= 0)
        gap = np.maximum(t.start[first], t.start[second]) - np.minimum(t.end[first], t.end[second])
        gap = np.where(dated, gap, 0)
        named = np.zeros(len(first), np.bool_)
        told = t.columns["victims"].told
        both = np.flatnonzero(told[first] & told[second])
        if len(both):
            shared = FEATURES["victims"].index("shared")
            named[both] = self._levels["victims"].of(first[both], second[both]) == shared
        far = self._levels["place"].of(first, second) & _FAR > 0
        apart = self._levels["kind"].of(first, second) & _APART > 0
        doubtless = (gap > np.where(named, MAX_NAMED_GAP_DAYS, MAX_GAP_DAYS)) | (far & ~named)
        told = t.columns["report"].told
        both = np.flatnonzero(doubtless & ~apart & told[first] & told[second])
        doubtless[both] = [
            not one_story(t.views[i], t.views[j], self._weights) for i, j in zip(first[both], second[both], strict=True)
        ]
        barred: Mask = apart | doubtless
        return barred

    def _scored(self, first: Codes, second: Codes, barred: Mask) -> Links:
        """Scores of pairs, given which of them are barred whatever report they are of."""
        total = np.full(len(first), self._prior, np.int64)
        known = np.zeros(len(first), np.int64)
        for feature in self._weighed:
            points = self._points_of(feature, first, second)
            total += points
            known += np.abs(points)
        total = (total - self._crowded(first, second)) * known
        for k in np.flatnonzero(self.table.report[first] == self.table.report[second]):
            one = self._of_one_report(self.table.views[first[k]], self.table.views[second[k]])
            barred[k] = one is None
            total[k], known[k] = one or (0, 0)
        return Links(first, second, total, known, barred)

    def _of_one_report(self, a: View, b: View) -> tuple[int, int] | None:
        """Two claims of one report are compared as a whole: their author had reasons to tell them apart."""
        if cannot_link(a, b, self._weights) is not None:
            return None
        points = [self._points[x.feature][FEATURES[x.feature].index(x.level)] for x in pair_levels(a, b, self._weights)]
        known = sum(map(abs, points))
        return (self._prior + sum(points)) * known, known


class _Levels:
    """Levels of one feature by pairs of parts, asked for when they are first needed."""

    def __init__(self, column: Column, ask: Callable[[View, View], int]) -> None:
        self._codes = column.codes.astype(np.int64)
        self._examples = column.examples
        self._ask = ask
        self._size = len(column.examples)
        dense = self._size**2 <= _DENSE
        self._table = np.full((self._size, self._size), _UNASKED, np.uint8) if dense else None
        self._kept: dict[int, int] = {}

    def of(self, first: Codes, second: Codes) -> NDArray[np.uint8]:
        """Levels of pairs of claims, with the bits that belong to them."""
        one, two = self._codes[first], self._codes[second]
        if self._table is None:
            return self._of_many(np.minimum(one, two) * self._size + np.maximum(one, two))
        found: NDArray[np.uint8] = self._table[one, two]
        missing = np.flatnonzero(found == _UNASKED)
        if len(missing):
            self._ask_for(one[missing], two[missing])
            found[missing] = self._table[one[missing], two[missing]]
        return found

    def _ask_for(self, one: Ints, two: Ints) -> None:
        """Fill the table for these pairs of parts, both ways round."""
        assert self._table is not None
        for key in np.unique(np.minimum(one, two) * self._size + np.maximum(one, two)).tolist():
            a, b = divmod(key, self._size)
            self._table[a, b] = self._table[b, a] = self._level(key)

    def _of_many(self, keys: Ints) -> NDArray[np.uint8]:
        if len(self._kept) > _KEPT:
            self._kept.clear()
        different, back = np.unique(keys, return_inverse=True)
        found = np.empty(len(different), np.uint8)
        kept = self._kept
        for k, key in enumerate(different.tolist()):
            level = kept.get(key)
            if level is None:
                level = kept[key] = self._level(key)
            found[k] = level
        return found[back]

    def _level(self, key: int) -> int:
        a, b = (self._examples[c] for c in divmod(key, self._size))
        return self._ask(a, replace(b, report=f"{b.report} and another") if a.report == b.report else b)


def _by_level(points: list[int]) -> Ints:
    """Points by what `_Levels` gives: the bits that belong to a level change nothing."""
    padded = np.zeros(32, np.int64)
    padded[: len(points)] = points
    return np.tile(padded, 8)


def _place_level(a: View, b: View) -> int:
    """The level of a place with the bits that say how near."""
    found = nearest(a, b)
    far = found.outside_km is not None and found.outside_km > MAX_OUTSIDE_KM
    near = places_near(a.spots, b.spots)
    return FEATURES["place"].index(found.level) | (_FAR if far else 0) | (_NEAR if near else 0)


def places_near(one: tuple[Spot, ...], two: tuple[Spot, ...]) -> bool:
    """Whether places are near enough for claims to be compared; places that nobody can put on a map always are."""
    if not any(map(placed, one)) or not any(map(placed, two)):
        return True
    return any(_spots_near(s, t) for s in one for t in two)


def placed(s: Spot) -> bool:
    """Whether a place has a point or at least a country."""
    return s.lat is not None or s.country is not None


def _spots_near(s: Spot, t: Spot) -> bool:
    if _same_name(s, t):
        return True
    if s.lat is None or s.lon is None or t.lat is None or t.lon is None or max(s.radius, t.radius) > COARSE_KM:
        return s.country is not None and s.country == t.country
    reach = FINE_REACH_KM if max(s.radius, t.radius) <= FINE_KM else COARSE_REACH_KM
    return distance_km(s.lat, s.lon, t.lat, t.lon) <= reach


def _same_name(s: Spot, t: Spot) -> bool:
    return bool(s.name and t.name) and skeleton(s.name) == skeleton(t.name)


def _chunks(first: Codes, second: Codes) -> Iterator[tuple[Codes, Codes]]:
    for at in range(0, len(first), CHUNK):
        yield first[at : at + CHUNK], second[at : at + CHUNK]


def joined(parts: Iterator[Links]) -> Links:
    """All links in one."""
    rows = list(parts)
    if not rows:
        none = np.empty(0, np.int64)
        return Links(none.astype(np.int32), none.astype(np.int32), none, none, none.astype(np.bool_))
    return Links(*(np.concatenate(columns) for columns in zip(*rows, strict=True)))
