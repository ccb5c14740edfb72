"""`trucewatch gazetteer`: look places up, and add one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import FILE, gazetteer_option, printable

if TYPE_CHECKING:
    from trucewatch.locate import Considered, Match


@click.group()
def gazetteer() -> None:
    """Look up places, and add your own."""


@gazetteer.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many places.")
@click.option("--country", metavar="CODE", help="Only places of that country (ISO 3166-1, two letters).")
@click.option("--with", "others", metavar="NAME", multiple=True, help="Another name of the report; may stand again.")
@click.option("--explain", is_flag=True, help="Show which place is taken among those names, and why not the others.")
@gazetteer_option
def search(
    name: str, limit: int, country: str | None, others: tuple[str, ...], explain: bool, gazetteers: tuple[Path, ...]
) -> None:
    """Show the places that NAME may mean, best first.

    Each line gives how like the name is, by what it was found (exact, folded, skeleton, fuzzy), the place, its division
    and country, its point with the radius in km, its kind, people and id. Exit status 1 where nothing is found.
    """
    from trucewatch.locate import Gazetteer, Locator

    places = Gazetteer.load(gazetteers)
    if explain or others:
        locator = Locator(places)
        considered = locator.explain(name, locator.context([name, *others]))
        for line in explanation(considered[:limit]):
            click.echo(printable(line))
        if considered:
            return
    found = places.search(name, limit=limit, country=country.upper() if country else None)
    for match in found:
        click.echo(printable(line_of(match)))
    if not found:
        click.echo(f"no place is called anything like {printable(name)}", err=True)
        raise SystemExit(1)


def explanation(considered: Sequence[Considered]) -> Iterator[str]:
    """The place that is taken with the parts of its score, then the others with what they lack."""
    for i, candidate in enumerate(considered):
        if not candidate.believed:
            word, why = "not believed", "lesser, and nothing in the report speaks for it"
        elif i == 0:
            word, why = "taken", ", ".join(f"{part} {amount:+.2f}" for part, amount in candidate.parts)
        else:
            less = candidate.lacks(considered[0])
            word, why = "not taken", "less " + ", ".join(f"{part} {amount:.2f}" for part, amount in less)
        yield f"{word}: {line_of(candidate.match)}"
        yield f"    {candidate.score:.2f}: {why}"


def line_of(match: Match) -> str:
    """One line for a place found."""
    entry = match.entry
    called = f" (as {match.name})" if match.name != entry.name else ""
    area = ", ".join(part for part in (entry.admin1 if entry.admin1 != entry.name else None, entry.country) if part)
    people = f", {entry.population:,} people" if entry.population else ""
    return (
        f"{match.score:.2f} {match.how:<8} {entry.name}{called}, {area or 'no one country'}: "
        f"{entry.lat:.5f} {entry.lon:.5f} within {entry.radius_km:g} km, {entry.kind}{people} [{entry.id}]"
        f"{f' by {entry.source}' if entry.source else ''}"
    )


@gazetteer.command()
@click.argument("file", type=FILE)
def add(file: Path) -> None:
    """Add the places of FILE for every later run.

    FILE is a GeoNames table (19 columns parted by tabs), CSV with a header of name,lat,lon and, if you like,
    country,admin1,alternates,radius_km,kind,population,id,source,pinned (several alternates are parted by
    semicolons), or GeoJSON whose points, lines and outlines have properties of those names. Places that are known
    already are merged; one with `pinned` yes and a `source` settles what its names mean. They are kept in the folder
    TRUCEWATCH_HOME names, else in the user's data folder; adding a file of the same name again replaces what it gave
    before.
    """
    from trucewatch.locate import add_places

    done = add_places(file)
    click.echo(
        f"{done.added} place{'s' if done.added != 1 else ''} added, {done.merged} merged with known ones, "
        f"{done.known} known already; kept in {printable(str(done.stored))}"
    )
