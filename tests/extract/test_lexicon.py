from __future__ import annotations

import re

import pytest

from trucewatch.extract.lexicon import any_of, noun_words, words_table

TEXT = (
    "Two men were hit when to-bomb and U.N. troops' mortars shelled a-Bab; M-16s, mortar shells, the MORTAR (shells) "
    "went off: to bomb, an F-16, a snipers? A bomb."
)
ROWS = (
    ("plain", ("mortars?", "shell(?:s|ed)", "bomb")),
    ("optional", ("(?:a )?bombs?", "ab?c?", "m[ae]n", r"U\.N\. troops")),
    ("nested", ("(?:mort(?:ar|al)|(?:shell|F-16)s?)s?", "(?:went|goes)+ off")),
    ("behind", ("(?<=to )bomb", "(?:(?<=to )|(?<=a ))bomb")),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_a_table_finds_what_the_pattern_of_its_row_finds(row: tuple[str, tuple[str, ...]]) -> None:
    found = [m.span() for _, m in words_table([row]).find(TEXT)]
    assert found == [m.span() for m in any_of(row[1]).finditer(TEXT)]


def test_a_table_gives_its_rows_in_order() -> None:
    found = [key for key, _ in words_table(ROWS).find(TEXT)]
    assert found == sorted(found, key=[name for name, _ in ROWS].index)


@pytest.mark.parametrize("table", ["force", "person", "thing"])
def test_no_word_of_the_lists_has_a_choice_outside_brackets(table: str) -> None:
    words = [w for _, row in noun_words(table) for w in row]
    assert not [w for w in words if "|" in re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", w))]
