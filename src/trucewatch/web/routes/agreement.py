"""An agreement: its terms with what was found, its parties, sides and groups, and its zones on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from trucewatch.model import Agreement
from trucewatch.web.agreements import InForce, TermView, in_force, term_views
from trucewatch.web.answers import Answer, respond
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


@router.get("/agreements/{id_}")
def agreement(
    id_: str, request: Request, bench: Bench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """The page of an agreement.

    Raises:
        HTTPException: 404 where no such agreement is at hand.
    """
    for one in bench.agreements:
        if one.id == id_:
            answer = Answer(template="agreement.html", view=_view(one, bench), title=one.name)
            return respond(request, person, answer)
    raise HTTPException(404, "No agreement with this id is at hand.")


def _view(agreement: Agreement, bench: Bench) -> AgreementView:
    with ask(bench.index, Filters(), private=False) as queries:
        counts = [count for count in queries.terms() if count.agreement == agreement.id]
    terms = term_views([agreement], counts, explained=True)
    return AgreementView(agreement, in_force(agreement, bench.settings.today()), terms)
