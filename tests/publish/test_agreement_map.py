"""The picture of an agreement: what stands where, the same each time, and nothing from outside."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.assess.build import AGREEMENT, agreement

from trucewatch.errors import AgreementError
from trucewatch.model import Agreement
from trucewatch.publish import MapOptions, MapPlace, draw_agreement, places_around
from trucewatch.read import load_agreement

SVG = "{http://www.w3.org/2000/svg}"
TOWNS = (MapPlace("Ford & Mill", 20.0, 45.0, 9000), MapPlace("Far Away", 60.0, 45.0, 9_000_000))


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]


def test_picture_names_zones_and_towns_with_scale_and_north() -> None:
    told = texts(draw_agreement(AGREEMENT, TOWNS))
    assert "Truce in the valley" in told
    assert "Ford & Mill" in told
    assert "Far Away" not in told
    assert "N" in told
    assert any(re.fullmatch(r"\d+ km", text) for text in told)
    assert any(text.startswith("valley: Green Valley; area, known to 2 km") for text in told)
    assert any("road: Road corridor; corridor, 5 km to either side" in text for text in told)


def test_scale_bar_is_as_long_as_it_says() -> None:
    svg = draw_agreement(AGREEMENT)
    bar = re.search(r'd="M([\d.]+),[\d.]+v5h([\d.]+)v-5"', svg)
    assert bar
    km = next(int(m[1]) for text in texts(svg) if (m := re.fullmatch(r"(\d+) km", text)))
    # The line of contact is a degree of longitude at 45 north: 78.85 km.
    line = next(
        m for m in re.finditer(r'<path d="M([\d.]+),([\d.]+)L([\d.]+),\2" fill-rule="evenodd" fill="none"', svg)
    )
    assert (float(line[3]) - float(line[1])) / 78.85 == pytest.approx(float(bar[2]) / km, rel=0.01)


def test_corridor_is_as_wide_as_it_says() -> None:
    svg = draw_agreement(AGREEMENT, options=MapOptions(width=1500))
    group = next(
        g
        for g in ET.fromstring(svg).iter(f"{SVG}g")
        if (t := g.find(f"{SVG}title")) is not None and t.text == "Road corridor"
    )
    dashed = next(p for p in group.iter(f"{SVG}path") if p.get("stroke-dasharray"))
    xs = [float(x) for x, _ in re.findall(r"([\d.]+),([\d.]+)", dashed.get("d") or "")]
    line = next(p for p in group.iter(f"{SVG}path") if p.get("fill") == "none")
    ys = [float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", line.get("d") or "")]
    a_km = (max(ys) - min(ys)) / (0.6 * 111.2)
    assert (max(xs) - min(xs)) / a_km == pytest.approx(10.0, rel=0.02)


def test_picture_is_the_same_each_time_and_fetches_nothing() -> None:
    one = draw_agreement(AGREEMENT, TOWNS)
    assert one == draw_agreement(AGREEMENT, TOWNS)
    assert not re.search(r"href|url\(|<script|<image|@import", one)


def test_names_do_not_cover_one_another() -> None:
    crowd = [MapPlace(f"Town number {i}", 20.0 + i / 1000, 45.0, 1000 - i) for i in range(50)]
    told = [text for text in texts(draw_agreement(AGREEMENT, crowd)) if text.startswith("Town")]
    assert 1 <= len(told) <= 4
    assert "Town number 0" in told


def test_zones_that_move_say_when_they_hold() -> None:
    zones = [z.model_dump(by_alias=True) for z in AGREEMENT.zones[:1]]
    moved = [{**zones[0], "valid_to": "2031-04-30"}, {**zones[0], "valid_from": "2031-05-01"}]
    told = " ".join(texts(draw_agreement(agreement(zones=moved, terms=[]))))
    assert "to 2031-04-30" in told
    assert "from 2031-05-01" in told


def test_zone_across_the_antimeridian_is_drawn_in_one_piece() -> None:
    ring = [[178.0, -17.0], [-179.0, -17.0], [-179.0, -15.0], [178.0, -15.0], [178.0, -17.0]]
    zone = {"id": "z", "name": "Strait", "kind": "polygon", "file": "z", "feature": "z", "uncertainty_km": 5.0}
    sea = agreement(zones=[{**zone, "geometry": {"type": "Polygon", "coordinates": [ring]}}], terms=[])
    svg = draw_agreement(sea, [MapPlace("Isle", -179.5, -16.0), MapPlace("Reef", 179.0, -16.0)])
    assert {"Isle", "Reef"} <= set(texts(svg))
    outline = next(p for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("stroke-width") == "1.6")
    xs = [float(x) for x, _ in re.findall(r"([\d.]+),([\d.]+)", outline.get("d") or "")]
    assert max(xs) - min(xs) > 500
    assert (outline.get("d") or "").count("M") == 1


def test_agreement_without_zones_is_refused() -> None:
    with pytest.raises(AgreementError, match="has no zones"):
        draw_agreement(agreement(zones=[], terms=[]))


def test_towns_of_the_gazetteer_lie_on_the_picture(root: Path) -> None:
    from trucewatch.locate import Gazetteer

    found: Agreement = load_agreement(root / "examples" / "agreements" / "hodeidah-2018" / "agreement.toml")
    towns = places_around(found, Gazetteer.load())
    assert towns
    assert all(41 < town.lon < 46 and 12 < town.lat < 17 for town in towns)
    assert [t.population for t in towns] == sorted((t.population for t in towns), reverse=True)
