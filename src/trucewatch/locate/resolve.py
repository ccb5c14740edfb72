"""From the words of a place phrase to a place with its uncertainty, in the light of the whole report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from importlib.resources import files

from trucewatch.locate._places import (
    Spot,
    half_distance,
    midpoint,
    place_of,
    spot_of,
    unknown_place,
)
from trucewatch.locate._table import Entry
from trucewatch.locate._tied import NARROW_KM, Tied, by_neighbour, tells_more, turned_round
from trucewatch.locate.choosing import FOREIGN_CITY, Choice, Chooser, lies_in
from trucewatch.locate.company import together
from trucewatch.locate.context import (
    Anchor,
    PlaceContext,
    Theatre,
    anchor_of,
    country_weights,
    hints_of,
    theatre_of,
)
from trucewatch.locate.countries import country_of, find_capital, find_country, find_demonym, find_metonym
from trucewatch.locate.divisions import find_adjective, find_short
from trucewatch.locate.gazetteer import VERY_LIKE, Gazetteer, Match
from trucewatch.locate.lines import LineZone, line_in, line_zones
from trucewatch.locate.names import fold
from trucewatch.locate.phrases import BEARINGS, Group, Named, Phrase, read_phrase, side_of
from trucewatch.locate.weighing import Considered
from trucewatch.model import Agreement, Place, Relation, Where

_THE_DIVISION = re.compile(
    r"\b(?:the|that|this|same) (?:\w+ )?(?:province|governorate|oblast|state|region)\b", re.IGNORECASE
)
_THE_COUNTRY = re.compile(
    r"(?:(?:in|across|throughout|over|inside|within|to|from|of"
    r"|(?:various |several |many |other |all )?(?:\w+ ){0,2}(?:parts?|areas?|regions?) of) )*"
    r"(?:all (?:of )?)?(?:the|this|our|that|his|her|its|their) (?:(?:whole|entire) )?country",
    re.IGNORECASE,
)
_TERRITORY = re.compile(
    r"\b(?P<people>[A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:territory|soil|(?:territorial )?waters)\b(?! (?:near|off|of|at) )"
)
_AGAIN = re.compile(
    r"(?:\b(?:in|at|on) )?\b(?:the|that|this) (?:same )?(?:\w+ )?"
    r"(?:(?P<settlement>town|village|city|township|hamlet|settlement)"
    r"|(?P<site>bridge|camp|base|mosque|church|hospital|school|market|checkpoint|crossing|junction|crossroads|airport)"
    r"|(?P<any>area|front|place|point|post|position|spot|scene|vicinity|district))\b(?! (?:of|and)\b)"
    r"|\b(?P<there>there|here)\b",
    re.IGNORECASE,
)
"""Words for a place that was named before."""
_AGAIN_KINDS = {"settlement": ("place",), "site": ("place", "site")}
_CAPITAL = re.compile(
    r"\b(?:[Tt](?:he|his) |(?=[A-Z][\w-]*\w(?:['’]s)? [Cc]apital))"
    r"(?:(?P<people>[A-Z][\w-]*\w(?: [A-Z][\w-]*\w){0,2})(?:['’]s)? )?[Cc]apital(?: [Cc]ity)?\b(?!,? [A-Z])"
    r"(?: of (?:the )?(?P<state>[A-Z][\w-]+(?: [A-Z][\w-]+)*))?"
)
"""The capital of a state that is named, or of the one that the report is about; no provincial capital."""

_AREA_HINTS = ("admin1", "admin2", "region")
_HOLDING_KINDS = ("country", "admin1", "region", "admin2")
_RANK = {"country": 3, "admin1": 2, "region": 2, "water": 2, "line": 1, "admin2": 1, "site": 0, "place": 0}


class Locator:
    """Resolves place phrases against a gazetteer and, if there is one, the agreement's area and lines."""

    def __init__(self, gazetteer: Gazetteer, agreement: Agreement | None = None) -> None:
        """Take a loaded gazetteer; nothing is read here."""
        self.gazetteer = gazetteer
        self.agreement = agreement
        self._is_name = lru_cache(maxsize=16384)(self._is_name_uncached)
        self.known = lru_cache(maxsize=16384)(self._known_uncached)

    # ------------------------------------------------------------- the report

    @cached_property
    def _theatre(self) -> Theatre | None:
        return theatre_of(self.agreement, self.gazetteer)

    @cached_property
    def _chooser(self) -> Chooser:
        return Chooser(self.gazetteer, self._theatre)

    @cached_property
    def _lines(self) -> tuple[LineZone, ...]:
        return line_zones(self.agreement)

    @cached_property
    def _common(self) -> frozenset[str]:
        text = files("trucewatch.locate").joinpath("data", "common_names.txt").read_text(encoding="utf-8")
        return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))

    def context(self, names: Iterable[str], *, dateline: str | None = None) -> PlaceContext:
        """What the names of a report, demonyms among them, say of where it is set.

        Args:
            names: Names and place phrases in the order of the report; repeat one that is repeated.
            dateline: The place of writing, which counts for little.
        """
        phrases = list(names)
        read = {text: read_phrase(text, self._is_name) for text in dict.fromkeys(phrases)}
        named = [n for text in phrases for n in _all_named(read[text])]
        plain = [n.name for n in named]
        plain += [text for text in phrases if not read[text].groups]
        weigh = partial(
            country_weights,
            plain,
            dateline=dateline,
            gazetteer=self.gazetteer,
            theatre=self._theatre,
            common=self._common,
        )
        told = weigh()
        hints = hints_of(
            (n.name, n.hint or ("admin1" if n.part in BEARINGS or n.part == "rural" else None)) for n in named
        )
        lines = frozenset(zone.id for text in read if (zone := line_in(text, self._lines)))
        first = PlaceContext(countries=told.weights, own=told.own, hints=hints, lines=lines, firm=told.firm)
        bare = [Named(n.name, hint=n.hint) for n in named]
        bare += [Named(text) for text in phrases if not read[text].groups]
        known = self._with_places(first, bare)
        if not known.homonyms:
            return known
        told = weigh(homonyms=known.homonyms)
        again = replace(first, countries=told.weights, own=told.own, firm=told.firm, homonyms=known.homonyms)
        return self._with_places(again, bare)

    def _with_places(self, context: PlaceContext, names: Sequence[Named]) -> PlaceContext:
        """Add the places that the names mean in one another's company, and the divisions that they lie in."""
        ranked: dict[str, list[tuple[Match, float]]] = {}
        for named in list(dict.fromkeys(names))[:60]:
            name = named.name
            if name.casefold() in self._common or (find_country(name) and not self._shared(name)):
                continue
            found = [(m, s) for m, s in self._chooser.rank(named, context) if m.score >= 0.85]
            if found:
                ranked.setdefault(fold(name), found)
        anchors: list[Anchor] = []
        divisions: dict[tuple[str, str], int] = {}
        homonyms = set(context.homonyms)
        for name, (match, belief) in together(ranked).items():
            entry = match.entry
            if entry.kind == "country":
                continue
            if any(m.entry.kind == "country" for m, _ in ranked[name]):
                homonyms.add(name)
            if belief < 0.5 or context.countries.get(entry.country or "", 0.0) < 0.5:
                continue
            anchors.append(Anchor(entry.lat, entry.lon, belief, name, entry))
            if entry.country and entry.admin1:
                key = (entry.country, entry.admin1)
                divisions[key] = divisions.get(key, 0) + (2 if entry.kind == "admin1" else 1)
        return replace(context, anchors=tuple(anchors[:30]), admin1=divisions, homonyms=frozenset(homonyms))

    def _shared(self, name: str) -> bool:
        """Whether a country's name is that of other places too."""
        rows = self.gazetteer.rows_named([name])
        codes = {self.gazetteer.country_codes[row] for row in rows.tolist()}
        return len(codes) > 1

    # ------------------------------------------------------------- the phrase

    def resolve(
        self, phrase: str, context: PlaceContext, *, demonyms: bool = False, before: Sequence[str] = ()
    ) -> Where:
        """The place that a phrase names, further places of a list in `also`; never raises.

        An unknown name keeps its words with null coordinates, or, where the phrase says in what it lies, takes the
        point and the radius of that.

        Args:
            phrase: The words of the report.
            context: Where the report is set.
            demonyms: Whether a phrase that is only an adjective or a people ("Russian", "the Texans") gives its
                country, division or part of the world. It names no place where something happened, so that it gives
                none unless asked for; sets of news toponyms count it as one.
            before: The names of places that the report tells before the phrase, the nearest last. A phrase without a
                name ("there", "near the town", "in the same area") means the nearest of its kind.
        """
        if demonyms and (entry := self._homeland(phrase, context)):
            return _where(place_of(entry, spot_of(entry, Named(entry.name)), phrase))
        if (named := self._with_capital(phrase, context)) != phrase:
            return self.resolve(named, context, before=before).model_copy(update={"text": phrase})
        if (said := _TERRITORY.search(phrase)) and (land := self._homeland(said["people"], context)):
            return _where(place_of(land, spot_of(land, Named(land.name)), phrase))
        if _THE_COUNTRY.fullmatch(phrase.strip()):
            return self._the_country(phrase, context)
        read = read_phrase(phrase, self._is_name)
        line = line_in(phrase, self._lines)
        if not read.groups:
            return self._again(phrase, context, before) or self._without_name(phrase, read, context, line)
        if read.between and (stretch := self._between(phrase, read.groups[0], context)):
            return stretch
        found: list[tuple[Place, bool]] = []
        for group in read.groups:
            found += self._group(phrase, self._without_line(group, line), context)
        if line is not None and not any(place.lat is not None for place, _ in found):
            return _where(self._on_line(phrase, line))
        if not found:
            return _where(unknown_place(phrase))
        main = next((i for i, (p, own) in enumerate(found) if own and p.lat is not None), None)
        if main is None:
            main = next((i for i, (p, _) in enumerate(found) if p.lat is not None), 0)
        place = found[main][0].model_copy(update={"text": phrase})
        if line is not None:
            place = _laid_on_line(place)
        return _where(place, [p for i, (p, _) in enumerate(found) if i != main])

    def _with_capital(self, phrase: str, context: PlaceContext) -> str:
        """The phrase with the name of the capital that it speaks of: "the Somali capital", "the capital"."""
        said = _CAPITAL.search(phrase)
        if said is None:
            return phrase
        if word := said["state"] or said["people"]:
            rows = find_country(word) or find_demonym(word)
        else:
            top = country_of(context.top_country() or "")
            rows = (top,) if top else ()
        seats = [seat for row in rows for seat in row.capitals]
        told = [seat for seat in seats if fold(seat) in context.own]  # capitals move: the one that the report names
        found = {c.entry.id for seat in seats if (c := self._chooser.choose(Named(seat, near=True), context))}
        seat = told[0] if told else seats[0] if len(found) == 1 else None
        return phrase if seat is None else f"{phrase[: said.start()]}{seat}{phrase[said.end() :]}"

    def _homeland(self, phrase: str, context: PlaceContext) -> Entry | None:
        """Where the people or things lie that a phrase of nothing but a demonym speaks of."""
        word = re.sub(r"^(?:the|The)\s+|['’]s$", "", phrase.strip())
        if find_country(word):
            return None
        adjectives = find_adjective(word)
        if adjectives:
            named = Named(adjectives[0].name, hint=adjectives[0].hint)
            held = self.gazetteer.get(f"country:{adjectives[0].country}")
            choice = self._chooser.choose(named, context, within=(held,) if held else (), fuzzy=False)
            return choice.entry if choice else None
        rows = find_demonym(word)
        if not rows:
            return None
        live = [c for c in rows if c.kind != "historical"] or list(rows)
        best = max(live, key=lambda c: (c.kind == "state", context.countries.get(c.iso2, 0.0)))
        return self.gazetteer.get(f"country:{best.key}")

    def _without_line(self, group: Group, line: LineZone | None) -> Group:
        """The group without the names of the agreement's line itself; neighbours move up where no head is left."""
        if line is None:
            return group
        heads = tuple(n for n in group.heads if not line.called(n.name))
        beside = tuple(n for n in group.beside if not line.called(n.name))
        containers = tuple(n for n in group.containers if not line.called(n.name))
        if not heads and beside:
            heads, beside = (replace(beside[0], role="head"),), beside[1:]
        return Group(heads, containers, beside)

    def _group(self, phrase: str, group: Group, context: PlaceContext) -> list[tuple[Place, bool]]:
        """Places of a group; with each whether it was found itself and not only what holds it."""
        holders, beyond = self._holders(group.containers, context)
        heads = self._without_holders(list(group.heads), holders, context)
        beside = [Tied(n, c) for n in group.beside if (c := self._chooser.choose(n, context))]
        inner = self._narrowed(context, [t.choice for t in (*holders, *beside)])
        found = [(named, by_neighbour(self._held(named, inner, holders), beside)) for named in heads]
        if len(found) == len(holders) == 1 and (choice := found[0][1]) and turned_round(choice, holders[0].choice):
            found = [(replace(holders[0].named, role="head"), holders[0].choice)]
        if len(found) == 1 and (by := next((t for t in beside if tells_more(t, *found[0])), None)):
            found = [(replace(by.named, role="head"), by.choice)]
        if not any(choice for _, choice in found) and holders and heads:
            return [self._fallback(heads[0], holders, beside), *beyond]
        places: list[tuple[Place, bool]] = []
        for named, choice in found:
            if choice is not None:
                text = phrase if len(heads) == 1 else named.name
                places.append((self._place(choice, named, text), True))
            elif len(heads) == 1:
                places.append(self._fallback(named, holders, beside))
            else:
                places.append((self._unknown(named, holders), False))
        if not heads and holders:
            places.append((self._place(holders[0].choice, holders[0].named, phrase), False))
        return places + beyond

    def _holders(
        self, containers: Sequence[Named], context: PlaceContext
    ) -> tuple[list[Tied], list[tuple[Place, bool]]]:
        """What holds a place, and the places of a list that only follow it ("in A, B" where A does not lie in B)."""
        holders: list[Tied] = []
        beyond: list[tuple[Place, bool]] = []
        for named in containers:
            choice = self._chooser.choose(named, context, large=True)
            if choice is None:
                continue
            last = holders[-1].choice if holders else None
            if named.after_comma and last is not None and not lies_in(last.entry, choice.entry):
                inside = self._chooser.choose(holders[-1].named, context, within=[choice.entry], large=True)
                if inside is None or inside.match.score < 0.95:
                    beyond.append((self._place(choice, named, named.name), True))
                    continue
                holders[-1] = Tied(holders[-1].named, inside)
            holders.append(Tied(named, choice))
        return holders, beyond

    def _without_holders(self, heads: list[Named], holders: list[Tied], context: PlaceContext) -> list[Named]:
        """The heads of "A, B district, C province" without B and C, which go to the holders; likewise "C, A"."""
        while len(heads) >= 2 and heads[1].after_comma and (outer := self._leading(heads, context)) is not None:
            holders.append(Tied(heads.pop(0), outer))
        while len(heads) >= 2 and heads[-1].after_comma:
            if len(heads) >= 3 and self._listed(heads[-3:], context):
                break
            last = self._chooser.choose(heads[-1], context, large=True)
            before = self._chooser.choose(heads[-2], context, large=heads[-2].hint in _AREA_HINTS)
            if last is not None and before is not None and before.entry.id == last.entry.id:
                heads.pop()
                continue
            holder = self._holder(heads, last, context)
            if holder is None:
                if heads[-1].hint not in _AREA_HINTS or last is not None or len(heads) < 2 or not holders:
                    break
                heads.pop()
                continue
            holders.append(Tied(heads.pop(), holder))
        return heads

    def _leading(self, heads: Sequence[Named], context: PlaceContext) -> Choice | None:
        """The first of "C province, at A" where it is an area and what the second means lies in it."""
        first = self._chooser.choose(heads[0], context, large=True)
        if first is None or first.entry.kind not in ("admin1", "region", "admin2"):
            return None
        free = self._chooser.choose(heads[1], context, fuzzy=False)
        inner = self._chooser.choose(heads[1], context, within=[first.entry], fuzzy=False)
        if inner is None or free is None or inner.match.score < 0.95 or inner.entry.kind not in ("place", "admin2"):
            return None
        return first if free.entry.id == inner.entry.id or heads[1].hint in _AREA_HINTS else None

    def _listed(self, heads: Sequence[Named], context: PlaceContext) -> bool:
        """Whether names parted by commas are a list of states or of provinces, of which none holds another."""
        if all(find_country(named.name) for named in heads):
            return True
        found = [c.entry for named in heads if (c := self._chooser.choose(named, context, large=True))]
        return len({e.id for e in found}) == len(heads) and all(e.kind == "admin1" for e in found)

    def _held(self, named: Named, context: PlaceContext, holders: Sequence[Tied]) -> Choice | None:
        """The place of that name in all that holds it, or of the very name in the largest part of that."""
        choice = self._chooser.choose(named, context, within=[t.area for t in holders])
        wide = [t.area for t in holders if t.area.kind in ("country", "admin1")]
        if (choice is None or choice.match.score < 0.9) and 0 < len(wide) < len(holders):
            other = self._chooser.choose(named, context, within=wide, fuzzy=False)
            if other is not None and other.match.score >= 0.95:
                choice = other
        if choice is not None and named.hint == "line" and choice.entry.kind == "country":
            return self._this_side(choice, context)
        return choice

    def _this_side(self, choice: Choice, context: PlaceContext) -> Choice:
        """For "the border with A" the country that the report is about where it is another, else A."""
        top = context.top_country(margin=1.0)
        entry = self.gazetteer.get(f"country:{top}") if top and top != choice.entry.country else None
        return choice if entry is None else replace(choice, match=replace(choice.match, entry=entry))

    def _holder(self, heads: Sequence[Named], last: Choice | None, context: PlaceContext) -> Choice | None:
        """The last of "A, B" where it is an area that A lies in."""
        said = heads[-1].hint in _AREA_HINTS
        if last is None or (last.entry.kind not in _HOLDING_KINDS and not said):
            return None
        free = self._chooser.choose(heads[-2], context)
        if free is not None and free.match.score >= 0.95 and _RANK[free.entry.kind] >= _RANK[last.entry.kind]:
            held = self._chooser.choose(heads[-2], context, within=[last.entry])
            if held is None or held.match.score < 0.95 or held.entry.kind not in ("admin1", "place"):
                return None
            if held.match.score < free.match.score and held.match.name != held.entry.name:
                return None  # "Africa, Europe": a town that is also called so is not what a list of continents means
            if held.entry.kind == "place" and held.entry.population < FOREIGN_CITY:
                return None
        others = [m for m, _ in last.losers if m.entry.kind in _HOLDING_KINDS and m.score >= 0.9]
        for match in (last.match, *others):
            first = self._chooser.choose(heads[-2], context, within=[match.entry])
            if first is not None and first.match.score >= 0.9:
                return replace(last, match=match)
        return last

    def _narrowed(self, context: PlaceContext, said: Sequence[Choice]) -> PlaceContext:
        """The context with what the phrase itself adds, which outweighs the rest of the report."""
        countries = dict(context.countries)
        anchors = list(context.anchors)
        for choice in said:
            if choice.entry.country:
                countries[choice.entry.country] = 1.0
            if anchor := anchor_of(choice.entry, 1.5):
                anchors.append(anchor)
        return replace(context, countries=countries, anchors=tuple(anchors))

    def _fallback(self, named: Named, holders: Sequence[Tied], beside: Sequence[Tied]) -> tuple[Place, bool]:
        """What is left of an unknown name: a place it lies by, an area it lies in, or its words alone."""
        smallest = min(holders, key=lambda t: spot_of(t.choice.entry, t.named).radius_km, default=None)
        held = self._place(smallest.choice, smallest.named, named.name) if smallest else None
        if beside and beside[0].choice.entry.kind != "country":
            by = self._place(beside[0].choice, replace(beside[0].named, near=True), named.name)
            if held is None or held.lat is None or (by.radius_km or 0) <= (held.radius_km or 0):
                return by, False
        if held is not None:
            return held.model_copy(update={"relation": Relation.PART_OF}), False
        return self._unknown(named, ()), False

    def _unknown(self, named: Named, holders: Sequence[Tied]) -> Place:
        """The words of an unknown name with the country and division that the phrase itself gives."""
        relation = Relation.NEAR if named.near else Relation.AT
        if not holders:
            return unknown_place(named.name, relation=relation)
        entry = min((t.choice.entry for t in holders), key=lambda e: e.radius_km)
        admin1 = entry.admin1 if entry.kind != "country" else None
        return unknown_place(named.name, relation=relation, country=entry.country, admin1=admin1)

    def choose(self, name: str, context: PlaceContext) -> Choice | None:
        """The best candidate for a bare name with those that lost; null where none is to be believed."""
        return self._chooser.choose(Named(name), context)

    def explain(self, name: str, context: PlaceContext) -> tuple[Considered, ...]:
        """Every place that a bare name may mean with what speaks for each, the one that is taken first.

        The first is taken only where it is believed.
        """
        return self._chooser.explain(Named(name), context)

    def _place(self, choice: Choice, named: Named, text: str) -> Place:
        return place_of(choice.entry, spot_of(choice.entry, named), text)

    # ------------------------------------------------------------ other phrases

    def _between(self, phrase: str, group: Group, context: PlaceContext) -> Where | None:
        """The stretch between two places; null where either is unknown."""
        if len(group.heads) < 2:
            return None
        containers = [c for n in group.containers if (c := self._chooser.choose(n, context, large=True))]
        inner = self._narrowed(context, containers)
        ends = []
        for named in group.heads[:2]:
            choice = self._chooser.choose(
                replace(named, near=True, on=False), inner, within=[c.entry for c in containers]
            )
            if choice is None:
                return None
            ends.append(choice.entry)
            inner = self._narrowed(inner, [choice])
        a, b = ends
        lat, lon = midpoint(a.lat, a.lon, b.lat, b.lon)
        spot = Spot(f"between {a.name} and {b.name}", Relation.BETWEEN, lat, lon, half_distance(a, b), 5)
        place = place_of(a, spot, phrase)
        same = a.admin1 if a.admin1 == b.admin1 else None
        country = a.country if a.country == b.country else None
        return _where(place.model_copy(update={"admin1": same, "country": country, "gazetteer": f"{a.id} {b.id}"}))

    def _on_line(self, phrase: str, line: LineZone) -> Place:
        """The whole of an agreement's line: its middle, and a radius that reaches both ends."""
        nearest = self.gazetteer.nearest(line.lat, line.lon)
        place = unknown_place(phrase, relation=Relation.ON_LINE)
        return place.model_copy(
            update={
                "name": line.name,
                "lat": line.lat,
                "lon": line.lon,
                "radius_km": line.radius_km,
                "precision": 5,
                "country": nearest.country,
                "admin1": nearest.admin1,
                "gazetteer": line.id,
            }
        )

    def _again(self, phrase: str, context: PlaceContext, before: Sequence[str]) -> Where | None:
        """The place named before that a phrase without a name speaks of, read as if it stood there; null for none."""
        said = _AGAIN.search(phrase) if before else None
        if said is None:
            return None
        kinds = next((kinds for group, kinds in _AGAIN_KINDS.items() if said[group]), None)
        for name in reversed(before):
            named = Named(name, hint="settlement" if said["settlement"] else None)
            choice = self._chooser.choose(named, context, fuzzy=False)
            if choice is None or choice.entry.kind == "country" or choice.entry.radius_km > NARROW_KM:
                continue
            if kinds is None or choice.entry.kind in kinds:
                where = self.resolve(f"{phrase[: said.start()]}{name}{phrase[said.end() :]}", context)
                if where.radius_km is not None and where.radius_km <= NARROW_KM:
                    return where.model_copy(update={"text": phrase})
        return None

    def _without_name(self, phrase: str, read: Phrase, context: PlaceContext, line: LineZone | None) -> Where:
        """A phrase with no name in it: the agreement's line, a side of the country or division meant, or nothing."""
        if line is None and read.loose_hint == "line" and len(context.lines) == 1:
            line = next((zone for zone in self._lines if zone.id in context.lines and zone.is_road), None)
        if line is not None:
            return _where(self._on_line(phrase, line))
        whole = read.loose_hint in ("admin1", "region") and _THE_DIVISION.search(phrase) is not None
        if (read.loose_part is None and not whole) or read.loose_hint in ("settlement", "site", "line", "water"):
            return _where(unknown_place(phrase))
        named = Named("", part=read.loose_part)
        if read.loose_hint in ("admin1", "admin2", "region"):
            division = context.top_admin1()
            entry = self._division(*division) if division else None
        else:
            entry = self._top_state(context)
        if entry is None:
            return _where(unknown_place(phrase))
        return _where(place_of(entry, spot_of(entry, named), phrase))

    def _top_state(self, context: PlaceContext) -> Entry | None:
        """The country that a report is about."""
        row = country_of(context.top_country() or "")
        return self.gazetteer.get(f"country:{row.key}") if row else None

    def _the_country(self, phrase: str, context: PlaceContext) -> Where:
        """The whole of the country that a report is about."""
        entry = self._top_state(context)
        return _where(place_of(entry, spot_of(entry, Named("")), phrase) if entry else unknown_place(phrase))

    def _division(self, country: str, name: str) -> Entry | None:
        found = self.gazetteer.search(name, limit=20, country=country)
        return next((m.entry for m in found if m.entry.kind == "admin1"), None)

    # ------------------------------------------------------------------- names

    def _is_name_uncached(self, name: str) -> bool:
        """Whether the gazetteer holds exactly this name, type words and all."""
        if find_country(name) or ("." in name and find_short(name)):
            return True
        found = self.gazetteer.candidates(name, prior=self.gazetteer.priors, limit=5, loose=False)
        if len(name.split()) > 1 and not side_of(name.split()[0]):
            return any(_worth(m.entry) for m in found)
        return bool(found)

    def _known_uncached(self, name: str) -> float:
        """How surely a capitalised name is a place name at all, 0 to 1; 0 where no gazetteer holds it.

        Demonyms and governments' names give 0; common words and names of persons that are also places give little.
        """
        if find_country(name) or any(zone.called(name) for zone in self._lines):
            return 1.0
        if find_demonym(name) or find_metonym(name):
            return 0.0
        bare = re.sub(r"^(?:the|The)\s+", "", name).strip()
        look = partial(self.gazetteer.candidates, bare, prior=self.gazetteer.priors, limit=80, fuzzy=False)
        found = look(loose=False) or look(least={"skeleton": VERY_LIKE})  # the very name is always surer
        sure = max((_surety(m) for m in found), default=0.0)
        if sure and bare.casefold() in self._common:
            return 0.15 if sure < 0.95 else 0.2
        if find_capital(bare):
            return max(sure, 0.95)
        return round(sure, 3)


def _surety(match: Match) -> float:
    """How surely a name is a place name, by what it was found as."""
    entry = match.entry
    if match.how == "skeleton":
        return 0.3 if match.score >= VERY_LIKE and len(fold(match.name)) >= 6 else 0.0
    if entry.kind in ("country", "admin1", "region", "water", "line"):
        return 1.0 if match.score >= 0.97 else 0.9
    if entry.kind == "site":
        return 0.8
    if entry.kind == "admin2":
        return 0.7
    if entry.id.startswith(("ucdp:", "user:", "place:")):
        return 0.75
    for people, sure in ((500_000, 0.97), (100_000, 0.9), (20_000, 0.8), (5_000, 0.7), (1_000, 0.6)):
        if entry.population >= people:
            return sure if match.score >= 0.97 else sure - 0.1
    return 0.5 if match.score >= 0.97 else 0.4


def _worth(entry: Entry) -> bool:
    """Whether an entry is reason enough to keep a type word as part of its name."""
    return entry.kind != "place" or entry.population >= 5_000


def _all_named(phrase: Phrase) -> list[Named]:
    return [n for g in phrase.groups for n in (*g.heads, *g.containers, *g.beside)]


def _where(place: Place, also: Sequence[Place] = ()) -> Where:
    return Where(**place.model_dump(), also=tuple(also))


def _laid_on_line(place: Place) -> Place:
    """A place that the phrase puts on the agreement's line: the relation says so, the point stays the place's."""
    if place.lat is None or place.precision not in (1, 2):
        return place
    return place.model_copy(update={"relation": Relation.ON_LINE})
