"""`trucewatch trend`: rates before and after a date, or in two periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import NEW_FILE, RECORD, agreement_option, as_of_option, load_agreement, reading
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.assess import Coverage, Days, TrendOptions, TrendRow
    from trucewatch.link import Weights
    from trucewatch.model import Claim, Incident, Report
    from trucewatch.record import Address

_FORMATS = ("text", "csv", "jsonl")
_GROUPS = ("zone", "side", "kind")


@click.command(short_help="Rates before and after a date, or in two periods.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option("--at", metavar="DATE", help="The first day of the later period; the day before ends the earlier one.")
@click.option("--days", type=click.IntRange(1), metavar="N", help="Days on either side of --at (default: as covered).")
@click.option("--periods", metavar="A..B,C..D", help="The two periods, first and last days, the earlier first.")
@click.option("--by", "group_by", type=click.Choice(_GROUPS), help="Also compare within each zone, side or kind.")
@agreement_option(help="The agreement (TOML) whose zones --by zone takes.")
@click.option(
    "--sensitivity/--no-sensitivity", "vary", default=True, show_default=True,
    help="Also make the comparison under other merge thresholds, grades, sources and dates.",
)  # fmt: skip
@click.option(
    "--format", "shape", type=click.Choice(_FORMATS), default="text", show_default=True, help="What to write."
)
@click.option("--plot", type=NEW_FILE, metavar="FILE", help="Also draw it (SVG); needs the extra plots.")
@as_of_option
def trend(
    address: Address, at: str | None, days: int | None, periods: str | None, group_by: str | None,
    agreement_file: Path | None, vary: bool, shape: str, plot: Path | None, as_of: dt.date | None,
    decided_by: dt.date | None,
) -> None:  # fmt: skip
    """Compare acts and deaths a day in two periods of the record of DIR, a folder that `trucewatch run` wrote.

    Intervals are exact. Beside each figure stand reports and sources a day, the lag of reporting, what is likely
    not reported yet, and the comparison by the sources that published in both periods.
    """
    from trucewatch.assess import Coverage, GroupBy, TrendOptions

    if (at is None) == (periods is None):
        raise UsageError("which days to compare is not said", remedy="give either --at or --periods")
    if days is not None and at is None:
        raise UsageError("--days goes with --at", remedy="leave it out, or give --at")
    with reading(address, as_of, decided_by) as store:
        reports = {report.id: report for report in store.reports()}
        claims = {claim.id: claim for claim in store.reviewed_claims()}
        incidents = tuple(store.incidents())
        weights = store.weights().load() if vary else None
    before, after = _periods(at, days, periods, Coverage(reports.values(), until=as_of))
    by = GroupBy(group_by) if group_by else None
    options = TrendOptions(before=before, after=after, by=by, until=as_of)
    rows = _rows(incidents, claims, reports, options, agreement_file, weights)
    if plot is not None:
        from trucewatch.publish import draw_trend

        plot.write_text(draw_trend(rows), encoding="utf-8")
    _write(rows, shape)


def _rows(
    incidents: tuple[Incident, ...],
    claims: dict[str, Claim],
    reports: dict[str, Report],
    options: TrendOptions,
    agreement_file: Path | None,
    weights: Weights | None,
) -> list[TrendRow]:
    """All rows; with the weights that claims were linked by also those of other settings."""
    from trucewatch.assess import sensitivity, trend
    from trucewatch.link import LinkOptions, link_claims

    rows = list(trend(incidents, claims, reports, options=options, agreement=load_agreement(agreement_file)))
    if weights is not None:
        threshold = weights.threshold

        def relink(step: float) -> Sequence[Incident]:
            options = LinkOptions(weights=weights, threshold=threshold + step)
            return link_claims(tuple(claims.values()), reports, options=options)

        rows += sensitivity(incidents, claims, reports, options=options, relink=relink)[1:]
    return rows


def _periods(at: str | None, days: int | None, periods: str | None, coverage: Coverage) -> tuple[Days, Days]:
    """The two periods as days.

    Raises:
        UsageError: They cannot be read, or the record has nothing on one side of the date.
    """
    from trucewatch.assess import Days, windows

    if at is not None:
        return windows(_date(at), coverage, days=days)
    parts = [part.split("..") for part in (periods or "").split(",")]
    if len(parts) != 2 or any(len(ends) != 2 for ends in parts):
        raise UsageError(
            "no two periods", where=periods, remedy="write them as 2020-02-20..2020-03-05,2020-03-06..2020-03-20"
        )
    spans = []
    for start, end in parts:
        first, last = _date(start), _date(end)
        if last < first:
            raise UsageError("the period ends before it begins", where=f"{start}..{end}", remedy="turn it round")
        spans.append(Days(first, last))
    return spans[0], spans[1]


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError("no date", where=text, remedy="write it as 2020-03-06") from error


def _write(rows: Sequence[TrendRow], shape: str) -> None:
    from trucewatch.publish import trend_csv

    if shape == "text":
        from trucewatch.cli._trend_text import print_trend

        print_trend(rows)
    elif shape == "csv":
        click.echo(trend_csv(rows), nl=False)
    else:
        for row in rows:
            click.echo(row.to_json())
