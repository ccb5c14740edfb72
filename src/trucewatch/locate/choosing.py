"""Choosing among the places that a name may mean.

A candidate is judged by how like its name is, how prominent it is, whether its country and neighbours are spoken of
in the report, and whether it lies in the agreement's area. A lesser place in a country that nobody speaks of is
not believed, however like its name: a wrong point does more harm than none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from trucewatch.locate._places import geodesic_km
from trucewatch.locate._table import Entry
from trucewatch.locate.context import Expectation, PlaceContext, Theatre
from trucewatch.locate.countries import Country, country_of, find_country, find_demonym, find_metonym
from trucewatch.locate.divisions import Division, find_code, find_short
from trucewatch.locate.gazetteer import Gazetteer, How, Match, prominence
from trucewatch.locate.names import core_name, fold
from trucewatch.locate.phrases import BEARINGS, Named, side_of
from trucewatch.locate.weighing import SMALL_KM, TOLD, Considered, Rivals, Scale, renown

_LARGE_CITY = 300_000
"""A bare name shared by a province and its seat means the city where it has so many people, else the province."""

_CLEARLY = 0.3
"""A province that leads its large seat by so much is what is meant: the other places of the report lie all over it."""

_SEAT = 10_000
"""A town with fewer people is not taken for the seat of the province that shares its name."""

_OWN_SIZE_KM = 15.0
"""A division with a smaller radius than this is as good as its town."""

FOREIGN_CITY = 150_000
"""A settlement in a country that the report gives no weight is believed only where it has so many people."""

_ONLY_TOWN = 20_000
"""A town of a name that no other country has is believed from so many people."""

_TELLING_LETTERS = 5
"""A shorter name is too often a word or a person's name."""

_BORDER_KM = 200.0
"""A place so far beyond a country that is told of may still be meant."""

_NEAR_ANCHOR_KM = 150.0
"""A place so near to one that is sure is believed on a looser likeness of name."""


_LEAST_BELIEVED: Mapping[How, float] = {"skeleton": 0.8, "fuzzy": 0.75}
"""What a name that is only like must score at least to be believed, with all else in its favour."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate with its score; `losers` are the next best with theirs."""

    match: Match
    score: float
    losers: tuple[tuple[Match, float], ...] = ()

    @property
    def entry(self) -> Entry:
        """The place."""
        return self.match.entry


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is looked up for a name, and the division where its short form was used."""

    named: Named
    division: Division | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """Chooses in one gazetteer, with the theatre of one agreement or none."""

    gazetteer: Gazetteer
    theatre: Theatre | None = None

    def choose(
        self,
        named: Named,
        context: PlaceContext,
        *,
        within: Sequence[Entry] = (),
        large: bool = False,
        fuzzy: bool = True,
    ) -> Choice | None:
        """The best candidate for a name with those that lost; null where none is to be believed.

        Args:
            named: The name with what the phrase says of it.
            context: Where the report is set.
            within: Areas that the place must lie in.
            large: Whether it holds another place, so that an area is likelier than a town.
            fuzzy: Whether misspelt names are looked for.
        """
        meant = self._meant(named, context, large=large)
        if meant is None:
            return None
        scored = self.ranked(meant, context, within=within, large=large, fuzzy=fuzzy)
        if not scored:
            return None
        best, score = scored[0]
        best = self._city_or_province(best, meant.named, scored)
        losers = tuple(ms for ms in scored if ms[0].entry.id != best.entry.id)[:5]
        return Choice(best, round(score, 4), losers)

    def rank(self, named: Named, context: PlaceContext) -> list[tuple[Match, float]]:
        """Every place of the very name or much like it that is to be believed, with its score, best first."""
        meant = self._meant(named, context, large=False)
        return self.ranked(meant, context, fuzzy=False) if meant else []

    def _meant(self, named: Named, context: PlaceContext, *, large: bool) -> _Meant | None:
        """What to look up for a name: a seat for its government, a division for its short form; null for a people."""
        if find_country(named.name):
            return _Meant(named)
        if find_demonym(named.name):
            return None
        if (rows := find_metonym(named.name)) and not self._at_home(named.name, rows, context):
            seat = rows[0].capital
            return _Meant(replace(named, name=seat, hint="settlement") if seat else named)
        held = large or named.role == "container" or named.after_comma
        spoken_of = [d for d in find_code(named.name) if held or context.countries.get(d.country or "", 0.0) >= TOLD]
        divisions = find_short(named.name) or spoken_of
        if not divisions:
            return _Meant(named)
        best = max(divisions, key=lambda d: context.countries.get(d.country or "", 0.0))
        return _Meant(replace(named, name=best.name, hint=best.hint), best)

    def _at_home(self, name: str, governments: Sequence[Country], context: PlaceContext) -> bool:
        """Whether the name of another state's government is a place of a country that is told of ("Miraflores")."""
        codes = self.gazetteer.country_codes[self.gazetteer.rows_named([name])]
        homes = {self.gazetteer.country_names[code] for code in codes.tolist() if code >= 0}
        homes -= {state.iso2 for state in governments}
        return any(context.weight(home, fold(name)) >= TOLD for home in homes)

    def ranked(
        self,
        meant: _Meant,
        context: PlaceContext,
        *,
        within: Sequence[Entry] = (),
        large: bool = False,
        fuzzy: bool = True,
    ) -> list[tuple[Match, float]]:
        """The candidates that are to be believed with their scores, best first."""
        found, scale = self._to_weigh(meant, context, within=within, large=large, fuzzy=fuzzy)
        sure = [m for m in found if self._sure(m, meant, context, within=within)]
        scored = [(m, sum(scale.parts(m).values())) for m in sure]
        scored.sort(key=lambda ms: (-round(ms[1], 6), ms[0].entry.id))
        return scored

    def _to_weigh(
        self,
        meant: _Meant,
        context: PlaceContext,
        *,
        within: Sequence[Entry] = (),
        large: bool = False,
        fuzzy: bool = True,
        hopeless: bool = False,
    ) -> tuple[list[Match], Scale]:
        """The candidates and what weighs them, with those so unlike that they are never believed or without them."""
        named, folded = meant.named, fold(meant.named.name)
        found = self._found(meant, context, within=within, fuzzy=fuzzy, hopeless=hopeless)
        scale = Scale(
            named=named,
            hint=named.hint or context.hints.get(folded),
            context=context,
            theatre=self.theatre,
            large=large,
            held=bool(within),
            rivals=Rivals.among(found),
        )
        return found, scale

    def _sure(self, match: Match, meant: _Meant, context: PlaceContext, *, within: Sequence[Entry] = ()) -> bool:
        """Whether a candidate is to be believed."""
        if within or self._believed(match, context, fold(meant.named.name)):
            return True
        return self._told_by_name(match, meant.named)

    def explain(self, named: Named, context: PlaceContext) -> tuple[Considered, ...]:
        """Every place that a name may mean with the parts of its score, the chosen one first."""
        meant = self._meant(named, context, large=False)
        chosen = self.choose(named, context)
        if meant is None:
            return ()
        candidates, scale = self._to_weigh(meant, context, hopeless=True)
        found = [
            Considered(
                m,
                round(sum(parts.values()), 4),
                tuple((k, round(v, 4)) for k, v in parts.items() if v),
                self._sure(m, meant, context),
            )
            for m in candidates
            for parts in [scale.parts(m)]
        ]
        first = chosen.entry.id if chosen else None
        found.sort(key=lambda c: (c.match.entry.id != first, not c.believed, -c.score, c.match.entry.id))
        return tuple(found)

    def _found(
        self, meant: _Meant, context: PlaceContext, *, within: Sequence[Entry], fuzzy: bool, hopeless: bool
    ) -> list[Match]:
        """Every place that a name may mean, what the phrase and the report rule out taken away."""
        named, folded = meant.named, fold(meant.named.name)
        look = partial(self.gazetteer.candidates, prior=Expectation(self.gazetteer, context, self.theatre))
        bare = core_name(named.name)
        apart = bool(within) or folded in context.homonyms
        if bare == named.name and not apart:  # like names need not be read where those of the very name settle it
            found = self._sifted(_distinct(look(named.name, loose=False)), meant, context, within)
            if meant.division is not None or any(self._settles(m, named, context) for m in found):
                return found
        least = {} if apart or hopeless or side_of(folded) else _LEAST_BELIEVED
        found = look(named.name, fuzzy=fuzzy, least=least)
        if bare != named.name and not any(m.score >= 0.9 and self._believed(m, context, folded) for m in found):
            found += look(bare, fuzzy=fuzzy, least=least)
        return self._sifted(_distinct(found), meant, context, within)

    def _sifted(self, found: list[Match], meant: _Meant, context: PlaceContext, within: Sequence[Entry]) -> list[Match]:
        """The candidates without those that the phrase and the report rule out."""
        named, folded = meant.named, fold(meant.named.name)
        found = [m for m in found if m.entry.pinned and m.how in ("exact", "folded")] or found
        if meant.division is not None:
            country = meant.division.country
            found = [m for m in found if m.entry.country == country and m.how in ("exact", "folded")]
        elif named.name.isupper() and len(named.name) <= 3:
            found = [
                m for m in found if m.how == "exact" or (m.entry.id.startswith("country:") and find_country(named.name))
            ]
        if folded in context.homonyms:
            if named.part in BEARINGS:  # "northern Mexico" is no part of a town
                kept = [m for m in found if m.entry.kind not in ("place", "site")]
            else:
                kept = [m for m in found if not m.entry.id.startswith("country:")]
            found = kept or found
        if within:
            found = [m for m in found if all(lies_in(m.entry, holder) for holder in within)]
            found = [m for m in found if m.how != "fuzzy" or m.score >= 0.74]
        elif any(self._settles(m, named, context) for m in found):
            found = [m for m in found if m.how in ("exact", "folded")]
        if not within:
            found = _at_home_first(found, context, folded)
        if named.hint in ("settlement", "site", "water", "admin2"):
            found = [m for m in found if m.entry.kind != "country"]
        if named.hint == "water":
            found = [m for m in found if m.entry.kind in ("water", "region", "line")]
        return found

    def _in_theatre(self, entry: Entry) -> bool:
        """Whether a place lies in the box round the agreement's area, or about 30 km of it."""
        return self.theatre is not None and self.theatre.near(entry.lat, entry.lon)

    def _settles(self, match: Match, named: Named, context: PlaceContext) -> bool:
        """Whether a place of the very name is so well known, or so well placed, that likenesses need no thought."""
        if match.how not in ("exact", "folded"):
            return False
        if not named.hint and prominence(match.entry) >= 0.6:
            return True
        if named.hint not in (None, "settlement", "site") or match.entry.kind not in ("place", "site", "region"):
            return False
        return context.countries.get(match.entry.country or "", 0.0) >= 0.5

    def _believed(self, match: Match, context: PlaceContext, folded: str) -> bool:
        """Whether a candidate may be the answer at all: by its likeness, its size, and what speaks for it."""
        entry = match.entry
        if entry.pinned and match.how in ("exact", "folded"):
            return True
        weight = context.weight(entry.country, folded)
        if side_of(folded):  # a part of whatever the report tells of, save where divisions are called "Northeast"
            return weight >= TOLD
        same = match.how in ("exact", "folded")
        if same and (not context.firm or weight >= _HARDLY):
            return True
        others = [a for a in context.anchors if a.name != folded or not folded]
        away = min((geodesic_km(a.lat, a.lon, entry.lat, entry.lon) for a in others), default=None)
        near = (away is not None and away < _NEAR_ANCHOR_KM) or self._in_theatre(entry)
        if not same and weight < _HARDLY:  # beyond a border only the very name tells
            near = self._in_theatre(entry)
        if match.how == "fuzzy":
            return match.score >= (_LEAST_BELIEVED["fuzzy"] if near else 0.82) and (weight >= 0.5 or near)
        large = _large(entry)
        if match.how == "skeleton":
            if not context.countries:
                return match.score >= 0.9 and (large or entry.population >= 20_000)
            return self._likely(match, weight, away, near=near, large=large, firm=context.firm)
        if near:
            return True
        small = entry.kind in ("place", "admin2", "site") or (
            entry.kind == "admin1" and entry.radius_km <= SMALL_KM and not entry.id.startswith("country:")
        )
        return not small or entry.population >= FOREIGN_CITY or self._beside_told(entry, context, folded)

    def _told_by_name(self, match: Match, named: Named) -> bool:
        """Whether a town or division bears a name that no other country has, so that this tells what is meant."""
        entry, name = match.entry, named.name
        if named.near or len(name) < _TELLING_LETTERS or match.how not in ("exact", "folded"):
            return False
        known = entry.kind == "admin1" or entry.population >= _ONLY_TOWN
        if not known or len(match.name.split()) != len(name.split()):
            return False
        codes = self.gazetteer.country_codes[self.gazetteer.rows_named([name])]
        return len(set(codes.tolist())) == 1

    @staticmethod
    def _likely(match: Match, weight: float, away: float | None, *, near: bool, large: bool, firm: bool) -> bool:
        """Whether a name of the same consonants is close enough to be believed where it lies."""
        if len(fold(match.name)) <= 5 and not near and match.score < 0.93:
            return False
        if near or (weight >= 0.5 and (away is None or large)):
            return match.score >= _LEAST_BELIEVED["skeleton"]
        if weight >= 0.5 and away is not None and away < 2 * _NEAR_ANCHOR_KM:
            return match.score >= 0.87
        if firm and weight < 0.2:
            return False
        return match.score >= 0.92 and (large or weight >= 0.5)

    def _beside_told(self, entry: Entry, context: PlaceContext, folded: str) -> bool:
        """Whether a place lies in or about as near as a neighbour to a country that the rest of the report tells of."""
        for code in context.countries:
            state = country_of(code) if context.weight(code, folded) >= 0.2 else None
            if state is None:
                continue
            if geodesic_km(state.lat, state.lon, entry.lat, entry.lon) <= 1.2 * state.radius_km + _BORDER_KM:
                return True
        return False

    def _city_or_province(self, best: Match, named: Named, scored: Sequence[tuple[Match, float]]) -> Match:
        """Of a province and its seat the one that their bare name means; the province is centred on the seat."""
        if named.hint or named.part or named.near or named.bearing is not None or named.distance_km is not None:
            return best
        kind = best.entry.kind
        if kind not in ("admin1", "place") or best.entry.id.startswith("country:"):
            return best
        other = "place" if kind == "admin1" else "admin1"
        twins = [
            (m, score)
            for m, score in scored
            if m.entry.kind == other
            and m.entry.country == best.entry.country
            and not m.entry.id.startswith("country:")
            and m.score >= min(0.9, best.score)
            and lies_in(m.entry if other == "place" else best.entry, best.entry if other == "place" else m.entry)
        ]
        if not twins:
            return best
        twin, score = max(twins, key=lambda ms: (ms[0].entry.population, ms[0].entry.id))
        city, province = (twin, best) if other == "place" else (best, twin)
        if city.entry.population < max(_SEAT, 0.03 * province.entry.population):
            return best
        if province.entry.radius_km <= _OWN_SIZE_KM:
            return city
        if city.entry.population >= _LARGE_CITY:
            lead = scored[0][1] - score if city is twin else score - scored[0][1]
            return province if lead + renown(city) > _CLEARLY else city
        away = geodesic_km(city.entry.lat, city.entry.lon, province.entry.lat, province.entry.lon)
        radius = round(province.entry.radius_km + away / 2, 1)
        entry = replace(province.entry, lat=city.entry.lat, lon=city.entry.lon, radius_km=radius)
        return replace(province, entry=entry)


def _large(entry: Entry) -> bool:
    """Whether a place is so large that it may be meant in a country of which nothing else is told."""
    return entry.kind in ("country", "admin1") or entry.population >= FOREIGN_CITY


_HARDLY = 0.2
"""A country of less weight is hardly spoken of."""


def _at_home_first(found: list[Match], context: PlaceContext, folded: str) -> list[Match]:
    """The candidates without lesser ones of countries hardly told of, where one of the very name is of one that is."""
    same = [m for m in found if m.how in ("exact", "folded")]
    if not any(m.entry.country and context.weight(m.entry.country, folded) >= TOLD for m in same):
        return found
    return [
        m
        for m in found
        if m.entry.country is None
        or m.entry.kind == "country"
        or prominence(m.entry) >= 0.6
        or context.weight(m.entry.country, folded) >= _HARDLY
    ]


def _distinct(found: Sequence[Match]) -> list[Match]:
    best: dict[str, Match] = {}
    for match in found:
        if match.entry.id not in best or match.score > best[match.entry.id].score:
            best[match.entry.id] = match
    return list(best.values())


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether a place may lie in another: by country, by division, else by distance."""
    if entry.id == holder.id:
        return False
    if holder.id.startswith("side:"):
        return geodesic_km(entry.lat, entry.lon, holder.lat, holder.lon) <= holder.radius_km and (
            holder.country is None or entry.country in (None, holder.country)
        )
    if holder.kind == "country":
        return entry.country == holder.country
    if holder.country and entry.country and holder.country != entry.country:
        return False
    away = geodesic_km(entry.lat, entry.lon, holder.lat, holder.lon)
    if holder.kind in ("place", "site"):
        return entry.kind in ("place", "site", "region") and away <= max(40.0, 2 * holder.radius_km)
    if holder.kind == "admin1" and entry.kind in ("country", "admin1"):
        return False
    if holder.kind == "admin1" and holder.id.startswith("adm1:") and entry.admin1 and holder.admin1:
        return fold(entry.admin1) == fold(holder.admin1)
    return away <= 1.4 * holder.radius_km + 10
