"""`python -m evaluation score` and `python -m evaluation gate`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
from rich.console import Console

from evaluation.corpus import EXAMPLE, corpus_folders, heldout_folders, is_held_out, load_corpus
from evaluation.gate import BASELINE, Baseline, measured, pinned, problems
from evaluation.pipeline import Predicted, predict
from evaluation.scoring import FIELDS
from evaluation.show import print_errors, print_field_errors, print_scores, to_json
from evaluation.summary import SetScore, pool, score_set
from trucewatch.errors import InputError, TrucewatchError
from trucewatch.model import Claim


def _read_claims(path: Path) -> tuple[Claim, ...]:
    claims = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                claims.append(Claim.model_validate_json(line))
            except ValueError as error:
                raise InputError(f"no claim: {error}", where=f"{path}:{number}") from error
    return tuple(claims)


def run_sets(
    folders: tuple[Path, ...], *, claims: tuple[Claim, ...] | None, claims_only: bool, extractor: str = "model"
) -> list[SetScore]:
    """Score each folder."""
    scores = []
    for folder in folders:
        corpus = load_corpus(folder)
        predicted: Predicted = predict(corpus, claims=claims, claims_only=claims_only, extractor=extractor)
        scores.append(score_set(corpus, predicted, full=not claims_only))
    return scores


def example_and_rest(scores: list[SetScore]) -> list[SetScore]:
    """The example apart, the development folders pooled, the held-out folders pooled."""
    example = [s for s in scores if s.name == EXAMPLE.name]
    held = [s for s in scores if _is_held_out(s)]
    rest = [s for s in readable(scores) if s.name != EXAMPLE.name]
    pools = (("development", rest), ("held out", held))
    return [*example, *(pool(name, part) for name, part in pools if part)]


def _is_held_out(score: SetScore) -> bool:
    return any(is_held_out(c.folder) for c in score.corpora)


def readable(scores: list[SetScore]) -> list[SetScore]:
    """The sets whose errors may be listed, which is all but the held-out ones."""
    return [s for s in scores if not _is_held_out(s)]


def _choose(names: tuple[str, ...]) -> tuple[Path, ...]:
    folders = {p.name: p for p in (*corpus_folders(), *heldout_folders())}
    if not names:
        return tuple(folders.values())
    for name in names:
        if name not in folders:
            raise click.UsageError(f"no set {name}; there are {', '.join(folders)}")
    return tuple(folders[n] for n in names)


@click.group()
def main() -> None:
    """Score the software against gold, and hold the scores."""


@main.command()
@click.option("--set", "sets", multiple=True, metavar="NAME", help="Score this set alone (may be given several times).")
@click.option("--apart", is_flag=True, help="Print every set apart instead of pooled.")
@click.option("--claims-only", is_flag=True, help="Stop after extraction: no incidents, findings or checks.")
@click.option("--breaches", is_flag=True, help="List errors among breaches without violence instead of violent acts.")
@click.option(
    "--errors", type=int, metavar="N", help="List missed and false claims of the first N reports that have any."
)
@click.option(
    "--field-errors", "fields", multiple=True, type=click.Choice(list(FIELDS)), help="List pairs with this field wrong."
)
@click.option("--limit", type=int, default=40, show_default=True, help="At most so many pairs for each --field-errors.")
@click.option(
    "--predictions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score these claims (JSON Lines) instead of extracting.",
)
@click.option("--extractor", type=click.Choice(["model", "rules"]), default="model", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
def score(
    sets: tuple[str, ...],
    apart: bool,
    claims_only: bool,
    breaches: bool,
    errors: int | None,
    fields: tuple[str, ...],
    limit: int,
    predictions: Path | None,
    extractor: str,
    as_json: bool,
) -> None:
    """Score an extractor on the example, on the development reports and on the held-out ones.

    Errors on held-out sets are never listed: who has read them can no longer be tested by them.
    """
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    began = time.monotonic()
    claims = _read_claims(predictions) if predictions else None
    folders = _choose(sets)
    held = [p.name for p in folders if is_held_out(p)]
    if sets and held and (errors or fields):
        raise click.UsageError(f"errors on held-out sets are not listed: {', '.join(held)}")
    scores = run_sets(folders, claims=claims, claims_only=claims_only, extractor=extractor)
    shown = scores if apart or sets else example_and_rest(scores)
    if as_json:
        click.echo(to_json(shown))
        return
    kinds = "breaches" if breaches else "violent"
    if errors:
        print_errors(console, readable(scores), errors, kinds=kinds)
    if fields:
        print_field_errors(console, readable(scores), fields, limit, kinds=kinds)
    print_scores(console, shown)
    console.print(
        f"{sum(len(s.rows) for s in scores)} reports in {len(scores)} sets, {time.monotonic() - began:.1f} s; "
        "intervals are 95%, by bootstrap over reports"
    )


@main.command()
@click.option("--update", is_flag=True, help="Pin corpora and floors to what is measured now.")
@click.option("--allow-regression", metavar="REASON", help="With --update: let floors fall, and keep the reason.")
@click.option(
    "--baseline",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=BASELINE,
    help="Another file than evaluation/baseline.json.",
)
def gate(update: bool, allow_regression: str | None, path: Path) -> None:
    """Fail where a score lies below its committed floor, or where the gold is not what the floors were measured on."""
    if allow_regression and not update:
        raise click.UsageError("--allow-regression goes with --update")
    baseline = Baseline.load(path)
    now = measured(example_and_rest(run_sets(_choose(()), claims=None, claims_only=False)))
    if update:
        after = pinned(baseline, now, reason=allow_regression)
        after.save(path)
        for name, floor in sorted(after.floors.items()):
            click.echo(f"{name} {baseline.floors.get(name, 0.0):.4f} -> {floor:.4f}")
        return
    found = problems(baseline, now)
    for problem in found:
        click.echo(problem, err=True)
    if found:
        sys.exit(1)
    least = min(now.floors[name] - floor for name, floor in baseline.floors.items())
    click.echo(f"gate: {len(baseline.floors)} rates hold on {len(now.corpora)} sets; the closest lies {least:+.4f} off")


def run() -> None:
    """Run, with errors in one line."""
    try:
        main()
    except TrucewatchError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    run()
