"""The worked example: gold incidents in, findings out, against the gold findings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from evaluation.findings_from_gold import FLOOR, macro_f1, overall, pairs


def test_gold_incidents_give_the_gold_findings(example: Path) -> None:
    found = pairs(example)
    wrong = Counter(gold.term for gold, finding in found if gold.verdict != finding.verdict)
    assert len(found) == 222
    # Readings of the text of a report that no field of an incident holds; the example's README names them.
    assert wrong == {"ceasefire": 2, "corridor": 1}
    for term in ("ceasefire", "corridor", "patrols"):
        assert macro_f1([(g.verdict, f.verdict) for g, f in found if g.term == term]) >= FLOOR
    assert all(gold.attributed_to == finding.attributed_to for gold, finding in found)


def test_gold_groups_of_claims_consolidated_anew_give_them_too(example: Path) -> None:
    assert overall(pairs(example, consolidated=True)) >= 0.95


def test_accounts_and_reasons_are_those_of_the_gold(example: Path) -> None:
    right = asked = 0
    for gold, finding in pairs(example):
        assert gold.accounts == finding.accounts
        assert [r.test for r in gold.reasons] == [r.test for r in finding.reasons]
        right += sum(a.outcome == b.outcome for a, b in zip(gold.reasons, finding.reasons, strict=True))
        asked += len(gold.reasons)
    assert right >= asked - 10


def test_distances_agree_with_those_of_the_gold(example: Path) -> None:
    for gold, finding in pairs(example):
        for a, b in zip(gold.reasons, finding.reasons, strict=True):
            for name in ("distance_km", "boundary_km", "u_km"):
                if name in a.figures and a.figures[name] <= 60:
                    # the gold measures on a plane, which is good to half a hundredth so near
                    assert abs(a.figures[name] - b.figures[name]) <= max(0.15, 0.005 * a.figures[name])
