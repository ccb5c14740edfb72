"""A picture of an agreement's zones as SVG: outlines, lines, corridors, how far off each may be, and towns.

Everything is drawn from the agreement and the places given; nothing is fetched, and the same input gives the same
bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np

from trucewatch.errors import AgreementError
from trucewatch.locate import Gazetteer
from trucewatch.locate.zones import ZoneShape
from trucewatch.model import Agreement, Zone
from trucewatch.publish.map_parts import (
    COLOURS,
    LETTER,
    Frame,
    MapPlace,
    box_of,
    draw_north,
    draw_scale,
    draw_towns,
    draw_zone,
)
from trucewatch.read.geojson import shape_of

_LINE_HEIGHT, _WIDE_LETTER = 15.0, 8.4


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """How the picture is made.

    Attributes:
        width: Of the map in pixels; its height follows from the zones, at most as much again.
        margin: Part of the size of the zones that is left free around them.
        places: At most so many towns are named.
    """

    width: int = 760
    margin: float = 0.08
    places: int = 30


def draw_agreement(agreement: Agreement, places: Iterable[MapPlace] = (), *, options: MapOptions = MapOptions()) -> str:
    """The zones of an agreement as an SVG document.

    Solid lines are drawn outlines and lines, dashed ones the edges of corridors and depths, pale bands what the
    zone's own uncertainty leaves open.

    Raises:
        AgreementError: It has no zones, or they carry no geometry.
    """
    if not agreement.zones:
        raise AgreementError("has no zones", where=agreement.id, remedy="there is nothing to draw; add a zone")
    frame = _frame(agreement, options)
    order = sorted(enumerate(agreement.zones), key=lambda row: (-ZoneShape.of(row[1]).area_km2, row[0]))
    body = [part for index, zone in order for part in draw_zone(frame, zone, COLOURS[index % len(COLOURS)])]
    room = int((frame.width - 34) / LETTER)
    legend = [
        (COLOURS[index % len(COLOURS)] if first else None, words)
        for index, zone in enumerate(agreement.zones)
        for first, words in _legend(zone, room)
    ]
    heading = textwrap.wrap(agreement.name, int((frame.width - 16) / _WIDE_LETTER))
    top = 12.0 + 18.0 * len(heading)
    height = top + frame.height + 14 + _LINE_HEIGHT * len(legend) + 8
    inside = [zone for zone in agreement.zones if zone.kind == "polygon"]
    towns = draw_towns(frame, places, [shape_of(z.geometry) for z in inside if z.geometry], options.places)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {frame.width:.0f} {height:.0f}" font-family="Helvetica, Arial, sans-serif" font-size="11" '
        f'role="img">',
        f"<title>Zones of {escape(agreement.name)}</title>",
        f'<rect width="{frame.width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        *(
            f'<text x="8" y="{20 + 18 * i}" font-size="14" font-weight="bold">{escape(h)}</text>'
            for i, h in enumerate(heading)
        ),
        f'<svg y="{top:g}" width="{frame.width:.0f}" height="{frame.height:.0f}">',
        f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#fbfaf7" stroke="#888888"/>',
        *body,
        *towns,
        *draw_scale(frame),
        *draw_north(frame),
        "</svg>",
        *_legend_lines(legend, top + frame.height + 14),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def places_around(agreement: Agreement, gazetteer: Gazetteer, *, options: MapOptions = MapOptions()) -> list[MapPlace]:
    """The settlements of a gazetteer that lie on the picture of an agreement, the largest first."""
    if not agreement.zones:
        return []
    frame = _frame(agreement, options)
    west, south, east, north = frame.degrees
    turned = frame.turned(gazetteer.lons)
    wanted = (turned > west) & (turned < east) & (gazetteer.lats > south) & (gazetteer.lats < north)
    wanted &= gazetteer.kind_codes == gazetteer.kind_names.index("place")
    rows = np.flatnonzero(wanted)
    rows = rows[np.lexsort((rows, -gazetteer.populations[rows]))][:2000]
    found = [gazetteer.entry(row) for row in rows.tolist()]
    return [MapPlace(e.name, e.lon, e.lat, e.population) for e in found]


def _frame(agreement: Agreement, options: MapOptions) -> Frame:
    return Frame.about([box_of(zone) for zone in agreement.zones], width=options.width, margin=options.margin)


# ---- legend


def _legend(zone: Zone, room: int) -> Iterator[tuple[bool, str]]:
    """The lines that explain a zone, with whether each is its first."""
    size = "area" if zone.kind == "polygon" else zone.kind
    wide = f", {zone.depth_km:g} km to either side (dashed)" if zone.depth_km else ""
    known = f", known to {zone.u_km:g} km (pale band)" if zone.u_km else ""
    since = f", from {zone.valid_from}" if zone.valid_from else ""
    until = f", to {zone.valid_to}" if zone.valid_to else ""
    lines = textwrap.wrap(f"{zone.id}: {zone.name}; {size}{wide}{known}{since}{until}", room)
    yield from ((i == 0, line) for i, line in enumerate(lines))


def _legend_lines(legend: Sequence[tuple[str | None, str]], top: float) -> Iterator[str]:
    for row, (colour, words) in enumerate(legend):
        y = top + row * _LINE_HEIGHT
        if colour is not None:
            box = f'x="8" y="{y:.1f}" width="12" height="9"'
            yield f'<rect {box} fill="{colour}" fill-opacity="0.5" stroke="{colour}"/>'
        yield f'<text x="26" y="{y + 8.5:.1f}">{escape(words)}</text>'
