"""Errors as pages and as JSON in one shape: `{"error": {"status", "code", "message", "where", "remedy"}}`."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from trucewatch.errors import DecisionError, InputError, RecordMoved, TrucewatchError
from trucewatch.web.answers import Answer, respond, wants_json, wants_part
from trucewatch.web.as_of import StillDeriving
from trucewatch.web.books import StillAdding
from trucewatch.web.permissions import Person, Role
from trucewatch.web.routes.login import login_path
from trucewatch.web.sessions import AccountPeople
from trucewatch.web.situation import StillMaking

_LOG = logging.getLogger(__name__)
_AGAIN = "load this page again in a moment"
TITLES = {
    400: "That cannot be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not in the record",
    405: "Not done this way",
    408: "Too slow",
    409: "The record has moved",
    413: "Too long",
    422: "That cannot be decided",
    500: "Something went wrong",
    503: "Not there yet",
}
"""What an answer of each status is called."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is told of an error."""

    status: int
    code: str | None
    message: str
    where: str | None = None
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class FaultView:
    """An error as an answer."""

    error: Fault


def install(app: FastAPI) -> None:
    """Let every error of the application be answered in the one shape."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 401 and isinstance(request.app.state.people, AccountPeople) and not wants_json(request):
            to = "/login" if request.method != "GET" else login_path(request.url.path, request.url.query)
            if wants_part(request):
                return Response(status_code=401, headers={"HX-Redirect": "/login"})
            return RedirectResponse(to, status_code=303)
        told = error.detail if error.status_code != 404 or error.detail != "Not Found" else "There is no such page."
        return _answer(request, Fault(error.status_code, None, told))

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        return _answer(request, Fault(400, "E100", str(first["msg"]), where=where or None))

    @app.exception_handler(TrucewatchError)
    async def known(request: Request, error: TrucewatchError) -> Response:
        status = status_of(error)
        if status == 500:
            _LOG.error("%s", error)
        return _answer(request, Fault(status, error.code, error.message, where=error.where, remedy=error.remedy))

    @app.exception_handler(StillDeriving)
    async def not_yet(request: Request, error: StillDeriving) -> Response:
        told = Fault(503, None, f"The record as known on {error.day} is being derived from its reports.", None, _AGAIN)
        answer = _answer(request, told)
        answer.headers["Retry-After"] = "10"
        return answer

    @app.exception_handler(StillAdding)
    async def not_added(request: Request, _: StillAdding) -> Response:
        answer = _answer(request, Fault(503, None, "A record of this size is still being added up.", None, _AGAIN))
        answer.headers["Retry-After"] = "10"
        return answer

    @app.exception_handler(StillMaking)
    async def not_made(request: Request, _: StillMaking) -> Response:
        answer = _answer(request, Fault(503, None, "The report of somebody else is still being made.", None, _AGAIN))
        answer.headers["Retry-After"] = "10"
        return answer

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> Response:
        _LOG.error("unexpected error at %s", request.url.path, exc_info=error)
        return _answer(request, Fault(500, None, "An error that was not foreseen. The log of the server names it."))


def status_of(error: TrucewatchError) -> int:
    """The status of HTTP that says the same."""
    for kind, status in ((InputError, 400), (RecordMoved, 409), (DecisionError, 422)):
        if isinstance(error, kind):
            return status
    return 500


def _answer(request: Request, fault: Fault) -> Response:
    person = request.app.state.people.person(request) or Person("nobody", Role.VIEWER)
    title = TITLES.get(fault.status, "Error")
    answer = Answer(template="error.html", part="_fault.html", view=FaultView(fault), title=title)
    return respond(request, person, answer, status=fault.status)
