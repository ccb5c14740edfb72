"""Roads and lines that an agreement names, so that "on the M4" finds the agreement's own geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry

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


def _line_zone(versions: Sequence[Zone]) -> LineZone | None:
    """One place for all outlines that a zone has had: a phrase does not say when it is, so that all of them count."""
    names = frozenset[str]().union(*map(_names, versions))
    drawn = [(v, v.geometry) for v in versions if v.geometry and v.kind != "polygon"]
    if not names or not drawn:
        return None
    shapes = [shapely.geometry.shape(geometry) for _, geometry in drawn]
    middles = [_middle(shape) for shape in shapes]
    middle = middles[0] if len(middles) == 1 else shapely.MultiPoint(middles).centroid
    ends = [end for shape in shapes for end in _ends(shape)]
    reach = max((geodesic_km(middle.y, middle.x, y, x) for x, y, *_ in ends), default=5.0)
    return LineZone(
        id=f"zone:{versions[0].id}", name=drawn[0][0].name, names=names,
        lat=round(middle.y, 5), lon=round(middle.x, 5), radius_km=round(max(2.0, reach), 1),
    )  # fmt: skip


def _middle(shape: BaseGeometry) -> shapely.Point:
    if shape.geom_type in ("LineString", "MultiLineString"):
        return shape.interpolate(0.5, normalized=True)
    return shape.representative_point()


def _ends(shape: BaseGeometry) -> list[tuple[float, ...]]:
    """Every position of a line, or of the hull of what is none."""
    if shape.geom_type in ("LineString", "MultiLineString"):
        return [point for part in getattr(shape, "geoms", [shape]) for point in part.coords]
    return list(shape.convex_hull.exterior.coords) if hasattr(shape.convex_hull, "exterior") else []


def line_zones(agreement: Agreement | None) -> tuple[LineZone, ...]:
    """The lines and corridors of an agreement that have a name to be called by, the shorter first.

    A line that moves (several zones of one id, each with the days on which it holds) is one of them, as wide as all
    its outlines: where it ran on the day of an act is for the finding, which knows the day.
    """
    versions: dict[str, list[Zone]] = {}
    for zone in agreement.zones if agreement else ():
        versions.setdefault(zone.id, []).append(zone)
    zones = [line for rows in versions.values() if (line := _line_zone(rows))]
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
