"""The test of time: the truce takes effect on 2 March 2031 at 06:00 in Paris (+01:00); `release` ends on 30 June."""

from __future__ import annotations

from typing import Any

import pytest
from tests.assess.build import NORTH_ARMY, Scene, account, agreement
from tests.link.cases import day

NORTH = account(**NORTH_ARMY)
AT_MIDNIGHT = agreement(effective="2031-03-02T00:01:00+01:00")
TWO_READINGS = agreement(effective_alternatives=["2031-03-02T06:00:00+03:00"])  # 04:00 in Paris


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2031-03-01", None, "no"),
        ("2031-03-02", None, "unknown"),  # before or after six in the morning
        ("2031-03-03", None, "yes"),
        ("2031-03-01", "2031-03-03", "unknown"),
        ("2031-02-01", "2031-02-28", "no"),
        ("2031-03-02T05:30+01:00", "2031-03-02T05:30+01:00", "no"),
        ("2031-03-02T06:00+01:00", "2031-03-02T06:00+01:00", "yes"),
        ("2031-03-02T05:30+00:00", "2031-03-02T05:30+00:00", "yes"),  # half past six in Paris
        ("2031-03-02T04:30+00:00", "2031-03-02T04:30+00:00", "no"),
        ("2031-03-02T05:30+01:00", "2031-03-02T06:30+01:00", "unknown"),
    ],
)
def test_in_force_by_interval(start: str, end: str | None, expected: str) -> None:
    assert Scene(NORTH, when=day(start, end)).outcome("in_force") == expected


@pytest.mark.parametrize(("start", "expected"), [("2031-03-01", "no"), ("2031-03-02", "yes")])
def test_one_minute_past_midnight_is_the_start_of_the_day(start: str, expected: str) -> None:
    assert Scene(NORTH, when=day(start)).outcome("in_force", under=AT_MIDNIGHT) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2031-03-02T03:00+01:00", "no"),
        ("2031-03-02T05:00+01:00", "unknown"),
        ("2031-03-02T07:00+01:00", "yes"),
        ("2031-03-01", "no"),
    ],
)
def test_act_between_two_readings_of_the_hour_is_unknown(moment: str, expected: str) -> None:
    assert Scene(NORTH, when=day(moment)).outcome("in_force", under=TWO_READINGS) == expected


@pytest.mark.parametrize(("start", "expected"), [("2031-06-30", "yes"), ("2031-07-01", "no")])
def test_last_day_is_within(start: str, expected: str) -> None:
    assert Scene(NORTH, when=day(start)).outcome("in_force", "release") == expected


def test_span_over_the_last_day_is_unknown() -> None:
    assert Scene(NORTH, when=day("2031-06-30", "2031-07-01")).outcome("in_force", "release") == "unknown"


@pytest.mark.parametrize(
    ("ended", "start", "expected"),
    [
        ("2031-05-01T12:00:00+02:00", "2031-05-01", "unknown"),
        ("2031-05-01T12:00:00+02:00", "2031-05-01T11:00+02:00", "yes"),
        ("2031-05-01T12:00:00+02:00", "2031-05-01T13:00+02:00", "no"),
        ("2031-05-01T23:59:00+02:00", "2031-05-01", "yes"),
        ("2031-05-01T00:00:00+02:00", "2031-05-01", "no"),
    ],
)
def test_end_of_the_agreement(ended: str, start: str, expected: str) -> None:
    assert Scene(NORTH, when=day(start)).outcome("in_force", under=agreement(ended=ended)) == expected


@pytest.mark.parametrize(
    ("when", "first_reported", "expected"),
    [
        (None, None, "unknown"),
        (None, "2031-04-01", "unknown"),
        (None, "2031-03-01", "no"),  # nobody reports what is still to come
        ({"start": "2031-04-01", "end": None, "precision": "days", "text": None}, None, "yes"),
        ({"start": None, "end": "2031-02-01", "precision": "days", "text": None}, None, "no"),
        ({"start": None, "end": "2031-04-01", "precision": "days", "text": None}, None, "unknown"),
    ],
)
def test_act_without_a_date(when: dict[str, Any] | None, first_reported: str | None, expected: str) -> None:
    assert Scene(NORTH, when=when, first_reported=first_reported).outcome("in_force") == expected


def test_figures_name_event_and_effect() -> None:
    figures = Scene(NORTH, when=day("2031-03-01", "2031-03-03")).answer("in_force", "release").figures
    assert figures == {
        "event": "2031-03-01/2031-03-03",
        "effective": "2031-03-02T06:00:00+01:00",
        "until": "2031-06-30",
    }
