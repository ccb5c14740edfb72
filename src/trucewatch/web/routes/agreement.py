"""An agreement: its terms with what was found, its parties, sides and groups, and its zones on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from trucewatch.model import Agreement
from trucewatch.publish import terms_csv
from trucewatch.web.agreements import InForce, TermView, in_force, term_views
from trucewatch.web.answers import Answer, as_json, respond
from trucewatch.web.downloads import csv_file
from trucewatch.web.filters import Filters
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import ask
from trucewatch.web.workbench import Bench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement and the findings of the record against it."""

    agreement: Agreement
    in_force: InForce
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class AgreementsView:
    """All agreements at hand."""

    agreements: tuple[AgreementView, ...]


@router.get("/agreements")
def agreements(
    request: Request, bench: Bench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """All agreements at hand; the page of the only one where there is but one."""
    found = tuple(_view(agreement, bench) for agreement in bench.agreements)
    if len(found) == 1:
        return respond(request, person, Answer(template="agreement.html", view=found[0], title=found[0].agreement.name))
    view = AgreementsView(found)
    return respond(request, person, Answer(template="agreements.html", view=view, title="Agreements"))


@router.get("/agreements/{id_}/terms.csv")
def terms_csv_file(id_: str, bench: Bench, _: Annotated[Person, Depends(requires(Permission.READ))]) -> Response:
    """The terms of an agreement with the findings of each as CSV."""
    one = _of(id_, bench)
    rows = ((one.id, t.term, t.counts.verdicts if t.counts else None) for t in _view(one, bench).terms)
    return csv_file("terms.csv", [terms_csv(rows)])


@router.get("/agreements/{id_}/zones.geojson")
def zones_file(id_: str, bench: Bench, _: Annotated[Person, Depends(requires(Permission.READ))]) -> Response:
    """The zones of an agreement as GeoJSON: their geometry as drawn, and what else the agreement says of each."""
    zones = [z.model_dump(mode="json", exclude={"file"}) for z in _of(id_, bench).zones]
    features = [{"type": "Feature", "geometry": z.pop("geometry"), "properties": z} for z in zones]
    body = as_json({"type": "FeatureCollection", "features": features})
    head = {"Content-Disposition": 'attachment; filename="zones.geojson"'}
    return Response(body, media_type="application/geo+json", headers=head)


@router.get("/agreements/{id_}")
def agreement(
    id_: str, request: Request, bench: Bench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """The page of an agreement.

    Raises:
        HTTPException: 404 where no such agreement is at hand.
    """
    one = _of(id_, bench)
    return respond(request, person, Answer(template="agreement.html", view=_view(one, bench), title=one.name))


def _of(id_: str, bench: Bench) -> Agreement:
    found = next((a for a in bench.agreements if a.id == id_), None)
    if found is None:
        raise HTTPException(404, "No agreement with this id is at hand.")
    return found


def _view(agreement: Agreement, bench: Bench) -> AgreementView:
    with ask(bench.index, Filters(), private=False) as queries:
        counts = [count for count in queries.terms() if count.agreement == agreement.id]
    terms = term_views([agreement], counts, explained=True)
    return AgreementView(agreement, in_force(agreement, bench.settings.today()), terms)
