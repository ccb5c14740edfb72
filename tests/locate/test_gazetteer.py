from __future__ import annotations

import string

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.locate import Gazetteer
from trucewatch.locate._table import SCHEMA, Entry, to_table
from trucewatch.locate._texts import TextColumn, TextLists
from trucewatch.locate.gazetteer import likeness, likest
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


def test_what_scores_too_little_is_left_out_and_nothing_else(small: Gazetteer) -> None:
    every = small.candidates("Velhrod", prior=small.priors)
    assert [m.how for m in every] == ["skeleton"]
    assert small.candidates("Velhrod", prior=small.priors, least={"skeleton": every[0].score}) == every
    assert small.candidates("Velhrod", prior=small.priors, least={"skeleton": every[0].score + 0.001}) == []


def test_the_very_name_alone_is_found_where_like_ones_are_not_asked_for(small: Gazetteer) -> None:
    found = small.candidates("Kfar Tala", prior=small.priors, loose=False)
    assert [m.entry.id for m in found] == ["t:1", "t:2"]
    assert small.candidates("Velhrod", prior=small.priors, loose=False) == []


_FOLDS = st.text(alphabet="aeihklmrst", min_size=1, max_size=9)


@given(folded=_FOLDS, spelt=st.lists(st.lists(_FOLDS, min_size=1, max_size=4, unique=True), max_size=5))
def test_the_likest_spelling_is_that_of_all_compared_one_by_one(folded: str, spelt: list[list[str]]) -> None:
    places = [{key: key.title() for key in keys} for keys in spelt]
    expected = {}
    for i, keys in enumerate(spelt):
        best = max(keys, key=lambda key: likeness(folded, key))
        if likeness(folded, best) >= 0.6:
            expected[i] = (best.title(), likeness(folded, best))
    assert likest(folded, places, 0.6) == expected


def test_letters_that_sound_alike_count_as_nearly_the_same() -> None:
    [(_, plain)] = likest("kandagar", [{"kandahar": "Kandahar"}], 0.5).values()
    [(_, heard)] = likest("kandagar", [{"kandahar": "Kandahar"}], 0.5, by_sound=True).values()
    assert plain < heard == pytest.approx(0.97)


def test_words_of_rows_are_read_across_chunks_and_slices() -> None:
    table = to_table(PLACES)
    pieces = pa.concat_tables([table.slice(3), table.slice(0, 0), table.slice(1, 2)]).cast(SCHEMA)
    names, others = TextColumn(pieces["name"]), TextLists(pieces["alternates"])
    assert [names[i] for i in range(4)] == pieces["name"].to_pylist()
    assert [list(others[i]) for i in range(4)] == pieces["alternates"].to_pylist()


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
    ids = gazetteer._ids.to_pylist()
    assert len(ids) == len(set(ids)) > 250_000


def test_shipped_gazetteer_holds_regions_and_territories(gazetteer: Gazetteer) -> None:
    for name in ("Donbas", "Darfur", "Line of Control", "Gaza Strip", "Golan Heights", "Sahel", "Tigray"):
        found = gazetteer.search(name)[0]
        assert found.how in ("exact", "folded"), name
        assert found.entry.kind in ("region", "line", "admin1"), name
