"""What the trained tagger tells apart: the roles of mentions and the attributes of acts, in the order of its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from trucewatch.model import Category, Cause, ClaimantKind, Confidence, Coverage, Effect, Kind, Modality, Scope


class Role(StrEnum):
    """What a stretch of words is to a claim; the value is the field of a claim that rests on it."""

    ACT = "kind"
    TIME = "when"
    PLACE = "where"
    PERPETRATOR = "perpetrator"
    TARGET = "targets"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    ACTS = "acts"
    CLAIMANT = "claimants"
    DENIER = "denied_by"
    WEAPON = "weapon"
    VICTIM = "victims"


ROLES: tuple[Role, ...] = tuple(Role)
"""Roles in the order of the tagger's outputs; an order that ships with a model is never changed."""

FIGURES: tuple[Role, ...] = (Role.KILLED, Role.INJURED, Role.MISSING, Role.CAPTURED, Role.ACTS)
"""Roles whose words give a number."""

ATTRIBUTES: tuple[tuple[str, tuple[StrEnum, ...]], ...] = (
    ("kind", tuple(Kind)),
    ("scope", tuple(Scope)),
    ("modality", tuple(Modality)),
    ("coverage", tuple(Coverage)),
    ("confidence", tuple(Confidence)),
    ("cause", tuple(Cause)),
)
"""Attributes of a claim that the tagger tells, each with its values."""

FLAGS: tuple[str, ...] = ("background", "superseded", "own")
"""Attributes of a claim that are true or false; `own` where the report's author says it for itself."""

CATEGORIES: tuple[Category, ...] = tuple(Category)
"""Values that the tagger tells of targets and of those killed or hurt."""

CLAIMANT_KINDS: tuple[ClaimantKind, ...] = tuple(ClaimantKind)
"""Values that the tagger tells of claimants."""

PREFIX_TOKENS = 48
"""How many tokens of outlet and headline stand before each window."""

WINDOW_TOKENS = 512
"""The longest sequence that the encoder reads, special tokens and prefix included."""

OVERLAP_TOKENS = 96
"""How many tokens of whole sentences two windows of a long report share."""


EFFECT_OF_ROLE: Mapping[Role, Effect] = MappingProxyType({r: Effect(r.value) for r in FIGURES if r is not Role.ACTS})
"""What happened to the people whom a figure counts."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of words in one role, half-open offsets into the report's text."""

    role: Role
    start: int
    end: int
    score: float
