"""`trucewatch export`: the record in other shapes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, as_of_option, reading
from trucewatch.errors import UsageError

_SHAPES = ("jsonl", "csv", "geojson", "parquet", "ged", "acled")

if TYPE_CHECKING:
    from trucewatch.record import Address


@click.command(short_help="Write the record in another shape.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option("--format", "shape", type=click.Choice(_SHAPES), required=True, help="The shape to write.")
@click.option(
    "--out", "-o", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
    help="Where to write (default: DIR/export).",
)  # fmt: skip
@click.option("--names", is_flag=True, help="Write victims' names, and the texts of reports, in which they stand.")
@click.option("--claims", is_flag=True, help="Draw claims on the map too, beside incidents (geojson).")
@as_of_option
def export(
    address: Address,
    shape: str,
    out: Path | None,
    names: bool,
    claims: bool,
    as_of: dt.date | None,
    decided_by: dt.date | None,
) -> None:
    """Write the record of DIR, a folder that `trucewatch run` wrote, in another shape.

    JSON Lines (all records), CSV and Parquet (incidents, claims, findings) and GeoJSON (a map) hold what the record
    holds; ged and acled are CSV of incidents in the columns of UCDP GED (those that killed) and of ACLED.

    Victims' names, and the texts of reports, are left out unless --names is given.
    """
    from trucewatch.publish import FORMATS, ExportOptions, export_record

    chosen = next(known for known in FORMATS if known == shape)
    with reading(address, as_of, decided_by) as store:
        options = ExportOptions(names=names, claims=claims)
        for path in export_record(store, out or _beside(address), chosen, options=options):
            click.echo(str(path))


def _beside(address: Address) -> Path:
    if isinstance(address, Path):
        return address / "export"
    raise UsageError("where to write is not said", remedy="name a folder with --out")
