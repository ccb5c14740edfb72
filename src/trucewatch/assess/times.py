"""The test of when it happened: an interval of days or moments against the days of the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from trucewatch.assess.case import Answer, Case
from trucewatch.model import Agreement, Moment, Outcome, day_of

_FIRST_MINUTE = (dt.time(0, 0), dt.time(0, 1))
_LAST_MINUTE = (dt.time(23, 59),)


@dataclass(frozen=True, slots=True)
class Edge:
    """A moment at which force begins or ends: its day, and the moment itself where it falls within that day."""

    day: dt.date
    at: dt.datetime | None

    @classmethod
    def of(cls, moment: Moment, *, end: bool) -> Edge:
        """00:00 and 00:01 stand for the start of a day, 23:59 for its end; a date for the start, or the end, of it.

        An end edge is the first day without force, where it falls between days.
        """
        day = day_of(moment)
        if "T" not in moment:
            return cls(day + dt.timedelta(days=1) if end else day, None)
        at = dt.datetime.fromisoformat(moment)
        clock = at.time().replace(second=0)
        if clock in _FIRST_MINUTE:
            return cls(day, None)
        return cls(day + dt.timedelta(days=1), None) if clock in _LAST_MINUTE else cls(day, at)


def in_force(case: Case) -> Answer:
    """Whether it happened while the term was in force.

    A day that lies wholly before the term takes effect is no, one wholly after yes; the day on which it takes effect
    at some hour is unknown unless the report gives a time of day. An act without a date cannot be later than the
    first report of it.
    """
    agreement, term, when = case.view.agreement, case.term, case.incident.when
    since = term.since or agreement.effective
    until = term.until or agreement.ended
    start = when.start if when else None
    end = (when.end if when else None) or case.incident.first_reported
    figures = {"event": _span(start, when.end if when else None), "effective": since}
    if until is not None:
        figures["until"] = until
    if when is None or when.end is None:
        figures["first_reported"] = case.incident.first_reported
    if since is None:
        return Answer.same(case, Outcome.UNKNOWN, **figures)
    others = agreement.effective_alternatives if since == agreement.effective else ()
    outcome = _against(agreement, start, end, (since, *others), until)
    return Answer.same(case, outcome, **figures)


def _against(
    agreement: Agreement, start: Moment | None, end: Moment | None, since: Iterable[Moment], until: Moment | None
) -> Outcome:
    first, *others = [Edge.of(moment, end=False) for moment in since]
    last = Edge.of(until, end=True) if until is not None else None
    starts = [is_after(agreement, start, edge) for edge in (first, *(others if start and "T" in start else ()))]
    ends = [is_after(agreement, end, edge) for edge in (first, *(others if end and "T" in end else ()))]
    if all(after is False for after in ends):
        return Outcome.NO
    if last is not None and is_after(agreement, start, last) is True:
        return Outcome.NO
    begun = all(after is True for after in starts)
    ended = last is not None and is_after(agreement, end, last) is not False
    return Outcome.YES if begun and not ended else Outcome.UNKNOWN


def is_after(agreement: Agreement, moment: Moment | None, edge: Edge) -> bool | None:
    """Whether a moment, or every hour of a day, lies at or after an edge; null where that cannot be told."""
    if moment is None:
        return None
    if "T" in moment:
        exact = dt.datetime.fromisoformat(moment)
        zone = _zone(agreement)
        if edge.at is not None:
            return exact >= edge.at
        return (exact.astimezone(zone).date() if zone is not None else exact.date()) >= edge.day
    day = day_of(moment)
    if edge.at is not None and day == edge.day:
        return None
    return day >= edge.day


def _zone(agreement: Agreement) -> dt.tzinfo | None:
    """The zone in which the agreement counts days: as named, else that of its effective moment."""
    if agreement.effective_zone is not None:
        return ZoneInfo(agreement.effective_zone)
    if agreement.effective is not None and "T" in agreement.effective:
        return dt.datetime.fromisoformat(agreement.effective).tzinfo
    return None


def _span(start: Moment | None, end: Moment | None) -> str | None:
    """A span as ISO 8601 has it: one moment, or start/end with .. for an open end."""
    if start == end:
        return start
    return f"{start or '..'}/{end or '..'}"
