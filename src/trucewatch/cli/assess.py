"""`trucewatch assess`: incidents to findings and checks."""

from __future__ import annotations

from pathlib import Path

import click

from trucewatch.cli._options import (
    FILE,
    FILE_OR_STDIN,
    NEW_FILE,
    agreement_option,
    by_id,
    load_agreement,
    load_records,
    out_option,
    write_records,
)
from trucewatch.errors import UsageError


@click.command(short_help="One step: incidents to findings and checks.")
@click.argument("incidents", type=FILE_OR_STDIN)
@click.option("--claims", type=FILE, required=True, metavar="FILE", help="The claims of the incidents (JSON Lines).")
@click.option("--reports", type=FILE, required=True, metavar="FILE", help="The reports of the claims (JSON Lines).")
@agreement_option()
@out_option
@click.option(
    "--missing", type=NEW_FILE, metavar="FILE",
    help="Also write what would turn each undetermined finding into an answer (JSON Lines).",
)  # fmt: skip
@click.option("--checks", type=NEW_FILE, metavar="FILE", help="Also write the checks of statements (JSON Lines).")
def assess(
    incidents: str,
    claims: Path,
    reports: Path,
    agreement_file: Path | None,
    out: Path | None,
    missing: Path | None,
    checks: Path | None,
) -> None:
    """Write the findings on INCIDENTS (JSON Lines, or - for standard input) as JSON Lines.

    Without --agreement only --checks can be written.
    """
    if agreement_file is None and missing is not None:
        raise UsageError("findings are against an agreement, and none is given", remedy="give --agreement")
    if agreement_file is None and checks is None:
        raise UsageError("nothing to write", remedy="give --agreement for findings, or --checks for checks")
    from trucewatch.assess import assess_incidents, check_statements
    from trucewatch.assess.gaps import missing as find_missing
    from trucewatch.engine import ensure_claims_fit
    from trucewatch.model import Claim, Incident, Report

    agreement = load_agreement(agreement_file)
    known = by_id(load_records(str(reports), Report))
    rows = load_records(str(claims), Claim)
    ensure_claims_fit(rows, known)
    acts = load_records(incidents, Incident)
    if agreement is not None:
        by_claim = {claim.id: claim for claim in rows}
        findings = assess_incidents(acts, by_claim, known, agreement)
        write_records(findings, out)
        if missing is not None:
            write_records(find_missing(findings, acts, by_claim, known, agreement), missing)
    if checks is not None:
        write_records(check_statements(tuple(known.values()), rows, acts, agreement=agreement), checks)
