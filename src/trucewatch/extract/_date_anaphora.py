"""Time expressions that count from a day or period told before them: `the next day`, `in the same period`, `at dawn`."""

from __future__ import annotations

import datetime as dt
import re

from trucewatch.extract._date_clock import CLOCK, clock_of
from trucewatch.extract._date_context import (
    FEW_DAYS,
    ONE_DAY,
    Context,
    Interval,
    month_after,
    month_interval,
    one_day,
    shift_months,
    unit_of,
    unknown,
)
from trucewatch.extract._date_words import amount_of, day_number, weekday_of
from trucewatch.extract.sentences import dateline_end
from trucewatch.model import DatePrecision

_P = DatePrecision
_NEXT = re.compile(r"next|following|\bafter\b|later\s*$")
_LATER_ON = re.compile(r"later\s+(?:that|in|on)|shortly|soon|long|moments|minutes|hours|time")
_BEFORE = re.compile(r"(?:day|night|morning|evening|afternoon)\s+before|day\s+earlier|previous|preceding")


def _moved(interval: Interval, days: int) -> Interval:
    start, end = interval.start, interval.end
    if start is None or end is None:
        return interval
    return Interval(start + ONE_DAY * days, end + ONE_DAY * days, interval.precision, None, interval.unit)


def read_same_day(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`that day`, `the next day`, `the day before`: counted from the day spoken of last.

    A period of twenty-four hours lies on two days; so does the one before it. "The following night" behind what
    happened by day is the night of that day.
    """
    words = m.group().lower()
    last = ctx.last_told(m.start(), is_news_only=False)
    if "same" in words and not any(t.at >= dateline_end(ctx.text) for t in ctx.told):
        return unknown()  # "on the same night when the area was bombed", of which the text tells no day
    last = last or (one_day(ctx.published) if ctx.published else None)
    if last is None or last.start is None or last.end is None:
        return unknown()
    if words.endswith("following night") and not ctx.is_night(m.start()):
        return one_day(last.end)
    if _NEXT.search(words) and not _LATER_ON.search(words):
        return one_day(last.end + ONE_DAY)
    if _BEFORE.search(words):
        return _moved(last, -1) if last.precision is _P.PERIOD else one_day(last.end - ONE_DAY)
    return last if "same" in words or last.precision is _P.DAY else one_day(last.end)


def read_near_then(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`shortly afterwards`, `not long before`, `minutes later`: on the day spoken of last, else not placed."""
    return ctx.last_told(m.start()) or unknown()


def read_afterwards(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`afterwards`: from the day spoken of last to publication, where that is no more than days."""
    last = ctx.last_told(m.start())
    if last is None or last.end is None or ctx.published is None:
        return unknown(_P.DAYS)
    gap = (ctx.published - last.end).days
    return Interval(last.end, ctx.published, _P.DAYS) if 0 < gap <= FEW_DAYS else one_day(last.end)


def read_same_time(ctx: Context, _: re.Match[str]) -> Interval | None:
    """`around the same time`: whatever day or days were spoken of last."""
    told = ctx.told[-1].interval if ctx.told else None
    return told if told is not None and told.end is not None else unknown()


def read_all_night(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`all night`, `throughout the night`: from the evening of the day spoken of last; else the night to publication."""
    last = ctx.last_told(m.start())
    if last is not None and last.end is not None and (last.end != ctx.published or last.days):
        return last if last.days else Interval(last.end, last.end + ONE_DAY, _P.DAYS)
    if ctx.published is None:
        return unknown(_P.DAYS)
    return Interval(ctx.published - ONE_DAY, ctx.published, _P.DAYS)


def read_part_only(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`at dawn`, `before midnight`: on the day spoken of last; `since midnight` runs to publication."""
    if m.group().lower().startswith("since"):
        return Interval(ctx.published, ctx.published, _P.PERIOD)
    anchor = ctx.anchor(m.start())
    # News of the day on which it appears happened after the midnight that it calls "before midnight".
    is_eve = "before" in m.group().lower() and "midnight" in m.group().lower()
    return one_day(anchor - ONE_DAY if anchor is not None and is_eve and anchor == ctx.published else anchor)


_AS_OF = re.compile(rf"\bas\s+of\s+{CLOCK}", re.IGNORECASE)
_CLOCK = re.compile(CLOCK, re.IGNORECASE)
_OTHER_HOURS = re.compile(r"\b\d{1,2}(?:[:.][0-5]\d)?\s?[ap]\.?m\b|\b\d{1,2}:[0-5]\d\b", re.IGNORECASE)


def read_clock(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`at 14:20`: on the day spoken of last; after the hour as of which a bulletin speaks, the day before it."""
    hour = _CLOCK.search(m.group())
    said = clock_of(hour) if hour else None
    if said is None:
        return None
    anchor = ctx.anchor(m.start())
    stamp = _AS_OF.search(ctx.text)
    as_of = clock_of(stamp) if stamp else None
    if anchor is not None and anchor == ctx.published and as_of is not None and said > as_of:
        return one_day(anchor - ONE_DAY)
    return one_day(anchor)


def read_bare_clock(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`around 445` in a text that tells other hours, and only there; `at 1115`, `0310 to 0316` anywhere."""
    g = m.groupdict()
    if not 0 <= int(g["h5"] or g["h6"]) <= 23:
        return None
    if g.get("sure") is None and g.get("sure2") is None and not _OTHER_HOURS.search(ctx.text):
        return None
    return one_day(ctx.anchor(m.start()))


def read_same_period(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`in the same period`, `during that time`, `in the quarter`: the period told last."""
    last = ctx.last_period(m.start())
    if re.search(r"quarter$", m.group(), re.IGNORECASE):
        last = ctx.last_span(m.start(), 80, 100)
    return None if last is None else Interval(last.start, last.end, last.precision, None, last.unit)


def read_period_before(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the week before`, `in the seven weeks before`, `the previous reporting period`: up to what was told last.

    Without a period told in the paragraph, `the week before` counts from the day spoken of last.
    """
    g = m.groupdict()
    period = ctx.last_period(m.start())
    told = ctx.last_told(m.start())
    first = period.start if period is not None else (told.start if told is not None else None)
    if first is None:
        return None if g.get("loose") else unknown(_P.PERIOD)
    unit = unit_of(m["unit"])
    if unit == "period":
        if period is None:
            return None
        # Twenty-four hours from evening to evening stand on two days, of which the first is shared.
        return _moved(period, -period.days if period.days == 1 else -period.days - 1)
    amount = round(amount_of(g["amount"])) if g.get("amount") else 1
    return Interval(_back(first, amount, unit), first - ONE_DAY, _P.PERIOD)


def _back(day: dt.date, amount: int, unit: str) -> dt.date:
    if unit in ("month", "year"):
        return shift_months(day, -amount * (12 if unit == "year" else 1))
    return day - ONE_DAY * amount * (7 if unit == "week" else 1)


def read_calendar_again(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the quarter`, `the latest quarter`, `that year`: the one told last; a month or year of its own else."""
    unit = (m["unit"] or "").lower()
    if m.groupdict().get("next"):
        first = next((t.interval.start for t in reversed(ctx.told) if t.interval.start and t.at < m.start()), None)
        return None if first is None else month_interval(*month_after(first, 1))
    if unit in ("quarter", "period"):
        return ctx.last_period(m.start(), "quarter")
    for told in reversed(ctx.told):
        interval = told.interval
        if interval.start is not None and told.at < m.start():
            year = interval.start.year + bool(re.match(r"the\s+following", m.group(), re.IGNORECASE))
            return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), _P.YEAR)
    return None


def read_same_unit(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the same week`, `in that month`: the calendar week or month of what was told last."""
    last = ctx.last_any(m.start())
    if last is None or last.start is None:
        return None
    if (m["unit"] or "").lower() == "month":
        return month_interval(last.start.year, last.start.month)
    start = last.start - ONE_DAY * last.start.weekday()
    return Interval(start, start + ONE_DAY * 6, _P.WEEK)


def read_since_then(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`since then`: from the beginning of what was told last to publication."""
    last = ctx.last_any(m.start())
    if last is None or last.start is None or ctx.published is None or last.start > ctx.published:
        return None
    return Interval(last.start, ctx.published, _P.PERIOD)


def read_comes_after(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the raid comes three days after men ...`: the day of what came before, counted back from the raid."""
    anchor = ctx.anchor(m.start("amount"))
    if anchor is None:
        return unknown()
    days = round(amount_of(m["amount"])) * (7 if unit_of(m["unit"]) == "week" else 1)
    return one_day(anchor - ONE_DAY * days)


def read_nth_day_running(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`for the third day`: so many days up to the day named behind it or spoken of last."""
    number = day_number(m["nth"])
    end = ctx.anchor(m.start())
    if m["weekday"] and ctx.published is not None:
        end = ctx.published - ONE_DAY * ((ctx.published.weekday() - weekday_of(m["weekday"])) % 7)
    if end is None or not 2 <= number <= 31:
        return None
    return Interval(end - ONE_DAY * (number - 1), end, _P.DAYS if number <= FEW_DAYS else _P.PERIOD)


def read_year_before(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`the year-ago quarter`, `the year-earlier period`, `the 1988 period`: the period told last, in another year."""
    g = m.groupdict()
    last = ctx.last_period(m.start(), "quarter") or ctx.last_period(m.start())
    if last is None or last.start is None or last.end is None:
        return None
    years = int(g["year"]) - last.start.year if g.get("year") else -1
    return in_other_year(last, years)


def in_other_year(interval: Interval, years: int) -> Interval:
    """The same days of the calendar so many years on."""
    if interval.start is None or interval.end is None:
        return interval
    start, end = (shift_months(d, 12 * years) for d in (interval.start, interval.end))
    return Interval(start, end, interval.precision, None, interval.unit)
