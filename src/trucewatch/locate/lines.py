"""Roads and lines that an agreement names, so that "on the M4" finds the agreement's own geometry."""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely
import shapely.geometry

from trucewatch.locate._places import geodesic_km
from trucewatch.model import Agreement, Zone

_CODE = re.compile(r"\b[A-Z]{1,3}-?\d{1,4}\b")
_LINE_NAME = re.compile(
    r"\b(?:(?:[A-Z][\w'’-]+ )+(?:[Ll]ine|[Cc]orridor|[Hh]ighway|[Rr]oad|[Rr]oute)|[Ll]ine of [A-Za-z]+|LoC|"
    r"[Ff]ront ?line|[Cc]ontact line)\b"
)
_SAME = (
    frozenset({"line of control", "loc"}),
    frozenset({"line of contact", "contact line", "front line", "frontline"}),
)


@dataclass(frozen=True, slots=True)
class LineZone:
    """A line of the agreement as a place: its middle, a radius that reaches both ends, and the names it goes by."""

    id: str
    name: str
    names: frozenset[str]
    lat: float
    lon: float
    radius_km: float

    @property
    def is_road(self) -> bool:
        """Whether it goes by a road's number or name, so that a report may speak of it as "the road"."""
        return any(_CODE.fullmatch(name.upper()) or re.search(r"high ?way|road|route", name) for name in self.names)

    def called(self, name: str) -> bool:
        """Whether a name is the line's own."""
        return _plain(name) in self.names


def _plain(name: str) -> str:
    name = name.strip().lower()
    return name.replace("-", "") if re.fullmatch(r"[a-z]{1,3}-?\d{1,4}", name) else name


def _names(zone: Zone) -> frozenset[str]:
    found = {_plain(m[0]) for m in _CODE.finditer(zone.name)} | {_plain(m[0]) for m in _LINE_NAME.finditer(zone.name)}
    for family in _SAME:
        if found & family:
            found |= family
    return frozenset(found)


def _line_zone(zone: Zone) -> LineZone | None:
    names = _names(zone)
    if not names or not zone.geometry or zone.kind == "polygon":
        return None
    shape = shapely.geometry.shape(zone.geometry)
    if shape.geom_type not in ("LineString", "MultiLineString"):
        middle = shape.representative_point()
        ends = list(shape.convex_hull.exterior.coords) if hasattr(shape.convex_hull, "exterior") else []
    else:
        parts = list(getattr(shape, "geoms", [shape]))
        middle = shape.interpolate(0.5, normalized=True)
        ends = [point for part in parts for point in part.coords]
    reach = max((geodesic_km(middle.y, middle.x, y, x) for x, y, *_ in ends), default=5.0)
    return LineZone(
        id=f"zone:{zone.id}", name=zone.name, names=names,
        lat=round(middle.y, 5), lon=round(middle.x, 5), radius_km=round(max(2.0, reach), 1),
    )  # fmt: skip


def line_zones(agreement: Agreement | None) -> tuple[LineZone, ...]:
    """The lines and corridors of an agreement that have a name to be called by, the shorter first."""
    zones = [line for zone in (agreement.zones if agreement else ()) if (line := _line_zone(zone))]
    return tuple(sorted(zones, key=lambda z: (z.radius_km, z.id)))


def line_in(phrase: str, zones: tuple[LineZone, ...]) -> LineZone | None:
    """The first of the lines that a phrase names, or null."""
    if not zones:
        return None
    said = {_plain(m[0]) for m in _CODE.finditer(phrase)}
    lower = phrase.lower()
    for zone in zones:
        if zone.names & said or any(re.search(rf"\b{re.escape(name)}\b", lower) for name in zone.names):
            return zone
    return None
