"""Figures from the words that a figure rests on."""

import pytest

from trucewatch.extract._claim_values import figure_of, is_total
from trucewatch.extract.claimants import apart, author_name, claimant_name, fuller_name, is_pronoun
from trucewatch.model import ClaimantKind


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
        ("the number of dead at nine", 9, 9),
        ("a provisional toll of 24", 24, 24),
        ("the injured at 12, including four officers", 12, 12),
        ("the dead of both camps at 20", 20, 20),
        ("an estimated 50,000 people", 50_000, 50_000),
        ("some thirty persons", 30, 30),
        ("his wife and four sons", 5, 5),
        ("a mother, her sister and four children", 6, 6),
        ("one soldier, one militiaman dead", 2, 2),
        ("one body, a man of about 30", 1, 1),
        ("an old couple who had stayed", 2, 2),
        ("the brothers Odo and Ren Marn", 2, 2),
        ("Odo Marn and Ren Tal were killed", 2, 2),
        ("not a drop of blood", 0, 0),
        ("seven dead and wounded", None, 7),
        ('"neutralised" 20 fighters', None, 20),
        ("his mother and younger sister", 2, 2),
        ("her son Odo, an army captain", 1, 1),
        ("his wife Ann Engels, 49", 1, 1),
        ("an additional 41 people", 41, 41),
        ("at least a civilian", 1, None),
        ("did not cause any casualties", 0, 0),
        ("several men of the Front of Iraq and the Levant", 2, None),
    ],
)
def test_figure_of_counts_people(words: str, low: int | None, high: int | None) -> None:
    count = figure_of(words)
    assert count is not None
    assert (count.low, count.high) == (low, high)


@pytest.mark.parametrize("words", ["soldiers", "the men", "they"])
def test_figure_of_is_null_where_no_number_is_told(words: str) -> None:
    assert figure_of(words) is None


def test_is_total_tells_a_toll_from_one_of_its_parts() -> None:
    assert is_total("bringing the number of victims to nine")
    assert not is_total("two more people")


def test_claimant_name_is_the_office_without_its_spokesman() -> None:
    assert claimant_name("a spokesman for the Hill Brigade") == "Hill Brigade"
    assert claimant_name("the governor's office") == "governor's office"


def test_author_name_leaves_out_section_and_channel() -> None:
    assert author_name("Northern Command, press office (telex)") == "Northern Command"


def test_pronouns_point_back() -> None:
    assert is_pronoun("It")
    assert not is_pronoun("the army")


def test_fuller_name_is_the_longest_that_the_text_gives() -> None:
    text = "The Valley Border Mission spoke on Monday. The Mission has a list. A spokesman answered."
    assert fuller_name("Mission", text) == "Valley Border Mission"
    assert fuller_name("spokesman", text) == "spokesman"


def test_claimant_words_of_two_are_apart() -> None:
    words = "local officials and the police"
    assert [words[a:b] for a, b in apart(words)] == ["local officials", "the police"]
    assert len(apart("local and media sources")) == 1
    assert len(apart("the Ministry of Peace and Elders")) == 1


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("the prefect, Ann Bell", ClaimantKind.GOVERNMENT, "Ann Bell"),
        ("Ann Bell, the village chief", ClaimantKind.WITNESS, "Ann Bell"),
        ("deputy commissioner Mr M. A. Rao", ClaimantKind.GOVERNMENT, "M. A. Rao"),
        ("the rights group Open Door", ClaimantKind.OTHER, "Open Door"),
        ("the defence minister, Ann Bell", ClaimantKind.GOVERNMENT, "defence minister, Ann Bell"),
        ("a woman who escaped", ClaimantKind.WITNESS, "woman who escaped"),
        ("local officials", ClaimantKind.GOVERNMENT, "local officials"),
        ("2. Ann Bell", ClaimantKind.OTHER, "Ann Bell"),
    ],
)
def test_claimant_is_the_person_or_body_that_its_words_name(words: str, kind: ClaimantKind, name: str) -> None:
    assert claimant_name(words, kind) == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("OCHA Chad weekly note", "OCHA Chad"),
        ("Joint Ceasefire Commission bulletin", "Joint Ceasefire Commission"),
        ("RFC political bureau", "RFC"),
        ("Hill Bulletin", "Hill Bulletin"),
    ],
)
def test_author_is_named_without_its_product(source: str, name: str) -> None:
    assert author_name(source) == name


@pytest.mark.parametrize("words", ["a platoon", "the peasant family", "NO. 4 TROOPS"])
def test_figure_of_counts_no_one_in_a_body_of_people(words: str) -> None:
    assert figure_of(words) is None
