"""Errors of the API in one shape: RFC 9457, `application/problem+json`."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from trucewatch.errors import TrucewatchError
from trucewatch.web.failures import TITLES, status_of

_LOG = logging.getLogger(__name__)
_TITLES = TITLES | {422: "That cannot be done", 429: "Too many at once"}
PROBLEM = "application/problem+json"


_PLAIN = {"Not Found": "There is no such address.", "Method Not Allowed": "This address is not asked this way."}
_REMEDIES = {
    401: "send a token that holds: Authorization: Bearer tw_...; it is made on the page of an account",
    405: "see /api/v1/openapi.json",
}
_NO_OBJECT = "the body is no JSON object"
_AS_JSON = 'send an object, such as {"reports": [...]}, with Content-Type: application/json'
_WORDS = {
    "missing": "this is needed and is not there",
    "extra_forbidden": "there is no such field or parameter",
    "string_too_short": "this is empty",
    "too_short": "this is empty",
}
"""What does not fit, by pydantic's word for it; others are told in its own words."""


class ProblemDetails(BaseModel):
    """What is told of an error.

    Attributes:
        type: `about:blank`, or `urn:trucewatch:error:` and the code of the error.
        title: Of the status.
        status: Of the answer.
        detail: What is wrong.
        code: Of the error, where it has one; see docs/api.md.
        where: What it concerns: a field, a parameter, an id.
        remedy: What can be done.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str | None = None
    where: str | None = None
    remedy: str | None = None


class ProblemResponse(Response):
    """An error as an answer."""

    media_type = PROBLEM

    def render(self, content: Any) -> bytes:
        """JSON in UTF-8."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def problem(status: int, detail: str, **more: str | None) -> Response:
    """An error as an answer.

    Args:
        status: Of the answer.
        detail: What is wrong.
        more: `code`, `where` and `remedy`.
    """
    code = more.get("code")
    kind = f"urn:trucewatch:error:{code}" if code else "about:blank"
    told = ProblemDetails(type=kind, title=_TITLES.get(status, "Error"), status=status, detail=detail, **more)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "10"}}.get(status, {})
    return ProblemResponse(told.model_dump(), status_code=status, headers=headers)


def install(api: FastAPI) -> None:
    """Let every error be answered in the one shape."""

    @api.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        told = _PLAIN.get(str(error.detail), str(error.detail))
        made = problem(error.status_code, told, remedy=_REMEDIES.get(error.status_code))
        made.headers.update(error.headers or {})
        return made

    @api.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        if first["type"] == "json_invalid":
            said = first.get("ctx", {}).get("error", "it cannot be read")
            told = f"the body is no JSON: {said}, at character {first['loc'][-1]}"
            return problem(422, told, code="E100", where="body")
        if where == "body":
            return problem(422, _NO_OBJECT, code="E100", where=where, remedy=_AS_JSON)
        told = _WORDS.get(first["type"], str(first["msg"]))
        return problem(422, told, code="E100", where=where[:200] or None)

    @api.exception_handler(TrucewatchError)
    async def known(_: Request, error: TrucewatchError) -> Response:
        status = status_of(error)
        if status == 500:
            _LOG.error("%s", error)
        return problem(status, error.message, code=error.code, where=error.where, remedy=error.remedy)

    @api.exception_handler(ResponseValidationError)
    @api.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> Response:
        _LOG.error("unexpected error at %s", request.url.path, exc_info=error)
        return problem(500, "An error that was not foreseen. The log of the server names it.")


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route for its description."""
    schema = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
    return {s: {"description": _TITLES[s], "content": {PROBLEM: schema}} for s in (400, 401, 403, 422, *statuses)}
