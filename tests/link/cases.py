"""Hand-made claims and reports for the tests of linking."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

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
    base: dict[str, Any] = {"category": "military", "actor": None, "side": None, "cause": "hostile", "names": []}
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


# ---- claims drawn at random

PLACES = [
    None,
    place("Riverton", 10.0, 20.0),
    place("Rivertown", 10.01, 20.01),
    place("Hill Ford", 10.2, 20.0),
    place("Upper Province", 10.1, 20.1, radius_km=60.0, country="XX"),
    place("Lostham"),
]
KINDS = ["shelling_artillery_missile", "air_drone_strike", "armed_clash", "casualty", "patrol", "access_denial"]
ACTORS = ["North Army", "South Front", "Hill Brigade"]
TEXTS = [
    "Shells hit the mill of Riverton, said Corporal Odwin Tarn of the Hill Brigade.",
    "Corporal Odwin Tarn told of shells that hit the mill of Riverton on Tuesday.",
    "The ferry at Lostham sank; nobody knows whose mine it struck.",
    "Shells hit the mill of Riverton, said Corporal Odwin Tarn of the Hill Brigade.",
    "Calm.",
]
REPORTS = {
    f"r{i}": report(f"r{i}", source=f"Outlet {i % 3}", published=f"2001-05-1{i}", title="War", text=TEXTS[i])
    for i in range(5)
}


@st.composite
def a_claim(draw: st.DrawFn, year: int = 2001) -> Claim:
    date = f"{year}-05-{draw(st.integers(6, 9)):02d}"
    figure = st.one_of(st.none(), st.integers(0, 4).map(count), st.just(count(2, None, approximate=True)))
    return claim(
        f"{year}-{draw(st.integers(0, 10**6))}",
        draw(st.sampled_from(sorted(REPORTS))),
        kind=draw(st.sampled_from(KINDS)),
        scope=draw(st.sampled_from(["incident", "incident", "incident", "toll"])),
        modality=draw(st.sampled_from(["asserted", "asserted", "asserted", "denied", "hypothetical"])),
        coverage=draw(st.sampled_from(["whole", "whole", "part"])),
        superseded=draw(st.booleans()),
        when=draw(st.sampled_from([None, day(date), day(date), day(f"{year}-05-05", date)])),
        where=draw(st.sampled_from(PLACES)),
        perpetrator=draw(st.sampled_from([NOBODY, *(doer(a) for a in ACTORS)])),
        targets=draw(st.sampled_from([[], *([target(a)] for a in ACTORS)])),
        killed=draw(figure),
        injured=draw(figure),
        claimants=draw(st.sampled_from([[], by("Ministry"), by("Monitor")])),
    )


def some_claims(year: int = 2001, most: int = 14) -> st.SearchStrategy[list[Claim]]:
    return st.lists(a_claim(year), max_size=most, unique_by=lambda c: c.id)
