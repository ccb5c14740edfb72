"""What the operator of a workbench decides."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field

from trucewatch.errors import UsageError
from trucewatch.web.permissions import LocalPeople, People
from trucewatch.web.tiles import Tiles

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
"""The names under which a browser on the same machine reaches the server."""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the workbench is served.

    Attributes:
        name: What the record is called in the heading of the pages.
        people: Who asks; without accounts everybody who reaches the server is one local person.
        hosts: Names that a request may call the server by; others are refused, so that a foreign page cannot reach it
            by a name of its own that leads to this machine.
        page_size: Rows of a table at most.
        today: The clock for days in force.
        check_seconds: How often at most it is looked whether the record has changed.
        extractor: What finds the claims of reports that are posted, `rules` or `model`.
        tiles: Where browsers take pictures of the map from; null for nowhere, as is the rule.
    """

    name: str = "record"
    people: People = field(default_factory=LocalPeople)
    hosts: tuple[str, ...] = LOOPBACK_NAMES
    page_size: int = 50
    today: Callable[[], dt.date] = _today
    check_seconds: float = 0.0
    extractor: str = "model"
    tiles: Tiles | None = None


def check_binding(host: str, people: People) -> None:
    """Refuse to serve beyond this machine while nobody has to sign in.

    Raises:
        UsageError: There are no accounts, and the address is not of the loopback.
    """
    if isinstance(people, LocalPeople) and not is_loopback(host):
        raise UsageError(
            "without accounts the workbench is served to this machine alone",
            where=host,
            remedy="leave --host away, or name 127.0.0.1, ::1 or localhost",
        )


def is_loopback(host: str) -> bool:
    """Whether an address to bind to can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
