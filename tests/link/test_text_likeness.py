"""How alike two texts are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.cases import claim, report

from trucewatch.link.text import Text, Words, likeness, rarity, shared_words, text_of, words_of

MILL = "Shells hit the old mill of Riverton on Tuesday, said Corporal Odwin Tarn."
AGAIN = "Corporal Odwin Tarn told reporters of shells that hit the mill of Riverton."
FERRY = "The Lostham ferry sank after it struck a drifting mine, the harbour master wrote."


def text(body: str, title: str | None = None, **fields: object) -> Text:
    return text_of(claim("a", "r", **fields), report("r", title=title, text=body))


def whole(body: str) -> Words:
    found = text(body).report
    assert found is not None
    return found


def test_a_report_is_as_like_itself_as_can_be() -> None:
    assert likeness(whole(MILL), whole(MILL)) == pytest.approx(1.0)


def test_shared_rare_words_make_reports_alike() -> None:
    assert likeness(whole(MILL), whole(AGAIN)) > 0.4 > 0.05 > likeness(whole(MILL), whole(FERRY))
    assert set(shared_words(whole(MILL), whole(AGAIN))) >= {"odwin", "tarn"}


def test_common_words_count_little_and_unknown_ones_most() -> None:
    assert rarity("the") == 0.0 < rarity("police") < rarity("mill") < rarity("odwin")


def test_words_are_folded() -> None:
    assert words_of("Mayor’s Zürich: 14 DEAD") == ["mayor", "zurich", "14", "dead"]


def test_few_words_tell_nothing() -> None:
    assert text("Calm on Tuesday").report is None
    assert text_of(claim("a"), None) == Text(None, None, None, None, ())


def test_capitals_give_names_unless_everything_has_them() -> None:
    names = text(
        "In Riverton Corporal Odwin Tarn and Ulla Verbeek died while the guns were silent and nobody fired."
    ).names
    assert names is not None
    assert names.weights.keys() >= {"odwin", "tarn", "riverton"}
    assert "guns" not in names.weights
    assert text(MILL.upper()).names is None


def test_the_outlet_at_the_end_of_a_title_is_no_headline() -> None:
    one = text("", "Mill of Riverton shelled by brigade - WXYZ News").headline
    two = text("", "Mill of Riverton shelled by brigade").headline
    assert one == two is not None


def test_a_passage_is_the_paragraphs_of_the_evidence() -> None:
    body = f"{MILL}\n\n{FERRY}"
    start = body.index("struck")
    evidence = [{"field": "kind", "start": start, "end": start + 6, "quote": "struck"}]
    assert text(body, evidence=evidence).passage == whole(FERRY)
    assert text(body).passage is None


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=60)
def test_likeness_is_between_0_and_1_and_the_same_either_way_round(a: str, b: str) -> None:
    one, two = text(a).report, text(b).report
    if one is not None and two is not None:
        assert likeness(one, two) == likeness(two, one)
        assert -1e-9 <= likeness(one, two) <= 1 + 1e-9


@given(st.permutations([MILL, AGAIN, FERRY]))
def test_a_text_has_the_same_words_whatever_was_read_before(order: list[str]) -> None:
    assert {body: text(body) for body in order} == {body: text(body) for body in (FERRY, MILL, AGAIN)}


def test_reports_of_one_story_share_a_key_and_others_none() -> None:
    assert set(text(MILL).keys) & set(text(AGAIN).keys)
    assert not set(text(MILL).keys) & set(text(FERRY).keys)
