"""What a report says about where it is set, gathered from every name in it before any one place is decided."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
import shapely.geometry

from trucewatch.locate._table import Entry
from trucewatch.locate.countries import find_capital, find_country, find_demonym, find_metonym
from trucewatch.locate.divisions import find_short
from trucewatch.locate.gazetteer import VERY_LIKE, Floats, Gazetteer, Match, Rows, prominence
from trucewatch.locate.names import fold
from trucewatch.locate.phrases import Hint, side_of
from trucewatch.model import Agreement

EARTH_KM = 6371.0088

_NO_COUNTRY = 0.5
"""The country weight of what lies in no one country: seas, borders, parts of the world."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that is already sure, to which others of the report are likely to lie near.

    Attributes:
        lat: Degrees north.
        lon: Degrees east.
        weight: How sure, 0 to 1; above 1 for what the phrase itself names.
        name: The folded name that the report calls it by, which it does not speak for itself; empty where the phrase
            names it.
        entry: The place.
    """

    lat: float
    lon: float
    weight: float
    name: str = ""
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlaceContext:
    """Where a report is set.

    Attributes:
        countries: ISO code to weight, 1 for the one that most speaks for.
        admin1: (ISO code, name of the division) to number of names that point there.
        anchors: Places that are sure.
        hints: Folded name to what the report elsewhere says it is ("X province", "X city").
        lines: Ids of the agreement's roads and lines that the report names.
        firm: Whether the countries are known well enough to disbelieve a lesser place in any other.
        own: Folded name to what it alone adds to the weight of each country; no name speaks for itself.
        homonyms: Folded names of countries that here mean another place ("Georgia", "Lebanon" among American towns).
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    admin1: Mapping[tuple[str, str], int] = field(default_factory=dict)
    anchors: tuple[Anchor, ...] = ()
    hints: Mapping[str, Hint] = field(default_factory=dict)
    lines: frozenset[str] = frozenset()
    firm: bool = False
    own: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    homonyms: frozenset[str] = frozenset()

    def weight(self, country: str | None, name: str = "", share: float = 1.0) -> float:
        """The weight of a country; without that share of what the folded name itself adds, if one is given."""
        whole = self.countries.get(country or "", 0.0)
        return max(0.0, whole - share * self.own.get(name, {}).get(country or "", 0.0)) if name else whole

    def top_country(self, margin: float = 1.25) -> str | None:
        """The country that the report is about, or null where two weigh about the same."""
        ranked = sorted(self.countries.items(), key=lambda kv: -kv[1])
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0][1] < margin * ranked[1][1]:
            return None
        return ranked[0][0]

    def top_admin1(self) -> tuple[str, str] | None:
        """The division that most names of the report point to, or null where two are level."""
        ranked = sorted(self.admin1.items(), key=lambda kv: (-kv[1], kv[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


@dataclass(frozen=True, slots=True, eq=False)
class Theatre:
    """The area that an agreement is about: its outline, and the countries it touches with their share of places."""

    area: shapely.Geometry
    countries: Mapping[str, float]

    def holds(self, lats: Floats, lons: Floats, within_degrees: float = 0.3) -> Floats:
        """1 where a point is in the box round the area or about 30 km of it, else 0."""
        minx, miny, maxx, maxy = shapely.bounds(self.area).tolist()
        d = within_degrees
        inside = (lons >= minx - d) & (lons <= maxx + d) & (lats >= miny - d) & (lats <= maxy + d)
        return np.asarray(inside, dtype=np.float64)

    def near(self, lat: float, lon: float) -> bool:
        """Whether `holds` is 1 for one point."""
        return bool(self.holds(np.array([lat]), np.array([lon]))[0])


def theatre_of(agreement: Agreement | None, gazetteer: Gazetteer) -> Theatre | None:
    """The theatre of an agreement, or null where it has no geometry."""
    if agreement is None:
        return None
    shapes = [shapely.geometry.shape(zone.geometry) for zone in agreement.zones if zone.geometry]
    if not shapes:
        return None
    area = shapely.union_all([shapely.make_valid(shape) for shape in shapes])
    bare = Theatre(area, {})
    inside = np.flatnonzero(bare.holds(gazetteer.lats, gazetteer.lons, within_degrees=0.1))
    codes = Counter(gazetteer.country_codes[inside].tolist())
    codes.pop(-1, None)
    total = sum(codes.values())
    return Theatre(area, {gazetteer.country_names[code]: count / total for code, count in codes.items()})


def distances_km(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Great-circle distances in km; for ranking, where half a per cent does not matter."""
    a, b, c, d = np.radians(lat), np.radians(lon), np.radians(lats), np.radians(lons)
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))))


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts beside the likeness of the name, which is at most 1.

    Set by hand on made-up phrases from many countries; the figures of docs/gazetteer.md are measured with these.
    """

    prominence: float = 0.45
    country: float = 0.5
    anchor: float = 0.35
    theatre: float = 0.2
    anchor_reach_km: float = 120.0


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """How much each place of the gazetteer is to be expected in a context; called with rows by the gazetteer."""

    gazetteer: Gazetteer
    context: PlaceContext
    theatre: Theatre | None
    weights: Weights = field(default_factory=Weights)

    def __call__(self, rows: Rows) -> Floats:
        """Prominence, country, anchors and theatre, summed."""
        g, w = self.gazetteer, self.weights
        by_code = np.array([self.context.countries.get(name, 0.0) for name in g.country_names] + [_NO_COUNTRY])
        value = w.prominence * g.priors(rows) + w.country * by_code[g.country_codes[rows]]
        lats, lons = g.lats[rows], g.lons[rows]
        if self.context.anchors:
            near = np.zeros(len(rows))
            for anchor in self.context.anchors:
                away = distances_km(anchor.lat, anchor.lon, lats, lons)
                near = np.maximum(near, anchor.weight * np.exp(-away / w.anchor_reach_km))
            value += w.anchor * near
        if self.theatre is not None:
            value += w.theatre * self.theatre.holds(lats, lons)
        return np.asarray(value)


def expectation_parts(
    entry: Entry, context: PlaceContext, theatre: Theatre | None, weights: Weights | None = None, *, name: str = ""
) -> dict[str, float]:
    """The sum of `Expectation` for one entry, in parts; what the folded name says of countries is left out.

    A state's own name does speak for it: a report that names China is about China, one that names Paris need not be
    about France.
    """
    w = weights or Weights()
    own = 0.5 if entry.id.startswith("country:") else 1.0
    country = _NO_COUNTRY if entry.country is None else context.weight(entry.country, name, own)
    lat, lon = np.array([entry.lat]), np.array([entry.lon])
    near = max(
        (
            a.weight * math.exp(-float(distances_km(a.lat, a.lon, lat, lon)[0]) / w.anchor_reach_km)
            for a in context.anchors
            if a.entry is None
        ),
        default=0.0,
    )
    return {
        "prominence": w.prominence * prominence(entry),
        "country": w.country * country,
        "phrase": w.anchor * near,
        "agreement": w.theatre * float(theatre.holds(lat, lon)[0]) if theatre is not None else 0.0,
    }


@dataclass(frozen=True, slots=True, eq=False)
class CountryWeights:
    """What a report says of the countries that it is set in.

    Attributes:
        weights: ISO code to weight, the highest 1.
        own: Folded name to what it alone adds to the weight of each country; no name speaks for itself.
        firm: Whether the countries are known well enough to disbelieve a lesser place in any other.
    """

    weights: Mapping[str, float]
    own: Mapping[str, Mapping[str, float]]
    firm: bool


_Votes = Mapping[str, tuple[str, Mapping[str, float]]]


def country_weights(
    names: Iterable[str],
    *,
    dateline: str | None,
    gazetteer: Gazetteer,
    theatre: Theatre | None,
    common: frozenset[str],
    homonyms: frozenset[str] = frozenset(),
) -> CountryWeights:
    """The weight of each country.

    Named countries count most, then places, demonyms, the agreement and, for little, the dateline. A name of
    `homonyms` (folded) is none of a country.
    """
    votes = _votes(names, gazetteer, common, homonyms)
    total = defaultdict(float, _summed(votes))
    own: dict[str, dict[str, float]] = {}
    for name, (_, cast) in votes.items():
        rest = _summed({other: vote for other, vote in votes.items() if other != name}, only=cast)
        mine = own.setdefault(fold(name), {})
        for code in cast:
            mine[code] = max(mine.get(code, 0.0), total[code] - rest.get(code, 0.0))
    for code, share in (theatre.countries if theatre else {}).items():
        total[code] += 0.5 * share
    for code, weight in dateline_countries(dateline, gazetteer).items():
        total[code] += weight
    top = max(total.values(), default=0.0)
    ways = {way for way, _ in votes.values()}
    places = _added(votes, "place")
    firm = bool(ways & {"country", "people"} or theatre) or max(places.values(), default=0.0) >= _FIRM
    return CountryWeights(
        weights={code: round(weight / top, 4) for code, weight in sorted(total.items()) if weight > 0},
        own={name: {code: mine / top for code, mine in codes.items()} for name, codes in own.items()},
        firm=firm,
    )


def _votes(names: Iterable[str], gazetteer: Gazetteer, common: frozenset[str], homonyms: frozenset[str]) -> _Votes:
    """What each distinct name says of countries, and in what way."""
    votes: dict[str, tuple[str, Mapping[str, float]]] = {}
    for name, times in Counter(names).items():
        if fold(name) in homonyms or side_of(name):
            continue
        if rows := find_country(name):
            votes[name] = "country", {c.iso2: float(times) for c in rows}
        elif rows := find_demonym(name):
            votes[name] = "people", {c.iso2: float(times) for c in rows if c.kind != "historical"}
        elif rows := find_capital(name) or find_metonym(name):
            votes[name] = "seat", {c.iso2: 1.0 for c in rows if c.kind != "historical"}
        elif divisions := find_short(name):
            votes[name] = "place", {d.country: 1.0 for d in divisions if d.country}
        elif name.casefold() not in common:
            votes[name] = "place", name_countries(name, gazetteer)
    return votes


def _added(votes: _Votes, way: str) -> dict[str, float]:
    added: defaultdict[str, float] = defaultdict(float)
    for said, cast in votes.values():
        if said == way:
            for code, amount in cast.items():
                added[code] += amount
    return added


def _summed(votes: _Votes, only: Mapping[str, float] | None = None) -> dict[str, float]:
    """The weight of each country, or of those of `only`, from the votes of all names."""
    named, places, people, seats = (_added(votes, way) for way in ("country", "place", "people", "seat"))
    codes = set(only) if only is not None else {*named, *places, *people, *seats}
    total: dict[str, float] = {}
    for code in codes:
        weight = 0.2 if code in seats else 0.0
        weight += min(1.0, 0.5 + 0.1 * named[code]) if code in named else 0.0
        weight += min(1.2, 0.5 * places[code]) if code in places else 0.0
        weight += min(0.4, 0.2 + 0.05 * people[code]) if code in people else 0.0
        total[code] = weight
    return total


_RARE_NAME = 0.35
"""What a name tells of the one country that has it, however small the place; shared where several have it."""

_FIRM = 0.9
"""From what sum of places' votes a country is known well enough without being named."""

_SHARED_BY = 6
"""A name of places in more countries than this tells nothing by being there."""


def name_countries(name: str, gazetteer: Gazetteer) -> dict[str, float]:
    """The countries that a name speaks for: those where it means something well known, and those few that have it."""
    votes = prominent_countries(name, gazetteer)
    codes = np.unique(gazetteer.country_codes[gazetteer.rows_named([name])])
    homes = [gazetteer.country_names[code] for code in codes.tolist() if code >= 0]
    if 0 < len(homes) <= _SHARED_BY:
        for home in homes:
            votes[home] = max(votes.get(home, 0.0), _RARE_NAME / len(homes))
    return votes


def prominent_countries(name: str, gazetteer: Gazetteer) -> dict[str, float]:
    """The countries in which a name means something well known, sharing 1 between them; empty for lesser names."""
    found = gazetteer.candidates(name, prior=gazetteer.priors, limit=12, fuzzy=False, least={"skeleton": VERY_LIKE})
    best: dict[str, float] = {}
    for match in found:
        weight = _standing(match)
        if match.entry.country and weight > 0:
            best[match.entry.country] = max(best.get(match.entry.country, 0.0), weight)
    total = sum(best.values())
    if not total or max(best.values()) < 0.2:
        return {}
    return {code: weight * weight / total for code, weight in best.items()}


def _standing(match: Match) -> float:
    """How telling a name is of a country by itself: provinces and large cities 1, small places little."""
    if match.score < VERY_LIKE:
        return 0.0
    entry = match.entry
    if entry.kind in ("admin1", "region", "line", "water"):
        return 1.0
    if entry.kind == "site":
        return 0.6
    if entry.kind == "admin2":
        return 0.3
    return float(min(1.0, max(0.1, np.log10(entry.population + 1) / 4 - 0.6)))


def dateline_countries(dateline: str | None, gazetteer: Gazetteer) -> dict[str, float]:
    """What a dateline says, which is little: reports are often written at a bureau in a neighbouring state."""
    if not dateline:
        return {}
    total: dict[str, float] = {}
    parts = [part.strip(" .—-–") for part in dateline.replace("(", ",").replace(")", ",").replace("/", ",").split(",")]
    for part in filter(None, parts):
        tidy = part.title() if part.isupper() and len(part) > 3 else part
        if rows := find_country(tidy) or find_capital(tidy):
            for c in rows:
                if c.kind != "historical":
                    total[c.iso2] = max(total.get(c.iso2, 0.0), 0.4)
        else:
            for code, share in prominent_countries(tidy, gazetteer).items():
                total[code] = max(total.get(code, 0.0), 0.25 * share)
    return total


def anchor_of(entry: Entry, weight: float) -> Anchor | None:
    """An anchor at a place that a phrase itself names, or null where it is too large to say where another lies."""
    if entry.kind == "country" or entry.radius_km > 150:
        return None
    return Anchor(entry.lat, entry.lon, weight * (1.0 if entry.radius_km <= 30 else 0.6))


def hints_of(names: Iterable[tuple[str, Hint | None]]) -> dict[str, Hint]:
    """What the report says that its names are, where it says one thing only."""
    seen: dict[str, set[Hint]] = {}
    for name, hint in names:
        if hint in ("settlement", "admin1", "admin2", "region"):
            seen.setdefault(fold(name), set()).add(hint)
    return {name: next(iter(hints)) for name, hints in seen.items() if len(hints) == 1}
