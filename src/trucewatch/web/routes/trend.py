"""Is it getting better or worse: two periods compared, with intervals, lag and bias beside every figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from trucewatch.assess import Coverage, Days, GroupBy, TrendOptions, TrendRow, windows
from trucewatch.assess.reporting import UNREPORTED_DAYS
from trucewatch.assess.trend import AS_RECORDED
from trucewatch.errors import InputError, UsageError
from trucewatch.model import Agreement, day_of
from trucewatch.publish import trend_csv
from trucewatch.web.answers import JSON, Answer, as_json, respond
from trucewatch.web.books import Ledgers, ledgers_of
from trucewatch.web.downloads import csv_file
from trucewatch.web.drawing import (
    Chart,
    Interval,
    Tick,
    acts_chart,
    most_a_day,
    most_killed,
    of_rate,
    of_ratio,
    ratio_ticks,
)
from trucewatch.web.filters import day_in
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.workbench import DatedBench, Workbench

router = APIRouter()

Reader = Annotated[Person, Depends(requires(Permission.READ))]

GROUPS: Mapping[str, str] = {"": "all acts", "side": "side", "zone": "zone", "kind": "kind of act"}
_LONGEST: Final = 3660


@dataclass(frozen=True, slots=True)
class RowView:
    """A comparison with its ratios on a logarithmic axis."""

    row: TrendRow
    label: str
    acts: Interval | None
    killed: Interval | None
    same: Interval | None


@dataclass(frozen=True, slots=True)
class RateView:
    """A rate of one period with its interval, on an axis that both periods share."""

    name: str
    what: str
    rate: float
    low: float | None
    high: float | None
    drawn: Interval | None


@dataclass(frozen=True, slots=True)
class TrendView:
    """Two periods compared.

    Attributes:
        at: First day of the later period; null where both periods are given, or none.
        days: Days on either side, where the address says so.
        by: What the comparison is told by, or empty.
        periods: Both periods as the form holds them: four days, or none.
        query: Of the address without the day that the record is as of.
        first: The comparison of all acts as recorded; null where no periods can be made.
        why_not: Why not.
        rates: Its rates.
        groups: The same within each group.
        settings: The same under other choices.
        chart: Acts by day.
        ticks: Of the axis of ratios.
        merges: Whether the settings hold other thresholds of merging.
        unreported_days: How many last days `unreported_last` speaks of.
    """

    at: dt.date | None
    days: int | None
    by: str
    periods: tuple[dt.date, dt.date, dt.date, dt.date] | None
    query: str
    begins: dt.date | None
    ends: dt.date | None
    first: TrendRow | None
    why_not: str | None
    rates: tuple[RateView, ...]
    groups: tuple[RowView, ...]
    settings: tuple[RowView, ...]
    chart: Chart | None
    ticks: tuple[Tick, ...]
    merges: bool
    group_labels: Mapping[str, str]
    unreported_days: int = UNREPORTED_DAYS


@dataclass(frozen=True, slots=True)
class _Asked:
    at: dt.date | None
    days: int | None
    by: GroupBy | None
    given: tuple[dt.date, dt.date, dt.date, dt.date] | None
    merges: bool

    @property
    def query(self) -> str:
        said = [("at", self.at), ("days", self.days), ("by", self.by.value if self.by else None)]
        if self.given:
            said = [*zip(_ENDS, self.given, strict=True), said[2]]
        said.append(("merges", "1" if self.merges else None))
        return "&".join(f"{name}={value}" for name, value in said if value is not None)


_ENDS: Final = ("from1", "to1", "from2", "to2")


@router.get("/trend")
def trend(request: Request, bench: DatedBench, person: Reader) -> Response:
    """Acts and deaths a day before and after a day (`at`), or in two periods (`from1` to `to2`), by group (`by`).

    Raises:
        InputError: The days or the group cannot be read.
    """
    books = ledgers_of(bench.reading, bench.index, bench.store.agreement(), as_of=bench.as_of)
    asked = _asked(request.query_params)
    view = _view(books, bench, asked)
    return respond(request, person, Answer(template="trend.html", view=view, title="Trend"))


@router.get("/trend/rows.csv")
def trend_csv_file(request: Request, bench: DatedBench, _: Reader) -> Response:
    """All rows as CSV, as `trucewatch trend --format csv` gives them."""
    return csv_file("trend.csv", [trend_csv(_rows(request, bench))])


@router.get("/trend/rows")
def trend_json_file(request: Request, bench: DatedBench, _: Reader) -> Response:
    """All rows; always JSON."""
    return _file("trend.json", as_json(_rows(request, bench)), JSON)


def _file(name: str, body: bytes, kind: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _rows(request: Request, bench: Workbench) -> Sequence[TrendRow]:
    books = ledgers_of(bench.reading, bench.index, bench.store.agreement(), as_of=bench.as_of)
    asked = _asked(request.query_params)
    _, spans = _periods(books, bench, asked)
    return _compared(books, bench, asked, spans)


def _compared(books: Ledgers, bench: Workbench, asked: _Asked, spans: tuple[Days, Days]) -> tuple[TrendRow, ...]:
    try:
        options = TrendOptions(before=spans[0], after=spans[1], by=asked.by, until=bench.as_of)
        return books.trend(options, relink=asked.merges)
    except UsageError as error:
        raise InputError(error.message, where=error.where, remedy=error.remedy) from error


def _view(books: Ledgers, bench: Workbench, asked: _Asked) -> TrendView:
    coverage = books.coverage()
    why_not, rows, spans, at = None, tuple[TrendRow, ...](), None, asked.at
    try:
        at, spans = _periods(books, bench, asked)
        rows = _compared(books, bench, asked, spans)
    except InputError as error:
        why_not = f"{error.message}. {error.remedy or ''}".strip()
    first = rows[0] if rows else None
    return TrendView(
        at=at,
        days=asked.days,
        by=asked.by.value if asked.by else "",
        periods=asked.given,
        query=asked.query,
        begins=coverage.begins,
        ends=coverage.ends,
        first=first,
        why_not=why_not,
        rates=_rates(first) if first else (),
        groups=tuple(_drawn(r) for r in rows if r.group_by is not None),
        settings=tuple(_drawn(r) for r in rows if r is first or r.variation != AS_RECORDED),
        chart=acts_chart((act.first for act in books.acts().acts), *spans) if spans else None,
        ticks=ratio_ticks(),
        merges=asked.merges,
        group_labels=GROUPS,
    )


def _drawn(row: TrendRow) -> RowView:
    return RowView(row, row.label, of_ratio(row.acts), of_ratio(row.killed), of_ratio(row.by_same_sources))


def _rates(row: TrendRow) -> tuple[RateView, ...]:
    acts, dead = most_a_day(row), most_killed(row)
    made = []
    for name, p in (("Before", row.before), ("After", row.after)):
        low, high = p.acts_a_day_low, p.acts_a_day_high
        made.append(RateView(name, "acts", p.acts_a_day, low, high, of_rate(p.acts_a_day, low, high, acts)))
    for name, p in (("Before", row.before), ("After", row.after)):
        ends = p.killed_a_day_low, p.killed_a_day_high
        made.append(RateView(name, "killed", p.killed_a_day, *ends, of_rate(p.killed_a_day, *ends, dead)))
    return tuple(made)


# ---- what is asked for


def _periods(books: Ledgers, bench: Workbench, asked: _Asked) -> tuple[dt.date | None, tuple[Days, Days]]:
    """The two periods, and the day between them where they were made of one.

    Raises:
        InputError: The record has nothing on one side of the day, or no day is asked for and none is at hand.
    """
    if asked.given:
        a, b, c, d = asked.given
        if b < a or d < c:
            raise InputError("a period ends before it begins", where=f"{a}..{b}, {c}..{d}", remedy="turn it round")
        return None, (Days(a, b), Days(c, d))
    at = asked.at or _first_day(bench.store.agreement(), books.coverage())
    if at is None:
        raise InputError("the record has no agreement to take a day from", remedy="Choose a day")
    try:
        return at, windows(at, books.coverage(), days=asked.days)
    except UsageError as error:
        raise InputError(error.message, where=error.where, remedy=error.remedy) from error


def _first_day(agreement: Agreement | None, coverage: Coverage) -> dt.date | None:
    """The day on which the agreement takes effect, or was declared; the middle of the record without one."""
    if agreement is not None:
        return day_of(agreement.effective or agreement.declared)
    if coverage.begins is None or coverage.ends is None:
        return None
    return coverage.begins + (coverage.ends - coverage.begins) / 2


def _asked(query: QueryParams) -> _Asked:
    ends = [day_in(query, name) for name in _ENDS]
    if any(ends) and not all(ends):
        raise InputError("two periods have four days", where=", ".join(_ENDS), remedy="give all of them, or `at`")
    days = query.get("days") or None
    if days is not None and not (days.isascii() and days.isdigit() and 0 < int(days[:9]) <= _LONGEST):
        raise InputError(f"want a number of days from 1 to {_LONGEST}", where=f"days={days[:20]}")
    by = query.get("by", "")
    if by not in GROUPS:
        raise InputError("no such group", where=f"by={by[:40]}", remedy=f"one of {', '.join(filter(None, GROUPS))}")
    a, b, c, d = ends
    return _Asked(
        at=day_in(query, "at"),
        days=int(days) if days else None,
        by=GroupBy(by) if by else None,
        given=(a, b, c, d) if a and b and c and d else None,
        merges=query.get("merges") == "1",
    )
