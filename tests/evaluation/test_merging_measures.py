"""Measures of grouping, by hand-worked cases."""

from __future__ import annotations

import pytest
from evaluation.merging_measures import merging

GOLD = {"a": 1, "b": 1, "c": 1, "d": 2}


def test_a_case_worked_by_hand() -> None:
    found = merging(GOLD, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert found.b_cubed.precision == pytest.approx(0.75)
    assert found.b_cubed.recall == pytest.approx(2 / 3)
    assert (found.muc.precision, found.muc.recall) == (0.5, 0.5)
    # {a, b, c} with {a, b}: 4/5; {d} with {c, d}: 2/3; over two groups each
    assert found.ceaf.precision == found.ceaf.recall == pytest.approx((4 / 5 + 2 / 3) / 2)
    assert found.conll == pytest.approx((found.b_cubed.f1 + 0.5 + found.ceaf.f1) / 3)
    assert (found.groups, found.single) == (2, 0)


def test_the_right_grouping_scores_one_and_others_count_for_nothing() -> None:
    found = merging(GOLD, {**GOLD, "z": 1})
    assert found.b_cubed.f1 == found.muc.f1 == found.ceaf.f1 == pytest.approx(1.0)
    assert found.single == 1


def test_items_alone_have_precision_but_no_links() -> None:
    found = merging(GOLD, {i: i for i in GOLD})
    assert found.b_cubed.precision == 1.0
    assert found.b_cubed.recall == pytest.approx((3 * (1 / 3) + 1) / 4)
    assert found.muc.f1 == 0.0
