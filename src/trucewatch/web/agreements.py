"""An agreement as the pages show it: days in force, its terms with what was found, its zones as shapes for the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trucewatch.locate import ZoneShape
from trucewatch.model import Agreement, Term, Zone, day_of
from trucewatch.publish import explain_term
from trucewatch.web.queries import TermCount


@dataclass(frozen=True, slots=True)
class InForce:
    """Since when an agreement is in force, and for how many days, the first one counted."""

    since: str | None
    until: str | None
    days: int | None
    """Null before its first day, or where that is not known."""
    ended: bool
    on: dt.date
    """The last day that was counted: today, or the day on which it ended."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A date of an agreement on the timeline."""

    day: dt.date
    label: str


@dataclass(frozen=True, slots=True)
class TermView:
    """A term with the counts of its findings; of one that is not tested there are none."""

    agreement: str
    term: Term
    counts: TermCount | None
    explained: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A zone as a shape for the map: its drawn geometry, and the edge of its depth where it has one."""

    id: str
    name: str
    kind: str
    uncertainty_km: float
    depth_km: float | None
    valid_from: str | None
    valid_to: str | None
    geometry: Mapping[str, Any]
    band: Mapping[str, Any] | None
    outer: Mapping[str, Any] | None
    """Where its own uncertainty may reach; null where it has none."""


def in_force(agreement: Agreement, today: dt.date) -> InForce:
    """Days in force up to and with today, or up to the day on which it ended."""
    since = agreement.effective or agreement.declared
    ended = agreement.ended is not None and day_of(agreement.ended) < today
    on = day_of(agreement.ended) if ended and agreement.ended else today
    days = (on - day_of(since)).days + 1
    return InForce(since, agreement.ended, days if days > 0 else None, ended, on)


def markers(agreements: Sequence[Agreement]) -> tuple[Marker, ...]:
    """The dates of agreements, in order of time."""
    made: dict[tuple[dt.date, str], None] = {}
    for agreement in agreements:
        made[day_of(agreement.declared), "declared"] = None
        if agreement.effective:
            made[day_of(agreement.effective), "in force"] = None
        if agreement.ended:
            made[day_of(agreement.ended), "ended"] = None
        for term in agreement.terms:
            if term.since and term.since != agreement.effective:
                made[day_of(term.since), f"{term.id} begins"] = None
            if term.until and term.until != agreement.ended:
                made[day_of(term.until), f"{term.id} ends"] = None
    return tuple(Marker(day, label) for day, label in sorted(made))


def term_views(
    agreements: Sequence[Agreement], counts: Sequence[TermCount], *, explained: bool = False
) -> tuple[TermView, ...]:
    """Every term with its counts; terms that findings speak of but no agreement at hand holds come last.

    Args:
        agreements: At hand.
        counts: Of findings.
        explained: Whether what the term says is told in plain words.
    """
    by_term = {(count.agreement, count.term): count for count in counts}
    made = [
        TermView(
            agreement.id,
            term,
            by_term.pop((agreement.id, term.id), None)
            or (TermCount(agreement.id, term.id, {}) if term.testable else None),
            tuple(explain_term(agreement, term)) if explained else (),
        )
        for agreement in agreements
        for term in agreement.terms
    ]
    made += [
        TermView(count.agreement, Term(id=count.term, article="", meaning=count.term, testable=True), count)
        for count in by_term.values()
    ]
    return tuple(made)


def zone_views(agreements: Sequence[Agreement]) -> tuple[ZoneView, ...]:
    """The zones of agreements as shapes, the largest first so that none covers another."""
    made = []
    for agreement in agreements:
        for zone in agreement.zones:
            if zone.geometry is None:
                continue
            shape = ZoneShape.of(zone)
            made.append((shape.area_km2 if zone.kind == "polygon" else 0.0, _zone_view(zone, shape)))
    return tuple(view for _, view in sorted(made, key=lambda row: -row[0]))


def _zone_view(zone: Zone, shape: ZoneShape) -> ZoneView:
    assert zone.geometry is not None
    band = shape.corridor(zone.depth_km) if zone.kind != "polygon" and zone.depth_km else None
    outer = shape.corridor((zone.depth_km or 0.0) + zone.u_km) if zone.kind != "polygon" and zone.u_km else None
    return ZoneView(
        id=zone.id,
        name=zone.name,
        kind=zone.kind,
        uncertainty_km=zone.u_km,
        depth_km=zone.depth_km,
        valid_from=zone.valid_from,
        valid_to=zone.valid_to,
        geometry=zone.geometry,
        band=band,
        outer=outer,
    )
