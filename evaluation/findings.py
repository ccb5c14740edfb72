"""Predicted against gold findings: macro-F1 over verdicts a term, and alleged violations.

A gold finding whose incident no predicted incident answers to is wrong. Macro-F1 is over the verdicts that gold holds
for the term. Precision of `alleged_violation` also counts those on predicted incidents that answer to no gold one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from evaluation.measures import PRF, Interval, Tally, resample
from trucewatch.model import Finding, Verdict


class GoldFinding(NamedTuple):
    """A gold verdict of one term on one incident."""

    incident: str
    agreement: str
    term: str
    verdict: Verdict
    attributed_to: str | None


Key = tuple[str, str, Verdict]
"""Agreement, term and verdict."""


@dataclass(slots=True)
class FindingCounts:
    """What one report adds: the findings on incidents whose first gold report it is."""

    verdicts: dict[Key, PRF] = field(default_factory=lambda: defaultdict(PRF))
    violations: PRF = field(default_factory=PRF)
    attributed: Tally = field(default_factory=Tally)
    """Over alleged violations found: the side they are attributed to, or nobody, is the gold one."""


def score_findings(
    gold: Sequence[GoldFinding],
    predicted: Iterable[Finding],
    answers: Mapping[str, str],
    home: Callable[[str], str],
    predicted_home: Callable[[str], str],
) -> dict[str, FindingCounts]:
    """Findings by report.

    Args:
        gold: Gold findings.
        predicted: Predicted findings.
        answers: From gold to predicted incident.
        home: From gold incident to the report it is counted under.
        predicted_home: The same for predicted incidents that answer to no gold one.
    """
    given = {(f.incident, f.agreement, f.term): f for f in predicted}
    out: dict[str, FindingCounts] = defaultdict(FindingCounts)
    judged = set()
    for g in gold:
        counts = out[home(g.incident)]
        where = (answers.get(g.incident, ""), g.agreement, g.term)
        judged.add(where)
        p = given.get(where)
        if p is not None and p.verdict is g.verdict:
            counts.verdicts[g.agreement, g.term, g.verdict] += PRF(tp=1)
        else:
            counts.verdicts[g.agreement, g.term, g.verdict] += PRF(fn=1)
            if p is not None:
                counts.verdicts[g.agreement, g.term, p.verdict] += PRF(fp=1)
        is_gold = g.verdict is Verdict.ALLEGED_VIOLATION
        is_given = p is not None and p.verdict is Verdict.ALLEGED_VIOLATION
        counts.violations += PRF(is_gold and is_given, is_given and not is_gold, is_gold and not is_given)
        if p is not None and is_gold and is_given:
            counts.attributed += Tally(p.attributed_to == g.attributed_to, 1)
    answered = set(answers.values())
    terms = {(g.agreement, g.term) for g in gold}
    for where, p in given.items():
        if p.incident not in answered and where[1:] in terms and p.verdict is Verdict.ALLEGED_VIOLATION:
            out[predicted_home(p.incident)].violations += PRF(fp=1)
    return dict(out)


def sum_verdicts(parts: Iterable[FindingCounts]) -> dict[Key, PRF]:
    """The counts of all reports."""
    out: dict[Key, PRF] = defaultdict(PRF)
    for part in parts:
        for key, prf in part.verdicts.items():
            out[key] += prf
    return dict(out)


def macro_by_term(verdicts: Mapping[Key, PRF]) -> dict[tuple[str, str], float]:
    """Macro-F1 of each term over the verdicts that gold holds for it."""
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (agreement, term, _), prf in sorted(verdicts.items()):
        if prf.support:
            scores[agreement, term].append(prf.f1)
    return {term: sum(values) / len(values) for term, values in scores.items()}


def macro(verdicts: Mapping[Key, PRF]) -> float:
    """The mean of macro-F1 over terms; 0 where there is no gold."""
    terms = macro_by_term(verdicts)
    return sum(terms.values()) / len(terms) if terms else 0.0


def macro_interval(parts: Sequence[FindingCounts]) -> Interval:
    """Bootstrap over reports of the mean macro-F1."""
    keys = sorted(sum_verdicts(parts))
    rows = []
    for part in parts:
        row: list[float] = []
        for key in keys:
            prf = part.verdicts.get(key, PRF())
            row += [prf.tp, prf.fp, prf.fn]
        rows.append(row)

    def statistic(row: Sequence[float]) -> float:
        return macro({key: PRF(*row[3 * i : 3 * i + 3]) for i, key in enumerate(keys)})

    return resample(rows, statistic)


def constant_macro(gold: Sequence[GoldFinding]) -> float:
    """Macro-F1 of the commonest verdict of each term, given for every gold incident: the answer to beat."""
    verdicts: dict[Key, PRF] = defaultdict(PRF)
    for term in sorted({(g.agreement, g.term) for g in gold}):
        counts = Counter(g.verdict for g in gold if (g.agreement, g.term) == term)
        constant = max(sorted(counts), key=counts.__getitem__)
        for verdict, n in counts.items():
            if verdict is constant:
                verdicts[(*term, verdict)] += PRF(tp=n, fp=counts.total() - n)
            else:
                verdicts[(*term, verdict)] += PRF(fn=n)
    return macro(verdicts)
