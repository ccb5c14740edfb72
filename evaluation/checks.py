"""Predicted against gold checks: found by overlapping span and type, then the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evaluation.measures import PRF, Tally
from trucewatch.model import Check, CheckType, CheckVerdict


class GoldCheck(NamedTuple):
    """A gold statement about the record, and what the record says of it."""

    report: str
    start: int
    end: int
    quote: str
    type: CheckType
    verdict: CheckVerdict
    verdict_as_published: CheckVerdict


@dataclass(frozen=True, slots=True)
class CheckScore:
    """What one report adds."""

    found: PRF
    verdicts: Tally
    """Over statements that were found."""
    verdicts_of_all: Tally
    """Over all gold statements, a missed one wrong."""
    as_published: Tally
    missed: tuple[GoldCheck, ...]
    spurious: tuple[Check, ...]
    wrong: tuple[tuple[GoldCheck, Check], ...]


def score_checks(gold: Sequence[GoldCheck], predicted: Sequence[Check]) -> CheckScore:
    """Score the checks of one report; pairs are one to one, the widest overlap first."""
    candidates = sorted(
        (-min(g.end, p.end) + max(g.start, p.start), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if g.type is p.type and g.start < p.end and p.start < g.end
    )
    free_gold, free_predicted = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for _, i, j in candidates:
        if i in free_gold and j in free_predicted:
            free_gold.discard(i)
            free_predicted.discard(j)
            pairs.append((gold[i], predicted[j]))
    right = sum(g.verdict is p.verdict for g, p in pairs)
    return CheckScore(
        found=PRF(len(pairs), len(free_predicted), len(free_gold)),
        verdicts=Tally(right, len(pairs)),
        verdicts_of_all=Tally(right, len(gold)),
        as_published=Tally(sum(g.verdict_as_published is p.verdict_as_published for g, p in pairs), len(pairs)),
        missed=tuple(gold[i] for i in sorted(free_gold)),
        spurious=tuple(predicted[j] for j in sorted(free_predicted)),
        wrong=tuple((g, p) for g, p in pairs if g.verdict is not p.verdict),
    )


def constant_verdict(gold: Sequence[GoldCheck]) -> Tally:
    """The commonest verdict, given to every gold statement: the answer to beat."""
    counts = Counter(g.verdict for g in gold)
    return Tally(max(counts.values()), len(gold)) if gold else Tally()
