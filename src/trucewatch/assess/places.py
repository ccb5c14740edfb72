"""Tests of where it happened: distance with uncertainty, a line or zone named by a report, the line of contact."""

from __future__ import annotations

from typing import Any

from trucewatch.assess.case import Answer, Case, View, agreed, either, words_of
from trucewatch.assess.moving import in_time
from trucewatch.locate.zones import within_area, within_band
from trucewatch.model import VIOLENT_KINDS, Category, Claim, Kind, Outcome, Place, Relation, Target, Zone

_INSIDE = frozenset({Relation.AT, Relation.ON_LINE, Relation.PART_OF})
_CIVILIANS = frozenset({Category.CIVILIAN, Category.AID_WORKER, Category.JOURNALIST})
_STAND_OFF = frozenset({Kind.SHELLING_ARTILLERY_MISSILE, Kind.AIR_DRONE_STRIKE})
"""Fire that crosses a line of contact by its nature; other violence may happen among those on one side of it."""


def place_outcome(case: Case, zone: Zone) -> tuple[Outcome, dict[str, Any]]:
    """Whether it happened in a zone, and the figures: by distance, and by what a report puts on or in it by name.

    With u = the place's radius plus the zone's uncertainty and d the geodesic distance: within a corridor or the depth
    of a line if d + u is at most the width, outside if d - u is more, else unknown; for an area the same with the
    distance to its boundary. A report that puts the act on the line itself, or in the zone by name, makes an unknown
    a yes. Where it speaks against a distance that says no, the answer is unknown: the line may go on beyond the zone.
    An act at several places happened in the zone if one of them lies in it. Of a zone that moves the outlines are
    asked that may have held when it happened; where they answer differently, or none may have held on some of the
    days, the answer is unknown.
    """
    held = in_time(case, zone)
    if held.whole and len(held.zones) == 1:
        return _in_version(case, held.zones[0])
    told = [(v, *_in_version(case, v)) for v in held.zones]
    outcome = agreed(found for _, found, _ in told) if held.whole else Outcome.UNKNOWN
    if not told:
        return outcome, {"note": "no outline is given for that time"}
    rows = [
        {"valid_from": v.valid_from, "valid_to": v.valid_to, "outcome": found.value, **figures}
        for v, found, figures in told
    ]
    return outcome, {"outlines": rows}


def _in_version(case: Case, zone: Zone) -> tuple[Outcome, dict[str, Any]]:
    measured = [_measured(case.view, zone, place) for place in case.places]
    figures: dict[str, Any] = dict(measured[0][1]) if measured else {}
    if len(measured) > 1:
        further = [{"name": p.name or p.text, **f} for p, (_, f) in zip(case.places[1:], measured[1:], strict=True)]
        figures["also"] = further
    outcome = either(found for found, _ in measured) if measured else Outcome.UNKNOWN
    if outcome is Outcome.YES:
        return outcome, figures
    stated = stated_in(case, zone)
    if stated is None:
        return outcome, figures
    figures["stated"] = stated
    return (Outcome.UNKNOWN if outcome is Outcome.NO else Outcome.YES), figures


def _measured(view: View, zone: Zone, place: Place) -> tuple[Outcome, dict[str, Any]]:
    if place.lat is None or place.lon is None or place.radius_km is None:
        return Outcome.UNKNOWN, {}
    here = view.measure(zone, place.lon, place.lat)
    u = place.radius_km + zone.u_km
    used = {"radius_km": place.radius_km, "zone_uncertainty_km": zone.u_km, "u_km": round(u, 2)}
    km = round(here.distance_km, 2)
    if zone.kind == "polygon":
        return within_area(here, u), {"inside": here.inside, "boundary_km": km, **used}
    width = {"half_width_km" if zone.kind == "corridor" else "near_km": zone.depth_km} if zone.depth_km else {}
    return within_band(here.distance_km, u, zone.depth_km), {"distance_km": km, **used, **width}


def stated_in(case: Case, zone: Zone) -> str | None:
    """The words by which a report puts the act on the line or in the zone, or null."""
    for claim in case.asserted:
        where = claim.where
        if where is None or where.relation not in _INSIDE:
            continue
        told = words_of(where.text) + words_of(where.name)
        if zone.kind == "polygon":
            named = next((name for name in case.view.names(zone) if name in told), None)
            if named:
                return f"a report puts it in the zone by name: {where.text or where.name}"
        elif where.relation is Relation.ON_LINE and _means(case, zone, claim, told):
            return f"a report puts it on the line: {where.text or where.name}"
    return _included(case, zone)


def _included(case: Case, zone: Zone) -> str | None:
    """A place that lies wholly inside by the agreement's own list, where the incident or a report names it."""
    told = [case.incident.where, *(claim.where for claim in case.asserted)]
    for where in told:
        if where is None or where.relation not in _INSIDE:
            continue
        for place in zone.includes:
            if words_of(place) in words_of(where.text) or words_of(place) in words_of(where.name):
                return f"{place} lies inside by the agreement's own list"
    return None


def _means(case: Case, zone: Zone, claim: Claim, told: str) -> bool:
    """Whether "on the line" means this line: it is named, or no other is and the report speaks of this one alone.

    Where the agreement has a single line and the report names none, that line is meant.
    """
    view, others = case.view, case.view.other_lines(zone)
    if any(name in told for name in view.names(zone)):
        return True
    if any(name in told for other in others for name in view.names(other)):
        return False
    text = case.report_words(claim)
    here = any(name in text for name in view.names(zone))
    return (here or not others) and not any(name in text for other in others for name in view.names(other))


def in_area(case: Case) -> Answer:
    """In the term's zone."""
    outcome, figures = place_outcome(case, case.view.zone(case.term, "zone"))
    return Answer.same(case, outcome, **figures)


def in_corridor(case: Case) -> Answer:
    """In the term's corridor."""
    return in_area(case)


def on_route(case: Case) -> Answer:
    """On the term's route."""
    return in_area(case)


def along_line_of_contact(case: Case) -> Answer:
    """On the line, within its depth, or fire or an attack by one side at the other's forces or area. Never no.

    Nobody's act can be told to lie far from a line without depth, so distance alone never excludes it.
    """
    zone = case.view.zone(case.term, "along", "zone")
    where, figures = place_outcome(case, zone)
    if where is Outcome.YES:
        return Answer.same(case, where, **figures)
    reasons = [_across(case, zone, index) for index in range(len(case.accounts))]
    outcomes = tuple(Outcome.YES if reason else Outcome.UNKNOWN for reason in reasons)
    told = next((reason for reason in reasons if reason), None)
    if told:
        figures["note"] = told
    if len(outcomes) > 1:
        figures["by_account"] = [outcome.value for outcome in outcomes]
    return Answer(outcomes, figures)


def _across(case: Case, zone: Zone, index: int) -> str | None:
    """Why an account has one side act against the other, or null where it does not say so."""
    if case.incident.kind not in VIOLENT_KINDS:
        return None
    camps = case.view.camps(zone)
    targets = [t for claim in case.claims_of(index) for t in claim.targets]
    struck = {side for t in targets if (side := case.view.of_target(t).side) is not None}
    side = case.who[index].side
    if side is None:
        if case.accounts[index].confidence.value == "not_stated" and _opposed(camps, struck, struck):
            return "fighting between the two sides"
        return None
    if _opposed(camps, {side}, struck):
        return "fire or an attack by one side at the other's forces"
    own = next((camp for camp in camps if side in camp), None)
    if own is None:
        return None
    if _place_across(case, zone, own):
        return "at a place that lies on the other side of the line"
    if case.incident.kind in _STAND_OFF and _only_foes_across(case, own) and _nobody_else_named(case, own, targets):
        return "fire by one side, none of whose foes stands on its own side of the line"
    return None


def _opposed(camps: tuple[frozenset[str], ...], ones: set[str], others: set[str]) -> bool:
    """Whether a side of one camp and a side of another are among them."""
    return any(
        a in x and b in y and not any({a, b} <= camp for camp in camps)
        for x in camps
        for y in camps
        for a in ones
        for b in others
        if x != y
    )


def _place_across(case: Case, zone: Zone, own: frozenset[str]) -> bool:
    """Whether the place lies surely on the other side of the line; known only where the zone says who is left."""
    held = in_time(case, zone)
    return held.whole and all(_version_across(case, version, own) for version in held.zones)


def _version_across(case: Case, zone: Zone, own: frozenset[str]) -> bool:
    where = case.incident.where
    if not zone.divides or where is None or where.lat is None or where.lon is None or where.radius_km is None:
        return False
    here = case.view.shape(zone).measure(where.lon, where.lat)
    if here.side is None or here.distance_km <= where.radius_km + zone.u_km:
        return False
    return frozenset(zone.divides[0 if here.side == "left" else 1]) != own


def _only_foes_across(case: Case, own: frozenset[str]) -> bool:
    """Whether everybody in a camp is bound with it: a side that nobody answers for may be its foe."""
    return all(case.view.sides[side].bound is Outcome.YES for side in own if side in case.view.sides)


def _nobody_else_named(case: Case, own: frozenset[str], targets: list[Target]) -> bool:
    """Whether no target is named but civilians who are not of the own camp: silence, not an unknown force."""
    return all(t.category in _CIVILIANS and case.view.of_target(t).side not in own for t in targets)
