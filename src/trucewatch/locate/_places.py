"""From an entry and what a phrase says of it to a point, a radius and a precision.

Radii are those of the contract's example of annotation: 2 to 4 km for a named town or village, 3 near it, 5 for a
stretch of countryside or road, the half of a division's own for a part of it. Precision is UCDP where_prec:
1 exact, 2 within about 25 km, 3 second-order division, 4 first-order division, 5 line or area, 6 country, 7 sea.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pyproj

from trucewatch.locate._table import Entry
from trucewatch.locate.phrases import BEARINGS, Named
from trucewatch.model import Place, Relation

_GEOD = pyproj.Geod(ellps="WGS84")
_PRECISION = {"place": 1, "site": 1, "admin2": 3, "region": 3, "admin1": 4, "line": 5, "country": 6, "water": 7}
_SIDE_NAMES = {
    "north": "northern", "south": "southern", "east": "eastern", "west": "western", "northeast": "north-eastern",
    "northwest": "north-western", "southeast": "south-eastern", "southwest": "south-western",
}  # fmt: skip

NEAR_KM = 3.0
COUNTRYSIDE_KM = 5.0
ROAD_KM = 25.0
"""How far from a town "the road to it" is taken to reach."""

DISTRICT_KM = 20.0
"""The radius of a district that no gazetteer holds, about the town that it is named after."""

SIDE_SHIFT = 0.4
"""How far from the centre, as a share of the radius, the middle of a side lies."""
SIDE_RADIUS = 0.5
"""The radius of a side as a share of the whole's."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with what is to be said of it."""

    name: str
    relation: Relation
    lat: float
    lon: float
    radius_km: float
    precision: int


def shifted(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point so many km off along the geodesic that leaves at that bearing."""
    x, y, _ = _GEOD.fwd(lon, lat, bearing, km * 1000)
    return round(y, 5), round(x, 5)


def geodesic_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance on the WGS 84 ellipsoid."""
    _, _, metres = _GEOD.inv(lon1, lat1, lon2, lat2)
    return float(metres) / 1000


def apart_km(a: Place, b: Place) -> float | None:
    """Geodesic distance of two places, null where either has no point; their radii do not count."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return geodesic_km(a.lat, a.lon, b.lat, b.lon)


def midpoint(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """The point half way along the geodesic."""
    forward, _, metres = _GEOD.inv(lon1, lat1, lon2, lat2)
    x, y, _ = _GEOD.fwd(lon1, lat1, forward, metres / 2)
    return round(y, 5), round(x, 5)


def spot_of(entry: Entry, named: Named) -> Spot:
    """Where an act was that a phrase puts at, by, or in a part of a place."""
    small = entry.kind in ("place", "site")
    base = _precision_of(entry)
    if named.distance_km is not None:
        return _offset(entry, named, named.distance_km)
    if named.part in BEARINGS:
        return _side(entry, str(named.part), base)
    if named.part in ("rural", "spread", "edge"):
        return _part(entry, str(named.part), base)
    if small and named.hint in ("admin1", "admin2"):
        return Spot(entry.name, Relation.AT, entry.lat, entry.lon, DISTRICT_KM, 3)
    if small and named.hint == "line":
        return Spot(entry.name, Relation.NEAR, entry.lat, entry.lon, ROAD_KM, 5)
    if named.near or named.bearing is not None:
        loose = named.bearing is not None
        radius = max(10.0 if loose else NEAR_KM, entry.radius_km + 1) if small else entry.radius_km
        return Spot(entry.name, Relation.NEAR, entry.lat, entry.lon, radius, 2 if small else base)
    if entry.kind == "line":
        return Spot(entry.name, Relation.ON_LINE, entry.lat, entry.lon, entry.radius_km, base)
    return Spot(entry.name, Relation.AT, entry.lat, entry.lon, entry.radius_km, base)


def _precision_of(entry: Entry) -> int:
    """UCDP where_prec of a whole entry; a region counts as what is of its size."""
    if entry.kind == "region":
        return 3 if entry.radius_km <= 40 else 4 if entry.radius_km <= 150 else 6
    return _PRECISION[entry.kind]


def _offset(entry: Entry, named: Named, distance: float) -> Spot:
    if named.bearing is None:
        radius = max(NEAR_KM, distance + entry.radius_km / 2)
        return Spot(entry.name, Relation.NEAR, entry.lat, entry.lon, round(radius, 1), 2)
    lat, lon = shifted(entry.lat, entry.lon, named.bearing, distance)
    radius = max(2.0, 0.25 * distance + (entry.radius_km / 2 if entry.kind in ("place", "site") else entry.radius_km))
    side = next(side for side, degrees in BEARINGS.items() if degrees == named.bearing)
    name = f"{round(distance, 1):g} km {side} of {entry.name}"
    return Spot(name, Relation.NEAR, lat, lon, round(radius, 1), 1 if distance <= 1 else 2)


def _side(entry: Entry, side: str, base: int) -> Spot:
    lat, lon = shifted(entry.lat, entry.lon, BEARINGS[side], SIDE_SHIFT * entry.radius_km)
    radius = round(max(2.0, SIDE_RADIUS * entry.radius_km), 1)
    precision = max(base, 2) if entry.kind in ("place", "site") else base
    return Spot(f"{entry.name}, {_SIDE_NAMES[side]} part", Relation.PART_OF, lat, lon, radius, precision)


def _part(entry: Entry, part: str, base: int) -> Spot:
    if entry.kind not in ("place", "site"):
        return Spot(entry.name, Relation.PART_OF, entry.lat, entry.lon, entry.radius_km, base)
    if part == "spread":
        return Spot(entry.name, Relation.PART_OF, entry.lat, entry.lon, entry.radius_km, base)
    relation = Relation.NEAR if part == "edge" else Relation.PART_OF
    radius = max(NEAR_KM, entry.radius_km + 1) if part == "edge" else max(COUNTRYSIDE_KM, 2 * entry.radius_km)
    return Spot(entry.name, relation, entry.lat, entry.lon, radius, 2)


def place_of(entry: Entry, spot: Spot, text: str) -> Place:
    """The record of a spot, with the division and country of the entry that it was found by."""
    return Place(
        text=text,
        relation=spot.relation,
        name=spot.name,
        admin1=entry.admin1,
        country=entry.country,
        lat=spot.lat,
        lon=spot.lon,
        radius_km=spot.radius_km,
        precision=spot.precision,
        gazetteer=entry.id,
    )


def unknown_place(
    text: str, *, relation: Relation = Relation.AT, country: str | None = None, admin1: str | None = None
) -> Place:
    """A place that no gazetteer holds: its words stay, with what the phrase itself says of province and country."""
    return Place(
        text=text,
        relation=relation,
        name=None,
        admin1=admin1,
        country=country,
        lat=None,
        lon=None,
        radius_km=None,
        precision=None,
        gazetteer=None,
    )


def half_distance(a: Entry, b: Entry) -> float:
    """Half the geodesic between two places in km, at least 2."""
    return max(2.0, math.ceil(geodesic_km(a.lat, a.lon, b.lat, b.lon) * 5) / 10)
