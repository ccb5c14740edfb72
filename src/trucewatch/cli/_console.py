"""Lines and tables on standard output, as every command that prints a record writes them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from trucewatch.cli._options import printable

_PLAIN_WIDTH = 150
"""Columns where the output is no terminal and has no width of its own."""


def open_console() -> Console:
    """Standard output, as wide as the terminal."""
    return Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False)


def say(console: Console, line: str, *, style: str = "") -> None:
    """One line, whatever it holds taken as plain text."""
    console.print(Text(printable(line), style=style), soft_wrap=False)


def head(console: Console, line: str) -> None:
    """A bold line after an empty one."""
    console.print()
    say(console, line, style="bold")


def table_of(left: Sequence[str], right: Sequence[str] = ()) -> Table:
    """A table without a frame: columns of words, then columns of figures."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for name in left:
        table.add_column(name, overflow="fold")
    for name in right:
        table.add_column(name, overflow="fold", justify="right")
    return table


def add_row(table: Table, *cells: str) -> None:
    """One row; text, not markup: a report may hold square brackets, and colours are not for it to choose."""
    table.add_row(*(Text(printable(cell)) for cell in cells))
