"""Incidents, reports, decisions and terms as CSV: one line each, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from trucewatch.model import Decision, Finding, Incident, Report, Term, Verdict
from trucewatch.publish.export import guard_cell
from trucewatch.publish.flat import INCIDENT_COLUMNS, Cell, incident_row

REPORT_COLUMNS = ("id", "published", "source", "title", "url", "lang", "incidents", "sha256")
"""The columns of a report: `incidents` is how many tell of it. Its text is not among them."""

DECISION_COLUMNS = (
    "id",
    "at",
    "actor",
    "action",
    "subject",
    "told",
    "incident",
    "heading",
    "reason",
    "in_force",
    "undone_by",
    "undone_at",
)
"""The columns of a decision: `told` is what was decided in words, `incident` and `heading` what it is about today."""

TERM_COLUMNS = (
    "agreement",
    "term",
    "article",
    "meaning",
    "tests",
    "alleged_violation",
    "undetermined",
    "consistent",
    "out_of_scope",
)
"""The columns of a term: its tests in their order, and how many findings there are of each verdict; a term that no
report can test has none."""


def incidents_csv(cases: Iterable[tuple[Incident, Sequence[Finding]]], *, head: bool = True) -> str:
    """Incidents with their findings as CSV, in the columns of an export and without one of victims' names.

    Args:
        cases: Already without names where they are to be left out.
        head: Whether the line of columns comes first; not for what follows in a file that is written in parts.
    """
    return _csv(INCIDENT_COLUMNS, (incident_row(n, findings) for n, findings in cases), head=head)


def reports_csv(reports: Iterable[tuple[Report, int]], *, head: bool = True) -> str:
    """Reports as CSV, each with the number of incidents that rest on it; never their texts.

    Args:
        reports: Already without names where they are to be left out.
        head: As in `incidents_csv`.
    """
    rows = ({**{name: getattr(r, name) for name in _OWN}, "incidents": n} for r, n in reports)
    return _csv(REPORT_COLUMNS, rows, head=head)


def decisions_csv(rows: Iterable[tuple[Decision, Mapping[str, Cell]]], *, head: bool = True) -> str:
    """Decisions as CSV.

    Args:
        rows: Each with the cells that are not of the decision itself: `told`, `incident` and the like.
        head: As in `incidents_csv`.
    """
    made = ({**{name: getattr(d, name) for name in _OF_DECISION}, **cells} for d, cells in rows)
    return _csv(DECISION_COLUMNS, made, head=head)


def terms_csv(rows: Iterable[tuple[str, Term, Mapping[str, int] | None]]) -> str:
    """Terms as CSV.

    Args:
        rows: Id of the agreement, term, and its findings by verdict; null where it is not tested.
    """
    made = (
        {
            "agreement": agreement,
            "term": term.id,
            "article": term.article,
            "meaning": term.meaning,
            "tests": "; ".join(term.tests) or None,
            **{v.value: None if counts is None else counts.get(v.value, 0) for v in Verdict},
        }
        for agreement, term, counts in rows
    )
    return _csv(TERM_COLUMNS, made, head=True)


_OF_DECISION = ("id", "at", "actor", "action", "subject", "reason")
_OWN = tuple(name for name in REPORT_COLUMNS if name != "incidents")


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], *, head: bool) -> str:
    """Lines of CSV; words that a spreadsheet would run as a formula get a quote before."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    if head:
        writer.writeheader()
    for row in rows:
        writer.writerow({key: guard_cell(cell) for key, cell in row.items()})
    return out.getvalue()
