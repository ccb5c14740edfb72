"""`python -m evaluation.authoring compile DIR...`: write the gold files, or with --check compare them."""

from __future__ import annotations

from pathlib import Path

import click

from evaluation.authoring.build import compile_folder, write_folder
from evaluation.authoring.source import AuthoringError


@click.group()
def main() -> None:
    """Turn hand-written sources into gold in the contract's shape."""


@main.command("compile")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a gold file differs from its source.")
def compile_command(folders: tuple[Path, ...], check: bool) -> None:
    """Compile DIR/source of each conflict folder into the gold files in DIR."""
    failed = False
    for folder in folders:
        try:
            compiled = compile_folder(folder)
        except AuthoringError as error:
            click.echo("\n".join(f"{folder}: {p}" for p in error.problems), err=True)
            click.echo(f"{folder}: {len(error.problems)} problems; {error.remedy}", err=True)
            failed = True
            continue
        if check:
            for name, content in compiled.files().items():
                path = folder / name
                if not path.is_file() or path.read_text(encoding="utf-8") != content:
                    click.echo(f"{path}: differs from its source; compile it again", err=True)
                    failed = True
        else:
            write_folder(folder, compiled)
        click.echo(
            f"{folder}: {len(compiled.reports)} reports ({len(compiled.quiet)} quiet), {len(compiled.claims)} claims, "
            f"{sum(len(c.evidence) for c in compiled.claims)} evidence spans, {len(compiled.clusters)} incidents, "
            f"{len(compiled.checks)} checks, {len(compiled.findings)} findings"
        )
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
