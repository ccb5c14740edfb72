"""`trucewatch rebuild`: everything derived, anew from reports, claims and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, agreement_option, load_agreement, load_ratings, sources_option

if TYPE_CHECKING:
    from trucewatch.record import Address


@click.command(short_help="Derive incidents, findings and checks anew from claims and decisions.")
@click.argument("address", metavar="DIR", type=RECORD)
@agreement_option(help="Another agreement (TOML) to make findings against, from now on.")
@sources_option
def rebuild(address: Address, agreement_file: Path | None, sources_file: Path | None) -> None:
    """Derive incidents, findings and checks of DIR anew from its reports, claims and decisions, and write its files.

    The agreement and the ratings of sources are those of the last run, unless others are given, which then stay. A
    record that is in order stays as it is, to the byte; what was different is told. Claims keep the actors and sides
    that they were extracted with: run again to extract them by another agreement.
    """
    from trucewatch.cli._changes import change_lines
    from trucewatch.engine import write_beside
    from trucewatch.record import ReviewService, Store

    agreement, rated = load_agreement(agreement_file), load_ratings(sources_file)
    with Store.open(address, create=False) as store:
        if agreement is not None or sources_file is not None:
            basis = store.basis()
            store.put_basis(
                agreement or basis.agreement,
                rated.letters if sources_file else basis.sources,
                rating_notes=rated.notes if sources_file else basis.rating_notes,
            )
        changes = ReviewService(store).rebuild()
        write_beside(store)
    for line in change_lines(changes):
        click.echo(line)
    click.echo("rebuilt" if changes else "rebuilt: nothing was different")
