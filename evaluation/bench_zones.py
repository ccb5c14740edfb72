"""How long a million points against ten zones take, beside bare shapely.

    python -m evaluation.bench_zones [POINTS]

The zones are invented: five outlines with 300 corners, three corridors and two lines with 300 corners, all within 600
km of one another. Points are spread over the box of all, known to between 1 and 25 km. Ours answers the contract's rule
(inside, outside, unknown) by geodesic distance. The floor is the least that bare shapely can do for an answer of the
same kind: zones buffered outwards and inwards in one plane by one uncertainty for all points, and two prepared
`contains_xy` a zone; it knows no geodesics, no uncertainty of each point, and tells no distance.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from trucewatch.locate import PointSet, ZoneShape, within_area, within_band

_ZONE_KM, _WIDTH_KM, _FLOOR_KM = 2.0, 10.0, 5.0
_CORNERS, _SAMPLE = 300, 300
_KM = 1 / 111.2

_T = TypeVar("_T")
Zones = list[tuple[dict[str, Any], float | None]]


def zones(rng: np.random.Generator) -> Zones:
    """Ten zones as geometry and width to either side, null for areas and bare lines."""
    found: Zones = []
    for n in range(10):
        lon, lat = 35.0 + rng.uniform(-2.5, 2.5), 34.0 + rng.uniform(-2.0, 2.0)
        wave = sum(rng.uniform(0, 0.3 / k) * np.sin(k * np.linspace(0, 2 * math.pi, _CORNERS + 1)) for k in range(1, 9))
        turn = np.linspace(0, 2 * math.pi, _CORNERS + 1)
        if n < 5:
            reach = rng.uniform(0.4, 1.2) * (1 + wave)
            ring = np.column_stack([lon + reach * np.cos(turn), lat + reach * np.sin(turn)])
            ring[-1] = ring[0]
            found.append(({"type": "Polygon", "coordinates": [ring.tolist()]}, None))
        else:
            run = np.column_stack([lon + turn / 3 - 1, lat + wave])
            found.append(({"type": "LineString", "coordinates": run.tolist()}, _WIDTH_KM if n < 8 else None))
    return found


def ours(given: Zones, lons: NDArray[Any], lats: NDArray[Any], radii: NDArray[Any]) -> list[NDArray[np.int8]]:
    """Our answers, from geometry to codes."""
    points = PointSet(lons, lats)
    return [ZoneShape(g).judge_many(points, radii, u_km=_ZONE_KM, depth_km=width) for g, width in given]


def floor(given: Zones, lons: NDArray[Any], lats: NDArray[Any]) -> list[NDArray[np.int8]]:
    """Bare shapely's, in a plane of equal scale at the middle latitude, with one uncertainty for all."""
    shrink, answers = math.cos(math.radians(34.0)), []
    x = lons * shrink
    for geometry, width in given:
        shape = shapely.transform(shapely.geometry.shape(geometry), lambda p: p * [shrink, 1.0])
        u = (_FLOOR_KM + _ZONE_KM) * _KM
        outer = shape.buffer((width or 0.0) * _KM + u)
        inner = shape.buffer((width or 0.0) * _KM - u)
        for band in (outer, inner):
            shapely.prepare(band)
        inside = shapely.contains_xy(inner, x, lats).astype(np.int8)
        answers.append(np.where(shapely.contains_xy(outer, x, lats), inside, np.int8(-1)))
    return answers


def alone(given: Zones, lons: NDArray[Any], lats: NDArray[Any], radii: NDArray[Any]) -> list[NDArray[np.int8]]:
    """The contract's rule for each point by itself, as a finding asks it."""
    codes, answers = {"yes": 1, "unknown": 0, "no": -1}, []
    for geometry, width in given:
        shape, row = ZoneShape(geometry), []
        for lon, lat, radius in zip(lons, lats, radii, strict=True):
            here, u = shape.measure(float(lon), float(lat)), float(radius) + _ZONE_KM
            judged = within_area(here, u) if shape.is_area else within_band(here.distance_km, u, width)
            row.append(codes[judged.value])
        answers.append(np.array(row, dtype=np.int8))
    return answers


def timed(call: Callable[[], _T], *, times: int = 3) -> tuple[str, _T]:
    """Seconds by the clock and of the processor, each the best of so many, and what the call gave."""
    clock, work = math.inf, math.inf
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        found = call()
        clock, work = min(clock, time.perf_counter() - start), min(work, time.process_time() - busy)
    return f"{clock:7.2f} s ({work:.2f} of processor)", found


def main(count: int = 1_000_000) -> None:
    """Print the times, and how often the answers are those of the rule asked point by point."""
    rng = np.random.default_rng(3)
    given = zones(rng)
    lons, lats = rng.uniform(31.0, 39.0, count), rng.uniform(30.5, 37.5, count)
    radii = rng.choice([1.0, 2.0, 5.0, 10.0, 25.0], count)
    seconds, judged = timed(lambda: ours(given, lons, lats, radii))
    shapely_seconds, plain = timed(lambda: floor(given, lons, lats))
    measured, distances = timed(lambda: [ZoneShape(g).measure_many(lons, lats)[0] for g, _ in given], times=1)
    sample = slice(0, _SAMPLE)
    true = alone(given, lons[sample], lats[sample], radii[sample])
    same = np.mean([np.mean(a == b[sample]) for a, b in zip(true, judged, strict=True)])
    plain_same = np.mean([np.mean(a == b[sample]) for a, b in zip(true, plain, strict=True)])
    told = np.concatenate(judged)
    print(f"{count:,} points, {len(given)} zones; inside {np.mean(told == 1):.1%}, unknown {np.mean(told == 0):.1%}")
    print(f"floor, bare shapely     {shapely_seconds}  {plain_same:.1%} of {_SAMPLE * len(given)} as by the rule")
    print(f"ours, judged            {seconds}  {same:.1%} of {_SAMPLE * len(given)} as by the rule")
    print(f"ours, every distance    {measured}  {np.mean([d.mean() for d in distances]):.0f} km on average")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
