"""`trucewatch audit`: whether a record is what was stored and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, finish, printable

if TYPE_CHECKING:
    from trucewatch.record import Address


@click.group()
def audit() -> None:
    """Check that nobody changed a record behind its back."""


@audit.command()
@click.argument("address", metavar="DIR", type=RECORD)
def verify(address: Address) -> None:
    """Check the record of DIR: both chains of hashes, the triggers that protect them, a digest of every row, a rebuild.

    Prints the last hash of both chains: keep a copy elsewhere, and compare. Exit status 1 where something does not fit;
    every row that does not is named.
    """
    from trucewatch.record import Store, audit_record

    with Store.open(address, create=False) as store:
        found = audit_record(store)
    for fault in found.faults:
        click.echo(printable(str(fault)))
    rows = ", ".join(f"{number} {table}" for table, number in found.counts.items() if number)
    click.echo(f"looked at {rows or 'an empty record'}")
    click.echo(f"last hash of what was stored: {found.heads.stored or 'none'}")
    click.echo(f"last hash of what was decided: {found.heads.decisions or 'none'}")
    click.echo("all is as it was stored and decided" if not found.faults else f"{len(found.faults)} do not fit")
    finish(1 if found.faults else 0)
