"""Incidents found by words or days, for a merge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from trucewatch.errors import DecisionError
from trucewatch.model import Incident
from trucewatch.web.filters import Filters, Sort
from trucewatch.web.permissions import Permission, Person
from trucewatch.web.queries import ask
from trucewatch.web.review import incident_of
from trucewatch.web.routes.incident import heading
from trucewatch.web.workbench import Workbench

_SHOWN: Final = 8
_DAYS: Final = 3
"""Without words, incidents of so many days before and after are offered."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """An incident that was found, and whether it is chosen already."""

    incident: Incident
    heading: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FoundView:
    """What was found: the first of `total`, those chosen before them; `days` where it was by days and not by words."""

    rows: tuple[FoundRow, ...]
    total: int
    days: bool


def found_view(bench: Workbench, person: Person, query: QueryParams) -> FoundView:
    """Incidents that hold the words `q`, or without words those about the days of the incident `home`.

    Args:
        bench: The workbench.
        person: Who asks.
        query: `q`, `home`, and as `others` what is chosen already.
    """
    home = query.get("home", "")[:300]
    chosen = [id_[:300] for id_ in query.getlist("others")[:50]]
    filters = Filters.parse(QueryParams({"q": query.get("q", "")}))
    if not filters.q:
        filters = _about(bench, home)
    private = person.may(Permission.READ_NAMES)
    with ask(bench.index, filters, private=private) as queries:
        total = queries.totals().incidents
        ids = queries.ids(Sort.NEWEST, page=1, size=_SHOWN + 1 + len(chosen))
    left_out = {home, *chosen}
    found = [id_ for id_ in ids if id_ not in left_out][:_SHOWN]
    cases = {case.id: case.incident for case in bench.shelf(person).cases([*chosen, *found])}
    rows = tuple(FoundRow(cases[i], heading(cases[i]), i in chosen) for i in (*chosen, *found) if i in cases)
    return FoundView(rows, total - (home in ids), days=not query.get("q", "").strip())


def _about(bench: Workbench, home: str) -> Filters:
    """The days about an incident; all days where it has none, or is not there."""
    try:
        when = incident_of(bench.desk.look(f"incident:{home}")).when
    except DecisionError:
        return Filters()
    if when is None or when.start is None:
        return Filters()
    first = dt.date.fromisoformat(when.start[:10])
    last = dt.date.fromisoformat(when.end[:10]) if when.end else first
    return Filters(since=first - dt.timedelta(_DAYS), until=last + dt.timedelta(_DAYS))
