"""The measure of statements in single sentences: its tables and how it counts."""

from pathlib import Path

import pytest
from evaluation.measures import PRF
from evaluation.statement_wordings import CEASEFIRE, TABLES, WARS, Wording, by_type, read, read_wordings, score

from trucewatch.assess.statements import Statement
from trucewatch.model import CheckType

TWO = "Two soldiers were shot dead on Sunday. They were the first losses since the truce began."


def wording(asked: CheckType | None, start: int = 0, end: int = len(TWO)) -> Wording:
    return Wording("ceasefire", "x", start, end, asked, None, TWO)


def statements() -> list[Statement]:
    return read(wording(None), {})


def test_read_takes_what_stands_in_the_span() -> None:
    assert [s.type for s in statements()] == [CheckType.FIRST_SINCE]
    assert read(wording(None, 0, 38), {}) == []


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        (CheckType.FIRST_SINCE, {CheckType.FIRST_SINCE: PRF(1, 0, 0)}),
        (CheckType.TREND, {CheckType.TREND: PRF(0, 0, 1), CheckType.FIRST_SINCE: PRF(0, 1, 0)}),
        (None, {CheckType.FIRST_SINCE: PRF(0, 1, 0)}),
    ],
)
def test_by_type_puts_a_miss_under_what_is_asked(asked: CheckType | None, counts: dict[CheckType, PRF]) -> None:
    assert by_type(wording(asked), statements()) == counts


def test_score_counts_a_miss_where_nothing_is_found() -> None:
    assert score(wording(CheckType.TREND), []) == PRF(0, 0, 1)


@pytest.mark.parametrize("table", TABLES.values())
def test_every_row_has_a_span_and_a_value_only_beside_a_type(table: Path) -> None:
    rows = read_wordings(table)
    assert all(0 <= w.start < w.end for w in rows)
    assert all(w.value is None or w.type is not None for w in rows)


def test_sentences_of_the_ceasefire_set_carry_their_text() -> None:
    assert all(w.text is not None and w.end <= len(w.text) for t in (CEASEFIRE, WARS) for w in read_wordings(t))
