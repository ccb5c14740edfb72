"""What time expressions hang on, and the intervals that they are read as."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from trucewatch.extract._date_words import (
    FUTURE,
    SAID,
    TRUCE,
)
from trucewatch.model import DatePrecision

_P = DatePrecision
ONE_DAY = dt.timedelta(days=1)
NEAR_FUTURE_DAYS = 45
FEW_DAYS = 6
"""How far back "days ago" and "in recent days" may reach."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days, both inclusive, with precision; `conflict` says which words contradict each other."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    conflict: str | None = None


_NEWS_DAYS = 7


_FUTURE = re.compile(FUTURE, re.IGNORECASE)


_NOT_AHEAD = re.compile(rf"{SAID}|\bsince\b|\blast(?:ed|s)\b|\b(?:was|were|had)\s+\w+(?:ed|en|t)\b", re.IGNORECASE)


_TRUCE_OF = re.compile(rf"\b{TRUCE}\b[^.\n]{{0,25}}$|\bsince\b[^.,\n]{{0,40}}$", re.IGNORECASE)


@dataclass(slots=True)
class Context:
    """What a relative expression hangs on: publication, the truce, and the days spoken of before."""

    text: str
    published: dt.date | None
    effective: dt.date | None
    told: list[tuple[int, Interval]] = field(default_factory=list)

    def tell(self, start: int, interval: Interval) -> None:
        """Remember an interval that the text has named, but not the date of a truce."""
        if interval.start is not None and not _TRUCE_OF.search(self.text[max(0, start - 60) : start]):
            self.told.append((start, interval))

    def anchor(self, start: int) -> dt.date | None:
        """The day spoken of last in the paragraph or, if recent, before it; else the day of publication."""
        paragraph = self.text.rfind("\n\n", 0, start)
        for at, interval in reversed(self.told):
            if interval.precision is not _P.DAY or interval.start is None:
                continue
            is_news = self.published is not None and 0 <= (self.published - interval.start).days <= _NEWS_DAYS
            if at > paragraph or is_news:
                return interval.start
        return self.published

    def is_future(self, start: int) -> bool:
        """Whether the few words before an expression look ahead ("will meet on", "is due on")."""
        clause = re.split(r"[.;:\n]", self.text[max(0, start - 60) : start])[-1]
        words = clause.split()
        near = " ".join(words[-7:]) + " "
        markers = list(_FUTURE.finditer(near))
        return bool(markers) and not _NOT_AHEAD.search(near[markers[-1].end() :])


Resolver = Callable[[Context, re.Match[str]], Interval | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern with its resolver."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


def unknown(precision: DatePrecision = _P.DAY) -> Interval:
    """A time that the words name and that cannot be placed."""
    return Interval(None, None, precision)


def one_day(day: dt.date | None, conflict: str | None = None) -> Interval:
    """A single day, or an unplaced one."""
    return Interval(day, day, _P.DAY, conflict)


def month_interval(year: int, month: int) -> Interval:
    """A calendar month."""
    return Interval(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), _P.MONTH)


def make_day(year: int, month: int, day: int) -> dt.date | None:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return dt.date(year, month, day)
    return None


def year_of(digits: str | None, published: dt.date | None = None) -> int | None:
    if digits is None:
        return None
    if len(digits) == 4:
        return int(digits)
    pivot = (published.year if published else 2030) % 100
    return int(digits) + (2000 if int(digits) <= pivot else 1900)


def shift_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(day: dt.date, amount: float, unit: str) -> Interval:
    """The day, month or year that lies `amount` units after `day`; hours and minutes count in whole days."""
    if unit in ("second", "minute", "hour"):
        hours = amount * {"second": 0, "minute": 0, "hour": 1}[unit]
        return one_day(day + ONE_DAY * int(hours / 24))
    if unit in ("day", "night"):
        return one_day(day + ONE_DAY * round(amount))
    if unit in ("week", "fortnight"):
        return one_day(day + ONE_DAY * round(amount * (7 if unit == "week" else 14)))
    if unit == "month":
        moved = shift_months(day, round(amount))
        return month_interval(moved.year, moved.month)
    years = round(amount * {"decade": 10, "century": 100, "centurie": 100}.get(unit, 1))
    year = min(max(day.year + years, 1), 9999)
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), _P.YEAR)


def unit_of(word: str) -> str:
    return word.lower().rstrip("s")


def month_after(day: dt.date, step: int) -> tuple[int, int]:
    """Year and month `step` months from a day."""
    moved = shift_months(day.replace(day=1), step)
    return moved.year, moved.month
