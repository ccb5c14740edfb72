"""The only requests that the library makes of another machine, to the OpenID provider that an operator has named."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import httpx

from trucewatch.web.accounts import Refused

_LOG = logging.getLogger(__name__)
_SECONDS: Final = 10.0
_MOST_BYTES: Final = 1_000_000


class ProviderHttp:
    """Requests of a provider, by httpx; redirects are not followed."""

    def __init__(self, client: httpx.Client | None = None) -> None:
        self._client = client or httpx.Client(timeout=_SECONDS, follow_redirects=False)

    def get(self, url: str, *, token: str | None = None) -> Mapping[str, Any]:
        """Ask; with an access token where one is given.

        Raises:
            Refused: There is no answer, or none that can be read.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._asked("GET", url, headers=headers)

    def post(self, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None) -> Mapping[str, Any]:
        """Send a form; name and secret in the header where they are given, quoted as RFC 6749, 2.3.1 says.

        Raises:
            Refused: There is no answer, or none that can be read.
        """
        auth = httpx.BasicAuth(*(quote(part, safe="") for part in basic)) if basic else None
        return self._asked("POST", url, data=dict(form), auth=auth)

    def _asked(self, method: str, url: str, **more: Any) -> Mapping[str, Any]:
        try:
            with self._client.stream(method, url, **more) as answer:
                body = b""
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > _MOST_BYTES:
                        raise ValueError("the answer is too long")
                if answer.status_code != httpx.codes.OK:
                    raise ValueError(f"status {answer.status_code}: {body[:200]!r}")
            found = httpx.Response(200, content=body).json()
            if not isinstance(found, dict):
                raise ValueError("the answer is no object")
        except (httpx.HTTPError, ValueError) as error:
            _LOG.warning("%s %s failed: %s", method, url, error)
            raise Refused("The provider cannot be reached, or gives no sound answer.", 502) from error
        return found
