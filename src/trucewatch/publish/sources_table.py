"""Sources as CSV: one line an outlet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from trucewatch.publish.export import guard_cell

SOURCE_COLUMNS = ("source", "reports", "incidents", "alone", "first", "last", "reliability")
"""The columns: reports, incidents and those on its word alone, first and last day of publication, Admiralty letter."""


def sources_csv(rows: Iterable[tuple[str, int, int, int, str | None, str | None, str | None]]) -> str:
    """Outlets as CSV with a head; words that a spreadsheet would run as a formula get a quote before."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(SOURCE_COLUMNS)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
