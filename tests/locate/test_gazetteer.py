from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.locate import Gazetteer
from trucewatch.locate._table import Entry, to_table
from trucewatch.locate.names import fold

PLACES = [
    Entry("t:1", "Kfar Tala", ("Kafr Tala",), "place", "XA", "North", 10.0, 20.0, 900, 2.0),
    Entry("t:2", "Kfar Tala", (), "place", "XB", None, 50.0, 20.0, 90_000, 3.0),
    Entry("t:3", "Oskandar", ("Uskandar",), "admin1", "XA", "Oskandar", 11.0, 21.0, 500_000, 60.0),
    Entry("t:4", "Oskandar", (), "place", "XA", "Oskandar", 11.1, 21.1, 40_000, 2.0),
    Entry("t:5", "Velhrad", (), "place", "XC", None, 0.0, 0.0, 0, 2.0),
]


@pytest.fixture(scope="module")
def small() -> Gazetteer:
    return Gazetteer(to_table(PLACES))


def test_search_prefers_the_exact_name_and_then_the_more_prominent(small: Gazetteer) -> None:
    assert [(m.entry.id, m.how) for m in small.search("Kfar Tala")][:2] == [("t:2", "exact"), ("t:1", "exact")]


def test_search_says_which_spelling_matched(small: Gazetteer) -> None:
    found = small.search("Kafr Tala")[0]
    assert (found.entry.id, found.name, found.how) == ("t:1", "Kafr Tala", "exact")


@pytest.mark.parametrize(
    ("asked", "how"),
    [("Velhrad", "exact"), ("velhrád", "folded"), ("Velhrod", "skeleton"), ("Velhrand", "fuzzy"), ("Velhard", "fuzzy")],
)
def test_search_tells_by_what_a_name_was_found(small: Gazetteer, asked: str, how: str) -> None:
    found = small.search(asked)
    assert (found[0].entry.id, found[0].how) == ("t:5", how)


def test_search_scores_fall_with_the_way_of_matching(small: Gazetteer) -> None:
    scores = [small.search(name)[0].score for name in ("Velhrad", "velhrád", "Velhrod", "Velhrand")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_search_keeps_to_a_country(small: Gazetteer) -> None:
    assert [m.entry.id for m in small.search("Kfar Tala", country="XA")] == ["t:1"]
    assert small.search("Kfar Tala", country="ZZ") == []


def test_search_takes_a_word_that_says_what_it_is(small: Gazetteer) -> None:
    assert small.search("Oskandar province")[0].entry.id == "t:3"


def test_search_of_an_unknown_name_finds_nothing(small: Gazetteer) -> None:
    assert small.search("Qwxzyjk") == []
    assert small.search("") == []


def test_get_finds_by_id(small: Gazetteer) -> None:
    assert small.get("t:4") == PLACES[3]
    assert small.get("t:99") is None


def test_nearest_is_the_closest_settlement(small: Gazetteer) -> None:
    assert small.nearest(11.05, 21.0).id == "t:4"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["Velhrad", "Oskandar"]), st.data())
def test_search_finds_a_name_with_a_vowel_changed(small: Gazetteer, name: str, data: st.DataObject) -> None:
    places = [i for i, letter in enumerate(name) if letter in "aeo" and i]
    at = data.draw(st.sampled_from(places))
    wrong = name[:at] + data.draw(st.sampled_from("aeiou")) + name[at + 1 :]
    assert name in {m.entry.name for m in small.search(wrong)}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=string.printable, max_size=20))
def test_search_takes_any_text(small: Gazetteer, text: str) -> None:
    assert all(0 < m.score <= 1 for m in small.search(text))


def test_shipped_gazetteer_finds_transliterations(gazetteer: Gazetteer) -> None:
    for spelling in ("Mariupol", "Mariupol'", "Mariupil", "Marioupol"):
        assert gazetteer.search(spelling, country="UA")[0].entry.name == "Mariupol", spelling


def test_shipped_gazetteer_finds_a_misspelt_city(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("Khartuom")[0].entry.country == "SD"
    assert fold(gazetteer.search("Kandhaar", country="AF")[0].entry.name) == "kandahar"


def test_shipped_gazetteer_names_each_entry_once(gazetteer: Gazetteer) -> None:
    ids = gazetteer._columns["id"].to_pylist()
    assert len(ids) == len(set(ids)) > 250_000


def test_shipped_gazetteer_holds_regions_and_territories(gazetteer: Gazetteer) -> None:
    for name in ("Donbas", "Darfur", "Line of Control", "Gaza Strip", "Golan Heights", "Sahel", "Tigray"):
        found = gazetteer.search(name)[0]
        assert found.how in ("exact", "folded"), name
        assert found.entry.kind in ("region", "line", "admin1"), name
