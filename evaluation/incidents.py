"""Predicted against gold incidents: B-cubed over claims, and which incident answers to which.

B-cubed is that of Bagga and Baldwin (1998). The claims that count are violent, of scope `incident` and not
hypothetical. A claim without a counterpart, or whose counterpart is a toll, scores 0; it still counts in the size of
its incident. A claim that is in no incident stands alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from evaluation.measures import BCubed
from evaluation.scoring import Pair, scored
from trucewatch.model import VIOLENT_KINDS, Claim, Scope


def owners(incidents: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """From claim to its incident."""
    return {claim: incident for incident, claims in incidents.items() for claim in claims}


def _clusters(claims: Iterable[Claim], incidents: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """From each claim that counts to the claims that count of its incident."""
    owner = owners(incidents)
    items = [c.id for c in scored(claims, VIOLENT_KINDS) if c.scope is Scope.INCIDENT]
    groups: dict[tuple[bool, str], set[str]] = defaultdict(set)
    for item in items:
        groups[(item in owner, owner.get(item, item))].add(item)
    return {item: frozenset(groups[(item in owner, owner.get(item, item))]) for item in items}


def bcubed(
    gold: Sequence[Claim],
    gold_incidents: Mapping[str, Sequence[str]],
    predicted: Sequence[Claim],
    predicted_incidents: Mapping[str, Sequence[str]],
    pairs: Iterable[Pair],
) -> dict[str, BCubed]:
    """B-cubed by report, to be added up or resampled.

    Args:
        gold: Gold claims of all reports.
        gold_incidents: From gold incident to its claims.
        predicted: Predicted claims of all reports.
        predicted_incidents: From predicted incident to its claims.
        pairs: Which predicted claim answers to which gold one.
    """
    wanted, given = _clusters(gold, gold_incidents), _clusters(predicted, predicted_incidents)
    to_gold = {p.predicted.id: p.gold.id for p in pairs if p.gold.id in wanted and p.predicted.id in given}
    to_predicted = {g: p for p, g in to_gold.items()}
    out: dict[str, BCubed] = defaultdict(BCubed)
    for claim in predicted:
        if claim.id in given:
            mates, counterpart = given[claim.id], to_gold.get(claim.id)
            same = wanted[counterpart] if counterpart else frozenset()
            share = sum(to_gold.get(m) in same for m in mates) / len(mates)
            out[claim.report] += BCubed(precision_sum=share, predicted=1)
    for claim in gold:
        if claim.id in wanted:
            mates, answer = wanted[claim.id], to_predicted.get(claim.id)
            same = given[answer] if answer else frozenset()
            share = sum(to_predicted.get(m) in same for m in mates) / len(mates)
            out[claim.report] += BCubed(recall_sum=share, gold=1)
    return dict(out)


def match_incidents(
    gold_incidents: Mapping[str, Sequence[str]],
    predicted_incidents: Mapping[str, Sequence[str]],
    pairs: Iterable[Pair],
) -> dict[str, str]:
    """From gold to predicted incident, one to one, most shared paired claims first (ties by id)."""
    gold_owner, predicted_owner = owners(gold_incidents), owners(predicted_incidents)
    shared = Counter(
        (gold_owner[p.gold.id], predicted_owner[p.predicted.id])
        for p in pairs
        if p.gold.id in gold_owner and p.predicted.id in predicted_owner
    )
    out: dict[str, str] = {}
    taken: set[str] = set()
    for (mine, theirs), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if mine not in out and theirs not in taken:
            out[mine] = theirs
            taken.add(theirs)
    return out
