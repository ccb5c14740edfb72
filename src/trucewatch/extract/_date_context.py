"""What time expressions hang on, and the intervals that they are read as."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from trucewatch.extract._date_clock import CLOCK
from trucewatch.extract._date_words import (
    FUTURE,
    SAID,
    TRUCE,
)
from trucewatch.extract._number_words import ORDINAL
from trucewatch.model import DatePrecision

_P = DatePrecision
ONE_DAY = dt.timedelta(days=1)
NEAR_FUTURE_DAYS = 45
FEW_DAYS = 6
"""How far back "days ago" and "in recent days" may reach."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days, both inclusive, with precision.

    Attributes:
        conflict: Which words contradict each other, or None.
        unit: The calendar unit where precision does not tell it: `quarter`, `half`, `season`, `decade`, `century`.
    """

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    conflict: str | None = None
    unit: str = ""

    @property
    def days(self) -> int:
        """From the first day to the last; 0 for one day and for an open interval."""
        return (self.end - self.start).days if self.start and self.end else 0


@dataclass(frozen=True, slots=True)
class Told:
    """An interval that the text has named, and where; `of_truce` for the date of a truce and not of news."""

    at: int
    interval: Interval
    of_truce: bool


_NEWS_DAYS = 7
_PARAGRAPH, _LOOK_BACK = 4000, 40
"""How many code points and how many told times back a reference may lie."""
_SAYING_OF = re.compile(
    r"\b(?:said|says|say|saying|announced|told|reported|stated|confirmed|added|wrote|denied|claimed|acknowledged|showed"
    r"|according\s+to\s+(?:[\w'’-]+\s+){0,4})\b(?:\s+(?:here|late|early|again|later|in|a|an|the|by|to|statement|communiqu[eé]|bulletin"
    r"|briefing|broadcast|reporters?|journalists?|parliament|radio|television|telephone|news|conference|press|message|army|police"
    r"|ministry|government|military|officials?)){0,6}\s*(?:\bon\s+)?$",
    re.IGNORECASE,
)
_FUTURE = re.compile(FUTURE, re.IGNORECASE)
_NOT_AHEAD = re.compile(rf"{SAID}|\bsince\b|\blast(?:ed|s)\b|\b(?:was|were|had)\s+\w+(?:ed|en|t)\b", re.IGNORECASE)
_WAS_AHEAD = re.compile(r"\b(?:had\s+(?:previously\s+|originally\s+)?been|previously|originally)\s+$", re.IGNORECASE)
_HAD_BEEN = re.compile(r"\bhad\s+been\s+\w+(?:ed|en|n|t)\b[^.;,\n]{0,30}$", re.IGNORECASE)
_TRUCE_OF = re.compile(rf"\b{TRUCE}\b[^.\n]{{0,25}}$|\bsince\b[^.,\n]{{0,40}}$", re.IGNORECASE)
_HOUR = re.compile(rf"(?:\bat\s+)?{CLOCK}", re.IGNORECASE)
_CLAUSE_END = re.compile(r"(?<![\s.][A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bGen)(?<!\bCol)(?<![ap]\.m)[.;:]\s|\n")
_NTH_OF_KIND = re.compile(
    rf"\b(?:is|was|are|were|became|as)\s+(?:the|their|its|his|her)\s+(?:{ORDINAL}|\d+(?:st|nd|rd|th))\b(?!\s+time)[^.;\n]*$",
    re.IGNORECASE,
)
_BY_NIGHT = re.compile(r"\b(?:night|evening|overnight|midnight|dusk|nightfall)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s|\n")


@dataclass(slots=True)
class Context:
    """What a relative expression hangs on: publication, the truce, and the times spoken of before."""

    text: str
    published: dt.date | None
    effective: dt.date | None
    told: list[Told] = field(default_factory=list)
    periods: list[Told] = field(default_factory=list)

    def tell(self, start: int, interval: Interval, *, of_truce: bool = False) -> None:
        """Remember an interval that the text has named."""
        if interval.start is None:
            return
        of_truce = of_truce or self.is_of_truce(start)
        self.told.append(Told(start, interval, of_truce))
        self.tell_period(start, interval)

    def is_of_truce(self, start: int) -> bool:
        """Whether the date at a place is that of a truce named before it ("the ceasefire of 5 March")."""
        return bool(_TRUCE_OF.search(self.text[max(0, start - 60) : start]))

    def counted_to(self, start: int) -> dt.date | None:
        """The day up to which "it was the third such attack since ..." counts: that of the third, not of publication."""
        if not _NTH_OF_KIND.search(self.text[max(0, start - 120) : start]):
            return None
        last = self.last_told(start, in_sentence=False)
        return last.end if last is not None else None

    def tell_period(self, start: int, interval: Interval) -> None:
        """Remember the period from one day to another, as that which "since" opens."""
        if interval.days:
            self.periods.append(Told(start, interval, of_truce=False))

    def last_told(self, start: int, *, in_sentence: bool = True, is_news_only: bool = True) -> Interval | None:
        """The day or night spoken of last: in the sentence, in the paragraph, or before it if it is news.

        The date of a truce counts in its own sentence alone, and so does that of a saying ("said on Monday"), each only
        where no other day stands there. Words that do nothing but point back (`is_news_only` false) may point at any
        day of the paragraph before.
        """
        before = [t for t in self._days() if t.at < start]
        sentence = self._sentence(start)
        near = [t for t in before if t.at >= sentence]
        if near and in_sentence:
            plain = (t for t in near if not t.of_truce)
            return min(plain, key=self._is_aside, default=near[0]).interval
        paragraph = self.text.rfind("\n\n", max(0, start - _PARAGRAPH), start)
        reach = (
            paragraph if is_news_only else self.text.rfind("\n\n", max(0, paragraph - _PARAGRAPH), max(0, paragraph))
        )
        fits = [t for t in before if not t.of_truce and (t.at > reach or self._is_news(t.interval))]
        return min(fits, key=self._is_aside).interval if fits else None

    def is_night(self, start: int) -> bool:
        """Whether the day told last before a place is told with its evening or night."""
        told = next((t for t in self._days() if t.at < start), None)
        return told is None or bool(_BY_NIGHT.search(self.text[max(0, told.at - 25) : told.at + 30]))

    def _days(self) -> Iterator[Told]:
        """The single days and nights told, from the last on back; no further than anybody looks."""
        return (t for t in self.told[: -_LOOK_BACK - 1 : -1] if t.interval.days <= 1 and t.interval.end is not None)

    def _sentence(self, start: int) -> int:
        """Where the sentence of a place begins."""
        floor = max(0, start - _PARAGRAPH)
        return max((m.end() for m in _SENTENCE_END.finditer(self.text, floor, start)), default=floor)

    def _is_aside(self, told: Told) -> bool:
        """Whether a day is that of a saying ("said in a statement on Monday"), one to come or one before the story.

        The story's own days tell what happened; "had been kidnapped on 12 December" tells what was before it.
        """
        if self.published is not None and told.interval.end is not None and told.interval.end > self.published:
            return True
        words = self.text[max(0, told.at - 80) : told.at]
        return bool(_SAYING_OF.search(words) or _HAD_BEEN.search(words))

    def last_in_paragraph(self, start: int) -> dt.date | None:
        """The single day told last in the paragraph of a place, if any; not that of a truce."""
        paragraph = self.text.rfind("\n\n", max(0, start - _PARAGRAPH), start)
        return next((t.interval.end for t in self._days() if paragraph < t.at < start and not t.of_truce), None)

    def _is_news(self, interval: Interval) -> bool:
        if self.published is None or interval.end is None:
            return False
        return 0 <= (self.published - interval.end).days <= _NEWS_DAYS

    def anchor(self, start: int, *, is_news_only: bool = True) -> dt.date | None:
        """The day spoken of last; else the day of publication."""
        last = self.last_told(start, is_news_only=is_news_only)
        return last.end if last is not None else self.published

    def last_period(self, start: int, unit: str = "") -> Interval | None:
        """The period told last before a place of the text, of a calendar unit where one is asked for."""
        fits = (t.interval for t in reversed(self.periods) if t.at < start and (not unit or t.interval.unit == unit))
        return next(fits, None)

    def last_span(self, start: int, shortest: int, longest: int) -> Interval | None:
        """The period told last, and ended, whose length lies within bounds."""
        for told in itertools.islice(reversed(self.periods), _LOOK_BACK):
            end = told.interval.end
            is_over = end is not None and self.published is not None and end <= self.published
            if told.at < start and is_over and shortest <= told.interval.days + 1 <= longest:
                return told.interval
        return None

    def last_any(self, start: int) -> Interval | None:
        """Whatever was told last, a day or a longer time, if it is not that of a saying."""
        before = [t for t in itertools.islice(reversed(self.told), _LOOK_BACK) if t.at < start]
        return min(before, key=self._is_aside).interval if before else None

    def is_future(self, start: int) -> bool:
        """Whether the few words before an expression look ahead ("will meet on", "is due on")."""
        clause = _CLAUSE_END.split(self.text[max(0, start - 90) : start])[-1]
        words = _HOUR.sub(" ", clause).split()
        near = " ".join(words[-8:]) + " "
        markers = list(_FUTURE.finditer(near))
        if not markers or _WAS_AHEAD.search(near[: markers[-1].start()]):
            return False
        return not _NOT_AHEAD.search(near[markers[-1].end() :])


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
    """The year of four digits, or of two: the last such year up to the one after publication."""
    if digits is None:
        return None
    if len(digits) == 4:
        return int(digits)
    latest = published.year + 1 if published else 2030
    return latest - (latest - int(digits)) % 100


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
