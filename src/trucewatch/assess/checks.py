"""Statements of reports against the record: supported, contradicted or undetermined, now and as known when published.

The record is a sample. It does not cover what lies before its first report, so a statement about such a time is never
supported by silence; and a number above what the record holds is undetermined, not wrong. A counter-example inside
the record contradicts a first, a zero or a superlative wherever the record begins.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from trucewatch.assess._subjects import Lexicon, Reading, read_subject
from trucewatch.assess._verdicts import Answer, Known, answer
from trucewatch.assess.statements import Statement, find_statements
from trucewatch.link import consolidate
from trucewatch.model import (
    Agreement,
    Check,
    Claim,
    Incident,
    Kind,
    Modality,
    Report,
    content_id,
    day_of,
)


def check_statements(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    *,
    agreement: Agreement | None,
) -> tuple[Check, ...]:
    """Find the statements about the record in the reports and say what the record says of each.

    Args:
        reports: All reports of the record.
        claims: All claims drawn from them.
        incidents: The incidents that the claims were merged into.
        agreement: Gives actors, their sides and the day on which the ceasefire took effect; without it that day is
            the one on which most claims put the start of a truce, if any do.

    Returns:
        One check a statement, in order of report and place in it. `verdict_as_published` looks at the statement's
        own report and at those published on earlier days only.
    """
    effective = _effective(claims, agreement)
    by_report = {r.id: r for r in reports}
    by_claim = {c.id: c for c in claims}
    lexicon = Lexicon(claims, agreement)
    now = Known(by_report, by_claim, tuple(incidents))
    checks = []
    for report in sorted(reports, key=lambda r: r.id):
        found = find_statements(report, effective=effective)
        if not found:
            continue
        then = _as_known(report, now)
        checks += [_check(s, now, then, lexicon) for s in found]
    return tuple(checks)


def _check(statement: Statement, now: Known, then: Known, lexicon: Lexicon) -> Check:
    (reading, today), (_, published) = (_answered(statement, known, lexicon) for known in (now, then))
    return Check(
        id=content_id("k", statement.report, statement.start, statement.end, statement.type.value),
        report=statement.report,
        start=statement.start,
        end=statement.end,
        quote=statement.quote,
        type=statement.type,
        subject=reading.subject,
        comparator=statement.comparator,
        period=statement.period,
        value=statement.value,
        tolerance=statement.tolerance,
        verdict=today.verdict,
        verdict_as_published=published.verdict,
        record=today.record,
        incidents=today.incidents,
        claims=today.claims,
    )


def _answered(statement: Statement, known: Known, lexicon: Lexicon) -> tuple[Reading, Answer]:
    """What a statement speaks of, and what one state of the record says of it."""
    own = known.own_incident(statement, lexicon)
    reading = read_subject(statement, lexicon, own)
    return reading, answer(statement, reading, own, known, lexicon)


def _effective(claims: Sequence[Claim], agreement: Agreement | None) -> str | None:
    """The day the truce took effect: the agreement's, else the day that most claims of a truce name."""
    if agreement is not None:
        return agreement.effective or agreement.declared
    days = Counter(
        c.when.start[:10]
        for c in claims
        if c.kind in (Kind.AGREEMENT, Kind.CEASEFIRE_DECLARED)
        and c.modality is Modality.ASSERTED
        and c.when is not None
        and c.when.start is not None
        and c.when.start == c.when.end
    )
    return min(days, key=lambda d: (-days[d], d)) if days else None


def _as_known(report: Report, now: Known) -> Known:
    """The record on the day of a report: it and what was published on earlier days, incidents merged anew."""
    day = day_of(report.published) if report.published else dt.date.min
    reports = {
        r.id: r
        for r in now.reports.values()
        if r.id == report.id or (r.published is not None and day_of(r.published) < day)
    }
    claims = {c.id: c for c in now.claims.values() if c.report in reports}
    return Known(
        reports,
        claims,
        tuple(_trimmed(i, claims, reports) for i in now.incidents if any(c in claims for c in i.claims)),
    )


def _trimmed(incident: Incident, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> Incident:
    """The incident as its known claims make it, under its own id."""
    known = [claims[c] for c in incident.claims if c in claims]
    if len(known) == len(incident.claims):
        return incident
    return consolidate(known, reports).model_copy(update={"id": incident.id, "part_of": incident.part_of})
