from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.errors import GazetteerError
from trucewatch.locate import Gazetteer, add_places

GEONAMES = (
    "9900001\tWadi Nuhas\tWadi Nuhas\tWadi Nahas,Ouadi Nouhas\t15.5\t44.5\tP\tPPL\tYE"
    "\t\t16\t\t\t\t1200\t\t2200\tAsia/Aden\t2024-01-01\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_places_are_found_by_name_and_alternate(tmp_path: Path, home: Path) -> None:
    text = "name,lat,lon,country,alternates,radius_km\nNew Zephyria,35.1,36.2,sy,Zefiriya;Az-Zafiriyah,1.5\n"
    gazetteer = Gazetteer.load([write(tmp_path, "mine.csv", text)])
    entry = gazetteer.search("Zefiriya")[0].entry
    assert (entry.name, entry.country, entry.radius_km, entry.kind) == ("New Zephyria", "SY", 1.5, "place")
    assert entry.id.startswith("user:")


def test_geonames_table_is_read(tmp_path: Path, home: Path) -> None:
    gazetteer = Gazetteer.load([write(tmp_path, "YE.txt", GEONAMES)])
    entry = gazetteer.get("geonames:9900001")
    assert entry is not None
    assert (entry.name, entry.population, entry.country, entry.kind) == ("Wadi Nuhas", 1200, "YE", "place")
    assert gazetteer.search("Ouadi Nouhas")[0].entry.id == "geonames:9900001"


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("", ":1", "is empty"),
        ("name,lat\nA,1\n", ":1", "no column lon"),
        ("name,lat,lon\nA,1,2\nB,95,2\n", ":3", "lat is '95'"),
        ("name,lat,lon\nA,1,east\n", ":2", "lon is 'east'"),
        ("name,lat,lon\n,1,2\n", ":2", "no name"),
        ("name,lat,lon,country\nA,1,2,Mali\n", ":2", "country is 'Mali'"),
        ("name,lat,lon,radius_km\nA,1,2,-4\n", ":2", "radius_km is '-4'"),
        ("name,lat,lon,kind\nA,1,2,burg\n", ":2", "kind is 'burg'"),
        (GEONAMES + "1\ttoo short\t\t\t\t\t\t\t\t\t\t\n", ":2", "12 columns"),
        (GEONAMES.replace("15.5", "x"), ":1", "latitude is 'x'"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_remedy(
    tmp_path: Path, home: Path, text: str, where: str, message: str
) -> None:
    path = write(tmp_path, "bad.csv", text)
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.load([path])
    assert caught.value.where == f"{path}{where}"
    assert message in caught.value.message
    assert caught.value.remedy


def test_a_missing_file_is_refused(tmp_path: Path, home: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        Gazetteer.load([tmp_path / "none.csv"])


def test_added_places_are_there_in_later_runs(tmp_path: Path, home: Path) -> None:
    done = add_places(write(tmp_path, "mine.csv", "name,lat,lon,country\nZephyria,35.1,36.2,SY\n"))
    assert (done.added, done.merged, done.known) == (1, 0, 0)
    assert done.stored.parent == home / "gazetteers"
    assert Gazetteer.load().search("Zephyria", country="SY")[0].how == "exact"


def test_adding_a_file_again_replaces_it(tmp_path: Path, home: Path) -> None:
    path = write(tmp_path, "mine.csv", "name,lat,lon,country\nZephyria,35.1,36.2,SY\n")
    add_places(path)
    size = len(Gazetteer.load())
    path.write_text("name,lat,lon,country\nZephyria,35.3,36.2,SY\n", encoding="utf-8")
    assert add_places(path).added == 1
    gazetteer = Gazetteer.load()
    assert len(gazetteer) == size
    assert gazetteer.search("Zephyria", country="SY")[0].entry.lat == 35.3


def test_repeats_in_a_file_are_one_place(tmp_path: Path, home: Path) -> None:
    text = "name,lat,lon,country,alternates\nZephyria,35.1,36.2,SY,Zefiria\nZephyria,35.101,36.2,SY,Sufuria\n"
    done = add_places(write(tmp_path, "mine.csv", text))
    assert (done.added, done.known) == (1, 1)
    assert Gazetteer.load().search("Sufuria", country="SY")[0].entry.name == "Zephyria"


def test_a_known_place_keeps_its_id_and_takes_the_users_point(tmp_path: Path, home: Path, gazetteer: Gazetteer) -> None:
    known = gazetteer.search("Avdiivka", country="UA")[0].entry
    text = f"name,lat,lon,country,alternates\n{known.name},{known.lat + 0.005},{known.lon},UA,Zefirivka\n"
    done = add_places(write(tmp_path, "mine.csv", text))
    assert (done.added, done.merged) == (0, 1)
    loaded = Gazetteer.load()
    assert len(loaded) == len(gazetteer)
    entry = loaded.get(known.id)
    assert entry is not None
    assert entry.lat == pytest.approx(known.lat + 0.005)
    assert {*known.alternates, "Zefirivka"} <= set(entry.names)
    assert entry.population == known.population


def test_a_place_known_just_so_is_not_stored(tmp_path: Path, home: Path, gazetteer: Gazetteer) -> None:
    known = gazetteer.search("Avdiivka", country="UA")[0].entry
    done = add_places(write(tmp_path, "mine.csv", f"name,lat,lon\n{known.name},{known.lat},{known.lon}\n"))
    assert (done.added, done.merged, done.known) == (0, 0, 1)


def test_a_store_of_another_version_is_refused(home: Path) -> None:
    folder = home / "gazetteers"
    folder.mkdir(parents=True)
    (folder / "old.parquet").write_bytes(b"not parquet")
    with pytest.raises(GazetteerError, match="not a gazetteer") as caught:
        Gazetteer.load()
    assert caught.value.remedy
