"""Options of the linking stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from trucewatch.link.decided import Decided
from trucewatch.link.memory import Memory
from trucewatch.link.weights import Weights
from trucewatch.model import Reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """How claims are linked.

    Attributes:
        weights: The scorer; None takes the file that ships with the package.
        threshold: Mean log-odds that a merge needs; None takes the one in the weights.
        day_window: Days by which the dates of two candidates may differ.
        block_cap: Others that a claim may have in its blocks; beyond it is crowded and compared with those that stand
            next to it in several orders. It bounds the work in hot places.
        reliability: Admiralty letter by source, from the user's own file; a source that is not in it is F. A
            decision that rates a source goes before it.
        decided: Review decisions in force; None where there are none.
        memory: What was linked before with the same options, to be used again where nothing has changed.
        rating_notes: Why a source is rated so, by source.
    """

    weights: Weights | None = None
    threshold: float | None = None
    day_window: int = 2
    block_cap: int = 60
    reliability: Mapping[str, Reliability] = field(default_factory=lambda: MappingProxyType({}))
    decided: Decided | None = None
    memory: Memory | None = None
    rating_notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
