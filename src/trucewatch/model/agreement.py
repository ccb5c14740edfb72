"""An agreement as data: parties, sides, actors, exempt groups, zones and terms.

Loaded from TOML with GeoJSON geometry by `trucewatch.read`; docs/agreements.md and docs/agreement.schema.json
are written from these types. The tests that a term may name are declared in `TERM_TESTS`; the code that runs
them is in `trucewatch.assess`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from trucewatch.model._base import Moment, Record
from trucewatch.model.vocabulary import Outcome

_READING = "Why we chose so, wherever the text is silent: our reading, not the text."


class Party(Record):
    """A signatory or guarantor, and the sides it answers for."""

    id: str = Field(description="Name of the party inside this file.", min_length=1)
    name: str = Field(description="Full name.", min_length=1)
    role: str = Field(description="signatory, guarantor, mediator, host or the like, in a word.")
    answers_for: tuple[str, ...] = Field(
        default=(), description="Ids of the sides whose acts count as this party's. Parties oppose each other."
    )
    reading: str | None = Field(default=None, description=_READING)


class Side(Record):
    """A camp that an actor belongs to; `bound` says whether the agreement binds it, `through` by whom."""

    id: str = Field(description="Name of the side inside this file; claims carry it.", min_length=1)
    name: str = Field(description="Full name.", min_length=1)
    bound: Outcome = Field(description="Whether the agreement binds this side: yes, no or unknown.")
    through: str | None = Field(
        default=None,
        description="Id of the side or party that binds this side; it is bound no more surely than that one.",
    )
    reading: str | None = Field(default=None, description=_READING)


class Actor(Record):
    """A named actor with the other names it goes by; an empty side means that of several parties."""

    name: str = Field(description="The canonical name, used in claims and findings.", min_length=1)
    side: str = Field(
        description='Id of its side, or "" for an actor of several sides at once, such as a joint patrol.'
    )
    aliases: tuple[str, ...] = Field(
        default=(), description="Other names and descriptions; each belongs to one actor only, whatever its case."
    )
    reading: str | None = Field(default=None, description=_READING)


class Exempt(Record):
    """A group that the agreement does not protect or bind, with how sure that is."""

    actor: str = Field(description="Canonical name of an actor of this file.", min_length=1)
    status: Outcome = Field(description="Whether the group is exempt: yes, no or unknown.")
    basis: str | None = Field(default=None, description="What the status rests on.")
    source: str | None = Field(default=None, description="Address of the page that says so.")
    reading: str | None = Field(default=None, description=_READING)


class Zone(Record):
    """A polygon, a line with depth, or a corridor of so many km either side of a line.

    `geometry` is a GeoJSON geometry in WGS 84 (lon, lat), filled in from `file` and `feature` on loading and cut
    to the stretch between `from` and `to`. Legs are straight in longitude and latitude, as GeoJSON has it.
    A zone that moves is given as several of one id, each with the days on which it holds.
    """

    id: str = Field(description="Name of the zone inside this file; terms name it.", min_length=1)
    name: str = Field(
        description="Full name; a report that puts an act in or on it by this name is believed.", min_length=1
    )
    kind: Literal["polygon", "line", "corridor"] = Field(
        description="polygon: an area; line: a line, with a depth if `near_km` is given; corridor: a band along a line."
    )
    file: str = Field(description="GeoJSON file, relative to this one.", min_length=1)
    feature: str = Field(description="Id of the feature in that file.", min_length=1)
    uncertainty_km: float = Field(default=0.0, ge=0, description="How far off the drawn geometry may be, in km.")
    near_km: float | None = Field(
        default=None, gt=0, description="For a line: what lies surely within so many km counts as on or along it."
    )
    half_width_km: float | None = Field(
        default=None, gt=0, description="For a corridor: km from the line to either edge."
    )
    line_uncertainty_km: float | None = Field(
        default=None,
        ge=0,
        description="For a corridor: how far off the drawn line may be, in km; used instead of `uncertainty_km`.",
    )
    start_point: str | None = Field(
        default=None,
        alias="from",
        description="Id of a point feature in the same file where the stretch of line begins.",
    )
    end_point: str | None = Field(
        default=None, alias="to", description="Id of a point feature in the same file where the stretch of line ends."
    )
    aliases: tuple[str, ...] = Field(
        default=(), description='Other names of the line or area that reports use, such as "N7" or "Green Line".'
    )
    includes: tuple[str, ...] = Field(
        default=(),
        description="Names of places that lie wholly inside by the text or a source, whatever the drawn outline says.",
    )
    divides: tuple[tuple[str, ...], ...] = Field(
        default=(),
        description="For a line of contact: two lists of side ids, first those on the left of the line as it is drawn, "
        "then those on the right. Without it the sides that different parties answer for oppose each other.",
    )
    valid_from: Moment | None = Field(
        default=None,
        description="First day, or the moment, on which this outline holds; several zones of one `id` that hold one "
        "after the other are a zone that moves, and the date of an incident picks among them.",
    )
    valid_to: Moment | None = Field(default=None, description="Last day, or the moment, on which it holds.")
    reading: str | None = Field(default=None, description=_READING)
    geometry: dict[str, Any] | None = Field(default=None, description="Filled in on loading; not a key of the file.")

    @property
    def version(self) -> tuple[str, str | None]:
        """What tells this outline from others of the same id."""
        return self.id, self.valid_from

    @property
    def u_km(self) -> float:
        """The zone's own uncertainty in km, whichever key gave it."""
        return self.line_uncertainty_km if self.line_uncertainty_km is not None else self.uncertainty_km

    @property
    def depth_km(self) -> float | None:
        """How far a corridor or a line with depth reaches to either side in km; null for polygons and bare lines."""
        return self.half_width_km if self.half_width_km is not None else self.near_km


class Term(Record):
    """One term: what it forbids or commits to, whom it binds, where, from and until when, and the ordered tests."""

    id: str = Field(description="Name of the term inside this file; findings carry it.", min_length=1)
    article: str = Field(description="Article, section or paragraph of the text.")
    meaning: str = Field(description="What it says, in our words.", min_length=1)
    forbids: tuple[str, ...] = Field(
        default=(),
        description="Acts that it forbids: kinds of the data contract, or classes of kinds (see the table of acts).",
    )
    commits: tuple[str, ...] = Field(
        default=(),
        description="Conduct that it commits to; for the test commitment_kept these are kinds or classes of kinds.",
    )
    binds: tuple[str, ...] = Field(
        default=(),
        description="Ids of the sides it binds, or of parties for the sides they answer for; empty: all bound sides.",
    )
    zone: str | None = Field(default=None, description="Id of the zone where it holds.")
    along: str | None = Field(default=None, description="Id of the line of contact that it speaks of.")
    since: Moment | None = Field(
        default=None,
        alias="from",
        description="Date, or date and time with zone, from which it holds; else the agreement's `effective`.",
    )
    from_basis: str | None = Field(default=None, description="What `from` rests on.")
    until: Moment | None = Field(
        default=None,
        description="Last day on which it holds, or the date and time at which it ends; else the agreement's `ended`.",
    )
    testable: bool = Field(
        description="Whether a report of an incident can speak for or against it; if not, no findings are made."
    )
    tests: tuple[str, ...] = Field(
        default=(), description="Names of the tests, in the order in which findings print them."
    )
    reading: str | None = Field(default=None, description=_READING)


class Source(Record):
    """A page that the data of the agreement rests on."""

    url: str = Field(description="Address.", min_length=1)
    for_: str | None = Field(default=None, alias="for", description="What was taken from it.")


class Agreement(Record):
    """An agreement with everything that a finding needs."""

    id: str = Field(description="Name of the agreement; findings carry it.", min_length=1)
    name: str = Field(description="Full name.", min_length=1)
    pax: int | None = Field(default=None, description="Number in the PA-X Peace Agreements Database.")
    class_: str | None = Field(
        default=None,
        alias="class",
        description="cessation of hostilities, preliminary or definitive (Clayton and Sticher).",
    )
    declared: Moment = Field(description="Day of signature or announcement.")
    effective: Moment | None = Field(
        default=None, description="When it takes effect, with zone. 00:00 and 00:01 stand for the start of the day."
    )
    effective_zone: str | None = Field(default=None, description="IANA time zone in which its days are counted.")
    effective_zone_stated: bool | None = Field(default=None, description="Whether the text names that zone.")
    effective_alternatives: tuple[Moment, ...] = Field(
        default=(),
        description="Other moments that the text may mean; an act with a time of day between them is unknown.",
    )
    ended: Moment | None = Field(default=None, description="Last day, or the moment, of its force.")
    languages: tuple[str, ...] = Field(default=(), description="BCP 47 codes of the authentic texts.")
    supplements: tuple[str, ...] = Field(default=(), description="Agreements that it adds to, as pax:NUMBER or a name.")
    parties: tuple[Party, ...] = Field(default=(), description="Signatories and guarantors.")
    sides: tuple[Side, ...] = Field(default=(), description="Camps that actors belong to, bound or not.")
    actors: tuple[Actor, ...] = Field(default=(), description="Named actors with their other names.")
    exempt: tuple[Exempt, ...] = Field(default=(), description="Groups that it does not protect or bind.")
    zones: tuple[Zone, ...] = Field(default=(), description="Areas, lines and corridors.")
    terms: tuple[Term, ...] = Field(default=(), description="Its terms.")
    sources: tuple[Source, ...] = Field(default=(), description="Pages that the data rests on.")


class TermRole(StrEnum):
    """What the answer of a test means for the verdict.

    `act`, `time`, `place` and `actor`: a no puts the incident outside the term; `commitment`: the act is one that the
    term commits to, so that the verdict is `consistent`, and where it is not yes no further test is run;
    `exempt`: a yes puts the incident outside; `extent`: told in the reasons, changes no verdict.
    """

    ACT = "act"
    COMMITMENT = "commitment"
    TIME = "time"
    PLACE = "place"
    ACTOR = "actor"
    EXEMPT = "exempt"
    EXTENT = "extent"


@dataclass(frozen=True, slots=True)
class TermTestInfo:
    """What a test asks, what its answer does, and the keys of the term it cannot do without.

    `needs` names keys of the term; "a|b" means that one of the two must be given. `zone_kinds` are the kinds of
    zone it can be asked of, empty where it asks of none; `needs_depth` where that zone must have a width or depth.
    """

    role: TermRole
    description: str
    needs: tuple[str, ...] = ()
    zone_kinds: tuple[str, ...] = ()
    needs_depth: bool = False
    by_account: bool = False


def _term_tests() -> dict[str, TermTestInfo]:
    r, line = TermRole, ("line", "corridor")
    everywhere = ("polygon", "line", "corridor")
    return {
        "military_action": TermTestInfo(
            r.ACT, "Is the act a military action: fighting, fire, shells, bombs, or a device used against forces?"
        ),
        "attack_inside_corridor_act": TermTestInfo(
            r.ACT, "Is the act an attack: force against persons or things, whoever is struck?"
        ),
        "prohibited_act": TermTestInfo(r.ACT, "Is the act one that the term's `forbids` lists?", needs=("forbids",)),
        "no_fly": TermTestInfo(r.ACT, "Is the act a flight: an overflight, or a strike from the air?"),
        "heavy_weapon_line": TermTestInfo(
            r.ACT,
            "Were heavy weapons present or fired in the zone that they must leave, or within its depth of the line?",
            needs=("along|zone",),
            zone_kinds=everywhere,
            needs_depth=True,
        ),
        "joint_patrol": TermTestInfo(r.COMMITMENT, "Is it a patrol that several parties held together?"),
        "commitment_kept": TermTestInfo(
            r.COMMITMENT, "Is the conduct one that the term's `commits` lists?", needs=("commits",)
        ),
        "in_force": TermTestInfo(r.TIME, "Did it happen while the term was in force?"),
        "in_area": TermTestInfo(r.PLACE, "Did it happen in the term's zone?", needs=("zone",), zone_kinds=everywhere),
        "in_corridor": TermTestInfo(
            r.PLACE, "Did it happen in the term's corridor?", needs=("zone",), zone_kinds=line, needs_depth=True
        ),
        "along_line_of_contact": TermTestInfo(
            r.PLACE,
            "Was it along the line of contact: on it, within its depth, or by one side against the other? Never no.",
            needs=("along|zone",),
            zone_kinds=line,
            by_account=True,
        ),
        "on_route": TermTestInfo(r.PLACE, "Did it happen on the term's route?", needs=("zone",), zone_kinds=line),
        "bound_actor": TermTestInfo(
            r.ACTOR, "Does the term bind the side of the actor, itself or through another?", by_account=True
        ),
        "exempt_group": TermTestInfo(r.EXEMPT, "Did an exempt group act, or was one struck?", by_account=True),
        "whole_route": TermTestInfo(r.EXTENT, "Was the whole of it carried out, or was it cut short?"),
    }


TERM_TESTS: Mapping[str, TermTestInfo] = MappingProxyType(_term_tests())
"""Every test that a term may name, in the order in which they are usually asked."""
