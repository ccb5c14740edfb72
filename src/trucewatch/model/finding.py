"""A finding: one incident tested against one term of an agreement; a check: a statement tested against the record."""

from __future__ import annotations

from typing import Any

from trucewatch.model._base import Moment, Record
from trucewatch.model.vocabulary import (
    Category,
    Cause,
    CheckType,
    CheckVerdict,
    Comparator,
    Confidence,
    Kind,
    Outcome,
    Verdict,
)


class FindingAccount(Record):
    """An account of who did it, as a finding lists it."""

    actor: str | None
    label: str | None
    side: str | None
    confidence: Confidence


class Reason(Record):
    """One test with its outcome and the figures it used."""

    test: str
    outcome: Outcome
    figures: dict[str, Any]


class Finding(Record):
    """The verdict of one term on one incident."""

    incident: str
    agreement: str
    term: str
    verdict: Verdict
    attributed_to: str | None
    accounts: tuple[FindingAccount, ...]
    reasons: tuple[Reason, ...]


class Subject(Record):
    """What a statement about the record speaks of."""

    text: str | None
    actor: str | None
    side: str | None
    category: Category | None
    kind: Kind | None
    area: str | None
    cause: Cause | None


class Period(Record):
    """Days, both inclusive; a null end is open."""

    start: Moment | None
    end: Moment | None


class Check(Record):
    """A statement about the record found in a report, and what the record says of it."""

    id: str
    report: str
    start: int
    end: int
    quote: str
    type: CheckType
    subject: Subject
    comparator: Comparator
    period: Period
    value: float | None
    tolerance: float | None
    verdict: CheckVerdict
    verdict_as_published: CheckVerdict
    record: str
    incidents: tuple[str, ...]
    claims: tuple[str, ...]
