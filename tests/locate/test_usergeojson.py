"""Places of a user's own from GeoJSON, pinned names, and who says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trucewatch.errors import GazetteerError
from trucewatch.locate import Gazetteer, Locator, add_places


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def write(folder: Path, *features: Any, **more: Any) -> Path:
    path = folder / "places.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def test_point_has_the_columns_of_a_table(tmp_path: Path, home: Path) -> None:
    row = feature(
        point(36.2, 35.1), name="New Zephyria", country="sy", alternates=["Zefiriya"], radius_km=1.5, population=900.0
    )
    entry = Gazetteer.load([write(tmp_path, row)]).search("Zefiriya")[0].entry
    assert (entry.name, entry.country, entry.radius_km, entry.population) == ("New Zephyria", "SY", 1.5, 900)
    assert (entry.lon, entry.lat) == (36.2, 35.1)


def test_outline_becomes_its_centroid_and_reaches_its_corners(tmp_path: Path, home: Path) -> None:
    ring = [[20, 0], [20.2, 0], [20.2, 0.2], [20, 0.2], [20, 0]]
    row = feature({"type": "Polygon", "coordinates": [ring]}, name="Zephyria Plain")
    entry = Gazetteer.load([write(tmp_path, row)]).search("Zephyria Plain")[0].entry
    assert (entry.lon, entry.lat, entry.kind) == (20.1, 0.1, "region")
    assert entry.radius_km == pytest.approx(15.7, abs=0.1)  # half the diagonal of a square of 22.2 km


def test_point_of_a_bent_outline_lies_inside_it(tmp_path: Path, home: Path) -> None:
    ring = [[20, 0], [21, 0], [21, 1], [20.9, 1], [20.9, 0.1], [20, 0.1], [20, 0]]
    row = feature({"type": "Polygon", "coordinates": [ring]}, name="Zephyria Bend")
    entry = Gazetteer.load([write(tmp_path, row)]).search("Zephyria Bend")[0].entry
    assert entry.lon > 20.9 or entry.lat < 0.1


def test_line_becomes_its_middle(tmp_path: Path, home: Path) -> None:
    row = feature({"type": "LineString", "coordinates": [[20, 0], [21, 0]]}, name="Zephyria Road")
    entry = Gazetteer.load([write(tmp_path, row)]).search("Zephyria Road")[0].entry
    assert (entry.lon, entry.lat, entry.kind) == (20.5, 0.0, "line")
    assert entry.radius_km == pytest.approx(55.7, abs=0.1)


def test_tables_of_ocha_are_known_by_their_columns(tmp_path: Path, home: Path) -> None:
    row = feature(point(36.2, 35.1), ADM0_EN="Zedland", ADM0_PCODE="SY", ADM1_EN="Zed Hills", ADM2_EN="Zephyrabad")
    entry = Gazetteer.load([write(tmp_path, row)]).search("Zephyrabad")[0].entry
    assert (entry.name, entry.kind, entry.admin1, entry.country) == ("Zephyrabad", "admin2", "Zed Hills", "SY")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (feature(point(36, 35)), "no name"),
        (feature(None, name="A"), "geometry is None"),
        (feature(point(36, 95), name="A"), "swapped"),
        (feature({"type": "MultiPoint", "coordinates": []}, name="A"), "MultiPoint"),
        (feature(point(36, 35), name="A", kind="burg"), "kind is 'burg'"),
        (feature(point(36, 35), name="A", pinned=True), "pinned without a source"),
        (feature(point(36, 35), name="A", pinned="perhaps"), "pinned is 'perhaps'"),
        ({"type": "Feature"}, "no properties"),
    ],
)
def test_bad_feature_is_named_by_its_number(tmp_path: Path, home: Path, row: Any, message: str) -> None:
    path = write(tmp_path, feature(point(1, 1), name="Good"), row)
    with pytest.raises(GazetteerError, match=message) as caught:
        Gazetteer.load([path])
    assert caught.value.where == f"{path}: feature 2"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "FeatureCollection",\n"features": [}', "not JSON"),
        ('{"type": "Feature"}', "no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [], "crs": {"name": "EPSG:32637"}}', "another coordinate system"),
    ],
)
def test_bad_file_is_refused(tmp_path: Path, home: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.load([path])


def test_source_is_kept_and_told_later(tmp_path: Path, home: Path) -> None:
    row = feature(point(36.2, 35.1), name="Zephyria", country="SY", source="survey of 2019")
    add_places(write(tmp_path, row))
    assert Gazetteer.load().search("Zephyria", country="SY")[0].entry.source == "survey of 2019"
    assert Gazetteer.load().search("Mariupol")[0].entry.source is None


def test_pinned_name_settles_what_it_means(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "pins.csv"
    path.write_text(
        "name,lat,lon,country,source,pinned\nParis,35.5,36.5,SY,our office,yes\n", encoding="utf-8"
    )  # a checkpoint that the staff call so
    locator = Locator(Gazetteer.load([path]))
    found = locator.resolve("in Paris", locator.context(["France", "Paris"]))
    assert (found.lat, found.lon) == (35.5, 36.5)
    assert (found.gazetteer or "").startswith("pin:")


def test_pin_stands_beside_the_place_that_is_known(tmp_path: Path, home: Path, gazetteer: Gazetteer) -> None:
    known = gazetteer.search("Avdiivka", country="UA")[0].entry
    row = feature(point(known.lon, known.lat + 0.01), name=known.name, country="UA", source="our map", pinned=True)
    done = add_places(write(tmp_path, row))
    assert (done.added, done.merged) == (1, 0)
    loaded = Gazetteer.load()
    assert len(loaded) == len(gazetteer) + 1
    assert loaded.get(known.id) == known
    again = feature(point(known.lon, known.lat + 0.01), name=known.name, country="UA", alternates="Zephirivka")
    other = tmp_path / "other.geojson"
    other.write_text(json.dumps({"type": "FeatureCollection", "features": [again]}), encoding="utf-8")
    assert add_places(other).merged == 1  # with the known place, not with the pin
