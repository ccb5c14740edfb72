"""`trucewatch extract`: reports to claims."""

from __future__ import annotations

from pathlib import Path

import click

from trucewatch.cli._options import (
    NEW_FILE,
    agreement_option,
    extractor_option,
    finish,
    gazetteer_option,
    load_agreement,
    out_option,
    stdin,
    tell_problems,
    write_records,
)


@click.command(short_help="One step: reports to claims.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@agreement_option(help="The agreement whose actors and sides are recognised, and that dates may hang on.")
@gazetteer_option
@extractor_option
@out_option
@click.option("--reports", type=NEW_FILE, metavar="FILE", help="Also write the reports as read, which link needs.")
def extract(
    inputs: tuple[str, ...],
    agreement_file: Path | None,
    gazetteers: tuple[Path, ...],
    extractor: str,
    out: Path | None,
    reports: Path | None,
) -> None:
    """Write the claims of reports as JSON Lines.

    INPUT is a file, a folder, or - for standard input.
    """
    from trucewatch.cli._progress import progress
    from trucewatch.engine import default_stages, extract_reports

    stages = default_stages(load_agreement(agreement_file), gazetteers=gazetteers, extractor=extractor)
    with progress() as told:
        result = extract_reports(inputs, stages=stages, progress=told, stdin=stdin())
    write_records(result.claims, out)
    if reports is not None:
        write_records(result.reports, reports)
    finish(tell_problems(result.problems))
