"""A new agreement is accepted by its own check and explains every key."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.errors import AgreementError
from trucewatch.model import Agreement, Term, Zone
from trucewatch.publish import NewAgreement, new_agreement
from trucewatch.read import check_agreement, load_agreement

SQUARE = {"type": "Polygon", "coordinates": [[[20, 44], [21, 44], [21, 45], [20, 45], [20, 44]]]}
ROAD = {"type": "LineString", "coordinates": [[20.5, 44.0], [20.5, 45.0]]}


def geometry(folder: Path, **features: Any) -> Path:
    rows = [
        {"type": "Feature", "id": i, "properties": {"name": f"The {i}"}, "geometry": g} for i, g in features.items()
    ]
    path = folder / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def written(folder: Path, **fields: Any) -> Path:
    base: dict[str, Any] = {"name": "Truce in the valley", "declared": "2031-03-01", "parties": ("Nord", "Süd")}
    path = folder / "agreement.toml"
    path.write_text(new_agreement(NewAgreement(**{**base, **fields})), encoding="utf-8")
    return path


def test_bare_beginning_is_accepted(tmp_path: Path) -> None:
    found = load_agreement(written(tmp_path))
    assert (found.id, found.effective) == ("truce-in-the-valley-2031", "2031-03-01")
    assert [(s.id, s.bound.value) for s in found.sides] == [("nord", "yes"), ("sud", "yes")]
    assert found.terms[0].tests == ("military_action", "in_force", "bound_actor")


def test_areas_and_lines_become_zones_and_the_ceasefire_asks_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, geometry=geometry(tmp_path, valley=SQUARE, front=ROAD), near_km=3.0, uncertainty_km=1.5)
    found = load_agreement(path)
    assert [(z.id, z.kind, z.u_km, z.depth_km) for z in found.zones] == [
        ("valley", "polygon", 1.5, None),
        ("front", "line", 1.5, 3.0),
    ]
    term = found.terms[0]
    assert (term.zone, term.along) == ("valley", "front")
    assert term.tests == ("military_action", "in_force", "in_area", "along_line_of_contact", "bound_actor")


def test_lines_become_corridors_where_a_width_is_given(tmp_path: Path) -> None:
    found = load_agreement(written(tmp_path, geometry=geometry(tmp_path, road=ROAD), half_width_km=6.0))
    assert [(z.kind, z.half_width_km, z.u_km) for z in found.zones] == [("corridor", 6.0, 5.0)]
    assert found.terms[0].tests == ("military_action", "in_force", "in_corridor", "bound_actor")


def test_groups_that_are_not_bound_have_sides(tmp_path: Path) -> None:
    found = load_agreement(written(tmp_path, unbound=("Hill Raiders",)))
    assert [(s.name, s.bound.value) for s in found.sides][-1] == ("Hill Raiders", "no")
    assert found.terms[0].binds == ("nord", "sud")


def test_every_key_is_explained(tmp_path: Path) -> None:
    text = written(tmp_path).read_text(encoding="utf-8")
    for kind in (Agreement, Zone, Term):
        for name, info in kind.model_fields.items():
            if name not in ("geometry", "parties", "sides", "actors", "exempt", "zones", "terms", "sources"):
                assert f"# {info.alias or name}: " in text, name


def test_example_of_a_key_is_of_its_type(tmp_path: Path) -> None:
    text = written(tmp_path, geometry=geometry(tmp_path, road=ROAD)).read_text(encoding="utf-8")
    used = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ") and " = " in line]
    assert len(used) > 20
    for line in used:
        assert tomllib.loads(line), line


def test_moments_get_the_seconds_that_toml_wants(tmp_path: Path) -> None:
    found = load_agreement(
        written(tmp_path, effective="2031-03-02T06:00+01:00", time_zone="Europe/Paris", ended="2031-12-31")
    )
    assert found.effective == "2031-03-02T06:00:00+01:00"
    assert found.ended == "2031-12-31"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"declared": "March"}, "'March' is no date"),
        ({"effective": "2031-03-02T06:00"}, "no date or time"),
        ({"time_zone": "Europe/Nowhere"}, "no such time zone"),
        ({"parties": ("Nord", "NORD!")}, "two names give the id 'nord'"),
        ({"geometry": Path("none.geojson")}, "no such file"),
    ],
)
def test_what_cannot_be_begun_is_refused(fields: dict[str, Any], message: str) -> None:
    base: dict[str, Any] = {"name": "Truce", "declared": "2031-03-01"}
    with pytest.raises(AgreementError, match=message):
        new_agreement(NewAgreement(**{**base, **fields}))


def test_geometry_without_areas_and_lines_is_refused(tmp_path: Path) -> None:
    path = geometry(tmp_path, ford={"type": "Point", "coordinates": [20.5, 44.5]})
    with pytest.raises(AgreementError, match="neither area nor line"):
        new_agreement(NewAgreement(name="Truce", declared="2031-03-01", geometry=path))


@given(st.text(min_size=1, max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=3))
@settings(max_examples=60)
def test_names_of_any_kind_are_accepted(
    tmp_path_factory: pytest.TempPathFactory, name: str, parties: list[str]
) -> None:
    try:
        text = new_agreement(NewAgreement(name=name, declared="2031-03-01", parties=tuple(parties)))
    except AgreementError:
        return
    path = tmp_path_factory.mktemp("any") / "a.toml"
    path.write_text(text, encoding="utf-8")
    found, problems = check_agreement(path)
    assert not problems
    assert found is not None
    assert found.name == name
    assert [p.name for p in found.parties] == parties
