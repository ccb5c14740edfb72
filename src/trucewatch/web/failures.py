"""Errors as pages and as JSON in one shape: `{"error": {"status", "code", "message", "where", "remedy"}}`."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from trucewatch.errors import InputError, TrucewatchError
from trucewatch.web.answers import Answer, respond
from trucewatch.web.permissions import Person, Role

_LOG = logging.getLogger(__name__)
_TITLES = {
    400: "That cannot be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not in the record",
    405: "Not done this way",
    500: "Something went wrong",
}


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
        told = error.detail if error.status_code != 404 or error.detail != "Not Found" else "There is no such page."
        return _answer(request, Fault(error.status_code, None, told))

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        return _answer(request, Fault(400, "E100", str(first["msg"]), where=where or None))

    @app.exception_handler(TrucewatchError)
    async def known(request: Request, error: TrucewatchError) -> Response:
        status = 400 if isinstance(error, InputError) else 500
        if status == 500:
            _LOG.error("%s", error)
        return _answer(request, Fault(status, error.code, error.message, where=error.where, remedy=error.remedy))

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> Response:
        _LOG.error("unexpected error at %s", request.url.path, exc_info=error)
        return _answer(request, Fault(500, None, "An error that was not foreseen. The log of the server names it."))


def _answer(request: Request, fault: Fault) -> Response:
    person = request.app.state.people.person(request) or Person("nobody", Role.VIEWER)
    title = _TITLES.get(fault.status, "Error")
    answer = Answer(template="error.html", view=FaultView(fault), title=title)
    return respond(request, person, answer, status=fault.status)
