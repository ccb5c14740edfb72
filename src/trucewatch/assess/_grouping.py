"""Incidents by zone, side or kind; one may be of several groups, and of a group perhaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from trucewatch.assess.case import Case, View, claims_for
from trucewatch.assess.places import place_outcome
from trucewatch.errors import UsageError
from trucewatch.model import Agreement, Claim, Confidence, Incident, Outcome, Report, Term

NOBODY = "not stated"
"""The side of acts of which no account says whose they are."""

Members = Mapping[str, bool]
"""Ids of the incidents of a group, with whether they are of it beyond doubt."""


class GroupBy(StrEnum):
    """What a trend is told by."""

    ZONE = "zone"
    SIDE = "side"
    KIND = "kind"


def groups_of(
    by: GroupBy,
    incidents: Sequence[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    agreement: Agreement | None,
) -> Mapping[str, Members]:
    """The groups by name, each with its incidents.

    Raises:
        UsageError: Zones are asked for, and there is no agreement or it has none.
    """
    if by is GroupBy.ZONE:
        return _zones(incidents, claims, reports, agreement)
    found: dict[str, dict[str, bool]] = {}
    for incident in incidents:
        names = {incident.kind.value: True} if by is GroupBy.KIND else side_groups(incident)
        for name, sure in names.items():
            found.setdefault(name, {})[incident.id] = sure
    return in_order(by, found)


def in_order(by: GroupBy | None, groups: Mapping[str, Members]) -> Mapping[str, Members]:
    """Groups by name, acts of nobody last; zones stay in the order of the agreement."""
    if by is GroupBy.ZONE:
        return groups
    return dict(sorted(groups.items(), key=lambda item: (item[0] == NOBODY, item[0])))


def side_groups(incident: Incident) -> dict[str, bool]:
    """Sides that an account which is not denied says it was; sure where all accounts name one, and it alone."""
    live = [a for a in incident.perpetrators if a.confidence is not Confidence.DENIED]
    named = {a.side or NOBODY for a in live if a.confidence is not Confidence.WITHHELD}
    named |= {NOBODY} if not named else set()
    is_disputed = any(a.denied_by for a in live)
    return {side: len(named) == 1 and not is_disputed for side in named}


def zones_needed(agreement: Agreement | None) -> View:
    """The agreement made ready.

    Raises:
        UsageError: There is none, or it has no zones.
    """
    if agreement is None or not agreement.zones:
        raise UsageError(
            "no zones to compare by" if agreement else "zones are those of an agreement, and none is given",
            remedy="give --agreement with a file that declares zones",
        )
    return View(agreement)


def _zones(
    incidents: Sequence[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    agreement: Agreement | None,
) -> Mapping[str, Members]:
    view = zones_needed(agreement)
    # The place rule does not ask which term; an agreement without terms is no reason not to count.
    term = view.agreement.terms[0] if view.agreement.terms else Term(id="-", article="-", meaning="-", testable=False)
    places = [p for i in incidents if i.where is not None for p in (i.where, *i.where.also)]
    view.measure_all((p.lon, p.lat) for p in places if p.lat is not None and p.lon is not None)
    found: dict[str, dict[str, bool]] = {zone_id: {} for zone_id in view.zones}
    for incident in incidents:
        case = Case(view, term, incident, claims_for(incident, claims, reports), reports)
        for zone_id, zone in view.zones.items():
            outcome, _ = place_outcome(case, zone)
            if outcome is not Outcome.NO:
                found[zone_id][incident.id] = outcome is Outcome.YES
    return found
