"""How a wave counts beside its parts: one rule for ledgers, trends, checks and the totals of a record.

"Eleven raids across the south" and a raid on one village there are two incidents, the second `part_of` the first, each
with the figures that its own claims give. Whoever adds them up counts neither act nor victim twice:

* **Acts**: a wave is no act where one of its parts is counted beside it; the parts are. A part that only perhaps
  counts does not take away a wave that surely does.
* **Figures**: of each bound the larger of what the wave states and what its parts add up to. So a wave adds to its
  parts what it states beyond them.

What lies outside the set that is added up (another period, zone, side, kind) has no say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Bounds = tuple[int, int, int | None]
"""A figure of one incident: low, best and high; a null high is open."""


class Member(NamedTuple):
    """An incident of a set that is added up: its id, its wave, and whether it surely counts."""

    id: str
    part_of: str | None
    sure: bool


def told_apart(members: Iterable[Member]) -> frozenset[str]:
    """Ids of the waves that are no act here, because their parts are counted."""
    rows = tuple(members)
    sure = {m.id for m in rows if m.sure}
    return frozenset(m.part_of for m in rows if m.part_of is not None and (m.sure or m.part_of not in sure))


def beyond_parts(members: Sequence[Member], figures: Sequence[Bounds]) -> list[Bounds]:
    """What each incident adds to a total: its figure, and of a wave what it states beyond its parts here.

    Of one that only perhaps counts, low and best are taken as nothing.
    """
    own = [f if m.sure else (0, 0, f[2]) for m, f in zip(members, figures, strict=True)]
    below: dict[str, list[Bounds]] = {}
    for member, figure in zip(members, own, strict=True):
        if member.part_of is not None:
            below.setdefault(member.part_of, []).append(figure)
    if not below:
        return own
    return [_beyond(f, below[m.id]) if m.id in below else f for m, f in zip(members, own, strict=True)]


def _beyond(whole: Bounds, parts: Iterable[Bounds]) -> Bounds:
    low, best, high = whole
    for part in parts:
        low, best = low - part[0], best - part[1]
        # Where a part is open so is the total, whatever the wave adds.
        high = None if high is None else high - (part[2] or 0)
    return max(0, low), max(0, best), None if high is None else max(0, high)


def added_up(members: Sequence[Member], figures: Sequence[Bounds]) -> Bounds:
    """The total of a figure over a set, each victim once as far as waves and parts can tell."""
    rows = beyond_parts(members, figures)
    highs = [high for _, _, high in rows]
    high = None if None in highs else sum(h for h in highs if h is not None)
    return sum(low for low, _, _ in rows), sum(best for _, best, _ in rows), high
