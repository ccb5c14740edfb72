"""Rates of acts and deaths before and after a date, or in two periods, with exact intervals and what may deceive.

One row compares two periods. Beside every figure stands how the record was made in either: how many reports and
sources, how late acts come in, what share is likely not reported yet, and the same comparison by the sources that
published in both. Statements about a trend are judged by the same function (`compare`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from trucewatch.assess._caveats import caveats_of
from trucewatch.assess._grouping import GroupBy, Members, groups_of, in_order
from trucewatch.assess.entries import Books
from trucewatch.assess.rates import (
    Interval,
    RatioTest,
    compare_deaths,
    compare_rates,
    deaths_interval,
    dispersion,
    poisson_interval,
)
from trucewatch.assess.reporting import UNREPORTED_DAYS, Coverage, Days, Lag, LagCurve, lags_of
from trucewatch.assess.umbrellas import Member, beyond_parts, told_apart
from trucewatch.errors import UsageError
from trucewatch.model import (
    VIOLENT_KINDS,
    Agreement,
    Cause,
    Claim,
    Effect,
    Grade,
    Incident,
    Kind,
    Modality,
    Record,
    Report,
    day_of,
)

AS_RECORDED = "as recorded"
"""The variation of a row in which nothing was varied."""


class Change(StrEnum):
    """Whether the interval of the ratio leaves out 1: what the record shows, not what happened."""

    DECREASE = "decrease"
    INCREASE = "increase"
    NOT_SHOWN = "not_shown"


class PeriodFigures(Record):
    """One period of a comparison.

    Attributes:
        start: First day.
        end: Last day, included.
        days: Their number.
        acts: Acts that lie in it for sure.
        perhaps: Acts that may lie in it, or may be of the group: their day or place is not known well enough.
        acts_a_day: Sure acts a day, with the exact interval; its high end counts the perhaps too.
        killed_low: Fewest deaths of the sure acts.
        killed: Deaths of the sure acts by their best figures.
        killed_high: Most deaths of sure and perhaps, where no figure is open.
        killed_a_day: Best figures a day, with the interval of a bootstrap over acts, null of too few acts.
        dispersion: How many times the variance of the deaths is above a Poisson count's.
        reports: Reports published in the period, of any kind.
        sources: Who published them, how many.
        unreported: Share of its acts that is likely not reported yet, null where too few lags are known.
        unreported_last: The same of its last seven days.
    """

    start: str
    end: str
    days: int
    acts: int
    perhaps: int
    acts_a_day: float
    acts_a_day_low: float
    acts_a_day_high: float
    killed_low: int
    killed: int
    killed_high: int | None
    killed_a_day: float
    killed_a_day_low: float | None
    killed_a_day_high: float | None
    dispersion: float | None
    reports: int
    reports_a_day: float
    sources: int
    sources_a_day: float
    unreported: float | None
    unreported_last: float | None


class Ratio(Record):
    """Later over earlier with a 95% interval; a null ratio has nothing below the line, a null high is open."""

    ratio: float | None
    low: float
    high: float | None
    p_value: float


class TrendRow(Record):
    """A comparison of two periods.

    Attributes:
        variation: What was varied: nothing (`as recorded`), merge threshold, grades, sources, dates.
        setting: To what.
        group_by: `zone`, `side`, `kind`, or null where all acts are counted.
        group: Which of them.
        before: The earlier period.
        after: The later one.
        acts: Ratio of acts a day. Its interval is the widest that acts of uncertain day or group allow.
        killed: Ratio of deaths a day.
        same_sources: How many sources published in both periods.
        by_same_sources: Ratio of the acts that one of these reported; null where there are none.
        lag_median_days: Median days from an act to its first report, of the whole record.
        change: What the interval of `acts` shows.
        caveats: What may deceive, in words.
    """

    variation: str
    setting: str
    group_by: GroupBy | None
    group: str
    before: PeriodFigures
    after: PeriodFigures
    acts: Ratio
    killed: Ratio
    same_sources: int
    by_same_sources: Ratio | None
    lag_median_days: float | None
    change: Change
    caveats: tuple[str, ...]

    @property
    def label(self) -> str:
        """The row's name in a table or plot: `side: north`, `grades: not contested`, `all acts as recorded`."""
        if self.variation != AS_RECORDED:
            return f"{self.variation}: {self.setting}"
        return "all acts as recorded" if self.group_by is None else f"{self.group_by.value}: {self.group}"

    @property
    def words(self) -> str:
        """The comparison in one sentence with the interval that it rests on."""
        b, a = self.before, self.after
        said = (
            f"{b.acts} acts in {b.days} days ({_g(b.acts_a_day)} a day), then {a.acts} in {a.days} ({_g(a.acts_a_day)})"
        )
        return f"{said}; {ratio_words(self.acts)}"


def ratio_words(ratio: Ratio) -> str:
    """`ratio 0.25, exact 95% interval 0.07 to 0.69`."""
    high = "without upper end" if ratio.high is None else f"to {_g(ratio.high)}"
    value = "no ratio" if ratio.ratio is None else f"ratio {_g(ratio.ratio)}"
    return f"{value}, exact 95% interval {_g(ratio.low)} {high}"


def _g(value: float) -> str:
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


@dataclass(frozen=True, slots=True)
class Act:
    """An incident as it counts in a trend.

    Attributes:
        incident: Its id.
        first: First day that it may be of; null where no day is known.
        last: Last day that it may be of.
        is_sure: Whether it is of the group beyond doubt.
        part_of: The wave that it is part of.
        killed_low: Fewest deaths.
        killed: Deaths by the best figure.
        killed_high: Most deaths; null is open.
        sources: Who reported it.
    """

    incident: str
    first: dt.date | None
    last: dt.date | None
    is_sure: bool
    part_of: str | None
    killed_low: int
    killed: int
    killed_high: int | None
    sources: frozenset[str]
    is_act: bool = True
    """False of a wave whose parts are counted beside it: only deaths beyond theirs are left of it."""

    def is_in(self, days: Days) -> bool | None:
        """Whether it lies in these days; null where it may."""
        if self.first is None or self.last is None or self.last < days.start or self.first > days.end:
            return False
        inside = days.start <= self.first and self.last <= days.end
        return True if inside and self.is_sure else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendOptions:
    """What is compared.

    Attributes:
        before: The earlier period.
        after: The later one.
        by: Compare within each zone, side or kind as well.
        kinds: Kinds of act that count.
        until: The day as of which the record stands; null for that of its last report.
    """

    before: Days
    after: Days
    by: GroupBy | None = None
    kinds: frozenset[Kind] = VIOLENT_KINDS
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if self.before.overlaps(self.after) or self.after.start < self.before.start:
            raise UsageError(
                "the periods overlap or stand the wrong way round",
                where=f"{self.before.start}..{self.before.end},{self.after.start}..{self.after.end}",
                remedy="give the earlier period first, and no day twice",
            )


def windows(at: dt.date, coverage: Coverage, *, days: int | None = None) -> tuple[Days, Days]:
    """The days before a date and those from it on: equally many, as many as the record covers on both sides.

    Args:
        at: The first day of the later period.
        coverage: The reports of the record.
        days: Take so many on either side, covered or not.

    Raises:
        UsageError: The record covers no day on one of the sides, and no number of days is given.
    """
    if days is None:
        begins, ends = coverage.begins, coverage.ends
        if begins is None or ends is None or not begins < at <= ends:
            known = f"it covers {begins} to {ends}" if begins else "none of its reports has a date"
            raise UsageError(
                f"the record has nothing on one side of this date: {known}",
                where=at.isoformat(),
                remedy="give a date within it, or how many days to take on either side",
            )
        days = min((at - begins).days, (ends - at).days + 1)
    return Days(at - dt.timedelta(days=days), at - dt.timedelta(days=1)), Days(at, at + dt.timedelta(days=days - 1))


def trend(
    incidents: Sequence[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    *,
    options: TrendOptions,
    agreement: Agreement | None = None,
) -> tuple[TrendRow, ...]:
    """Compare two periods of a record: all acts first, then each group by name.

    Args:
        incidents: Of the record; discounted ones and those that are only denied are left out.
        claims: Of the incidents, by id.
        reports: Of the claims, by id.
        options: Periods and groups.
        agreement: Gives the zones; needed to compare by zone.

    Raises:
        UsageError: Zones are asked for without an agreement that has some.
    """
    coverage = Coverage(reports.values(), until=options.until)
    part = Books(incidents, claims, reports, (), agreement)
    return trend_of(count_acts((part,), coverage, by=options.by, kinds=options.kinds), coverage, options=options)


@dataclass(frozen=True, slots=True)
class Counted:
    """The acts of a record as a comparison needs them, without the record.

    Attributes:
        acts: In the order of the incidents.
        grades: Of each act by id.
        lags: Of those that tell one.
        groups: By name, where acts were asked for by group.
    """

    acts: tuple[Act, ...]
    grades: Mapping[str, Grade]
    lags: tuple[Lag, ...]
    groups: Mapping[str, Members]


def count_acts(
    parts: Iterable[Books],
    coverage: Coverage,
    *,
    by: GroupBy | None = None,
    kinds: frozenset[Kind] = VIOLENT_KINDS,
) -> Counted:
    """The acts of a record that comes in parts, of which one at a time is looked at.

    Args:
        parts: Each incident in one of them with its claims and reports; an agreement where it is asked by zone.
        coverage: The reports of the whole record.
        by: Tell the groups too.
        kinds: Kinds of act that count.

    Raises:
        UsageError: Zones are asked for without an agreement that has some.
    """
    acts: list[Act] = []
    lags: list[Lag] = []
    grades: dict[str, Grade] = {}
    groups: dict[str, dict[str, bool]] = {}
    sources: dict[frozenset[str], frozenset[str]] = {}
    for part in parts:
        violent = violence(part.incidents, part.claims, kinds=kinds)
        found = acts_of(violent, part.claims, part.reports)
        acts += (replace(act, sources=sources.setdefault(act.sources, act.sources)) for act in found)
        lags += lags_of(violent, part.claims, coverage.ends) if coverage.ends else ()
        grades |= {i.id: i.grade for i in violent}
        if by is not None:
            for name, members in groups_of(by, violent, part.claims, part.reports, part.agreement).items():
                groups.setdefault(name, {}).update(members)
    lags.sort(key=lambda g: (g.days, g.watched))
    return Counted(tuple(acts), grades, tuple(lags), in_order(by, groups))


def trend_of(counted: Counted, coverage: Coverage, *, options: TrendOptions) -> tuple[TrendRow, ...]:
    """Compare two periods: all acts first, then each of the groups that were counted, by name."""
    make = Comparison(options.before, options.after, coverage, LagCurve(counted.lags))
    rows = [make(counted.acts)]
    for name, members in counted.groups.items():
        acts = [replace(a, is_sure=members[a.incident]) for a in counted.acts if a.incident in members]
        rows.append(make(acts, group_by=options.by, group=name, groups=len(counted.groups)))
    return tuple(rows)


def violence(
    incidents: Iterable[Incident], claims: Mapping[str, Claim], *, kinds: frozenset[Kind] = VIOLENT_KINDS
) -> tuple[Incident, ...]:
    """The incidents that count as acts of these kinds; a wave beside its parts is among them."""
    rows = tuple(incidents)
    return tuple(
        i
        for i in rows
        if i.kind in kinds
        and i.grade is not Grade.DISCOUNTED
        and any(claims[c].modality is Modality.ASSERTED for c in i.claims if c in claims)
        and not (i.victims and all(v.cause is Cause.NON_HOSTILE for v in i.victims))
    )


def acts_of(
    incidents: Iterable[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    *,
    is_sure: Callable[[str], bool | None] = lambda _: True,
) -> tuple[Act, ...]:
    """Incidents as they count; `is_sure` says of an id whether it is of the group, null that it is not."""
    found = []
    for incident in incidents:
        sure = is_sure(incident.id)
        if sure is None:
            continue
        when, killed = incident.when, incident.killed
        known = [reports[claims[c].report] for c in incident.claims if c in claims and claims[c].report in reports]
        low, best, high = (killed.low or 0, killed.best, killed.high) if killed else (0, 0, 0)
        apart = sum(
            v.best or v.low or 0 for v in incident.victims if v.effect is Effect.KILLED and v.cause is Cause.NON_HOSTILE
        )
        found.append(
            Act(
                incident.id,
                day_of(when.start) if when and when.start else None,
                day_of(when.end) if when and when.end else None,
                sure,
                incident.part_of,
                max(0, low - apart),
                max(0, (low if best is None else best) - apart),
                None if high is None else max(0, high - apart),
                frozenset(r.source for r in known if r.source),
            )
        )
    return tuple(found)


def counted_once(acts: Sequence[Act]) -> tuple[Act, ...]:
    """Waves and their parts by the rule of `umbrellas`: what is left of a wave are deaths beyond those of its parts."""
    if all(a.part_of is None for a in acts):
        return tuple(acts)
    members = [Member(a.incident, a.part_of, a.is_sure) for a in acts]
    parents, waves = {m.part_of for m in members}, told_apart(members)
    rest = beyond_parts(members, [(a.killed_low, a.killed, a.killed_high) for a in acts])
    return tuple(
        replace(a, is_act=a.incident not in waves, killed_low=f[0], killed=f[1], killed_high=f[2])
        if a.incident in parents
        else a
        for a, f in zip(acts, rest, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares two periods of one record, again and again for other acts."""

    before: Days
    after: Days
    coverage: Coverage
    curve: LagCurve

    def __call__(
        self,
        acts: Sequence[Act],
        *,
        variation: str = AS_RECORDED,
        setting: str = "-",
        group_by: GroupBy | None = None,
        group: str = "all",
        groups: int = 1,
    ) -> TrendRow:
        """One row, a wave and its parts counted once; `groups` is how many are compared beside this one."""
        once = counted_once(acts)
        sure, perhaps = self._parted(once)
        figures = [self._figures(d, s, p) for d, s, p in zip((self.before, self.after), sure, perhaps, strict=True)]
        both = self.coverage.sources_in(self.before) & self.coverage.sources_in(self.after)
        theirs = counted_once([a for a in acts if not a.sources.isdisjoint(both)])
        by_both = _tested(self.before, self.after, *self._parted(theirs)) if both else None
        test = _tested(self.before, self.after, *(sure, perhaps))
        killed = compare_deaths(
            [a.killed for a in sure[0]], self.before.length, [a.killed for a in sure[1]], self.after.length
        )
        undated = sum(a.is_act and (a.first is None or a.last is None) for a in once)
        return TrendRow(
            variation=variation,
            setting=setting,
            group_by=group_by,
            group=group,
            before=figures[0],
            after=figures[1],
            acts=_ratio(test),
            killed=_ratio(killed),
            same_sources=len(both),
            by_same_sources=_ratio(by_both) if by_both else None,
            lag_median_days=self.curve.median,
            change=change_of(test.interval),
            caveats=caveats_of(
                self.before, self.after, self.coverage, figures[0], figures[1], undated=undated, groups=groups
            ),
        )

    def _parted(self, acts: Sequence[Act]) -> tuple[tuple[list[Act], list[Act]], tuple[list[Act], list[Act]]]:
        """Acts that are surely, and those that are perhaps, in the earlier and in the later period."""
        sure: tuple[list[Act], list[Act]] = ([], [])
        perhaps: tuple[list[Act], list[Act]] = ([], [])
        # Many acts have the same days, and are asked for again and again.
        lies: dict[object, tuple[bool | None, bool | None]] = {}
        for act in acts:
            key = (act.first, act.last, act.is_sure)
            known = lies.get(key)
            if known is None:
                known = lies[key] = act.is_in(self.before), act.is_in(self.after)
            for at, inside in enumerate(known):
                if inside is not False:
                    (sure if inside else perhaps)[at].append(act)
        return sure, perhaps

    def _figures(self, days: Days, sure: Sequence[Act], perhaps: Sequence[Act]) -> PeriodFigures:
        acts, more = _number(sure), _number(perhaps)
        low = poisson_interval(acts, days.length).low
        high = poisson_interval(acts + more, days.length).high or 0.0
        deaths = [a.killed for a in sure]
        apart = deaths_interval(deaths, days.length)
        tops = [a.killed_high for a in (*sure, *perhaps)]
        until = self.coverage.ends or days.end
        last = Days(max(days.start, days.end - dt.timedelta(days=UNREPORTED_DAYS - 1)), days.end)
        spread = dispersion(deaths)
        return PeriodFigures(
            start=days.start.isoformat(),
            end=days.end.isoformat(),
            days=days.length,
            acts=acts,
            perhaps=more,
            acts_a_day=_round(acts / days.length),
            acts_a_day_low=_round(low),
            acts_a_day_high=_round(high),
            killed_low=sum(a.killed_low for a in sure),
            killed=sum(deaths),
            killed_high=None if None in tops else sum(t for t in tops if t is not None),
            killed_a_day=_round(sum(deaths) / days.length),
            killed_a_day_low=_round(apart.low) if apart else None,
            killed_a_day_high=_round(apart.high) if apart and apart.high is not None else None,
            dispersion=None if spread is None else _round(spread),
            reports=(reports := self.coverage.reports_in(days)),
            reports_a_day=_round(reports / days.length),
            sources=len(self.coverage.sources_in(days)),
            sources_a_day=_round(self.coverage.sources_a_day(days)),
            unreported=_rounded(self.curve.unreported(days, until)),
            unreported_last=_rounded(self.curve.unreported(last, until)),
        )


def _tested(
    before: Days,
    after: Days,
    sure: tuple[Sequence[Act], Sequence[Act]],
    perhaps: tuple[Sequence[Act], Sequence[Act]],
) -> RatioTest:
    """The test on the sure acts, with the widest interval and the largest p-value that the perhaps allow."""
    b, a = map(_number, sure)
    more = tuple(map(_number, perhaps))
    days = before.length, after.length
    middle = compare_rates(b, days[0], a, days[1])
    lowest = compare_rates(b + more[0], days[0], a, days[1])
    highest = compare_rates(b, days[0], a + more[1], days[1])
    interval = Interval(lowest.interval.low, highest.interval.high)
    p_value = 1.0 if interval.holds(1.0) and more != (0, 0) else max(lowest.p_value, highest.p_value)
    return RatioTest(middle.ratio, interval, p_value)


def _number(acts: Sequence[Act]) -> int:
    return sum(a.is_act for a in acts)


def change_of(interval: Interval) -> Change:
    """What an interval of a ratio shows."""
    if interval.low > 1:
        return Change.INCREASE
    return Change.DECREASE if interval.high is not None and interval.high < 1 else Change.NOT_SHOWN


def _ratio(test: RatioTest) -> Ratio:
    high = test.interval.high
    return Ratio(
        ratio=_rounded(test.ratio), low=_round(test.interval.low), high=_rounded(high), p_value=_round(test.p_value)
    )


def _round(value: float) -> float:
    """Four figures: the last ones of a quantile may differ between libraries."""
    return float(f"{value:.4g}")


def _rounded(value: float | None) -> float | None:
    return None if value is None else _round(value)
