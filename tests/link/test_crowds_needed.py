"""Where many claims tell of one place and day, two of them need more in common."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from tests.link.cases import claim, day, place

from trucewatch.link import default_weights
from trucewatch.link.bulk import SCALE, BulkScorer
from trucewatch.link.crowds import FEW, Crowds, crowding
from trucewatch.link.table import ClaimTable, build_table
from trucewatch.link.views import view
from trucewatch.model import Claim

MANY = 4 * FEW
PROVINCE = place("Province", 10.5, 20.5, radius_km=60.0)


def columns(*claims: Claim) -> ClaimTable:
    return build_table((view(c, {}) for c in claims), default_weights())


def crowd(size: int) -> list[Claim]:
    return [claim(f"z{i:03d}") for i in range(size)]


def needed(one: dict[str, Any], size: int = MANY) -> float:
    """What a claim needs beside so many at Riverton on 8 May."""
    return float(crowding(columns(claim("a", **one), *crowd(size)))[0])


@pytest.mark.parametrize(
    ("one", "words"),
    [
        ({}, "41 claims of riverton and that day: 4.1 times 10"),
        ({"where": PROVINCE}, "41 claims of the 2 degrees around province and that day: 4.1 times 10"),
        ({"where": None}, "41 claims and that day: 4.1 times 10"),
        ({"when": day("2001-05-08", "2001-05-14")}, "41 claims of riverton and that day, 7 days long: 28.7 times 10"),
        ({"when": day("2001-06-08")}, "1 claims of riverton and that day: no more than 10"),
    ],
)
def test_a_crowd_is_told_in_words(one: dict[str, Any], words: str) -> None:
    asked = claim("a", **one)
    found = Crowds([asked, *crowd(MANY), claim("t", scope="toll")], {}).of(asked)
    assert found is not None
    assert found.words == words
    assert found.needed == pytest.approx(needed(one))


def test_few_claims_change_nothing() -> None:
    assert not crowding(columns(*crowd(FEW))).any()


def test_a_crowd_asks_for_the_logarithm_of_how_much_larger_it_is() -> None:
    assert crowding(columns(*crowd(MANY))) == pytest.approx(math.log(MANY / FEW))


@pytest.mark.parametrize(
    "other",
    [
        {"when": day("2001-05-20")},
        {"when": None},
        {"where": place("Lostham", 10.0, 20.0)},
        {"kind": "patrol"},
    ],
)
def test_another_day_place_or_class_is_no_crowd(other: dict[str, Any]) -> None:
    assert needed(other) == 0.0


@pytest.mark.parametrize("where", [PROVINCE, None])
def test_a_vague_place_is_as_crowded_as_what_lies_in_it(where: dict[str, Any] | None) -> None:
    assert needed({"where": where}) == pytest.approx(math.log((MANY + 1) / FEW))


def test_several_days_count_each() -> None:
    week = {"when": day("2001-05-08", "2001-05-14")}
    assert needed(week) == pytest.approx(math.log(7 * (MANY + 1) / FEW))


def test_it_is_taken_from_scores_but_not_within_a_report() -> None:
    weights = default_weights()
    views = [view(c, {}) for c in (claim("a", "r"), claim("b", "r"), claim("c", "s"))]
    few, many = (
        BulkScorer(build_table([*views, *(view(c, {}) for c in crowd(n))], weights), weights, day_window=2).score(
            np.array([0, 0], np.int32), np.array([1, 2], np.int32)
        )
        for n in (0, MANY)
    )
    lost = (few.total // np.maximum(few.known, 1) - many.total // np.maximum(many.known, 1)) / SCALE
    assert lost.tolist() == [0.0, pytest.approx(math.log((MANY + 3) / FEW), abs=1e-3)]
