"""`python -m training.corpus compile|check|agree|strip|places`: the tools of the corpus."""

from __future__ import annotations

from pathlib import Path

import click
from evaluation.authoring import AuthoringError

from training.corpus.agree import agree, differences, table
from training.corpus.bag_of_frames import CEILING, event_f1
from training.corpus.build import Compiled, compile_all, write_conflict
from training.corpus.check import check_corpus
from training.corpus.manifest import CONFLICTS, load_manifest
from trucewatch.errors import TrucewatchError
from trucewatch.locate import Gazetteer

OUT = Path("build/corpus")
_ROOT = click.Path(exists=True, file_okay=False, path_type=Path)


def _compiled(root: Path) -> tuple[Compiled, ...]:
    try:
        return compile_all(root)
    except AuthoringError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(error.problems)} problems; the format stands in training/README.md", err=True)
        raise SystemExit(1) from error


@click.group()
def main() -> None:
    """Compile, check and compare the marked-up reports."""


@main.command("compile")
@click.argument("root", type=_ROOT, default=CONFLICTS)
@click.option("--out", type=click.Path(path_type=Path), default=OUT, show_default=True)
def compile_command(root: Path, out: Path) -> None:
    """Write reports, claims and clusters of every conflict below ROOT in the contract's shape."""
    for compiled in _compiled(root):
        folder = write_conflict(out, compiled)
        click.echo(
            f"{folder}: {len(compiled.meta)} reports, {len(compiled.gold.claims)} claims, "
            f"{len(compiled.gold.clusters)} incidents"
        )


@main.command("check")
@click.argument("root", type=_ROOT, default=CONFLICTS)
@click.option("--complete", is_flag=True, help="Hold the finished corpus to its sizes as well.")
@click.option("--counts/--no-counts", default=True, show_default=True)
def check_command(root: Path, complete: bool, counts: bool) -> None:
    """Check every report and the corpus as a whole; exit 1 where something is wrong."""
    checked = check_corpus(_compiled(root), load_manifest(), complete=complete)
    if counts:
        click.echo("\n".join(checked.counts))
    for problem in checked.problems:
        click.echo(problem, err=True)
    if checked.problems:
        raise SystemExit(1)


@main.command("frames")
@click.argument("root", type=_ROOT, default=CONFLICTS)
def frames_command(root: Path) -> None:
    """Score a model that knows sentences alone: on the test part, and on each conflict of train from all others."""
    corpus = _compiled(root)
    manifest = load_manifest()
    train = [c for c in corpus if manifest.split_of.get(c.gold.id) == "train"]
    test = [c for c in corpus if manifest.split_of.get(c.gold.id) == "test"]
    for left_out in train:
        others = [c for c in train if c is not left_out]
        if others:
            click.echo(f"{left_out.gold.id}, from the rest of train: event F1 {event_f1(others, [left_out]).f1:.3f}")
    if train and test:
        f1 = event_f1(train, test).f1
        click.echo(f"test, from train: event F1 {f1:.3f}, to stay under {CEILING}")
        if f1 >= CEILING:
            raise SystemExit(1)


@main.command("agree")
@click.argument("first", type=_ROOT)
@click.argument("second", type=_ROOT)
@click.option("--differences", "list_all", is_flag=True, help="List what differs.")
def agree_command(first: Path, second: Path, list_all: bool) -> None:
    """Score two blind annotations of the same texts against each other."""
    try:
        agreement = agree(_compiled(first), _compiled(second))
    except TrucewatchError as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(table(agreement)))
    if list_all:
        click.echo("\n".join(differences(agreement)))


@main.command("strip")
@click.argument("root", type=_ROOT)
@click.argument("ids", nargs=-1)
def strip_command(root: Path, ids: tuple[str, ...]) -> None:
    """Print reports without their marks and claims, ready for a second, blind annotation."""
    for report in (r for c in _compiled(root) for r in c.marked):
        if ids and report.id not in ids:
            continue
        head = " ".join(["===", report.id, report.published or "?", ",".join(report.forms)])
        header = {**report.header, **({"title": report.title} if report.title else {}), "layout": "keep"}
        lines = [f"{k}: {_escaped(v)}" for k, v in header.items()]
        click.echo("\n".join([head, *lines, "", _escaped(report.text), "---", ""]))


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "[]{}" else c for c in text)


@main.command("places")
@click.argument("country")
@click.argument("names", nargs=-1, required=True)
def places_command(country: str, names: tuple[str, ...]) -> None:
    """Print rows for the table of places from the gazetteer: all entries of each NAME in COUNTRY."""
    gazetteer = Gazetteer.load()
    for name in names:
        found = [m for m in gazetteer.search(name, limit=4, country=country) if m.how in {"exact", "folded"}]
        for match in found:
            e = match.entry
            precision = {"place": ""}.get(e.kind, ", 3" if e.kind == "admin2" else ", 4")
            radius = min(max(round(e.radius_km), 2), 5) if e.kind == "place" else round(e.radius_km)
            click.echo(
                f"  {name.lower().replace(' ', '_')}: [{name}, {e.admin1 or 'null'}, {e.country}, "
                f"{e.lat:.4f}, {e.lon:.4f}, {radius}{precision}]  # {e.name}, {e.kind}, {match.how}"
            )
        if not found:
            click.echo(f"  # {name}: not in the gazetteer")


if __name__ == "__main__":
    main()
