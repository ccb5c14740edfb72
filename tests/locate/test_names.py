from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.locate.gazetteer import skeleton_edits
from trucewatch.locate.names import SKELETON_LETTERS, core_name, fold, skeleton, skeleton_of_fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Şan‘ā’", "Sana"),
        ("Deir ez-Zor", "deir zor"),
        ("al-Bab", "Al Bāb"),
        ("As-Suwaydā’", "Suwayda"),
        ("Donets'k", "Donetsk"),
        ("Port-au-Prince", "Port au Prince"),
        ("Nagorno‑Karabakh", "nagorno karabakh"),
    ],
)
def test_fold_takes_away_what_typing_changes(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_an_article_that_is_the_whole_name() -> None:
    assert fold("Al") == "al"


def test_fold_keeps_a_word_that_only_looks_like_a_sun_article() -> None:
    assert fold("Ash Fork") == "ashfork"


@pytest.mark.parametrize(
    "spellings",
    [
        ("Muhambal", "Mahambal", "Mhambel", "Mohambal", "Mkhanbel", "Muhamabal"),
        ("Idlib", "Idleb", "Idilb"),
        ("Kyiv", "Kiev"),
        ("Kharkiv", "Kharkov"),
        ("Lviv", "Lvov"),
        ("Khan Younis", "Khān Yūnis"),
        ("Deir Ezzor", "Deir ez-Zor", "Dayr az Zawr"),
        ("Kafr Nabl", "Kafranbel"),
        ("Mekelle", "Mekele"),
        ("Hodeidah", "Hudaydah"),
        ("Jisr ash-Shughur", "Jisr al-Shughour"),
    ],
)
def test_skeleton_is_one_for_the_spellings_of_a_name(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(name) for name in spellings}) == 1


@given(st.text(alphabet=string.ascii_letters + string.digits + " -'\"`.()", max_size=24))
def test_fold_of_plain_letters_is_that_of_any_letters(name: str) -> None:
    assert fold(name) == fold(name + "’"), "a mark that is nothing, and no plain letter"


def test_skeleton_is_empty_where_too_little_is_left() -> None:
    assert skeleton("Aue") == ""


@given(st.text())
def test_fold_of_any_text_is_plain_and_stays_itself(text: str) -> None:
    folded = fold(text)
    assert set(folded) <= set(string.ascii_lowercase + string.digits)


@given(st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=30))
def test_skeleton_holds_only_its_letters(text: str) -> None:
    assert set(skeleton_of_fold(text)) <= set(SKELETON_LETTERS)


@given(st.text(alphabet=SKELETON_LETTERS, min_size=2, max_size=8), st.data())
def test_skeleton_edits_hold_every_single_slip(bones: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(bones) - 1))
    letter = data.draw(st.sampled_from(SKELETON_LETTERS))
    slips = {bones[:at] + bones[at + 1 :], bones[:at] + letter + bones[at:], bones[:at] + letter + bones[at + 1 :]}
    assert slips - {bones} <= set(skeleton_edits(bones))


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Donetsk Oblast", "Donetsk"),
        ("Muhafazat Hadramaout", "Hadramaout"),
        ("Ninewa Governorate", "Ninewa"),
        ("Oblast", "Oblast"),
    ],
)
def test_core_name_leaves_out_what_says_what_it_is(name: str, core: str) -> None:
    assert core_name(name) == core
