from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.build import AGREEMENT, at
from tests.link.cases import claim, count, day, doer, report, victim

from trucewatch.assess import Coverage, Days, GroupBy, TrendOptions, TrendRow, sensitivity, trend, windows
from trucewatch.assess.trend import Change
from trucewatch.errors import UsageError
from trucewatch.link import consolidate
from trucewatch.model import Claim, Incident, Report

BEFORE = Days(dt.date(2031, 3, 1), dt.date(2031, 3, 10))
AFTER = Days(dt.date(2031, 3, 11), dt.date(2031, 3, 20))
OPTIONS = TrendOptions(before=BEFORE, after=AFTER)


class Sample:
    """A record in which each act has one claim in one report, published the day after by the same outlet."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.claims: dict[str, Claim] = {}
        self.incidents: list[Incident] = []
        self.add("2031-02-28", kind="patrol")
        self.add("2031-03-20", kind="patrol", told="2031-03-20")

    def add(self, date: str | None, *, told: str | None = None, source: str = "Wire", **fields: Any) -> Incident:
        name = f"a{len(self.incidents)}"
        published = told or (dt.date.fromisoformat((date or "2031-03-05")[:10]) + dt.timedelta(days=1)).isoformat()
        self.reports[name] = report(name, source=source, published=published)
        when = fields.pop("when", day(date) if date else None)
        made = claim(
            name, name, **{"when": when, "where": at(), "perpetrator": doer("Southern Army", side="south"), **fields}
        )
        self.claims[name] = made
        self.incidents.append(consolidate([made], self.reports).model_copy(update={"id": name}))
        return self.incidents[-1]

    def many(self, before: int, after: int, **fields: Any) -> Sample:
        for i in range(before):
            self.add(f"2031-03-{1 + i % 10:02}", **fields)
        for i in range(after):
            self.add(f"2031-03-{11 + i % 9:02}", **fields)
        return self

    def rows(self, options: TrendOptions = OPTIONS) -> tuple[TrendRow, ...]:
        return trend(self.incidents, self.claims, self.reports, options=options, agreement=AGREEMENT)

    def row(self) -> TrendRow:
        (only,) = self.rows()
        return only


def test_trend_counts_acts_and_deaths_of_both_periods() -> None:
    row = Sample().many(4, 1, killed=count(2)).row()
    assert (row.before.acts, row.after.acts) == (4, 1)
    assert (row.before.killed, row.after.killed) == (8, 2)
    assert (row.before.acts_a_day, row.acts.ratio, row.acts.high) == (0.4, 0.25, 2.526)
    assert row.change is Change.NOT_SHOWN
    assert row.words == (
        "4 acts in 10 days (0.4 a day), then 1 in 10 (0.1); ratio 0.25, exact 95% interval 0.0051 to 2.5"
    )


@pytest.mark.parametrize(
    ("before", "after", "change"), [(20, 5, Change.DECREASE), (5, 20, Change.INCREASE), (9, 9, Change.NOT_SHOWN)]
)
def test_trend_shows_a_change_where_the_interval_leaves_out_one(before: int, after: int, change: Change) -> None:
    assert Sample().many(before, after).row().change is change


def test_trend_lets_acts_of_uncertain_day_widen_the_interval() -> None:
    sure = Sample().many(20, 6)
    narrow = sure.row()
    for _ in range(8):
        sure.add("2031-03-09", when=day("2031-03-09", "2031-03-12"))
    wide = sure.row()
    assert (wide.before.acts, wide.before.perhaps, wide.after.perhaps) == (20, 8, 8)
    assert (wide.acts.ratio, wide.change) == (narrow.acts.ratio, Change.NOT_SHOWN)
    assert wide.acts.low < narrow.acts.low
    assert (wide.acts.high or 0) > (narrow.acts.high or 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "patrol"},
        {"modality": "denied"},
        {"killed": count(1), "victims": [victim("killed", 1, cause="non_hostile")]},
        {"when": None},
        {"when": day("2031-02-01")},
    ],
    ids=["no violence", "only denied", "no hostile act", "no day", "outside both periods"],
)
def test_trend_leaves_out_what_is_no_act_of_the_periods(fields: dict[str, Any]) -> None:
    sample = Sample()
    sample.add("2031-03-05", **fields)
    assert sample.row().before.acts == 0


def test_trend_counts_the_parts_of_a_wave_and_not_the_wave() -> None:
    sample = Sample()
    wave = sample.add("2031-03-05")
    for _ in range(2):
        part = sample.add("2031-03-05")
        sample.incidents[-1] = part.model_copy(update={"part_of": wave.id})
    assert sample.row().before.acts == 2


def test_trend_counts_deaths_that_a_wave_states_beyond_its_parts() -> None:
    sample = Sample()
    wave = sample.add("2031-03-05", killed=count(5))
    for low in (1, 2):
        part = sample.add("2031-03-05", killed=count(low))
        sample.incidents[-1] = part.model_copy(update={"part_of": wave.id})
    row = sample.row()
    assert (row.before.acts, row.before.killed, row.before.killed_low, row.before.killed_high) == (2, 5, 5, 5)


def test_trend_counts_a_wave_in_a_group_that_has_none_of_its_parts() -> None:
    sample = Sample()
    wave = sample.add("2031-03-05", killed=count(5))
    part = sample.add("2031-03-05", killed=count(1), perpetrator=doer("Northern Army", side="north"))
    sample.incidents[-1] = part.model_copy(update={"part_of": wave.id})
    rows = {r.group: r for r in sample.rows(TrendOptions(before=BEFORE, after=AFTER, by=GroupBy.SIDE))}
    counted = {name: (r.before.acts, r.before.killed) for name, r in rows.items()}
    assert counted == {"all": (1, 5), "north": (1, 1), "south": (1, 5)}


def test_trend_by_side_counts_a_disputed_act_as_perhaps() -> None:
    sample = Sample().many(2, 1)
    disputed = sample.add("2031-03-05", perpetrator=doer("Northern Army", side="north"))
    account = disputed.perpetrators[0].model_copy(update={"denied_by": ("Northern Army",)})
    sample.incidents[-1] = disputed.model_copy(update={"perpetrators": (account,)})
    rows = {r.group: r for r in sample.rows(TrendOptions(before=BEFORE, after=AFTER, by=GroupBy.SIDE))}
    assert list(rows) == ["all", "north", "south"]
    assert (rows["south"].before.acts, rows["south"].after.acts) == (2, 1)
    assert (rows["north"].before.acts, rows["north"].before.perhaps) == (0, 1)
    assert any("One of 2 groups" in said for said in rows["north"].caveats)


def test_trend_by_zone_follows_the_place_rule() -> None:
    sample = Sample()
    sample.add("2031-03-05")  # where the road crosses the line of contact
    sample.add("2031-03-05", where=at(lat=50.0))
    rows = {r.group: r for r in sample.rows(TrendOptions(before=BEFORE, after=AFTER, by=GroupBy.ZONE))}
    assert (rows["all"].before.acts, rows["valley"].before.acts, rows["road"].before.acts) == (2, 1, 1)


def test_trend_by_zone_needs_an_agreement() -> None:
    sample = Sample()
    with pytest.raises(UsageError, match="zones"):
        trend(
            sample.incidents, sample.claims, sample.reports,
            options=TrendOptions(before=BEFORE, after=AFTER, by=GroupBy.ZONE),
        )  # fmt: skip


def test_trend_by_kind_names_the_kinds_seen() -> None:
    sample = Sample().many(1, 0)
    sample.add("2031-03-15", kind="air_drone_strike")
    rows = sample.rows(TrendOptions(before=BEFORE, after=AFTER, by=GroupBy.KIND))
    assert [r.label for r in rows] == [
        "all acts as recorded", "kind: air_drone_strike", "kind: shelling_artillery_missile",
    ]  # fmt: skip


def test_trend_compares_by_the_sources_of_both_periods() -> None:
    """One outlet reports as before; ten acts of the later period only a newcomer tells."""
    sample = Sample().many(5, 5)
    for _ in range(10):
        sample.add("2031-03-15", source="Newcomer")
    row = sample.row()
    assert (row.before.acts, row.after.acts, row.same_sources) == (5, 15, 1)
    assert row.by_same_sources is not None
    assert row.by_same_sources.ratio == 1
    assert any(said.startswith("Reports a day went from") for said in row.caveats)


def test_trend_says_that_the_record_does_not_cover_a_period() -> None:
    options = TrendOptions(before=Days(dt.date(2031, 1, 1), dt.date(2031, 1, 9)), after=AFTER)
    (row,) = Sample().rows(options)
    assert any("The record begins on 2031-03-01" in said for said in row.caveats)
    assert any("day of the week" in said for said in row.caveats)
    assert any("season" in said for said in row.caveats)


def test_trend_says_that_late_acts_are_missing() -> None:
    sample = Sample()
    for i in range(12):
        sample.add("2031-03-02", told=f"2031-03-{3 + i % 6:02}")
    row = sample.row()
    assert (row.after.unreported or 0) > (row.before.unreported or 0)
    assert any("not reported yet" in said for said in row.caveats)


def test_trend_options_refuse_periods_that_overlap() -> None:
    with pytest.raises(UsageError, match="overlap"):
        TrendOptions(before=AFTER, after=BEFORE)


def test_windows_are_as_long_as_the_record_covers_on_both_sides() -> None:
    coverage = Coverage([report("a", published="2031-03-01"), report("b", published="2031-03-08")])
    before, after = windows(dt.date(2031, 3, 6), coverage)
    assert (before, after) == (
        Days(dt.date(2031, 3, 3), dt.date(2031, 3, 5)),
        Days(dt.date(2031, 3, 6), dt.date(2031, 3, 8)),
    )
    assert windows(dt.date(2031, 3, 6), coverage, days=30)[0].length == 30


@pytest.mark.parametrize("at", ["2031-03-01", "2031-03-09"])
def test_windows_refuse_a_date_with_nothing_on_one_side(at: str) -> None:
    coverage = Coverage([report("a", published="2031-03-01"), report("b", published="2031-03-08")])
    with pytest.raises(UsageError, match="one side"):
        windows(dt.date.fromisoformat(at), coverage)


def test_sensitivity_varies_one_thing_a_row() -> None:
    sample = Sample().many(6, 2)
    sample.add("2031-03-15", source="Newcomer")

    def relink(step: float) -> list[Incident]:
        return sample.incidents if step > 0 else sample.incidents[:4]

    rows = sensitivity(sample.incidents, sample.claims, sample.reports, options=OPTIONS, relink=relink)
    counts = {row.label: (row.before.acts, row.after.acts) for row in rows}
    assert counts["all acts as recorded"] == counts["merge threshold: +1"] == (6, 3)
    assert counts["merge threshold: -2"] == (2, 0)
    assert counts["sources: those in both periods"] == (6, 2)
    assert counts["sources: without Wire"] == (0, 1)
    assert counts["grades: confirmed"] == (0, 0)


def test_sensitivity_leaves_the_merging_alone_where_it_cannot_be_done_anew() -> None:
    sample = Sample().many(1, 1)
    rows = sensitivity(sample.incidents, sample.claims, sample.reports, options=OPTIONS)
    assert not [row for row in rows if row.variation == "merge threshold"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.randoms(use_true_random=False))
def test_trend_does_not_hang_on_the_order_of_incidents(before: int, after: int, random: Any) -> None:
    sample = Sample().many(before, after, killed=count(1))
    first = sample.row()
    random.shuffle(sample.incidents)
    assert sample.row() == first
    assert first.acts.low <= (first.acts.ratio or first.acts.low)
