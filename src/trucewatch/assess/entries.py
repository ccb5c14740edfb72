"""What each incident adds to ledgers: the rows that it is of, surely or perhaps, and its figures there.

All of it is a function of single incidents, so that it can be kept and added up later (`ledgers.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from trucewatch.assess._grouping import NOBODY, GroupBy, groups_of
from trucewatch.assess.case import View, claims_for
from trucewatch.assess.umbrellas import Bounds
from trucewatch.errors import UsageError
from trucewatch.link.figures import count_rule, victims_rule
from trucewatch.link.voices import Voices
from trucewatch.model import (
    Agreement,
    Cause,
    Claim,
    Confidence,
    Effect,
    Finding,
    Grade,
    Incident,
    IncidentVictim,
    Kind,
    Modality,
    Range,
    Report,
    Verdict,
    When,
    day_of,
)

UNDATED = "undated"
"""The key of incidents without a day."""

_MOST_PERIODS = 370
"""An incident whose date leaves room for more periods than these counts as undated."""


class LedgerBy(StrEnum):
    """What the rows of a ledger are."""

    CLAIMANT = "claimant"
    SIDE = "side"
    ACTOR = "actor"
    PERIOD = "period"
    TERM = "term"
    ZONE = "zone"


class Span(StrEnum):
    """How long a period is; weeks begin on Monday and are called by it."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Books:
    """A record as ledgers read it.

    Attributes:
        incidents: What happened.
        claims: Reviewed claims by id, tolls among them.
        reports: By id.
        findings: Against the agreement.
        agreement: Names sides, terms and zones; None where there is none.
    """

    incidents: Sequence[Incident]
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]
    findings: Sequence[Finding] = ()
    agreement: Agreement | None = None

    def told(self, incident: Incident) -> tuple[Claim, ...]:
        """The claims of an incident.

        Raises:
            RecordError: One of them is not there.
        """
        return claims_for(incident, self.claims, self.reports)


class Lost(NamedTuple):
    """People of one side or actor killed and injured, by hostile acts or of unknown cause."""

    killed: Bounds
    injured: Bounds


class Harm(NamedTuple):
    """People killed and injured in one incident: by hostile acts or of unknown cause, and by no hostile act."""

    killed: Bounds
    injured: Bounds
    other_killed: Bounds
    other_injured: Bounds


_ZERO: Final[Bounds] = (0, 0, 0)
NO_HARM: Final = Harm(_ZERO, _ZERO, _ZERO, _ZERO)
NOTHING_LOST: Final = Lost(_ZERO, _ZERO)


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident of a row, and the figures that count there.

    Attributes:
        incident: Its id.
        part_of: The wave that it is part of.
        kind: What it was.
        grade: How sure it is.
        sure: Whether it is surely of the row.
        harm: Its figures there.
        own: What the side or actor of the row lost in it.
        accused: Whether it stands in the row as an act of it; false where it only suffered.
        number: How many incidents it stands for: several of one kind and grade, none of them a wave or part of one,
            may be added up beforehand.
    """

    incident: str
    part_of: str | None
    kind: Kind
    grade: Grade
    sure: bool
    harm: Harm
    own: Lost = NOTHING_LOST
    accused: bool = True
    number: int = 1


Named = tuple[str, Entry]
"""An entry with the name of the row that it is of."""


def entry_for(incident: Incident, sure: bool, harm: Harm, own: Lost = NOTHING_LOST, *, accused: bool = True) -> Entry:
    """The entry of an incident in a row."""
    return Entry(incident.id, incident.part_of, incident.kind, incident.grade, sure, harm, own, accused)


def together(one: Entry, other: Entry) -> Entry:
    """Two entries of one kind in one row as one; neither may be a wave or part of one."""
    harm = Harm(*map(plus, one.harm, other.harm))
    return replace(one, harm=harm, own=Lost(*map(plus, one.own, other.own)), number=one.number + other.number)


def plus(a: Bounds, b: Bounds) -> Bounds:
    """Two figures added up."""
    return a[0] + b[0], a[1] + b[1], None if a[2] is None or b[2] is None else a[2] + b[2]


def whole_entry(incident: Incident) -> Entry:
    """The entry of an incident in the row over everything."""
    return entry_for(incident, True, harm_of(incident))


def keys_of(by: LedgerBy, agreement: Agreement | None) -> tuple[str, ...]:
    """The rows of a ledger that are there even where nothing is of them, in their order.

    Raises:
        UsageError: By term or zone, and there is no agreement.
    """
    if by is LedgerBy.TERM:
        return tuple(term.id for term in needed(agreement, by).terms if term.testable)
    return tuple(dict.fromkeys(z.id for z in needed(agreement, by).zones)) if by is LedgerBy.ZONE else ()


def needed(agreement: Agreement | None, by: LedgerBy) -> Agreement:
    """The agreement.

    Raises:
        UsageError: There is none.
    """
    if agreement is None:
        raise UsageError(f"{by}s are those of an agreement, and none is given", remedy="give --agreement")
    return agreement


def entries_of(books: Books, *, by: LedgerBy, span: Span = Span.MONTH) -> Iterator[Named]:
    """The entries of the incidents of a record in the rows of a ledger.

    A claimant is named as it is spelled in the incident; rows go by `origin_key`.

    Raises:
        UsageError: By term or zone, and there is no agreement.
        RecordError: A claim of an incident, or its report, is not there.
    """
    makers: dict[LedgerBy, Callable[[], Iterator[Named]]] = {
        LedgerBy.CLAIMANT: lambda: _by_claimant(books),
        LedgerBy.SIDE: lambda: _by_author(books, by_side=True),
        LedgerBy.ACTOR: lambda: _by_author(books, by_side=False),
        LedgerBy.PERIOD: lambda: _by_period(books, span),
        LedgerBy.TERM: lambda: _by_term(books),
        LedgerBy.ZONE: lambda: _by_zone(books),
    }
    return makers[by]()


# ---- harm


def harm_of(incident: Incident) -> Harm:
    """Killed and injured of an incident, those by no hostile act apart."""
    return _harm(incident.count, incident.victims)


def _harm(total: Callable[[Effect], Range | None], victims: Sequence[IncidentVictim]) -> Harm:
    killed, injured = (_apart(total(e), [v for v in victims if v.effect is e]) for e in (Effect.KILLED, Effect.INJURED))
    return Harm(killed[0], injured[0], killed[1], injured[1])


def bounds_of(figure: Range | IncidentVictim) -> Bounds:
    """A figure for adding up: who is not known to be harmed counts as nobody in low and best."""
    low = figure.low or 0
    return low, figure.best if figure.best is not None else low, figure.high


def _apart(total: Range | None, victims: Sequence[IncidentVictim]) -> tuple[Bounds, Bounds]:
    """A figure by hostile acts or of unknown cause, and by no hostile act."""
    if total is None:
        return _ZERO, _ZERO
    other = [v for v in victims if v.cause is Cause.NON_HOSTILE]
    if not other:
        return bounds_of(total), _ZERO
    if len(other) == len(victims):
        return _ZERO, bounds_of(total)
    low, best, high = _together(other)
    hostile = (
        0 if high is None else max(0, (total.low or 0) - high),
        max(0, (total.best or total.low or 0) - best),
        None if total.high is None else max(0, total.high - low),
    )
    return hostile, (low, best, high)


def _together(victims: Iterable[IncidentVictim]) -> Bounds:
    low = best = 0
    high: int | None = 0
    for figure in map(bounds_of, victims):
        low, best = low + figure[0], best + figure[1]
        high = None if high is None or figure[2] is None else high + figure[2]
    return low, best, high


def _losses(incident: Incident, owner_of: Callable[[IncidentVictim], str | None]) -> dict[str, Lost]:
    """Losses of each side or actor in an incident, by hostile acts or of unknown cause."""
    found: dict[str, dict[Effect, list[IncidentVictim]]] = {}
    for v in incident.victims:
        owner = owner_of(v)
        if owner is not None and v.effect in (Effect.KILLED, Effect.INJURED) and v.cause is not Cause.NON_HOSTILE:
            found.setdefault(owner, {}).setdefault(v.effect, []).append(v)
    return {
        owner: Lost(_together(told.get(Effect.KILLED, ())), _together(told.get(Effect.INJURED, ())))
        for owner, told in found.items()
    }


def told_by(claims: Sequence[Claim], voices: Voices) -> Harm:
    """Killed and injured by the word of one claimant."""
    ranges = {effect: count_rule(effect, claims, voices) for effect in Effect}
    return _harm(ranges.__getitem__, victims_rule(ranges, claims, voices))


# ---- rows


def _by_claimant(books: Books) -> Iterator[Named]:
    for incident in books.incidents:
        claims = [c for c in books.told(incident) if c.modality is Modality.ASSERTED]
        voices = Voices.of(claims, books.reports)
        for who in dict.fromkeys(o for c in claims for o in voices.origins(c)):
            own = [c for c in claims if who in voices.origins(c)]
            yield who, entry_for(incident, True, told_by(own, voices))


def authors(incident: Incident, view: View | None) -> dict[tuple[str, str], None]:
    """Actor and side of each account that is not denied; nobody where none names one."""
    found: dict[tuple[str, str], None] = {}
    for account in incident.perpetrators:
        if account.confidence is Confidence.DENIED:
            continue
        who = view.of_account(account) if view is not None else None
        actor = (who.actor if who else account.actor) or account.label
        side = who.side if who else account.side
        if account.confidence is not Confidence.WITHHELD and (actor or side):
            found.setdefault((actor or NOBODY, side or NOBODY))
    return found or {(NOBODY, NOBODY): None}


def _by_author(books: Books, *, by_side: bool) -> Iterator[Named]:
    view = View(books.agreement) if books.agreement is not None else None
    for incident in books.incidents:
        keys = {side if by_side else actor for actor, side in authors(incident, view)}
        is_disputed = any(a.denied_by for a in incident.perpetrators if a.confidence is not Confidence.DENIED)
        lost = _losses(incident, (lambda v: v.side) if by_side else (lambda v: v.actor))
        harm = harm_of(incident)
        for key in sorted(keys):
            yield key, entry_for(incident, len(keys) == 1 and not is_disputed, harm, lost.pop(key, NOTHING_LOST))
        for owner, own in lost.items():
            yield owner, entry_for(incident, False, NO_HARM, own, accused=False)


def _by_period(books: Books, span: Span) -> Iterator[Named]:
    for incident in books.incidents:
        keys = periods(incident.when, span)
        harm = harm_of(incident)
        yield from ((key, entry_for(incident, len(keys) == 1, harm)) for key in keys)


def periods(when: When | None, span: Span) -> tuple[str, ...]:
    """The first days of the periods that an incident may lie in; `undated` where nothing bounds it."""
    if when is None or when.start is None or when.end is None:
        return (UNDATED,)
    return periods_between(day_of(when.start), day_of(when.end), span)


def periods_between(start: dt.date, end: dt.date, span: Span) -> tuple[str, ...]:
    """The first days of the periods from one day to another; `undated` where they are too many."""
    found = [_first(start, span)]
    while len(found) <= _MOST_PERIODS and (after := _next(found[-1], span)) <= end:
        found.append(after)
    return tuple(d.isoformat() for d in found) if len(found) <= _MOST_PERIODS else (UNDATED,)


def _first(day: dt.date, span: Span) -> dt.date:
    if span is Span.MONTH:
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday()) if span is Span.WEEK else day


def _next(first: dt.date, span: Span) -> dt.date:
    if span is Span.MONTH:
        return (first + dt.timedelta(days=31)).replace(day=1)
    return first + dt.timedelta(days=7 if span is Span.WEEK else 1)


def _by_term(books: Books) -> Iterator[Named]:
    """Alleged violations and commitments kept are surely of a term, what is undetermined perhaps."""
    terms = frozenset(keys_of(LedgerBy.TERM, books.agreement))
    known = {n.id: n for n in books.incidents}
    for f in books.findings:
        if f.term in terms and f.incident in known and f.verdict is not Verdict.OUT_OF_SCOPE:
            incident = known[f.incident]
            yield f.term, entry_for(incident, f.verdict is not Verdict.UNDETERMINED, harm_of(incident))


def _by_zone(books: Books) -> Iterator[Named]:
    agreement = needed(books.agreement, LedgerBy.ZONE)
    known = {n.id: n for n in books.incidents}
    groups = groups_of(GroupBy.ZONE, books.incidents, books.claims, books.reports, agreement)
    for zone, members in groups.items():
        yield from ((zone, entry_for(known[i], sure, harm_of(known[i]))) for i, sure in members.items())
