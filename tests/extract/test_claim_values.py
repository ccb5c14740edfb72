"""Figures from the words that a figure rests on."""

import pytest

from trucewatch.extract._claim_values import author_name, claimant_name, figure_of, is_pronoun


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("two soldiers", 2, 2),
        ("at least 12 people", 12, None),
        ("a family of five", 5, 5),
        ("two officers and three men", 5, 5),
        ("a mayor and his son", 2, 2),
        ("an old man, a boy", 2, 2),
        ("Comrade Sagar and three members of his squad", 4, 4),
        ("18 of the 26", 18, 18),
        ("a third man", 1, 1),
        ("her husband", 1, 1),
        ("Sergeant Odo Marn", 1, 1),
        ("several", 2, None),
        ("plenty wounded", 2, None),
        ("no one hurt", 0, 0),
        ("was not harmed", 0, 0),
        ("seven people, including two children", 7, 7),
    ],
)
def test_figure_of_counts_people(words: str, low: int, high: int | None) -> None:
    count = figure_of(words)
    assert count is not None
    assert (count.low, count.high) == (low, high)


@pytest.mark.parametrize("words", ["soldiers", "the men", "they"])
def test_figure_of_is_null_where_no_number_is_told(words: str) -> None:
    assert figure_of(words) is None


def test_claimant_name_is_the_office_without_its_spokesman() -> None:
    assert claimant_name("a spokesman for the Hill Brigade") == "Hill Brigade"
    assert claimant_name("the governor's office") == "governor's office"


def test_author_name_leaves_out_section_and_channel() -> None:
    assert author_name("Northern Command, press office (telex)") == "Northern Command"


def test_pronouns_point_back() -> None:
    assert is_pronoun("It")
    assert not is_pronoun("the army")
