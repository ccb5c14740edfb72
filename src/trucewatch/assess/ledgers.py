"""Ledgers of a record side by side: what each claimant, side, actor, period, term or zone adds up to.

Every ledger is a set of rows over the same incidents. An incident is of a row surely or perhaps: perhaps, where rival
accounts name different authors, where its date leaves room for several periods, where its place may lie in a zone, and
where a finding is undetermined. Low and best add up what is surely of the row, high adds what perhaps is. Totals of
rows are not to be added: an incident may be of several.

Acts shown to be no violence, and deaths and injuries by no hostile act, are counted apart. A wave and its parts
(`part_of`) count once (`umbrellas.py`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from trucewatch.assess._grouping import GroupBy, groups_of
from trucewatch.assess.case import View, claims_for
from trucewatch.assess.umbrellas import Bounds, Member, added_up, told_apart
from trucewatch.errors import UsageError
from trucewatch.link.figures import count_rule, victims_rule
from trucewatch.link.voices import Voices, origin_key
from trucewatch.model import (
    KINDS,
    Agreement,
    Cause,
    Claim,
    Confidence,
    Effect,
    Finding,
    Grade,
    Incident,
    IncidentVictim,
    KindGroup,
    Modality,
    Range,
    Record,
    Report,
    Verdict,
    day_of,
)

NOBODY = "not stated"
"""The key of acts of which no account says whose they are."""
UNDATED = "undated"
"""The key of incidents without a day."""
ALL = "all"
"""The key of the row over all incidents."""

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


class LedgerRow(Record):
    """One row of a ledger.

    Attributes:
        by: What the row is one of.
        key: Name or id; the first day of a period; `all` for the row over everything.
        violent: Acts of violence that are surely of the row.
        breaches: Breaches without violence, likewise.
        conduct: Agreements, patrols, withdrawals and the like.
        perhaps: Further incidents that may be of the row.
        discounted: Incidents shown to be no act of violence; they are counted nowhere else.
        killed: People killed by hostile acts or acts of unknown cause: low and best of what is surely of the row, high
            with what perhaps is; a null high is open.
        injured: People injured, likewise.
        own_killed: For sides and actors: people of that side or actor killed, whoever did it; else null.
        own_injured: The same for the injured.
        other_killed: Deaths by no hostile act.
        other_injured: Injuries by none.
    """

    by: LedgerBy
    key: str
    violent: int
    breaches: int
    conduct: int
    perhaps: int
    discounted: int
    killed: Range
    injured: Range
    own_killed: Range | None
    own_injured: Range | None
    other_killed: Range
    other_injured: Range


class FindingRow(Record):
    """How many findings there are of each verdict, for a term, a zone or a side.

    Attributes:
        by: `term`, `zone` (where the term holds) or `side` (accused by an account; `not stated` where none is).
        key: Id of the term, zone or side.
        alleged_violation: Findings of that verdict, and so on; a side gets those of every incident it is accused of.
        attributed: For terms and zones, alleged violations put down to each side, as (side, number), most first; the
            rest are put down to nobody.
    """

    by: LedgerBy
    key: str
    alleged_violation: int
    consistent: int
    undetermined: int
    out_of_scope: int
    attributed: tuple[tuple[str, int], ...]


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


@dataclass(frozen=True, slots=True)
class Harm:
    """People killed or injured in one incident, by hostile acts and by none."""

    hostile: Range
    other: Range


@dataclass(slots=True)
class Entry:
    """An incident of a row: whether it is surely, and the figures that count there."""

    incident: Incident
    sure: bool
    harm: Mapping[Effect, Harm]
    own: Mapping[Effect, Range] = field(default_factory=dict)
    accused: bool = True
    """Whether it stands in the row as an act of it; false where it only suffered."""


_ZERO = Range(low=0, best=0, high=0)
_COUNTED = (Effect.KILLED, Effect.INJURED)
_NO_HARM = {effect: Harm(_ZERO, _ZERO) for effect in _COUNTED}


def totals(books: Books, *, by: LedgerBy, span: Span = Span.MONTH) -> tuple[LedgerRow, ...]:
    """A ledger of the record, its rows in order, and last the row `all`.

    By claimant the figures are those that the claimant itself gives; an origin counts, not those who relay it. Rows by
    claimant, side and actor come with most incidents first, `not stated` behind them; the others in their own order.

    Raises:
        UsageError: By term or zone, and there is no agreement.
        RecordError: A claim of an incident, or its report, is not there.
    """
    return totals_of((books,), by=by, span=span)


def totals_of(parts: Iterable[Books], *, by: LedgerBy, span: Span = Span.MONTH) -> tuple[LedgerRow, ...]:
    """The ledger of a record that comes in parts, as `totals` gives it of the whole; one part at a time is looked at.

    Args:
        parts: Each incident in one of them, a wave (`part_of`) in the same as its parts.
        by: What the rows are.
        span: Length of a period.

    Raises:
        UsageError: By term or zone, and there is no agreement.
        RecordError: A claim of an incident, or its report, is not there.
    """
    spelled: dict[str, Counter[str]] = {}
    makers: dict[LedgerBy, Callable[[Books], dict[str, list[Entry]]]] = {
        LedgerBy.CLAIMANT: lambda b: _by_claimant(b, spelled),
        LedgerBy.SIDE: lambda b: _by_author(b, lambda a: a[1]),
        LedgerBy.ACTOR: lambda b: _by_author(b, lambda a: a[0]),
        LedgerBy.PERIOD: lambda b: _by_period(b, span),
        LedgerBy.TERM: _by_term,
        LedgerBy.ZONE: _by_zone,
    }
    sums: dict[str, _Sums] = {}
    whole = _Sums()
    for books in parts:
        for key, found in makers[by](books).items():
            sums.setdefault(key, _Sums()).take(found)
        whole.take([Entry(n, True, harm_of(n)) for n in books.incidents])
    names = {key: min(votes, key=lambda n: (-votes[n], n)) for key, votes in spelled.items()}
    has_own = by in (LedgerBy.SIDE, LedgerBy.ACTOR)
    rows = [found.row(by, names.get(key, key), has_own=has_own) for key, found in sums.items()]
    if by is LedgerBy.PERIOD:
        rows.sort(key=lambda r: (r.key == UNDATED, r.key))
    if by in (LedgerBy.CLAIMANT, LedgerBy.SIDE, LedgerBy.ACTOR):
        rows.sort(key=lambda r: (r.key == NOBODY, -r.violent - r.breaches, -r.perhaps, r.key))
    return (*rows, whole.row(by, ALL, has_own=False))


def acts(rows: Sequence[Entry]) -> Counter[KindGroup]:
    """How many incidents there surely are of each group of kinds; a wave whose parts are here is none."""
    waves = told_apart(map(_member, rows))
    return Counter(KINDS[r.incident.kind].group for r in rows if r.sure and r.incident.id not in waves)


def _member(row: Entry) -> Member:
    return Member(row.incident.id, row.incident.part_of, row.sure)


_FIGURES: Mapping[str, tuple[Callable[[Entry], Range], bool]] = {
    "killed": (lambda r: r.harm[Effect.KILLED].hostile, False),
    "injured": (lambda r: r.harm[Effect.INJURED].hostile, False),
    "own_killed": (lambda r: r.own.get(Effect.KILLED, _ZERO), True),
    "own_injured": (lambda r: r.own.get(Effect.INJURED, _ZERO), True),
    "other_killed": (lambda r: r.harm[Effect.KILLED].other, False),
    "other_injured": (lambda r: r.harm[Effect.INJURED].other, False),
}
"""The figures of a row by name: where an entry has them, and whether they are losses, which always surely count."""


class _Sums:
    """A row while it is added up, part after part."""

    def __init__(self) -> None:
        self.groups: Counter[KindGroup] = Counter()
        self.perhaps = self.discounted = 0
        self.figures: dict[str, Bounds] = dict.fromkeys(_FIGURES, (0, 0, 0))

    def take(self, rows: Sequence[Entry]) -> None:
        """Add the entries of one part."""
        counted = [r for r in rows if r.incident.grade is not Grade.DISCOUNTED]
        waves = told_apart(map(_member, counted))
        self.groups.update(acts(counted))
        self.perhaps += sum(r.accused and not r.sure and r.incident.id not in waves for r in counted)
        self.discounted += sum(r.accused for r in rows) - sum(r.accused for r in counted)
        for name, (figure, losses) in _FIGURES.items():
            of = rows if name.startswith("other_") else counted
            self.figures[name] = _plus(self.figures[name], _sum(of, figure, losses=losses))

    def row(self, by: LedgerBy, key: str, *, has_own: bool) -> LedgerRow:
        """The row as it now stands."""
        figures = {name: _in_order(bounds) for name, bounds in self.figures.items()}
        return LedgerRow(
            by=by,
            key=key,
            violent=self.groups[KindGroup.VIOLENT],
            breaches=self.groups[KindGroup.BREACH],
            conduct=self.groups[KindGroup.CONDUCT],
            perhaps=self.perhaps,
            discounted=self.discounted,
            killed=figures["killed"],
            injured=figures["injured"],
            own_killed=figures["own_killed"] if has_own else None,
            own_injured=figures["own_injured"] if has_own else None,
            other_killed=figures["other_killed"],
            other_injured=figures["other_injured"],
        )


def added(rows: Sequence[Entry], figure: Callable[[Entry], Range], *, losses: bool = False) -> Range:
    """Figures added up, a wave and its parts once. Losses of a side count whoever is accused, surely or not."""
    return _in_order(_sum(rows, figure, losses=losses))


def _sum(rows: Sequence[Entry], figure: Callable[[Entry], Range], *, losses: bool) -> Bounds:
    members = [Member(r.incident.id, r.incident.part_of, r.sure or losses) for r in rows]
    return added_up(members, [_figure(figure(r)) for r in rows])


def _plus(a: Bounds, b: Bounds) -> Bounds:
    return a[0] + b[0], a[1] + b[1], None if a[2] is None or b[2] is None else a[2] + b[2]


def _in_order(bounds: Bounds) -> Range:
    low, best, high = bounds
    return Range(low=low, best=max(low, best), high=high if high is None else max(high, low, best))


def _figure(f: Range) -> Bounds:
    low = f.low or 0
    return low, f.best if f.best is not None else low, f.high


def _bounds(figures: Iterable[tuple[Range, bool]]) -> Bounds:
    low = best = 0
    high: int | None = 0
    for f, sure in figures:
        if sure:
            low += f.low or 0
            best += f.best if f.best is not None else f.low or 0
        high = None if high is None or f.high is None else high + f.high
    return low, best, high


# ---- harm


def harm_of(incident: Incident) -> dict[Effect, Harm]:
    """Killed and injured of an incident, those by no hostile act apart."""
    return {e: _apart(incident.count(e), [v for v in incident.victims if v.effect is e]) for e in _COUNTED}


def _apart(total: Range | None, victims: Sequence[IncidentVictim]) -> Harm:
    if total is None:
        return Harm(_ZERO, _ZERO)
    other = [v for v in victims if v.cause is Cause.NON_HOSTILE]
    if not other:
        return Harm(total, _ZERO)
    if len(other) == len(victims):
        return Harm(_ZERO, total)
    low, best, high = _bounds((Range(low=v.low, best=v.best, high=v.high), True) for v in other)
    hostile = Range(
        low=0 if high is None else max(0, (total.low or 0) - high),
        best=max(0, (total.best or total.low or 0) - best),
        high=None if total.high is None else max(0, total.high - low),
    )
    return Harm(hostile, Range(low=low, best=best, high=high))


def _losses(incident: Incident, owner_of: Callable[[IncidentVictim], str | None]) -> dict[str, dict[Effect, Range]]:
    """Losses of each side or actor in an incident, by hostile acts or of unknown cause."""
    found: dict[str, dict[Effect, list[tuple[Range, bool]]]] = {}
    for v in incident.victims:
        owner = owner_of(v)
        if owner is not None and v.effect in _COUNTED and v.cause is not Cause.NON_HOSTILE:
            figures = found.setdefault(owner, {}).setdefault(v.effect, [])
            figures.append((Range(low=v.low, best=v.best, high=v.high), True))
    return {owner: {e: _range(_bounds(rows)) for e, rows in effects.items()} for owner, effects in found.items()}


def _range(bounds: tuple[int, int, int | None]) -> Range:
    low, best, high = bounds
    return Range(low=low, best=best, high=high)


# ---- rows


def _by_claimant(books: Books, spelled: dict[str, Counter[str]]) -> dict[str, list[Entry]]:
    """Entries by the key of the claimant; how often each spelling of it occurs is added to `spelled`."""
    found: dict[str, list[Entry]] = {}
    for incident in books.incidents:
        claims = [c for c in books.told(incident) if c.modality is Modality.ASSERTED]
        voices = Voices.of(claims, books.reports)
        for who in dict.fromkeys(o for c in claims for o in voices.origins(c)):
            own = [c for c in claims if who in voices.origins(c)]
            key = origin_key(who)
            spelled.setdefault(key, Counter())[who] += 1
            found.setdefault(key, []).append(Entry(incident, True, told_by(own, voices)))
    return found


def told_by(claims: Sequence[Claim], voices: Voices) -> dict[Effect, Harm]:
    """Killed and injured by the word of one claimant."""
    ranges = {effect: count_rule(effect, claims, voices) for effect in Effect}
    victims = victims_rule(ranges, claims, voices)
    return {e: _apart(ranges[e], [v for v in victims if v.effect is e]) for e in _COUNTED}


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


def _by_author(books: Books, name: Callable[[tuple[str, str]], str]) -> dict[str, list[Entry]]:
    view = View(books.agreement) if books.agreement is not None else None
    by_side = name((NOBODY, "side")) == "side"
    found: dict[str, dict[str, Entry]] = {}
    for incident in books.incidents:
        keys = {name(a) for a in authors(incident, view)}
        is_disputed = any(a.denied_by for a in incident.perpetrators if a.confidence is not Confidence.DENIED)
        harm = harm_of(incident)
        for key in keys:
            found.setdefault(key, {})[incident.id] = Entry(incident, len(keys) == 1 and not is_disputed, harm)
        for owner, losses in _losses(incident, lambda v: v.side if by_side else v.actor).items():
            row = found.setdefault(owner, {}).setdefault(incident.id, Entry(incident, False, _NO_HARM, accused=False))
            row.own = losses
    return {key: list(rows.values()) for key, rows in found.items()}


def _by_period(books: Books, span: Span) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for incident in books.incidents:
        keys = periods(incident, span)
        for key in keys:
            found.setdefault(key, []).append(Entry(incident, len(keys) == 1, harm_of(incident)))
    return found


def periods(incident: Incident, span: Span) -> tuple[str, ...]:
    """The first days of the periods that an incident may lie in; `undated` where nothing bounds it."""
    when = incident.when
    if when is None or when.start is None or when.end is None:
        return (UNDATED,)
    start, end = day_of(when.start), day_of(when.end)
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


def _needs_agreement(agreement: Agreement | None, by: LedgerBy) -> Agreement:
    if agreement is None:
        raise UsageError(f"{by}s are those of an agreement, and none is given", remedy="give --agreement")
    return agreement


def _by_term(books: Books) -> dict[str, list[Entry]]:
    """Alleged violations and commitments kept are surely of a term, what is undetermined perhaps."""
    agreement = _needs_agreement(books.agreement, LedgerBy.TERM)
    known = {n.id: n for n in books.incidents}
    found: dict[str, list[Entry]] = {term.id: [] for term in agreement.terms if term.testable}
    for f in books.findings:
        if f.term in found and f.incident in known and f.verdict is not Verdict.OUT_OF_SCOPE:
            incident = known[f.incident]
            found[f.term].append(Entry(incident, f.verdict is not Verdict.UNDETERMINED, harm_of(incident)))
    return found


def _by_zone(books: Books) -> dict[str, list[Entry]]:
    agreement = _needs_agreement(books.agreement, LedgerBy.ZONE)
    known = {n.id: n for n in books.incidents}
    groups = groups_of(GroupBy.ZONE, books.incidents, books.claims, books.reports, agreement)
    return {
        zone: [Entry(known[i], sure, harm_of(known[i])) for i, sure in members.items()]
        for zone, members in groups.items()
    }


# ---- findings


def finding_counts(books: Books, *, by: LedgerBy) -> tuple[FindingRow, ...]:
    """Findings of each verdict a term, a zone or a side, in the order of the agreement.

    Raises:
        UsageError: By something else than these, or there is no agreement.
    """
    return finding_counts_of((books,), by=by, agreement=books.agreement)


def finding_counts_of(parts: Iterable[Books], *, by: LedgerBy, agreement: Agreement | None) -> tuple[FindingRow, ...]:
    """The findings of a record that comes in parts, as `finding_counts` gives them of the whole.

    Raises:
        UsageError: By something else than a term, a zone or a side, or there is no agreement.
    """
    agreement = _needs_agreement(agreement, by)
    if by is LedgerBy.TERM:
        order = [t.id for t in agreement.terms if t.testable]
    elif by is LedgerBy.ZONE:
        order = list(dict.fromkeys(z.id for z in agreement.zones))
    elif by is LedgerBy.SIDE:
        order = [*(s.id for s in agreement.sides), NOBODY]
    else:
        raise UsageError(f"findings are not counted a {by}", remedy="count them a term, a zone or a side")
    verdicts: dict[str, Counter[Verdict]] = {key: Counter() for key in order}
    sides: dict[str, Counter[str]] = {}
    for books in parts:
        for key, finding in _keyed(books, by, agreement):
            verdicts.setdefault(key, Counter())[finding.verdict] += 1
            if finding.attributed_to is not None:
                sides.setdefault(key, Counter())[finding.attributed_to] += 1
    return tuple(
        _finding_row(by, key, counts, sides.get(key, Counter()))
        for key, counts in verdicts.items()
        if counts or by is LedgerBy.TERM
    )


def _keyed(books: Books, by: LedgerBy, agreement: Agreement) -> Iterator[tuple[str, Finding]]:
    """Findings with the keys of the rows that they are of."""
    if by is LedgerBy.TERM:
        yield from ((f.term, f) for f in books.findings)
    elif by is LedgerBy.ZONE:
        zones = {t.id: [z for z in (t.zone, t.along) if z is not None] for t in agreement.terms}
        yield from ((zone, f) for f in books.findings for zone in zones.get(f.term, ()))
    else:
        view = View(agreement)
        accused = {n.id: {side for _, side in authors(n, view)} for n in books.incidents}
        yield from ((side, f) for f in books.findings for side in sorted(accused.get(f.incident, {NOBODY})))


def _finding_row(by: LedgerBy, key: str, counts: Counter[Verdict], sides: Counter[str]) -> FindingRow:
    put = sorted(sides.items(), key=lambda item: (-item[1], item[0])) if by is not LedgerBy.SIDE else []
    return FindingRow(
        by=by,
        key=key,
        alleged_violation=counts[Verdict.ALLEGED_VIOLATION],
        consistent=counts[Verdict.CONSISTENT],
        undetermined=counts[Verdict.UNDETERMINED],
        out_of_scope=counts[Verdict.OUT_OF_SCOPE],
        attributed=tuple(put),
    )
