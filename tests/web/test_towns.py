"""Names of towns on the maps: the largest in view, from the shipped gazetteer."""

from __future__ import annotations

from starlette.testclient import TestClient

from trucewatch.web.filters import Box
from trucewatch.web.towns import MOST, Towns


def test_the_largest_towns_in_view_come_first() -> None:
    found = Towns().within(Box(36.0, 35.0, 38.0, 37.0))
    assert found[0].name == "Aleppo"
    assert [t.population for t in found] == sorted((t.population for t in found), reverse=True)
    assert len(found) == MOST
    assert all(36.0 <= t.lon <= 38.0 and 35.0 <= t.lat <= 37.0 for t in found)


def test_a_view_over_the_antimeridian_has_towns_of_both_sides() -> None:
    found = Towns().within(Box(177.0, -19.0, -178.0, -16.0))
    assert {t.lon > 0 for t in found} == {True, False}


def test_the_map_asks_for_them(bench: TestClient) -> None:
    assert "Idlib" in {t["name"] for t in bench.get("/map/towns?view=36,35,37,36.5").json()}
    assert bench.get("/map/towns?view=nowhere").status_code == 400
    assert bench.get("/map/towns").status_code == 400
