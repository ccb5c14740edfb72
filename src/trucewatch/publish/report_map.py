"""The map of a situation report as SVG: outlines of countries, zones, towns, and incidents with their uncertainty.

Nothing is fetched: outlines and towns are passed in. The same facts give the same bytes. Incidents at one point share
one mark, whose number is that of the incident, or how many they are; it leads to the incident where the picture stands
on a page that has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.sax.saxutils import escape

import numpy as np
import shapely

from trucewatch.locate.zones import ZoneShape
from trucewatch.model import Verdict
from trucewatch.publish.map_parts import (
    COLOURS,
    KM_A_DEGREE,
    Box,
    Frame,
    MapPlace,
    box_of,
    draw_north,
    draw_scale,
    draw_towns,
    draw_zone,
    path_of,
)
from trucewatch.publish.report_blocks import Picture
from trucewatch.publish.report_facts import VERDICT_ORDER, Facts, Told
from trucewatch.publish.report_words import heading_of, number
from trucewatch.publish.wording import VERDICT_LABELS

_WIDTH = 760
_MARGIN = 0.1
_TOWNS = 16
_NEAR_KM = 60.0
"""Incidents so near to the zones are on the map; those farther off are counted in the caption."""
_COARSE_KM = 120.0
"""Places known to no better than this are on no map: their circle would cover it."""
_SAME = 7.0
"""Pixels within which incidents share one mark."""

VERDICT_FILLS: dict[Verdict | None, str] = {
    Verdict.ALLEGED_VIOLATION: "#d55e00",
    Verdict.UNDETERMINED: "#e69f00",
    Verdict.CONSISTENT: "#009e73",
    Verdict.OUT_OF_SCOPE: "#8a929a",
    None: "#56b4e9",
}
"""Colours of verdicts, after Okabe and Ito; null is not tested."""
VERDICT_WORDS = {verdict: VERDICT_LABELS[verdict or "untested"].lower() for verdict in VERDICT_FILLS}
_LINES = {
    "coast": 'stroke="#8d99a4" stroke-width="1"',
    "border": 'stroke="#a9a0b5" stroke-width="1.2"',
    "disputed": 'stroke="#b0628f" stroke-width="1" stroke-dasharray="3 3"',
}


class Outline(Protocol):
    """A line of the base map: `coast`, `border` or `disputed`, in degrees."""

    @property
    def kind(self) -> str:
        """Which of them."""

    @property
    def points(self) -> Sequence[tuple[float, float]]:
        """Lon and lat in degrees."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under the incidents.

    Attributes:
        outlines: Lines of the base map in a box (west, south, east, north) in degrees.
        towns: Settlements in a box, the largest first.
    """

    outlines: Callable[[Box], Iterable[Outline]]
    towns: Callable[[Box], Iterable[MapPlace]]


def draw_map(facts: Facts, ground: Ground) -> Picture | None:
    """The map of the listed incidents; null where none has a point and the agreement no zones."""
    placed = [t for t in facts.told if _point(t) is not None and (_radius(t) <= _COARSE_KM)]
    zones = facts.agreement.zones if facts.agreement else ()
    near = [t for t in placed if _is_near(t, [box_of(z) for z in zones])] if zones else placed
    boxes = [*(box_of(z) for z in zones), *map(_box, near)]
    if not boxes:
        return None
    frame = Frame.about(boxes, width=_WIDTH, margin=_MARGIN if zones else 0.2)
    west, south, east, north = frame.degrees
    shown = (west, south, east, north)
    order = sorted(enumerate(zones), key=lambda row: (-ZoneShape.of(row[1]).area_km2, row[0]))
    wide, high = f"{frame.width:.0f}", f"{frame.height:.0f}"
    legend = list(_legend(facts, near, frame))
    marks = _gathered(frame, near)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{frame.height + 22 * len(legend):.0f}" '
        f'viewBox="0 0 {wide} {frame.height + 22 * len(legend):.0f}" font-family="Helvetica, Arial, sans-serif" '
        'font-size="11" role="group" aria-labelledby="map-title">',
        '<title id="map-title">Map of the incidents</title>',
        f'<svg width="{wide}" height="{high}">',
        f'<rect width="{wide}" height="{high}" fill="#fbfaf7" stroke="#888888"/>',
        *_ground(frame, ground.outlines(shown)),
        *(part for i, zone in order for part in draw_zone(frame, zone, COLOURS[(2 * i) % len(COLOURS)])),
        *draw_towns(frame, ground.towns(shown), [], _TOWNS, covered=[m.box for m in marks]),
        *_marks(frame, near, marks),
        *draw_scale(frame),
        *draw_north(frame),
        "</svg>",
        *(f'<g transform="translate(0 {frame.height + 22 * i:.1f})">{line}</g>' for i, line in enumerate(legend)),
        "</svg>",
    ]
    return Picture("map.svg", "\n".join(parts) + "\n", _alt(near), _caption(facts, placed, near))


def _point(told: Told) -> tuple[float, float] | None:
    where = told.incident.where
    return None if where is None or where.lon is None or where.lat is None else (where.lon, where.lat)


def _radius(told: Told) -> float:
    where = told.incident.where
    return (where.radius_km or 0.0) if where else 0.0


def _box(told: Told) -> Box:
    """The degrees around a point; its circle may reach beyond the map."""
    point = _point(told)
    assert point is not None
    reach = min(_radius(told), 15.0) / KM_A_DEGREE
    across = reach / max(math.cos(math.radians(point[1])), 0.05)
    return point[0] - across, point[1] - reach, point[0] + across, point[1] + reach


def _is_near(told: Told, boxes: Sequence[Box]) -> bool:
    point = _point(told)
    assert point is not None
    lat = _NEAR_KM / KM_A_DEGREE
    lon = lat / max(math.cos(math.radians(point[1])), 0.05)
    return any(
        south - lat <= point[1] <= north + lat and west - lon <= point[0] + turn <= east + lon
        for west, south, east, north in boxes
        for turn in (-360.0, 0.0, 360.0)
    )


def _ground(frame: Frame, outlines: Iterable[Outline]) -> Iterator[str]:
    for line in outlines:
        if len(line.points) > 1:
            yield path_of(frame, shapely.LineString(line.points), f'fill="none" {_LINES[line.kind]}')


@dataclass(frozen=True, slots=True)
class _Mark:
    """Incidents at one point."""

    x: float
    y: float
    told: tuple[Told, ...]

    @property
    def verdict(self) -> Verdict | None:
        """The gravest of them."""
        found = {t.verdict for t in self.told}
        return next((v for v in VERDICT_ORDER if v in found), None)

    @property
    def box(self) -> Box:
        """What it covers, in pixels."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius

    @property
    def radius(self) -> float:
        """Of the mark in pixels."""
        return 6.5 + 1.6 * math.sqrt(len(self.told) - 1)


def _marks(frame: Frame, told: Sequence[Told], marks: Sequence[_Mark]) -> Iterator[str]:
    """Circles of uncertainty below, marks with their numbers above."""
    spots = _spots(frame, told)
    a_km = frame.scale / KM_A_DEGREE
    yield '<g fill-opacity="0.06" stroke-opacity="0.5" stroke-width="1">'
    drawn: set[tuple[str, ...]] = set()
    for one, (x, y) in zip(told, spots, strict=True):
        colour, reach = VERDICT_FILLS[one.verdict], _radius(one) * a_km
        circle = (f"{x:.1f}", f"{y:.1f}", f"{reach:.1f}", colour)
        if reach > 4 and circle not in drawn:
            drawn.add(circle)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{reach:.1f}" fill="{colour}" stroke="{colour}"/>'
    yield "</g>"
    for mark in sorted(marks, key=lambda m: (len(m.told), -m.told[0].number)):
        first = mark.told[0]
        label = str(first.number) if len(mark.told) == 1 else f"×{len(mark.told)}"
        names = "; ".join(f"{t.number}. {heading_of(t.incident)}" for t in mark.told)
        yield f'<a href="#incident-{first.number}"><title>{escape(names)}</title>'
        yield (
            f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius:.1f}" fill="{VERDICT_FILLS[mark.verdict]}" '
            'stroke="#ffffff" stroke-width="1.2"/>'
        )
        yield (
            f'<text x="{mark.x:.1f}" y="{mark.y + 3:.1f}" text-anchor="middle" font-size="8.5" font-weight="bold" '
            f'fill="#101010">{label}</text></a>'
        )


def _spots(frame: Frame, told: Sequence[Told]) -> list[tuple[float, float]]:
    """Points in pixels."""
    if not told:
        return []
    found = frame.pixels(np.array([_point(t) for t in told], dtype=np.float64))
    return [(float(x), float(y)) for x, y in found]


def _gathered(frame: Frame, told: Sequence[Told]) -> list[_Mark]:
    """Marks of incidents that are too near to each other to be told apart."""
    found: list[list[tuple[Told, float, float]]] = []
    for one, (x, y) in zip(told, _spots(frame, told), strict=True):
        group = next((g for g in found if math.hypot(g[0][1] - x, g[0][2] - y) <= _SAME), None)
        if group is None:
            found.append([(one, x, y)])
        else:
            group.append((one, x, y))
    return [_Mark(g[0][1], g[0][2], tuple(t for t, _, _ in g)) for g in found]


def _legend(facts: Facts, told: Sequence[Told], frame: Frame) -> Iterator[str]:
    """Verdicts in a line, then the zones, so many to a line as fit."""
    cells: list[tuple[str, str]] = [
        (f'<circle cx="6" cy="-4" r="5.5" fill="{VERDICT_FILLS[v]}"/>', VERDICT_WORDS[v])
        for v in (*VERDICT_ORDER, None)
        if any(t.verdict is v for t in told)
    ]
    seen: set[str] = set()
    for i, zone in enumerate(facts.agreement.zones if facts.agreement else ()):
        if zone.id not in seen:
            seen.add(zone.id)
            colour = COLOURS[(2 * i) % len(COLOURS)]
            box = f'<rect x="0" y="-9" width="12" height="10" fill="{colour}" fill-opacity="0.5" stroke="{colour}"/>'
            cells.append((box, zone.name))
    line, x = "", 6.0
    for drawn, words in cells:
        shown = words if len(words) <= 100 else words[:99] + "…"
        wide = 20 + 5.7 * len(shown) + 14
        if line and x + wide > frame.width:
            yield line
            line, x = "", 6.0
        line += f'<g transform="translate({x:.1f} 17)">{drawn}<text x="18" y="0">{escape(shown)}</text></g>'
        x += wide
    if line:
        yield line


def _alt(told: Sequence[Told]) -> str:
    counts = [(VERDICT_WORDS[v], sum(t.verdict is v for t in told)) for v in (*VERDICT_ORDER, None)]
    spoken = ", ".join(f"{n} {name}" for name, n in counts if n)
    return (
        f"Map of {number(len(told), 'incident')} ({spoken or 'none'}); the table of incidents tells the same in words."
    )


def _caption(facts: Facts, placed: Sequence[Told], near: Sequence[Told]) -> str:
    told = [
        "Circles show how far off a place may be; numbers are those of the incidents, × how many stand at one point."
    ]
    off, coarse = len(placed) - len(near), sum(_point(t) is not None for t in facts.told) - len(placed)
    nowhere = sum(_point(t) is None for t in facts.told)
    missed = [
        f"{number(count, 'incident')} {words}"
        for count, words in (
            (off, f"farther than {_NEAR_KM:g} km from the zones"),
            (coarse, f"known to no better than {_COARSE_KM:g} km"),
            (nowhere, "without a point"),
        )
        if count
    ]
    if missed:
        told.append(f"Not on it: {', '.join(missed)}.")
    return " ".join(told) + " Coasts, boundaries and disputed lines: Natural Earth; they take no position."
