"""The places of a report decided together: a name means what lies by the others, far more often than not.

Every name gives its candidates a share of belief by their own scores; then each candidate is raised by what the
candidates of the *other* names that it lies near, or lies in, are believed, and the shares are drawn up again, a few
times over. A name never speaks for itself, so that repeating it proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from trucewatch.locate._table import Entry
from trucewatch.locate.context import Anchor, distances_km
from trucewatch.locate.gazetteer import Floats, Match

REACH_KM = 80.0
"""At this distance one place speaks for another by a third of what it would beside it."""

IN_DIVISION = 0.6
IN_COUNTRY = 0.25
"""How far a place speaks for its division and its country, and they for it; 1 is what a place next to it would do."""

STRONGEST = 0.35
CROWD = 0.3
"""What the one place that speaks most for a candidate adds to its score at most, and what all together do."""

PEERS = 0.35
"""How far two first-order divisions of one country speak for one another: states are told of with states."""

_ROUNDS = 4
_WARMTH = 0.1
"""By how much a candidate must lead for about three times the belief."""

_KEPT = 40
_AT_MOST = 900
"""So many candidates of a name are weighed, and so many in all."""

_LARGE_KM = 150.0


def _ties(entries: Sequence[Entry]) -> Floats:
    """How far each two places speak for one another, 0 to 1."""
    lats, lons = np.array([e.lat for e in entries]), np.array([e.lon for e in entries])
    near = np.exp(-np.stack([distances_km(e.lat, e.lon, lats, lons) for e in entries]) / REACH_KM)
    state = _pairs([e.kind == "country" for e in entries])
    division = _pairs([e.kind == "admin1" for e in entries])
    large = _pairs([e.radius_km > _LARGE_KM for e in entries])
    one_country = _same([e.country for e in entries])
    one_division = one_country & _same([e.admin1 for e in entries])
    ties = np.where(one_country, near, 0.6 * near)
    ties = np.where(large > 0, 0.3 * near, ties)
    ties = np.where(division > 0, np.where(one_division & (division == 1), IN_DIVISION, 0.4 * near), ties)
    ties = np.where(one_country & (division == 2), np.maximum(ties, PEERS), ties)
    return np.where(state > 0, np.where(one_country & (state == 1), IN_COUNTRY, 0.0), ties)


def _pairs(flags: Sequence[bool]) -> npt.NDArray[np.int8]:
    """For each two of them how many are so."""
    column = np.array(flags, dtype=np.int8)
    return np.asarray(column[:, None] + column[None, :])


def _same(words: Sequence[str | None]) -> npt.NDArray[np.bool_]:
    """For each two of them whether they are the same word; what is not known is the same as nothing."""
    numbers = {word: i for i, word in enumerate(dict.fromkeys(words)) if word is not None}
    column = np.array([numbers.get(word, -1) if word is not None else -1 for word in words])
    return np.asarray((column[:, None] == column[None, :]) & (column[:, None] >= 0))


def support(entry: Entry, anchors: Sequence[Anchor], *, name: str) -> float:
    """What the places that are sure add to the score of a candidate of that folded name."""
    told = [(a.entry, a.weight) for a in anchors if a.entry is not None and a.name != name]
    if not told:
        return 0.0
    ties = _ties_of(entry, [other for other, _ in told]) * np.array([weight for _, weight in told])
    return _sum(float(ties.max()), float(ties.sum()))


def _ties_of(entry: Entry, others: Sequence[Entry]) -> Floats:
    """How far a place and each of some others speak for one another: its row of `_ties`."""
    near = np.exp(
        -distances_km(entry.lat, entry.lon, np.array([o.lat for o in others]), np.array([o.lon for o in others]))
        / REACH_KM
    )
    return np.array([_tie(entry, other, value) for other, value in zip(others, near.tolist(), strict=True)])


def _tie(a: Entry, b: Entry, near: float) -> float:
    one_country = a.country is not None and a.country == b.country
    states = (a.kind == "country") + (b.kind == "country")
    if states:
        return IN_COUNTRY if one_country and states == 1 else 0.0
    divisions = (a.kind == "admin1") + (b.kind == "admin1")
    if divisions == 1:
        one_division = one_country and a.admin1 is not None and a.admin1 == b.admin1
        return IN_DIVISION if one_division else 0.4 * near
    if divisions == 2:
        return max(0.4 * near, PEERS) if one_country else 0.4 * near
    if max(a.radius_km, b.radius_km) > _LARGE_KM:
        return 0.3 * near
    return near if one_country else 0.6 * near


def _sum(strongest: float, total: float) -> float:
    return STRONGEST * strongest + CROWD * (1 - math.exp(-0.5 * total))


def together(ranked: Mapping[str, Sequence[tuple[Match, float]]]) -> dict[str, tuple[Match, float]]:
    """For each name the candidate that is most believed in the company of the others, with its share of belief.

    Args:
        ranked: For each folded name its candidates with their scores, best first.
    """
    each = min(_KEPT, _AT_MOST // max(1, len(ranked)))
    kept = [(name, match, score) for name, found in ranked.items() for match, score in found[:each]]
    if not kept:
        return {}
    numbers = {name: i for i, name in enumerate(ranked)}
    names = np.array([numbers[name] for name, _, _ in kept])
    scores = np.array([score for _, _, score in kept])
    ties = _ties([match.entry for _, match, _ in kept])
    ties[names[:, None] == names[None, :]] = 0.0
    belief = _shares(scores, names)
    for _ in range(_ROUNDS):
        belief = _shares(scores + _raise(ties, belief, names), names)
    best: dict[str, tuple[Match, float]] = {}
    for (name, match, _), share in zip(kept, belief.tolist(), strict=True):
        if name not in best or share > best[name][1]:
            best[name] = (match, share)
    return best


def _raise(ties: Floats, belief: Floats, names: Floats) -> Floats:
    """What the other names add to each candidate; of each other name only its best candidate counts.

    Half of a candidate's word is its share of belief, half how it stands to the best of its name: of forty counties
    of one name each has a small share, and yet the one that lies by the others is the one that is meant.
    """
    first = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    group = np.cumsum(np.r_[False, names[1:] != names[:-1]])
    likely = (belief + belief / np.maximum.reduceat(belief, first)[group]) / 2
    weighed = ties * likely[None, :]
    best = np.maximum.reduceat(weighed, first, axis=1)
    total = best.sum(axis=1)
    return np.asarray(STRONGEST * best.max(axis=1) + CROWD * (1 - np.exp(-0.5 * total)))


def _shares(scores: Floats, names: Floats) -> Floats:
    """Scores as shares that sum to 1 for each name."""
    first = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    group = np.cumsum(np.r_[False, names[1:] != names[:-1]])
    top = np.maximum.reduceat(scores, first)
    weights = np.exp((scores - top[group]) / _WARMTH)
    return np.asarray(weights / np.add.reduceat(weights, first)[group])
