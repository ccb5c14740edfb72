"""Feasts and fasts that reports name instead of a date: Ramadan and the two Eids, Easter, Christmas, Nowruz.

The Islamic year follows the Umm al-Qura calendar (hijridate), which may lie a day off the sighting that a country went
by. Easter of both churches comes from dateutil.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from trucewatch.extract._date_context import NEAR_FUTURE_DAYS, ONE_DAY, Context, Interval, unknown, year_of
from trucewatch.extract._date_words import day_number
from trucewatch.model import DatePrecision

_P = DatePrecision
_FAR_PAST_DAYS = 300
_ISLAMIC_YEARS = range(1343, 1501)
"""Those that the library holds: August 1924 to November 2077."""
Span = tuple[dt.date, dt.date]
Feast = Callable[[range], Iterator[Span]]


def _islamic(month: int, day: int, length: int = 0) -> Feast:
    """A feast of so many days, or a whole month, in each Islamic year that touches the years of our era."""

    def spans(years: range) -> Iterator[Span]:
        from hijridate import Hijri

        first, last = ((y - 622) * 33 // 32 for y in (years.start, years.stop))
        for year in range(max(first, _ISLAMIC_YEARS.start), min(last + 2, _ISLAMIC_YEARS.stop)):
            begin = Hijri(year, month, day)
            start = begin.to_gregorian()
            yield start, start + ONE_DAY * ((length or begin.month_length()) - 1)

    return spans


def _of_easter(first: int, last: int, *, orthodox: bool = False) -> Feast:
    """Days counted from Easter Sunday of one church."""

    def spans(years: range) -> Iterator[Span]:
        from dateutil import easter

        for year in years:
            sunday = easter.easter(year, easter.EASTER_ORTHODOX if orthodox else easter.EASTER_WESTERN)
            yield sunday + ONE_DAY * first, sunday + ONE_DAY * last

    return spans


def _fixed(month: int, day: int, length: int = 1) -> Feast:
    def spans(years: range) -> Iterator[Span]:
        for year in years:
            start = dt.date(year, month, day)
            yield start, start + ONE_DAY * (length - 1)

    return spans


def _thanksgiving(years: range) -> Iterator[Span]:
    """The fourth Thursday of November, as in the United States."""
    for year in years:
        first = dt.date(year, 11, 1)
        day = first + ONE_DAY * ((3 - first.weekday()) % 7 + 21)
        yield day, day


_EID = r"(?:Eid|Id)[\s-]+"
FEASTS: tuple[tuple[str, Feast], ...] = (
    (r"Ramad(?:an|han)|Ramzan", _islamic(9, 1)),
    (r"Muharram", _islamic(1, 1)),
    (r"Ashura", _islamic(1, 10, 1)),
    (r"Arba['’]?een", _islamic(2, 20, 1)),
    (r"(?:the\s+Prophet(?:\s+Mu?o?hamm[ae]d)?['’]s\s+birthday|Mawlid)", _islamic(3, 12, 1)),
    (rf"{_EID}[ae]l[\s-]+Fitr|{_EID}ul[\s-]+Fitr", _islamic(10, 1, 3)),
    (rf"{_EID}[ae]l[\s-]+Adha|{_EID}ul[\s-]+Adha|the\s+Feast\s+of\s+(?:the\s+)?Sacrifice", _islamic(12, 10, 4)),
    (r"Candlemas", _fixed(2, 2)),
    (r"All\s+Saints(?:['’]|\s+Day)?", _fixed(11, 1)),
    (r"All\s+Souls(?:['’]|\s+Day)?", _fixed(11, 2)),
    (r"Palm\s+Sunday", _of_easter(-7, -7)),
    (r"(?:Holy|Easter)\s+Week", _of_easter(-7, -1)),
    (r"(?:Maundy|Holy)\s+Thursday", _of_easter(-3, -3)),
    (r"Good\s+Friday", _of_easter(-2, -2)),
    (r"Orthodox\s+Easter(?:\s+Sunday)?", _of_easter(0, 0, orthodox=True)),
    (r"Easter\s+Monday", _of_easter(1, 1)),
    (r"Easter(?:\s+(?:Sunday|Day))?", _of_easter(0, 0)),
    (r"Orthodox\s+Christmas", _fixed(1, 7)),
    (r"Christmas\s+Eve", _fixed(12, 24)),
    (r"Christmas(?:\s+Day)?", _fixed(12, 25)),
    (r"New\s+Year['’]?s?\s+Eve", _fixed(12, 31)),
    (r"New\s+Year['’]?s?\s+Day", _fixed(1, 1)),
    (r"(?:Nowruz|Newroz|Nawruz)", _fixed(3, 20, 2)),
    (r"May\s+Day", _fixed(5, 1)),
    (r"Thanksgiving(?:\s+Day)?", _thanksgiving),
)
"""Words for each feast and how its days are found, the longer words first."""
FEAST = "|".join(words for words, _ in FEASTS)


def _chosen(spans: list[Span], ctx: Context, which: str, start: int) -> Span | None:
    """The last one begun by publication, the coming one where the words look ahead or it is near and the last is far."""
    base = ctx.published
    if base is None:
        return None
    past = max((s for s in spans if s[0] <= base), default=None)
    ahead = min((s for s in spans if s[0] > base), default=None)
    if past is None or ahead is None:
        return past or ahead
    if which == "last":
        return max((s for s in spans if s[1] < base), default=past)
    is_far = (base - past[1]).days > _FAR_PAST_DAYS and (ahead[0] - base).days <= NEAR_FUTURE_DAYS
    is_on = past[1] >= base
    return ahead if which == "next" or is_far or (ctx.is_future(start) and not is_on) else past


def read_feast(ctx: Context, m: re.Match[str]) -> Interval | None:
    """`during Ramadan`, `on the third day of Eid al-Fitr 2020`, `on the eve of Orthodox Easter`, `last Christmas`."""
    named = m["feast"]
    spans_of = next((feast for words, feast in FEASTS if re.fullmatch(words, named, re.IGNORECASE)), None)
    if spans_of is None:
        return None
    year = year_of(m["year"])
    base = dt.date(year, 7, 1) if year else ctx.published
    if base is None:
        return unknown(_P.DAYS)
    spans = sorted(spans_of(range(base.year - 2, base.year + 3)))
    if year:
        span = next((s for s in spans if s[0].year == year), None)
    else:
        span = _chosen(spans, ctx, (m["which"] or "").lower(), m.start())
    return unknown(_P.DAYS) if span is None else _part(span, m)


def _part(span: Span, m: re.Match[str]) -> Interval:
    """The whole, its eve, its beginning or end, or the nth of its days."""
    start, end = span
    of = " ".join((m["of"] or "").lower().split())
    if of.startswith("eve"):
        return Interval(start - ONE_DAY, start - ONE_DAY, _P.DAY)
    if of.startswith(("start", "beginning")):
        return Interval(start, start, _P.DAY)
    if of.startswith(("end", "last")):
        return Interval(end, end, _P.DAY)
    number = day_number(m["nth"] or "") if m["nth"] else 0
    if number:
        day = start + ONE_DAY * (number - 1)
        return Interval(day, day, _P.DAY)
    length = (end - start).days
    return Interval(start, end, _P.DAY if not length else _P.DAYS if length < 8 else _P.MONTH)
