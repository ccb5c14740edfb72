"""Findings made from the gold incidents of the example, against its gold findings: what the tests alone get right.

    python -m evaluation.findings_from_gold [FOLDER] [--differences] [--consolidated]

The gold incidents and claims go in, so that nothing here measures extraction or linking; with --consolidated only the
gold grouping of claims goes in, and date, place, kind, accounts and grade are those that consolidation chooses. Prints
for each term the share of right verdicts, macro-F1 over the verdicts that gold holds, precision and recall of alleged
violations, the constant answer beside it; right attributions; the share of right outcomes of each test; and the mean
macro-F1 over terms beside the floor. Ends with status 1 where that lies below the floor.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evaluation.measures import PRF
from trucewatch.assess.findings import assess_incidents
from trucewatch.link import consolidate
from trucewatch.model import Claim, Finding, Incident, Report, Verdict
from trucewatch.read.agreements import load_agreement

FLOOR = 0.85
"""The least mean macro-F1 over terms that is accepted."""
EXAMPLE = Path(__file__).parent.parent / "examples" / "idlib-2020"
Pair = tuple[Finding, Finding]


def pairs(folder: Path, *, consolidated: bool = False) -> list[Pair]:
    """Gold findings with what the code finds on the same incident and term.

    Args:
        folder: The example.
        consolidated: Take from gold only which claims are one incident, and consolidate them anew.
    """

    def rows(name: str) -> list[str]:
        return [line for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()]

    reports = {r.id: r for r in (Report.model_validate_json(line) for line in rows("reports.jsonl"))}
    claims = {c.id: c for c in (Claim.model_validate_json(line) for line in rows("claims.gold.jsonl"))}
    incidents = [Incident.model_validate_json(line) for line in rows("incidents.gold.jsonl")]
    gold = [Finding.model_validate_json(line) for line in rows("findings.gold.jsonl")]
    if consolidated:
        anew = {n.id: consolidate([claims[c] for c in n.claims], reports) for n in incidents}
        incidents = [n.model_copy(update={"id": id_}) for id_, n in anew.items()]
    found = {
        (f.incident, f.term): f
        for f in assess_incidents(incidents, claims, reports, load_agreement(folder / "agreement.toml"))
    }
    return [(g, found[g.incident, g.term]) for g in gold]


def overall(found: Sequence[Pair]) -> float:
    """Mean over terms of the macro-F1 over verdicts."""
    terms = dict.fromkeys(gold.term for gold, _ in found)
    return sum(macro_f1([(g.verdict, f.verdict) for g, f in found if g.term == t]) for t in terms) / len(terms)


def macro_f1(answers: Sequence[tuple[Verdict, Verdict]]) -> float:
    """Mean F1 over the verdicts that gold holds."""
    scores = []
    for verdict in {gold for gold, _ in answers}:
        true = sum(g == f == verdict for g, f in answers)
        wrong = sum(f == verdict != g for g, f in answers)
        missed = sum(g == verdict != f for g, f in answers)
        scores.append(PRF(true, wrong, missed).f1)
    return sum(scores) / len(scores)


def show(found: Sequence[Pair], *, differences: bool) -> None:
    """Print the table, and what differs if asked for."""
    for term in dict.fromkeys(gold.term for gold, _ in found):
        mine = [(g, f) for g, f in found if g.term == term]
        verdicts = [(g.verdict, f.verdict) for g, f in mine]
        constant = Counter(g for g, _ in verdicts).most_common(1)[0][0]
        alleged = Verdict.ALLEGED_VIOLATION
        score = PRF(
            sum(g == f == alleged for g, f in verdicts),
            sum(f == alleged != g for g, f in verdicts),
            sum(g == alleged != f for g, f in verdicts),
        )
        print(
            f"{term:10} right {sum(g == f for g, f in verdicts)}/{len(verdicts)}  macro-F1 {macro_f1(verdicts):.3f}"
            f"  (always {constant.value}: {macro_f1([(g, constant) for g, _ in verdicts]):.3f})"
            f"  alleged violations precision {_share(score.precision, score)} recall {_share(score.recall, score)}"
            f"  attributed {sum(g.attributed_to == f.attributed_to for g, f in mine)}/{len(mine)}"
        )
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for g, f in found:
        answers = {r.test: r.outcome for r in f.reasons}
        for reason in g.reasons:
            asked[reason.test] += 1
            right[reason.test] += answers.get(reason.test) == reason.outcome
    print(f"all terms  macro-F1 {overall(found):.3f}  (floor {FLOOR})")
    print("outcomes   " + "  ".join(f"{test} {right[test]}/{n}" for test, n in asked.items()))
    if differences:
        for g, f in found:
            _difference(g, f)


def _share(value: float, of: PRF) -> str:
    """A share, or a dash where neither gold nor code has an alleged violation."""
    return f"{value:.2f}" if of.support else "-"


def _difference(gold: Finding, found: Finding) -> None:
    answers = {r.test: r for r in found.reasons}
    rows = [
        (r, answers.get(r.test)) for r in gold.reasons if r.test not in answers or answers[r.test].outcome != r.outcome
    ]
    if rows or gold.verdict != found.verdict or gold.attributed_to != found.attributed_to:
        mark = "" if gold.verdict == found.verdict and gold.attributed_to == found.attributed_to else "  <--"
        print(
            f"{gold.incident} {gold.term}: gold {gold.verdict.value} {gold.attributed_to},"
            f" found {found.verdict.value} {found.attributed_to}{mark}"
        )
        for reason, answer in rows:
            told = json.dumps(answer.figures, ensure_ascii=False) if answer else None
            outcome = answer.outcome.value if answer else None
            print(f"    {reason.test}: gold {reason.outcome.value} {reason.figures}, found {outcome} {told}")


def main() -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--differences", action="store_true", help="also print every outcome that differs")
    parser.add_argument("--consolidated", action="store_true", help="consolidate the gold groups of claims anew")
    options = parser.parse_args()
    found = pairs(options.folder, consolidated=options.consolidated)
    show(found, differences=options.differences)
    return 0 if overall(found) >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
