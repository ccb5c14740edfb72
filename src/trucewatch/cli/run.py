"""`trucewatch run`: the whole job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import (
    NEW_RECORD,
    agreement_option,
    extractor_option,
    finish,
    gazetteer_option,
    load_agreement,
    load_ratings,
    sources_option,
    stdin,
    tell,
    tell_problems,
    weights_option,
)

if TYPE_CHECKING:
    from trucewatch.record import Address


@click.command(short_help="Do the whole job: reports to a checked record.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@agreement_option()
@gazetteer_option
@extractor_option
@sources_option
@weights_option(None, "Without it those of the record, conflict for a new one.")
@click.option(
    "--out", "-o", required=True, metavar="DIR", type=NEW_RECORD,
    help="The folder of the record, or the address of a PostgreSQL database (postgresql://user@host/name). A record "
    "that is there already is added to.",
)  # fmt: skip
def run(
    inputs: tuple[str, ...],
    agreement_file: Path | None,
    gazetteers: tuple[Path, ...],
    extractor: str,
    sources_file: Path | None,
    weights: str | None,
    out: Address,
) -> None:
    """Read reports and write the record: claims, incidents, findings and checks.

    INPUT is a file, a folder, or - for standard input. Read are JSON Lines and CSV (many reports), plain text,
    Markdown with front matter and HTML (one report a file), in English.

    Without --agreement there are no findings. Run again with the same DIR to go on after an interruption; what is done
    is not done again, and a second run over the same reports changes nothing.
    """
    from trucewatch.cli._ledger import print_result
    from trucewatch.cli._progress import progress
    from trucewatch.engine import RunOptions, run_pipeline
    from trucewatch.link import WeightSet

    agreement, rated = load_agreement(agreement_file), load_ratings(sources_file)
    try:
        with progress() as told:
            result = run_pipeline(
                inputs,
                agreement=agreement,
                out=out,
                options=RunOptions(
                    gazetteers=gazetteers,
                    extractor=extractor,
                    sources=rated.letters,
                    rating_notes=rated.notes,
                    weights=WeightSet(weights) if weights else None,
                ),
                progress=told,
                stdin=stdin(),
            )
    except KeyboardInterrupt:
        tell("Stopped. What was done is kept; the same command goes on from there.")
        finish(130)
        return
    status = tell_problems(result.problems)
    print_result(result, agreement)
    finish(status)
