from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.locate.phrases import Named, Phrase, read_phrase, side_of

WHOLE = {"Gaza City", "Line of Control", "South Vela", "Beta Heights"}


def read(text: str) -> Phrase:
    return read_phrase(text, WHOLE.__contains__)


def head(text: str) -> Named:
    return read(text).groups[0].heads[0]


@pytest.mark.parametrize(
    ("text", "name", "hint"),
    [
        ("the town of Alfa", "Alfa", "settlement"),
        ("Alfa village", "Alfa", "settlement"),
        ("Alfa province", "Alfa", "admin1"),
        ("Alfa Oblast", "Alfa", "admin1"),
        ("the Alfa district", "Alfa", "admin2"),
        ("the Alfa valley", "Alfa", "region"),
        ("Gaza City", "Gaza City", None),
        ("Alfa City", "Alfa", "settlement"),
        ("the rebel-held town of al-Alfa", "al-Alfa", "settlement"),
        ("Deir ez-Zor", "Deir ez-Zor", None),
    ],
)
def test_a_name_is_read_with_what_it_is_said_to_be(text: str, name: str, hint: str | None) -> None:
    assert (head(text).name, head(text).hint) == (name, hint)


def test_what_the_next_name_is_says_nothing_of_the_one_before() -> None:
    first = read("the Alfa city of Beta").groups[0]
    names = {n.name: n.hint for n in (*first.heads, *first.containers, *first.beside)}
    assert names == {"Alfa": None, "Beta": "settlement"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("southern Alfa", "south"),
        ("south-eastern Alfa", "southeast"),
        ("the north of Alfa", "north"),
        ("rural Alfa", "rural"),
        ("the Alfa countryside", "rural"),
        ("the outskirts of Alfa", "edge"),
        ("in parts of Alfa", "spread"),
        ("the Alfa front", "front"),
        ("Alfa", None),
        ("South Vela", None),
        ("the eastern city of Alfa", None),
        ("the northern port city of Alfa", None),
    ],
)
def test_a_part_of_a_place_is_read(text: str, part: str | None) -> None:
    assert head(text).part == part


@pytest.mark.parametrize(
    ("text", "distance", "bearing"),
    [
        ("5 km east of Alfa", 5.0, 90.0),
        ("two kilometres west of Alfa", 2.0, 270.0),
        ("some 20 miles north of the city of Alfa", 32.18688, 0.0),
        ("300 metres south-west of Alfa", 0.3, 225.0),
        ("about 12 km from Alfa", 12.0, None),
        ("west of Alfa", None, 270.0),
    ],
)
def test_distance_and_bearing_are_read(text: str, distance: float | None, bearing: float | None) -> None:
    named = head(text)
    assert named.distance_km == (pytest.approx(distance) if distance is not None else None)
    assert named.bearing == bearing
    assert named.near


def test_near_a_place_is_not_at_it() -> None:
    assert head("near Alfa").near
    assert head("close to the village of Alfa").near
    assert not head("in Alfa").near


@pytest.mark.parametrize(
    "text",
    ["Alfa in Bravo province", "Bravo's Alfa district", "the village of Alfa in southern Bravo", "Alfa, in Bravo"],
)
def test_what_holds_a_place_is_told_from_the_place(text: str) -> None:
    group = read(text).groups[0]
    assert [n.name for n in group.heads] == ["Alfa"]
    assert [n.name for n in group.containers] == ["Bravo"]


def test_the_city_that_a_phrase_leads_up_to_is_the_head() -> None:
    group = read("the southern Bravo city of Alfa").groups[0]
    assert [n.name for n in group.heads] == ["Alfa"]
    assert [n.name for n in group.containers] == ["Bravo"]


def test_a_list_has_several_heads_in_one_holder() -> None:
    group = read("Alfa, Bravo and Charlie in the south of Delta").groups[0]
    assert [n.name for n in group.heads] == ["Alfa", "Bravo", "Charlie"]
    assert [(n.name, n.part) for n in group.containers] == [("Delta", "south")]


def test_a_neighbour_is_beside_the_head() -> None:
    group = read("Alfa, west of Bravo").groups[0]
    assert [n.name for n in group.heads] == ["Alfa"]
    assert [n.name for n in group.beside] == ["Bravo"]


def test_only_a_comma_leaves_open_what_holds_what() -> None:
    assert [n.after_comma for n in read("Alfa, Bravo").groups[0].heads] == [False, True]


def test_between_two_places() -> None:
    found = read("between Alfa and Bravo")
    assert found.between
    assert [n.name for n in found.groups[0].heads] == ["Alfa", "Bravo"]
    assert not read("Alfa and Bravo").between


def test_a_possessive_with_a_preposition_holds_nothing() -> None:
    group = read("Bravo's dead in Alfa").groups[0]
    assert [n.name for n in group.heads] == ["Alfa"]
    assert group.containers == ()


def test_a_phrase_without_a_name_tells_its_side() -> None:
    found = read("in the south of the province")
    assert (found.groups, found.loose_part, found.loose_hint) == ((), "south", "admin1")


@pytest.mark.parametrize(("word", "side"), [("south-eastern", "southeast"), ("north", "north"), ("central", None)])
def test_side_of_a_word(word: str, side: str | None) -> None:
    assert side_of(word) == side


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read(text), Phrase)


WORDS = ("the", "town", "of", "Alfa", "Bravo", "near", "between", "and", "in", ",", "5", "km", "east's", "al-Charlie")


@given(st.lists(st.sampled_from(WORDS), max_size=10))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    assert isinstance(read(" ".join(words)), Phrase)


@pytest.mark.parametrize("text", ["Aa of Bb " * 4000, "Idlib, " * 4000, "near" + " " * 100_000 + "Idlib", "A-" * 9000])
def test_long_phrases_are_read_in_the_time_of_their_length(text: str) -> None:
    started = time.process_time()
    read_phrase(text, lambda name: name == "Idlib")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "in the 1600 block of Alfa",
        "at 120 Alfa Avenue",
        "at the intersection of Alfa",
        "on Alfa Street",
        "in the Alfa Garden Apartments",
    ],
)
def test_a_street_or_block_of_flats_is_no_place_elsewhere_of_its_name(text: str) -> None:
    assert read(text).groups == ()


def test_a_street_leaves_the_town_that_it_lies_in() -> None:
    assert [n.name for n in read("in Alfa Street, Beta").groups[0].heads] == ["Beta"]


@pytest.mark.parametrize("text", ["Gaza City Hospital", "the Gaza City Military Airport", "at Gaza City University"])
def test_what_stands_in_a_known_town_is_looked_for_there(text: str) -> None:
    assert (head(text).name, head(text).hint) == ("Gaza City", "site")


def test_a_province_in_brackets_holds_the_place_before_it() -> None:
    group = read("from Alfa (Beta province)").groups[0]
    assert (group.heads[1].name, group.heads[1].after_comma) == ("Beta", True)
