"""A tile server that the operator turns on: without one no page asks anything of another machine."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from trucewatch.errors import UsageError

_PARTS: Final = ("{z}", "{x}", "{y}")
_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~%/{}\-]*)(?:\?[A-Za-z0-9._~%=&{}\-]*)?")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where browsers take pictures of the map from.

    Attributes:
        template: The address of a tile, with `{z}`, `{x}` and `{y}` in it.
        credit: Who made them, as their terms ask; shown on every map.
    """

    template: str
    credit: str

    @property
    def origin(self) -> str:
        """The one place that pages may then take pictures from, for their policy."""
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"


def tiles_of(template: str, credit: str) -> Tiles:
    """A tile server as an operator names it.

    Raises:
        UsageError: It is no address of tiles, it is not encrypted on its way, or it has no credit.
    """
    wrong = None
    if not _PLAIN.fullmatch(template) or any(template.count(part) != 1 for part in _PARTS):
        wrong = "no address of tiles"
    elif re.search(r"[{}]", re.sub(r"\{[zxy]\}", "", template)):
        wrong = "only {z}, {x} and {y} are filled in"
    elif "{" in urlsplit(template).netloc:
        wrong = "the host of tiles is one"
    elif template.startswith("http://") and not _is_here(urlsplit(template).hostname or ""):
        wrong = "tiles of another machine come over https"
    if wrong:
        raise UsageError(wrong, where=template[:200], remedy="such as https://tiles.example.org/{z}/{x}/{y}.png")
    if not credit.strip():
        raise UsageError("tiles need the name of who made them", remedy='--tiles-credit "© OpenStreetMap contributors"')
    return Tiles(template, credit.strip())


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
