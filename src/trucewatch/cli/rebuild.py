"""`trucewatch rebuild`: everything derived, anew from reports, claims and decisions."""

from __future__ import annotations

from pathlib import Path

import click

from trucewatch.cli._options import FOLDER


@click.command(short_help="Derive incidents, findings and checks anew from claims and decisions.")
@click.argument("folder", metavar="DIR", type=FOLDER)
def rebuild(folder: Path) -> None:
    """Derive incidents, findings and checks of DIR anew from its reports, claims and decisions, and write its files.

    The agreement and the ratings of sources are those of the last run. A record that is in order stays as it is, to
    the byte; what was different is told.
    """
    from trucewatch.cli._changes import change_lines
    from trucewatch.engine import write_outputs
    from trucewatch.record import ReviewService, Store

    with Store.open(folder, create=False) as store:
        changes = ReviewService(store).rebuild()
        write_outputs(store, folder)
    for line in change_lines(changes):
        click.echo(line)
    click.echo("rebuilt" if changes else "rebuilt: nothing was different")
