"""The situation report of a period: a form that asks for it, and the report as a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from trucewatch.errors import InputError, RecordError, UsageError
from trucewatch.publish import SituationOptions
from trucewatch.web import situation as reports
from trucewatch.web.answers import Answer, respond
from trucewatch.web.as_of import AS_OF
from trucewatch.web.filters import day_in
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.workbench import Bench, DatedBench, Workbench

router = APIRouter(prefix="/situation")

Insider = Annotated[Person, Depends(requires(Permission.READ_UNREVIEWED))]
"""Who may see claims that nobody has reviewed: a report quotes all of them."""


@dataclass(frozen=True, slots=True)
class SituationView:
    """The form: the days that the address asks for, those that the record knows of, and what is installed here."""

    since: dt.date | None
    until: dt.date | None
    day: dt.date | None
    begins: str | None
    ends: str | None
    pdf: bool
    pictures: bool


@router.get("")
def situation(request: Request, bench: Bench, person: Insider) -> Response:
    """The form; nothing is made yet."""
    query = request.query_params
    with bench.index.cursor() as cursor:
        row = cursor.execute("SELECT min(published), max(published) FROM report").fetchone()
    view = SituationView(
        since=day_in(query, "since"),
        until=day_in(query, "until"),
        day=day_in(query, AS_OF),
        begins=row[0] if row else None,
        ends=row[1] if row else None,
        pdf=reports.can_make("pdf"),
        pictures=reports.draws(),
    )
    return respond(request, person, Answer(template="situation.html", view=view, title="Situation report"))


@router.get("/report.html")
def report_html_file(request: Request, bench: DatedBench, person: Insider) -> Response:  # noqa: ARG001
    """The report as one page of HTML, to keep: victims' names are left out."""
    return _file(request, bench, "html", "text/html; charset=utf-8")


@router.get("/report.pdf")
def report_pdf_file(request: Request, bench: DatedBench, person: Insider) -> Response:  # noqa: ARG001
    """The same as PDF, where Typst is installed."""
    return _file(request, bench, "pdf", "application/pdf")


def _file(request: Request, bench: Workbench, shape: reports.Shape, kind: str) -> Response:
    query = request.query_params
    start, end = day_in(query, "since"), day_in(query, "until")
    try:
        options = SituationOptions(start=start, end=end, as_of=bench.as_of)
    except UsageError as error:
        raise InputError(error.message, where=error.where, remedy=error.remedy) from error
    ground = reports.ground_of(bench.base_map, bench.towns) if reports.draws() else None
    try:
        data = reports.report_file(bench.reading, bench.store, options, ground, shape=shape)
    except RecordError as error:
        raise HTTPException(503, f"{error.message}; {error.remedy or 'ask again later'}".capitalize()) from error
    asked = (("from", start), ("to", end), ("as-of", bench.as_of))
    name = "-".join(["situation", *(f"{word}-{day}" for word, day in asked if day)])
    head = {"Content-Disposition": f'attachment; filename="{name}.{shape}"'}
    return Response(data, media_type=kind, headers=head)
