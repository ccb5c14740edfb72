"""What a situation report is made of: sections of a few kinds of blocks, which every renderer shows alike.

All of it is text. Nothing here is markup, so that words of a report can never become any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trucewatch.model import Grade, Verdict


class Look(StrEnum):
    """How a run of text looks."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    CODE = "code"
    """An id or a hash."""
    QUOTE = "quote"
    """Words of a report."""
    VERDICT = "verdict"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text.

    Attributes:
        text: What it says.
        look: How it looks.
        to: The anchor in this report that it leads to.
        href: The address on the web that it leads to; http or https.
        tone: The verdict or the grade that it tells, for its colour.
    """

    text: str
    look: Look = Look.PLAIN
    to: str | None = None
    href: str | None = None
    tone: Verdict | Grade | None = None


Cell = tuple[Run, ...]
"""A line of text."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; `is_note` where it explains what stands beside it."""

    runs: Cell
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        label: Its head.
        is_number: Whether it holds figures, which stand on the right.
        share: How wide it is beside the others.
    """

    label: str
    is_number: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a cell each column, the first of which names the row, and the anchor that leads here."""

    cells: tuple[Cell, ...]
    anchor: str | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; nothing in it is `nothing` in words."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    nothing: str = "None."


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing.

    Attributes:
        name: Of the file that it is written to, where it needs one.
        svg: The drawing.
        alt: What it shows, for those who cannot see it.
        caption: What stands under it.
    """

    name: str
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures at the head: the best one, how far it may be off, and what it counts."""

    value: str
    label: str
    bounds: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures at the head."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident: its heading, facts in pairs, and the accounts of it as a table."""

    anchor: str
    heading: str
    facts: tuple[tuple[str, Cell], ...]
    accounts: Table


Block = Prose | Bullets | Table | Picture | KeyFigures | Entry


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its number or letter, and the anchor of its heading."""

    anchor: str
    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SituationReport:
    """A situation report as it is shown.

    Attributes:
        title: The agreement that it is about, or that there is none.
        period: The days that it is about, in words.
        facts: What stands under the title, in pairs: as of when, days in force, what was withheld.
        warning: What every reader must know first.
        sections: In their order.
        lang: The language that it is written in.
    """

    title: str
    period: str
    facts: tuple[tuple[str, str], ...]
    warning: str
    sections: tuple[Section, ...]
    lang: str = "en"

    def pictures(self) -> Iterator[Picture]:
        """The drawings, in their order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Picture))


_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
"""Controls, and marks that turn the direction of what follows: with them a text may show other words than it holds."""


def seen(text: str) -> str:
    """A text without what could make it look like another."""
    return _UNSEEN.sub(" ", text)


def plain(text: str) -> Cell:
    """Text as a cell."""
    return (Run(text),)


def quiet(text: str) -> Cell:
    """Text that matters less, as a cell."""
    return (Run(text, Look.QUIET),)


def joined(cells: Sequence[Cell], between: str = ", ") -> Cell:
    """Cells as one, with words between them."""
    found: list[Run] = []
    for cell in cells:
        found += [Run(between), *cell] if found else cell
    return tuple(found)
