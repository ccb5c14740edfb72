"""An agreement as data: parties, sides, actors, exempt groups, zones and terms.

Loaded from TOML with GeoJSON geometry by `trucewatch.read`; the keys stand in docs/agreements.md.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from trucewatch.model._base import Moment, Record
from trucewatch.model.vocabulary import Outcome


class Party(Record):
    """A signatory or guarantor, and the sides it answers for."""

    id: str
    name: str
    role: str
    answers_for: tuple[str, ...] = ()
    reading: str | None = None


class Side(Record):
    """A camp that an actor belongs to; `bound` says whether the agreement binds it, `through` by whom."""

    id: str
    name: str
    bound: Outcome
    through: str | None = None
    reading: str | None = None


class Actor(Record):
    """A named actor with the other names it goes by; an empty side means that of several parties."""

    name: str
    side: str
    aliases: tuple[str, ...] = ()
    reading: str | None = None


class Exempt(Record):
    """A group that the agreement does not protect or bind, with how sure that is."""

    actor: str
    status: Outcome
    basis: str | None = None
    source: str | None = None
    reading: str | None = None


class Zone(Record):
    """A polygon, a line with depth, or a corridor of so many km either side of a line.

    `geometry` is a GeoJSON geometry in WGS 84 (lon, lat), filled in from `file` and `feature` on loading.
    """

    id: str
    name: str
    kind: Literal["polygon", "line", "corridor"]
    file: str
    feature: str
    uncertainty_km: float = Field(default=0.0, ge=0)
    near_km: float | None = Field(default=None, gt=0)
    half_width_km: float | None = Field(default=None, gt=0)
    line_uncertainty_km: float | None = Field(default=None, ge=0)
    start_point: str | None = Field(default=None, alias="from")
    end_point: str | None = Field(default=None, alias="to")
    reading: str | None = None
    geometry: dict[str, Any] | None = None

    @property
    def u_km(self) -> float:
        """The zone's own uncertainty in km, whichever key gave it."""
        return self.line_uncertainty_km if self.line_uncertainty_km is not None else self.uncertainty_km


class Term(Record):
    """One term: what it forbids or commits to, whom it binds, where, from and until when, and the ordered tests."""

    id: str
    article: str
    meaning: str
    forbids: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    zone: str | None = None
    along: str | None = None
    since: Moment | None = Field(default=None, alias="from")
    from_basis: str | None = None
    until: Moment | None = None
    testable: bool
    tests: tuple[str, ...] = ()
    reading: str | None = None


class Source(Record):
    """A page that the data of the agreement rests on."""

    url: str
    for_: str | None = Field(default=None, alias="for")


class Agreement(Record):
    """An agreement with everything that a finding needs."""

    id: str
    name: str
    pax: int | None = None
    class_: str | None = Field(default=None, alias="class")
    declared: Moment
    effective: Moment | None = None
    effective_zone: str | None = None
    effective_zone_stated: bool | None = None
    effective_alternatives: tuple[Moment, ...] = ()
    ended: Moment | None = None
    languages: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    sides: tuple[Side, ...] = ()
    actors: tuple[Actor, ...] = ()
    exempt: tuple[Exempt, ...] = ()
    zones: tuple[Zone, ...] = ()
    terms: tuple[Term, ...] = ()
    sources: tuple[Source, ...] = ()
