"""Checks as CSV: one line a statement, both verdicts, the incidents that decide and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from trucewatch.model import Check, Report
from trucewatch.publish.export import guard_cell

CHECK_COLUMNS = (
    "id",
    "report",
    "source",
    "published",
    "quote",
    "type",
    "comparator",
    "value",
    "tolerance",
    "period_start",
    "period_end",
    "actor",
    "side",
    "category",
    "kind",
    "area",
    "cause",
    "verdict",
    "verdict_as_published",
    "record",
    "incidents",
    "claims",
)
"""The columns, in order; ids of incidents and claims are parted by blanks."""


def checks_csv(checks: Sequence[Check], reports: Mapping[str, Report], *, head: bool = True) -> str:
    """The checks as CSV; words of reports that a spreadsheet would run as a formula get a quote before.

    Args:
        checks: In the order of the lines.
        reports: Those that make the statements, by id.
        head: Whether the line of columns comes first; not for what follows in a file that is written in parts.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    if head:
        writer.writerow(CHECK_COLUMNS)
    for check in checks:
        report, s = reports.get(check.report), check.subject
        cells = (
            *(check.id, check.report, report.source if report else None, report.published if report else None),
            *(check.quote, check.type.value, check.comparator.value, check.value, check.tolerance),
            *(check.period.start, check.period.end, s.actor, s.side, s.category, s.kind, s.area, s.cause),
            *(check.verdict.value, check.verdict_as_published.value, check.record),
            *(" ".join(check.incidents), " ".join(check.claims)),
        )
        writer.writerow([guard_cell(cell) for cell in cells])
    return out.getvalue()
