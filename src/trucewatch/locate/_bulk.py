"""Many points against a line or boundary at once: bounds for cells of points, distances where bounds do not tell.

Everything is done in earth-centred coordinates (km), where the chord from a point to a piece of line grows with the
geodesic distance. Turning the chord into an arc of the mean curvature at the point is right to 1 m up to 500 km
(curvature differs by at most 0.34 % between azimuths, the correction is c^2 / 24 R^2); beyond that the geodesic to
the foot is taken. Distance changes no faster than position, so the distance from the middle of a cell bounds that of
every point in it: most points of a large set are decided without being measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

_WGS84 = Geod(ellps="WGS84")
_E2 = _WGS84.es
_A_KM = _WGS84.a / 1000
_ARC_KM = 500.0
_CELLS, _PER_CELL = 56, 60
"""At most so many cells to a side of the box of the points, fewer where there would be fewer points to each."""
_SLACK_KM = 0.005
_SLACK_PART = 2e-5
_BLOCK = 50_000
"""Distances that are worked out at once, few enough to stay in the processor's cache."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Inside = Callable[[Floats, Floats], Bools]
"""Whether points (lons, lats) lie inside the area."""


def earth_centred(lons: Floats, lats: Floats) -> Floats:
    """Points on the ellipsoid in earth-centred coordinates, in km."""
    lam, phi = np.radians(lons), np.radians(lats)
    sine, cosine = np.sin(phi), np.cos(phi)
    normal = _A_KM / np.sqrt(1 - _E2 * sine * sine)
    out = np.empty((len(lons), 3))
    np.multiply(normal * cosine, np.cos(lam), out=out[:, 0])
    np.multiply(normal * cosine, np.sin(lam), out=out[:, 1])
    np.multiply(normal * (1 - _E2), sine, out=out[:, 2])
    return out


def _arc(chord: Floats, lats: Floats) -> Floats:
    """Geodesic distances of at most a few hundred km from their chords, by the mean radius of curvature."""
    root = 1 - _E2 * np.sin(np.radians(lats)) ** 2
    radius = _A_KM * math.sqrt(1 - _E2) / root
    return np.asarray(2 * radius * np.arcsin(np.minimum(chord / (2 * radius), 1.0)))


class PointSet:
    """Points sorted into cells, made ready once for any number of zones."""

    def __init__(self, lons: ArrayLike, lats: ArrayLike) -> None:
        """Take points in degrees.

        Raises:
            ValueError: The arrays differ in length, or hold what is no finite number.
        """
        self.given_lons = np.ascontiguousarray(lons, dtype=np.float64)
        self.given_lats = np.ascontiguousarray(lats, dtype=np.float64)
        if self.given_lons.shape != self.given_lats.shape or self.given_lons.ndim != 1:
            raise ValueError("longitudes and latitudes must be two lists of one length")
        if not (np.isfinite(self.given_lons).all() and np.isfinite(self.given_lats).all()):
            raise ValueError("points must be finite; leave out those that have no coordinates")
        self.order, self.starts = _cells(self.given_lons, self.given_lats)
        self.lons, self.lats = self.given_lons[self.order], self.given_lats[self.order]
        self.sizes = np.diff(np.append(self.starts, len(self.order)))
        self.xyz = earth_centred(self.lons, self.lats)
        self.middles = np.empty((len(self.starts), 3))
        self.reach = np.empty(0)
        if len(self.order):
            self.middles = np.add.reduceat(self.xyz, self.starts, axis=0) / self.sizes[:, None]
            off = self.xyz - np.repeat(self.middles, self.sizes, axis=0)
            self.reach = np.sqrt(np.maximum.reduceat(np.einsum("ij,ij->i", off, off), self.starts))

    def __len__(self) -> int:
        return len(self.order)

    def given_order(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Values of the sorted points in the order in which the points were given."""
        out = np.empty_like(values)
        out[self.order] = values
        return out


def _cells(lons: Floats, lats: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The order that puts points of one cell side by side, and where each cell begins."""
    if not len(lons):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    count = max(1, min(_CELLS, math.isqrt(len(lons) // _PER_CELL)))
    code = np.zeros(len(lons), dtype=np.int16)
    for values in (lats, lons):
        low, high = float(values.min()), float(values.max())
        width = (high - low) / count or 1.0
        code *= count
        code += np.minimum((values - low) / width, count - 1).astype(np.int16)
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return order, starts


@dataclass(frozen=True, slots=True)
class Bounds:
    """For each cell of a point set: least and greatest distance in km of its points, and whether they are inside.

    `inside` counts only where not `crossed`: where the boundary may run through the cell.
    """

    low: Floats
    high: Floats
    inside: Bools
    crossed: Bools


class Pieces:
    """A line or boundary as short straight pieces in earth-centred coordinates."""

    def __init__(self, runs: Sequence[Floats]) -> None:
        """Take runs of positions (lon, lat), the pieces between which are no longer than a few km."""
        self.a_deg = np.concatenate([run[:-1] for run in runs])
        self.b_deg = np.concatenate([run[1:] for run in runs])
        self.a = earth_centred(self.a_deg[:, 0], self.a_deg[:, 1])
        self.leg = earth_centred(self.b_deg[:, 0], self.b_deg[:, 1]) - self.a
        self.squared = np.maximum(np.einsum("ij,ij->i", self.leg, self.leg), 1e-18)
        self.half = np.sqrt(self.squared) / 2
        self.middle = self.a + self.leg / 2

    def bounds(self, points: PointSet, inside: Inside | None) -> Bounds:
        """What can be said of each cell of points."""
        low = np.empty(len(points.starts))
        high = np.empty(len(points.starts))
        for part, away in self._from_middles(points, np.arange(len(points.starts))):
            high[part] = away.min(axis=1)
            low[part] = (away - self.half).min(axis=1)
        low, high = np.maximum(low - points.reach, 0.0), high + points.reach
        lats = points.lats[points.starts]
        crossed = low <= _SLACK_KM
        low = np.where(low < _ARC_KM, _arc(np.minimum(low, _ARC_KM), lats), low)
        # The longest arc to a chord: half a turn, or little more than pi / 2 times the chord.
        high = np.where(high < _ARC_KM, _arc(np.minimum(high, _ARC_KM), lats), high * 1.6)
        within = np.zeros(len(points.starts), dtype=bool)
        if inside is not None:
            within = inside(points.lons[points.starts], lats)
        low = np.maximum(low * (1 - _SLACK_PART) - _SLACK_KM, 0.0)
        return Bounds(low, high * (1 + _SLACK_PART) + _SLACK_KM, within, crossed)

    def distances(self, points: PointSet, wanted: Bools | None = None) -> Floats:
        """Distances in km of sorted points, infinite for those that are not wanted."""
        out = np.full(len(points), np.inf)
        which = np.arange(len(points)) if wanted is None else np.flatnonzero(wanted)
        if not len(which):
            return out
        cell_of = np.repeat(np.arange(len(points.starts)), points.sizes)[which]
        cells, starts = np.unique(cell_of, return_index=True)
        ends = np.append(starts[1:], len(which))
        feet = np.empty(len(which), dtype=np.int64)
        parts, chords = np.empty(len(which)), np.empty(len(which))
        for span, away in self._from_middles(points, cells):
            near = away.min(axis=1) + 2 * points.reach[cells[span]]
            for row, at in enumerate(range(span.start, span.stop)):
                candidates = np.flatnonzero(away[row] <= near[row] + self.half + _SLACK_KM)
                here = slice(int(starts[at]), int(ends[at]))
                middle = points.middles[cells[at]]
                found = self._nearest(points.xyz[which[here]] - middle, candidates, middle)
                feet[here], parts[here], chords[here] = found
        lats = points.lats[which]
        arcs = _arc(np.minimum(chords, _ARC_KM), lats)
        far = np.flatnonzero(chords > _ARC_KM)
        if len(far):
            piece, part = feet[far], parts[far, None]
            foot = self.a_deg[piece] + (self.b_deg[piece] - self.a_deg[piece]) * part
            arcs[far] = _WGS84.inv(points.lons[which[far]], lats[far], foot[:, 0], foot[:, 1])[2] / 1000
        out[which] = arcs
        return out

    def _from_middles(self, points: PointSet, cells: NDArray[np.int64]) -> Iterator[tuple[slice, Floats]]:
        """Distances from the middles of cells to the middles of pieces, in blocks that fit into memory."""
        size = max(1, _BLOCK // len(self.middle))
        origin = self.middle.mean(axis=0)
        to = self.middle - origin
        squares = np.einsum("ij,ij->i", to, to)
        for at in range(0, len(cells), size):
            part = slice(at, min(at + size, len(cells)))
            own = points.middles[cells[part]] - origin
            away = own @ (-2 * to.T)
            away += np.einsum("ij,ij->i", own, own)[:, None]
            away += squares
            np.maximum(away, 0.0, out=away)
            yield part, np.sqrt(away, out=away)

    def _nearest(
        self, offsets: Floats, candidates: NDArray[np.int64], middle: Floats
    ) -> tuple[NDArray[np.int64], Floats, Floats]:
        """For points about a middle the nearest candidate, where on it the foot lies (0 to 1), and the chord."""
        a, leg, squared = self.a[candidates] - middle, self.leg[candidates], self.squared[candidates]
        best = np.empty(len(offsets), dtype=np.int64)
        parts, chords = np.empty(len(offsets)), np.empty(len(offsets))
        size = max(1, _BLOCK // len(candidates))
        for at in range(0, len(offsets), size):
            p = offsets[at : at + size]
            along = p @ leg.T
            along -= np.einsum("ij,ij->i", a, leg)
            part = np.clip(along / squared, 0.0, 1.0)
            square = p @ (-2 * a.T)
            square += np.einsum("ij,ij->i", p, p)[:, None]
            square += np.einsum("ij,ij->i", a, a)
            square += part * (part * squared - 2 * along)
            here = square.argmin(axis=1)
            rows = np.arange(len(p))
            best[at : at + size] = candidates[here]
            parts[at : at + size] = part[rows, here]
            foot = a[here] + leg[here] * part[rows, here][:, None]
            chords[at : at + size] = np.sqrt(np.einsum("ij,ij->i", p - foot, p - foot))
        return best, parts, chords
