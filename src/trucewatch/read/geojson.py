"""GeoJSON features checked before anything is measured on them: range, order, closure, the antimeridian, the poles.

Follows RFC 7946: positions are lon, lat in WGS 84, and an edge is the straight line between its positions in
longitude and latitude. Where neighbouring longitudes differ by more than 180 degrees the edge is read as crossing
the antimeridian, and longitudes are counted on beyond 180, which is what `unwrapped` gives.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon

MAX_LATITUDE = 89.0
"""Degrees beyond which a zone is refused: straight edges in lon and lat mean little beside a pole."""

_WGS84 = Geod(ellps="WGS84")
_PIECE_M = 1000.0
_AREAS = ("Polygon", "MultiPolygon")
_LINES = ("LineString", "MultiLineString")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a geometry, and the remedy."""

    message: str
    remedy: str


class GeoJsonError(ValueError):
    """A GeoJSON file that cannot be used at all."""

    def __init__(self, message: str, remedy: str) -> None:
        self.flaw = Flaw(message, remedy)
        super().__init__(message)


def read_features(path: Path) -> dict[str, dict[str, Any]]:
    """The features of a file by id (`id`, else `properties.id`).

    Raises:
        GeoJsonError: The file is missing, is no FeatureCollection, or is not in WGS 84.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GeoJsonError(f"no such file: {path.name}", "put it beside the agreement, or mend `file`") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GeoJsonError(f"{path.name} cannot be read: {error}", "save it as UTF-8 and make it readable") from error
    except json.JSONDecodeError as error:
        raise GeoJsonError(f"{path.name} is no JSON: {error}", "check it with any JSON tool") from error
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        raise GeoJsonError(f"{path.name} is no FeatureCollection", "wrap the geometry in features that carry ids")
    crs = str(data.get("crs") or "CRS84")
    if not any(word in crs for word in ("CRS84", "4326")):
        raise GeoJsonError(f"{path.name} is in another coordinate system", "convert it to WGS 84 (EPSG:4326)")
    features: dict[str, dict[str, Any]] = {}
    for feature in data["features"]:
        if not isinstance(feature, dict):
            continue
        properties = feature.get("properties")
        own = feature.get("id", properties.get("id") if isinstance(properties, dict) else None)
        if own is None:
            continue
        if str(own) in features:
            raise GeoJsonError(f"two features of {path.name} have the id '{own}'", "give each its own id")
        features[str(own)] = feature
    return features


def flaws(geometry: Mapping[str, Any] | None, kind: str) -> Iterator[Flaw]:
    """Everything wrong with the geometry of a zone of this kind; nothing where it can be used."""
    wanted = _AREAS if kind == "polygon" else ("Point",) if kind == "point" else _LINES
    given = geometry.get("type") if isinstance(geometry, Mapping) else None
    if given not in wanted:
        yield Flaw(f"a {kind} needs a {' or '.join(wanted)}, not {given}", "take another feature or another kind")
        return
    assert geometry is not None
    try:
        parts = list(_parts(geometry))
    except (TypeError, ValueError, IndexError, KeyError):
        yield Flaw("coordinates are not lists of [lon, lat]", "write positions as [lon, lat] in decimal degrees")
        return
    found = False
    for part in parts:
        for flaw in _part_flaws(part, kind):
            found = True
            yield flaw
    if kind == "polygon" and not found:
        yield from _shape_flaws(geometry)


def _parts(geometry: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Every run of positions of a geometry: its lines or rings, or its point."""
    coordinates, given = geometry["coordinates"], geometry["type"]
    if given == "Point":
        runs = [[coordinates]]
    elif given == "LineString":
        runs = [coordinates]
    elif given == "MultiPolygon":
        runs = [ring for polygon in coordinates for ring in polygon]
    else:
        runs = list(coordinates)
    if not runs:
        raise ValueError("empty")
    for run in runs:
        yield [(float(position[0]), float(position[1])) for position in run]


def _part_flaws(part: list[tuple[float, float]], kind: str) -> Iterator[Flaw]:
    for lon, lat in part:
        if not (math.isfinite(lon) and math.isfinite(lat)):
            yield Flaw(f"[{lon}, {lat}] is no position", "write decimal degrees")
            return
        if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
            yield Flaw(f"[{lon}, {lat}] has latitude and longitude swapped", "GeoJSON has longitude first: [lon, lat]")
            return
        if abs(lat) > 90 or abs(lon) > 180:
            yield Flaw(f"[{lon}, {lat}] is out of range", "longitude is -180 to 180, latitude -90 to 90")
            return
        if abs(lat) > MAX_LATITUDE:
            yield Flaw(
                f"[{lon}, {lat}] lies within a degree of a pole",
                f"keep zones below {MAX_LATITUDE:g} degrees of latitude",
            )
            return
    if kind == "polygon":
        if len(part) < 4:
            yield Flaw(f"a ring of {len(part)} positions", "a ring needs three corners and the first again")
        elif part[0] != part[-1]:
            yield Flaw(
                f"a ring is not closed: it ends at {list(part[-1])}, not {list(part[0])}", "repeat the first position"
            )
        elif abs(sum(_step(a[0], b[0]) for a, b in itertools.pairwise(part))) > 1:
            yield Flaw("a ring goes round a pole", "cut the zone so that no ring does")
    elif kind != "point" and len(set(part)) < 2:
        yield Flaw("a line without two different positions", "draw it from one place to another")


def _shape_flaws(geometry: Mapping[str, Any]) -> Iterator[Flaw]:
    for polygon in _polygons(geometry):
        if not polygon.is_valid:
            yield Flaw(f"the outline is not valid: {shapely.is_valid_reason(polygon)}", "redraw it without crossings")


def _step(a: float, b: float) -> float:
    """From one longitude to the next by the shorter way round, in degrees."""
    return (b - a + 180.0) % 360.0 - 180.0 if abs(b - a) > 180 else b - a


def unwrapped(run: list[Any]) -> list[tuple[float, float]]:
    """Positions with longitudes counted on beyond 180 where the line crosses the antimeridian."""
    out: list[tuple[float, float]] = []
    before, turns = 0.0, 0
    for position in run:
        lon, lat = float(position[0]), float(position[1])
        if out and abs(lon - before) > 180:
            turns += 1 if lon < before else -1
        before = lon
        out.append((lon + 360.0 * turns, lat))  # not a sum of steps, whose rounding would leave a ring open
    return out


def lines_of(geometry: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """The lines or rings of a geometry as runs of (lon, lat), unwrapped and on the same turn of the globe."""
    runs = [unwrapped(list(part)) for part in _parts(geometry)]
    middle = (min(p[0] for p in runs[0]) + max(p[0] for p in runs[0])) / 2
    aligned = []
    for run in runs:
        own = (min(p[0] for p in run) + max(p[0] for p in run)) / 2
        turns = 360 * round((middle - own) / 360)
        aligned.append([(lon + turns, lat) for lon, lat in run])
    return aligned


def shape_of(geometry: Mapping[str, Any]) -> Polygon | MultiPolygon | MultiLineString:
    """The geometry in lon and lat, with longitudes beyond 180 where it crosses the antimeridian.

    Polygons that touch or overlap are one, so that a cut at the antimeridian is no boundary.
    """
    if geometry["type"] in _LINES:
        return MultiLineString(lines_of(geometry))
    polygons = _polygons(geometry)
    if len(polygons) == 1:
        return polygons[0]
    joined = shapely.union_all(polygons)
    return joined if isinstance(joined, Polygon | MultiPolygon) else MultiPolygon(polygons)


def _polygons(geometry: Mapping[str, Any]) -> list[Polygon]:
    runs = lines_of(geometry)
    sizes = [len(p) for p in ([geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"])]
    polygons, at = [], 0
    for size in sizes:
        polygons.append(Polygon(runs[at], runs[at + 1 : at + size]))
        at += size
    return polygons


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle as (lon, lat)."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def holds(self, lon: float, lat: float, *, margin: float = 0.0) -> bool:
        """Whether a point lies in it, widened by so many degrees."""
        return self.west - margin <= lon <= self.east + margin and self.south - margin <= lat <= self.north + margin


def box(geometry: Mapping[str, Any]) -> Box:
    """The bounding box of a geometry; east lies beyond 180 where it crosses the antimeridian."""
    west, south, east, north = shape_of(geometry).bounds
    return Box(west, south, east, north)


def stretch(
    geometry: Mapping[str, Any], start: tuple[float, float], end: tuple[float, float]
) -> tuple[dict[str, Any], float, float]:
    """The part of a line between the feet of two points, and how far in km each point lies from the line.

    The line keeps its direction when `start` comes first along it; otherwise it is turned round.

    Raises:
        GeoJsonError: The geometry is not one line, or both points have the same foot.
    """
    runs = lines_of(geometry)
    if len(runs) != 1:
        raise GeoJsonError(
            "a stretch can only be cut from a single LineString", "join the line, or leave out from and to"
        )
    run = runs[0]
    feet = [_foot(run, point) for point in (start, end)]
    (at_a, foot_a, far_a), (at_b, foot_b, far_b) = feet
    if at_a == at_b:
        raise GeoJsonError("from and to are the same place on the line", "choose two places")
    if at_a > at_b:
        run, at_a, at_b = run[::-1], len(run) - 1 - at_a, len(run) - 1 - at_b
    between = [run[i] for i in range(math.floor(at_a) + 1, math.ceil(at_b))]
    coordinates = [foot_a, *between, foot_b]
    return {"type": "LineString", "coordinates": [[_wrap(lon), lat] for lon, lat in coordinates]}, far_a, far_b


def _wrap(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _foot(run: list[tuple[float, float]], point: tuple[float, float]) -> tuple[float, tuple[float, float], float]:
    """Where on a run a point has its foot: leg and part of it as one number, the position, and the distance in km."""
    best = (math.inf, 0.0)
    for leg, (a, b) in enumerate(itertools.pairwise(run)):
        count = max(1, math.ceil(float(_WGS84.inv(*a, *b)[2]) / _PIECE_M))
        parts = np.linspace(0.0, 1.0, count + 1)
        lons, lats = a[0] + (b[0] - a[0]) * parts, a[1] + (b[1] - a[1]) * parts
        azimuth, _, metres = _WGS84.inv(np.full_like(lons, point[0]), np.full_like(lats, point[1]), lons, lats)
        angle = np.radians(azimuth)
        line = LineString(np.column_stack([metres * np.sin(angle), metres * np.cos(angle)]).tolist())
        here = shapely.line_locate_point(line, shapely.Point(0, 0)) / line.length if line.length else 0.0
        best = min(best, (float(line.distance(shapely.Point(0, 0))), leg + float(here)))
    leg = min(math.floor(best[1]), len(run) - 2)
    part = best[1] - leg
    (lon_a, lat_a), (lon_b, lat_b) = run[leg], run[leg + 1]
    return best[1], (lon_a + (lon_b - lon_a) * part, lat_a + (lat_b - lat_a) * part), best[0] / 1000
