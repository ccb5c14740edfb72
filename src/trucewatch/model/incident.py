"""An incident: claims of one or more reports merged into one real event. A pure function of claims and decisions."""

from __future__ import annotations

from typing import Any

from trucewatch.model._base import Moment, Record
from trucewatch.model.claim import When, Where
from trucewatch.model.vocabulary import Category, Cause, Confidence, Effect, Grade, Kind, Reliability


class Range(Record):
    """A figure over several accounts; a null high is open."""

    low: int | None
    best: int | None
    high: int | None


class Variant(Record):
    """A value that differs from the consolidated one, and who gives it."""

    field: str
    value: Any
    claimants: tuple[str, ...]
    reports: tuple[str, ...]


class Account(Record):
    """One account of who did it."""

    actor: str | None
    label: str | None
    side: str | None
    confidence: Confidence
    claimants: tuple[str, ...]
    denied_by: tuple[str, ...]
    reports: tuple[str, ...]


class IncidentVictim(Record):
    """One row of the consolidated breakdown of those harmed."""

    effect: Effect
    category: Category
    actor: str | None
    side: str | None
    low: int | None
    best: int | None
    high: int | None
    cause: Cause
    names: tuple[str, ...]


class HistoryEntry(Record):
    """One figure as one report gave it, so that the record can be replayed as known on a date."""

    published: Moment | None
    report: str
    effect: Effect
    low: int | None
    high: int | None
    claimants: tuple[str, ...]
    superseded: bool


class Incident(Record):
    """One real event, in the contract's field order."""

    id: str
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    part_of: str | None
    kind: Kind
    when: When | None
    where: Where | None
    weapon: str | None
    variants: tuple[Variant, ...]
    perpetrators: tuple[Account, ...]
    killed: Range | None
    injured: Range | None
    missing: Range | None
    captured: Range | None
    victims: tuple[IncidentVictim, ...]
    grade: Grade
    grade_reason: str
    credibility: int
    reliability: Reliability
    first_reported: Moment | None
    history: tuple[HistoryEntry, ...]
    note: str | None

    def count(self, effect: Effect) -> Range | None:
        """The consolidated figure for an effect, or null."""
        found: Range | None = getattr(self, effect.value)
        return found
