"""A claim: one thing said by one set of claimants, with one set of figures and one account of who did it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from trucewatch.model._base import Moment, Record
from trucewatch.model.vocabulary import (
    Category,
    Cause,
    ClaimantKind,
    Confidence,
    Coverage,
    DatePrecision,
    Effect,
    Kind,
    Modality,
    Relation,
    Scope,
)


class When(Record):
    """A time as an interval of days, both ends inclusive."""

    start: Moment | None
    end: Moment | None
    precision: DatePrecision
    text: str | None


class Place(Record):
    """A place with its uncertainty; the point and the radius are known together or not at all."""

    text: str | None
    relation: Relation
    name: str | None
    admin1: str | None
    country: str | None = Field(pattern=r"^[A-Z]{2}$")
    lat: float | None = Field(ge=-90, le=90)
    lon: float | None = Field(ge=-180, le=180)
    radius_km: float | None = Field(ge=0)
    precision: int | None = Field(ge=1, le=7)
    gazetteer: str | None

    @model_validator(mode="after")
    def _point_has_radius(self) -> Self:
        if len({self.lat is None, self.lon is None, self.radius_km is None}) != 1:
            raise ValueError("a point needs lat, lon and radius_km together")
        return self


class Where(Place):
    """Where an act happened, with further places of a list in `also`."""

    also: tuple[Place, ...] = ()


class Perpetrator(Record):
    """One account of who did it; `label` holds the words for an actor without a name."""

    text: str | None
    label: str | None
    actor: str | None
    side: str | None
    confidence: Confidence


class Target(Record):
    """Who or what was struck."""

    text: str | None
    actor: str | None
    side: str | None
    category: Category


class Count(Record):
    """A number as words give it; null bounds are open."""

    low: int | None = Field(ge=0)
    high: int | None = Field(ge=0)
    approximate: bool
    unconfirmed: bool
    stated: bool
    text: str | None


class Victim(Record):
    """One row of the breakdown of those harmed."""

    effect: Effect
    category: Category
    actor: str | None
    side: str | None
    low: int | None
    high: int | None
    cause: Cause
    names: tuple[str, ...]


class Claimant(Record):
    """Who is cited. `via` is the index of the claimant that relays it, `self` for an own publication, or null."""

    text: str | None
    name: str
    kind: ClaimantKind
    via: int | Literal["self"] | None


class Evidence(Record):
    """Half-open code-point offsets of the words that a field rests on."""

    field: str
    start: int = Field(ge=0)
    end: int
    quote: str


class Claim(Record):
    """One claim, in the contract's field order."""

    id: str
    report: str
    extractor: str | None
    score: float | None
    kind: Kind
    scope: Scope
    background: bool
    superseded: bool
    coverage: Coverage
    modality: Modality
    when: When | None
    where: Where | None
    perpetrator: Perpetrator
    targets: tuple[Target, ...]
    killed: Count | None
    injured: Count | None
    missing: Count | None
    captured: Count | None
    acts: Count | None
    victims: tuple[Victim, ...]
    weapon: str | None
    claimants: tuple[Claimant, ...]
    denied_by: tuple[Claimant, ...]
    evidence: tuple[Evidence, ...]

    def count(self, effect: Effect) -> Count | None:
        """The figure for an effect, or null."""
        if effect is Effect.KILLED:
            return self.killed
        if effect is Effect.INJURED:
            return self.injured
        return self.missing if effect is Effect.MISSING else self.captured


def origins(claim: Claim, source: str | None) -> tuple[str, ...]:
    """Ends of the `via` chains: the claimants that relay nobody; an outlet's own voice is its own origin.

    Two outlets that quote one ministry share one origin. `source` is the report's outlet; a report
    without an outlet counts as an origin of its own.
    """
    relays = {c.via for c in claim.claimants if isinstance(c.via, int)}
    ends = tuple(c.name for i, c in enumerate(claim.claimants) if i not in relays)
    return ends or (source or claim.report,)


def claimant_names(claim: Claim, source: str | None) -> tuple[str, ...]:
    """Everyone who stands behind the claim, or the outlet where nobody is cited."""
    return tuple(c.name for c in claim.claimants) or (source or claim.report,)
