"""What pictures of places are made of: a frame from degrees to pixels, zones, towns, a scale and a north arrow, as SVG.

A frame is a plate carrée about its own middle (a degree of longitude shortened by the cosine of the middle latitude),
which is right to a few per cent over the size of a war zone. Findings do not use it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from trucewatch.errors import AgreementError
from trucewatch.locate.zones import ZoneShape
from trucewatch.model import Zone
from trucewatch.read.geojson import lines_of, shape_of

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A5195", "#4D4D4D")
"""After Okabe and Ito: told apart by the colour-blind."""
KM_A_DEGREE = 111.2
LETTER = 5.9
"""Width of a letter in pixels, as far as one can say without a font."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; or left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A town to be named on the picture."""

    name: str
    lon: float
    lat: float
    population: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to pixels: the middle, the degrees shown (west, south, east, north), and pixels a kilometre."""

    degrees: Box
    shrink: float
    scale: float

    @classmethod
    def about(cls, boxes: Sequence[Box], *, width: int, margin: float) -> Frame:
        """A frame so many pixels wide around boxes in degrees, with this part of their size left free around them."""
        first = (boxes[0][0] + boxes[0][2]) / 2
        turned = [(w + _turn(first, (w + e) / 2), s, e + _turn(first, (w + e) / 2), n) for w, s, e, n in boxes]
        west, south = min(b[0] for b in turned), min(b[1] for b in turned)
        east, north = max(b[2] for b in turned), max(b[3] for b in turned)
        shrink = max(math.cos(math.radians((south + north) / 2)), 0.05)
        wide, high = (east - west) * shrink, north - south
        room = max(wide, high) * margin + 0.01
        wide, high = max(wide + 2 * room, (high + 2 * room) * 0.6), max(high + 2 * room, (wide + 2 * room) * 0.4)
        lon, lat = (west + east) / 2, (south + north) / 2
        scale = min(width / wide, 1.1 * width / high)
        half = width / scale / 2 / shrink
        return cls((lon - half, lat - high / 2, lon + half, lat + high / 2), shrink, scale)

    @property
    def width(self) -> float:
        """In pixels."""
        return (self.degrees[2] - self.degrees[0]) * self.shrink * self.scale

    @property
    def height(self) -> float:
        """In pixels."""
        return (self.degrees[3] - self.degrees[1]) * self.scale

    def turned(self, lons: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes on the turn of the globe that is shown."""
        middle = (self.degrees[0] + self.degrees[2]) / 2
        return np.asarray(lons - 360.0 * np.round((lons - middle) / 360.0))

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees as x and y."""
        x = (self.turned(points[:, 0]) - self.degrees[0]) * self.shrink * self.scale
        return np.column_stack([x, (self.degrees[3] - points[:, 1]) * self.scale])

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in pixels, cut to the map and without bends too small to be seen."""
        drawn: BaseGeometry = shapely.transform(geometry, self.pixels)
        if not drawn.is_valid:
            drawn = shapely.make_valid(drawn)
        edge = shapely.box(-20, -20, self.width + 20, self.height + 20)
        cut: BaseGeometry = shapely.intersection(shapely.simplify(drawn, 0.3), edge)
        return cut


def box_of(zone: Zone) -> Box:
    """The degrees that a zone reaches over, with its depth and uncertainty.

    Raises:
        AgreementError: It carries no geometry.
    """
    if zone.geometry is None:
        raise AgreementError("has no geometry", where=f"zone {zone.id!r}", remedy="load the agreement from its files")
    west, south, east, north = shape_of(zone.geometry).bounds
    reach = ((zone.depth_km or 0.0) + zone.u_km) / KM_A_DEGREE
    across = reach / max(math.cos(math.radians((south + north) / 2)), 0.05)
    return west - across, south - reach, east + across, north + reach


def _turn(first: float, own: float) -> float:
    return -360.0 * round((own - first) / 360.0)


# ---- zones


def draw_zone(frame: Frame, zone: Zone, colour: str) -> Iterator[str]:
    """A zone: its outline or line, dashed edges of its depth, and a pale band where its uncertainty leaves it open."""
    assert zone.geometry is not None
    shape = ZoneShape.of(zone)
    yield f'<g stroke-linejoin="round"><title>{escape(zone.name)}</title>'
    if zone.kind == "polygon":
        area = shape_of(zone.geometry)
        if zone.u_km:
            yield path_of(frame, _band(_rim(zone), zone.u_km), f'fill="{colour}" fill-opacity="0.16"')
        yield path_of(frame, area, f'fill="{colour}" fill-opacity="0.10" stroke="{colour}" stroke-width="1.6"')
    else:
        depth = zone.depth_km or 0.0
        if zone.u_km:
            yield path_of(frame, _band(shape, depth + zone.u_km), f'fill="{colour}" fill-opacity="0.14"')
        if depth:
            edge = f'stroke="{colour}" stroke-width="1" stroke-dasharray="4 3"'
            yield path_of(frame, _band(shape, depth), f'fill="{colour}" fill-opacity="0.14" {edge}')
        if depth > zone.u_km > 0:
            yield path_of(frame, _band(shape, depth - zone.u_km), f'fill="{colour}" fill-opacity="0.22"')
        line = MultiLineString(lines_of(zone.geometry))
        yield path_of(frame, line, f'fill="none" stroke="{colour}" stroke-width="2.2"')
    yield "</g>"


def _rim(zone: Zone) -> ZoneShape:
    """The boundary of an area as a line; cuts at the antimeridian are no boundary."""
    assert zone.geometry is not None
    rim = shapely.get_parts(shape_of(zone.geometry).boundary)
    runs = [[[(x + 180) % 360 - 180, y] for x, y in shapely.get_coordinates(line)] for line in rim]
    return ZoneShape({"type": "MultiLineString", "coordinates": runs})


def _band(shape: ZoneShape, km: float) -> BaseGeometry:
    found: BaseGeometry = shapely.geometry.shape(shape.corridor(km))
    return found


def path_of(frame: Frame, geometry: BaseGeometry, style: str) -> str:
    """Lines or areas in degrees as a path."""
    return f'<path d="{_steps(frame.shape(geometry))}" fill-rule="evenodd" {style}/>'


def _steps(drawn: BaseGeometry) -> str:
    """Path data of lines and areas, to a tenth of a pixel."""
    runs: list[tuple[Any, str]] = []
    for part in shapely.get_parts(drawn):
        if part.geom_type == "Polygon":
            runs += [(ring, "Z") for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in ("LineString", "LinearRing"):
            runs.append((part, ""))
        elif part.geom_type.startswith(("Multi", "Geometry")):
            runs += [(ring, "") for ring in shapely.get_parts(part) if ring.geom_type == "LineString"]
    told = []
    for run, close in runs:
        points = np.round(shapely.get_coordinates(run), 1)
        told.append("M" + "L".join(f"{x:g},{y:g}" for x, y in points) + close)
    return "".join(told)


# ---- towns


def draw_towns(
    frame: Frame,
    places: Iterable[MapPlace],
    areas: Sequence[BaseGeometry],
    limit: int,
    *,
    covered: Sequence[Box] = (),
) -> Iterator[str]:
    """Towns with their names, the larger and those inside an area first, where no name covers another.

    Args:
        frame: The map.
        places: Towns that may be named.
        areas: Whose towns come first.
        limit: At most so many are named.
        covered: Boxes in pixels on which something else is drawn.
    """
    rows = list(places)
    if not rows:
        return
    spots = frame.pixels(np.array([[p.lon, p.lat] for p in rows]))
    within = np.zeros(len(rows), dtype=bool)
    for area in areas:
        within |= shapely.contains_xy(shapely.transform(area, frame.pixels), spots[:, 0], spots[:, 1])
    weight = np.log10(np.array([p.population for p in rows]) + 10.0) + within
    taken: list[Box] = [(frame.width - 56, 0, frame.width, 64)]
    taken += [(0, frame.height - 40, 210, frame.height), *covered]
    done = 0
    yield '<g fill="#222222">'
    for i in np.lexsort((np.arange(len(rows)), -weight)).tolist():
        x, y = float(spots[i, 0]), float(spots[i, 1])
        found = free_spot(frame, rows[i].name, x, y, taken)
        if found is None:
            continue
        box, at, anchor = found
        taken += [box, (x - 3, y - 3, x + 3, y + 3)]
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
        yield (
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}" stroke="#ffffff" stroke-width="2.5" '
            f'stroke-opacity="0.75" paint-order="stroke">{escape(rows[i].name)}</text>'
        )
        done += 1
        if done == limit:
            break
    yield "</g>"


def free_spot(
    frame: Frame, name: str, x: float, y: float, taken: Sequence[Box]
) -> tuple[Box, tuple[float, float], str] | None:
    """Where a name fits beside its town, and how it is anchored; null where it does not."""
    wide = LETTER * len(name)
    spot = (x - 2.5, y - 2.5, x + 2.5, y + 2.5)
    for box, at, anchor in (
        ((x + 4, y - 6, x + 4 + wide, y + 6), (x + 5, y + 4), "start"),
        ((x - 4 - wide, y - 6, x - 4, y + 6), (x - 5, y + 4), "end"),
        ((x - wide / 2, y - 16, x + wide / 2, y - 4), (x, y - 5), "middle"),
        ((x - wide / 2, y + 4, x + wide / 2, y + 16), (x, y + 14), "middle"),
    ):
        on_map = box[0] > 2 and box[1] > 2 and box[2] < frame.width - 2 and box[3] < frame.height - 2
        if on_map and not any(_meet(box, other) or _meet(spot, other) for other in taken):
            return box, at, anchor
    return None


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# ---- scale, north, legend


def draw_scale(frame: Frame) -> Iterator[str]:
    """A bar of a round number of kilometres, right at the middle latitude."""
    a_km = frame.scale / KM_A_DEGREE
    room = 150 / a_km
    ten = 10.0 ** math.floor(math.log10(room))
    km = max(step * ten for step in (1, 2, 5) if step * ten <= room)
    x, y = 12.0, frame.height - 14
    yield f'<path d="M{x:.1f},{y - 5:.1f}v5h{km * a_km:.1f}v-5" fill="none" stroke="#222222" stroke-width="1.4"/>'
    yield f'<text x="{x + km * a_km / 2:.1f}" y="{y - 8:.1f}" text-anchor="middle">{km:g} km</text>'


def draw_north(frame: Frame) -> Iterator[str]:
    """An arrow in the upper right corner."""
    x = frame.width - 26
    yield f'<path d="M{x:.1f},12l7,24l-7,-6l-7,6z" fill="#222222"/>'
    yield f'<text x="{x:.1f}" y="52" text-anchor="middle" font-weight="bold">N</text>'
