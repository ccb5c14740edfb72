"""From tagged mentions to claims: which acts are one, and which claimants, figures and accounts make one claim of it.

A claim is a set of mentions any two of which share it. Acts are joined by average linkage of their pair scores. The
mentions tied to an act are then parted by what tells claims of one act from each other (claimants, figures), again by
average linkage, and what claims share (place, day, author, target, weapon) goes to each that it is tied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trucewatch.extract.roles import FIGURES, Role
from trucewatch.extract.tagger import Tagged

TIED = 0.0
"""Log-odds above which a mention belongs to an act, and one claim's mentions to each other."""

ALONE = 0.35
"""Mean score an act without any mention tied to it must reach; measured on the dev conflicts of the corpus."""

_PARTING = frozenset({Role.CLAIMANT, Role.DENIER, *FIGURES})


@dataclass(frozen=True, slots=True)
class Group:
    """One claim: indices of its acts and of its other mentions, each in order of the text."""

    acts: tuple[int, ...]
    others: tuple[int, ...]

    def of(self, tagged: Tagged, *roles: Role) -> list[int]:
        """The mentions of some roles."""
        return [i for i in self.others if tagged.mentions[i].role in roles]


def group_claims(tagged: Tagged) -> list[Group]:
    """The claims of a report, in order of their first act."""
    acts = [i for i, m in enumerate(tagged.mentions) if m.role is Role.ACT]
    others = [i for i, m in enumerate(tagged.mentions) if m.role is not Role.ACT]
    clusters = _linked(tagged, [[a] for a in acts])
    groups = [g for cluster in clusters for g in _claims_of(tagged, sorted(cluster), others)]
    return sorted(groups, key=lambda g: (tagged.mentions[g.acts[0]].start, g.others))


def _tie(tagged: Tagged, left: Iterable[int], right: Sequence[int]) -> float | None:
    """Mean log-odds over the pairs that some window held, or null where none did."""
    seen = [s for i in left for j in right if i != j and (s := tagged.pair(i, j)) is not None]
    return sum(seen) / len(seen) if seen else None


def _linked(tagged: Tagged, clusters: list[list[int]]) -> list[list[int]]:
    """Average linkage: join the two clusters most surely of one claim until none are."""
    clusters = [list(c) for c in clusters]
    while True:
        best: tuple[float, int, int] | None = None
        for a in range(len(clusters)):
            for b in range(a + 1, len(clusters)):
                tie = _tie(tagged, clusters[a], clusters[b])
                if tie is not None and tie > TIED and (best is None or tie > best[0]):
                    best = (tie, a, b)
        if best is None:
            return clusters
        _, a, b = best
        clusters[a] += clusters.pop(b)


def _claims_of(tagged: Tagged, acts: list[int], others: Sequence[int]) -> list[Group]:
    tied = [i for i in others if (t := _strongest(tagged, acts, i)) is not None and t > TIED]
    if not tied and max(tagged.mentions[a].score for a in acts) < ALONE:
        return []
    parting = [i for i in tied if tagged.mentions[i].role in _PARTING]
    shared = [i for i in tied if tagged.mentions[i].role not in _PARTING]
    if not parting:
        return [Group(tuple(acts), tuple(sorted(shared)))]
    groups = []
    for cluster in _linked(tagged, [[i] for i in parting]):
        mine = [i for i in shared if (t := _tie(tagged, [i], cluster)) is None or t > TIED]
        groups.append(Group(tuple(acts), tuple(sorted([*cluster, *mine]))))
    return groups


def _strongest(tagged: Tagged, acts: Sequence[int], i: int) -> float | None:
    """The surest tie of a mention to one of the acts: each telling of an act has mentions of its own."""
    seen = [s for a in acts if (s := tagged.pair(a, i)) is not None]
    return max(seen) if seen else None
