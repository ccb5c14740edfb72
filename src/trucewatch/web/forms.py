"""Forms as pages send them, and how much of a body is read at most.

Bodies are bounded in size and in the time that they may take to arrive, before any route sees them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Form = ImmutableMultiDict[str, str]
"""The fields of a form; `getlist` gives all values of one."""

FORM_BYTES: Final = 256 * 1024
REPORTS_BYTES: Final = 16 * 1024 * 1024
BODY_SECONDS: Final = 30.0
_FIELDS: Final = 1_000
_FORM: Final = "application/x-www-form-urlencoded"


async def form_of(request: Request) -> Form:
    """The fields of the form that a request carries, read once; none where it carries something else.

    Raises:
        HTTPException: 400 where the form is no such thing, or has too many fields.
    """
    known = request.scope.setdefault("trucewatch", {})
    if "form" not in known:
        known["form"] = ImmutableMultiDict(())
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
            try:
                text = (await request.body()).decode("utf-8")
                known["form"] = ImmutableMultiDict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS))
            except ValueError as error:
                raise HTTPException(400, "This form cannot be read.") from error
    form: Form = known["form"]
    return form


class Bounded:
    """Refuses bodies that are too long (413) or too slow (408)."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int], seconds: float = BODY_SECONDS) -> None:
        """Keep the limits.

        Args:
            app: What is served.
            larger: Bytes by path, where more than `FORM_BYTES` may come.
            seconds: How long a body may take to arrive.
        """
        self.app, self.larger, self.seconds = app, larger, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.larger.get(scope["path"], FORM_BYTES)
        loop = asyncio.get_running_loop()
        read, until, ended = 0, loop.time() + self.seconds, False

        async def bounded() -> Message:
            nonlocal read, ended
            if ended:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, f"The request took more than {self.seconds:g} seconds to arrive.") from error
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, f"At most {most // 1024} KiB are read.")
            ended = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        await self.app(scope, bounded, send)
