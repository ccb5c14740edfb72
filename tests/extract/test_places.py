from __future__ import annotations

import pytest

from trucewatch.extract.places import PlaceMention, find_places

KNOWN = {
    "Gao": 0.9,
    "Ansongo": 0.9,
    "Menaka": 0.9,
    "Mali": 1.0,
    "Timbuktu": 0.95,
    "Bamako": 1.0,
    "Lake Faguibine": 0.8,
    "Hope": 0.5,
}


def places(text: str, **more: object) -> list[PlaceMention]:
    return find_places(text, known=lambda name: KNOWN.get(name, 0.0), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("A shell fell in Gao.", "Gao"),
        ("A shell fell near Gao.", "near Gao"),
        ("A shell fell outside Gao.", "outside Gao"),
        ("A shell fell in the town of Gao.", "the town of Gao"),
        ("A shell fell 5 km east of Gao.", "5 km east of Gao"),
        ("A shell fell between Gao and Ansongo.", "between Gao and Ansongo"),
        ("A shell fell in Gao, Mali.", "Gao, Mali"),
        ("A shell fell in Gao, northern Mali.", "Gao, northern Mali"),
        ("A shell fell in northern Mali.", "northern Mali"),
        ("A shell fell in Gao province.", "Gao province"),
        ("Rebels shelled Gao overnight.", "Gao"),
    ],
)
def test_place_phrase_is_taken_whole(text: str, phrase: str) -> None:
    assert [p.text for p in places(text)] == [phrase]


def test_place_names_of_a_phrase_in_order() -> None:
    assert [p.names for p in places("A shell fell between Gao and Ansongo.")] == [("Gao", "Ansongo")]


def test_place_list_is_one_phrase() -> None:
    assert [p.names for p in places("Shells fell in Gao, Ansongo and Menaka.")] == [("Gao", "Ansongo", "Menaka")]


def test_place_two_apart_are_two() -> None:
    assert [p.names for p in places("Shells fell in Gao while mines went off in Menaka.")] == [("Gao",), ("Menaka",)]


def test_place_unheard_name_counts_after_a_feature() -> None:
    assert [p.names for p in places("A shell fell in the village of Tinzawat.")] == [("Tinzawat",)]


def test_place_misspelt_name_counts_after_a_preposition() -> None:
    assert [p.names for p in places("A shell fell near Ansonggo.")] == [("Ansonggo",)]


@pytest.mark.parametrize("text", ["GUNMEN KILL TWO IN GAO", "MORTAR FIRE NEAR GAO"])
def test_place_capitals_are_read(text: str) -> None:
    assert [p.names for p in places(text)] == [("Gao",)]


@pytest.mark.parametrize(
    "text",
    [
        "The Council of Gao met.",
        "The deal signed in Bamako holds.",
        "Talks in Bamako ended.",
        "The University of Timbuktu opened.",
    ],
)
def test_place_offices_and_talks_are_none(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    "text", ["Shelling began on Friday.", "It began in March.", "Two men died on Twitter.", "Malian troops left."]
)
def test_place_days_and_demonyms_are_none(text: str) -> None:
    assert places(text) == []


def test_place_in_a_taken_span_is_none() -> None:
    text = "A shell hit the Gao Rifles in Menaka."
    at = text.index("Gao Rifles")
    assert [p.names for p in places(text, taken=[(at, at + len("Gao Rifles"))])] == [("Menaka",)]


def test_place_roads_of_the_agreement_count() -> None:
    assert [p.names for p in places("A mine went off on the RN17.", lines=("RN17",))] == [("RN17",)]


@pytest.mark.parametrize(
    ("text", "after"), [("It fell in Gao.", "in"), ("It came from Gao.", "from"), ("They shelled Gao.", "shelled")]
)
def test_place_keeps_the_word_that_ties_it(text: str, after: str) -> None:
    assert [p.after for p in places(text)] == [after]


def test_place_surety_of_a_phrase_is_that_of_its_best_name() -> None:
    assert [p.surety for p in places("A shell fell in Gao, Mali.")] == [1.0]


def test_place_text_is_what_stands_there() -> None:
    text = "Shells fell near Gao, in northern Mali, and in the village of Tinzawat."
    assert all(text[p.start : p.end] == p.text for p in places(text))
