"""Checks made from gold claims and incidents, against the gold checks: what finding and judging statements gets right.

    python -m evaluation.checks_from_gold [FOLDER...] [--differences]

Nothing here measures extraction or linking: the gold claims go in, and the incidents that gold makes of them. Prints
for each set precision and recall of the statements found (by overlapping span and type), and over those found the
share of right verdicts, now and as published, beside the constant answer. Differences on held-out sets are not listed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation.checks import CheckScore, constant_verdict, score_checks
from evaluation.corpus import Corpus, corpus_folders, heldout_folders, is_held_out, load_corpus
from evaluation.measures import PRF, Tally
from evaluation.pipeline import load_agreement_of
from trucewatch.assess.checks import check_statements
from trucewatch.link import consolidate
from trucewatch.model import Check, Incident


def gold_incidents(corpus: Corpus) -> tuple[Incident, ...]:
    """The gold incidents: as annotated where the file holds them whole, else made of the gold clusters."""
    path = corpus.folder / "incidents.gold.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if rows and "kind" in rows[0]:
        return tuple(Incident.model_validate(row) for row in rows)
    claims, reports = {c.id: c for c in corpus.claims}, {r.id: r for r in corpus.reports}
    return tuple(
        consolidate([claims[c] for c in row["claims"]], reports).model_copy(update={"id": row["id"]}) for row in rows
    )


def checks_of(corpus: Corpus) -> tuple[Check, ...]:
    """The checks that the software makes of the gold record."""
    return check_statements(corpus.reports, corpus.claims, gold_incidents(corpus), agreement=load_agreement_of(corpus))


def scores_of(corpus: Corpus, checks: tuple[Check, ...]) -> list[CheckScore]:
    """One score a report."""
    return [
        score_checks([g for g in corpus.checks if g.report == r.id], [c for c in checks if c.report == r.id])
        for r in corpus.reports
    ]


def _show_differences(console: Console, name: str, scores: list[CheckScore]) -> None:
    for score in scores:
        for gold in score.missed:
            console.print(f"{name} missed {gold.type}: {gold.quote!r}", markup=False, soft_wrap=True)
        for check in score.spurious:
            console.print(f"{name} not in gold {check.type}: {check.quote!r}", markup=False, soft_wrap=True)
        for gold, check in score.wrong:
            said = f"{check.verdict}, gold {gold.verdict}: {check.quote!r}: {check.record}"
            console.print(f"{name} {check.type} {said}", markup=False, soft_wrap=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument(
        "--differences", action="store_true", help="list what is missed, not in gold, or judged otherwise"
    )
    options = parser.parse_args()
    console = Console(width=140, highlight=False)
    table = Table("set", "gold", "precision", "recall", "verdict", "constant", "as published", box=None)
    for folder in options.folders or (*corpus_folders(), *heldout_folders()):
        corpus = load_corpus(folder)
        if not corpus.checks:
            continue
        scores = scores_of(corpus, checks_of(corpus))
        found, verdicts, published = PRF(), Tally(), Tally()
        for score in scores:
            found += score.found
            verdicts += score.verdicts
            published += score.as_published
        row = (found.precision, found.recall, verdicts.value, constant_verdict(corpus.checks).value, published.value)
        table.add_row(corpus.name, str(len(corpus.checks)), *(f"{value:.2f}" for value in row))
        if options.differences and not is_held_out(folder):
            _show_differences(console, corpus.name, scores)
    console.print(table)


if __name__ == "__main__":
    main()
