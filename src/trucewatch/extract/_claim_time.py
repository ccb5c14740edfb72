"""When an act was, by the words that a claim rests on, or by the head of the bulletin or log that tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from trucewatch.extract._claim_values import incident_time, toll_period
from trucewatch.extract._date_context import month_interval
from trucewatch.extract.dates import DateMention, find_dates
from trucewatch.extract.sentences import dateline_end
from trucewatch.model import DatePrecision, Report, When, day_of

Dated = tuple[int, int, DateMention]
"""First code point, end, and what the finder read there."""

_TOO_VAGUE = re.compile(
    r"(?i)\b(?:few|several|some|many|recent)\s+(?:days|nights|weeks|months|years)\b"
    r"|\b(?:over|more\s+than|about|around|approximately|some|just)\s+[\w-]+\s+(?:weeks?|months?|years?|decades?)\s+ago\b"
)
"""Words that name a stretch without its days: a claim keeps them and gives no bounds."""
_PART_OF_MONTH = re.compile(r"(?i)\b(?:early|mid|late|beginning|start|middle|end|days)\b")
_BEGAN = re.compile(
    r"(?i)\b(?:began|begun|started|launched|erupted|unleashed|announced|broke\s+out)(?:\s+by\s+[^,.;]{1,40}?)?"
    r"\s+(?:on\s+[\w.]+\s+[\w.]+(?:,?\s+\d{4})?|in\s+(?:mid-?\s*|early\s+|late\s+)?[\w.]+(?:\s+\d{4})?)$"
)
"""What a count runs from to the day of publication: "the offensive that began on 11 November has cost 90 lives"."""
_WHEN_BEHIND = re.compile(r"(?i),?\s+when\b")
"""Behind a day that something has lasted since, and on which an act was: "the first since January 21, when a patrol came under fire"."""
_ENTRY_HEAD = re.compile(r"[ \t]*(?:[-*•]|\(?\w{1,3}[.)])?[ \t]*[^.:;\n]{0,40}")
_HEAD_ENDS = re.compile(r"[ \t]*(?:[.:]|\n|[—–-]\s)")
_FULL_STOP = re.compile(r"\.\s")
"""Behind the day at the head of a text, which else is that of its dateline."""
_AN_HOUR = re.compile(r"(?i)\b[0-2]?\d[:.]?[0-5]\d\b|\d\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b")
_NEXT_SENTENCE = 250
_THIS_DAY = re.compile(
    r"(?i)(?:right\s+now|currently|at\s+present|at\s+the\s+moment|at\s+this\s+(?:very\s+)?(?:time|moment|hour)|(?:on\s+)?this\s+day)"
)
_OF_REPORT = re.compile(
    r"(?i)(?:(?:in|during|over|for|of)\s+)?(?:(?:the|this)\s+)?(?:[\w-]+\s+)?(?:period|days?|week|month|quarter|hours)"
)
"""Words for the time that a bulletin covers."""
_BETWEEN_PARTS = re.compile(
    r"(?i)\s*(?:,|,?\s*\b(?:and|to|until|or))\s+(?:(?:on|in|again|early|late|[0-2]\d[0-5]\d)\s+)*"
)
_AND_THEN = re.compile(r"(?i)\s+and\s+(?:early\s+|again\s+)?")
"""Between the words marked for a time and one that goes on from it: "last night [and early this morning]"."""
_ENTRY = re.compile(r"(?m)^\W{0,3}(?:\w+ )?(?P<h>[01]?\d|2[0-3])(?:[:.h](?=[0-5]\d)|(?=[0-5]\d[ .]))(?P<m>[0-5]\d)\b")
_FEWEST_ENTRIES = 3
_SPAN_RULES = frozenset({"day_range", "month", "past", "month_range", "quarter", "ending", "week_of"})


def told_time(
    spans: Sequence[tuple[int, int]], dates: Sequence[Dated], report: Report, *, toll: bool
) -> tuple[int | None, When | None]:
    """When a claim's act was, and which of its spans says so.

    Args:
        spans: What the claim rests on for its time, in order.
        dates: All times that the finder read in the report.
        report: The report, with its day of publication where it has one.
        toll: Whether the claim counts over a time and does not tell of one act.

    Returns:
        The number of the span and the time, whose words are to be taken from there. Without a span a toll of a bulletin
        has the time that its title names, with the words of the title, and an act in a log of hours its day; then the
        number is null, and for all else the time too. An act of a log of which only the hour is told has its day as well.
    """
    found = [_read(span, dates, report.text) for span in spans]
    n = next((k for k, d in enumerate(found) if d is not None and d.when.start), 0)
    date = found[n] if found else None
    words = report.text[slice(*spans[n])] if spans else ""
    if date is not None and date.when.start and not _TOO_VAGUE.search(words):
        if toll and report.published and _BEGAN.search(report.text[max(0, spans[n][0] - 60) : spans[n][0]] + words):
            date = replace(date, rule=f"since_{date.rule}")
        if not toll and date.rule.startswith("since") and _WHEN_BEHIND.match(report.text, spans[n][1]):
            date = replace(date, rule=date.rule.removeprefix("since_"), when=date.core)
        return n, _bounded(date, words, report.published, toll=toll)
    if spans and not toll and report.published and _THIS_DAY.fullmatch(words):
        return n, _one_day(report.published)
    if toll:
        of_report = not spans or ((date is None or not date.when.start) and _OF_REPORT.fullmatch(words))
    else:
        of_report = not _TOO_VAGUE.search(words)  # the hour alone, in a log
    headed = _of_head(report, toll=toll) if of_report else None
    return (None, headed) if not spans else (n, headed or _unplaced(toll=toll))


def entry_day(at: int, dates: Sequence[Dated], text: str) -> list[tuple[int, int]]:
    """The day at the head of the entry that holds a place, as a span, or nothing: "Gihanga, 3 September. ...", "TUESDAY. ..."."""
    line = text.rfind("\n", 0, at) + 1
    for start, end, date in dates:
        if (
            max(line, dateline_end(text)) <= start
            and end <= at
            and date.when.start
            and date.when.start == date.when.end
        ):
            headed = _ENTRY_HEAD.fullmatch(text, line, start) and (_HEAD_ENDS if line else _FULL_STOP).match(text, end)
            return [(start, end)] if headed else []
    return []


def is_shared(words: str, gap: int) -> bool:
    """Whether a time may be that of a further act, so many code points away: an hour is that of one act alone."""
    return gap <= _NEXT_SENTENCE or not _AN_HOUR.search(words)


def _unplaced(*, toll: bool) -> When:
    return When(start=None, end=None, precision=DatePrecision.PERIOD if toll else DatePrecision.DAY, text=None)


def _one_day(published: str) -> When:
    return When(start=published[:10], end=published[:10], precision=DatePrecision.DAY, text=None)


def _read(span: tuple[int, int], dates: Sequence[Dated], text: str) -> DateMention | None:
    """What the finder read in a span: the time that covers most of it, or several joined by "and"."""
    start, end = span
    hits = [(a, b, d) for a, b, d in dates if a < end and start < b]
    if not hits:
        return None
    goes_on = next((d for d in dates if d[0] >= hits[-1][1]), None)
    if (
        goes_on is not None
        and _AND_THEN.fullmatch(text[hits[-1][1] : goes_on[0]])
        and _follows(hits[-1][2].when, goes_on[2].when)
    ):
        hits.append(goes_on)
        end = goes_on[1]
    first, last = hits[0][2], hits[-1][2]
    if first.when.start and last.rule.startswith("until") and (last.when.end or "") >= first.when.start:
        when = first.when.model_copy(update={"end": last.when.end, "precision": DatePrecision.DAYS})
        return DateMention(start, end, when, f"{first.rule}_until", when)
    inside = [h for h in hits if h[2].when.start and h[2].when.end]
    if len(inside) > 1 and len(inside) == len(hits):
        gaps = (text[a[1] : b[0]] for a, b in pairwise(inside))
        first, last = inside[0][2], inside[-1][2]
        if all(_BETWEEN_PARTS.fullmatch(g) for g in gaps) and (first.when.start or "") <= (last.when.start or ""):
            when = first.when.model_copy(update={"end": last.when.end, "precision": DatePrecision.DAYS})
            return DateMention(start, end, when, f"{first.rule}_and", when)
    return max(hits, key=lambda h: min(end, h[1]) - max(start, h[0]))[2]


def _follows(first: When, second: When) -> bool:
    """Whether a time begins on the day on which another ends, or on the next."""
    return bool(first.end and second.start and 0 <= (day_of(second.start) - day_of(first.end)).days <= 1)


def _bounded(date: DateMention, words: str, published: str | None, *, toll: bool) -> When:
    """A time as a claim has it: an act is no period, and a count without an end cannot be placed."""
    opener = date.rule.partition("_")[0]
    told = re.search(rf"(?i)\b{opener}\b", words) is not None
    opened = opener in ("since", "after") and not told and not (toll and opener == "since")
    when = date.core if opened else date.when
    if date.rule == "month" and _PART_OF_MONTH.search(words):
        when = _whole_month(when)
    if toll:
        when = toll_period(when, date.rule, published)
        return when if when.end or published else _unplaced(toll=True)
    if when.end:
        return incident_time(when, published)
    return _unplaced(toll=False) if opener == "since" else when


def _whole_month(when: When) -> When:
    """The month of a part of it, which words as loose as "in late August" name."""
    if when.start is None or when.precision is not DatePrecision.MONTH:
        return when
    day = day_of(when.start)
    whole = month_interval(day.year, day.month)
    if whole.start is None or whole.end is None:
        return when
    return when.model_copy(update={"start": whole.start.isoformat(), "end": whole.end.isoformat()})


def _of_head(report: Report, *, toll: bool) -> When | None:
    """The time that a bulletin's title names for its tolls; the day of a log for the acts of its entries."""
    if toll:
        named = find_dates(report.title or "", published=report.published)
        spans = [d for d in named if d.rule in _SPAN_RULES and d.when.start and d.when.end]
        if len(named) != 1 or not spans:
            return None
        return toll_period(spans[0].when, spans[0].rule, report.published)
    return _one_day(report.published) if report.published and _is_log(report.text) else None


def _is_log(text: str) -> bool:
    """Whether lines begin with hours that run on, or back from the latest; the lengths of films do neither."""
    hours = [int(m["h"]) * 60 + int(m["m"]) for m in _ENTRY.finditer(text)]
    return len(hours) >= _FEWEST_ENTRIES and hours in (sorted(hours), sorted(hours, reverse=True))
