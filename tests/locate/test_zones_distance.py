"""Distances, sides and corridors against dense sampling with geodesics."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from trucewatch.errors import AgreementError
from trucewatch.locate._bulk import PointSet
from trucewatch.locate.zones import Measure, ZoneShape, contains, distance_km, within_area, within_band
from trucewatch.model import Zone

GEOD = Geod(ellps="WGS84")
LINE = {"type": "LineString", "coordinates": [[36.0, 35.0], [37.0, 35.4], [38.6, 35.1]]}
"""250.7 km long."""
SQUARE = {"type": "Polygon", "coordinates": [[[20.0, 44.0], [21.0, 44.0], [21.0, 45.0], [20.0, 45.0], [20.0, 44.0]]]}
PACIFIC = {"type": "Polygon", "coordinates": [[[178, -17], [-179, -17], [-179, -15], [178, -15], [178, -17]]]}
METRES_20 = 0.02


def sampled_km(coordinates: list[list[float]], lon: float, lat: float, steps: int = 20_000) -> float:
    """Distance to a line straight in lon and lat, by the nearest of very many points on it."""
    runs = [
        np.array(a) + (np.array(b) - np.array(a)) * np.linspace(0, 1, steps)[:, None]
        for a, b in itertools.pairwise(coordinates)
    ]
    points = np.concatenate(runs)
    there = GEOD.inv(np.full(len(points), lon), np.full(len(points), lat), points[:, 0], points[:, 1])[2]
    return float(np.min(there)) / 1000


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(36.0, 35.0), (36.5, 35.2), (36.5, 35.26), (37.8, 35.3), (38.6, 35.1), (39.0, 35.0), (35.0, 33.0), (37.0, 35.401)],
)
def test_distance_to_a_line_of_250_km_is_right_to_20_m(lon: float, lat: float) -> None:
    assert distance_km(LINE, lon, lat) == pytest.approx(sampled_km(LINE["coordinates"], lon, lat), abs=METRES_20)


@pytest.mark.parametrize(
    "coordinates", [[[0.0, 60.0], [4.5, 60.0]], [[30.0, -2.0], [30.0, 0.3]], [[-70.0, 82.0], [-50.0, 83.0]]]
)
def test_distance_to_one_long_leg_is_right_to_20_m(coordinates: list[list[float]]) -> None:
    (a, b) = coordinates
    lon, lat = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 0.05
    line = {"type": "LineString", "coordinates": coordinates}
    assert distance_km(line, lon, lat) == pytest.approx(sampled_km(coordinates, lon, lat), abs=METRES_20)


def test_edge_of_the_corridor_is_where_it_should_be() -> None:
    band = shapely.geometry.shape(ZoneShape(LINE).corridor(6.0))
    edge = shapely.get_coordinates(band)
    far = [sampled_km(LINE["coordinates"], lon, lat) for lon, lat in edge[::7]]
    assert band.is_valid
    assert min(far) == pytest.approx(6.0, abs=METRES_20)
    assert max(far) == pytest.approx(6.0, abs=METRES_20)


def test_corridor_of_a_line_too_long_for_one_plane() -> None:
    line = {"type": "LineString", "coordinates": [[30.0, 48.0], [38.0, 47.0], [46.0, 48.0]]}
    shape = ZoneShape(line)
    edge = shapely.get_coordinates(shapely.geometry.shape(shape.corridor(10.0)))
    far, _ = shape.measure_many(edge[:, 0], edge[:, 1])
    assert shape.length_km > 1000
    assert far.min() == pytest.approx(10.0, abs=METRES_20)
    assert far.max() == pytest.approx(10.0, abs=METRES_20)


def test_corridor_over_the_antimeridian_is_cut_there() -> None:
    line = {"type": "LineString", "coordinates": [[179.5, 10.0], [-179.5, 10.0]]}
    band = ZoneShape(line).corridor(10.0)
    lons = shapely.get_coordinates(shapely.geometry.shape(band))[:, 0]
    assert band["type"] == "MultiPolygon"
    assert lons.min() == -180.0
    assert lons.max() == 180.0
    assert all(abs(lon) > 179 for lon in lons)


COORDINATES = st.tuples(st.floats(35, 39.5), st.floats(34, 36.5))


@given(st.lists(COORDINATES, min_size=1, max_size=20))
def test_many_points_measure_as_each_alone(points: list[tuple[float, float]]) -> None:
    for geometry in (LINE, SQUARE):
        shape = ZoneShape(geometry)
        distances, inside = shape.measure_many([p[0] for p in points], [p[1] for p in points])
        for (lon, lat), km, here in zip(points, distances, inside, strict=True):
            one = shape.measure(lon, lat)
            assert km == pytest.approx(one.distance_km, abs=0.01)
            assert bool(here) == bool(one.inside)


@settings(max_examples=25)
@given(st.floats(-180, 180), st.floats(-89, 89))
def test_many_points_anywhere_on_earth(lon: float, lat: float) -> None:
    shape = ZoneShape(LINE)
    (km,), _ = shape.measure_many([lon], [lat])
    assert km == pytest.approx(sampled_km(LINE["coordinates"], lon, lat, 2000), rel=2e-3, abs=0.02)


def test_no_points_measure_to_nothing() -> None:
    distances, inside = ZoneShape(LINE).measure_many([], [])
    assert (len(distances), len(inside)) == (0, 0)


@pytest.mark.parametrize(
    ("lon", "lat", "inside", "km"),
    [
        (20.5, 44.5, True, 39.7),  # half a degree of longitude at 44.5 degrees
        (20.01, 44.5, True, 0.795),
        (19.99, 44.5, False, 0.795),
        (20.5, 45.09, False, 10.0),
        (-160.0, -44.5, False, None),
    ],
)
def test_area_inside_and_distance_to_the_boundary(lon: float, lat: float, inside: bool, km: float | None) -> None:
    here = ZoneShape(SQUARE).measure(lon, lat)
    assert here.inside is inside
    assert contains(SQUARE, lon, lat) is inside
    if km is not None:
        assert here.distance_km == pytest.approx(km, rel=0.005)


def test_hole_is_outside() -> None:
    hole = [[20.4, 44.4], [20.6, 44.4], [20.6, 44.6], [20.4, 44.6], [20.4, 44.4]]
    ring = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], hole]}
    here = ZoneShape(ring).measure(20.5, 44.5)
    assert here.inside is False
    assert here.distance_km == pytest.approx(0.1 * 79.46, abs=0.1)


@pytest.mark.parametrize(
    ("lon", "inside"), [(179.9, True), (-179.5, True), (180.0, True), (-178.0, False), (177.0, False)]
)
def test_area_across_the_antimeridian(lon: float, inside: bool) -> None:
    assert contains(PACIFIC, lon, -16.0) is inside
    halves = {
        "type": "MultiPolygon",
        "coordinates": [
            [[[178, -17], [180, -17], [180, -15], [178, -15], [178, -17]]],
            [[[-180, -17], [-179, -17], [-179, -15], [-180, -15], [-180, -17]]],
        ],
    }
    assert contains(halves, lon, -16.0) is inside
    assert distance_km(halves, lon, -16.0) == pytest.approx(distance_km(PACIFIC, lon, -16.0), abs=METRES_20)


def test_line_across_the_antimeridian() -> None:
    line = {"type": "LineString", "coordinates": [[179.5, 10.0], [-179.5, 10.0]]}
    assert distance_km(line, 180.0, 10.1) == pytest.approx(GEOD.inv(180, 10.1, 180, 10)[2] / 1000, abs=METRES_20)
    assert distance_km(line, -179.8, 9.9) == pytest.approx(GEOD.inv(-179.8, 9.9, -179.8, 10)[2] / 1000, abs=METRES_20)
    assert ZoneShape(line).length_km == pytest.approx(109.6, abs=0.1)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "LineString", "coordinates": [[0.0, 88.0], [10.0, 89.5]]}, "pole"),
        ({"type": "Polygon", "coordinates": [[[0, 80], [120, 80], [-120, 80], [0, 80]]]}, "round a pole"),
        ({"type": "Point", "coordinates": [0.0, 0.0]}, "Point"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "not valid"),
    ],
)
def test_what_cannot_be_measured_is_refused(geometry: dict[str, Any], words: str) -> None:
    with pytest.raises(AgreementError, match=words):
        ZoneShape(geometry)


def test_zone_without_geometry_is_refused() -> None:
    zone = Zone(id="z", name="z", kind="line", file="f", feature="f")
    with pytest.raises(AgreementError, match="zone 'z': has no geometry"):
        ZoneShape.of(zone)


@pytest.mark.parametrize(
    ("lon", "lat", "side"),
    [
        (36.5, 35.4, "left"),
        (36.5, 35.0, "right"),
        (37.0, 35.6, "left"),  # at the bend
        (37.0, 35.2, "right"),
        (38.0, 35.5, "left"),
        (35.5, 34.8, None),  # beyond the beginning
        (39.5, 35.0, None),
        (36.0, 35.0, None),
    ],
)
def test_side_of_a_line_as_it_is_drawn(lon: float, lat: float, side: str | None) -> None:
    assert ZoneShape(LINE).measure(lon, lat).side == side
    backwards = {"type": "LineString", "coordinates": LINE["coordinates"][::-1]}
    other = {"left": "right", "right": "left", None: None}[side]
    assert ZoneShape(backwards).measure(lon, lat).side == other


def test_side_at_a_sharp_bend_is_the_one_inside_it() -> None:
    hook = {"type": "LineString", "coordinates": [[20.0, 45.0], [21.0, 45.0], [20.0, 45.2]]}
    assert ZoneShape(hook).measure(20.5, 45.05).side == "left"
    assert ZoneShape(hook).measure(21.2, 45.0).side == "right"


def test_length_and_area() -> None:
    assert ZoneShape(LINE).length_km == pytest.approx(250.67, abs=0.1)
    assert ZoneShape(LINE).area_km2 == 0.0
    known = abs(GEOD.polygon_area_perimeter([20, 21, 21, 20], [44, 44, 45, 45])[0]) / 1e6
    assert ZoneShape(SQUARE).area_km2 == pytest.approx(known, rel=0.01)


@pytest.mark.parametrize(
    ("distance", "u", "width", "expected"),
    [
        (0.0, 6.0, 6.0, "yes"),
        (1.0, 5.0, 6.0, "yes"),
        (1.1, 5.0, 6.0, "unknown"),
        (11.0, 5.0, 6.0, "unknown"),
        (11.1, 5.0, 6.0, "no"),
        (0.0, 0.0, None, "unknown"),
        (2.0, 1.0, None, "no"),
    ],
)
def test_place_rule_for_bands(distance: float, u: float, width: float | None, expected: str) -> None:
    assert within_band(distance, u, width).value == expected


@pytest.mark.parametrize(
    ("inside", "km", "expected"),
    [(True, 5.0, "yes"), (True, 4.9, "unknown"), (False, 5.0, "unknown"), (False, 5.1, "no")],
)
def test_place_rule_for_areas(inside: bool, km: float, expected: str) -> None:
    assert within_area(Measure(km, inside, None), 5.0).value == expected


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0.1, 100))
def test_more_uncertainty_never_makes_an_answer_surer(distance: float, u: float, more: float, width: float) -> None:
    before, after = within_band(distance, u, width).value, within_band(distance, u + more, width).value
    assert after in (before, "unknown")
    assert not math.isnan(distance)


# ---- many points at once


def _around(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    return rng.uniform(18.0, 23.0, count), rng.uniform(43.0, 46.5, count)


WIGGLE = {"type": "LineString", "coordinates": [[19.5 + i / 40, 44.5 + 0.2 * math.sin(i)] for i in range(120)]}


@pytest.mark.parametrize("geometry", [SQUARE, WIGGLE], ids=["area", "line"])
@pytest.mark.parametrize("u", [0.0, 0.5, 7.0, 60.0])
def test_many_points_are_judged_as_each_alone(geometry: dict[str, Any], u: float) -> None:
    shape, rng = ZoneShape(geometry), np.random.default_rng(5)
    lons, lats = _around(rng, 400)
    radii = rng.uniform(0.0, 10.0, 400)
    codes = {1: "yes", 0: "unknown", -1: "no"}
    for depth in (None,) if shape.is_area else (None, 20.0):
        found = shape.judge_many(PointSet(lons, lats), radii, u_km=u, depth_km=depth)
        for lon, lat, radius, code in zip(lons, lats, radii, found, strict=True):
            alone = shape.measure(lon, lat)
            if shape.is_area:
                expected = within_area(alone, radius + u)
            else:
                expected = within_band(alone.distance_km, radius + u, depth)
            assert codes[int(code)] == expected.value


def test_many_points_are_measured_to_a_metre() -> None:
    rng = np.random.default_rng(6)
    lons, lats = _around(rng, 3000)
    for geometry in (SQUARE, WIGGLE):
        shape = ZoneShape(geometry)
        distances, inside = shape.measure_many(lons, lats)
        for i in range(0, 3000, 50):
            alone = shape.measure(lons[i], lats[i])
            assert distances[i] == pytest.approx(alone.distance_km, abs=0.001)
            assert bool(inside[i]) is bool(alone.inside)


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (-160.0, -44.5), (20.5, 89.9), (-70.0, 10.0)])
def test_points_far_away_are_measured_along_the_geodesic(lon: float, lat: float) -> None:
    shape = ZoneShape(WIGGLE)
    (distance,), _ = shape.measure_many([lon], [lat])
    assert distance == pytest.approx(shape.measure(lon, lat).distance_km, rel=2e-4)
    assert shape.judge_many(PointSet([lon], [lat]), 10.0, depth_km=5.0).tolist() == [-1]


def test_points_in_one_heap_and_one_far_off() -> None:
    lons, lats = np.append(np.full(500, 20.3), -100.0), np.append(np.linspace(44.4, 44.6, 500), -30.0)
    found = ZoneShape(SQUARE).judge_many(PointSet(lons, lats), 5.0)
    assert found.tolist() == [1] * 500 + [-1]


def test_no_points_are_no_trouble() -> None:
    assert ZoneShape(SQUARE).judge_many(PointSet([], []), 1.0).tolist() == []
    assert ZoneShape(WIGGLE).measure_many([], [])[0].tolist() == []


@pytest.mark.parametrize(("lons", "lats"), [([1.0], [1.0, 2.0]), ([math.nan], [1.0]), ([[1.0]], [[1.0]])])
def test_points_that_are_none_are_refused(lons: Any, lats: Any) -> None:
    with pytest.raises(ValueError, match=r"finite|one length"):
        PointSet(lons, lats)


@pytest.mark.parametrize(
    ("lon", "lat", "bearing"),
    [
        (20.5, 45.2, 0.0),
        (20.5, 44.8, 180.0),
        (20.0, 45.3, 0.0),
        (22.0, 45.0, 90.0),  # beyond the end, due east but for a third of a degree
        (20.5, 45.0, None),
    ],
)
def test_bearing_is_from_the_line_to_the_point(lon: float, lat: float, bearing: float | None) -> None:
    found = ZoneShape({"type": "LineString", "coordinates": [[20.0, 45.0], [21.0, 45.0]]}).measure(lon, lat).bearing
    if bearing is None or found is None:
        assert found is bearing
    else:
        assert min(abs(found - bearing), 360 - abs(found - bearing)) < 0.5


@given(st.floats(-1, 1), st.floats(-1, 1))
@settings(max_examples=40)
def test_bearing_and_distance_lead_back_to_the_line(east: float, north: float) -> None:
    lon, lat = 37.0 + east, 35.2 + north
    here = ZoneShape(LINE).measure(lon, lat)
    if here.bearing is None:
        return
    # Back from the point the direction differs by less than a degree from that at the foot, over 150 km at most.
    foot_lon, foot_lat, _ = GEOD.fwd(lon, lat, here.bearing + 180, here.distance_km * 1000)
    assert sampled_km(LINE["coordinates"], foot_lon, foot_lat, steps=2000) < 0.2 + 0.02 * here.distance_km


def test_parts_and_holes_of_a_multipolygon() -> None:
    ring = SQUARE["coordinates"][0]
    hole = [[20.4, 44.4], [20.6, 44.4], [20.6, 44.6], [20.4, 44.6], [20.4, 44.4]]
    island = [[20.45, 44.45], [20.55, 44.45], [20.55, 44.55], [20.45, 44.55], [20.45, 44.45]]
    far = [[22.0, 44.0], [22.5, 44.0], [22.5, 44.5], [22.0, 44.5], [22.0, 44.0]]
    shape = ZoneShape({"type": "MultiPolygon", "coordinates": [[ring, hole], [island], [far]]})
    for lon, lat, inside, km in (
        (20.5, 44.5, True, 0.05 * 79.5),  # on the island in the hole
        (20.42, 44.5, False, 0.02 * 79.5),  # in the moat, nearer to its outer bank
        (20.2, 44.5, True, 0.2 * 79.5),
        (22.2, 44.2, True, 0.2 * 79.9),
        (21.5, 44.25, False, 0.5 * 79.8),  # between the two
    ):
        here = shape.measure(lon, lat)
        assert here.inside is inside
        assert here.distance_km == pytest.approx(km, rel=0.01)
    judged = shape.judge_many(PointSet([20.5, 20.42, 20.2], [44.5] * 3), 1.0)
    assert judged.tolist() == [1, -1, 1]
