"""A wave and its parts count once, in ledgers, trends, checks and totals alike."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.assess.umbrellas import Bounds, Member, added_up, beyond_parts, told_apart

WAVE, PART, OTHER = Member("wave", None, True), Member("part", "wave", True), Member("other", None, True)


def perhaps(member: Member) -> Member:
    return member._replace(sure=False)


@pytest.mark.parametrize(
    ("members", "waves"),
    [
        ([WAVE, OTHER], set()),
        ([WAVE, PART], {"wave"}),
        ([perhaps(WAVE), perhaps(PART)], {"wave"}),
        ([WAVE, perhaps(PART)], set()),
        ([perhaps(WAVE), PART], {"wave"}),
    ],
    ids=["no part is counted", "a part", "both perhaps", "a part that perhaps counts", "a wave that perhaps counts"],
)
def test_a_wave_is_no_act_beside_its_parts(members: list[Member], waves: set[str]) -> None:
    assert told_apart(members) == waves


def test_a_part_whose_wave_is_not_counted_changes_nothing() -> None:
    assert beyond_parts([PART, OTHER], [(1, 2, 3), (4, 5, None)]) == [(1, 2, 3), (4, 5, None)]


def test_of_what_perhaps_counts_only_the_high_is_added() -> None:
    assert added_up([perhaps(OTHER), WAVE], [(1, 2, 3), (4, 4, 4)]) == (4, 4, 7)


@given(
    st.tuples(*3 * [st.integers(0, 50)]),
    st.lists(st.tuples(*3 * [st.integers(0, 20)]), max_size=5),
    st.randoms(use_true_random=False),
)
def test_a_total_is_the_larger_of_the_wave_and_its_parts_in_any_order(
    wave: tuple[int, int, int], parts: list[tuple[int, int, int]], shuffled: Random
) -> None:
    rows: list[tuple[Member, Bounds]] = [
        (WAVE, wave),
        *((Member(f"p{k}", "wave", True), p) for k, p in enumerate(parts)),
    ]
    shuffled.shuffle(rows)
    total = added_up([m for m, _ in rows], [f for _, f in rows])
    assert total == tuple(max(wave[k], sum(p[k] for p in parts)) for k in range(3))


@pytest.mark.parametrize("figures", [[(1, 1, None), (2, 2, 2)], [(1, 1, 1), (2, 2, None)]], ids=["wave", "part"])
def test_a_total_is_open_where_the_wave_or_a_part_is(figures: list[Bounds]) -> None:
    assert added_up([WAVE, PART], figures) == (2, 2, None)
