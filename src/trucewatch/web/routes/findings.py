"""The incidents and the findings under the filters of the overview, to download."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import StreamingResponse

from trucewatch.model import Finding, Outcome, Verdict
from trucewatch.publish import findings_csv, incidents_csv
from trucewatch.publish.export import feature
from trucewatch.publish.flat import incident_row
from trucewatch.web.answers import JSON, as_json
from trucewatch.web.downloads import csv_file
from trucewatch.web.filters import Filters, Sort, sort_of
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import ask
from trucewatch.web.reading import Case
from trucewatch.web.workbench import DatedBench, Workbench

router = APIRouter()

Reader = Annotated[Person, Depends(requires(Permission.READ))]

_BATCH: Final = 500
"""Incidents that are read at a time, so that a large record is never held whole."""
_ALL: Final = 2**31


@router.get("/incidents.csv")
def incidents_csv_file(request: Request, bench: DatedBench, person: Reader) -> StreamingResponse:
    """The incidents of the ledger in its order as CSV, with the columns of `trucewatch export --format csv`."""
    read = _cases(request, bench, person, sort_of(request.query_params))
    parts = (incidents_csv(((c.incident, c.findings) for c in cases), head=first) for first, cases in read)
    return csv_file("incidents.csv", parts)


@router.get("/incidents.geojson")
def incidents_geojson_file(request: Request, bench: DatedBench, person: Reader) -> StreamingResponse:
    """The same as points with their radius; one without a point has a null geometry."""
    read = _cases(request, bench, person, sort_of(request.query_params))
    rows = ((feature(incident_row(c.incident, c.findings)) for c in cases) for _, cases in read)
    begin = '{"type": "FeatureCollection", "features": '
    return _file("incidents.geojson", chain([begin], _listed(rows), ["}\n"]), "application/geo+json")


@router.get("/findings.csv")
def findings_csv_file(request: Request, bench: DatedBench, person: Reader) -> StreamingResponse:
    """The findings under the filters of the address as CSV, with the columns of `trucewatch export --format csv`."""
    parts = (findings_csv(found, head=first) for first, found in _findings(request, bench, person))
    return csv_file("findings.csv", parts)


@router.get("/findings")
def findings_json_file(request: Request, bench: DatedBench, person: Reader) -> StreamingResponse:
    """The same as the record holds them; always JSON."""
    read = _findings(request, bench, person)  # here, so that a filter that cannot be read is told before sending
    return _file("findings.json", _listed(some for _, some in read), JSON)


def _listed(parts: Iterable[Iterable[object]]) -> Iterator[bytes | str]:
    """What comes in parts as one list in JSON; a part is sent at once, since each sending costs a change of threads."""
    between = b"\n"
    yield "["
    for part in parts:
        told = b",\n".join(as_json(one) for one in part)
        if told:
            yield between + told
            between = b",\n"
    yield "]\n"


def _file(name: str, parts: Iterator[bytes | str], kind: str) -> StreamingResponse:
    return StreamingResponse(parts, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _findings(request: Request, bench: Workbench, person: Person) -> Iterator[tuple[bool, list[Finding]]]:
    """The findings in parts, the newest incidents first, and whether a part is the first; there is one at least."""
    filters = Filters.parse(request.query_params)
    read = _cases(request, bench, person, Sort.NEWEST)
    return ((first, [f for case in cases for f in case.findings if asked_for(f, filters)]) for first, cases in read)


def _cases(request: Request, bench: Workbench, person: Person, sort: Sort) -> Iterator[tuple[bool, list[Case]]]:
    """The incidents under the filters in parts, and whether a part is the first; there is one at least.

    Raises:
        InputError: A filter cannot be read; before anything is read.
    """
    filters = Filters.parse(request.query_params)
    with ask(bench.index, filters, private=person.may(Permission.READ_NAMES)) as queries:
        ids = queries.ids(sort, page=1, size=_ALL)
    shelf = bench.shelf(person)
    return ((at == 0, shelf.cases(ids[at : at + _BATCH])) for at in range(0, max(1, len(ids)), _BATCH))


def asked_for(finding: Finding, filters: Filters) -> bool:
    """Whether a finding is one that the filters ask for: a term alone means what is not out of its scope."""
    if filters.term and finding.term not in filters.term:
        return False
    if filters.verdict:
        if finding.verdict not in filters.verdict:
            return False
    elif filters.term and finding.verdict is Verdict.OUT_OF_SCOPE:
        return False
    unknown = {r.test for r in finding.reasons if r.outcome is Outcome.UNKNOWN}
    return not filters.unknown or (finding.verdict is Verdict.UNDETERMINED and bool(unknown & set(filters.unknown)))
