"""What speaks for each place that a name may mean, in parts that add up to its score.

The parts stand beside one another so that `gazetteer search --explain` can say why one place was taken and another
not. The amounts were set by hand, on the sets of docs/gazetteer.md taken together; none belongs to one place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from trucewatch.locate._places import geodesic_km
from trucewatch.locate._table import Entry
from trucewatch.locate.company import support
from trucewatch.locate.context import PlaceContext, Theatre, expectation_parts
from trucewatch.locate.countries import find_capital
from trucewatch.locate.gazetteer import Match, likeness
from trucewatch.locate.names import fold
from trucewatch.locate.phrases import BEARINGS, Hint, Named

SAME = 0.95
"""A match as good as this has the very name but for case, marks and breaks."""

TOLD = 0.5
"""A country of this weight is spoken of plainly."""

_LIKE_ONLY = 0.2
"""What a name that is only like costs a candidate where another bears the very name."""

_OTHER_NAME = 0.12
"""What it costs a candidate that it only has the name beside a main name unlike it, where another has it as its own."""

_TOWNS_NAME = 0.3
"""What it costs a division: its lesser names are often those of a town in it or of one that bears its name."""

_CITY = 200_000
_RENOWN = 0.2
"""What a city of ten times so many people has over its namesakes: news seldom speaks of another London."""

_NAME_OF_STATE = 0.2
"""What it costs a town that it bears the name of a state."""

_DIVISION = 0.15
"""What a division of a country that is spoken of has over a town of its name, and a territory over both."""

_SEAT = 0.08
"""What a town has over its namesakes that is the seat of a district of its name."""

SMALL_KM = 60.0
"""A first-order division no larger than this may well be what a report calls a district."""

_FORM = 0.6
"""A spelling this like the main name is a form of it."""

_HINT_BONUS: dict[Hint | None, dict[str, float]] = {
    None: {"admin2": -0.25, "site": -0.05, "country": 0.1},
    "settlement": {"place": 0.35, "admin1": -0.2, "country": -0.4, "region": -0.2, "water": -0.3, "admin2": -0.2},
    "admin1": {"admin1": 0.5, "admin2": 0.15, "region": 0.3, "place": -0.2, "country": -0.1},
    "admin2": {"admin2": 0.4, "region": 0.15, "place": 0.1},
    "region": {"region": 0.4, "admin1": 0.25, "admin2": 0.05, "country": 0.1, "water": 0.1},
    "site": {"site": 0.45, "place": 0.1, "admin1": -0.2, "country": -0.3},
    "line": {"line": 0.5},
    "water": {"water": 0.5, "region": 0.1, "country": -0.3},
    "country": {"country": 0.5},
}
_LARGE_KINDS = ("country", "admin1", "region", "admin2", "water", "line")
_SIDES = frozenset(BEARINGS)


@dataclass(frozen=True, slots=True)
class Considered:
    """A place that a name may mean, with what speaks for it.

    Attributes:
        match: The place and the spelling that matched.
        score: The sum of the parts.
        parts: What speaks for it and against it: `name` the likeness, `prominence`, `country` the weight of its country
            in the report, `phrase` and `neighbours` the places it lies by, `agreement` whether it lies in the area of
            the agreement, `kind` what it is against what the report calls it, `spelling` what a lesser name costs,
            `renown` what a large city has over its namesakes.
        believed: Whether it may be the answer at all; a lesser place of a country that nobody speaks of may not.
    """

    match: Match
    score: float
    parts: tuple[tuple[str, float], ...]
    believed: bool

    def lacks(self, best: Self) -> tuple[tuple[str, float], ...]:
        """By which parts it falls short of another, the most telling first."""
        mine = dict(self.parts)
        less = [(part, round(amount - mine.get(part, 0.0), 4)) for part, amount in best.parts]
        less += [(part, -amount) for part, amount in self.parts if part not in dict(best.parts)]
        return tuple(sorted((p for p in less if p[1] >= 0.01), key=lambda p: (-p[1], p[0])))


@dataclass(frozen=True, slots=True)
class Rivals:
    """What the candidates of a name are among themselves.

    Attributes:
        named_so: Whether any bears the very name.
        own_name: Whether any bears it as its main name.
        division: Whether one is a first-order division of that name.
        state: Whether one is a state or territory of that name.
        districts: The second-order divisions of that name.
    """

    named_so: bool
    own_name: bool
    division: bool
    state: bool
    districts: tuple[Entry, ...]

    @classmethod
    def among(cls, found: Sequence[Match]) -> Self:
        """Take all candidates of a name."""
        same = [m for m in found if m.how in ("exact", "folded")]
        return cls(
            named_so=bool(same),
            own_name=any(m.name == m.entry.name for m in same),
            division=any(m.entry.kind == "admin1" and m.score >= SAME for m in found),
            state=any(m.entry.id.startswith("country:") and m.score >= SAME for m in found),
            districts=tuple(m.entry for m in found if m.entry.kind == "admin2" and m.score >= SAME),
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs the candidates of one name: what the phrase says of it, where the report is set, and its rivals.

    Attributes:
        named: The name as the phrase has it.
        hint: What it is said to be, by the phrase or elsewhere in the report.
        context: Where the report is set.
        theatre: The area of the agreement, or null.
        large: Whether it holds another place, so that an area is likelier than a town.
        held: Whether the phrase says in what it lies.
        rivals: What the candidates are among themselves.
    """

    named: Named
    hint: Hint | None
    context: PlaceContext
    theatre: Theatre | None
    large: bool
    held: bool
    rivals: Rivals

    def parts(self, match: Match) -> dict[str, float]:
        """What speaks for a candidate, by name; the score is their sum."""
        name = fold(self.named.name)
        return {
            "name": match.score,
            **expectation_parts(match.entry, self.context, self.theatre, name=name),
            "neighbours": support(match.entry, self.context.anchors, name=name),
            "kind": self._kind(match, name),
            "spelling": self._spelling(match),
            "renown": renown(match),
        }

    def _kind(self, match: Match, name: str) -> float:
        """What it is, against what the phrase and the report make of the name."""
        entry, named, hint = match.entry, self.named, self.hint
        value = _HINT_BONUS[hint].get(entry.kind, 0.0) * (1.0 if named.hint or hint is None else 0.4)
        if named.part in _SIDES or named.part in ("rural", "spread"):
            value += {"admin1": 0.3, "country": 0.2, "region": 0.25, "admin2": 0.1}.get(entry.kind, 0.0)
        if named.near or named.bearing is not None or named.distance_km is not None or named.part in ("front", "edge"):
            value += {"place": 0.25, "site": 0.1}.get(entry.kind, 0.0)
        if hint == "admin2" and entry.kind == "admin1" and entry.radius_km <= SMALL_KM:
            value += 0.2
        if self.large and entry.kind in _LARGE_KINDS:
            value += 0.2
        if entry.kind == "place" and any(c.iso2 == entry.country for c in find_capital(named.name)):
            value += 0.25
        if entry.kind == "place" and any(_seat_of(entry, district) for district in self.rivals.districts):
            value += _SEAT
        if entry.kind == "country" and match.score >= 0.9 and hint in (None, "country"):
            value += 0.4
        elif entry.kind == "admin1" and match.score >= SAME and hint is None:
            told = self.context.weight(entry.country, name) >= TOLD
            value += _DIVISION if told or entry.id.startswith("country:") else 0.0
        if entry.kind in ("region", "water", "line") and match.how in ("exact", "folded") and hint is None:
            value += 0.25 if match.name == entry.name or not self.rivals.division else 0.0
        if self.rivals.state and entry.kind not in ("country", "admin1") and not self.held and not named.hint:
            value -= _NAME_OF_STATE
        return value

    def _spelling(self, match: Match) -> float:
        """What it costs that another bears the name more truly."""
        if self.rivals.named_so and match.score < SAME:
            return -_LIKE_ONLY
        if self.rivals.own_name and match.name != match.entry.name:
            if match.entry.kind == "admin1" and not _contained(match):
                return -_TOWNS_NAME
            return 0.0 if _alike(match) else -_OTHER_NAME
        return 0.0


def _seat_of(entry: Entry, district: Entry) -> bool:
    """Whether a town lies in a district of its name, as near as a circle can tell."""
    near = abs(entry.lat - district.lat) <= 1 and abs(entry.lon - district.lon) <= 3  # saves the geodesic
    if entry.country != district.country or not near:
        return False
    return geodesic_km(entry.lat, entry.lon, district.lat, district.lon) <= district.radius_km


def renown(match: Match) -> float:
    """What a large city has over others of its own name, beyond its prominence."""
    entry = match.entry
    if entry.kind != "place" or entry.population < _CITY or match.score < SAME or not _contained(match):
        return 0.0
    return _RENOWN * min(1.0, math.log10(entry.population / _CITY))


def _contained(match: Match) -> bool:
    """Whether the spelling that matched is a part of the main name, or has it as a part."""
    a, b = fold(match.name), fold(match.entry.name)
    return a in b or b in a


def _alike(match: Match) -> bool:
    """Whether the spelling that matched is a form of the main name, and no other name of the place."""
    return _contained(match) or likeness(fold(match.name), fold(match.entry.name)) >= _FORM
