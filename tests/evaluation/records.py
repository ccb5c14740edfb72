"""Hand-made records for the scorer's tests; the text is short, so that every offset can be counted."""

from __future__ import annotations

from typing import Any

from trucewatch.model import (
    Category,
    Cause,
    Claim,
    Claimant,
    ClaimantKind,
    Confidence,
    Count,
    Coverage,
    DatePrecision,
    Effect,
    Evidence,
    Kind,
    Modality,
    Perpetrator,
    Relation,
    Report,
    Scope,
    Target,
    Victim,
    When,
    Where,
    text_sha256,
)

TEXT = "Shells hit Alpha on 3 May, killing two. A clash near Beta wounded four. Nothing else happened."
"""Three sentences: 0 to 39, 39 to 71, 71 to the end."""


def report(id_: str = "r1", text: str = TEXT, **values: Any) -> Report:
    return Report(id=id_, text=text, sha256=text_sha256(text), **values)


def count(low: int | None, high: int | None = -1) -> Count:
    high = low if high == -1 else high
    return Count(low=low, high=high, approximate=False, unconfirmed=False, stated=True, text=None)


def when(start: str | None, end: str | None = None) -> When:
    return When(start=start, end=end or start, precision=DatePrecision.DAY, text=None)


def where(name: str | None, lat: float | None = None, lon: float | None = None, radius: float = 3.0) -> Where:
    return Where(
        text=name,
        relation=Relation.AT,
        name=name,
        admin1=None,
        country=None,
        lat=lat,
        lon=lon,
        radius_km=None if lat is None else radius,
        precision=None,
        gazetteer=None,
    )


def perpetrator(
    actor: str | None = None,
    confidence: Confidence = Confidence.NOT_STATED,
    *,
    label: str | None = None,
    side: str | None = None,
) -> Perpetrator:
    return Perpetrator(text=None, label=label, actor=actor, side=side, confidence=confidence)


def target(category: Category = Category.CIVILIAN) -> Target:
    return Target(text=None, actor=None, side=None, category=category)


def victim(cause: Cause = Cause.HOSTILE, names: tuple[str, ...] = ()) -> Victim:
    return Victim(
        effect=Effect.KILLED,
        category=Category.CIVILIAN,
        actor=None,
        side=None,
        low=1,
        high=1,
        cause=cause,
        names=names,
    )


def claimant(name: str, kind: ClaimantKind = ClaimantKind.GOVERNMENT) -> Claimant:
    return Claimant(text=None, name=name, kind=kind, via=None)


def evidence(start: int, end: int, field: str = "kind", text: str = TEXT) -> Evidence:
    return Evidence(field=field, start=start, end=end, quote=text[start:end])


def claim(id_: str = "g1", **changes: Any) -> Claim:
    """Shelling of Alpha on 3 May that killed two, with its evidence in the first sentence."""
    values: dict[str, Any] = {
        "id": id_,
        "report": "r1",
        "extractor": None,
        "score": None,
        "kind": Kind.SHELLING_ARTILLERY_MISSILE,
        "scope": Scope.INCIDENT,
        "background": False,
        "superseded": False,
        "coverage": Coverage.WHOLE,
        "modality": Modality.ASSERTED,
        "when": when("2031-05-03"),
        "where": where("Alpha", 10.0, 20.0),
        "perpetrator": perpetrator(),
        "targets": (),
        "killed": count(2),
        "injured": None,
        "missing": None,
        "captured": None,
        "acts": None,
        "victims": (),
        "weapon": None,
        "claimants": (),
        "denied_by": (),
        "evidence": (evidence(0, 10),),
    }
    return Claim(**{**values, **changes})


def bare(id_: str = "g1", **changes: Any) -> Claim:
    """A claim with nothing but a kind and evidence in the first sentence."""
    return claim(id_, **{"when": None, "where": None, "killed": None, **changes})
