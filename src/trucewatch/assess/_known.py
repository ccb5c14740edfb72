"""The record at some time: what is known of reports, claims and incidents, and how that grows from day to day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from trucewatch.assess._matching import match, plain
from trucewatch.assess._subjects import Lexicon, names_of, read_subject
from trucewatch.assess.reporting import Coverage, LagCurve, lags_of
from trucewatch.assess.statements import Statement
from trucewatch.extract.sentences import split_sentences
from trucewatch.link import consolidate
from trucewatch.model import (
    BREACH_KINDS,
    KINDS,
    Agreement,
    Claim,
    Incident,
    Kind,
    KindGroup,
    Modality,
    Outcome,
    Report,
    Scope,
    day_of,
)

COVERAGE_GRACE_DAYS = 3
"""How long after the start of a period the record's first report may come for the record to cover it."""


class Index:
    """Which claims are whose, for every state of one record."""

    def __init__(self, claims: Mapping[str, Claim], incidents: Sequence[Incident]) -> None:
        self.incident_of: Mapping[str, str] = {c: i.id for i in incidents for c in i.claims}
        found: dict[str, list[Claim]] = {}
        for claim in claims.values():
            found.setdefault(claim.report, []).append(claim)
        self._of_report = {r: tuple(sorted(c, key=lambda x: x.id)) for r, c in found.items()}

    def of_report(self, report: str) -> tuple[Claim, ...]:
        """The claims of a report, by id."""
        return self._of_report.get(report, ())


class Known:
    """The record at some time: reports, claims, and the incidents merged from them."""

    def __init__(
        self,
        reports: Mapping[str, Report],
        claims: Mapping[str, Claim],
        incidents: Mapping[str, Incident],
        index: Index,
    ) -> None:
        self.reports = reports
        self.claims = claims
        self.by_id = incidents
        self.index = index
        self.incidents = tuple(sorted(incidents.values(), key=lambda i: (first_day(i) or "9999", i.id)))

    @cached_property
    def begins(self) -> dt.date | None:
        """The day of the first report."""
        return min((day_of(r.published) for r in self.reports.values() if r.published), default=None)

    @cached_property
    def coverage(self) -> Coverage:
        """Days and sources of the reports."""
        return Coverage(self.reports.values())

    @cached_property
    def lags(self) -> LagCurve:
        """How late acts come into the record."""
        ends = self.coverage.ends
        return LagCurve(lags_of(self.incidents, self.claims, ends) if ends else ())

    def covers(self, start: str | None) -> bool:
        """Whether the record begins by the first day of a period, or within the days of grace."""
        if start is None or self.begins is None:
            return False
        return self.begins <= day_of(start) + dt.timedelta(days=COVERAGE_GRACE_DAYS)

    def follows(self, kinds: frozenset[Kind], beside: str) -> bool:
        """Whether the record follows such acts: breaches without violence only where another report tells of one.

        Violence makes news wherever it happens, and so do patrols and exchanges; flights and refusals often do not.
        """
        if not kinds <= BREACH_KINDS:
            return True
        return any(c.kind in kinds and c.report != beside for c in self.claims.values())

    def speaks_of(self, places: Sequence[str], beside: str) -> bool:
        """Whether another report names one of these places, so that silence about it means something."""
        wanted = re.compile("|".join(rf"\b{re.escape(plain(p))}" for p in places if plain(p)))
        others = (r for r in self.reports.values() if r.id != beside)
        if not places or any(wanted.search(plain(f"{r.title or ''} {r.text}")) for r in others):
            return True
        own = (c for c in self.claims.values() if c.report != beside and c.where is not None)
        return any(wanted.search(plain(name)) for c in own for name in names_of(c.where))

    def own_incident(self, statement: Statement, lexicon: Lexicon) -> Incident | None:
        """The act that the report tells where it makes the statement: in the sentence or the last before it.

        One of the kind spoken of comes before those that are not; of those told equally near the newest comes first.
        """
        near = self._told_before(statement)
        reading = read_subject(statement, lexicon, None)
        fits = (i for i in near if match(i, reading, self.claims, lexicon).outcome is not Outcome.NO)
        return next(fits, near[0] if near else None)

    def _told_before(self, statement: Statement) -> list[Incident]:
        report = self.reports[statement.report]
        sentences = split_sentences(report.text)
        at = next((i for i, s in enumerate(sentences) if s.start <= statement.start < s.end), 0)
        since = re.search(r"\bsince\b(?!\s+then)", statement.quote, re.IGNORECASE)
        limit = statement.start + since.start() if since and since.start() else statement.end
        ranked: list[tuple[int, int, int, str, Incident]] = []
        for claim in self.index.of_report(statement.report):
            incident = self.by_id.get(self.index.incident_of.get(claim.id, ""))
            if claim.scope is Scope.TOLL or claim.modality is Modality.HYPOTHETICAL or incident is None:
                continue
            if KINDS[claim.kind].group is KindGroup.CONDUCT and not _speaks_of(claim, statement):
                continue
            spots = [e.start for e in claim.evidence if not e.field.startswith("title:") and e.start < limit]
            if not spots:
                continue
            near = max(i for i, s in enumerate(sentences) if s.start <= max(spots))
            day = first_day(incident)
            newest = -day_of(day).toordinal() if day else 0
            ranked.append((max(0, at - near - 1), int(claim.background), newest, claim.id, incident))
        return [row[4] for row in sorted(ranked, key=lambda row: row[:4])]


def _speaks_of(claim: Claim, statement: Statement) -> bool:
    words = claim.kind.value.replace("_", " ").split()[0]
    return words[:5] in statement.sentence.lower() or (
        claim.kind.value == "withdrawal" and "handover" in statement.sentence
    )


def first_day(incident: Incident) -> str | None:
    return incident.when.start[:10] if incident.when and incident.when.start else None


def last_day(incident: Incident) -> str | None:
    return incident.when.end[:10] if incident.when and incident.when.end else None


class Timeline:
    """The record as it stood before each report was published, built up from day to day.

    Nothing that was published later has a say in it: neither incidents nor claims, and not the names by which actors
    and places are known. Only the merging of claims is that of the whole record.
    """

    def __init__(self, now: Known, agreement: Agreement | None) -> None:
        self._now = now
        self._lexicon = Lexicon((), agreement)
        dated = [(day_of(r.published), r.id) for r in now.reports.values() if r.published is not None]
        self._waiting = sorted(dated, reverse=True)
        self._reports: dict[str, Report] = {}
        self._claims: dict[str, Claim] = {}
        self._incidents: dict[str, Incident] = {}

    def before(self, report: Report) -> Known:
        """What was known when a report came out: itself, and what was published on earlier days.

        Reports must be asked for in the order of their days, those without one first.
        """
        day = day_of(report.published) if report.published else dt.date.min
        touched: set[str] = set()
        while self._waiting and self._waiting[-1][0] < day:
            _, name = self._waiting.pop()
            self._reports[name] = self._now.reports[name]
            touched |= self._add(self._claims, name)
            self._lexicon.add(self._now.index.of_report(name))
        for name in touched:
            self._incidents[name] = self._as_known(name, self._claims, self._reports)
        claims, reports = dict(self._claims), {**self._reports, report.id: report}
        own = self._add(claims, report.id)
        seen = {name: self._as_known(name, claims, reports) for name in own}
        return Known(reports, claims, {**self._incidents, **seen}, self._now.index)

    def lexicon(self, report: Report) -> Lexicon:
        """The names that were known when a report came out; to be asked for after `before`."""
        return self._lexicon.plus(self._now.index.of_report(report.id))

    def _add(self, claims: dict[str, Claim], report: str) -> set[str]:
        """Add a report's claims; the incidents that they are of."""
        index, found = self._now.index, set()
        for claim in index.of_report(report):
            claims[claim.id] = claim
            if claim.id in index.incident_of:
                found.add(index.incident_of[claim.id])
        return found

    def _as_known(self, name: str, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> Incident:
        """The incident as its known claims make it, under its own id."""
        incident = self._now.by_id[name]
        known = [claims[c] for c in incident.claims if c in claims]
        if len(known) == len(incident.claims):
            return incident
        return consolidate(known, reports).model_copy(update={"id": incident.id, "part_of": incident.part_of})


def say_day(day: str | None) -> str:
    """`6 March 2020`."""
    if day is None:
        return "a day not known"
    d = day_of(day)
    return f"{d.day} {d:%B} {d.year}"
