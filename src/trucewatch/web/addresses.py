"""Addresses of the pages, for links in templates and in JSON."""

from __future__ import annotations

from urllib.parse import quote


def incident_path(id_: str) -> str:
    """The page of an incident."""
    return _path("incidents", id_)


def report_path(id_: str) -> str:
    """The page of a report."""
    return _path("reports", id_)


def agreement_path(id_: str) -> str:
    """The page of an agreement."""
    return _path("agreements", id_)


def agreement_file_path(id_: str, name: str) -> str:
    """A file of an agreement."""
    return f"/agreements/{quote(id_, safe='')}/{name}"


def review_path(id_: str, made: str | None = None) -> str:
    """The desk of review for an incident; `made` is the id of a decision that was just made there."""
    path = _path("review/incidents", id_)
    return path if made is None else f"{path}{'&' if '?' in path else '?'}made={quote(made)}"


def _path(room: str, id_: str) -> str:
    # An id that itself ends in .json would be taken for a wish for JSON.
    return f"/{room}/{quote(id_, safe='')}" + ("?format=html" if id_.endswith(".json") else "")
