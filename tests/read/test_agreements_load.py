"""Agreements read from TOML and GeoJSON, and every problem named by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trucewatch.errors import AgreementError
from trucewatch.read import check_agreement, load_agreement

SOUND = """
id = "valley-2031"
name = "Truce in the valley"
declared = 2031-03-01
effective = 2031-03-02T06:00:00+01:00
effective_zone = "Europe/Paris"
ended = 2031-12-31

[[parties]]
id = "north"
name = "Northern Republic"
role = "signatory"
answers_for = ["north"]
[[parties]]
id = "south"
name = "Southern Republic"
role = "signatory"
answers_for = ["south", "militia"]

[[sides]]
id = "north"
name = "Northern forces"
bound = "yes"
[[sides]]
id = "south"
name = "Southern forces"
bound = "yes"
[[sides]]
id = "militia"
name = "Hill militia"
bound = "unknown"
through = "south"

[[actors]]
name = "Northern Army"
side = "north"
aliases = ["northern troops"]
[[actors]]
name = "Hill Militia"
side = "militia"
aliases = ["hillmen"]
[[actors]]
name = "Joint patrol"
side = ""

[[exempt]]
actor = "Hill Militia"
status = "unknown"

[[zones]]
id = "valley"
name = "Green Valley"
kind = "polygon"
file = "zones.geojson"
feature = "valley"
uncertainty_km = 2
[[zones]]
id = "contact"
name = "Line of contact"
kind = "line"
file = "zones.geojson"
feature = "contact"
near_km = 5.0
divides = [["north"], ["south", "militia"]]
[[zones]]
id = "road"
name = "The road"
kind = "corridor"
file = "zones.geojson"
feature = "road"
half_width_km = 5
from = "ford"
to = "mill"

[[terms]]
id = "ceasefire"
article = "1"
meaning = "All firing stops."
forbids = ["military_action"]
binds = ["north", "south"]
zone = "valley"
along = "contact"
from = 2031-03-02T06:00:00+01:00
until = 2031-12-31
testable = true
tests = ["military_action", "in_force", "in_area", "along_line_of_contact", "bound_actor", "exempt_group"]
[[terms]]
id = "road"
article = "2"
meaning = "Nobody digs by the road."
forbids = ["fortification", "obstruction"]
zone = "road"
testable = true
tests = ["prohibited_act", "in_force", "in_corridor"]
[[terms]]
id = "spirit"
article = "preamble"
meaning = "Good will."
testable = false

[[sources]]
url = "https://example.org/truce"
for = "the text"
"""
FEATURES: dict[str, Any] = {
    "valley": {"type": "Polygon", "coordinates": [[[20, 44], [21, 44], [21, 45], [20, 45], [20, 44]]]},
    "contact": {"type": "LineString", "coordinates": [[20.0, 44.5], [21.0, 44.5]]},
    "road": {"type": "LineString", "coordinates": [[20.5, 44.0], [20.5, 45.0]]},
    "ford": {"type": "Point", "coordinates": [20.5, 44.2]},
    "mill": {"type": "Point", "coordinates": [20.5, 44.8]},
    "far": {"type": "Point", "coordinates": [22.0, 44.8]},
}


def write(folder: Path, text: str = SOUND, **features: Any) -> Path:
    """The agreement in a folder, with other geometry for some features (null leaves one out)."""
    told = {name: g for name, g in {**FEATURES, **features}.items() if g is not None}
    rows = [{"type": "Feature", "id": n, "properties": {}, "geometry": g} for n, g in told.items()]
    (folder / "zones.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    path = folder / "agreement.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sound_agreement_loads_into_types(tmp_path: Path) -> None:
    found = load_agreement(write(tmp_path))
    assert (found.declared, found.effective) == ("2031-03-01", "2031-03-02T06:00:00+01:00")
    assert [t.until for t in found.terms] == ["2031-12-31", None, None]
    assert found.sources[0].for_ == "the text"
    assert found.sides[2].bound.value == "unknown"


def test_geometry_is_filled_and_cut_to_the_stretch(tmp_path: Path) -> None:
    valley, contact, road = load_agreement(write(tmp_path)).zones
    assert valley.geometry == FEATURES["valley"]
    assert contact.geometry == FEATURES["contact"]
    assert road.geometry is not None
    assert road.geometry["coordinates"] == [pytest.approx([20.5, 44.2]), pytest.approx([20.5, 44.8])]


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('id = "valley-2031"\n', "", "id", "missing"),
        ("declared = 2031-03-01", "declared = 2031-03-01T10:00:00", "declared", "no date or time"),
        ("declared = 2031-03-01", "declared = 10:00:00", "declared", "no date or time"),
        ("declared = 2031-03-01", "declared = 2031-03-04", "effective", "is before 2031-03-04"),
        ("ended = 2031-12-31", "ended = 2031-02-01", "ended", "is before 2031-03-02"),
        ('"Europe/Paris"', '"Europe/Nowhere"', "effective_zone", "no such time zone"),
        ('role = "signatory"\nanswers_for = ["north"]', 'rolle = "s"\nrole = "s"', "parties[0].rolle", "unknown key"),
        ('answers_for = ["north"]', 'answers_for = ["nort"]', "parties[0].answers_for[0]", "no such side: 'nort'"),
        ('bound = "unknown"', 'bound = "maybe"', "sides[2].bound", "'maybe' is not allowed"),
        ('through = "south"', 'through = "west"', "sides[2].through", "no such side or party"),
        ('side = "militia"', 'side = "hills"', "actors[1].side", "no such side: 'hills'"),
        ('["hillmen"]', '["Northern  TROOPS"]', "actors[1].aliases[0]", "also names 'Northern Army'"),
        ('["hillmen"]', '["northern army"]', "actors[1].aliases[0]", "also names 'Northern Army'"),
        ('name = "Joint patrol"', 'name = "Hill Militia"', "actors[2].name", "is also actors[1]"),
        ('actor = "Hill Militia"', 'actor = "Hill People"', "exempt[0].actor", "no such actor"),
        ('id = "militia"', 'id = "south"', "sides[2].id", "is also sides[1]"),
        ('kind = "polygon"', 'kind = "circle"', "zones[0].kind", "'circle' is not allowed"),
        ('feature = "valley"', 'feature = "vale"', "zones[0].feature", "has no feature 'vale'"),
        ('feature = "valley"', 'feature = "contact"', "zones[0].feature", "needs a Polygon"),
        ('feature = "contact"', 'feature = "valley"', "zones[1].feature", "needs a LineString"),
        ("uncertainty_km = 2", "uncertainty_km = -2", "zones[0].uncertainty_km", "greater than or equal to 0"),
        ("uncertainty_km = 2", "near_km = 2", "zones[0].near_km", "is not for a polygon"),
        ("half_width_km = 5", "", "zones[2].half_width_km", "missing"),
        ('to = "mill"', "", "zones[2].to", "missing"),
        ('to = "mill"', 'to = "far"', "zones[2].to", "km from the line"),
        ('to = "mill"', 'to = "ford"', "zones[2].from", "same place"),
        ('to = "mill"', 'to = "gone"', "zones[2].to", "has no feature 'gone'"),
        ('to = "mill"', 'to = "contact"', "zones[2].to", "needs a Point"),
        ('[["north"], ["south", "militia"]]', '[["north"]]', "zones[1].divides", "1 lists of sides"),
        ('[["north"], ["south", "militia"]]', '[["north"], ["west"]]', "zones[1].divides[1][0]", "no such side"),
        ('[["north"], ["south", "militia"]]', '[["north"], ["north"]]', "zones[1].divides[1][0]", "both sides"),
        ('zone = "valley"', 'zone = "vally"', "terms[0].zone", "no such zone: 'vally'"),
        ('along = "contact"', 'along = "front"', "terms[0].along", "no such zone: 'front'"),
        ('along = "contact"', 'along = "valley"', "terms[0].tests[3]", "cannot be asked of a polygon"),
        ('binds = ["north", "south"]', 'binds = ["east"]', "terms[0].binds[0]", "no such side or party"),
        ("until = 2031-12-31", "until = 2031-01-01", "terms[0].until", "is before"),
        ('"in_area"', '"in_aera"', "terms[0].tests[2]", "unknown test: 'in_aera'"),
        ('"in_area", ', '"in_force", ', "terms[0].tests", "named twice"),
        ('"military_action", "in_force"', '"in_force"', "terms[0].tests", "no test asks what the act was"),
        ('forbids = ["fortification", "obstruction"]', "", "terms[1].tests[0]", "prohibited_act needs forbids"),
        ('"obstruction"]', '"obstructoin"]', "terms[1].forbids[1]", "neither a kind nor a class"),
        ('zone = "road"\n', "", "terms[1].tests[2]", "in_corridor needs zone"),
        ('zone = "road"\n', 'zone = "valley"\n', "terms[1].tests[2]", "cannot be asked of a polygon"),
        ("testable = false", "testable = true", "terms[2].tests", "missing"),
        ("testable = false", 'testable = false\ntests = ["no_fly"]', "terms[2].tests", "not testable"),
        ('url = "https://example.org/truce"\n', "", "sources[0].url", "missing"),
        (
            'file = "zones.geojson"\nfeature = "valley"',
            'file = "gone.json"\nfeature = "valley"',
            "zones[0].file",
            "no such file",
        ),
        (
            'file = "zones.geojson"\nfeature = "valley"',
            'file = "../agreement/zones.geojson"\nfeature = "valley"',
            "zones[0].file",
            "leads out",
        ),
    ],
)
def test_problem_is_named_by_its_key(tmp_path: Path, old: str, new: str, key: str, words: str) -> None:
    assert old in SOUND
    folder = tmp_path / "agreement"
    folder.mkdir()
    path = write(folder, SOUND.replace(old, new, 1))
    found, problems = check_agreement(path)
    assert found is None
    told = [p for p in problems if p.key == key and words in p.message]
    assert told, [str(p) for p in problems]
    assert told[0].remedy
    with pytest.raises(AgreementError) as caught:
        load_agreement(path)
    assert str(path) in str(caught.value)
    assert key in str(caught.value)


def test_one_mistake_is_one_problem(tmp_path: Path) -> None:
    _, problems = check_agreement(write(tmp_path, SOUND.replace('"in_area"', '"in_aera"')))
    assert [str(p) for p in problems] == [
        "terms[0].tests[2]: unknown test: 'in_aera' (did you mean `in_area`?)",
    ]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = (
        SOUND.replace('zone = "valley"', 'zone = "x"')
        .replace('side = "militia"', 'side = "y"')
        .replace('"in_force", "in_corridor"', '"q"')
    )
    ring = {"type": "Polygon", "coordinates": [[[20, 44], [21, 44], [21, 45], [20, 45]]]}
    path = write(tmp_path, text, valley=ring)
    _, problems = check_agreement(path)
    assert {p.key for p in problems} == {"actors[1].side", "terms[0].zone", "terms[1].tests[1]", "zones[0].feature"}
    with pytest.raises(AgreementError, match="4 problems"):
        load_agreement(path)


@pytest.mark.parametrize(
    ("feature", "geometry", "words"),
    [
        ("valley", {"type": "Polygon", "coordinates": [[[20, 44], [21, 44], [21, 45], [20, 45]]]}, "not closed"),
        (
            "valley",
            {"type": "Polygon", "coordinates": [[[20, 44], [21, 45], [21, 44], [20, 45], [20, 44]]]},
            "not valid",
        ),
        ("contact", {"type": "LineString", "coordinates": [[20, 95], [21, 95]]}, "swapped"),
        ("contact", {"type": "LineString", "coordinates": [[200, 45], [201, 45]]}, "out of range"),
        (
            "contact",
            {"type": "LineString", "coordinates": [[44.5, 20.0], [44.5, 21.0]]},
            "latitude and longitude swapped",
        ),
    ],
)
def test_flawed_geometry_is_named_by_its_zone(
    tmp_path: Path, feature: str, geometry: dict[str, Any], words: str
) -> None:
    _, problems = check_agreement(write(tmp_path, **{feature: geometry}))
    assert any(words in p.message and p.key is not None and p.key.endswith(".feature") for p in problems)


def test_zones_far_apart_on_purpose_are_no_swap(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[30.0, 50.0], [31.0, 50.0]]}
    found, problems = check_agreement(write(tmp_path, contact=line))
    assert problems == ()
    assert found is not None


def test_circle_of_through_is_told_once_for_each_in_it(tmp_path: Path) -> None:
    text = SOUND.replace(
        'name = "Southern forces"\nbound = "yes"', 'name = "Southern forces"\nbound = "yes"\nthrough = "militia"'
    )
    _, problems = check_agreement(write(tmp_path, text))
    assert [p.key for p in problems] == ["sides[1].through", "sides[2].through"]
    assert "south -> militia -> south" in problems[0].message


def test_nothing_says_from_when(tmp_path: Path) -> None:
    text = SOUND.replace("effective = 2031-03-02T06:00:00+01:00\n", "", 1)
    _, problems = check_agreement(write(tmp_path, text))
    assert [p.key for p in problems] == ["terms[1].from"]


@pytest.mark.parametrize(
    ("data", "words"), [(b"id = ", "no TOML"), (b"\xff\xfe", "UTF-16"), (b"id = 1\nname = '\xe9'", "in line 2")]
)
def test_file_that_is_no_toml(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    with pytest.raises(AgreementError, match=words):
        load_agreement(path)


def test_file_saved_by_an_editor_of_windows_loads(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_agreement(path)[1] == ()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match="no such file"):
        load_agreement(tmp_path / "gone.toml")


def test_table_that_is_no_list(tmp_path: Path) -> None:
    _, problems = check_agreement(write(tmp_path, 'zones = "none"\n' + SOUND.split("[[parties]]", maxsplit=1)[0]))
    assert [str(p) for p in problems] == ["zones: is no list of tables (write [[zones]])"]


def test_geometry_is_no_key_of_the_file(tmp_path: Path) -> None:
    text = SOUND.replace('feature = "valley"', 'feature = "valley"\ngeometry = {type = "Point"}')
    _, problems = check_agreement(write(tmp_path, text))
    assert [p.key for p in problems] == ["zones[0].geometry"]


def test_example_loads(example: Path) -> None:
    found = load_agreement(example / "agreement.toml")
    assert len(found.zones) == 4
    assert all(zone.geometry for zone in found.zones)


SECOND = """
[[zones]]
id = "valley"
name = "Green Valley"
kind = "polygon"
file = "zones.geojson"
feature = "valley"
valid_from = 2031-06-01
"""


def _moved(second: str = SECOND, until: str = "2031-05-31") -> str:
    first = SOUND.replace("uncertainty_km = 2\n", f"uncertainty_km = 2\nvalid_to = {until}\n")
    return first.replace("\n[[terms]]", f"{second}\n[[terms]]", 1)


def test_zone_that_moves_is_several_of_one_id(tmp_path: Path) -> None:
    found = load_agreement(write(tmp_path, _moved()))
    assert [(z.valid_from, z.valid_to) for z in found.zones if z.id == "valley"] == [
        (None, "2031-05-31"),
        ("2031-06-01", None),
    ]
    assert all(z.geometry for z in found.zones)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (_moved(until="2031-06-01"), "zones[3].valid_from", "zones[0] of the same id holds too"),
        (_moved(until="2031-06-01T12:00:00Z"), "zones[3].valid_from", "holds too"),
        (_moved(SECOND.replace("valid_from = 2031-06-01", "")), "zones[3].id", "is also zones[0]"),
        (_moved(SECOND + "valid_to = 2031-05-31\n"), "zones[3].valid_to", "is before 2031-06-01"),
        (
            _moved(SECOND.replace("polygon", "line").replace('feature = "valley"', 'feature = "contact"')),
            "zones[3].kind",
            "line, but zones[0] of the same id is a polygon",
        ),
    ],
)
def test_outlines_of_one_id_must_follow_one_another(tmp_path: Path, text: str, key: str, words: str) -> None:
    agreement, problems = check_agreement(write(tmp_path, text))
    assert agreement is None
    assert [p.key for p in problems] == [key]
    assert words in problems[0].message


def test_outlines_may_change_at_one_moment(tmp_path: Path) -> None:
    text = _moved(until="2031-06-01T12:00:00Z").replace("valid_from = 2031-06-01", "valid_from = 2031-06-01T12:00:00Z")
    assert len(load_agreement(write(tmp_path, text)).zones) == 4


def test_file_outside_the_folder_is_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "secret.json"
    outside.write_text("no JSON", encoding="utf-8")
    folder = tmp_path / "agreement"
    folder.mkdir()
    old = 'file = "zones.geojson"\nfeature = "valley"'
    path = write(folder, SOUND.replace(old, old.replace("zones.geojson", "../secret.json"), 1))
    _, problems = check_agreement(path)
    told = " ".join(p.message for p in problems)
    assert "leads out" in told
    assert "JSON" not in told
