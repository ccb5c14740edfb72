"""CSV with a header of report fields. A bad row is named by its line and the rest goes on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from trucewatch.errors import InputError
from trucewatch.read._fields import build_report, check_keys
from trucewatch.read._result import Located, ReadOptions, Unreadable
from trucewatch.read.json_lines import numbered_lines

_DELIMITERS = (",", ";", "\t")
"""Comma, and what spreadsheets write where the comma is the decimal sign, and what they put on the clipboard."""


class _Lines:
    """Decoded lines for the CSV reader that remembers the bytes of the row being read."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._lines = numbered_lines(stream, limit)
        self._limit = limit
        self.first, self.last = 1, 0
        self.raw: list[bytes] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last, line = next(self._lines)
        if line is None:
            raise csv.Error(f"the line is longer than {self._limit} bytes")
        self.raw.append(line)
        # Bytes that are no UTF-8 become lone surrogates, which the field check refuses by the field's name.
        return line.decode(errors="surrogateescape") + "\n"

    def begin_row(self) -> None:
        self.first, self.raw = self.last + 1, []


def read_csv(stream: IO[bytes], where: str, options: ReadOptions) -> Iterator[Located]:
    """Reports of a CSV stream, in order. The delimiter is the one that gives a header with the column `text`.

    An unknown column is an error of the whole file. `facts_from` holds addresses parted by blanks. A row without
    `sha256` gets that of its line or lines.
    """
    csv.field_size_limit(max(csv.field_size_limit(), options.max_row_bytes))
    lines = _Lines(stream, options.max_row_bytes)
    try:
        header, delimiter = _header(lines)
    except InputError as error:
        yield f"{where}:1", Unreadable.of(error, f"{where}:1")
        return
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        place = f"{where}:{lines.first}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem = InputError(f"not CSV: {error}", remedy="quote fields that hold line ends or quotes")
            yield place, Unreadable.of(problem, place)
            continue
        if not any(cell.strip() for cell in row):
            continue
        try:
            yield place, build_report(_fields(header, row), data=b"\n".join(lines.raw), options=options)
        except InputError as error:
            yield place, Unreadable.of(error, place)


def _header(lines: _Lines) -> tuple[list[str], str]:
    try:
        first = next(lines)
        for delimiter in _DELIMITERS:
            header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
            if "text" in header:
                if len(set(header)) < len(header):
                    raise InputError("a column stands twice in the header", remedy="keep one of them")
                check_keys(dict.fromkeys(header))
                return header, delimiter
    except StopIteration:
        raise InputError("the file is empty", remedy="begin with a line that names the columns") from None
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", remedy="begin with a line that names the columns") from None
    raise InputError("the header has no column text", remedy="name the columns after the report's fields")


def _fields(header: list[str], row: list[str]) -> dict[str, object]:
    if len(row) != len(header):
        raise InputError(
            f"the row has {len(row)} fields and the header {len(header)}",
            remedy="quote fields that hold the delimiter or line ends",
        )
    return {name: cell or None for name, cell in zip(header, row, strict=True)}
