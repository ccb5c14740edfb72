"""One report: its text with the words that claims and checks rest on marked, and the claims beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response, StreamingResponse

from trucewatch.model import Check, Claim, Report
from trucewatch.publish import reports_csv
from trucewatch.web.answers import Answer, respond
from trucewatch.web.downloads import csv_file
from trucewatch.web.excerpts import Ground, Segment, grounds_of, segments
from trucewatch.web.filters import page_of
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import ReportLine, checks_of, incidents_of_report, reports_of
from trucewatch.web.reading import Case
from trucewatch.web.routes.incident import heading
from trucewatch.web.routes.overview import Pages, pages
from trucewatch.web.workbench import DatedBench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class IncidentRef:
    """An incident in short."""

    id: str
    heading: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim beside the text: its number on the page, its fields with their words, and the incident it is part of."""

    number: int
    claim: Claim
    grounds: tuple[Ground, ...]
    incident: IncidentRef | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that the page of a report shows. `text_shown` is false where the reader may not see its words."""

    report: Report
    text_shown: bool
    title: tuple[Segment, ...]
    text: tuple[Segment, ...]
    claims: tuple[ClaimView, ...]
    hidden_claims: int
    rejected_claims: int
    checks: tuple[Check, ...]
    incidents: tuple[IncidentRef, ...]


@dataclass(frozen=True, slots=True)
class ReportsView:
    """A list of reports; `source` is null where those of all outlets are listed, `-` for reports that name none."""

    source: str | None
    rows: tuple[ReportLine, ...]
    pages: Pages


@router.get("/reports")
def reports(
    request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """All reports, or those of one outlet, the newest first."""
    source, page, size = (
        request.query_params.get("source") or None,
        page_of(request.query_params),
        bench.settings.page_size,
    )
    total, rows = reports_of(bench.index, source, page=page, size=size)
    if not person.may(Permission.READ_NAMES):
        shown = bench.shelf(person).reports([row.id for row in rows])
        hidden = {row.id: bench.redaction.redactor().id(row.id) for row in rows}
        by_id = {r.id: r for r in shown.values()}
        rows = [
            ReportLine(hidden[r.id], r.source, r.published, by_id[hidden[r.id]].title, r.incidents)
            for r in rows
            if hidden[r.id] in by_id
        ]
    query = urlencode([*([("source", source)] if source else []), ("page", "{}")])
    view = ReportsView(source, tuple(rows), pages(f"?{query}", page, size, total))
    return respond(request, person, Answer(template="reports.html", view=view, title="Reports"))


_BATCH: Final = 500
"""Reports that are read at a time, so that a large record is never held whole."""


@router.get("/reports.csv")
def reports_csv_file(
    request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> StreamingResponse:
    """All reports, or those of one outlet, the newest first, as CSV: never their texts."""
    _, lines = reports_of(bench.index, request.query_params.get("source") or None, page=1, size=2**31)
    shelf = bench.shelf(person)

    def parts() -> Iterator[str]:
        for start in range(0, max(1, len(lines)), _BATCH):
            some = lines[start : start + _BATCH]
            found = {r.id: r for r in shelf.reports([line.id for line in some]).values()}
            shown = ((found.get(bench.shown_id(line.id, person)), line.incidents) for line in some)
            yield reports_csv(((r, n) for r, n in shown if r is not None), head=start == 0)

    return csv_file("reports.csv", parts())


@router.get("/reports/{id_:path}")
def report(
    id_: str, request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """The page of a report.

    Raises:
        HTTPException: 404 where the record holds no such report.
    """
    shelf = bench.shelf(person)
    stored = bench.stored_id(id_, person)
    found = next(iter(shelf.reports([stored]).values()), None)
    if found is None:
        raise HTTPException(404, "The record holds no report with this id.")
    claims, hidden = shelf.claims_of(stored)
    checks = shelf.checks(checks_of(bench.index, report=stored))
    cases = shelf.cases(incidents_of_report(bench.index, stored))
    in_text = claims if shelf.names else ()
    view = ReportView(
        report=found,
        text_shown=shelf.names,
        title=tuple(segments(found.title or "", in_text, title=True)),
        text=tuple(segments(found.text, in_text, checks if shelf.names else ())),
        claims=_claims(claims, found, cases, shelf.corrected),
        hidden_claims=hidden,
        rejected_claims=shelf.rejected_of(stored),
        checks=tuple(checks),
        incidents=tuple(IncidentRef(case.incident.id, heading(case.incident)) for case in cases),
    )
    return respond(request, person, Answer(template="report.html", view=view, title=found.title or found.id))


def _claims(
    claims: Sequence[Claim], report: Report, cases: Sequence[Case], corrected: Mapping[str, Collection[str]]
) -> tuple[ClaimView, ...]:
    of_claim = {claim: case.incident for case in cases for claim in case.incident.claims}
    made = []
    for number, claim in enumerate(claims, 1):
        n = of_claim.get(claim.id)
        ref = IncidentRef(n.id, heading(n)) if n else None
        made.append(ClaimView(number, claim, grounds_of(claim, report, corrected.get(claim.id, ())), ref))
    return tuple(made)
