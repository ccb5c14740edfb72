"""Rules that read time expressions as intervals of days: one pattern and one resolver a rule.

A resolver returns None where the words are no date after all, and an interval without days where they are one that
cannot be placed (a weekday in a report without a date). Days are inclusive on both ends.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from trucewatch.extract._date_words import (
    FUTURE,
    SAID,
    SEASONS,
    TRUCE,
    amount_of,
    day_number,
    month_of,
    weekday_of,
)
from trucewatch.model import DatePrecision

_P = DatePrecision
_I = re.IGNORECASE
_ONE_DAY = dt.timedelta(days=1)
_NEAR_FUTURE_DAYS, _FAR_PAST_DAYS = 45, 300
_FEW_DAYS = 6
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


def _date(year: int, month: int, day: int) -> dt.date | None:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return dt.date(year, month, day)
    return None


def _year(digits: str | None, published: dt.date | None = None) -> int | None:
    if digits is None:
        return None
    if len(digits) == 4:
        return int(digits)
    pivot = (published.year if published else 2030) % 100
    return int(digits) + (2000 if int(digits) <= pivot else 1900)


def nearest_year(ctx: Context, month: int, day: int, start: int, weekday: int | None) -> dt.date | None:
    """The year of a date without one: past for events, ahead for plans, by the weekday where one stands beside it."""
    base = ctx.published
    if base is None:
        return None
    days = [d for y in range(base.year - 2, base.year + 3) if (d := _date(y, month, day))]
    if weekday is not None:
        fits = [d for d in days if d.weekday() == weekday and abs((d - base).days) < 400]
        if fits:
            return min(fits, key=lambda d: abs((d - base).days))
    past = max((d for d in days if d <= base), default=None)
    ahead = min((d for d in days if d > base), default=None)
    if past is None or ahead is None:
        return past or ahead
    is_far = (base - past).days > _FAR_PAST_DAYS and (ahead - base).days <= _NEAR_FUTURE_DAYS
    return ahead if (ctx.is_future(start) and past != base) or is_far else past


def read_full(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`Thursday 19 March 2020`, `March 19`, `19th of March`."""
    g = m.groupdict()
    number, month = day_number(g["day"]), month_of(g["month"])
    if not 1 <= number <= 31:
        return None
    name = g.get("weekday") or g.get("weekday2") or g.get("weekday3")
    weekday = weekday_of(name) if name else None
    year = _year(g.get("year"), ctx.published)
    day = _date(year, month, number) if year else nearest_year(ctx, month, number, m.start(), weekday)
    if day is None:
        return unknown() if year is None and number <= 31 else None
    conflict = None
    if weekday is not None and day.weekday() != weekday:
        conflict = f"{name} does not fit {day.isoformat()}, a {calendar.day_name[day.weekday()]}"
    return one_day(day, conflict)


def read_iso(_: Context, m: re.Match[str]) -> Interval | None:
    day = _date(int(m["y"]), int(m["m"]), int(m["d"]))
    return one_day(day) if day else None


def read_numeric(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`19.3.2020` puts the day first; with slashes the order that the figures or the day of publication allow."""
    year = _year(m["y"], ctx.published) or 0
    first, second = int(m["a"]), int(m["b"])
    options = [d for d in (_date(year, second, first), _date(year, first, second)) if d]
    if not options:
        return None
    if len(set(options)) == 1 or m["sep"] == ".":
        return one_day(options[0])
    if ctx.published is None:
        return Interval(None, None, _P.DAY, "day and month cannot be told apart")
    published = ctx.published
    return one_day(min(options, key=lambda d: (d > published, abs((published - d).days))))


def read_day_range(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`between 5 and 7 March`, `6 to 21 March 2020`, `March 5-7`, `28 February to 3 March`."""
    g = m.groupdict()
    last_month = month_of(g["m2"] or g["m1"])
    first_month = month_of(g["m1"] or g["m2"])
    first, second = day_number(g["d1"]), day_number(g["d2"])
    year = _year(g["y2"] or g["y1"], ctx.published)
    end = _date(year, last_month, second) if year else nearest_year(ctx, last_month, second, m.start(), None)
    if end is None:
        return unknown(_P.PERIOD)
    start = _date(end.year - (first_month > last_month), first_month, first)
    if start is None or start > end:
        return None
    joined = (g.get("lead") or "").lower()
    close = (end - start).days <= _FEW_DAYS
    return Interval(start, end, _P.DAYS if close and ("between" in joined or "night" in joined) else _P.PERIOD)


def read_month(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`in March`, `March 2020`, `last March`, `mid-March`, `the beginning of February`."""
    g = m.groupdict()
    number = month_of(g["month"])
    which = (g.get("which") or "").lower()
    year = _year(g.get("year"))
    base = ctx.published
    if year is None and g.get("of_year") and base is not None:
        year = base.year + {"last": -1, "this": 0, "next": 1}[(g["of_year"] or "").lower()]
    if year is None:
        if base is None:
            return unknown(_P.MONTH)
        year = base.year if number <= base.month else base.year - 1
        if which == "last" and number == base.month:
            year -= 1
        elif (number > base.month and (which == "next" or ctx.is_future(m.start()) or which == "this")) or (
            which == "next" and number <= base.month
        ):
            year += 1
    return _part_of_month(month_interval(year, number), (g.get("part") or "").lower())


def _part_of_month(whole: Interval, part: str) -> Interval:
    if not part or whole.start is None or whole.end is None:
        return whole
    if re.match(r"early|the\s+(?:beginning|start|first)", part):
        return Interval(whole.start, whole.start.replace(day=10), _P.MONTH)
    if re.match(r"mid|the\s+middle", part):
        return Interval(whole.start.replace(day=11), whole.start.replace(day=20), _P.MONTH)
    return Interval(whole.start.replace(day=21), whole.end, _P.MONTH)


def read_year_alone(_: Context, m: re.Match[str]) -> Interval | None:
    year = int(m["year"])
    part = (m["part"] or "").lower()
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if re.match(r"early|the\s+(?:beginning|start)", part):
        end = dt.date(year, 4, 30)
    elif re.match(r"late|the\s+end", part):
        start = dt.date(year, 9, 1)
    elif part:
        start, end = dt.date(year, 5, 1), dt.date(year, 8, 31)
    return Interval(start, end, _P.YEAR)


def read_quarter(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the first quarter of 2019`; without a year the last one begun before publication."""
    number = ("first", "second", "third", "fourth").index(m["nth"].lower())
    year = _year(m["year"])
    if year is None:
        if ctx.published is None:
            return unknown(_P.MONTH)
        year = ctx.published.year - (number * 3 + 1 > ctx.published.month)
    return Interval(dt.date(year, number * 3 + 1, 1), month_interval(year, number * 3 + 3).end, _P.MONTH)


def read_spelled_year(_: Context, m: re.Match[str]) -> Interval | None:
    """`nineteen ninety-six`, `two thousand and four`, `twenty fourteen`."""
    century = {"nineteen": 1900, "twenty": 2000}.get(m.group().lower().split()[0].split("-")[0], 2000)
    year = century + round(amount_of(m["rest"])) if m["rest"] else century
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), _P.YEAR)


def read_decade(_: Context, m: re.Match[str]) -> Interval | None:
    first = int(m["decade"])
    return Interval(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), _P.PERIOD)


def read_season(ctx: Context, m: re.Match[str]) -> Interval | None:
    """Three calendar months of the northern year; the winter of a year begins in its December."""
    g = m.groupdict()
    month = SEASONS[m["season"].lower()]
    year = _year(g.get("year"))
    if year is None:
        if ctx.published is None:
            return unknown(_P.MONTH)
        year, which, now = ctx.published.year, (g.get("which") or "").lower(), ctx.published.month
        if (which == "last" and month + 2 >= now) or (which == "this" and month > now + 2):
            year -= 1
        elif which == "next" and month <= now:
            year += 1
    end_month = (month + 1) % 12 + 1
    return Interval(dt.date(year, month, 1), month_interval(year + (end_month < month), end_month).end, _P.MONTH)


def _weekday_day(ctx: Context, name: str, which: str, start: int) -> dt.date | None:
    """The day itself if published on it, else the last one; "last" never is today, "next" looks ahead."""
    base = ctx.published
    if base is None:
        return None
    back = (base.weekday() - weekday_of(name)) % 7
    if which in ("next", "coming", "following") or (
        back and which not in ("last", "past", "previous") and ctx.is_future(start)
    ):
        return base + _ONE_DAY * ((-back) % 7 or 7)
    if back == 0 and which in ("last", "previous"):
        back = 7
    return base - _ONE_DAY * back


def read_weekday(ctx: Context, m: re.Match[str]) -> Interval | None:
    which = (m["which"] or m["after"] or "").lower()
    if ctx.text[m.end() : m.end() + 2] in ("'s", "’s"):
        which = which or "past"
    return one_day(_weekday_day(ctx, m["weekday"], which, m.start()))


def read_weekday_range(ctx: Context, m: re.Match[str]) -> Interval | None:
    end = _weekday_day(ctx, m["second"], "", m.start())
    days = (weekday_of(m["second"]) - weekday_of(m["first"])) % 7
    if days == 0 or (days > _FEW_DAYS // 2 and m["join"].strip().lower() == "and"):
        return None
    if end is None:
        return unknown(_P.DAYS)
    start = end - _ONE_DAY * days
    return Interval(start, end, _P.DAYS)


_NAMED = {
    "today": (0, 0),
    "tonight": (0, 0),
    "yesterday": (-1, -1),
    "tomorrow": (1, 1),
    "last night": (-1, -1),
    "last evening": (-1, -1),
    "overnight": (-1, 0),
    "the day before yesterday": (-2, -2),
    "the day after tomorrow": (2, 2),
    "this": (0, 0),
}


def read_named(ctx: Context, m: re.Match[str]) -> Interval | None:
    # "Valley Today" is a newspaper.
    if m["word"] == "Today" and re.search(r"(?<!^)\b[A-Z][a-z]+ $", ctx.text[max(0, m.start() - 20) : m.start()]):
        return None
    words = " ".join(m["word"].lower().split())
    first, last = _NAMED.get(words, _NAMED["this"])
    precision = _P.DAY if first == last else _P.DAYS
    if ctx.published is None:
        return unknown(precision)
    return Interval(ctx.published + _ONE_DAY * first, ctx.published + _ONE_DAY * last, precision)


def read_weekend(ctx: Context, m: re.Match[str]) -> Interval | None:
    base = ctx.published
    if base is None:
        return unknown(_P.DAYS)
    which = (m["which"] or "").lower()
    saturday = base - _ONE_DAY * ((base.weekday() - 5) % 7)
    if which == "next" or (ctx.is_future(m.start()) and base.weekday() < 5):
        saturday += _ONE_DAY * 7
    elif which == "last" and base.weekday() >= 5:
        saturday -= _ONE_DAY * 7
    end = saturday + _ONE_DAY
    return Interval(saturday, min(end, base) if saturday <= base else end, _P.DAYS)


def _shift_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(day: dt.date, amount: float, unit: str) -> Interval:
    """The day, month or year that lies `amount` units after `day`; hours and minutes count in whole days."""
    if unit in ("second", "minute", "hour"):
        hours = amount * {"second": 0, "minute": 0, "hour": 1}[unit]
        return one_day(day + _ONE_DAY * int(hours / 24))
    if unit in ("day", "night"):
        return one_day(day + _ONE_DAY * round(amount))
    if unit in ("week", "fortnight"):
        return one_day(day + _ONE_DAY * round(amount * (7 if unit == "week" else 14)))
    if unit == "month":
        moved = _shift_months(day, round(amount))
        return month_interval(moved.year, moved.month)
    years = round(amount * {"decade": 10, "century": 100, "centurie": 100}.get(unit, 1))
    year = min(max(day.year + years, 1), 9999)
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), _P.YEAR)


def _unit(word: str) -> str:
    return word.lower().rstrip("s")


def read_ago(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`two days ago` counts from publication, `two days earlier` from the day spoken of last."""
    direction = m["way"].lower()
    unit = _unit(m["unit"])
    base = ctx.published if direction in ("ago", "from now", "hence") else ctx.anchor(m.start())
    if m["amount"] is None:
        return _vague_ago(base, unit) if direction == "ago" else None
    if base is None:
        return unknown()
    last = ctx.told[-1][1] if ctx.told else None
    if direction in ("before", "earlier") and unit == "day" and last and last.precision is _P.PERIOD and last.start:
        end = last.start - _ONE_DAY
        return Interval(end - _ONE_DAY * (round(amount_of(m["amount"])) - 1), end, _P.PERIOD)
    sign = 1 if direction in ("later", "afterwards", "after", "from now", "hence", "on") else -1
    return shifted(base, sign * amount_of(m["amount"]), unit)


def _vague_ago(base: dt.date | None, unit: str) -> Interval:
    if base is None or unit not in ("day", "hour", "minute"):
        return unknown(_P.DAYS)
    if unit == "day":
        return Interval(base - _ONE_DAY * _FEW_DAYS, base - _ONE_DAY, _P.DAYS)
    return one_day(base)


def read_past(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`in the past 24 hours`, `over the last three days`, `the past week`, `in recent days`."""
    base, unit = ctx.published, _unit(m["unit"])
    if base is None:
        return unknown(_P.PERIOD)
    vague = not m["amount"] and (bool(m["few"]) or m["which"].lower() == "recent")
    if vague:
        start = base - _ONE_DAY * _FEW_DAYS if unit == "day" else None
        return Interval(start, base if start else None, _P.DAYS)
    amount = amount_of(m["amount"]) if m["amount"] else 1
    ahead = m["which"].lower() in ("next", "coming")
    if unit in ("hour", "minute"):
        span = _ONE_DAY * int(amount / 24 + 0.001)
    elif unit in ("month", "year", "decade"):
        other = _shift_months(
            base, (1 if ahead else -1) * round(amount * {"month": 1, "year": 12, "decade": 120}[unit])
        )
        span = abs(other - base)
    else:
        span = _ONE_DAY * round(amount * (7 if unit == "week" else 1))
    return Interval(base, base + span, _P.PERIOD) if ahead else Interval(base - span, base, _P.PERIOD)


def read_within(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the second attack in ten days`: ten days that end with the day spoken of last."""
    end = ctx.anchor(m.start())
    if ctx.is_future(m.start()):
        return None
    if end is None:
        return unknown(_P.PERIOD)
    amount, unit = amount_of(m["amount"]), _unit(m["unit"])
    days = int(amount / 24 + 0.001) if unit == "hour" else round(amount * (7 if unit == "week" else 1)) - 1
    return Interval(end - _ONE_DAY * max(0, days), end, _P.PERIOD)


def read_this_unit(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`this week`, `last month`, `earlier this month`, `next year`."""
    base, unit, which = ctx.published, m["unit"].lower(), m["which"].lower().removeprefix("the ")
    precision = {"week": _P.WEEK, "month": _P.MONTH, "year": _P.YEAR}[unit]
    if base is None:
        return unknown(precision)
    is_ahead = which == "this" and ctx.is_future(m.start())
    step = {"last": -1, "next": 1, "previous": -1, "coming": 1, "past": -1}.get(which, 0)
    if unit == "week":
        start = base - _ONE_DAY * base.weekday() + _ONE_DAY * 7 * step
        end = start + _ONE_DAY * 6
    elif unit == "month":
        moved = month_interval(*divmod_month(base, step))
        start, end = moved.start or base, moved.end or base
    else:
        start, end = dt.date(base.year + step, 1, 1), dt.date(base.year + step, 12, 31)
    if which in ("this", "the") and start <= base <= end:
        start, end = (base, end) if is_ahead else (start, base)
    return _narrowed(Interval(start, end, precision), base, (m["part"] or "").lower())


def divmod_month(day: dt.date, step: int) -> tuple[int, int]:
    """Year and month `step` months from a day."""
    moved = _shift_months(day.replace(day=1), step)
    return moved.year, moved.month


def _narrowed(whole: Interval, base: dt.date, part: str) -> Interval:
    start, end = whole.start or base, whole.end or base
    if "later" in part:
        start = max(start, base)
    elif "earlier" in part and start <= base <= end:
        end = max(start, base - _ONE_DAY)
    elif re.search(r"beginning|start", part):
        end = start if whole.precision is _P.WEEK else start + _ONE_DAY * (9 if whole.precision is _P.MONTH else 30)
    elif re.search(r"\bend\b", part):
        start = max(start, end - _ONE_DAY * 9)
    return Interval(start, end, whole.precision)


def read_nth(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`on the 5th`: the last one before publication, the coming one where the words look ahead."""
    number = day_number(m["day"])
    base = ctx.published
    if not 1 <= number <= 31:
        return None
    if base is None:
        return unknown()
    months = [divmod_month(base, step) for step in (-2, -1, 0, 1, 2)]
    days = [d for y, mo in months if (d := _date(y, mo, number))]
    if ctx.is_future(m.start()):
        return one_day(min(d for d in days if d >= base))
    return one_day(max(d for d in days if d <= base))


def read_same_day(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`that day`, `the next day`, `the day before`: counted from the day spoken of last."""
    words = m.group().lower()
    anchor = ctx.anchor(m.start())
    if anchor is None:
        return unknown()
    if re.search(r"next|following|after|later\s*$", words) and not re.search(r"later\s+(?:that|in)", words):
        return one_day(anchor + _ONE_DAY)
    if re.search(r"before|previous|preceding|day\s+earlier", words):
        return one_day(anchor - _ONE_DAY)
    return one_day(anchor)


def read_part_only(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`at dawn`, `before midnight`: on the day spoken of last; `since midnight` runs to publication."""
    if m.group().lower().startswith("since"):
        return Interval(ctx.published, ctx.published, _P.PERIOD)
    anchor = ctx.anchor(m.start())
    # News of the day on which it appears happened after the midnight that it calls "before midnight".
    is_eve = "before" in m.group().lower() and "midnight" in m.group().lower()
    return one_day(anchor - _ONE_DAY if anchor is not None and is_eve and anchor == ctx.published else anchor)


def _truce_base(ctx: Context, m: re.Match[str]) -> dt.date | None:
    """The day a phrase about the truce counts from: the date inside the phrase, else the agreement's."""
    g = m.groupdict()
    for i in "1234":
        if g.get(f"td{i}") and g.get(f"tm{i}"):
            number, mon = day_number(g[f"td{i}"] or ""), month_of(g[f"tm{i}"] or "")
            stated = _year(g.get(f"ty{i}"))
            years = [stated] if stated else []
            if not years and ctx.effective is not None:
                base = ctx.effective
                near = [d for y in (base.year - 1, base.year, base.year + 1) if (d := _date(y, mon, number))]
                best = min(near, key=lambda d: abs((d - base).days), default=None)
                if best is not None and abs((best - base).days) <= _NEAR_FUTURE_DAYS:
                    return best
            return _date(years[0], mon, number) if years else nearest_year(ctx, mon, number, m.start(), None)
    if g.get("tmonth") and (month := read_month_of_truce(ctx, m)):
        return month
    if g.get("tday"):
        return _weekday_day(ctx, g["tday"] or "", "past", m.start())
    return ctx.effective


def read_month_of_truce(ctx: Context, m: re.Match[str]) -> dt.date | None:
    """`the truce was renewed in February 2021`: the first of the month, or the agreement's day if it lies in it."""
    number = month_of(m["tmonth"])
    year = _year(m["tmyear"])
    if year is None and ctx.published is not None:
        year = ctx.published.year - (number > ctx.published.month)
    if year is None:
        return ctx.effective if ctx.effective and ctx.effective.month == number else None
    is_own = ctx.effective is not None and (ctx.effective.year, ctx.effective.month) == (year, number)
    return ctx.effective if is_own else dt.date(year, number, 1)


def read_after_truce(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`two weeks after the ceasefire`, `hours into a truce`."""
    base = _truce_base(ctx, m)
    if base is None:
        return unknown()
    amount = amount_of(m["amount"]) if m["amount"] else 0
    if not m["amount"] and _unit(m["unit"]) not in ("hour", "minute"):
        return Interval(base, base + _ONE_DAY * _FEW_DAYS, _P.DAYS) if _unit(m["unit"]) == "day" else unknown(_P.PERIOD)
    return shifted(base, amount, _unit(m["unit"]))


def read_truce_day(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the twelfth day of the ceasefire`, `day 12 of the truce`: the first day is the one it took effect on."""
    base = _truce_base(ctx, m)
    nth = m["nth"]
    number = day_number(nth) or round(amount_of(nth))
    if base is None or number < 1:
        return unknown()
    unit = m["unit"].lower()
    if unit == "day":
        return one_day(base + _ONE_DAY * (number - 1))
    if unit == "week":
        start = base + _ONE_DAY * 7 * (number - 1)
        return Interval(start, start + _ONE_DAY * 6, _P.WEEK)
    start = _shift_months(base, number - 1)
    return Interval(start, _shift_months(base, number) - _ONE_DAY, _P.PERIOD)


def read_since_truce(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`since the truce began`, `since it came into force`: from the agreement's day to publication."""
    base = _truce_base(ctx, m)
    if base is None:
        return unknown(_P.PERIOD)
    return Interval(base, ctx.published, _P.PERIOD)
