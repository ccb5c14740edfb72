"""An invented agreement over an invented valley, and incidents in it, for the tests of findings.

The line of contact runs along latitude 45 from west to east, so that the north stands on its left. A kilometre is
about 0.009 degrees of latitude. The road runs along longitude 20.
"""

from __future__ import annotations

from typing import Any

from tests.link.cases import claim as any_claim
from tests.link.cases import day, place, report

from trucewatch.assess import assess_incidents
from trucewatch.assess.case import Answer, Case, View
from trucewatch.assess.tests import RUN
from trucewatch.model import Agreement, Claim, Finding, Incident, Report

KM = 1 / 111.13
"""Degrees of latitude in a kilometre, near enough at 45 degrees."""

_SIDES = [
    {"id": "north", "name": "Northern forces", "bound": "yes"},
    {"id": "south", "name": "Southern forces", "bound": "yes"},
    {"id": "militia", "name": "Hill militia", "bound": "yes", "through": "south"},
    {"id": "guests", "name": "Foreign guests", "bound": "unknown"},
    {"id": "raiders", "name": "Raiders", "bound": "no"},
]
_ACTORS = [
    {"name": "Northern Army", "side": "north", "aliases": ["northern troops"]},
    {"name": "Southern Army", "side": "south", "aliases": ["southern troops"]},
    {"name": "Hill Militia", "side": "militia"},
    {"name": "Guest Legion", "side": "guests"},
    {"name": "Raider Band", "side": "raiders", "aliases": ["bandits"]},
    {"name": "Old Raiders", "side": "raiders"},
    {"name": "Joint commission", "side": ""},
]
_SQUARE = [[19.5, 44.6], [20.5, 44.6], [20.5, 45.4], [19.5, 45.4], [19.5, 44.6]]
_ROAD = {"type": "LineString", "coordinates": [[20.0, 44.7], [20.0, 45.3]]}
_ZONES = [
    {
        "id": "valley",
        "name": "Green Valley",
        "kind": "polygon",
        "file": "z",
        "feature": "valley",
        "uncertainty_km": 2.0,
        "includes": ["Valley District"],
        "geometry": {"type": "Polygon", "coordinates": [_SQUARE]},
    },
    {
        "id": "contact",
        "name": "Line of contact",
        "kind": "line",
        "file": "z",
        "feature": "contact",
        "uncertainty_km": 1.0,
        "near_km": 5.0,
        "aliases": ["front line"],
        "divides": [["north", "raiders"], ["south", "militia"]],
        "geometry": {"type": "LineString", "coordinates": [[19.5, 45.0], [20.5, 45.0]]},
    },
    {
        "id": "road",
        "name": "Road corridor",
        "kind": "corridor",
        "file": "z",
        "feature": "road",
        "line_uncertainty_km": 1.0,
        "half_width_km": 5.0,
        "aliases": ["N7"],
        "geometry": _ROAD,
    },
    {
        "id": "route",
        "name": "Patrol route",
        "kind": "line",
        "file": "z",
        "feature": "road",
        "uncertainty_km": 1.0,
        "near_km": 5.0,
        "geometry": _ROAD,
    },
]
_START = "2031-03-02T06:00:00+01:00"


def _term(id: str, *tests: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "article": "1", "meaning": "m", "testable": True, "tests": list(tests), **fields}


_TERMS = [
    _term(
        "ceasefire",
        "military_action",
        "in_force",
        "in_area",
        "along_line_of_contact",
        "bound_actor",
        "exempt_group",
        zone="valley",
        along="contact",
        binds=["north", "south", "militia", "guests"],
    ),
    _term("corridor", "attack_inside_corridor_act", "in_force", "in_corridor", zone="road"),
    _term("patrols", "joint_patrol", "in_force", "on_route", "whole_route", zone="route", commits=["joint_patrol"]),
    _term("sky", "no_fly", "in_force", "in_area", "bound_actor", zone="valley"),
    _term("heavy", "heavy_weapon_line", "in_force", "bound_actor", along="contact"),
    _term(
        "digging",
        "prohibited_act",
        "in_force",
        "bound_actor",
        forbids=["fortification", "sniper_fire"],
        binds=["NORTHLAND"],
    ),
    _term(
        "release", "commitment_kept", "in_force", "bound_actor", commits=["exchange", "withdrawal"], until="2031-06-30"
    ),
]


def agreement(**fields: Any) -> Agreement:
    """The agreement, with other values for some keys."""
    base: dict[str, Any] = {
        "id": "valley-2031",
        "name": "Truce in the valley",
        "declared": "2031-03-01",
        "effective": _START,
        "effective_zone": "Europe/Paris",
        "parties": [
            {"id": "NORTHLAND", "name": "Northland", "role": "signatory", "answers_for": ["north"]},
            {"id": "SOUTHLAND", "name": "Southland", "role": "signatory", "answers_for": ["south", "militia"]},
        ],
        "sides": _SIDES,
        "actors": _ACTORS,
        "exempt": [{"actor": "Raider Band", "status": "yes"}, {"actor": "Old Raiders", "status": "unknown"}],
        "zones": _ZONES,
        "terms": _TERMS,
    }
    return Agreement.model_validate({**base, **fields})


AGREEMENT = agreement()
NORTH_ARMY = {"actor": "Northern Army", "side": "north"}
SOUTH_ARMY = {"actor": "Southern Army", "side": "south"}


def account(confidence: str = "accused", **fields: Any) -> dict[str, Any]:
    """An account of who did it."""
    base = {"actor": None, "label": None, "side": None, "claimants": [], "denied_by": [], "reports": []}
    return {**base, "confidence": confidence, **fields}


def at(lat: float = 45.0, lon: float = 20.0, radius_km: float = 2.0, **fields: Any) -> dict[str, Any]:
    """A place, by default where the road crosses the line of contact."""
    return place("Ford", lat, lon, **{"radius_km": radius_km, **fields})


def target(category: str = "military", **fields: Any) -> dict[str, Any]:
    """Somebody struck."""
    return {"text": None, "actor": None, "side": None, "category": category, **fields}


class Scene:
    """An incident with one claim for each account: shelling at the ford on 10 April 2031."""

    def __init__(self, *accounts: dict[str, Any], claims: list[Claim] | None = None, **fields: Any) -> None:
        """Accounts as `account` gives them; `claims` replaces the claims; other fields are those of the incident."""
        shared = {
            "kind": fields.get("kind", "shelling_artillery_missile"),
            "when": fields.get("when", day("2031-04-10")),
            "where": fields.get("where", at()),
        }
        targets = fields.pop("targets", [])
        if claims is None:
            told = accounts or (account("not_stated"),)
            claims = [scene_claim(f"c{i}", a, **shared, targets=targets) for i, a in enumerate(told)]
        self.claims = {c.id: c for c in claims}
        self.reports: dict[str, Report] = {c.report: report(c.report, source=f"Outlet {c.report}") for c in claims}
        base: dict[str, Any] = {
            "id": "i1",
            "claims": list(self.claims),
            "reports": list(self.reports),
            "part_of": None,
            **shared,
            "weapon": None,
            "variants": [],
            "perpetrators": list(accounts),
            **dict.fromkeys(("killed", "injured", "missing", "captured")),
            "victims": [],
            "grade": "weak",
            "grade_reason": "made up",
            "credibility": 3,
            "reliability": "F",
            "first_reported": None,
            "history": [],
            "note": None,
        }
        self.incident = Incident.model_validate({**base, **fields})

    def findings(self, under: Agreement = AGREEMENT) -> dict[str, Finding]:
        """The finding of each term."""
        return {f.term: f for f in assess_incidents([self.incident], self.claims, self.reports, under)}

    def case(self, term: str, under: Agreement = AGREEMENT) -> Case:
        """The incident against one term."""
        chosen = next(t for t in under.terms if t.id == term)
        return Case(View(under), chosen, self.incident, tuple(self.claims.values()), self.reports)

    def answer(self, test: str, term: str = "ceasefire", under: Agreement = AGREEMENT) -> Answer:
        """What one test says."""
        return RUN[test](self.case(term, under))

    def outcome(self, test: str, term: str = "ceasefire", under: Agreement = AGREEMENT) -> str:
        """The outcome of one test over all accounts."""
        return self.answer(test, term, under).outcome.value


def scene_claim(id: str, who: dict[str, Any], **fields: Any) -> Claim:
    """A claim that tells an account."""
    told = {k: who[k] for k in ("label", "actor", "side", "confidence")}
    return any_claim(id, f"r-{id}", perpetrator={"text": None, **told}, **fields)
