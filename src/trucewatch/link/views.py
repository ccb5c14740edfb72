"""A claim as the linker sees it: days as numbers, places as points, names folded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from trucewatch.link.names import fold
from trucewatch.link.text import Text, text_of
from trucewatch.model import (
    Category,
    Cause,
    Claim,
    Confidence,
    Count,
    Coverage,
    Effect,
    Kind,
    Modality,
    Place,
    Report,
    When,
    claimant_names,
    day_of,
    origins,
)

UNNAMED = frozenset({Confidence.WITHHELD, Confidence.NOT_STATED})
"""Confidences that come without an account of who did it."""

PLACELESS = frozenset({Kind.AGREEMENT, Kind.CEASEFIRE_DECLARED})
"""Kinds whose place may be where they were signed or where they hold: it tells nothing."""

ASSUMED_DAYS = 7
"""A claim without a date that is news is taken to lie in the week before its report was published."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days as ordinals, both inclusive.

    `assumed` where no words give them: news is of the days before its report. `hour` is the hour of day in UTC where
    the text gives one.
    """

    start: int
    end: int
    assumed: bool = False
    hour: float | None = None

    @property
    def span(self) -> int:
        """Number of days."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: a name, and a point with radius in km where one is known."""

    name: str
    lat: float | None
    lon: float | None
    radius: float
    country: str | None
    gazetteer: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acted or was struck."""

    actor: str | None
    label: str | None
    side: str | None
    category: Category


@dataclass(frozen=True, slots=True)
class View:
    """What two claims are compared by."""

    id: str
    report: str
    kind: Kind
    modality: Modality
    days: Days | None
    published: int | None
    spots: tuple[Spot, ...]
    doer: Party | None
    struck: tuple[Party, ...]
    counts: tuple[Count | None, ...]
    part: bool
    superseded: bool
    victims: tuple[str, ...]
    causes: frozenset[Cause]
    weapon: frozenset[str]
    origins: frozenset[str]
    claimants: frozenset[str]
    act_span: tuple[int, int] | None
    text: Text

    def count(self, effect: Effect) -> Count | None:
        """The figure for an effect."""
        return self.counts[_EFFECTS.index(effect)]


_EFFECTS = tuple(Effect)
_WEAPON_STOP = frozenset(
    {"a", "an", "the", "of", "with", "and", "by", "some", "several", "two", "three", "four", "number", "many", "more"}
)


def view(claim: Claim, reports: Mapping[str, Report]) -> View:
    """Prepare a claim for comparison. A report that is not given counts as one without source and date."""
    report = reports.get(claim.report)
    source = report.source if report else None
    published = day_of(report.published).toordinal() if report and report.published else None
    places = (claim.where, *claim.where.also) if claim.where and claim.kind not in PLACELESS else ()
    return View(
        id=claim.id,
        report=claim.report,
        kind=claim.kind,
        modality=claim.modality,
        days=_days(claim.when) or _assumed(claim, published),
        published=published,
        spots=tuple(s for p in places if (s := _spot(p)) is not None),
        doer=_doer(claim),
        struck=_struck(claim),
        counts=tuple(claim.count(e) for e in _EFFECTS),
        part=claim.coverage is Coverage.PART,
        superseded=claim.superseded,
        victims=tuple(sorted({fold(n) for v in claim.victims for n in v.names} - {""})),
        causes=frozenset(v.cause for v in claim.victims),
        weapon=_weapon_words(claim.weapon),
        origins=frozenset(fold(o) for o in origins(claim, source)),
        claimants=frozenset(fold(n) for n in claimant_names(claim, source)),
        act_span=next(((e.start, e.end) for e in claim.evidence if e.field == "kind"), None),
        text=text_of(claim, report),
    )


def _days(when: When | None) -> Days | None:
    if when is None or (when.start is None and when.end is None):
        return None
    start = when.start or when.end
    end = when.end or when.start
    if start is None or end is None:
        return None
    first, last = sorted((day_of(start).toordinal(), day_of(end).toordinal()))
    return Days(first, last, assumed=when.text is None and last > first, hour=_hour(start))


def _hour(moment: str) -> float | None:
    if "T" not in moment:
        return None
    at = dt.datetime.fromisoformat(moment).astimezone(dt.UTC)
    return at.hour + at.minute / 60.0


def _assumed(claim: Claim, published: int | None) -> Days | None:
    if published is None or claim.background:
        return None
    return Days(published - ASSUMED_DAYS + 1, published, assumed=True)


def _spot(place: Place) -> Spot | None:
    name = fold(place.name or place.text or "")
    if not name and place.lat is None and place.country is None:
        return None
    radius = place.radius_km if place.radius_km is not None else 0.0
    return Spot(name, place.lat, place.lon, radius, place.country, place.gazetteer)


def _doer(claim: Claim) -> Party | None:
    p = claim.perpetrator
    actor, label = fold(p.actor or ""), fold(p.label or "")
    if p.confidence in UNNAMED or not (actor or label or p.side):
        return None
    return Party(actor or None, label or None, p.side, Category.UNKNOWN)


def _struck(claim: Claim) -> tuple[Party, ...]:
    """Targets, or those harmed where no target is named."""
    rows = [(t.actor, t.text, t.side, t.category) for t in claim.targets]
    rows = rows or [(v.actor, None, v.side, v.category) for v in claim.victims]
    parties = (Party(fold(a or "") or None, fold(x or "") or None, s, c) for a, x, s, c in rows)
    return tuple(dict.fromkeys(parties))


def _weapon_words(weapon: str | None) -> frozenset[str]:
    """Words of a weapon in the singular, so that "two explosive devices" meets "explosive device"."""
    words = fold(weapon or "").split()
    return frozenset(w.removesuffix("s") for w in words if w not in _WEAPON_STOP and not w.isdigit())
