"""How the record was made: which days it covers, by how many sources, and how late acts come into it.

A rate of acts in the record is a rate of acts *reported*. Fewer reports, fewer sources, or days so recent that their
acts are still unreported, lower it without anything having changed on the ground.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from trucewatch.model import Claim, Incident, Moment, Report, day_of

UNREPORTED_DAYS = 7
"""The last days of a period of which is said what share of their acts is likely not reported yet."""
LEAST_LAGS = 10
"""Acts that a distribution of lags needs; of fewer no share is told."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days in a row, both ends included.

    Raises:
        ValueError: The end is before the start.
    """

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.end} is before {self.start}")

    @property
    def length(self) -> int:
        """How many days."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Days) -> bool:
        """Whether they have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Days) -> bool:
        """Whether another stretch lies wholly within."""
        return self.start <= other.start and other.end <= self.end

    def dates(self) -> list[dt.date]:
        """Each day."""
        return [self.start + dt.timedelta(days=i) for i in range(self.length)]


class Coverage:
    """The dated reports of a record: their days and sources."""

    def __init__(self, reports: Iterable[Report], *, until: dt.date | None = None) -> None:
        """Take the reports in; `until` is the day as of which the record stands, the last report's where null."""
        self._take(((r.published, r.source) for r in reports), until)

    @classmethod
    def of(cls, dated: Iterable[tuple[Moment | None, str | None]], *, until: dt.date | None = None) -> Self:
        """The same of the days and sources of reports alone."""
        made = cls.__new__(cls)
        made._take(dated, until)
        return made

    def _take(self, dated: Iterable[tuple[Moment | None, str | None]], until: dt.date | None) -> None:
        rows = sorted((day_of(moment), source or "") for moment, source in dated if moment is not None)
        self._days = [day for day, _ in rows]
        self._sources = [source for _, source in rows]
        self._until = until
        self._sources_a_day: dict[Days, float] = {}

    @property
    def begins(self) -> dt.date | None:
        """The day of the first report; null where none has a date."""
        return self._days[0] if self._days else None

    @property
    def ends(self) -> dt.date | None:
        """The last day of which the record can know anything."""
        return self._until or (self._days[-1] if self._days else None)

    def covers(self, days: Days) -> bool:
        """Whether the record begins by the first of these days and goes on to the last."""
        return self.begins is not None and self.ends is not None and self.begins <= days.start and days.end <= self.ends

    def reports_in(self, days: Days) -> int:
        """How many reports were published in these days."""
        return bisect_right(self._days, days.end) - bisect_left(self._days, days.start)

    def sources_in(self, days: Days) -> frozenset[str]:
        """Who published in these days; reports without a source are of nobody."""
        found = self._sources[bisect_left(self._days, days.start) : bisect_right(self._days, days.end)]
        return frozenset(found) - {""}

    def sources_a_day(self, days: Days) -> float:
        """How many sources published on a day of these, in the mean."""
        known = self._sources_a_day.get(days)
        if known is None:
            daily = [len(self.sources_in(Days(d, d))) for d in days.dates()]
            known = self._sources_a_day[days] = sum(daily) / days.length
        return known


@dataclass(frozen=True, slots=True)
class Lag:
    """One act's way into the record, in days.

    Attributes:
        days: From the act to the first report of it.
        watched: From the act to the day as of which the record stands: no longer lag could have been seen.
    """

    days: int
    watched: int


def lags_of(incidents: Iterable[Incident], claims: Mapping[str, Claim], until: dt.date) -> tuple[Lag, ...]:
    """Lags of the acts that are told as news, have one known day, and a first report not before it.

    What a report tells as history came in when somebody looked back, which says nothing of how fast news travels.
    """
    return lags_between((news for i in incidents if (news := news_of(i, claims)) is not None), until)


def news_of(incident: Incident, claims: Mapping[str, Claim]) -> tuple[dt.date, dt.date] | None:
    """The day of an act and that of the first report of it; null where they tell no lag, whenever the record ends."""
    when, reported = incident.when, incident.first_reported
    if when is None or when.start is None or when.end is None or reported is None:
        return None
    act, told = day_of(when.end), day_of(reported)
    is_news = not all(claims[c].background for c in incident.claims if c in claims)
    return (act, told) if is_news and day_of(when.start) == act <= told else None


def lags_between(news: Iterable[tuple[dt.date, dt.date]], until: dt.date) -> tuple[Lag, ...]:
    """Lags by the days of acts and of their first reports, of those that were reported by a day."""
    found = [Lag((told - act).days, (until - act).days) for act, told in news if told <= until]
    return tuple(sorted(found, key=lambda lag: (lag.days, lag.watched)))


class LagCurve:
    """How many acts are reported within so many days, by those that were.

    Young acts can only show short lags, so a plain share would flatter; the product-limit estimate for data cut off
    on the right allows for it: Lagakos, S., Barraj, L. and De Gruttola, V. (1988), Nonparametric analysis of
    truncated survival data, Biometrika 75. It is of acts that are reported within the longest lag seen; those that
    never are it cannot know.
    """

    def __init__(self, lags: Sequence[Lag]) -> None:
        self.lags = tuple(lags)
        self._unreported: dict[tuple[Days, dt.date], float | None] = {}

    @cached_property
    def _steps(self) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Lags seen, ascending, and the share reported within each."""
        days = np.array([lag.days for lag in self.lags])
        watched = np.sort([lag.watched for lag in self.lags])
        seen, counts = np.unique(days, return_counts=True)
        # At risk, backwards in time: not later than this, and watched long enough to have shown it.
        risk = np.cumsum(counts) - np.searchsorted(watched, seen, side="left")
        # A lag that few were watched long enough for would decide all by itself.
        kept = np.where(risk >= LEAST_LAGS, 1 - counts / np.maximum(risk, 1), 1.0)
        shares = np.append(np.cumprod(kept[:0:-1])[::-1], 1.0) if len(seen) else kept
        return tuple(int(d) for d in seen), tuple(float(s) for s in shares)

    @property
    def median(self) -> float | None:
        """Median lag in days of the acts seen; null where there are none."""
        return float(np.median([lag.days for lag in self.lags])) if self.lags else None

    def share_within(self, days: int) -> float:
        """Share of acts that are reported within so many days; 1 where no lag was seen."""
        seen, shares = self._steps
        at = bisect_right(seen, days)
        return shares[at - 1] if at else 0.0 if seen else 1.0

    def unreported(self, days: Days, until: dt.date) -> float | None:
        """Share of the acts of these days that is likely not reported by a day; null of fewer than ten lags."""
        if len(self.lags) < LEAST_LAGS:
            return None
        if (days, until) not in self._unreported:
            share = [self.share_within((until - day).days) if day <= until else 0.0 for day in days.dates()]
            self._unreported[days, until] = 1 - sum(share) / len(share)
        return self._unreported[days, until]
