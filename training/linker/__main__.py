"""`python -m training.linker DATA`: learn the weights of the linker and write them where the package reads them.

Nothing is drawn at random. Reading the reports of DATA takes most of the time; our own claims of them are kept in
`build/merging` and read again only where a report has changed (delete the folder after a change of the extractor).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import click
from evaluation.gun_violence import FOLDER, load_filed
from rich.console import Console

from training.linker.file import PRIOR, written
from training.linker.fit import Calibration, calibration, fit, levels_of
from training.linker.pairs import Rows, joined, rows_of
from training.linker.rarity import rarities, table
from training.linker.sources import Labelled, corpus_conflicts, training_sets
from training.linker.thresholds import by_threshold, mean
from trucewatch.link import Weights, load_weights

PACKAGE = Path("src/trucewatch/link")


def write_rarity(data: Path, path: Path) -> None:
    """Write the table of rare words; pairs are compared by it, so it comes before everything else."""
    filed = load_filed(data, "train")
    news = [(filed.incident.get(r.id, r.id), f"{r.title or ''}\n{r.text}") for r in filed.reports]
    own = [(r.id, f"{r.title or ''}\n{r.text}") for c in corpus_conflicts("train") for r in c.reports]
    found = rarities({"the Gun Violence Archive": news, "our corpus": own})
    path.write_text(table(found, ("the Gun Violence Archive", "our corpus")), encoding="utf-8", newline="\n")


def as_weights(start: Weights, prior: float, threshold: float, levels: Mapping[str, Mapping[str, float]]) -> Weights:
    """The scorer that a file with these numbers would give."""
    return replace(start, prior=prior, threshold=threshold, levels=MappingProxyType(dict(levels)))


def best_threshold(sets: Sequence[Labelled], weights: Weights, console: Console) -> float:
    """The threshold with the best mean of F over the sources."""
    found = by_threshold(sets, weights)
    for threshold, scores in found.items():
        told = ", ".join(f"{g} {f:.3f}" for g, f in scores.items())
        console.print(f"threshold {threshold:+.1f}: B-cubed F {mean(scores):.4f} ({told})")
    return max(found, key=lambda t: mean(found[t]))


def _notes(groups: Sequence[str], rows: Rows, found: Mapping[int, Calibration]) -> str:
    lines = ["", "Calibration, on pairs whose events were not learned from (two halves by event):"]
    for number, c in found.items():
        mine = rows.group == number
        bins = ", ".join(f"{said:.2f} is {true:.2f}" for said, true in c.bins)
        lines.append(f"{groups[number]}: {mine.sum()} pairs, {rows.same[mine].sum()} of one event;")
        lines.append(f"  slope {c.slope:.2f}, Brier score {c.brier:.4f}; a mean probability of {bins}")
    return "\n".join(lines)


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=PACKAGE, show_default=True)
@click.option("--keep-rarity", is_flag=True, help="Take the table of rare words as it is.")
def main(data: Path, out: Path, keep_rarity: bool) -> None:
    """Learn the weights of the linker from DATA, the folder that holds the public data sets, and from our corpus."""
    if not (data / FOLDER).is_dir():
        raise click.UsageError(f"no {FOLDER} in {data}")
    console = Console(width=160, highlight=False)
    began = time.process_time()
    if not keep_rarity:
        write_rarity(data, PACKAGE / "rarity.txt")
    start = load_weights(PRIOR)
    sets = [s for s in training_sets(data) if s.claims]
    groups = sorted({s.group for s in sets})
    rows = joined([rows_of(s, start, groups.index(s.group)) for s in sets])
    console.print(f"{len(rows.same)} pairs of {len(sets)} sets, {time.process_time() - began:.0f} s of processor time")
    checked = calibration(rows, start)
    found = fit(rows, start)
    levels = levels_of(found)
    prior = round(found.prior, 2)
    notes = _notes(groups, rows, checked)
    console.print(notes)
    threshold = best_threshold(sets, as_weights(start, prior, 0.0, levels), console)
    basis = (
        f"Learned from {len(rows.same)} pairs of claims: the training part of the Gun Violence Archive, ECB+, the\n"
        "training conflicts of our corpus and evaluation/development, gold claims and our own. The threshold is the\n"
        "best on the same sets. Measured by evaluation/merging.py and evaluation/linking.py; see docs/linking.md."
    )
    text = written(prior, threshold, levels, basis=basis, notes=notes, template=PRIOR.read_text(encoding="utf-8"))
    (out / "weights.toml").write_text(text, encoding="utf-8", newline="\n")
    console.print(f"{time.process_time() - began:.0f} s of processor time")


if __name__ == "__main__":
    main()
