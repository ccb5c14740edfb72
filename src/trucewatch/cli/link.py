"""`trucewatch link`: claims to incidents."""

from __future__ import annotations

from pathlib import Path

import click

from trucewatch.cli._options import (
    FILE,
    FILE_OR_STDIN,
    by_id,
    load_ratings,
    load_records,
    out_option,
    sources_option,
    weights_option,
    write_records,
)


@click.command(short_help="One step: claims to incidents.")
@click.argument("claims", type=FILE_OR_STDIN)
@click.option("--reports", type=FILE, required=True, metavar="FILE", help="The reports of the claims (JSON Lines).")
@sources_option
@weights_option("conflict", "Without it those for a conflict.")
@out_option
def link(claims: str, reports: Path, sources_file: Path | None, weights: str, out: Path | None) -> None:
    """Write the incidents that CLAIMS (JSON Lines, or - for standard input) tell of, as JSON Lines."""
    from trucewatch.engine import ensure_claims_fit
    from trucewatch.link import LinkOptions, WeightSet, link_claims
    from trucewatch.model import Claim, Report

    known = by_id(load_records(str(reports), Report))
    rows = load_records(claims, Claim)
    ensure_claims_fit(rows, known)
    rated = load_ratings(sources_file)
    options = LinkOptions(weights=WeightSet(weights).load(), reliability=rated.letters, rating_notes=rated.notes)
    write_records(link_claims(rows, known, options=options), out)
