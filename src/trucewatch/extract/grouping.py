"""From tagged mentions to claims: which acts are one, and which claimants, figures and accounts make one claim of it.

A claim is a set of mentions any two of which share it. Words for acts that are tied to the same people or figures tell of
one act. The mentions tied to an act are parted by what tells claims of one act from each other (claimants, figures) by
average linkage, and what claims share (place, day, author, target, weapon) goes to each that it is tied to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from trucewatch.extract.roles import FIGURES, Role
from trucewatch.extract.tagger import INSIDE, Tagged

TIED = -0.8
"""Log-odds above which a mention belongs to an act; measured on the dev conflicts of the corpus, as all that follow."""

OTHERS = 1.5
"""How much less than to the act that they are most tied to people and figures may be tied to one that they belong to as well;
else two acts of one sentence or the next are taken for one, since both are tied to the same people."""

BEST = -2.0
"""Log-odds above which a mention goes to the act that it is most tied to, where it is surely tied to none."""

KEPT = -1.0
"""Log-odds that the surest mention of an act must reach, lest the act be none; the joining leaves out what is unlikely."""

ALIKE = -1.2
"""Mean log-odds above which claimants and figures make one claim."""

NEAR = -7.0
"""Mean log-odds above which a claimant without a figure of its own, or a figure without a claimant, joins another claim."""

ACCUSES = -1.0
"""Mean log-odds above which a culprit is named by a claimant, where it is tied to no other voice or figure more."""

ALONE = 0.9
"""Mean score that words for an act must reach where no other mention is tied to them."""

LACKED: Mapping[Role, float] = MappingProxyType(
    {Role.PERPETRATOR: -1.3, Role.PLACE: -1.5, Role.KILLED: -4.0, Role.INJURED: -5.0, Role.CLAIMANT: -2.0}
)
"""Log-odds above which an act without a mention of a role takes the one that it is most tied to."""

_PARTING = frozenset({Role.CLAIMANT, Role.DENIER, *FIGURES})
_PEOPLE = frozenset({Role.TARGET, *FIGURES})
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "over",
        "to",
        "up",
        "out",
        "off",
        "with",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "being",
        "had",
        "has",
        "have",
        "after",
        "before",
        "when",
        "while",
        "that",
        "which",
        "who",
        "their",
        "its",
        "his",
        "her",
        "it",
        "they",
        "he",
        "she",
        "this",
        "these",
        "those",
        "not",
        "no",
        "said",
    ]
)


@dataclass(frozen=True, slots=True)
class Group:
    """One claim: indices of its acts and of its other mentions, each in order of the text."""

    acts: tuple[int, ...]
    others: tuple[int, ...]

    def of(self, tagged: Tagged, *roles: Role) -> list[int]:
        """The mentions of some roles."""
        return [i for i in self.others if tagged.mentions[i].role in roles]


def group_claims(tagged: Tagged, text: str) -> list[Group]:
    """The claims of a report, in order of their first act; `text` is what the mentions' offsets count in."""
    acts = [i for i, m in enumerate(tagged.mentions) if m.role is Role.ACT and says_something(text[m.start : m.end])]
    others = [i for i, m in enumerate(tagged.mentions) if m.role is not Role.ACT]
    tied = _tied(tagged, acts, others)
    kept = [
        a for a in acts if tagged.mentions[a].score >= ALONE or any((tagged.pair(a, i) or 0.0) > KEPT for i in tied[a])
    ]
    groups = [
        g
        for cluster in _same_acts(tagged, kept, tied)
        for g in _claims_of(tagged, sorted(cluster), sorted(set().union(*(tied[a] for a in cluster))))
    ]
    return sorted(groups, key=lambda g: (tagged.mentions[g.acts[0]].start, g.others))


def _tied(tagged: Tagged, acts: Sequence[int], others: Sequence[int]) -> dict[int, set[int]]:
    """The mentions of each act: those surely tied to it, and those that are tied to no other act more."""
    out: dict[int, set[int]] = {a: set() for a in acts}
    for i in others:
        ties = {a: t for a in acts if (t := tagged.pair(a, i)) is not None}
        if not ties:
            continue
        best = max(ties, key=lambda a: ties[a])
        least = ties[best] - OTHERS if tagged.mentions[i].role in _PEOPLE else TIED
        for a, tie in ties.items():
            if tie > max(TIED, least) or (a == best and tie > BEST and tagged.mentions[i].score >= INSIDE):
                out[a].add(i)
    for a in acts:
        out[a] |= set(_lacked(tagged, a, others, out))
    return out


def _lacked(tagged: Tagged, act: int, others: Sequence[int], tied: Mapping[int, set[int]]) -> Iterator[int]:
    """What an act most likely holds of each role that nothing is tied to it in; a figure of another act is left there."""
    taken = set().union(*tied.values())
    for role, least in LACKED.items():
        mine = [i for i in others if tagged.mentions[i].role is role]
        if any(i in tied[act] for i in mine):
            continue
        yield from most_tied(tagged, [act], [i for i in mine if role not in FIGURES or i not in taken], least)


def most_tied(tagged: Tagged, acts: Iterable[int], mentions: Iterable[int], least: float) -> list[int]:
    """The mention that is most tied to one of some acts, the first of equals, where it is tied more than so much; else none."""
    acts = tuple(acts)
    ties = [(t, -i) for i in mentions for a in acts if (t := tagged.pair(a, i)) is not None and t > least]
    return [-max(ties)[1]] if ties else []


def says_something(words: str) -> bool:
    """Whether words hold one that means something by itself."""
    return any(len(w) > 2 and w not in _EMPTY for w in re.findall(r"\w+", words.lower()))


def _same_acts(tagged: Tagged, acts: Sequence[int], tied: dict[int, set[int]]) -> list[list[int]]:
    """Words for one act: those that the tagger ties to each other, and those with the same people or figures."""
    clusters: list[list[int]] = []
    for a in acts:
        mine = _people(tagged, tied[a])
        for cluster in clusters:
            theirs = set().union(*(_people(tagged, tied[b]) for b in cluster))
            linked = any((t := tagged.pair(a, b)) is not None and t > TIED for b in cluster)
            shared = len(mine & theirs)
            if linked or (shared and 2 * shared >= min(len(mine), len(theirs))):
                cluster.append(a)
                break
        else:
            clusters.append([a])
    return clusters


def _people(tagged: Tagged, mentions: Iterable[int]) -> set[int]:
    return {i for i in mentions if tagged.mentions[i].role in _PEOPLE}


def _tie(tagged: Tagged, left: Iterable[int], right: Collection[int]) -> float | None:
    """Mean log-odds over the pairs that some window held, or null where none did."""
    seen = [s for i in left for j in right if i != j and (s := tagged.pair(i, j)) is not None]
    return sum(seen) / len(seen) if seen else None


def _linked(tagged: Tagged, clusters: list[list[int]], least: float) -> list[list[int]]:
    """Average linkage: join the two clusters most surely of one claim until none are."""
    clusters = [list(c) for c in clusters]
    while True:
        best: tuple[float, int, int] | None = None
        for a in range(len(clusters)):
            for b in range(a + 1, len(clusters)):
                tie = _tie(tagged, clusters[a], clusters[b])
                if tie is not None and tie > least and (best is None or tie > best[0]):
                    best = (tie, a, b)
        if best is None:
            return clusters
        _, a, b = best
        clusters[a] += clusters.pop(b)


def _claims_of(tagged: Tagged, acts: list[int], tied: Sequence[int]) -> list[Group]:
    parting = [i for i in tied if tagged.mentions[i].role in _PARTING]
    shared = [i for i in tied if tagged.mentions[i].role not in _PARTING]
    if not parting:
        return [Group(tuple(acts), tuple(sorted(shared)))]
    culprits = [i for i in shared if tagged.mentions[i].role is Role.PERPETRATOR]
    clusters = _completed(tagged, _linked(tagged, [[i] for i in parting], ALIKE), culprits)
    members = [list(c) for c in clusters]
    for i in shared:
        ties = [0.0 if (t := _tie(tagged, [i], c)) is None else t for c in clusters]
        for own, tie in zip(members, ties, strict=True):
            if tie > TIED or tie == max(ties):
                own.append(i)
    return [Group(tuple(acts), tuple(sorted(own))) for own in members]


def _completed(tagged: Tagged, clusters: list[list[int]], culprits: Sequence[int]) -> list[list[int]]:
    """Claimants without figures and figures without claimants join the claim they lack, where they are near enough.

    A claimant without figures who alone names a culprit gives an account of his own and joins none.
    """
    whole = [c for c in clusters if len(_sorts(tagged, c)) > 1]
    single = [c for c in clusters if len(_sorts(tagged, c)) == 1]
    accounts = [c for c in single if _sorts(tagged, c) == {"claimant"} and _accuses(tagged, c, clusters, culprits)]
    for cluster in single:
        sort = _sorts(tagged, cluster)
        roles = {tagged.mentions[i].role for i in cluster}
        fits = [
            (t, k)
            for k, other in enumerate(whole)
            if (t := _tie(tagged, cluster, other)) is not None
            and t > NEAR
            and ("figure" not in sort or not roles & {tagged.mentions[i].role for i in other})
            and "denier" not in sort
        ]
        if fits and cluster not in accounts:
            whole[max(fits)[1]] += cluster
        else:
            whole.append(list(cluster))
    return whole


def _accuses(tagged: Tagged, cluster: list[int], clusters: list[list[int]], culprits: Sequence[int]) -> bool:
    """Whether one of some culprits is tied to a cluster more than to all others."""
    for culprit in culprits:
        ties = [(-math.inf if (t := _tie(tagged, [culprit], c)) is None else t, c == cluster) for c in clusters]
        surest, ours = max(ties)
        if ours and surest > ACCUSES:
            return True
    return False


def _sorts(tagged: Tagged, cluster: Iterable[int]) -> set[str]:
    """Which of claimants, deniers and figures stand in a cluster."""
    names = {Role.CLAIMANT: "claimant", Role.DENIER: "denier"}
    return {names.get(tagged.mentions[i].role, "figure") for i in cluster}
