"""The overview: the agreement, the map, the timeline, findings a term and the ledger, all under the same filters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from trucewatch.model import Finding, Incident
from trucewatch.publish.wording import GRADE_MEANINGS, VERDICT_MEANINGS, kind, test_question, verdict, words
from trucewatch.web.agreements import InForce, Marker, TermView, ZoneView, in_force, markers, term_views, zone_views
from trucewatch.web.answers import Answer, respond
from trucewatch.web.basemap import Outline
from trucewatch.web.filters import NOT_STATED, Box, Filters, Sort, page_of, sort_of
from trucewatch.web.labels import side
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import FacetValue, MapPoints, Timeline, Totals, ask, board
from trucewatch.web.tiles import Tiles
from trucewatch.web.towns import Town
from trucewatch.web.workbench import Bench, DatedBench, Workbench

router = APIRouter()

FACET_LABELS: Mapping[str, str] = {
    "verdict": "Verdict",
    "term": "Term",
    "unknown": "Undetermined because",
    "kind": "What happened",
    "side": "Side said to have acted",
    "grade": "Grade",
    "source": "Source",
}


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value of a facet with the words for it."""

    value: str
    label: str
    meaning: str | None
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values."""

    name: str
    label: str
    values: tuple[FacetChoice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """An agreement in short."""

    id: str
    name: str
    declared: str
    in_force: InForce


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An incident in the ledger."""

    incident: Incident
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a table one is."""

    page: int
    pages: int
    size: int
    total: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class OverviewView:
    """Everything that the overview shows; its filters are those of the address."""

    filters: Filters
    sort: Sort
    query: str
    chips: tuple[Chip, ...]
    agreements: tuple[AgreementCard, ...]
    totals: Totals
    terms: tuple[TermView, ...]
    facets: tuple[Facet, ...]
    timeline: Timeline
    markers: tuple[Marker, ...]
    map: MapPoints
    rows: tuple[LedgerRow, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class ZonesView:
    """Zones of the agreements, outlines of countries around the record, and tiles where the operator turned them on."""

    zones: tuple[ZoneView, ...]
    world: tuple[Outline, ...]
    region: tuple[Outline, ...]
    tiles: Tiles | None


@router.get("/")
def overview(
    request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """The overview under the filters of the address."""
    filters, sort, page = _asked(request)
    size = bench.settings.page_size
    with ask(bench.index, filters, private=person.may(Permission.READ_NAMES)) as queries:
        counted = board(bench.index, queries, filters, private=person.may(Permission.READ_NAMES))
        ids = queries.ids(sort, page=page, size=size)
    cases = bench.shelf(person).cases(ids)
    view = OverviewView(
        filters=filters,
        sort=sort,
        query=filters.query(),
        chips=_chips(filters, bench, sort),
        agreements=_cards(bench),
        totals=counted.totals,
        terms=term_views(bench.agreements, counted.terms),
        facets=tuple(_facet(name, values, bench) for name, values in counted.facets.items() if values),
        timeline=counted.timeline,
        markers=markers(bench.agreements),
        map=counted.points,
        rows=tuple(LedgerRow(case.incident, case.findings) for case in cases),
        pages=pages(filters.query(sort=_told(sort), page="{}"), page, size, counted.totals.incidents),
    )
    answer = Answer(template="overview.html", part="_board.html", view=view, title="Overview")
    return respond(request, person, answer)


@router.get("/map/points")
def map_points(
    request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> MapPoints:
    """What the map draws in a part of it (`view`, as `box`) under the filters of the address; always JSON."""
    filters, _, _ = _asked(request)
    looked_at = request.query_params.get("view", "")
    view = Filters.parse(QueryParams({"box": looked_at}))
    with ask(bench.index, filters, private=person.may(Permission.READ_NAMES)) as queries:
        return queries.points(view)


@router.get("/map/base")
def map_base(bench: Bench, _: Annotated[Person, Depends(requires(Permission.READ))]) -> ZonesView:
    """Zones of the agreements, and outlines of countries around them and the incidents; always JSON."""
    zones = zone_views(bench.agreements)
    with ask(bench.index, Filters(), private=False) as queries:
        bounds = queries.points().bounds
    return ZonesView(zones, bench.base_map.world(), _region(bench, bounds), bench.settings.tiles)


@router.get("/map/towns")
def map_towns(request: Request, bench: Bench, _: Annotated[Person, Depends(requires(Permission.READ))]) -> list[Town]:
    """The largest towns in a part of the map (`view`, as `box`), the largest first; always JSON.

    Raises:
        InputError: It is no part of the map.
    """
    view = Box.parse(request.query_params.get("view", ""))
    return list(bench.towns.within(view))


def _region(bench: Workbench, bounds: tuple[float, float, float, float] | None) -> tuple[Outline, ...]:
    if bounds is None:
        return ()
    west, south, east, north = bounds
    room = min(max(east - west, north - south, 1.0), 8.0)
    if east - west > 60 or north - south > 60:
        return ()
    return bench.base_map.region(
        math.floor(west - room), math.floor(south - room), math.ceil(east + room), math.ceil(north + room)
    )


def _asked(request: Request) -> tuple[Filters, Sort, int]:
    query = request.query_params
    return Filters.parse(query), sort_of(query), page_of(query)


def _told(sort: Sort) -> str | None:
    return None if sort is Sort.NEWEST else sort.value


def pages(query: str, page: int, size: int, total: int) -> Pages:
    """Where in a table one is.

    Args:
        query: Of the address of a page, with `{}` for its number, as a query encodes it.
        page: From 1.
        size: Rows of a page.
        total: Rows of all pages.
    """
    count = max(1, math.ceil(total / size))
    before, after = (query.replace("%7B%7D", str(n)) if 1 <= n <= count else None for n in (page - 1, page + 1))
    return Pages(page, count, size, total, before, after)


def _cards(bench: Workbench) -> tuple[AgreementCard, ...]:
    today = bench.as_of or bench.settings.today()
    return tuple(AgreementCard(a.id, a.name, a.declared, in_force(a, today)) for a in bench.agreements)


def _label(name: str, value: str, bench: Workbench) -> tuple[str, str | None]:
    """The words for a value of a facet, and what it means."""
    match name:
        case "verdict":
            return verdict(value), VERDICT_MEANINGS.get(value)
        case "kind":
            return kind(value), None
        case "grade":
            return words(value).capitalize(), GRADE_MEANINGS.get(value)
        case "side":
            return side(value, bench.sides), None
        case "source":
            return ("No source named" if value == NOT_STATED else value), None
        case "unknown":
            return f"{words(value)} not known", test_question(value)
        case _:
            meanings = {term.id: term.meaning for a in bench.agreements for term in a.terms}
            return words(value), meanings.get(value)


def _facet(name: str, values: tuple[FacetValue, ...], bench: Workbench) -> Facet:
    made = (FacetChoice(v.value, *_label(name, v.value, bench), v.count, v.chosen) for v in values)
    return Facet(name, FACET_LABELS[name], tuple(made))


def _chips(filters: Filters, bench: Workbench, sort: Sort) -> tuple[Chip, ...]:
    def chip(label: str, value: str, name: str, one: str | None = None) -> Chip:
        return Chip(label, value, f"/{filters.without(name, one).query(sort=_told(sort))}")

    made = [chip("Search", filters.q, "q")] if filters.q else []
    made += [chip("From", filters.since.isoformat(), "since")] if filters.since else []
    made += [chip("To", filters.until.isoformat(), "until")] if filters.until else []
    made += [chip("Map", "box drawn on the map", "box")] if filters.box else []
    made += [chip("Day", "not known", "undated")] if filters.undated else []
    made += [chip("Place", "no point", "unplaced")] if filters.unplaced else []
    for name, label in FACET_LABELS.items():
        chosen: tuple[str, ...] = getattr(filters, name)
        made += [chip(label, _label(name, value, bench)[0], name, value) for value in chosen]
    return tuple(made)
