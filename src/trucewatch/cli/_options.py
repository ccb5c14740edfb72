"""Options and streams that more than one command has."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from trucewatch.model import Agreement, Record, Report
    from trucewatch.read import Ratings, Unreadable
    from trucewatch.record import Address, Reading

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R", bound="Record")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE_OR_STDIN = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=str)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


class _Record(click.ParamType):  # type: ignore[type-arg]  # older versions of click take no type here
    """The folder of a record, or the address of the PostgreSQL database that it stands in."""

    name = "record"

    def __init__(self, *, exists: bool = True) -> None:
        self._folder = click.Path(exists=exists, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        """Tell an address from a folder, and see that the folder is there."""
        if not str(value).startswith(("postgresql:", "postgres:")):
            folder: Path = self._folder.convert(value, param, ctx)
            return folder
        from trucewatch.record import address_of

        return address_of(str(value))


RECORD = _Record()
NEW_RECORD = _Record(exists=False)


def agreement_option(**settings: Any) -> Callable[[F], F]:
    """`--agreement FILE`."""
    words = settings.pop("help", "The agreement (TOML) that incidents are tested against.")
    return click.option("--agreement", "agreement_file", type=FILE, metavar="FILE", help=words, **settings)


def gazetteer_option(function: F) -> F:
    """`--gazetteer FILE`, which may stand more than once."""
    return click.option(
        "--gazetteer",
        "gazetteers",
        type=FILE,
        multiple=True,
        metavar="FILE",
        help="More places for this run (GeoNames table, CSV or GeoJSON); may be given more than once.",
    )(function)


def sources_option(function: F) -> F:
    """`--sources FILE`."""
    return click.option(
        "--sources",
        "sources_file",
        type=FILE,
        metavar="FILE",
        help="Your own ratings of sources, A to F (TOML or CSV with name, letter, note).",
    )(function)


class _Date(click.ParamType):  # type: ignore[type-arg]  # older versions of click take no type here
    """A day written as 2020-03-19."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day, or say how it is written."""
        try:
            return dt.date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2020-03-19", param, ctx)


DATE = _Date()


def as_of_option(function: F) -> F:
    """`--as-of DATE` and `--decided-by DATE`; the command takes `as_of` and `decided_by`, dates or null."""
    decided = click.option(
        "--decided-by",
        type=DATE,
        metavar="DATE",
        help="Only the review decisions made by that day; all where it is not given.",
    )
    published = click.option(
        "--as-of", type=DATE, metavar="DATE", help="The record as it was known: by what was published by that day."
    )
    return published(decided(function))


@contextmanager
def reading(address: Address, as_of: dt.date | None = None, decided_by: dt.date | None = None) -> Iterator[Reading]:
    """A record as it is, or as it was known on a day.

    Raises:
        RecordError: There is no record.
        UsageError: Nothing was published by that day.
    """
    from trucewatch.record import Store, record_as_of

    with Store.open(address, create=False) as store:
        yield record_as_of(store, as_of, decided_by=decided_by)


def extractor_option(function: F) -> F:
    """`--extractor model|rules`."""
    return click.option(
        "--extractor",
        type=click.Choice(["model", "rules"]),
        default="model",
        show_default=True,
        help="What finds the claims: the trained model with rules beside it, or the rules alone, ten times as quick.",
    )(function)


def weights_option(default: str | None, words: str) -> Callable[[F], F]:
    """`--weights conflict|news`; `words` say what holds where it is not given."""
    return click.option(
        "--weights",
        type=click.Choice(["conflict", "news"]),
        default=default,
        help=f"What claims are merged by: weights for reports of a conflict, or for news of many places. {words}",
    )


def out_option(function: F) -> F:
    """`--out FILE`, standard output where it is not given."""
    return click.option(
        "--out", "-o", type=NEW_FILE, metavar="FILE", help="Where to write (default: standard output)."
    )(function)


def load_agreement(path: Path | None) -> Agreement | None:
    """The agreement of a file, or null where no file is given."""
    if path is None:
        return None
    from trucewatch.read import load_agreement as load

    return load(path)


def load_ratings(path: Path | None) -> Ratings:
    """The ratings of a file; none where no file is given."""
    from trucewatch.read import Ratings, load_ratings

    return Ratings() if path is None else load_ratings(path)


def load_records(path: str, kind: type[R]) -> list[R]:
    """All records of one kind from a file, or from standard input for `-`."""
    from trucewatch.read import read_records

    if path == "-":
        return list(read_records(stdin(), kind, "standard input"))
    with Path(path).open("rb") as stream:
        return list(read_records(stream, kind, path))


def by_id(reports: Iterable[Report]) -> dict[str, Report]:
    """Reports by id."""
    return {report.id: report for report in reports}


def write_records(records: Iterable[Record], out: Path | None) -> None:
    """Records as JSON Lines into a file, which is put in place whole, or to standard output."""
    if out is not None:
        from trucewatch.engine import write_lines

        write_lines(out, records)
        return
    stream = sys.stdout.buffer
    for record in records:
        stream.write(f"{record.to_json()}\n".encode())
    stream.flush()


def stdin() -> IO[bytes]:
    """Standard input as bytes; empty where it is closed."""
    return getattr(sys.stdin, "buffer", None) or io.BytesIO()


def tell(line: str) -> None:
    """One line to standard error, with what could move the cursor of a terminal taken out."""
    click.echo(printable(line), err=True)


def printable(text: str) -> str:
    """A text from outside as it may stand in one line on a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def tell_problems(problems: Iterable[Unreadable]) -> int:
    """Name everything that could not be read; returns the exit status that follows from it."""
    status = 0
    for problem in problems:
        tell(f"Skipped {problem}")
        status = 1
    return status


def finish(status: int) -> None:
    """End the command with an exit status other than 0."""
    if status:
        sys.exit(status)
