"""What a situation report tells of, gathered from a record: one period, counted by the rules of ledgers and trends.

All of it is counted on the record as it stands; victims' names are left out of what was found, as in an export. An
incident is of the period surely, where its days lie within it, or perhaps, where they reach beyond it or are not known.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from trucewatch.assess import (
    Books,
    Coverage,
    Days,
    Gap,
    LedgerBy,
    LedgerRow,
    TrendOptions,
    TrendRow,
    assess_incidents,
    disagreements,
    finding_counts,
    missing,
    side_ledgers,
    stated_totals,
    trend,
    windows,
)
from trucewatch.assess.disputes import Disagreement, TollRow
from trucewatch.assess.entries import Entry, entries_of, keys_of, whole_entry
from trucewatch.assess.ledgers import FindingRow, Share, added, ledger_of
from trucewatch.assess.sides import SideLedger
from trucewatch.assess.times import Edge, is_after
from trucewatch.errors import UsageError
from trucewatch.link import Decided
from trucewatch.model import (
    KINDS,
    Agreement,
    Category,
    Cause,
    Check,
    Claim,
    Effect,
    Finding,
    Grade,
    Incident,
    KindGroup,
    Moment,
    Range,
    Record,
    Reliability,
    Report,
    Scope,
    Verdict,
    When,
    day_of,
)
from trucewatch.publish.redact import Redactor
from trucewatch.record import Basis, Reading

R = TypeVar("R", bound=Record)

MOST_INCIDENTS: int = 400
"""Incidents that a report lists at most, unless it is asked for more: beyond that nobody reads it on paper."""

_HARMED: Mapping[str, frozenset[Category]] = MappingProxyType(
    {
        "civilians, aid workers and journalists": frozenset(
            {Category.CIVILIAN, Category.AID_WORKER, Category.JOURNALIST}
        ),
        "peacekeepers": frozenset({Category.PEACEKEEPER}),
        "soldiers, police and fighters": frozenset({Category.MILITARY, Category.POLICE, Category.ARMED_GROUP}),
        "people of whom nobody says who they were": frozenset({Category.UNKNOWN}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationOptions:
    """What a situation report is about.

    Attributes:
        start: First day of the period; as far back as the record goes where null.
        end: Last day; the last that the record knows of where null.
        as_of: The day as of which the record stands, if it is not its last report's.
        agreement: Another agreement than the one that the record was made with.
        names: Whether victims' names are told.
        made_on: The day of making that is printed; none where null, so that the same record gives the same bytes.
        most: Incidents that are listed at most; all are counted.

    Raises:
        UsageError: The period ends before it begins.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    as_of: dt.date | None = None
    agreement: Agreement | None = None
    names: bool = False
    made_on: dt.date | None = None
    most: int = MOST_INCIDENTS

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise UsageError(
                "the period ends before it begins", where=f"{self.start} to {self.end}", remedy="turn it round"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a report rests on, so that it can be checked.

    Attributes:
        stored: End of the chain of what was stored.
        decisions: End of the chain of what was decided.
        extractors: Reports that each extractor read.
        version: Of Trucewatch.
        unreadable: What the last run could not read, as (place, reason).
    """

    stored: str | None = None
    decisions: str | None = None
    extractors: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""
    unreadable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An incident of the report.

    Attributes:
        number: By which the report calls it.
        incident: What happened.
        claims: What is said of it, in order of publication.
        findings: In the order of the terms.
        is_sure: Whether it surely lies in the period.
    """

    number: int
    incident: Incident
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    is_sure: bool

    @property
    def verdict(self) -> Verdict | None:
        """The gravest of its verdicts; null where it was not tested."""
        found = {f.verdict for f in self.findings}
        return next((v for v in VERDICT_ORDER if v in found), None)


VERDICT_ORDER = (Verdict.ALLEGED_VIOLATION, Verdict.UNDETERMINED, Verdict.CONSISTENT, Verdict.OUT_OF_SCOPE)
"""The verdicts, the gravest first."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An outlet: its reports here, incidents that rest on it, and alone on it, days of publication, its rating."""

    name: str
    reports: int
    incidents: int
    alone: int
    first: str | None
    last: str | None
    rating: Reliability
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts of some incidents, by what is said and found of them.

    Attributes:
        grades: Incidents of violence by grade, discounted ones among them.
        findings: Findings a term.
        verdicts: Incidents by the gravest of their verdicts.
        attributed: Incidents of which an alleged violation is attributed to a side.
    """

    grades: Mapping[Grade, int]
    findings: tuple[FindingRow, ...]
    verdicts: Counter[Verdict]
    attributed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a report tells, without victims' names unless they were asked for.

    Attributes:
        options: What was asked.
        basis: What the record rests on.
        provenance: How it can be checked.
        agreement: What was tested against; null where there is none.
        ends: The last day of which the record knows; null where no report has a date.
        period: The days that the report is about; null where neither a report nor an incident has a date.
        told: The incidents that are listed, by date.
        counted: How many there are in the period, surely or perhaps.
        whole: Figures of the period.
        in_force: Figures of the part of it in which the agreement was in force; null without an agreement.
        harmed: People killed and injured by who they were.
        sure: Counts of the incidents that surely lie in the period.
        perhaps: Counts of those that only perhaps do, beside the others.
        unsure: Ids of the latter.
        gaps: What undetermined findings lack.
        by_side: Figures by the side that is accused.
        side_ledgers: What each side reports of each.
        disputes: Where claimants disagree.
        tolls: Totals that claimants state, beside the incidents that they reported.
        comparison: The period beside the one before; null where there is none to compare, for `no_comparison`.
        checks: Statements of reports about the record.
        reports: By id, without texts: those of the listed incidents and of the period.
        sources: Outlets of these reports.
        cited: Numbers of reports, by id.
        numbers: Numbers of the listed incidents, by id.
    """

    options: SituationOptions
    basis: Basis
    provenance: Provenance
    agreement: Agreement | None
    ends: dt.date | None
    period: Days | None
    told: tuple[Told, ...]
    counted: int
    whole: LedgerRow
    in_force: LedgerRow | None
    harmed: tuple[tuple[str, Range, Range], ...]
    sure: Counts
    perhaps: Counts
    unsure: frozenset[str]
    gaps: tuple[Gap, ...]
    by_side: tuple[LedgerRow, ...]
    side_ledgers: tuple[SideLedger, ...]
    disputes: tuple[Disagreement, ...]
    tolls: tuple[TollRow, ...]
    comparison: TrendRow | None
    no_comparison: str
    checks: tuple[Check, ...]
    reports: Mapping[str, Report]
    sources: tuple[SourceRow, ...]
    cited: Mapping[str, int]
    numbers: Mapping[str, int]


def gather(reading: Reading, options: SituationOptions, provenance: Provenance) -> Facts:
    """Everything that a report about a period tells.

    Args:
        reading: The record, as it is or as it was known on a day.
        options: The period, and what to leave out.
        provenance: How the record can be checked.
    """
    return _Gathering(reading, options, provenance).facts()


class _Gathering:
    """One pass over a record for one report."""

    def __init__(self, reading: Reading, options: SituationOptions, provenance: Provenance) -> None:
        self.options, self.provenance = options, provenance
        self.basis = reading.basis()
        self.agreement = options.agreement or self.basis.agreement
        self.reports = {r.id: r for r in self.basis.reports}
        self.claims = {c.id: c for c in Decided(self.basis.decisions).reviewed(self.basis.claims)}
        self.all = tuple(reading.incidents())
        self.coverage = Coverage(self.reports.values(), until=options.as_of)
        member = {n.id: self._is_in(n) for n in self.all}
        self.sure = {id_ for id_, inside in member.items() if inside}
        self.incidents = tuple(n for n in self.all if member[n.id] is not False)
        ids = {n.id for n in self.incidents}
        if options.agreement is not None:
            self.findings = assess_incidents(self.incidents, self.claims, self.reports, options.agreement)
        else:
            self.findings = tuple(f for f in reading.findings() if f.incident in ids)
        self.checks = tuple(k for k in reading.checks() if self._is_published_in(self.reports.get(k.report)))
        self.books = Books(self.incidents, self.claims, self.reports, self.findings, self.agreement)
        self.redactor = None if options.names else Redactor.of(self.basis.reports, self.basis.claims, self.all)
        self.reports_of = {n.id: n.reports for n in self.all}

    # ---- what lies in the period

    def _is_in(self, incident: Incident) -> bool | None:
        """Whether an incident lies in the period; null for perhaps."""
        start, end = self.options.start, self.options.end
        if start is None and end is None:
            return True
        first, last = days_of(incident)
        if (start and last and last < start) or (end and first and first > end):
            return False
        inside = (start is None or (first is not None and first >= start)) and (
            end is None or (last is not None and last <= end)
        )
        return True if inside else None

    def _is_published_in(self, report: Report | None) -> bool:
        """Whether a report was published in the period; one without a date only where the period is the record."""
        start, end = self.options.start, self.options.end
        if start is None and end is None:
            return True
        if report is None or report.published is None:
            return False
        day = day_of(report.published)
        return (start is None or day >= start) and (end is None or day <= end)

    def _force(self, incident: Incident) -> bool | None:
        """Whether an incident happened while the agreement was in force; null for perhaps."""
        agreement = self.agreement
        since = agreement.effective if agreement else None
        if agreement is None or since is None:
            return None
        when = incident.when
        start, end = (when.start, when.end or incident.first_reported) if when else (None, incident.first_reported)
        begins = Edge.of(since, end=False)
        if is_after(agreement, end, begins) is False:
            return False
        begun = is_after(agreement, start, begins) is True
        if agreement.ended is None:
            return True if begun else None
        over = Edge.of(agreement.ended, end=True)
        if is_after(agreement, start, over) is True:
            return False
        return True if begun and is_after(agreement, end, over) is False else None

    def _period(self) -> Days | None:
        firsts = [first for n in self.incidents if (first := days_of(n)[0]) is not None]
        start = self.options.start or min(firsts, default=self.coverage.begins)
        end = self.options.end or self.coverage.ends
        if start is None or end is None:
            return None
        return Days(min(start, end), end)

    # ---- figures

    def _weakened(self, entry: Entry) -> Entry:
        return entry if entry.incident in self.sure else replace(entry, sure=False)

    def _totals(self, by: LedgerBy) -> tuple[LedgerRow, ...]:
        entries = tuple((name, self._weakened(entry)) for name, entry in entries_of(self.books, by=by))
        whole = tuple(self._weakened(whole_entry(n)) for n in self.incidents)
        return ledger_of((Share(entries, whole),), by=by, keys=keys_of(by, self.agreement))

    def _row_in_force(self) -> LedgerRow | None:
        if self.agreement is None or self.agreement.effective is None:
            return None
        whole = []
        for incident in self.incidents:
            held = self._force(incident)
            if held is not False:
                entry = self._weakened(whole_entry(incident))
                whole.append(entry if held else replace(entry, sure=False))
        return ledger_of((Share((), tuple(whole)),), by=LedgerBy.SIDE)[-1]

    def _harmed(self) -> tuple[tuple[str, Range, Range], ...]:
        counted = [n for n in self.incidents if n.grade is not Grade.DISCOUNTED]
        rows = []
        for label, categories in _HARMED.items():
            figures = [self._of(counted, effect, categories) for effect in (Effect.KILLED, Effect.INJURED)]
            if any(f.best or f.high != 0 for f in figures):
                rows.append((label, figures[0], figures[1]))
        return tuple(rows)

    def _of(self, incidents: Sequence[Incident], effect: Effect, categories: frozenset[Category]) -> Range:
        """People of some categories, by hostile acts or of unknown cause, over incidents."""
        bounds: dict[str, tuple[int, int, int | None]] = {}
        for n in incidents:
            low = best = 0
            high: int | None = 0
            for v in n.victims:
                if v.effect is effect and v.category in categories and v.cause is not Cause.NON_HOSTILE:
                    low += v.low or 0
                    best += v.best if v.best is not None else v.low or 0
                    high = None if high is None or v.high is None else high + v.high
            bounds[n.id] = (low, best, high)
        entries = [self._weakened(whole_entry(n)) for n in incidents]
        return added(entries, lambda e: bounds[e.incident])

    def _counts(self, *, sure: bool) -> Counts:
        """Counts of the incidents that surely lie in the period, or of those that perhaps do."""
        incidents = tuple(n for n in self.incidents if (n.id in self.sure) is sure)
        ids = {n.id for n in incidents}
        findings = tuple(f for f in self.findings if f.incident in ids)
        books = replace(self.books, incidents=incidents, findings=findings)
        violent = [n for n in incidents if KINDS[n.kind].group is KindGroup.VIOLENT]
        return Counts(
            grades={grade: sum(n.grade is grade for n in violent) for grade in Grade},
            findings=finding_counts(books, by=LedgerBy.TERM) if self.agreement else (),
            verdicts=_gravest(findings),
            attributed=len({f.incident for f in findings if f.attributed_to is not None}),
        )

    def _comparison(self, period: Days | None) -> tuple[TrendRow | None, str]:
        """The period beside as many days before, or the days in force beside as many before the agreement."""
        try:
            if self.options.start is not None and period is not None:
                before = Days(period.start - dt.timedelta(days=period.length), period.start - dt.timedelta(days=1))
                if self.coverage.begins is None or before.end < self.coverage.begins:
                    return None, "The record holds no report of the days before the period."
                pair = before, period
            elif self.agreement is not None and self.agreement.effective is not None:
                pair = windows(day_of(self.agreement.effective), self.coverage)
            else:
                return None, "Without an agreement that has taken effect, or a period, there is nothing to compare."
        except UsageError as error:
            return None, f"No periods to compare: {error.message}."
        options = TrendOptions(before=pair[0], after=pair[1], until=self.options.as_of)
        return trend(self.all, self.claims, self.reports, options=options)[0], ""

    # ---- what is listed

    def _told(self) -> tuple[Told, ...]:
        findings: dict[str, list[Finding]] = {}
        for f in self.findings:
            findings.setdefault(f.incident, []).append(f)
        rank = {v: i for i, v in enumerate(VERDICT_ORDER)}

        def weight(n: Incident) -> tuple[int, int, str]:
            of = min((rank[f.verdict] for f in findings.get(n.id, ())), default=len(rank))
            return of, -((n.killed.best or 0) if n.killed else 0), n.id

        listed = self.incidents
        if len(listed) > self.options.most:
            kept = {n.id for n in sorted(listed, key=weight)[: self.options.most]}
            listed = tuple(n for n in listed if n.id in kept)
        return tuple(
            Told(
                number,
                self._blot(n, n.reports),
                tuple(self._blot(c, (c.report,)) for c in sorted(self.books.told(n), key=self._published)),
                tuple(self._blot(f, n.reports) for f in findings.get(n.id, ())),
                n.id in self.sure,
            )
            for number, n in enumerate(listed, 1)
        )

    def _published(self, claim: Claim) -> tuple[str, str, str]:
        return self.reports[claim.report].published or "~", claim.report, claim.id

    def _sources(self, reports: Iterable[Report]) -> tuple[SourceRow, ...]:
        ratings = {**self.basis.sources, **Decided(self.basis.decisions).ratings}
        of: dict[str, list[Report]] = {}
        for report in reports:
            of.setdefault(report.source or "", []).append(report)
        outlets = {n.id: {self.reports[r].source or "" for r in n.reports} for n in self.incidents}
        rows = []
        for name, own in of.items():
            days = sorted(r.published[:10] for r in own if r.published)
            incidents = [told for told in outlets.values() if name in told]
            rows.append(
                SourceRow(
                    name,
                    len(own),
                    len(incidents),
                    sum(len(told) == 1 for told in incidents),
                    days[0] if days else None,
                    days[-1] if days else None,
                    ratings.get(name, Reliability.F),
                    self.basis.rating_notes.get(name),
                )
            )
        return tuple(sorted(rows, key=lambda row: (-row.reports, row.name)))

    def _tolls(self) -> tuple[TollRow, ...]:
        """Stated totals whose period touches that of the report, beside the incidents of the whole record."""
        start, end = self.options.start, self.options.end
        rows = stated_totals(replace(self.books, incidents=self.all))
        return tuple(self._blot(row, (row.report,)) for row in rows if _meets(row.start, row.end, start, end))

    def _side_ledgers(self) -> tuple[SideLedger, ...]:
        """By the incidents that surely lie in the period, and the totals stated of days in it."""
        sure = tuple(n for n in self.incidents if n.id in self.sure)
        start, end = self.options.start, self.options.end
        kept = {
            c.id: c
            for c in self.claims.values()
            if c.scope is not Scope.TOLL or (start is None and end is None) or _touches(c.when, start, end)
        }
        return tuple(self._blot(row, ()) for row in side_ledgers(replace(self.books, incidents=sure, claims=kept)))

    # ---- together

    def _blot(self, record: R, reports: Iterable[str]) -> R:
        return record if self.redactor is None else self.redactor.record(record, reports)

    def facts(self) -> Facts:
        period = self._period()
        comparison, none = self._comparison(period)
        told = self._told()
        # By ids as they stand in the record: those of the listed ones may have been blotted.
        shown = {self.redactor.id(n.id) if self.redactor else n.id: n for n in self.incidents}
        cited = {r for t in told for r in shown[t.incident.id].reports} | {k.report for k in self.checks}
        used = [r for r in self.basis.reports if r.id in cited or self._is_published_in(r)]
        used.sort(key=lambda r: (r.published is None, r.published or "", r.id))
        public = [self._blot(r.model_copy(update={"text": ""}), (r.id,)) for r in used]
        agreement, of = self.agreement, self.reports_of
        return Facts(
            options=self.options,
            basis=self.basis,
            provenance=self.provenance,
            agreement=agreement,
            ends=self.coverage.ends,
            period=period,
            told=told,
            counted=len(self.incidents),
            whole=self._totals(LedgerBy.SIDE)[-1],
            in_force=self._row_in_force(),
            harmed=self._harmed(),
            sure=self._counts(sure=True),
            perhaps=self._counts(sure=False),
            unsure=frozenset(id_ for id_, n in shown.items() if n.id not in self.sure),
            gaps=self._gaps(),
            by_side=tuple(self._blot(row, ()) for row in self._totals(LedgerBy.SIDE)),
            side_ledgers=self._side_ledgers(),
            disputes=tuple(self._blot(d, of[d.incident]) for d in disagreements(self.books)),
            tolls=self._tolls(),
            comparison=comparison,
            no_comparison=none,
            checks=tuple(self._blot(k, (k.report,)) for k in self.checks),
            reports={r.id: r for r in public},
            sources=tuple(
                replace(row, name=self._words(row.name), note=self._words(row.note) if row.note else None)
                for row in self._sources(used)
            ),
            cited={r.id: i for i, r in enumerate(public, 1)},
            numbers={t.incident.id: t.number for t in told},
        )

    def _gaps(self) -> tuple[Gap, ...]:
        if self.agreement is None:
            return ()
        found = missing(self.findings, self.incidents, self.claims, self.reports, self.agreement)
        return tuple(self._blot(gap, self.reports_of[gap.incident]) for gap in found)

    def _words(self, text: str) -> str:
        """A name of an outlet as it may be shown."""
        return text if self.redactor is None else self.redactor.text(text)


def _gravest(findings: Iterable[Finding]) -> Counter[Verdict]:
    """Incidents by the gravest of their verdicts."""
    rank = {v: i for i, v in enumerate(VERDICT_ORDER)}
    gravest: dict[str, Verdict] = {}
    for f in findings:
        old = gravest.get(f.incident)
        gravest[f.incident] = f.verdict if old is None else min(old, f.verdict, key=rank.__getitem__)
    return Counter(gravest.values())


def days_of(incident: Incident) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which it may have happened; it cannot be later than the first report of it."""
    start, end = (incident.when.start, incident.when.end) if incident.when else (None, None)
    last = end or incident.first_reported
    return day_of(start) if start else None, day_of(last) if last else None


def _touches(when: When | None, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether days may lie in a period."""
    return when is None or _meets(when.start, when.end, start, end)


def _meets(first: Moment | None, last: Moment | None, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether two stretches may have a day in common; null ends are open."""
    return not (start and last and day_of(last) < start) and not (end and first and day_of(first) > end)
