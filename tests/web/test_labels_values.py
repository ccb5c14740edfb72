"""Moments, places without a name and values that differ are said as people say them."""

from __future__ import annotations

import pytest

from trucewatch.model import Place
from trucewatch.publish.wording import day, place
from trucewatch.web.labels import variant


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2020-03-19", "19 Mar 2020"),
        ("2020-03-06T00:01:00+02:00", "6 Mar 2020, 00:01 +02:00"),
        ("2026-11-27T07:27:48Z", "27 Nov 2026, 07:27 UTC"),
        ("2026-11-27T07:27:48.512969+00:00", "27 Nov 2026, 07:27 UTC"),
        ("2020-03-06T12:30", "6 Mar 2020, 12:30"),
    ],
)
def test_a_moment_has_no_seconds_and_a_zone(moment: str, said: str) -> None:
    assert day(moment) == said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "armed_clash", "Armed clash"),
        ("when", {"start": "2020-03-18", "end": "2020-03-18"}, "18 Mar 2020"),
        ("when", {"start": "2020-03-18", "end": None}, "18 Mar 2020 – open"),
        ("killed", {"low": 2, "high": None}, "2+"),
        ("killed", {"low": 1, "high": 1}, "1"),
        ("where", "Hazzarin", "Hazzarin"),
    ],
)
def test_a_value_that_differs(field: str, value: object, said: str) -> None:
    assert variant(field, value) == said


def test_a_point_that_somebody_set_is_called_by_where_it_lies() -> None:
    fields = dict.fromkeys(Place.model_fields)
    given = {**fields, "lat": 35.85873, "lon": 36.54783, "radius_km": 5.0, "relation": "at", "also": ()}
    assert place(Place.model_construct(**given)) == "35.859, 36.548"  # type: ignore[arg-type]
