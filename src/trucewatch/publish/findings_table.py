"""Findings as CSV: one line an incident and term, with the columns of an export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from trucewatch.model import Finding
from trucewatch.publish.export import guard_cell
from trucewatch.publish.flat import FINDING_COLUMNS, finding_row


def findings_csv(findings: Iterable[Finding], *, head: bool = True) -> str:
    """The findings as CSV; words that a spreadsheet would run as a formula get a quote before.

    Args:
        findings: Already without names where they are to be left out.
        head: Whether the line of columns comes first; not for what follows in a file that is written in parts.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, FINDING_COLUMNS)
    if head:
        writer.writeheader()
    for finding in findings:
        writer.writerow({key: guard_cell(cell) for key, cell in finding_row(finding).items()})
    return out.getvalue()
