"""Hand-made claims and reports for the tests of linking."""

from __future__ import annotations

from typing import Any

from trucewatch.model import Claim, Count, Report, text_sha256


def count(low: int | None, high: int | None = -1, **flags: bool) -> dict[str, Any]:
    """A figure; without a high it is exact."""
    base = {"approximate": False, "unconfirmed": False, "stated": True, "text": None}
    return {"low": low, "high": low if high == -1 else high, **base, **flags}


def a_count(low: int | None, high: int | None = -1, **flags: bool) -> Count:
    return Count.model_validate(count(low, high, **flags))


def day(start: str, end: str | None = None, text: str | None = "then") -> dict[str, Any]:
    precision = "day" if end in (None, start) else "days"
    return {"start": start, "end": end or start, "precision": precision, "text": text}


def place(name: str | None, lat: float | None = None, lon: float | None = None, **fields: Any) -> dict[str, Any]:
    radius = None if lat is None else 3.0
    base = {"text": name, "relation": "at", "name": name, "admin1": None, "country": None, "lat": lat, "lon": lon}
    return {**base, "radius_km": radius, "precision": 1, "gazetteer": None, "also": [], **fields}


def doer(actor: str | None, confidence: str = "accused", **fields: Any) -> dict[str, Any]:
    return {"text": actor, "label": None, "actor": actor, "side": None, "confidence": confidence, **fields}


def target(actor: str | None, category: str = "military", **fields: Any) -> dict[str, Any]:
    return {"text": actor, "actor": actor, "side": None, "category": category, **fields}


def victim(effect: str, low: int | None, high: int | None = -1, **fields: Any) -> dict[str, Any]:
    base = {"category": "military", "actor": None, "side": None, "cause": "hostile", "names": []}
    return {"effect": effect, "low": low, "high": low if high == -1 else high, **base, **fields}


def by(*names: str, kind: str = "government") -> list[dict[str, Any]]:
    """Claimants that relay nobody."""
    return [{"text": n, "name": n, "kind": kind, "via": None} for n in names]


NOBODY = {"text": None, "label": None, "actor": None, "side": None, "confidence": "not_stated"}
RIVERTON = place("Riverton", 10.0, 20.0)


def claim(id: str, report: str | None = None, **fields: Any) -> Claim:
    """A claim of shelling at Riverton on 8 May 2001, save where fields say otherwise."""
    base: dict[str, Any] = {
        "id": id,
        "report": report or f"r-{id}",
        "extractor": None,
        "score": None,
        "kind": "shelling_artillery_missile",
        "scope": "incident",
        "background": False,
        "superseded": False,
        "coverage": "whole",
        "modality": "asserted",
        "when": day("2001-05-08"),
        "where": RIVERTON,
        "perpetrator": NOBODY,
        "targets": [],
        "killed": None,
        "injured": None,
        "missing": None,
        "captured": None,
        "acts": None,
        "victims": [],
        "weapon": None,
        "claimants": [],
        "denied_by": [],
        "evidence": [],
    }
    return Claim.model_validate({**base, **fields})


def report(id: str, **fields: Any) -> Report:
    return Report.model_validate({"id": id, "text": id, "sha256": text_sha256(id), **fields})
