"""Records for the tests of ledgers: claims grouped by hand, consolidated by the code."""

from __future__ import annotations

from typing import Any

from tests.assess.build import AGREEMENT, at
from tests.link.cases import claim, day, report

from trucewatch.assess import assess_incidents
from trucewatch.assess.entries import Books
from trucewatch.link import consolidate
from trucewatch.model import Agreement, Claim, Incident


def books(
    *groups: list[Claim], tolls: list[Claim] | None = None, under: Agreement | None = AGREEMENT, **update: Any
) -> Books:
    """A record of one incident a group; `update` sets fields of all incidents."""
    claims: dict[str, Claim] = {c.id: c for c in [*(c for g in groups for c in g), *(tolls or [])]}
    reports = {c.report: report(c.report, source=f"Outlet {c.report}", published="2031-05-01") for c in claims.values()}
    incidents: list[Incident] = [consolidate(g, reports).model_copy(update=update) for g in groups]
    findings = assess_incidents(incidents, claims, reports, under) if under is not None else ()
    return Books(incidents, claims, reports, findings, under)


def told(id: str, **fields: Any) -> Claim:
    """A claim of shelling at the ford."""
    return claim(id, **{"where": at(), "when": day("2031-04-10"), **fields})
