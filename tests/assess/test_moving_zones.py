"""A line of contact that moved on 1 May 2031: the date of an incident picks the outline, and doubt stays doubt.

The line of the tests runs along latitude 45 (north on its left). Here it holds until 30 April; from 1 May on it runs
along latitude 45.2, some 22 km farther north.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.assess.build import AGREEMENT, NORTH_ARMY, SOUTH_ARMY, Scene, account, agreement, at
from tests.link.cases import day

from trucewatch.assess.moving import in_time
from trucewatch.model import Agreement

SOUTH_SHELLS, NORTH_SHELLS = account(**SOUTH_ARMY), account(**NORTH_ARMY)


def moving(before: str | None = "2031-04-30", after: str | None = "2031-05-01", **later: Any) -> Agreement:
    """The agreement with the line of contact, the valley and the road in two outlines each."""
    zones = []
    for zone in AGREEMENT.zones:
        row = zone.model_dump(by_alias=True)
        zones.append({**row, "valid_to": before})
        moved = {**row, "valid_from": after, **later}
        moved["geometry"] = _north(row["geometry"])
        zones.append(moved)
    return agreement(zones=zones)


def _north(geometry: dict[str, Any]) -> dict[str, Any]:
    def up(item: Any) -> Any:
        return [item[0], item[1] + 0.2] if isinstance(item[0], float) else [up(part) for part in item]

    return {**geometry, "coordinates": up(geometry["coordinates"])}


MOVING = moving()


def span(start: str | None, end: str | None) -> dict[str, Any]:
    return {**day("2031-04-10"), "start": start, "end": end, "precision": "days"}


@pytest.mark.parametrize(
    ("when", "lat", "expected"),
    [
        (day("2031-04-10"), 45.0, "yes"),
        (day("2031-04-30"), 45.0, "yes"),
        (day("2031-05-01"), 45.0, "unknown"),  # no longer on the line, and nobody is said to have fired across it
        (day("2031-05-01"), 45.2, "yes"),
        (day("2031-06-10"), 45.2, "yes"),
        (day("2031-04-10"), 45.2, "unknown"),
        (span("2031-04-29", "2031-05-02"), 45.0, "unknown"),
        (span("2031-04-29", "2031-05-02"), 45.2, "unknown"),
    ],
)
def test_date_picks_the_line(when: dict[str, Any], lat: float, expected: str) -> None:
    scene = Scene(account("withheld"), when=when, where=at(lat))
    assert scene.outcome("along_line_of_contact", under=MOVING) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (day("2031-04-10"), "yes"),
        (day("2031-05-01"), "no"),
        (span("2031-04-30", "2031-05-01"), "unknown"),  # over the change, and the outlines answer differently
        (None, "unknown"),
    ],
)
def test_place_that_the_area_has_left(when: dict[str, Any] | None, expected: str) -> None:
    scene = Scene(
        NORTH_SHELLS, when=when, where=at(44.65)
    )  # 5.6 km inside the first outline, 17 km south of the second
    assert scene.outcome("in_area", under=MOVING) == expected


def test_place_that_both_outlines_hold_needs_no_date() -> None:
    answer = Scene(NORTH_SHELLS, when=None, where=at(45.0)).answer("in_area", under=MOVING)
    assert answer.outcome.value == "yes"
    assert [row["outcome"] for row in answer.figures["outlines"]] == ["yes", "yes"]
    assert [row["valid_to"] for row in answer.figures["outlines"]] == ["2031-04-30", None]


def test_no_outline_for_the_day_is_unknown_never_no() -> None:
    gap = moving(after="2031-06-01")
    for where in (at(45.0), at(49.0)):
        answer = Scene(NORTH_SHELLS, when=day("2031-05-15"), where=where).answer("in_area", under=gap)
        assert answer.outcome.value == "unknown"
        assert answer.figures == {"note": "no outline is given for that time"}
    over = Scene(NORTH_SHELLS, when=span("2031-04-30", "2031-05-02"), where=at(45.0))
    assert over.outcome("in_area", under=gap) == "unknown"
    both = Scene(NORTH_SHELLS, when=span("2031-04-30", "2031-06-02"), where=at(45.0))
    assert both.outcome("in_area", under=gap) == "unknown"


def test_first_report_bounds_an_act_without_a_date() -> None:
    scene = Scene(NORTH_SHELLS, when=None, where=at(44.65), first_reported="2031-04-20")
    assert scene.outcome("in_area", under=MOVING) == "yes"


@pytest.mark.parametrize(
    ("at_hour", "expected"),
    [("2031-05-01T09:00+02:00", "yes"), ("2031-05-01T15:00+02:00", "no"), ("2031-05-01", "unknown")],
)
def test_line_that_moves_at_some_hour(at_hour: str, expected: str) -> None:
    noon = moving("2031-05-01T12:00:00+02:00", "2031-05-01T12:00:00+02:00")
    assert Scene(NORTH_SHELLS, when=day(at_hour), where=at(44.65)).outcome("in_area", under=noon) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (day("2031-04-10"), "yes"),  # 11 km beyond the old line as the south sees it
        (day("2031-05-10"), "unknown"),  # on the south's own side by then
        (span("2031-04-10", "2031-05-10"), "unknown"),
    ],
)
def test_side_of_a_line_that_moves(when: dict[str, Any], expected: str) -> None:
    scene = Scene(SOUTH_SHELLS, kind="attack", when=when, where=at(45.1))
    assert scene.outcome("along_line_of_contact", under=MOVING) == expected


def test_outlines_that_may_have_held() -> None:
    case = Scene(NORTH_SHELLS, when=span(None, "2031-04-02")).case("ceasefire", MOVING)
    zone = case.view.zone(case.term, "zone")
    held = in_time(case, zone)
    assert (len(held.zones), held.whole) == (1, True)
    still = Scene(NORTH_SHELLS).case("ceasefire")
    assert in_time(still, still.view.zone(still.term, "zone")).whole


def test_report_that_names_the_zone_is_believed_over_a_change() -> None:
    where = at(44.65, relation="part_of", text="in the Green Valley")
    scene = Scene(NORTH_SHELLS, when=day("2031-04-10"), where={**where, "radius_km": 40.0})
    assert scene.outcome("in_area", under=MOVING) == "yes"
