"""Umbrella waves: "strikes across the south", and the incidents that are parts of them (`part_of`).

A wave is an incident that its claims tell as several acts over an area, or as acts in several places. An incident is
a part of it only where nothing is in doubt: its place with its radius lies inside, its days lie inside, its kind is
the wave's or one that the wave's vague kind stands for, and nobody else is named as its author. Both keep the figures
that their own claims give. So whoever adds figures up counts a wave or its parts, never both.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from trucewatch.link.features import SAME_NAME, SMALL_KM, distance_km
from trucewatch.link.names import fold, similarity
from trucewatch.link.weights import Weights
from trucewatch.model import (
    KINDS,
    Claim,
    Confidence,
    Effect,
    Incident,
    KindGroup,
    Modality,
    Place,
    Relation,
    day_of,
)

LONGEST_WAVE: Final = 14
"""Days that a wave may last; what is told of a longer time is a total and no wave."""

_EMPTY: Final = frozenset({Confidence.DENIED, Confidence.WITHHELD, Confidence.NOT_STATED})


@dataclass(frozen=True, slots=True)
class _Wave:
    incident: Incident
    days: range
    places: tuple[Place, ...]

    @property
    def size(self) -> tuple[float, int, str]:
        """The narrower wave is the better umbrella."""
        return max(p.radius_km or 0.0 for p in self.places), len(self.days), self.incident.id


def mark_waves(incidents: Sequence[Incident], claims: Mapping[str, Claim], weights: Weights) -> tuple[Incident, ...]:
    """Incidents in the order given, with `part_of` set on those that are part of a wave.

    Args:
        incidents: All incidents of a record; their ids must be final.
        claims: Their claims by id.
        weights: Says which kinds a vague kind may stand for.
    """
    waves = [w for n in incidents if (w := _wave(n, claims)) is not None]
    over: defaultdict[int, list[_Wave]] = defaultdict(list)
    for wave in sorted(waves, key=lambda w: w.size):
        for day in wave.days:
            over[day].append(wave)
    if not waves:
        return tuple(incidents)
    umbrellas = {w.incident.id for w in waves}
    return tuple(n if n.id in umbrellas else _placed(n, over, weights) for n in incidents)


def _placed(incident: Incident, over: Mapping[int, Sequence[_Wave]], weights: Weights) -> Incident:
    days = _days(incident)
    if days is None:
        return incident
    for wave in over.get(days.start, ()):
        if days.stop <= wave.days.stop and _is_part(incident, wave, weights):
            return incident.model_copy(update={"part_of": wave.incident.id})
    return incident


def _wave(incident: Incident, claims: Mapping[str, Claim]) -> _Wave | None:
    """An incident as a wave, or None where it is a single act or its author is not named."""
    where = incident.where
    if where is None or where.relation in (Relation.BETWEEN, Relation.ON_LINE):
        return None
    # What most incidents fail by comes first, and what takes long last.
    places = tuple(p for p in (where, *where.also) if p.radius_km is not None)
    area = any((p.radius_km or 0.0) > SMALL_KM for p in places)
    if (not area and len(places) < 2) or KINDS[incident.kind].group is KindGroup.CONDUCT:
        return None
    days = _days(incident)
    if days is None or len(days) > LONGEST_WAVE or not _doers(incident):
        return None
    told = [c for i in incident.claims if (c := claims.get(i)) and c.modality is Modality.ASSERTED]
    many = any(c.acts and (c.acts.low or 0) > 1 for c in told)
    if not (area and many) and len(places) < 2:
        return None
    return _Wave(incident, days, places)


def _is_part(incident: Incident, wave: _Wave, weights: Weights) -> bool:
    return (
        _inside(incident, wave.places)
        and _kind_fits(incident, wave.incident, weights)
        and _doer_fits(incident, wave.incident)
        and _figures_fit(incident, wave.incident)
    )


def _inside(incident: Incident, places: Iterable[Place]) -> bool:
    """Whether every place of an incident lies inside one of the wave's, its radius included."""
    where = incident.where
    return where is not None and all(any(_holds(area, p) for area in places) for p in (where, *where.also))


def _holds(area: Place, place: Place) -> bool:
    if place.lat is None or place.lon is None or area.lat is None or area.lon is None:
        return False
    outer, inner = area.radius_km or 0.0, place.radius_km or 0.0
    if outer <= SMALL_KM and fold(area.name or "") and fold(area.name or "") == fold(place.name or ""):
        return True
    return distance_km(area.lat, area.lon, place.lat, place.lon) + inner <= outer


def _kind_fits(incident: Incident, wave: Incident, weights: Weights) -> bool:
    return incident.kind is wave.kind or incident.kind in weights.vague.get(wave.kind, frozenset())


def _doer_fits(incident: Incident, wave: Incident) -> bool:
    """Whether one author may have done both: the same is named, or none is named of the part."""
    theirs, its = _doers(wave), _doers(incident)
    return not its or any(_same(a, b) for a in its for b in theirs)


def _doers(incident: Incident) -> set[tuple[str, str]]:
    """Named authors as name and side."""
    named = (a for a in incident.perpetrators if a.confidence not in _EMPTY)
    return {(fold(a.actor or a.label or ""), a.side or "") for a in named if a.actor or a.label or a.side}


def _same(one: tuple[str, str], two: tuple[str, str]) -> bool:
    if one[0] and two[0]:
        return similarity(one[0], two[0]) >= SAME_NAME
    return bool(one[1]) and one[1] == two[1]


def _figures_fit(incident: Incident, wave: Incident) -> bool:
    """Whether the part is not above the whole."""
    for effect in Effect:
        part, whole = incident.count(effect), wave.count(effect)
        low = part.low if part else None
        high = whole.high if whole else None
        if low is not None and high is not None and low > high:
            return False
    return True


def _days(incident: Incident) -> range | None:
    when = incident.when
    start, end = (when.start or when.end, when.end or when.start) if when else (None, None)
    if start is None or end is None:
        return None
    return _from_to(start, end)


@lru_cache(maxsize=1 << 14)
def _from_to(start: str, end: str) -> range:
    first, last = sorted(dt.date.toordinal(day_of(x)) for x in (start, end))
    return range(first, last + 1)
