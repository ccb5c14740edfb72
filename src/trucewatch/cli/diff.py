"""`trucewatch diff`: what differs between a record as known on two dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import DATE, RECORD
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.record import Address


@click.command(short_help="What differs between the record as known on two dates.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option("--from", "earlier", type=DATE, required=True, metavar="DATE", help="As known on that day.")
@click.option("--to", "later", type=DATE, metavar="DATE", help="As known on that day (default: as it is now).")
@click.option("--decided", is_flag=True, help="Take only the review decisions made by each of the two days.")
@click.option(
    "--format", "shape", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="What to write."
)
def diff(address: Address, earlier: dt.date, later: dt.date | None, decided: bool, shape: str) -> None:
    """List what differs in the record of DIR between two days: incidents, figures, verdicts, checks and totals.

    A line begins with + for what is new, - for what is gone, ~ for what has changed and = for a total. What was known
    on a day is what was published by it, at its end.
    """
    from trucewatch.cli._changes import change_lines, change_rows
    from trucewatch.record import Derived, Store, compare, derive, known_on

    if later is not None and later < earlier:
        raise UsageError("--to lies before --from", where=str(later), remedy="give the earlier day first")
    with Store.open(address, create=False) as store:
        basis = store.basis()

    def known(day: dt.date | None) -> Derived:
        return derive(known_on(basis, day, decided_by=day if decided else None))

    changes = compare(known(earlier), known(later))
    for line in change_rows(changes) if shape == "jsonl" else change_lines(changes):
        click.echo(line)
    if shape == "text" and not changes:
        click.echo("nothing differs")
