"""One answer in two shapes: a page for people, JSON for programs.

JSON is asked for by `Accept: application/json` or by `.json` after the path. Both shapes come from the same view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qs, quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trucewatch.web.as_of import AS_OF, keep_day
from trucewatch.web.permissions import Person

_SUFFIX = ".json"
JSON = "application/json"


def environment() -> Environment:
    """The templates. Everything is escaped, and a name that is not there is an error, not an empty string."""
    return Environment(
        loader=PackageLoader("trucewatch.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class JsonSuffix:
    """Takes `.json` off the path and keeps in mind that JSON was asked for.

    An id may itself end like that: `?format=html` leaves the path as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path.endswith(_SUFFIX) and not path.startswith(("/static/", "/api/")):
            formats = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("format", [])
            if formats[-1:] != ["html"]:
                raw = scope.get("raw_path")
                bare = path.removesuffix(_SUFFIX)
                scope = {**scope, "path": "/" if bare == "/index" else bare, "wants_json": True}
                if isinstance(raw, bytes):
                    scope["raw_path"] = scope["path"].encode() if bare == "/index" else raw.removesuffix(b".json")
        await self.app(scope, receive, send)


class HeadAsGet:
    """Answers HEAD as GET is answered, without the body: programs ask so whether something is there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


def as_json(value: object) -> bytes:
    """A view as JSON: dataclasses, records, days and mappings of any depth."""
    return to_json(value, fallback=lambda found: dict(found) if isinstance(found, Mapping) else str(found))


def embedded(value: object) -> Markup:
    """A value as JSON inside a page: nothing in it can end the element that it stands in."""
    text = as_json(value).decode()
    for char, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")):
        text = text.replace(char, code)
    return Markup(text)


def wants_json(request: Request) -> bool:
    """Whether a program asks: by the path, or by preferring JSON to a page."""
    if request.scope.get("wants_json"):
        return True
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def _raw_path(request: Request) -> str:
    """The path as it stands in the address: a slash in an id stays encoded."""
    raw = request.scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if isinstance(raw, bytes) else quote(request.scope["path"])


def wants_part(request: Request) -> bool:
    """Whether htmx asks for the part of the page that filters change."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-history-restore-request") != "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a route gives back.

    Attributes:
        template: The page.
        view: A dataclass; the page is drawn from it, and JSON is made of it.
        title: Of the page, before the name of the record.
        part: The template of what filters change, where there is one.
    """

    template: str
    view: Any
    title: str
    part: str | None = None


def _dated(request: Request, view: Any) -> Any:
    """A view, with the day that it is as of where the address asked for one."""
    as_of = getattr(request.state, "as_of", None)
    if as_of is None:
        return view
    return {AS_OF: as_of, **{field.name: getattr(view, field.name) for field in fields(view)}}


def respond(request: Request, person: Person, answer: Answer, *, status: int = 200) -> Response:
    """The answer in the shape that was asked for."""
    vary = {"Vary": "Accept, HX-Request"}
    if wants_json(request):
        return Response(as_json(_dated(request, answer.view)), status_code=status, headers=vary, media_type=JSON)
    state = request.app.state
    as_of = getattr(request.state, "as_of", None)
    name = answer.part if answer.part and wants_part(request) else answer.template
    page = state.templates.get_template(name).render(
        view=answer.view,
        title=answer.title,
        person=person,
        path=request.scope["path"],
        json_path=("/index" if request.scope["path"] == "/" else _raw_path(request)) + _SUFFIX,
        settings=state.settings,
        as_of=as_of,
        behind=state.bench.index.behind,
    )
    if as_of is not None:
        page = keep_day(page, as_of)
    return HTMLResponse(page, status_code=status, headers=vary)
