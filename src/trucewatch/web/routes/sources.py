"""The outlets of the record: how much each gave, and how much rests on it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from trucewatch.model import Reliability
from trucewatch.publish import sources_csv
from trucewatch.web.answers import Answer, respond
from trucewatch.web.downloads import csv_file
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import SourceRow
from trucewatch.web.queries import sources as source_rows
from trucewatch.web.workbench import Bench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave no report, with reason and remedy."""

    where: str
    reason: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Every outlet, the extractors whose claims stand in the record, and what could not be read.

    `ratings` has the letter of each source that somebody has rated; `rate` is the source that the form begins with.
    """

    sources: tuple[SourceRow, ...]
    ratings: dict[str, Reliability]
    rate: str
    extractors: dict[str, int]
    unreadable: tuple[Unread, ...]


@router.get("/sources.csv")
def sources_csv_file(bench: Bench, person: Annotated[Person, Depends(requires(Permission.READ))]) -> Response:  # noqa: ARG001
    """Every outlet of the record with its rating, as CSV."""
    ratings = bench.store.ratings()
    rows = (
        (s.source, s.reports, s.incidents, s.alone, s.first, s.last, letter.value if letter else None)
        for s in source_rows(bench.index)
        for letter in [ratings.get(s.source)]
    )
    return csv_file("sources.csv", [sources_csv(rows)])


@router.get("/sources")
def sources(request: Request, bench: Bench, person: Annotated[Person, Depends(requires(Permission.READ))]) -> Response:
    """Every outlet of the record."""
    unread = (Unread(u.where, u.reason, u.remedy) for u in bench.store.unreadable())
    view = SourcesView(
        sources=tuple(source_rows(bench.index)),
        ratings=bench.store.ratings(),
        rate=request.query_params.get("rate", ""),
        extractors=bench.store.extractors(),
        unreadable=tuple(unread),
    )
    return respond(request, person, Answer(template="sources.html", view=view, title="Sources"))
