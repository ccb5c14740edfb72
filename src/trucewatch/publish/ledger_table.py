"""Rows of ledgers as CSV: one line a row, or one for each entry of a list that a row holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from trucewatch.model import Range, Record
from trucewatch.publish.export import guard_cell

Cell = str | int | float | None


def ledger_csv(rows: Sequence[Record]) -> str:
    """The rows as CSV with a head; lines end as RFC 4180 says. Nothing at all where there are no rows.

    A range takes three columns (`killed_low`, `killed_best`, `killed_high`), a list of names one, parted by
    semicolons; a row that holds further records (what each claimant says) takes a line for each of them. An empty
    cell is not known, or open.
    """
    return "".join(ledger_csv_lines(rows))


def ledger_csv_lines(rows: Sequence[Record]) -> Iterator[str]:
    """The same a row at a time. All rows are looked at before the first line, for the columns that they have."""
    columns = list(dict.fromkeys(name for row in rows for line in ledger_cells(row) for name in line))
    if not columns:
        return
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    for row in rows:
        for line in ledger_cells(row):
            writer.writerow({name: guard_cell(cell) for name, cell in line.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def ledger_cells(row: Record) -> Iterator[Mapping[str, Cell]]:
    """The cells of a row by column, once or once for each record that it holds."""
    flat: dict[str, Cell] = {}
    below: list[Record] = []
    for name in type(row).model_fields:
        value = getattr(row, name)
        if isinstance(value, Range):
            flat |= {f"{name}_{end}": getattr(value, end) for end in Range.model_fields}
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            below = list(value)
        elif isinstance(value, tuple):
            flat[name] = "; ".join(_words(item) for item in value) or None
        else:
            flat[name] = value.value if isinstance(value, Enum) else value
    if not below:
        yield flat
    for record in below:
        for cells in ledger_cells(record):
            yield flat | dict(cells)


def _words(item: object) -> str:
    if isinstance(item, tuple):
        return " ".join("?" if part is None else str(part) for part in item)
    return str(item)
