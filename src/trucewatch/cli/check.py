"""`trucewatch check`: what reports say about the record, and what the record says of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, as_of_option, reading

if TYPE_CHECKING:
    from trucewatch.model import Check, Incident, Report
    from trucewatch.record import Address

_FORMATS = ("text", "csv", "jsonl")
_VERDICTS = ("supported", "contradicted", "undetermined")


@click.command(short_help="Statements of reports about the record, with verdicts and reasons.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option("--verdict", type=click.Choice(_VERDICTS), help="Only those with this verdict now.")
@click.option("--changed", is_flag=True, help="Only those whose verdict now is not the one when they were published.")
@click.option(
    "--format", "shape", type=click.Choice(_FORMATS), default="text", show_default=True, help="What to write."
)
@as_of_option
def check(
    address: Address,
    verdict: str | None,
    changed: bool,
    shape: str,
    as_of: dt.date | None,
    decided_by: dt.date | None,
) -> None:
    """List every statement that reports make about the record of DIR, a folder that `trucewatch run` wrote.

    Each has its verdict now and by what was published when it was made, the incidents that decide it, and why. What
    the record does not cover is undetermined, never contradicted.
    """
    with reading(address, as_of, decided_by) as store:
        checks = tuple(store.checks())
        reports = {report.id: report for report in store.reports()}
        incidents = {incident.id: incident for incident in store.incidents()}
    if verdict is not None:
        checks = tuple(c for c in checks if c.verdict.value == verdict)
    if changed:
        checks = tuple(c for c in checks if c.verdict is not c.verdict_as_published)
    if shape == "jsonl":
        for one in checks:
            click.echo(one.to_json())
    elif shape == "csv":
        from trucewatch.publish import checks_csv

        click.echo(checks_csv(checks, reports), nl=False)
    else:
        _print(checks, reports, incidents)


def _print(checks: Sequence[Check], reports: Mapping[str, Report], incidents: Mapping[str, Incident]) -> None:
    from trucewatch.cli._console import open_console, say

    console = open_console()
    counts = Counter(c.verdict.value for c in checks)
    told = ", ".join(f"{counts[v]} {v}" for v in _VERDICTS if counts[v])
    say(console, f"Statements about the record: {len(checks)}" + (f" ({told})" if told else ""), style="bold")
    for one in checks:
        report = reports.get(one.report)
        day = (report.published or "no date")[:10] if report else "no date"
        say(console, "")
        say(console, f"{day}  {(report.source if report else None) or 'no source'}  ({one.report})", style="bold")
        say(console, f"  “{' '.join(one.quote.split())}”")
        say(console, f"  {_subject(one)}")
        say(console, f"  now: {one.verdict.value}; when published: {one.verdict_as_published.value}")
        say(console, f"  {one.record}")
        for name in one.incidents:
            say(console, f"    {name}: {_incident(incidents.get(name))}")


def _subject(one: Check) -> str:
    """What is compared, of whom, where and when, as far as the words say."""
    period = one.period
    days = f"{(period.start or 'start not known')[:15]} to {(period.end or 'no end')[:10]}"
    s = one.subject
    parts = [one.type.value.replace("_", " "), one.comparator.value.replace("_", " ")]
    if one.value is not None:
        parts[-1] += f" {one.value:g}" + (f" (±{one.tolerance:g})" if one.tolerance else "")
    parts += [f"{name} {value}" for name, value in (
        ("of", s.actor or s.side), ("on", s.category), ("by", s.kind), ("in", s.area), ("cause", s.cause),
    ) if value]  # fmt: skip
    return "; ".join([*parts, days])


def _incident(incident: Incident | None) -> str:
    from trucewatch.cli._ledger import day, figure, place
    from trucewatch.model import KINDS

    if incident is None:
        return "no longer in the record"
    dead = figure(incident.killed)
    return f"{day(incident.when)}, {KINDS[incident.kind].label.lower()}, {place(incident.where)}" + (
        f", killed {dead}" if dead else ""
    )
