"""Which pairs are compared: neighbours are found, and the work does not grow with the square."""

from __future__ import annotations

from typing import Any

import pytest
from tests.link.cases import claim, count, day, place, report, victim

from trucewatch.link import default_weights
from trucewatch.link.bulk import BulkScorer
from trucewatch.link.candidates import BlockOptions, candidate_pairs
from trucewatch.link.table import build_table
from trucewatch.link.views import view
from trucewatch.model import Claim

FILLERS = [claim(f"z{i:03d}", when=day("1950-01-01"), where=place("Nowhere", -70.0, 150.0)) for i in range(70)]
"""Claims about something else, so that blocks are used."""


def pairs(*claims: Claim, cap: int = 60, **reports: Any) -> list[tuple[int, int]]:
    known = {k: report(k, **v) for k, v in reports.items()}
    table = build_table((view(c, known) for c in claims), default_weights())
    scorer = BulkScorer(table, default_weights(), day_window=2)
    found = candidate_pairs(scorer, BlockOptions(block_cap=cap))
    return sorted({(int(i), int(j)) for first, second in found for i, j in zip(first, second, strict=True)})


def told(*claims: Claim, **reports: Any) -> list[tuple[int, int]]:
    """Pairs among these claims, which must be the same when there are many others."""
    alone = pairs(*claims, **reports)
    among = [p for p in pairs(*claims, *FILLERS, **reports) if p[1] < len(claims)]
    assert among == alone
    return alone


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({}, {}),
        ({"where": place("A", 9.99, 19.99)}, {"where": place("B", 10.01, 20.01)}),
        ({"where": place("A", -0.01, -0.01)}, {"where": place("B", 0.01, 0.01)}),
        ({"where": place("A", 10.0, 179.99)}, {"where": place("B", 10.0, -179.99)}),
        ({"where": place("A", 69.99, 20.0)}, {"where": place("B", 70.01, 20.2)}),
        ({"where": place("A", 10.3, 20.4)}, {"where": place("Province", 10.0, 20.0, radius_km=60.0)}),
        (
            {"where": place("A", 10.3, 20.4, country="XX")},
            {"where": place("Land", 12, 22, radius_km=300.0, country="XX")},
        ),
        ({"where": place("Mahambal")}, {"where": place("Mehambel", 10.0, 20.0)}),
        ({"where": None}, {}),
        ({"when": day("2001-05-06")}, {}),
        ({"when": day("2001-05-01", "2001-05-31")}, {}),
        ({"when": None}, {"when": None}),
        ({"when": None}, {}),
    ],
)
def test_what_may_be_one_event_is_compared(one: dict[str, Any], two: dict[str, Any]) -> None:
    published = {"published": "2001-05-10"}
    assert told(claim("a", "r1", **one), claim("b", "r2", **two), r1=published, r2=published) == [(0, 1)]


@pytest.mark.parametrize(
    "other",
    [
        {"when": day("2001-05-20")},
        {"where": place("Fardale", 14.0, 20.0)},
        {"kind": "patrol"},
    ],
)
def test_what_cannot_be_is_not_compared(other: dict[str, Any]) -> None:
    assert told(claim("a", "r1"), claim("b", "r2", **other)) == []


def test_claims_of_one_report_are_compared_whatever_they_say() -> None:
    assert told(claim("a", "r1"), claim("b", "r1", when=day("2001-06-20"), where=None)) == [(0, 1)]


def test_a_name_is_found_across_dates_places_and_spellings() -> None:
    odo, other = ([victim("killed", 1, names=[n])] for n in ("Ömer Şahan", "Omer Sahan"))
    far = claim("b", "r2", victims=other, when=day("2001-06-20"), where=place("Fardale", 14.0, 20.0))
    assert told(claim("a", "r1", victims=odo), far) == [(0, 1)]


def hot(size: int) -> list[Claim]:
    return [claim(f"{i * 7919 % 10007:05d}", killed=count(i % 7)) for i in range(size)]


def test_a_hot_place_is_compared_within_bounds() -> None:
    few, many = pairs(*hot(300), cap=20), pairs(*hot(600), cap=20)
    assert len(few) <= 300 * 40
    assert len(many) < 2.2 * len(few)


def test_in_a_hot_place_those_who_tell_the_same_are_compared() -> None:
    twins = [claim("x1", killed=count(77)), claim("x2", killed=count(77))]
    assert (300, 301) in pairs(*hot(300), *twins, cap=20)


def test_order_changes_no_choice_in_a_hot_place() -> None:
    claims = hot(200)
    assert pairs(*claims, cap=20) == pairs(*reversed(claims), cap=20)
