"""What a reader gives back when it cannot give a report, and how much it is willing to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from trucewatch.errors import InputError
from trucewatch.model import Report


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave no report: where it stands, why, what to do, and the code of the error.

    `where` is a path, `path:line` for a row, or `standard input`.
    """

    where: str
    reason: str
    remedy: str | None
    code: str = InputError.code

    @classmethod
    def of(cls, error: InputError, where: str) -> Self:
        """The record of an error; the error's own place wins over `where`."""
        return cls(error.where or where, error.message, error.remedy, error.code)

    def __str__(self) -> str:
        """`where: reason [code] (remedy)` in one line, the form that errors have."""
        tail = f" ({self.remedy})" if self.remedy else ""
        return f"{self.where}: {self.reason} [{self.code}]{tail}"


Located = tuple[str, Report | Unreadable]
"""What an input gave, after the place where it stands (a path, `path:line`, or `standard input`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How much is read at most. The bounds keep one broken or hostile file from taking the machine with it.

    Attributes:
        max_file_bytes: of a file that holds one report (plain text, Markdown).
        max_html_bytes: of an HTML page; pages of news are far below, and the boilerplate remover slows down above.
        max_row_bytes: of one row of JSON Lines or CSV; the number of rows is not bounded.
        max_text_chars: of the text of one report, in code points.
    """

    max_file_bytes: int = 20_000_000
    max_html_bytes: int = 5_000_000
    max_row_bytes: int = 8_000_000
    max_text_chars: int = 1_000_000
