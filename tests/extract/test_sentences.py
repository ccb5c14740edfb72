from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract import dateline_end, split_sentences

PARTS = st.sampled_from(
    [
        "A shell fell.",
        " ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "Lt. Ali Kaya",
        "at 7 p.m. ",
        "Two died!",
        "“Stop.”",
        "é",
        "U.S. ",
        "…",
    ]
)


def texts(text: str) -> list[str]:
    return [s.text for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("GAO, Mali -- Two men died.", "Two men died."),
        ("GAO, Mali — Two men died.", "Two men died."),
        ("BAMAKO (Agency) - Two men died.", "Two men died."),
        ("BAMAKO, June 14 (Agency) - Two men died.", "Two men died."),
        ("GAO, 14 June 2024 – Two men died.", "Two men died."),
        ("PARIS/BAMAKO (Agency) - Two men died.", "Two men died."),
    ],
)
def test_dateline_ends_where_the_news_begins(text: str, rest: str) -> None:
    assert text[dateline_end(text) :] == rest


@pytest.mark.parametrize(
    "text",
    ["Two men died in Gao.", "Gao - the town - is quiet.", "Shells fell on Gao (north) and on Ansongo.", ""],
)
def test_dateline_is_not_seen_where_there_is_none(text: str) -> None:
    assert dateline_end(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Omar Said was killed near Gao.",
        "It began at 7 p.m. on Friday.",
        "U.S. troops left the base.",
        "Mr. J. Keita spoke of St. Louis.",
        "The toll, ca. 40 men, was revised.",
        "The shell fell 1.5 km from the school.",
    ],
)
def test_sentence_is_not_cut_at_an_abbreviation(text: str) -> None:
    assert texts(text) == [text]


def test_sentence_ends_at_a_stop_before_a_capital() -> None:
    assert texts("Two died. Three were hurt! Who fired? Nobody knows.") == [
        "Two died.",
        "Three were hurt!",
        "Who fired?",
        "Nobody knows.",
    ]


def test_sentence_keeps_its_closing_quotation_mark() -> None:
    assert texts("“They fired at us.” He left.") == ["“They fired at us.”", "He left."]


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "1. ", "2) ", "(a) ", "12:30 "])
def test_sentence_list_items_are_apart_without_full_stops(mark: str) -> None:
    assert len(texts(f"Acts of the day:\n{mark}a shell at Gao\n{mark}a mine at Ansongo")) == 3


def test_sentence_blank_lines_part_paragraphs() -> None:
    found = split_sentences("Shelling at dusk\n\nTwo died. One was hurt.\n\nIt ended.")
    assert [s.paragraph for s in found] == [0, 1, 1, 2]


def test_sentence_numbers_count_up() -> None:
    assert [s.index for s in split_sentences("One. Two. Three.")] == [0, 1, 2]


@given(st.lists(PARTS, max_size=14).map("".join))
def test_sentence_offsets_give_their_words_and_lose_none(text: str) -> None:
    found = split_sentences(text)
    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


@pytest.mark.parametrize("piece", ["two men and ", "Al-Al-", "x", "a,\n"])
def test_sentences_that_never_end_are_cut(piece: str) -> None:
    text = piece * (5_000 // len(piece))
    found = split_sentences(text)
    assert len(found) > 3
    assert all(len(s.text) <= 1_200 and text[s.start : s.end] == s.text for s in found)
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())
