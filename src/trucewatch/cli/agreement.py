"""`trucewatch agreement`: help for whoever writes an agreement as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import FILE, printable

if TYPE_CHECKING:
    from trucewatch.model import Agreement, Term, Zone


@click.group()
def agreement() -> None:
    """Check agreements written as data."""


@agreement.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Read an agreement with its geometry and name every problem, or show what it holds.

    FILE is TOML; docs/agreements.md tells its keys. Exit status 1 where something is wrong.
    """
    from trucewatch.errors import AgreementError
    from trucewatch.read import check_agreement

    found, problems = check_agreement(file)
    for problem in problems:
        click.echo(f"{file}: {printable(str(problem))} [{AgreementError.code}]", err=True)
    if found is None:
        count = len(problems)
        click.echo(f"{count} problem{'s' if count != 1 else ''}", err=True)
        raise SystemExit(1)
    for line in summary(found, today=dt.datetime.now(tz=dt.UTC).date()):
        click.echo(printable(line))


def summary(found: Agreement, *, today: dt.date) -> Iterator[str]:
    """What an agreement holds, a line each."""
    parties = ", ".join(f"{p.name} ({p.role})" for p in found.parties)
    bound = [side.name for side in found.sides if side.bound.value == "yes"]
    yield f"ok: {found.id}: {found.name}"
    yield f"  parties   {parties or 'none'}"
    yield f"  sides     {len(found.sides)}, of which bound: {', '.join(bound) or 'none'}"
    yield f"  actors    {len(found.actors)} with {sum(len(a.aliases) for a in found.actors)} other names"
    yield f"  exempt    {', '.join(f'{e.actor} ({e.status.value})' for e in found.exempt) or 'none'}"
    yield f"  in force  {_force(found, today)}"
    yield from (f"  zone      {_zone(zone)}" for zone in found.zones)
    yield from (f"  term      {_term(term)}" for term in found.terms)


def _force(found: Agreement, today: dt.date) -> str:
    from trucewatch.model import day_of

    start = found.effective or found.declared
    what = "" if found.effective else "declared "
    if found.ended is not None:
        return f"{what}{start} to {found.ended}, {(day_of(found.ended) - day_of(start)).days + 1} days"
    days = (today - day_of(start)).days + 1
    return f"{what}{start}, no end given; {max(days, 0)} days on {today}"


def _zone(zone: Zone) -> str:
    from trucewatch.locate.zones import ZoneShape

    shape = ZoneShape.of(zone)
    size = f"{shape.area_km2:,.0f} km2" if shape.is_area else f"{shape.length_km:,.1f} km long"
    wide = f", {zone.depth_km:g} km to either side" if zone.depth_km else ""
    return f"{zone.id}: {zone.kind}, {size}{wide}, known to {zone.u_km:g} km"


def _term(term: Term) -> str:
    if not term.testable:
        return f"{term.id} (article {term.article}): not testable"
    span = f"{term.since or 'as the agreement'}{f' to {term.until}' if term.until else ''}"
    return f"{term.id} (article {term.article}): {', '.join(term.tests)}; from {span}"
