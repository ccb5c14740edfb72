"""The outlets of the record: how much each gave, and how much rests on it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from trucewatch.model import Reliability
from trucewatch.web.answers import Answer, respond
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
