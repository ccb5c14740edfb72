"""Zones measured on the ellipsoid: distance to a line or boundary, inside or outside, side of a line, corridors.

Legs are straight in longitude and latitude, as GeoJSON (RFC 7946) has them, and are cut into pieces of a kilometre
before anything is measured. One point is measured in polar coordinates about itself (distance and azimuth of every
piece by Karney's geodesics), where distances from the point are exact; the chord of a piece is off by centimetres.
Many points are measured as `_bulk` tells, right to a metre, and judged without being measured where their cell says
enough.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Geod, Transformer
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from trucewatch.errors import AgreementError
from trucewatch.locate._bulk import Pieces, PointSet
from trucewatch.model import Outcome, Zone
from trucewatch.read.geojson import flaws, shape_of

_WGS84 = Geod(ellps="WGS84")
_STEP_KM = 1.0
_FAR_M = 1e6
"""Beyond this the foot on a piece of a kilometre is nearer than its end by no more than 0.2 m."""
_BULK_STEP_KM, _POLAR = 4.0, 75.0
"""Pieces for many points may be longer: 4 km depart from their chord by 0.3 m, and by 1.5 m at 75 degrees."""
_CORRIDOR_PART_KM = 250.0

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measure:
    """Where a point lies to a zone.

    `distance_km` is the geodesic distance to the line, or to the boundary of an area; `inside` is null for lines;
    `side` is as seen along the line in the order of its positions, null on it, beyond its ends, and for areas.
    `bearing` is the direction in degrees clockwise from north in which the point lies as seen from the nearest place
    of the line or boundary; null where it lies on it, and where it was not asked for.
    """

    distance_km: float
    inside: bool | None
    side: Literal["left", "right"] | None
    bearing: float | None = None


class ZoneShape:
    """The geometry of a zone, made ready for measuring."""

    def __init__(self, geometry: Mapping[str, Any]) -> None:
        """Make a GeoJSON geometry ready.

        Raises:
            AgreementError: It is neither line nor area, is not valid, or goes beyond 89 degrees of latitude.
        """
        given = geometry.get("type")
        self.is_area = given in ("Polygon", "MultiPolygon")
        for flaw in flaws(geometry, "polygon" if self.is_area else "line"):
            raise AgreementError(flaw.message, where=f"geometry of type {given}", remedy=flaw.remedy)
        self._shape = shape_of(geometry)
        shapely.prepare(self._shape)
        lines = shapely.get_parts(self._shape.boundary if self.is_area else self._shape)
        self._runs = [_pieces(shapely.get_coordinates(line)) for line in lines]
        self._lons = np.concatenate([run[:, 0] for run in self._runs])
        self._lats = np.concatenate([run[:, 1] for run in self._runs])
        ends = np.cumsum([len(run) for run in self._runs])
        starts = np.arange(len(self._lons))
        self._starts = starts[~np.isin(starts, ends - 1)]
        west, south, east, north = self._shape.bounds
        self._middle = ((west + east) / 2, (south + north) / 2)
        step = _BULK_STEP_KM if max(abs(south), abs(north)) < _POLAR else _STEP_KM
        self._bulk = Pieces([_pieces(shapely.get_coordinates(line), step) for line in lines])

    @classmethod
    def of(cls, zone: Zone) -> ZoneShape:
        """The shape of a zone that was loaded with its geometry.

        Raises:
            AgreementError: The zone has no geometry, or one that cannot be measured.
        """
        if zone.geometry is None:
            raise AgreementError(
                "has no geometry", where=f"zone {zone.id!r}", remedy="load the agreement from its files"
            )
        return cls(zone.geometry)

    def measure(self, lon: float, lat: float) -> Measure:
        """Distance, inside or not, side and bearing of one point."""
        distance, side, bearing = self._exact(lon, lat)
        return Measure(distance, self.contains(lon, lat) if self.is_area else None, side, bearing)

    def measure_many(self, lons: ArrayLike, lats: ArrayLike) -> tuple[_Floats, NDArray[np.bool_]]:
        """Distances in km, right to a metre, and whether inside (never, for a line) for many points at once.

        Raises:
            ValueError: The arrays differ in length, or hold what is no finite number.
        """
        points = PointSet(lons, lats)
        inside = self._inside(points.given_lons, points.given_lats)
        return np.asarray(points.given_order(self._bulk.distances(points))), inside

    def judge_many(
        self, points: PointSet, radius_km: ArrayLike, *, u_km: float = 0.0, depth_km: float | None = None
    ) -> NDArray[np.int8]:
        """The contract's place rule for many points at once: 1 inside, -1 outside, 0 unknown, in the given order.

        Only points whose cell leaves the answer open are measured, so that a million are judged in a fraction of a
        second; the answers are those of `within_area` and `within_band`.

        Args:
            points: The points, made ready once for all zones.
            radius_km: How far off each may be, or one figure for all.
            u_km: The zone's own uncertainty.
            depth_km: Width to either side for a line; null for a line without depth, and for areas.
        """
        u = np.broadcast_to(np.asarray(radius_km, dtype=np.float64) + u_km, (len(points),))
        u = u[points.order] if u.strides[0] else u
        cells = self._bulk.bounds(points, self._inside if self.is_area else None)
        low, high = np.repeat(cells.low, points.sizes), np.repeat(cells.high, points.sizes)
        if not self.is_area:
            return np.asarray(points.given_order(self._judged_by_band(points, u, low, high, depth_km)))
        inside, crossed = np.repeat(cells.inside, points.sizes), np.repeat(cells.crossed, points.sizes)
        doubtful = np.flatnonzero(crossed)
        inside[doubtful] = self._inside(points.lons[doubtful], points.lats[doubtful])
        known = (~crossed & (low > u)) | (high < u)
        distance = np.where(known, low, self._bulk.distances(points, ~known))
        away = np.where(inside, distance >= u, distance > u)
        return np.asarray(points.given_order(np.where(away, np.where(inside, 1, -1), 0).astype(np.int8)))

    def _judged_by_band(
        self, points: PointSet, u: _Floats, low: _Floats, high: _Floats, depth_km: float | None
    ) -> NDArray[np.int8]:
        """The rule for lines and corridors, of sorted points whose distances lie between low and high."""
        width = depth_km or 0.0
        outside = low - u > width
        within = (high + u < width) if depth_km is not None else np.zeros(len(points), dtype=bool)
        between = (high - u < width) & (low + u > width)
        distance = self._bulk.distances(points, ~(outside | within | between))
        outside |= np.isfinite(distance) & (distance - u > width)
        if depth_km is not None:
            within |= distance + u <= width
        return np.where(within, 1, np.where(outside, -1, 0)).astype(np.int8)

    def _inside(self, lons: _Floats, lats: _Floats) -> NDArray[np.bool_]:
        if not self.is_area:
            return np.zeros(lons.shape, dtype=bool)
        return np.asarray(shapely.contains_xy(self._shape, self._turned(lons), lats))

    def contains(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside the area; never, for a line."""
        return self.is_area and bool(
            shapely.contains_xy(self._shape, self._turned(np.array([lon])), np.array([lat]))[0]
        )

    @property
    def length_km(self) -> float:
        """Length of the line, or of the boundary."""
        return float(sum(_WGS84.line_length(run[:, 0], run[:, 1]) for run in self._runs)) / 1000

    @property
    def area_km2(self) -> float:
        """Area, 0 for a line."""
        if not self.is_area:
            return 0.0
        dense = shapely.segmentize(shapely.orient_polygons(self._shape), 0.01)
        return abs(float(_WGS84.geometry_area_perimeter(dense)[0])) / 1e6

    def corridor(self, half_width_km: float) -> dict[str, Any]:
        """The band of so many km either side, as a GeoJSON geometry cut at the antimeridian, for maps and exports.

        Its edge is within 20 m of the width for widths up to 50 km. Findings do not use it: they use distances.
        """
        bands = [_band(part, half_width_km) for run in self._runs for part in _parts(run)]
        band = shapely.union_all([*bands, self._shape] if self.is_area else bands)
        cut = []
        for turn in (-360.0, 0.0, 360.0):
            here = shapely.intersection(band, shapely.box(turn - 180, -90, turn + 180, 90))
            cut.append(shapely.transform(here, lambda points, turn=turn: points - [turn, 0.0]))  # type: ignore[misc]
        return dict(shapely.geometry.mapping(shapely.union_all(cut)))

    def _turned(self, lons: _Floats) -> _Floats:
        """Longitudes on the same turn of the globe as the shape."""
        return lons - 360.0 * np.round((lons - self._middle[0]) / 360.0)

    def _exact(self, lon: float, lat: float) -> tuple[float, Literal["left", "right"] | None, float | None]:
        azimuth, _, metres = _WGS84.inv(
            np.full_like(self._lons, lon), np.full_like(self._lats, lat), self._lons, self._lats
        )
        angle = np.radians(azimuth)
        points = np.column_stack([metres * np.sin(angle), metres * np.cos(angle)])
        a = points[self._starts]
        leg = points[self._starts + 1] - a
        squared = np.einsum("ij,ij->i", leg, leg)
        part = np.clip(-np.einsum("ij,ij->i", a, leg) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
        feet = a + leg * part[:, None]
        distances = np.hypot(feet[:, 0], feet[:, 1])
        if metres.min() > _FAR_M:  # the plane is torn at the antipode, and ends of pieces are near enough to feet
            distances, feet = metres[self._starts], a
        best = int(np.argmin(distances))
        away, bearing = float(distances[best]), None
        if away >= 1.0:
            towards = math.degrees(math.atan2(feet[best, 0], feet[best, 1]))
            bearing = round(float(_WGS84.fwd(lon, lat, towards, away)[2]) % 360.0, 1) % 360.0
        return away / 1000, None if self.is_area else self._side(leg, part, feet, best), bearing

    def _side(self, leg: _Floats, part: _Floats, feet: _Floats, best: int) -> Literal["left", "right"] | None:
        """Side by the nearest leg; where the foot is a bend, by the mean direction of the two legs that meet there."""
        direction = leg[best] / np.hypot(*leg[best])
        if part[best] in (0.0, 1.0):
            other = best + (1 if part[best] == 1.0 else -1)
            joined = 0 <= other < len(leg) and abs(int(self._starts[other]) - int(self._starts[best])) == 1
            if not joined:
                return None
            direction = direction + leg[other] / max(float(np.hypot(*leg[other])), 1e-9)
        to_point = -feet[best]
        cross = float(direction[0] * to_point[1] - direction[1] * to_point[0])
        if abs(cross) < 1.0:
            return None
        return "left" if cross > 0 else "right"


def distance_km(geometry: Mapping[str, Any], lon: float, lat: float) -> float:
    """Geodesic distance in km from a point to a line, or to the boundary of an area."""
    return ZoneShape(geometry).measure(lon, lat).distance_km


def contains(geometry: Mapping[str, Any], lon: float, lat: float) -> bool:
    """Whether a point lies inside an area."""
    return ZoneShape(geometry).contains(lon, lat)


def within_band(distance: float, u_km: float, half_width_km: float | None) -> Outcome:
    """The place rule for lines and corridors: yes if d + u <= w, no if d - u > w, else unknown.

    A line without a width is met by no distance: only no or unknown.
    """
    width = half_width_km or 0.0
    if half_width_km is not None and distance + u_km <= half_width_km:
        return Outcome.YES
    return Outcome.NO if distance - u_km > width else Outcome.UNKNOWN


def within_area(measure: Measure, u_km: float) -> Outcome:
    """The place rule for areas: inside by at least u is yes, outside by more than u is no, else unknown."""
    if measure.inside:
        return Outcome.YES if measure.distance_km >= u_km else Outcome.UNKNOWN
    return Outcome.NO if measure.distance_km > u_km else Outcome.UNKNOWN


def _pieces(run: _Floats, step_km: float = _STEP_KM) -> _Floats:
    """A run of positions with every leg cut into pieces of at most so many km, straight in lon and lat."""
    out = [run[:1]]
    for a, b in itertools.pairwise(run):
        across = abs(b[0] - a[0]) * 111.32 * math.cos(math.radians(min(abs(a[1]), abs(b[1]))))
        count = max(1, math.ceil(math.hypot(across, abs(b[1] - a[1]) * 111.7) / step_km))
        out.append(a + (b - a) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(out)


def _plane_at(lon: float, lat: float) -> tuple[Transformer, Transformer]:
    """To and from the azimuthal equidistant plane about a point, in metres."""
    crs = CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")
    return (
        Transformer.from_crs("EPSG:4326", crs, always_xy=True),
        Transformer.from_crs(crs, "EPSG:4326", always_xy=True),
    )


def _parts(run: _Floats) -> list[_Floats]:
    """A run in parts short enough for one plane each, every part beginning where the last one ends."""
    size = int(_CORRIDOR_PART_KM / _STEP_KM)
    return [run[i : i + size + 1] for i in range(0, max(len(run) - 1, 1), size)]


def _band(part: _Floats, half_width_km: float) -> BaseGeometry:
    lon, lat = part[len(part) // 2]
    there, back = _plane_at(float(lon), float(lat))
    line = LineString(np.column_stack(there.transform(part[:, 0], part[:, 1])).tolist())
    band: BaseGeometry = line.buffer(half_width_km * 1000, quad_segs=32)

    def turned(points: _Floats) -> _Floats:
        x, y = back.transform(points[:, 0], points[:, 1])
        return np.column_stack([x - 360 * np.round((x - lon) / 360), y])

    edge: BaseGeometry = shapely.transform(shapely.segmentize(band, 2000), turned)
    return edge
