"""`trucewatch agreement`: help for whoever writes an agreement as data."""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import FILE, NEW_FILE, gazetteer_option, printable
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.model import Agreement, Term, Zone
    from trucewatch.publish import NewAgreement
    from trucewatch.read import AgreementProblem


@click.group()
def agreement() -> None:
    """Write, check and draw agreements as data."""


@agreement.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Read an agreement with its geometry and name every problem, or explain it term by term.

    FILE is TOML; docs/agreements.md tells its keys. Of a sound file it shows what it holds and, for each term, what it
    forbids, whom it binds, where and when, and the tests in their order. Exit status 1 where something is wrong.
    """
    from trucewatch.read import check_agreement

    found, problems = check_agreement(file)
    _tell(file, problems)
    if found is None:
        raise SystemExit(1)
    for line in summary(found, today=dt.datetime.now(tz=dt.UTC).date()):
        click.echo(printable(line))


@agreement.command()
@click.argument("file", type=FILE)
@click.option(
    "--out", "-o", required=True, type=NEW_FILE, metavar="FILE", help="Where to write: a name that ends in .svg."
)
@click.option("--places", type=click.IntRange(0, 200), default=30, show_default=True, help="At most so many towns.")
@click.option("--width", type=click.IntRange(300, 4000), default=760, show_default=True, help="Pixels of the map.")
@gazetteer_option
def draw(file: Path, out: Path, places: int, width: int, gazetteers: tuple[Path, ...]) -> None:
    """Draw the zones of an agreement as a picture (SVG).

    Outlines, lines and corridors with the bands in which each zone's own uncertainty leaves the answer open, towns of
    the gazetteer, a scale and north. Nothing is fetched; the same files give the same picture. For PNG print the SVG
    from any browser, or convert it with a tool such as rsvg-convert.
    """
    if out.suffix.lower() != ".svg":
        raise UsageError(f"cannot draw {out.suffix or 'that'}", where=str(out), remedy="name a file that ends in .svg")
    from trucewatch.locate import Gazetteer
    from trucewatch.publish import MapOptions, draw_agreement, places_around
    from trucewatch.read import load_agreement

    found = load_agreement(file)
    options = MapOptions(width=width, places=places)
    towns = places_around(found, Gazetteer.load(gazetteers), options=options) if places else []
    _write(out, draw_agreement(found, towns, options=options))
    click.echo(f"{len(found.zones)} zone{'s' if len(found.zones) != 1 else ''} drawn in {printable(str(out))}")


@agreement.command()
@click.argument("file", type=NEW_FILE, default="agreement.toml")
@click.option("--name", help="Full name of the agreement.")
@click.option("--declared", metavar="DATE", help="Day of signature or announcement.")
@click.option("--effective", metavar="MOMENT", help="When it takes effect (default: the day on which it is declared).")
@click.option("--ended", metavar="MOMENT", help="Last day of its force, where it has one.")
@click.option("--time-zone", metavar="NAME", help="IANA zone in which its days are counted, such as Asia/Aden.")
@click.option("--party", "parties", multiple=True, metavar="NAME", help="Who is bound; may be given more than once.")
@click.option("--unbound", multiple=True, metavar="NAME", help="An armed group that it does not bind; likewise.")
@click.option(
    "--geometry", type=FILE, metavar="FILE", help="GeoJSON beside the new file; its areas and lines are zones."
)
@click.option(
    "--uncertainty-km", type=click.FloatRange(0), default=5.0, show_default=True, help="How far off they may be."
)
@click.option("--half-width-km", type=click.FloatRange(0, min_open=True), help="Make lines corridors so wide each way.")
@click.option("--near-km", type=click.FloatRange(0, min_open=True), help="Depth of lines.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--ask/--no-ask", default=None, help="Ask for what is not given (default: on a terminal).")
def new(file: Path, force: bool, ask: bool | None, **given: object) -> None:
    """Begin a new agreement: a file that explains every key and that `agreement check` accepts.

    FILE is what to write (agreement.toml if not given). On a terminal it asks for what the options leave open. What
    comes out holds the parties, zones from your GeoJSON, and one term, a ceasefire; the rest is for you to write in.
    """
    from trucewatch.publish import new_agreement
    from trucewatch.read import check_agreement

    if file.exists() and not force:
        raise UsageError("is there already", where=str(file), remedy="choose another name, or give --force")
    asking = sys.stdin.isatty() if ask is None else ask
    wanted = _wanted(given, asking=asking, folder=file.parent)
    _write(file, new_agreement(wanted))
    _tell(file, problems := check_agreement(file)[1])
    if problems:
        raise SystemExit(1)
    click.echo(f"{printable(str(file))} is begun: write in what the text says, then `trucewatch agreement check` it")


def _wanted(given: dict[str, object], *, asking: bool, folder: Path) -> NewAgreement:
    """What the options give, and what is asked for where they do not."""
    from trucewatch.publish import NewAgreement

    if asking:
        given = _asked(given)
    for key in ("name", "declared"):
        if not given[key]:
            raise UsageError(f"no {key}", where=f"--{key}", remedy="give it, or call this on a terminal and be asked")
    geometry = given["geometry"]
    if isinstance(geometry, Path) and geometry.resolve().parent != folder.resolve():
        raise UsageError("lies in another folder", where=str(geometry), remedy=f"put it into {folder.resolve()}")
    return NewAgreement(**given)  # type: ignore[arg-type]


_QUESTIONS = (
    ("name", "Full name of the agreement"),
    ("declared", "Day of signature or announcement (2031-03-01)"),
    ("effective", "When it takes effect, with zone (2031-03-02T06:00+01:00; empty: that day)"),
    ("time_zone", "Time zone in which its days are counted (Asia/Aden; empty: not said)"),
    ("parties", "Who is bound (names parted by ;)"),
    ("unbound", "Armed groups that it does not bind (names parted by ;)"),
    ("geometry", "GeoJSON with its areas and lines, beside the new file (empty: none yet)"),
)


def _asked(given: dict[str, object]) -> dict[str, object]:
    """The options with answers in the place of those that were not given."""
    told = dict(given)
    for key, question in _QUESTIONS:
        if given[key]:
            continue
        needed = key in ("name", "declared")
        answer = str(click.prompt(question, default=None if needed else "", show_default=False)).strip()
        if key in ("parties", "unbound"):
            told[key] = tuple(name.strip() for name in answer.split(";") if name.strip())
        elif key == "geometry":
            told[key] = FILE.convert(answer, None, None) if answer else None
        else:
            told[key] = answer or None
    return told


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(path), remedy="check the folder") from error


def _tell(file: Path, problems: Sequence[AgreementProblem]) -> None:
    """Every problem, and how many there are."""
    from trucewatch.errors import AgreementError

    for problem in problems:
        click.echo(f"{file}: {printable(str(problem))} [{AgreementError.code}]", err=True)
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)


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
    yield "  in terms  r is how far off the place of an incident may be, in km"
    for term in found.terms:
        yield from _explained(found, term)


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
    held = f", {zone.valid_from or '...'} to {zone.valid_to or '...'}" if zone.valid_from or zone.valid_to else ""
    return f"{zone.id}: {zone.kind}, {size}{wide}, known to {zone.u_km:g} km{held}"


_WIDTH, _INDENT = 110, 16


def _explained(found: Agreement, term: Term) -> Iterator[str]:
    """A term in plain words, wrapped and indented."""
    from trucewatch.publish import explain_term

    yield f"  term      {term.id} (article {term.article}){'' if term.testable else ': not testable'}"
    for word, told in explain_term(found, term):
        head = f"    {word:<{_INDENT - 4}}"
        yield from textwrap.wrap(
            printable(told), _WIDTH, initial_indent=head, subsequent_indent=" " * _INDENT, break_on_hyphens=False
        )
