"""Features read from GeoJSON, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trucewatch.read.geojson import GeoJsonError, box, flaws, lines_of, read_features, stretch, unwrapped

RING = [[20.0, 44.0], [21.0, 44.0], [21.0, 45.0], [20.0, 44.0]]


def _file(path: Path, data: Any) -> Path:
    file = path / "z.geojson"
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return file


def test_features_by_id_or_by_property(tmp_path: Path) -> None:
    features = [{"id": "a", "geometry": None}, {"properties": {"id": 7}, "geometry": None}, {"geometry": None}]
    assert list(read_features(_file(tmp_path, {"type": "FeatureCollection", "features": features}))) == ["a", "7"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("{", "no JSON"),
        ({"type": "Feature"}, "no FeatureCollection"),
        (
            {"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:3857"}}},
            "coordinate system",
        ),
        ({"type": "FeatureCollection", "features": [{"id": "a"}, {"id": "a"}]}, "two features"),
    ],
)
def test_file_that_cannot_be_used(tmp_path: Path, data: Any, words: str) -> None:
    with pytest.raises(GeoJsonError, match=words):
        read_features(_file(tmp_path, data))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GeoJsonError, match=r"no such file: gone\.geojson"):
        read_features(tmp_path / "gone.geojson")


@pytest.mark.parametrize(
    ("geometry", "kind", "words"),
    [
        ({"type": "Polygon", "coordinates": [RING[:-1]]}, "polygon", "3 positions"),
        ({"type": "Polygon", "coordinates": [[*RING[:-1], [20.0, 44.5]]]}, "polygon", "not closed"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
            "polygon",
            "Self-intersection",
        ),
        ({"type": "LineString", "coordinates": [[44.0, 120.0], [45.0, 121.0]]}, "line", "swapped"),
        ({"type": "LineString", "coordinates": [[200.0, 10.0], [201.0, 10.0]]}, "line", "out of range"),
        ({"type": "LineString", "coordinates": [[20.0, 44.0], [20.0, 44.0]]}, "line", "two different positions"),
        ({"type": "LineString", "coordinates": []}, "line", "two different positions"),
        ({"type": "LineString", "coordinates": ["x"]}, "line", "not lists"),
        ({"type": "LineString"}, "line", "not lists"),
        ({"type": "Point", "coordinates": [20.0, 44.0]}, "corridor", "needs a LineString"),
        ({"type": "LineString", "coordinates": [[20, 44], [21, 44]]}, "polygon", "needs a Polygon"),
        (None, "line", "not None"),
    ],
)
def test_flaw_is_told(geometry: dict[str, Any] | None, kind: str, words: str) -> None:
    (flaw,) = flaws(geometry, kind)
    assert words in flaw.message
    assert flaw.remedy


def test_sound_geometry_has_no_flaw() -> None:
    assert not list(flaws({"type": "Polygon", "coordinates": [RING]}, "polygon"))
    assert not list(flaws({"type": "MultiLineString", "coordinates": [RING[:2], RING[1:3]]}, "corridor"))
    assert not list(flaws({"type": "LineString", "coordinates": [[20.0, 44.0, 310.5], [21.0, 44.0, 290.0]]}, "line"))


def test_longitudes_count_on_over_the_antimeridian() -> None:
    assert unwrapped([[179, 0], [-179, 0], [-178, 1]]) == [(179, 0), (181, 0), (182, 1)]
    assert unwrapped([[-179, 0], [179, 0]]) == [(-179, 0), (-181, 0)]
    assert box({"type": "LineString", "coordinates": [[179, 0], [-179, 1]]}).middle == (180, 0.5)


ROAD = {"type": "LineString", "coordinates": [[20.0, 45.0], [20.5, 45.0], [21.0, 45.0], [21.0, 45.5]]}


def test_stretch_between_two_points_of_a_line() -> None:
    cut, *apart = stretch(ROAD, (20.25, 45.01), (21.0, 45.25))
    (a, b, c, d) = cut["coordinates"]
    assert a == pytest.approx([20.25, 45.0], abs=1e-3)
    assert [b, c] == [[20.5, 45.0], [21.0, 45.0]]
    assert d == pytest.approx([21.0, 45.25], abs=1e-5)
    assert apart == pytest.approx([1.11, 0.0], abs=0.01)


def test_stretch_runs_from_the_first_point_named() -> None:
    cut, *_ = stretch(ROAD, (21.0, 45.25), (20.25, 45.0))
    assert cut["coordinates"][0] == pytest.approx([21.0, 45.25], abs=1e-5)
    assert cut["coordinates"][-1] == pytest.approx([20.25, 45.0], abs=1e-3)


def test_stretch_within_one_leg_has_two_positions() -> None:
    cut, *_ = stretch(ROAD, (20.1, 45.0), (20.4, 45.0))
    assert len(cut["coordinates"]) == 2


def test_stretch_to_the_ends_is_the_whole_line() -> None:
    cut, *_ = stretch(ROAD, (20.0, 45.0), (21.0, 45.5))
    assert [pytest.approx(p, abs=1e-9) for p in cut["coordinates"]] == ROAD["coordinates"]


def test_stretch_that_cannot_be_cut() -> None:
    with pytest.raises(GeoJsonError, match="same place"):
        stretch(ROAD, (20.0, 45.0), (19.0, 45.0))
    with pytest.raises(GeoJsonError, match="single LineString"):
        stretch({"type": "MultiLineString", "coordinates": [RING[:2], RING[1:3]]}, (20.0, 44.0), (21.0, 44.0))


def test_ring_stays_closed_whatever_its_figures() -> None:
    ring = [[20, 0], [21, 0], [21, 1], [20.9, 1], [20.9, 0.1], [20, 0.1], [20, 0]]
    (run,) = lines_of({"type": "Polygon", "coordinates": [ring]})
    assert run == [(float(lon), float(lat)) for lon, lat in ring]
    assert not list(flaws({"type": "Polygon", "coordinates": [ring]}, "polygon"))


def test_line_that_crosses_the_antimeridian_and_comes_back_ends_where_it_ends() -> None:
    (run,) = lines_of({"type": "LineString", "coordinates": [[179.3, 0], [-179.7, 1], [179.3, 2]]})
    assert [lon for lon, _ in run] == [179.3, pytest.approx(180.3), 179.3]
