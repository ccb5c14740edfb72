"""Names of one phrase that lie in or beside one another, and what they tell of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trucewatch.locate._places import geodesic_km, spot_of
from trucewatch.locate._table import Entry
from trucewatch.locate.choosing import Choice
from trucewatch.locate.phrases import BEARINGS, Named

NARROW_KM = 60.0
"""A place larger than this is too large to be what "there" means, or to say where another lies."""

_BESIDE_KM = 40.0
"""How far what is only like a name may lie from the place that it is said to lie by."""


@dataclass(frozen=True, slots=True)
class Tied:
    """A name that holds a place or lies beside it, with what it was taken for."""

    named: Named
    choice: Choice

    @property
    def area(self) -> Entry:
        """What the place must lie in."""
        return area_of(self.choice.entry, self.named)


def by_neighbour(choice: Choice | None, beside: Sequence[Tied]) -> Choice | None:
    """A choice without one that is only like its name and lies far from the place that the phrase puts it by."""
    near = beside[0].choice.entry if beside else None
    if choice is None or near is None or choice.match.how in ("exact", "folded") or near.radius_km > NARROW_KM:
        return choice
    away = geodesic_km(choice.entry.lat, choice.entry.lon, near.lat, near.lon)
    return choice if away <= _BESIDE_KM + near.radius_km else None


def tells_more(by: Tied, named: Named, choice: Choice | None) -> bool:
    """Whether a place beside says more of where it was: in "A, east of B" where A is a state, in "west of A near B"."""
    if choice is None or by.choice.entry.radius_km > NARROW_KM:
        return False
    if choice.entry.kind == "country":
        return by.choice.entry.kind in ("place", "site", "admin2")
    return named.bearing is not None and named.distance_km is None and by.named.near and by.named.bearing is None


def turned_round(inner: Choice, outer: Choice) -> bool:
    """Whether of two settlements that one which is said to hold the other is the lesser ("the Homs quarter of B")."""
    a, b = inner.entry, outer.entry
    return a.kind == b.kind == "place" and b.population < a.population


def area_of(entry: Entry, named: Named) -> Entry:
    """What a phrase says that a place lies in: the whole of an area, or a wide circle about the side that is named."""
    if named.part not in BEARINGS or entry.kind in ("place", "site"):
        return entry
    spot = spot_of(entry, named)
    reach = 0.8 * entry.radius_km + 10
    return replace(entry, id=f"side:{entry.id}", lat=spot.lat, lon=spot.lon, radius_km=reach)
