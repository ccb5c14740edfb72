"""Where the acts of a report were: the narrowest place of a claim's words, and what stands for one that is not known.

A name that no gazetteer holds, and words that name nothing ("at the slipway"), lie somewhere about a place that the report
tells: the last narrow one before them in the country that the report is about, what their paragraph opens with and the
headline among them, else the first behind them, else the city that it is written from, else a wider place of that
country. A capital is where agencies sit, so that it stands only for what towns have: a street, a hotel. Where nothing at
home is told, a place abroad stands for it, else the city that is written from, with a radius that says how little that is.

An act of the news that is tied to no place at all was where its paragraph or entry tells of last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import chain, takewhile

from trucewatch.extract._claim_values import Evidences, about
from trucewatch.extract.claims import Resolve, dateline_place, spelled
from trucewatch.extract.grouping import Group
from trucewatch.extract.reading import Reading
from trucewatch.extract.roles import Role
from trucewatch.extract.sentences import dateline_city
from trucewatch.extract.tagger import Tagged
from trucewatch.locate import PlaceContext, find_capital, find_country, fold, geodesic_km
from trucewatch.model import Report, Where

TOLD_KM = 60.0
"""A place told of that is larger than this stands for one that is not known only where nothing narrower does."""

TOWN_KM = 15.0
"""A place told of that is no larger may be the town that a street or a quarter is in."""

_SOMEWHERE_KM = 150.0
"""The radius of what is only known to be told of from a city."""

STRAY_KM = 3.0
"""A place no larger than this, in a country that the rest of the report hardly speaks of, is a namesake."""

_BY_ITS_TOWN_KM = frozenset({20.0, 25.0})
"""Radii of a district and of a road of which only the town is known, so that they are as doubtful as the town."""

_BY_A_VILLAGE_KM = 10.0
"""What is near a village is no larger than this."""

STRAY_WEIGHT = 0.15
"""From what weight a country other than the report's own is spoken of plainly."""

PART_WEIGHT = 0.9
"""The same where words speak of a part of a town, whose name is often that of a town elsewhere."""

_NEIGHBOUR_KM = 150.0
"""So near to a sure place of the report's own country a place beyond the border may be meant."""

_AMONG_KM = 100.0
"""The same where at least `_MANY` places of that country are sure."""

_MANY = 3

NAMED = re.compile(r"[A-Z]")

NOT_OF_AN_ACT = frozenset({"from", "by", "for", "against", "to", "toward", "towards", "of"})
"""Words before a place at which nothing need have happened."""

_CAPITALISED = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")

_IN_TOWN = re.compile(
    r"(?i)\b(?:here|city|cent(?:er|re)|capital|downtown|streets?|avenues?|boulevard|block|corner|intersection|square|plaza|park|parking|zone|lot|quarter"
    r"|neighbou?rhoods?|suburbs?|buildings?|offices?|headquarters|facilities|embassy|embassies|ministry|palace|parliament|congress|court|hotel"
    r"|restaurant|caf[eé]|bar|shop|store|supermarket|mall|theat(?:re|er)|cinema|stadium|universit(?:y|ies)|campus|college|faculty|school|hospital"
    r"|clinic|church|cathedral|mosque|cemetery|airport|station|market|bank|factory|prison|penitentiary|jail|house|home|residence|apartment)\b"
)
"""Words for what stands in a town: an agency's capital may be meant where such a thing is told of and no place."""

_PART_OF_TOWN = re.compile(
    r"(?i)\b(?:quarter|neighbou?rhood|suburb|district|airport|streets?|avenue|boulevard|square|station|university)\b"
)
_QUARTER = re.compile(r"(?i)\b(?:quarter|neighbou?rhood|suburb|borough)s?\b")
_OF_STREETS = re.compile(
    r"(?i)\b(?:(?:intersection|corner|junction) of|block of)(?: [\w'’.]+(?: [\w'’.]+)? and)?(?: (?:north|south|east|west))? $"
)
_HERE = re.compile(r"(?i)\bhere\b")

_GOES_ON = re.compile(
    r"(?:[\s,]+(?:[A-Z0-9][\w'’-]*|(?i:of|in|near|the|al|el|de|la|district|province|state|county|city|town|village|area"
    r"|region|governorate|department)))+"
)
"""What may follow in a phrase of one place: names, what holds the place, what it is."""


class Whereabouts:
    """The places of one report's claims."""

    def __init__(
        self, report: Report, tagged: Tagged, readings: Sequence[Reading], context: PlaceContext, resolve: Resolve
    ) -> None:
        self._text = report.text
        self._title = report.title or ""
        self._tagged = tagged
        self._context = context
        self._country = _home(context)
        self._resolve = resolve
        self._at_home = cache(self._looked_up)
        self._local = dateline_place(report, resolve)
        self._opened = [*_titled(self._title), *_headings(self._text)]
        named = [
            (p.after not in NOT_OF_AN_ACT, r.sentence.start + p.start, n)
            for r in readings
            for p in r.places
            for n in p.names
        ]
        self._names = sorted([*named, *((True, a, words) for a, _, words in self._opened)])
        self._read = [
            (r.sentence.start + p.start, r.sentence.start + p.end, spelled(p.text))
            for r in readings
            for p in r.places
            if p.after not in NOT_OF_AN_ACT
        ]

    def where(self, group: Group, evidence: Evidences, *, of_news: bool) -> Where | None:
        """The narrowest place among a claim's; words that name none take the place told of before.

        Args:
            group: The mentions that the claim rests on.
            evidence: Where the words for the place are noted.
            of_news: Whether the claim is surely of an act of the news, which without a place of its own was where the
                last one before it was.
        """
        spots = group.of(self._tagged, Role.PLACE)
        if not spots:
            return self._told_before(group, evidence) if of_news else None
        resolved = [(i, self._place(i)) for i in spots]
        known = [(i, w) for i, w in resolved if w.radius_km is not None]
        i, where = min(known, key=lambda p: p[1].radius_km or 0.0) if known else resolved[0]
        if where.radius_km is None:
            told = self._told_about(i)
            if told is not None:
                where = about(told, where) if NAMED.search(self._tagged.words(i, self._text)) else told
        return where.model_copy(update={"text": evidence.add("where", *self._tagged.span(i))})

    def _told_before(self, group: Group, evidence: Evidences) -> Where | None:
        """Where an act without a place was: the last narrow place told before it in its paragraph or entry."""
        at = min(self._tagged.span(i)[0] for i in group.acts)
        paragraph = self._text.rfind("\n", 0, at) + 1
        for start, end in sorted(self._told, reverse=True):
            if paragraph <= start and end <= at:
                where = self._told[start, end]()
                if where.radius_km is not None and where.radius_km <= TOLD_KM:
                    return where.model_copy(update={"text": evidence.add("where", start, end)})
        return None

    def _place(self, i: int) -> Where:
        """Where the words of a mention lie; those without a name look back to the names told before them."""
        start, end = self._tagged.span(i)
        words = spelled(self._text[start : self._end_of_phrase(start, end)])
        if NAMED.search(words):
            where = self._at_home(words)
            return _nowhere(where) if self._in_another_town(where, words, start) else where
        where = self._resolve(words, before=tuple(n for _, at, n in self._names if at < start))
        return _nowhere(where) if self._strays(where, where.name or "", at_most_km=_BY_A_VILLAGE_KM) else where

    def _end_of_phrase(self, start: int, end: int) -> int:
        """Where a phrase ends of which the tagger marked only the beginning ("southern" of "southern Gaza City")."""
        for a, b, _ in self._read:
            if start < b and a <= end + 1 and b > end and _GOES_ON.fullmatch(self._text, end, b):
                return b
        return end

    def _looked_up(self, words: str) -> Where:
        """Where words lie, without a point where that is a namesake far from all that the report tells."""
        where = self._resolve(words)
        if not self._strays(where, words):
            return where
        return _nowhere(where)

    def _in_another_town(self, where: Where, words: str, start: int) -> bool:
        """Whether words for a street or a quarter were found far from the town told last: a namesake of theirs."""
        if where.radius_km is None or where.radius_km > STRAY_KM or where.lat is None or where.lon is None:
            return False
        before = self._text[max(0, start - 40) : start]
        if len(_CAPITALISED.findall(words)) > 1 or not (_QUARTER.search(words) or _OF_STREETS.search(before)):
            return False
        told = (self._at_home(name) for a, b, name in sorted((*self._opened, *self._read), reverse=True) if b <= start)
        towns = (w for w in told if w.radius_km is not None and w.radius_km <= TOWN_KM and w.name != where.name)
        town = next(towns, None)
        if town is None or town.lat is None or town.lon is None:
            return False
        return geodesic_km(town.lat, town.lon, where.lat, where.lon) > TOLD_KM

    def _strays(self, where: Where, words: str, *, at_most_km: float = STRAY_KM) -> bool:
        """Whether a small place lies in a country that nothing else in the report speaks of, far from sure places of its own."""
        if self._country is None or where.country in (None, self._country) or where.lat is None or where.lon is None:
            return False
        loose = where.precision in (3, 5) and where.radius_km in _BY_ITS_TOWN_KM
        if where.radius_km is None or not (where.radius_km <= at_most_km or loose):
            return False
        said = _CAPITALISED.findall(words)
        if any(state.iso2 == where.country for n in said for state in (*find_country(n), *find_capital(n))):
            return False
        names = (*said, where.name or "")
        least = PART_WEIGHT if _PART_OF_TOWN.search(words) else STRAY_WEIGHT
        if min(self._context.weight(where.country, fold(n)) for n in names) >= least:
            return False
        home = [a for a in self._context.anchors if a.entry is not None and a.entry.country == self._country]
        reach = _AMONG_KM if len(home) >= _MANY else _NEIGHBOUR_KM
        near = any(geodesic_km(a.lat, a.lon, where.lat, where.lon) <= reach for a in home)
        return bool(home) and not near

    @cached_property
    def _told(self) -> Mapping[tuple[int, int], Callable[[], Where]]:
        """All places that the report tells, by where their words stand, each looked up when it is asked for."""
        places = [i for i, m in enumerate(self._tagged.mentions) if m.role is Role.PLACE]
        spots = {self._tagged.span(i): partial(self._place, i) for i in places}
        read = {(a, b): partial(self._at_home, words) for a, b, words in self._read}
        opened = {(a, b): partial(self._opening, words) for a, b, words in self._opened}
        return opened | read | spots

    def _opening(self, words: str) -> Where:
        """Where the first words of an opening lie that are a name: "Oshikuku" of "Oshikuku Mission Sister"."""
        names = words.split()
        places = (self._at_home(" ".join(names[:n])) for n in range(len(names), 0, -1))
        return next((where for where in places if where.lat is not None), self._at_home(words))

    def _told_about(self, i: int) -> Where | None:
        """What stands for the unknown place of a mention; null where the report tells no place of its country."""
        start, end = self._tagged.span(i)
        spots, words = self._told, self._tagged.words(i, self._text)
        order = sorted(spots, key=lambda s: (s[0] > start, abs(s[0] - start)))
        order = [s for s in order if s[1] <= start or end <= s[0]]
        told, written = (spots[s]() for s in order), self._written_at(words)
        first = chain(written, told) if _HERE.search(words) else chain(told, written)
        narrow = next(self._standing(first, at_most_km=TOLD_KM), None)
        wide = narrow or next(self._standing((spots[s]() for s in order), at_most_km=float("inf")), None)
        return wide or next(self._last_resort(order), None)

    def _last_resort(self, order: Iterable[tuple[int, int]]) -> Iterator[Where]:
        """What stands for an unknown place of a report that tells none at home: a town told of abroad or in the dateline."""
        for a, b in order:
            where = self._told[a, b]()
            if where.radius_km is not None and where.radius_km <= TOLD_KM:
                yield where
        city = _opening_city(self._text)
        written = self._resolve(city) if city is not None else None
        if written is not None and written.radius_km is not None:
            yield written.model_copy(update={"radius_km": max(_SOMEWHERE_KM, written.radius_km)})

    def _written_at(self, words: str) -> Iterator[Where]:
        """Where a local writes, else the capital of the dateline, if words speak of what towns have."""
        if self._local is not None:
            yield self._local.where
        city = dateline_city(self._text)
        if city is not None and (_IN_TOWN.search(words) or not find_capital(city.title())):
            yield self._resolve(city.title() if city.isupper() else city)

    def _standing(self, places: Iterable[Where], *, at_most_km: float) -> Iterator[Where]:
        """Those that are narrow enough, and in the country told of, to stand for one that is not known."""
        for where in places:
            here = self._country is None or where.country in (None, self._country)
            if where.radius_km is not None and where.radius_km <= at_most_km and here:
                yield where


def _nowhere(where: Where) -> Where:
    """The words of a place without the point that they were taken for."""
    nothing = {"name": None, "country": None, "admin1": None, "lat": None, "lon": None, "radius_km": None}
    return where.model_copy(update={**nothing, "precision": None, "gazetteer": None, "also": ()})


def _home(context: PlaceContext) -> str | None:
    """The country that most of a report's sure places lie in, else the one that it speaks of most."""
    lie: defaultdict[str, float] = defaultdict(float)
    for anchor in context.anchors:
        if anchor.entry is not None and anchor.entry.country:
            lie[anchor.entry.country] += anchor.weight
    return max(lie, key=lambda c: lie[c] * (0.3 + context.weight(c)), default=None) or context.top_country(margin=1.0)


_OPENING = re.compile(r"\s*(?P<city>[A-Z][A-Z'’.-]{2,}(?: [A-Z][A-Z'’.-]+){0,2})(?=[,.:;/( ])")
"""Capitals that a report opens with: the place that it is written from, however its dateline goes on ("TANK: Four")."""


def _opening_city(text: str) -> str | None:
    """The place that a report in small letters opens with in capitals, else that of its dateline; null for none."""
    found = _OPENING.match(text) if not text.isupper() else None
    city = found["city"] if found else dateline_city(text)
    return city.title() if city is not None and city.isupper() else city


_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2} [A-Z][a-z]{2,8})"
_COUNTED = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|one|two|three|four|five|six|seven|eight|nine|ten"
)
_ENTRY = (
    r"^[ \t]*(?:[-•*–—][ \t]*|\(?\w{1,2}[.)][ \t]*|\d{1,2}[.:]\d\d\b[ \t]*(?:[-–—:][ \t]*)?"
    rf"|{_DAY}[ \t]*[,:.–—-][ \t]*|(?i:{_COUNTED})[.:][ \t]*)"
)
"""How an entry opens before it tells anything: with its number, its hour or its day."""
_HEADING = re.compile(
    _ENTRY + r"?(?P<name>[A-Z][\w'’-]{2,}(?: [A-Z][\w'’-]+){0,2})(?:,[^.:,\n]{1,30}){0,2}(?:[.:]|[ \t][—–-])[ \t]",
    re.MULTILINE,
)
"""What a paragraph or an item of a list opens with: the place that it tells of ("TANK. ...", "Gihanga, 3 September. ...")."""

_FROM = re.compile(
    _ENTRY + r"(?:(?i:from|in|at|near|around|of)[ \t]+)(?P<name>[A-Z][\w'’-]{2,}(?: [A-Z][\w'’-]+){0,2})", re.MULTILINE
)
"""An entry that opens with a place in running words ("F. FROM OSHIKUKU MISSION SISTER TELEPHONES", "C. In Opuwo on Thursday")."""


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the places that paragraphs open with stand, and their names in running spelling."""
    for m in _HEADING.finditer(text):
        counted = m.start("name") > m.start()
        if counted or m.start() or not m["name"].isupper() or dateline_city(text) is None:
            yield *m.span("name"), spelled(m["name"])
    for m in _FROM.finditer(text):
        name = " ".join(takewhile(NAMED.match, spelled(m["name"]).split(" ")))
        if name:
            yield m.start("name"), m.start("name") + len(name), name


_IN_TITLE = re.compile(r"\b(?:in|near|at|outside|around|over) (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})")


def _titled(title: str) -> Iterator[tuple[int, int, str]]:
    """The places that a headline puts something at, as if they stood before the text."""
    for m in _IN_TITLE.finditer(title):
        yield m.start() - len(title) - 1, m.end() - len(title) - 1, m["name"]
