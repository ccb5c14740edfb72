"""The day of publication of a report without one, from its own words and the agreement, where they allow it."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from trucewatch.extract._date_words import (
    MONTH,
    NUMBER,
    NUMERAL_DAY,
    PARTS,
    TRUCE,
    WEEKDAY,
    YEAR,
    amount_of,
    day_number,
    month_of,
    weekday_of,
)
from trucewatch.model import Agreement, PublishedBasis, Report, day_of

_I = re.IGNORECASE
_BEFORE_TRUCE_DAYS, _AFTER_TRUCE_DAYS = 92, 366
"""How far from the truce a date without a year may lie to take the truce's year."""
_DAY_MONTH = (
    rf"(?:(?P<d1>{NUMERAL_DAY})\s+(?:of\s+)?(?P<m1>{MONTH})(?:,?\s+(?P<y1>{YEAR}))?"
    rf"|(?P<m2>{MONTH})\s+(?P<d2>{NUMERAL_DAY})(?![.,]?\d)(?:,?\s+(?P<y2>{YEAR}))?)"
)
_ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
_NAMED = rf"(?:(?P<weekday>{WEEKDAY})(?:\s+{PARTS})?\s*,?\s+(?:the\s+)?)?"
# A head line: "Bulletin, 6 March 2020, morning", "Statement, 28 February.", "Daily report: 3 May".
_HEAD = re.compile(
    rf"^(?:[^\n.]{{0,80}}?\b(?:bulletin|statement|press\s+release|communiqu[eé]|report|update|summary|briefing|newsletter|note|sitrep"
    rf"|situation)\b[^\n.]{{0,40}}?[,:–—-]?\s+(?:of\s+|for\s+|on\s+)?)?{_NAMED}(?:{_ISO}|{_DAY_MONTH})\b",
    _I,
)
# A dateline: "ANKARA, March 19 —", "MOSCOW, 15 March (Agency) -".
_DATELINE = re.compile(
    rf"^(?=[A-Z])[^\n—–:]{{2,60}}?,\s*{_NAMED}(?:{_ISO}|{_DAY_MONTH})\s*(?:\([^)\n]*\)\s*)?(?:—|–|--|-|:|_)", _I
)
_DATED_WEEKDAY = re.compile(rf"\b(?P<weekday>{WEEKDAY})(?:\s+{PARTS})?,?\s+(?:the\s+)?{_DAY_MONTH}", _I)
_TODAY_COUNT = re.compile(
    r"\b(?:this|today|it)\s+(?:is|marks|was)\s+(?:the\s+)?(?P<nth>\w+(?:-\w+)?)\s+day\s+of\s+the\s+(?:\w+\s+){0,2}?"
    + TRUCE,
    _I,
)
_DAY_N = re.compile(
    r"\b(?:cease-?\s?fire|truce),?\s+day\s+(?P<n>\d{1,3})\b|^day\s+(?P<n2>\d{1,3})\s+of\s+the\s+(?:\w+\s+)?" + TRUCE, _I
)
_AGREED = r"(?:agreed|signed|announced|declared|reached|brokered|concluded|began|came\s+into|took\s+(?:effect|hold))"
_TRUCE_AGO = re.compile(
    rf"\b(?P<amount>{NUMBER})\s+(?P<unit>days?|weeks?)\s+ago\b[^.\n]*?\b{_AGREED}\b[^.\n]*?\b{TRUCE}\b"
    rf"|\b(?:{_AGREED}\b[^.\n]*?\b{TRUCE}|{TRUCE}\b[^.\n]*?\b{_AGREED})\b[^.\n]*?\b(?P<amount2>{NUMBER})\s+(?P<unit2>days?|weeks?)\s+ago\b",
    _I,
)
_RELATIVE_DAY = re.compile(
    rf"\b(?:on\s+|early\s+|late\s+)?(?P<word>{WEEKDAY}|today|yesterday|this\s+(?:morning|evening|afternoon))\b(?!s\b)",
    _I,
)


def infer_published(report: Report, agreement: Agreement | None = None, *, effective: str | None = None) -> Report:
    """The report with `published` set and marked `inferred`, or as it came where nothing in it allows that.

    Read in this order: a head line or dateline with a date; "this is the twelfth day of the ceasefire"; a weekday
    with its date; "two weeks after the 5 March ceasefire" beside "today", "yesterday" or a weekday that fits. A year
    that is missing comes from the weekday, from a year in the title or text, or from the truce where the date lies
    within a year of it.

    Args:
        report: Any report; one with a date is returned as it is.
        agreement: The agreement whose `effective` day phrases about the truce count from.
        effective: That day, where there is no agreement at hand.
    """
    if report.published is not None:
        return report
    moment = effective or (agreement.effective if agreement else None)
    truce = day_of(moment) if moment else None
    day = (
        _stated(report, truce)
        or _counted(report, truce)
        or _dated_weekday(report, truce)
        or _beside_truce(report, truce)
    )
    if day is None:
        return report
    return report.model_copy(update={"published": day.isoformat(), "published_basis": PublishedBasis.INFERRED})


def _stated(report: Report, truce: dt.date | None) -> dt.date | None:
    """The date of a head line, of the title or of the dateline."""
    lines = [line for line in report.text.split("\n") if line.strip()][:2]
    for line, patterns in ((report.title or "", (_HEAD,)), *((line, (_HEAD, _DATELINE)) for line in lines)):
        for pattern in patterns:
            m = pattern.match(line.strip())
            if m and (day := _complete(m, report, truce)):
                return day
    return None


def _complete(m: re.Match[str], report: Report, truce: dt.date | None) -> dt.date | None:
    """The day of a match, with the year that it or its surroundings give."""
    groups = m.groupdict()
    if groups.get("iso"):
        return _iso(groups["iso"] or "")
    day, month = day_number(groups["d1"] or groups["d2"] or ""), month_of(groups["m1"] or groups["m2"] or "")
    stated = groups.get("y1") or groups.get("y2")
    name = groups.get("weekday")
    weekday = weekday_of(name) if name else None
    if stated:
        return _date(int(stated), month, day)
    near = [d for d in (_date(y, month, day) for y in _years(report, truce)) if d]
    if truce is not None:
        near = [d for d in near if -_BEFORE_TRUCE_DAYS <= (d - truce).days <= _AFTER_TRUCE_DAYS]
    if weekday is not None:
        near = [d for d in near if d.weekday() == weekday]
    if truce is not None:
        return min(near, key=lambda d: abs((d - truce).days), default=None)
    return near[0] if len(set(near)) == 1 else None


def _years(report: Report, truce: dt.date | None) -> list[int]:
    if truce is not None:
        return [truce.year - 1, truce.year, truce.year + 1]
    found = re.findall(rf"(?:{MONTH}),?\s+({YEAR})", f"{report.title or ''}\n{report.text}", _I)
    return sorted({int(y) for y in found})


def _counted(report: Report, truce: dt.date | None) -> dt.date | None:
    """`This is the twelfth day of the ceasefire`, `Ceasefire, day 17`: the day the truce took effect is the first."""
    if truce is None:
        return None
    for text in (report.title or "", report.text):
        if m := _TODAY_COUNT.search(text):
            number = day_number(m["nth"])
            if number:
                return truce + dt.timedelta(days=number - 1)
        if m := _DAY_N.search(text):
            return truce + dt.timedelta(days=int(m["n"] or m["n2"]) - 1)
    return None


def _dated_weekday(report: Report, truce: dt.date | None) -> dt.date | None:
    """The last `Thursday 19 March` of the text: news is published on the day it speaks of, or soon after."""
    days = [d for m in _DATED_WEEKDAY.finditer(report.text) if (d := _complete(m, report, truce))]
    return max(days, default=None)


def _beside_truce(report: Report, truce: dt.date | None) -> dt.date | None:
    """`two weeks after the 5 March ceasefire` in a report that also says `today`, `yesterday` or a fitting weekday."""
    from trucewatch.extract.dates import find_dates

    moment = truce.isoformat() if truce else None
    days = {
        dt.date.fromisoformat(m.when.start)
        for m in find_dates(report.text, published=None, effective=moment)
        if m.rule in ("after_truce", "truce_day") and m.when.start and m.when.start == m.when.end
    }
    words = {m["word"].lower() for m in _RELATIVE_DAY.finditer(report.text)}
    if len(days) == 1:
        (day,) = days
        if any(w == "today" or w.startswith("this") for w in words):
            return day
        if "yesterday" in words:
            return day + dt.timedelta(days=1)
        return day if any(weekday_of(w) == day.weekday() for w in words) else None
    return None if days else _ago(report, truce, words)


def _ago(report: Report, truce: dt.date | None, words: set[str]) -> dt.date | None:
    """`They agreed on a truce two weeks ago` beside a weekday that fits; a truce is signed on its first day or its eve."""
    found = list(_TRUCE_AGO.finditer(report.text))
    if truce is None or len(found) != 1:
        return None
    amount = found[0]["amount"] or found[0]["amount2"]
    unit = (found[0]["unit"] or found[0]["unit2"]).lower()
    span = dt.timedelta(days=round(amount_of(amount)) * (7 if unit.startswith("week") else 1))
    weekdays = {weekday_of(w) for w in words if w.endswith("day") and w not in ("today", "yesterday")}
    fits = [d for back in (0, 1) if (d := truce + span - dt.timedelta(days=back)).weekday() in weekdays]
    return fits[0] if len(fits) == 1 else None


def _iso(text: str) -> dt.date | None:
    year, month, day = (int(x) for x in text.split("-"))
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> dt.date | None:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return dt.date(year, month, day)
    return None
