"""`python -m training.linker DATA`: learn the weights of the linker and write them where the package reads them.

Nothing is drawn at random. Reading the reports of DATA takes most of the time; our own claims of them are kept in
`build/merging` and read again only where a report has changed (delete the folder after a change of the extractor).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import click
from evaluation.gun_violence import FOLDER, load_filed
from rich.console import Console

from training.linker.file import PRIOR, written
from training.linker.fit import Calibration, calibration, fit, levels_of, told_apart
from training.linker.pairs import REPORT_FEATURES, Rows, joined, rows_of, without_reports
from training.linker.rarity import rarities, table
from training.linker.sources import Labelled, corpus_conflicts, training_sets
from training.linker.thresholds import by_threshold, mean
from trucewatch.link import Weights, load_weights

PACKAGE = Path("src/trucewatch/link")
GOLD, OWN = "conflicts, gold claims", "conflicts, own claims"
ECB, NEWS = "ECB+, own claims", "gun violence, own claims"


def write_rarity(data: Path, path: Path) -> None:
    """Write the table of rare words; pairs are compared by it, so it comes before everything else."""
    filed = load_filed(data, "train")
    news = [(filed.incident.get(r.id, r.id), f"{r.title or ''}\n{r.text}") for r in filed.reports]
    own = [(r.id, f"{r.title or ''}\n{r.text}") for c in corpus_conflicts("train") for r in c.reports]
    found = rarities({"the Gun Violence Archive": news, "our corpus": own})
    path.write_text(table(found, ("the Gun Violence Archive", "our corpus")), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class Profile:
    """What one of the two shipped scorers learns.

    Attributes:
        file: Its name in the package.
        what: What it is for.
        silent: Features that weigh nothing.
        one_story: Likeness from which a date or a place that does not fit counts as misread.
        sources: What it learns from.
        threshold_from: Sources whose B-cubed F is printed by threshold.
        strength: How strongly weights are drawn to those set by hand.
        threshold: The threshold; None takes the best of those printed.
        one_report: What two claims of one report that rest on other words for the act need beyond what was learned.
    """

    file: str
    what: str
    silent: tuple[str, ...]
    one_story: float
    sources: tuple[str, ...]
    threshold_from: tuple[str, ...]
    strength: float
    threshold: float | None
    one_report: float


PROFILES = (
    Profile(
        "weights.toml", "reports of a conflict", REPORT_FEATURES, math.inf, (GOLD, OWN), (GOLD, OWN), 30.0, -2.0, 1.5
    ),
    Profile("weights-news.toml", "news, one event a report", (), 0.15, (GOLD, OWN, ECB, NEWS), (NEWS,), 3.0, None, 0.0),
)
"""Reports of one war share its names whatever they tell of, and one report tells of several acts: there the likeness of
reports says little about which two claims belong together, and weights learned from news merge too much. Few pairs are
learned from there, so that the weights set by hand pull harder.

The conflicts that are learned from are told by few reports each, and their mean F hardly hangs on the threshold (0.961
at 0, 0.955 at -2). The worked example, where many claims tell of each incident, needs a low one: -2 is set on it, as
the threshold of the weights set by hand was. So its figure is no measure of what has not been seen; that of the test
conflicts is.

So low a threshold is for claims of several reports, each of which says little. The author of one report told its claims
apart, so that they merge from even odds on: they need the 2 that the threshold gives.
"""


def best_threshold(sets: Iterable[Labelled], weights: Weights, console: Console) -> float:
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
    sets = [s for s in training_sets(data) if s.claims]
    for profile in PROFILES:
        _learn(profile, [s for s in sets if s.group in profile.sources], out, console)
        console.print(f"{time.process_time() - began:.0f} s of processor time")


def _learn(profile: Profile, sets: Sequence[Labelled], out: Path, console: Console) -> None:
    start = replace(load_weights(PRIOR), one_story=profile.one_story)
    groups = sorted({s.group for s in sets})
    parts = {s.name: rows_of(s, start, groups.index(s.group)) for s in sets}
    rows = joined(list(parts.values()))
    if not profile.silent:
        gold = joined([parts[s.name] for s in sets if s.group == GOLD])
        rows = joined([rows, without_reports(gold, len(groups))])
        groups.append(f"{GOLD} without their reports")
    found = fit(rows, start, strength=profile.strength, silent=profile.silent)
    levels, prior = told_apart(levels_of(found), profile.one_report), round(found.prior, 2)
    notes = _notes(groups, rows, calibration(rows, start, strength=profile.strength, silent=profile.silent))
    console.print(f"{profile.what}: {len(rows.same)} pairs of {len(sets)} sets{notes}")
    weights = replace(start, prior=prior, levels=MappingProxyType(levels))
    best = best_threshold((s for s in sets if s.group in profile.threshold_from), weights, console)
    threshold = best if profile.threshold is None else profile.threshold
    basis = (
        f"For {profile.what}. Learned from {len(rows.same)} pairs of claims of\n{'; '.join(profile.sources)}.\n"
        "Measured by evaluation/merging.py and evaluation/linking.py; figures in docs/linking.md."
    )
    text = written(
        prior,
        threshold,
        levels,
        one_story=profile.one_story,
        basis=basis,
        notes=notes,
        template=PRIOR.read_text(encoding="utf-8"),
    )
    (out / profile.file).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
