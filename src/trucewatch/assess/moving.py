"""Zones that move: which outlines under one name may have held when something happened."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from trucewatch.assess.case import Case
from trucewatch.assess.times import Edge, is_after
from trucewatch.model import Agreement, Incident, Zone


@dataclass(frozen=True, slots=True)
class InTime:
    """The versions of a zone that may have held, in the order of the file.

    `whole` is false where the date leaves room for days on which none of them held.
    """

    zones: tuple[Zone, ...]
    whole: bool


def in_time(case: Case, zone: Zone) -> InTime:
    """The versions of a zone that may have held at the time of the incident.

    An act without a date cannot be later than the first report of it.
    """
    versions = case.view.versions(zone)
    if len(versions) == 1 and versions[0].valid_from is None and versions[0].valid_to is None:
        return InTime(versions, True)
    found = [(v, _during(case.view.agreement, case.incident, v)) for v in versions]
    able = tuple(v for v, during in found if during is not False)
    if any(during is True for _, during in found):
        return InTime(able, True)
    return InTime(able, _without_gap(case.view.agreement, case.incident, able))


def _span(incident: Incident) -> tuple[str | None, str | None]:
    when = incident.when
    return (when.start if when else None), ((when.end if when else None) or incident.first_reported)


def _during(agreement: Agreement, incident: Incident, zone: Zone) -> bool | None:
    """Whether it surely happened while a version held (true) or surely not (false)."""
    start, end = _span(incident)
    begins = Edge.of(zone.valid_from, end=False) if zone.valid_from else None
    ends = Edge.of(zone.valid_to, end=True) if zone.valid_to else None
    if begins is not None and is_after(agreement, end, begins) is False:
        return False
    if ends is not None and is_after(agreement, start, ends) is True:
        return False
    begun = begins is None or is_after(agreement, start, begins) is True
    over = ends is not None and is_after(agreement, end, ends) is not False
    return True if begun and not over else None


def _without_gap(agreement: Agreement, incident: Incident, zones: tuple[Zone, ...]) -> bool:
    """Whether versions follow one another without a gap and hold from the first day that it may be to the last."""
    if not zones:
        return False
    start, end = _span(incident)
    rows = sorted(zones, key=lambda z: z.valid_from or "")
    for before, after in itertools.pairwise(rows):
        if before.valid_to is None or after.valid_from is None:
            return False
        close, open_ = Edge.of(before.valid_to, end=True), Edge.of(after.valid_from, end=False)
        if (close.day, close.at) != (open_.day, open_.at):
            return False
    first, last = rows[0].valid_from, rows[-1].valid_to
    begun = first is None or is_after(agreement, start, Edge.of(first, end=False)) is True
    return begun and (last is None or is_after(agreement, end, Edge.of(last, end=True)) is False)
