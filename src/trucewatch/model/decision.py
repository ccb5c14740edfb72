"""A decision: what a reviewer did to the record, append-only and hash-chained.

A decision says what it is about (`subject`), what the reviewer had before their eyes (`before`), and what they made of
it (`after`). Ids of incidents change when claims join them, so a decision holds on to claims (`Anchor`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from trucewatch.model._base import Moment, Record
from trucewatch.model.claim import Claim, Claimant, Count, Perpetrator, Target, Victim, When, Where
from trucewatch.model.incident import Range
from trucewatch.model.vocabulary import Coverage, DecisionAction, Kind, Modality, Relation, Reliability, Scope

# ---- what a decision is about


class TopicType(StrEnum):
    """What a decision can be about."""

    CLAIM = "claim"
    INCIDENT = "incident"
    FINDING = "finding"
    SOURCE = "source"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a decision is about, written `claim:ID`, `incident:ID`, `source:NAME`, `decision:ID`.

    A finding is written `finding:INCIDENT/AGREEMENT/TERM`; ids of incidents hold no slash.
    """

    type: TopicType
    id: str

    def __str__(self) -> str:
        return f"{self.type}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the written form.

        Raises:
            ValueError: It names no type that there is, or nothing of that type.
        """
        head, colon, id_ = text.partition(":")
        if not colon or head not in set(TopicType) or not id_:
            raise ValueError(f"want one of {', '.join(f'{t}:ID' for t in TopicType)}, not {text!r}")
        return cls(TopicType(head), id_)

    @classmethod
    def finding(cls, incident: str, agreement: str, term: str) -> Self:
        """The subject of one finding."""
        return cls(TopicType.FINDING, f"{incident}/{agreement}/{term}")


class Anchor(Record):
    """A claim that a decision holds on to, and where the words for its act stand in its report.

    When a report is extracted anew its claims get other ids; the words stay where they are.
    """

    claim: str
    report: str
    start: int | None
    end: int | None

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """The anchor of a claim."""
        span = act_span(claim)
        return cls(claim=claim.id, report=claim.report, start=span and span[0], end=span and span[1])


def act_span(claim: Claim) -> tuple[int, int] | None:
    """Where the words for a claim's act stand in the text, half-open."""
    return next(((e.start, e.end) for e in claim.evidence if e.field == "kind"), None)


class Seen(Record):
    """A thing as the reviewer had it before their eyes.

    Attributes:
        subject: In written form; see `Topic`.
        digest: SHA-256 of its line of JSON; of the reliability in force for a source.
        claims: The claims that it rested on, which the decision holds on to; none for a source or a decision.
    """

    subject: str
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    claims: tuple[Anchor, ...]


# ---- values that can be corrected, one type a field


class KindIs(Record):
    """What kind of act it was."""

    field: Literal["kind"] = "kind"
    value: Kind


class WhenIs(Record):
    """When it happened."""

    field: Literal["when"] = "when"
    value: When | None


class WhereIs(Record):
    """Where it happened."""

    field: Literal["where"] = "where"
    value: Where | None


class WeaponIs(Record):
    """With what."""

    field: Literal["weapon"] = "weapon"
    value: str | None


class ScopeIs(Record):
    """One act, or a total over several."""

    field: Literal["scope"] = "scope"
    value: Scope


class BackgroundIs(Record):
    """Whether the report tells it as history."""

    field: Literal["background"] = "background"
    value: bool


class SupersededIs(Record):
    """Whether the report itself says that a later figure has replaced this one."""

    field: Literal["superseded"] = "superseded"
    value: bool


class CoverageIs(Record):
    """Whether all victims of the act are counted."""

    field: Literal["coverage"] = "coverage"
    value: Coverage


class ModalityIs(Record):
    """Whether it is asserted, denied or hypothetical."""

    field: Literal["modality"] = "modality"
    value: Modality


class PerpetratorIs(Record):
    """The account of who did it."""

    field: Literal["perpetrator"] = "perpetrator"
    value: Perpetrator


class TargetsAre(Record):
    """Who or what was struck."""

    field: Literal["targets"] = "targets"
    value: tuple[Target, ...]


class CountIs(Record):
    """A figure of a claim."""

    field: Literal["killed", "injured", "missing", "captured", "acts"]
    value: Count | None


class VictimsAre(Record):
    """The breakdown of those harmed."""

    field: Literal["victims"] = "victims"
    value: tuple[Victim, ...]


class ClaimantsAre(Record):
    """Who is cited, or who denies."""

    field: Literal["claimants", "denied_by"]
    value: tuple[Claimant, ...]


class RangeIs(Record):
    """A consolidated figure of an incident."""

    field: Literal["killed", "injured", "missing", "captured"]
    value: Range | None


ClaimChange: TypeAlias = Annotated[
    KindIs
    | WhenIs
    | WhereIs
    | WeaponIs
    | ScopeIs
    | BackgroundIs
    | SupersededIs
    | CoverageIs
    | ModalityIs
    | PerpetratorIs
    | TargetsAre
    | CountIs
    | VictimsAre
    | ClaimantsAre,
    Field(discriminator="field"),
]
"""One field of a claim with its value."""

IncidentChange: TypeAlias = Annotated[KindIs | WhenIs | WhereIs | WeaponIs | RangeIs, Field(discriminator="field")]
"""One consolidated value of an incident."""


# ---- what a decision sets; the same shapes say what stood there before


class ClaimValue(Record):
    """A field of a claim is this."""

    type: Literal["claim_value"] = "claim_value"
    change: ClaimChange


class IncidentValue(Record):
    """A consolidated value of an incident is this, whatever its claims say."""

    type: Literal["incident_value"] = "incident_value"
    change: IncidentChange


class Point(Record):
    """A point that a reviewer has set, with how far off it may be.

    `name`, `admin1` and `country` replace those that stood there where they are given; the words of the report stay.
    """

    type: Literal["point"] = "point"
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    radius_km: float = Field(ge=0)
    relation: Relation | None = None
    name: str | None = None
    admin1: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")

    def over(self, where: Where | None) -> Where:
        """The place with this point in it; further places of a list stay."""
        old = where or Where(
            text=None, relation=self.relation or Relation.AT, name=None, admin1=None, country=None, lat=None, lon=None,
            radius_km=None, precision=None, gazetteer=None,
        )  # fmt: skip
        new = {
            "lat": self.lat,
            "lon": self.lon,
            "radius_km": self.radius_km,
            "relation": self.relation or old.relation,
            "name": self.name or old.name,
            "admin1": self.admin1 or old.admin1,
            "country": self.country or old.country,
            "precision": None,
            "gazetteer": None,
        }
        return old.model_copy(update=new)


class Together(Record):
    """The incidents that hold these claims are one: one claim for each."""

    type: Literal["together"] = "together"
    claims: tuple[Anchor, ...] = Field(min_length=2)


class Apart(Record):
    """These claims are an incident of their own, apart from the rest of those seen."""

    type: Literal["apart"] = "apart"
    claims: tuple[Anchor, ...] = Field(min_length=1)


class Rating(Record):
    """How reliable a source is, by the Admiralty code."""

    type: Literal["rating"] = "rating"
    reliability: Reliability


class Note(Record):
    """Words of a reviewer that stand with the record."""

    type: Literal["note"] = "note"
    text: str = Field(min_length=1)


Value: TypeAlias = Annotated[
    ClaimValue | IncidentValue | Point | Together | Apart | Rating | Note, Field(discriminator="type")
]
"""What a decision sets, or what stood there before."""


class Before(Record):
    """What the reviewer saw: the things that the decision is about, and the value that it replaces.

    A decision is refused where the record is no longer so.
    """

    seen: tuple[Seen, ...] = Field(min_length=1)
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """What an action may be about, and what it sets (null: nothing)."""

    meaning: str
    subjects: frozenset[TopicType]
    after: type[Record] | tuple[type[Record], ...] | None


_C, _I, _F = TopicType.CLAIM, TopicType.INCIDENT, TopicType.FINDING

ACTIONS: Final[Mapping[DecisionAction, ActionInfo]] = MappingProxyType(
    {
        DecisionAction.CONFIRM: ActionInfo(
            "It was looked at and is right as it stands.", frozenset({_C, _I, _F}), None
        ),
        DecisionAction.CORRECT: ActionInfo(
            "A field of a claim, or a consolidated value of an incident, is another.",
            frozenset({_C, _I}),
            (ClaimValue, IncidentValue),
        ),
        DecisionAction.MERGE: ActionInfo("Two or more incidents are one.", frozenset({_I}), Together),
        DecisionAction.SPLIT: ActionInfo("Some claims of an incident tell of another.", frozenset({_I}), Apart),
        DecisionAction.REJECT: ActionInfo(
            "A claim, or every claim that an incident rests on today, is wrong and counts no more.",
            frozenset({_C, _I}),
            None,
        ),
        DecisionAction.PLACE: ActionInfo("It happened at this point.", frozenset({_C, _I}), Point),
        DecisionAction.RATE_SOURCE: ActionInfo("A source is so reliable.", frozenset({TopicType.SOURCE}), Rating),
        DecisionAction.NOTE: ActionInfo("Words that stand with it.", frozenset({_C, _I, _F}), Note),
        DecisionAction.UNDO: ActionInfo(
            "An earlier decision, which may itself be an undo, is no longer in force.",
            frozenset({TopicType.DECISION}),
            None,
        ),
    }
)
"""Every action, what it may be about and what it sets."""


class Decision(Record):
    """One review decision; `hash` covers all other fields, `previous_hash` included."""

    id: str
    at: Moment
    actor: str = Field(min_length=1)
    action: DecisionAction
    subject: str
    before: Before
    after: Value | None
    reason: str | None
    previous_hash: str | None
    hash: str

    @model_validator(mode="after")
    def _fits_its_action(self) -> Self:
        check_fit(self.action, Topic.parse(self.subject), self.after)
        return self


def check_fit(action: DecisionAction, subject: Topic, after: Record | None) -> None:
    """Refuse what an action cannot be about, or cannot set.

    Raises:
        ValueError: With what it can.
    """
    info = ACTIONS[action]
    if subject.type not in info.subjects:
        raise ValueError(f"{action} is about {' or '.join(sorted(info.subjects))}, not about {subject.type}")
    if info.after is None:
        if after is not None:
            raise ValueError(f"{action} sets no value")
    elif not isinstance(after, info.after):
        raise ValueError(f"{action} needs its value")
    if isinstance(after, ClaimValue) and subject.type is not TopicType.CLAIM:
        raise ValueError(f"a field of a claim cannot be set on {subject.type}")
    if isinstance(after, IncidentValue) and subject.type is not TopicType.INCIDENT:
        raise ValueError(f"a value of an incident cannot be set on {subject.type}")


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions that stand, in their order, undos among them: those not undone, or whose undo is undone."""
    undone: set[str] = set()
    standing = []
    for decision in reversed(tuple(decisions)):
        if decision.id not in undone:
            standing.append(decision)
            if decision.action is DecisionAction.UNDO:
                undone.add(Topic.parse(decision.subject).id)
    return tuple(reversed(standing))


def canonical_json(record: Record, *, without: frozenset[str] = frozenset()) -> str:
    """A record as JSON with sorted keys and no blanks, not escaped: the form that hashes are taken of."""
    row = record.model_dump(mode="json", exclude=set(without))
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decision_id(decision: Decision) -> str:
    """The id of a decision, from all its fields but id and hash."""
    text = canonical_json(decision, without=frozenset({"id", "hash"}))
    return f"d-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def hash_of(decision: Decision) -> str:
    """SHA-256 in hexadecimal over all fields of a decision but `hash` itself."""
    return hashlib.sha256(canonical_json(decision, without=frozenset({"hash"})).encode()).hexdigest()
