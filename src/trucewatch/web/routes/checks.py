"""Statements that reports make about the record, and what the record says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from trucewatch.errors import InputError
from trucewatch.model import Check, CheckType, CheckVerdict, Range
from trucewatch.publish import checks_csv
from trucewatch.web.answers import Answer, respond
from trucewatch.web.downloads import csv_file
from trucewatch.web.filters import page_of
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import check_counts, checks_of
from trucewatch.web.routes.incident import ReportRef, heading
from trucewatch.web.routes.overview import Pages, pages
from trucewatch.web.workbench import DatedBench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class IncidentRef:
    """An incident in one line."""

    id: str
    heading: str
    killed: Range | None
    injured: Range | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with the report that makes the statement."""

    check: Check
    report: ReportRef | None
    incidents: tuple[IncidentRef, ...]
    """Those that decide it, in its order."""
    moved: bool
    """Whether the record says another thing of it now than it did when the statement was published."""


@dataclass(frozen=True, slots=True)
class ChecksView:
    """A page of checks, and how many there are of each type and verdict."""

    verdict: str | None
    type: str | None
    counts: dict[str, dict[str, int]]
    rows: tuple[CheckRow, ...]
    pages: Pages


@router.get("/checks")
def checks(
    request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """All checks, or those of a verdict (`verdict`) or a type (`type`)."""
    verdict, type_ = _one(request, "verdict", CheckVerdict), _one(request, "type", CheckType)
    page, size = page_of(request.query_params), bench.settings.page_size
    ids = checks_of(bench.index, verdict=verdict, type_=type_)
    counts: dict[str, Counter[str]] = {}
    for kind, now, _, count in check_counts(bench.index):
        counts.setdefault(kind, Counter())[now] += count
    shelf = bench.shelf(person)
    shown = shelf.checks(ids[(page - 1) * size : page * size])
    reports = shelf.reports({bench.stored_id(check.report, person) for check in shown})
    refs = {r.id: ReportRef(r.id, r.source, r.published, r.title) for r in reports.values()}
    deciding = {bench.stored_id(id_, person) for k in shown for id_ in k.incidents}
    lines = {n.id: IncidentRef(n.id, heading(n), n.killed, n.injured) for n in shelf.incidents(sorted(deciding))}
    given = "".join(f"{name}={value}&" for name, value in (("verdict", verdict), ("type", type_)) if value)
    view = ChecksView(
        verdict=verdict,
        type=type_,
        counts={kind: dict(found) for kind, found in counts.items()},
        rows=tuple(
            CheckRow(
                check=k,
                report=refs.get(k.report),
                incidents=tuple(lines[id_] for id_ in k.incidents if id_ in lines),
                moved=k.verdict is not k.verdict_as_published,
            )
            for k in shown
        ),
        pages=pages(f"?{given}page=%7B%7D", page, size, len(ids)),
    )
    return respond(request, person, Answer(template="checks.html", view=view, title="Checks"))


_BATCH: Final = 500
"""Checks that are read at a time, so that a large record is never held whole."""


@router.get("/checks.csv")
def checks_csv_file(
    request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> StreamingResponse:
    """All checks, or those of a verdict or a type, as CSV with the columns of `trucewatch check --format csv`."""
    ids = checks_of(bench.index, verdict=_one(request, "verdict", CheckVerdict), type_=_one(request, "type", CheckType))
    shelf = bench.shelf(person)

    def parts() -> Iterator[str]:
        for start in range(0, max(1, len(ids)), _BATCH):
            some = shelf.checks(ids[start : start + _BATCH])
            told = {c.report: bench.stored_id(c.report, person) for c in some}
            stored = shelf.reports(set(told.values()))
            reports = {shown: stored[id_] for shown, id_ in told.items() if id_ in stored}
            yield checks_csv(some, reports, head=start == 0)

    return csv_file("checks.csv", parts())


def _one(request: Request, name: str, words: type[CheckVerdict] | type[CheckType]) -> str | None:
    value = request.query_params.get(name) or None
    if value is not None and value not in {word.value for word in words}:
        raise InputError("no such value", where=f"{name}={value[:60]}", remedy=f"one of {', '.join(words)}")
    return value
