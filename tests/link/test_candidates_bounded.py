"""Which pairs are compared: neighbours are found, and the work does not grow with the square."""

from __future__ import annotations

from typing import Any

import pytest
from tests.link.cases import claim, day, place, report, victim

from trucewatch.link import default_weights
from trucewatch.link.candidates import candidate_pairs
from trucewatch.link.views import view
from trucewatch.model import Claim


def pairs(*claims: Claim, cap: int = 60, **reports: Any) -> list[tuple[int, int]]:
    known = {k: report(k, **v) for k, v in reports.items()}
    views = [view(c, known) for c in claims]
    return candidate_pairs(views, default_weights(), day_window=2, block_cap=cap)


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
    assert pairs(claim("a", "r1", **one), claim("b", "r2", **two), r1=published, r2=published) == [(0, 1)]


@pytest.mark.parametrize(
    "other",
    [
        {"when": day("2001-05-20")},
        {"where": place("Fardale", 14.0, 20.0)},
        {"kind": "patrol"},
    ],
)
def test_what_cannot_be_is_not_compared(other: dict[str, Any]) -> None:
    assert pairs(claim("a", "r1"), claim("b", "r2", **other)) == []


def test_claims_of_one_report_are_compared_whatever_they_say() -> None:
    assert pairs(claim("a", "r1"), claim("b", "r1", when=day("2001-06-20"), where=None)) == [(0, 1)]


def test_a_name_is_found_across_dates_places_and_spellings() -> None:
    odo, other = ([victim("killed", 1, names=[n])] for n in ("Ömer Şahan", "Omer Sahan"))
    far = claim("b", "r2", victims=other, when=day("2001-06-20"), where=place("Fardale", 14.0, 20.0))
    assert pairs(claim("a", "r1", victims=odo), far) == [(0, 1)]


def test_a_hot_place_is_compared_up_to_the_cap() -> None:
    few, many = ([claim(f"{i:04d}") for i in range(n)] for n in (300, 600))
    assert len(pairs(*few, cap=20)) <= 300 * 20
    assert len(pairs(*many, cap=20)) < 2.2 * len(pairs(*few, cap=20))
