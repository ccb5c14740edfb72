"""`trucewatch ledger`: totals a claimant, side, actor, period, term or zone, and where they disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, agreement_option, as_of_option, load_agreement, reading
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.assess import Books, LedgerBy, Span
    from trucewatch.model import Agreement, Record
    from trucewatch.record import Address, Reading

_BY = ("claimant", "side", "actor", "period", "term", "zone")
_SPANS = ("month", "week", "day")
_TABLES = ("totals", "findings", "missing", "disagreements", "revisions", "tolls", "sides")
_FORMATS = ("text", "csv", "jsonl")


@click.command(short_help="Totals a claimant, side, period or term, and where they disagree.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option("--by", type=click.Choice(_BY), default="claimant", show_default=True, help="What the rows are.")
@click.option(
    "--period", "span", type=click.Choice(_SPANS), default="month", show_default=True,
    help="How long a period is, for --by period.",
)  # fmt: skip
@click.option(
    "--table", type=click.Choice(_TABLES), help="One table alone (default: totals, in text with what belongs to them)."
)
@click.option(
    "--between", nargs=2, metavar="CLAIMANT CLAIMANT", help="Only disagreements between these two (disagreements)."
)
@agreement_option(help="Another agreement (TOML) than the one that the record was made with.")
@as_of_option
@click.option(
    "--format", "shape", type=click.Choice(_FORMATS), default="text", show_default=True, help="What to write."
)
def ledger(
    address: Address,
    by: str,
    span: str,
    table: str | None,
    between: tuple[str, str] | None,
    agreement_file: Path | None,
    as_of: dt.date | None,
    decided_by: dt.date | None,
    shape: str,
) -> None:
    """Add up the record of DIR, a folder that `trucewatch run` wrote, by whoever counts.

    Figures are low - best - high. Nothing is decided here: where claimants disagree both figures stand.
    """
    from trucewatch.assess import LedgerBy, Span

    with reading(address, as_of, decided_by) as record:
        books = _books(record, load_agreement(agreement_file))
    chosen = LedgerBy(by)
    if shape == "text" and table is None:
        from trucewatch.cli._ledger_text import print_ledger

        print_ledger(books, by=chosen, span=Span(span), between=between)
        return
    rows = _rows(table or "totals", books, chosen, Span(span), between)
    _write(rows, shape)


def _books(record: Reading, agreement: Agreement | None) -> Books:
    from trucewatch.assess import Books, assess_incidents

    reports = {report.id: report for report in record.reports()}
    claims = {claim.id: claim for claim in record.reviewed_claims()}
    incidents, findings = tuple(record.incidents()), tuple(record.findings())
    if agreement is not None:
        findings = assess_incidents(incidents, claims, reports, agreement)
    return Books(incidents, claims, reports, findings, agreement or record.basis().agreement)


def _rows(table: str, books: Books, by: LedgerBy, span: Span, between: tuple[str, str] | None) -> Sequence[Record]:
    from trucewatch.assess import disputes, gaps, ledgers, side_ledgers

    if table == "totals":
        return ledgers.totals(books, by=by, span=span)
    if table == "findings":
        return ledgers.finding_counts(books, by=by)
    if table == "disagreements":
        return disputes.disagreements(books, between=between)
    if table == "revisions":
        return [r for incident in books.incidents for r in disputes.revisions(incident)]
    if table == "tolls":
        return disputes.stated_totals(books)
    if table == "sides":
        return side_ledgers(books)
    if books.agreement is None:
        raise UsageError("findings are against an agreement, and none is given", remedy="give --agreement")
    return gaps.missing(books.findings, books.incidents, books.claims, books.reports, books.agreement)


def _write(rows: Sequence[Record], shape: str) -> None:
    if shape == "jsonl":
        for row in rows:
            click.echo(row.to_json())
    elif shape == "csv":
        from trucewatch.publish import ledger_csv

        click.echo(ledger_csv(rows), nl=False)
    else:
        from trucewatch.cli._ledger_text import print_rows

        print_rows(rows)
