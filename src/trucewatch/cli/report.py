"""`trucewatch report`: the situation report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import DATE, NEW_FILE, RECORD, agreement_option, as_of_option, load_agreement
from trucewatch.errors import RecordError, UsageError

if TYPE_CHECKING:
    from trucewatch.record import Address

_FORMATS = ("html", "pdf")


@click.command(short_help="Write the situation report of a period, as HTML or PDF.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option(
    "--format", "shape", type=click.Choice(_FORMATS), default="html", show_default=True, help="What to write."
)
@click.option("--from", "start", type=DATE, metavar="DATE", help="First day of the period (default: of the record).")
@click.option("--to", "end", type=DATE, metavar="DATE", help="Last day of the period (default: of the record).")
@click.option(
    "--out", "-o", type=NEW_FILE, metavar="FILE", help="Where to write (default: DIR/report.html or DIR/report.pdf)."
)
@click.option("--names", is_flag=True, help="Tell victims' names.")
@click.option("--most", type=click.IntRange(1), metavar="N", help="Incidents that are listed at most (default: 400).")
@click.option("--dated", type=DATE, metavar="DATE", help="A day of making to print; none is printed without it.")
@click.option(
    "--pictures/--no-pictures", default=True, show_default=True,
    help="Draw the map and the timeline; without them HTML needs no extra.",
)  # fmt: skip
@agreement_option(help="Another agreement (TOML) than the one that the record was made with.")
@as_of_option
def report(
    address: Address, shape: str, start: dt.date | None, end: dt.date | None, out: Path | None, names: bool,
    most: int | None, dated: dt.date | None, pictures: bool, agreement_file: Path | None, as_of: dt.date | None,
    decided_by: dt.date | None,
) -> None:  # fmt: skip
    """Write what the record of DIR, a folder that `trucewatch run` wrote, holds of a period, for people to read.

    Summary, findings under each term, ledgers by side, map and timeline, every incident with all accounts of it, checks
    of statements, what is not known, sources, and hashes by which it can be checked. Figures are best (low-high).
    Victims' names are left out unless --names is given. The same record gives the same bytes.
    """
    from trucewatch.publish import MOST_INCIDENTS, SituationOptions, make_report, report_html, report_pdf
    from trucewatch.record import Store, record_as_of
    from trucewatch.web.basemap import BaseMap
    from trucewatch.web.situation import ground_of, provenance_of
    from trucewatch.web.towns import Towns

    options = SituationOptions(
        start=start, end=end, as_of=as_of, agreement=load_agreement(agreement_file), names=names, made_on=dated,
        most=most or MOST_INCIDENTS,
    )  # fmt: skip
    path = out or _beside(address, shape)
    with Store.open(address, create=False) as store:
        known = record_as_of(store, as_of, decided_by=decided_by)
        ground = ground_of(BaseMap(), Towns()) if pictures else None
        made = make_report(known, options, provenance_of(store), ground)
    data = report_html(made).encode() if shape == "html" else report_pdf(made)
    _write(path, data)
    click.echo(str(path))


def _beside(address: Address, shape: str) -> Path:
    if isinstance(address, Path):
        return address / f"report.{shape}"
    raise UsageError("where to write is not said", remedy="name a file with --out")


def _write(path: Path, data: bytes) -> None:
    """Put the file in place whole.

    Raises:
        RecordError: It cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise RecordError(f"cannot write: {error.strerror}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
