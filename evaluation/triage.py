"""How many reports that tell of violence pass the triage, how many quiet ones it spares, and how fast it is.

    python -m evaluation.triage [--data ../shared/data]

Measured on the corpus's dev and test conflicts, on the development reports and the example; where public data is at
hand, on the real text marked for test, on MUC-4 dev and on the dev reports of the Gun Violence Archive. A document of
MUC-4 tells of violence where it has a template, a report of the archive always does. None of these is trained on;
the threshold was set with the dev conflicts and the development reports in sight. Intervals are 95%, by bootstrap over
reports; reports a second are those of the processor's own time, on one core.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from evaluation.corpus import EXAMPLE, corpus_folders, load_corpus
from evaluation.measures import Interval, Tally, interval, total
from trucewatch.extract.triage import passes_triage
from trucewatch.model import VIOLENT_KINDS, Claim, Modality, Report, text_sha256

Passes = Callable[[Report], bool]


@dataclass(frozen=True, slots=True)
class Judged:
    """A report and what its gold holds: `violent`, `breach` (claims, but none of violence), `quiet` or `unlike`.

    A report whose only claims of violence are hypothetical, and a document without a template, is `unlike` either.
    """

    report: Report
    gold: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What the triage does with one set."""

    name: str
    violent: list[Tally]
    breach: list[Tally]
    quiet: list[Tally]
    """One a quiet report; right where it is passed over."""


def gold_of(claims: Sequence[Claim]) -> str:
    """What the gold claims of a report tell of."""
    violent = [c for c in claims if c.kind in VIOLENT_KINDS]
    if any(c.modality is not Modality.HYPOTHETICAL for c in violent):
        return "violent"
    return "unlike" if violent else "breach" if claims else "quiet"


def judged(reports: Iterable[Report], claims: Iterable[Claim]) -> Iterator[Judged]:
    """Reports with what their gold holds."""
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report, []).append(claim)
    for report in reports:
        yield Judged(report, gold_of(by_report.get(report.id, [])))


def figures(name: str, rows: Iterable[Judged], passes: Passes = passes_triage) -> Figures:
    """Judge a set."""
    found: dict[str, list[Tally]] = {"violent": [], "breach": [], "quiet": [], "unlike": []}
    for row in rows:
        passed = passes(row.report)
        found[row.gold].append(Tally(passed != (row.gold == "quiet"), 1))
    return Figures(name, found["violent"], found["breach"], found["quiet"])


def shown(tallies: list[Tally]) -> str:
    """A share with its interval and the number it rests on."""
    if not tallies:
        return "-"
    span: Interval = interval(tallies)
    return f"{total(tallies, Tally()).value:.3f} ({span.low:.3f} to {span.high:.3f}) of {len(tallies)}"


def reports_a_second(reports: Sequence[Report], passes: Passes = passes_triage) -> float:
    """By the processor's time, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for report in reports:
            passes(report)
        best = min(best, time.process_time() - begun)
    return len(reports) / max(best, 1e-9)


def bare_report(identifier: str, text: str) -> Report:
    """A report of which only the text is known."""
    return Report(
        id=identifier,
        text=text,
        sha256=text_sha256(text),
    )


def public_sets(data: Path) -> Iterator[tuple[str, list[Judged]]]:
    """MUC-4 dev and the archive's dev part."""
    rows = [r for r in map(json.loads, (data / "muc4/muc4.jsonl").open(encoding="utf-8")) if r["split"] == "dev"]
    yield (
        "MUC-4 dev",
        [Judged(bare_report(r["id"], " ".join(r["text"].split())), _muc_gold(r["templates"])) for r in rows],
    )
    docs = map(json.loads, (data / "gun_violence_archive/docs.jsonl").open(encoding="utf-8"))
    yield (
        "Gun Violence Archive dev",
        [Judged(bare_report(r["id"], r["text"]), "violent") for r in docs if r["split"] == "dev" and r["text"].strip()],
    )


def _muc_gold(templates: Sequence[object]) -> str:
    return "violent" if templates else "quiet"


def all_sets(data: Path) -> Iterator[tuple[str, list[Judged]]]:
    """Every set that is at hand."""
    from training.extractor.corpus import load_samples  # the corpus is not needed to judge other reports

    for split in ("test", "dev"):
        yield f"corpus, {split} conflicts", [Judged(s.report, gold_of(s.claims)) for s in load_samples(split)]
    if data.is_dir():
        own = {s.report.id for s in load_samples("test")}
        real = [s for s in load_samples("test", data) if s.report.id not in own]
        yield "real text, test", [Judged(s.report, gold_of(s.claims)) for s in real]
    development: list[Judged] = []
    for folder in corpus_folders():
        corpus = load_corpus(folder)
        rows = list(judged(corpus.reports, corpus.claims))
        if folder == EXAMPLE:
            yield "example", rows
        else:
            development += rows
    yield "development", development
    if data.is_dir():
        yield from public_sets(data)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), show_default=True)
def main(data: Path) -> None:
    """Print a row a set, then the speed."""
    timed: list[Report] = []
    print(f"{'set':26} {'violent: passed':34} {'breaches alone: passed':34} quiet: passed over")
    for name, rows in all_sets(data):
        found = figures(name, rows)
        print(f"{name:26} {shown(found.violent):34} {shown(found.breach):34} {shown(found.quiet)}")
        if name.startswith(("corpus", "real", "development")):
            timed += [r.report for r in rows]
    words = sum(len(r.text.split()) for r in timed) / len(timed)
    speed = reports_a_second(timed)
    print(f"{speed:,.0f} reports of {words:.0f} words a second on one core, or {speed * words / 400:,.0f} of 400 words")


if __name__ == "__main__":
    main()
