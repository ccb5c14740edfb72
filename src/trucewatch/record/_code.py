"""A digest of the code that derives: what it derived before may be used again only while it is the same."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from trucewatch import __version__

_ROOMS: Final = ("model", "read", "locate", "extract", "link", "assess", "record")
_ENDINGS: Final = (".py", ".toml", ".txt")


@cache
def rules_key() -> str:
    """Version and digest of all code and tables that incidents, findings and checks depend on."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        _feed(digest, files("trucewatch").joinpath(room), room)
    return f"{__version__}+{digest.hexdigest()[:16]}"


def _feed(digest: hashlib._Hash, item: Traversable, name: str) -> None:
    if item.is_dir():
        for child in sorted(item.iterdir(), key=lambda child: child.name):
            _feed(digest, child, f"{name}/{child.name}")
    elif item.name.endswith(_ENDINGS):
        data = item.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
