"""Whether an incident is of the kind that a statement speaks of, three-valued."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from anyascii import anyascii

from trucewatch.assess._subjects import Lexicon, Reading, names_of
from trucewatch.assess.umbrellas import Member, beyond_parts, told_apart
from trucewatch.locate import apart_km, find_country
from trucewatch.model import (
    BREACH_KINDS,
    VIOLENT_KINDS,
    Category,
    Cause,
    Claim,
    Confidence,
    Effect,
    Grade,
    Incident,
    IncidentVictim,
    Kind,
    Modality,
    Outcome,
    Place,
    When,
    day_of,
)

_NEAR_KM, _FAR_KM = 5.0, 25.0
"""How much nearer or farther than its radius an area's edge may be for a place to be in it, or out of it, for sure."""
_TOUCHING_DAYS = 1
"""Days by which two reports may date one act apart: a night has two dates."""
_MAY_BE_FORCES = frozenset({Category.MILITARY, Category.UNKNOWN})
_VAGUE_KINDS = frozenset({Kind.CASUALTY, Kind.ATTACK})


@dataclass(frozen=True, slots=True)
class Match:
    """An incident beside a statement: whether it counts, and how many people or acts it adds.

    `is_act` is false of a wave whose parts are counted beside it; see `counted_once`.
    """

    incident: Incident
    outcome: Outcome
    low: int
    high: int
    is_act: bool = True


def match(incident: Incident, reading: Reading, claims: Mapping[str, Claim], lexicon: Lexicon) -> Match:
    """Whether an incident is one that the statement speaks of; time is not looked at."""
    own = [claims[c] for c in incident.claims if c in claims]
    if incident.grade is Grade.DISCOUNTED or not any(c.modality is Modality.ASSERTED for c in own or ()):
        return Match(incident, Outcome.NO, 0, 0)
    tests = [_kind(incident, reading), _place(incident, reading, lexicon)]
    low, high, harmed = _harm(incident, reading)
    tests.append(harmed)
    if reading.subject.actor is not None and (reading.role == "doer" or reading.effect is None):
        tests.append(_actor(incident, reading, own))
    elif reading.subject.category is not None and reading.effect is None and not reading.is_harm:
        tests.append(_struck(own, reading.subject.category))
    if reading.is_sort and incident.count(reading.effect or Effect.KILLED) is not None:
        tests.append(Outcome.UNKNOWN)  # how many of its dead were of that sort nobody counted
    if reading.thing is not None:
        tests.append(_thing(own, reading.thing))
    return Match(incident, _all(tests), low, high)


def _all(tests: Sequence[Outcome]) -> Outcome:
    if Outcome.NO in tests:
        return Outcome.NO
    return Outcome.UNKNOWN if Outcome.UNKNOWN in tests else Outcome.YES


def _kind(incident: Incident, reading: Reading) -> Outcome:
    if incident.kind in reading.kinds:
        return Outcome.YES
    told = {v.value for v in incident.variants if v.field == "kind"}
    is_vague = incident.kind in _VAGUE_KINDS and reading.is_named_kind and bool(reading.kinds & VIOLENT_KINDS)
    if told & {k.value for k in reading.kinds} or is_vague:
        return Outcome.UNKNOWN
    return Outcome.NO


def _harm(incident: Incident, reading: Reading) -> tuple[int, int, Outcome]:
    """Bounds of those harmed of the sort that counts, and whether there were any."""
    if reading.is_harm:
        hurt = [r for r in (incident.killed, incident.injured) if r is not None]
        low, high = sum(r.low or 0 for r in hurt), sum(r.high or r.best or r.low or 0 for r in hurt)
        return low, high, Outcome.YES if low else Outcome.UNKNOWN if high else Outcome.NO
    if reading.effect is None:
        return 1, 1, Outcome.YES
    total = incident.count(reading.effect)
    if total is None or total.high == 0:
        return 0, 0, Outcome.NO
    wants = reading.subject
    by_victim = wants.category is not None or (wants.actor is not None and reading.role != "doer")
    if not by_victim:
        return _bounds(total.low, total.best, total.high, _hostile(incident, reading.effect))
    low = high = 0
    for row in (v for v in incident.victims if v.effect is reading.effect):
        fits = _victim(row, reading)
        if fits is Outcome.YES:
            low += row.low if row.low is not None else row.best or 0
        if fits is not Outcome.NO:
            high += row.high if row.high is not None else row.best or row.low or 0
    if not any(v.effect is reading.effect for v in incident.victims):
        high = total.high or total.best or 0
    return low, max(low, high), Outcome.YES if low else Outcome.UNKNOWN if high else Outcome.NO


def _bounds(low: int | None, best: int | None, high: int | None, hostile: Outcome) -> tuple[int, int, Outcome]:
    if hostile is Outcome.NO:
        return 0, 0, Outcome.NO
    least = low if low is not None else best or 0
    most = high if high is not None else best or least
    if hostile is Outcome.UNKNOWN:
        return 0, max(most, 1), Outcome.UNKNOWN
    return least, max(least, most), Outcome.YES if least else Outcome.UNKNOWN


def _hostile(incident: Incident, effect: Effect) -> Outcome:
    causes = {v.cause for v in incident.victims if v.effect is effect}
    if causes == {Cause.NON_HOSTILE}:
        return Outcome.NO
    return Outcome.YES


def _victim(row: IncidentVictim, reading: Reading) -> Outcome:
    """Whether a row of victims is of the category, actor and side that count."""
    if row.cause is Cause.NON_HOSTILE:
        return Outcome.NO
    wants = reading.subject
    tests = []
    if wants.category is not None:
        tests.append(_same(row.category, wants.category, unknown=Category.UNKNOWN))
    if wants.actor is not None and reading.role != "doer":
        if row.actor == wants.actor:
            tests.append(Outcome.YES)
        elif (
            row.actor is not None
            or (row.side and wants.side and row.side != wants.side)
            or row.category is Category.CIVILIAN
        ):
            tests.append(Outcome.NO)
        else:
            tests.append(Outcome.UNKNOWN)
    return _all(tests)


def _same(value: Category, wanted: Category, *, unknown: Category) -> Outcome:
    if value is wanted:
        return Outcome.YES
    return Outcome.UNKNOWN if value is unknown else Outcome.NO


def _actor(incident: Incident, reading: Reading, claims: Sequence[Claim]) -> Outcome:
    """Whether the actor did it, or was struck by it, as the statement's words ask."""
    wants = reading.subject
    targets = [t for c in claims if c.modality is Modality.ASSERTED for t in c.targets]
    struck = {t.actor for t in targets}
    if reading.role == "victim":
        if wants.actor in struck:
            return Outcome.YES
        may_be = any(t.actor is None and t.side in (None, wants.side) and t.category in _MAY_BE_FORCES for t in targets)
        return Outcome.UNKNOWN if may_be or (not targets and _has_harm(incident)) else Outcome.NO
    live = [a for a in incident.perpetrators if a.confidence is not Confidence.DENIED]
    blamed = {a.actor for a in live}
    is_clash = not live and bool(struck)
    if (
        wants.actor in blamed
        or (is_clash and wants.actor in struck)
        or (reading.role is None and wants.actor in struck)
    ):
        sure = len(blamed) <= 1
        return Outcome.YES if sure or reading.role is None else Outcome.UNKNOWN
    if is_clash and None not in struck:
        return Outcome.NO
    if wants.side is not None and any(a.side == wants.side and a.actor is None for a in live):
        return Outcome.UNKNOWN
    return Outcome.UNKNOWN if not blamed or None in blamed else Outcome.NO


def _struck(claims: Sequence[Claim], category: Category) -> Outcome:
    """Whether those struck were of a category; unknown where nobody says who was struck."""
    told = {t.category for c in claims if c.modality is Modality.ASSERTED for t in c.targets}
    if category in told:
        return Outcome.YES
    return Outcome.UNKNOWN if not told or Category.UNKNOWN in told else Outcome.NO


def _thing(claims: Sequence[Claim], stem: str) -> Outcome:
    """Whether a claim names what was struck; silence about it is no no, since claims follow people, not buildings."""
    for claim in claims:
        told = [t.text for t in claim.targets] + [claim.where.text if claim.where else None]
        told += [e.quote for e in claim.evidence]
        if any(text and re.search(rf"\b{re.escape(stem)}", text, re.IGNORECASE) for text in told):
            return Outcome.YES
    return Outcome.UNKNOWN


def may_be_same(a: Incident, b: Incident) -> bool:
    """Whether two incidents may be one act that was told twice: days that touch, places that may be one, like kinds."""
    if a.when is None or b.when is None or not (a.when.start and a.when.end and b.when.start and b.when.end):
        return True
    first, last = (
        day_of(x) for x in (max(a.when.start[:10], b.when.start[:10]), min(a.when.end[:10], b.when.end[:10]))
    )
    if (first - last).days > _TOUCHING_DAYS:
        return False
    told = {a.kind, b.kind}
    if (
        len(told) == 2
        and not told & _VAGUE_KINDS
        and not told & {v.value for v in (*a.variants, *b.variants) if v.field == "kind"}
    ):
        return False
    if a.where is None or b.where is None or (apart := apart_km(a.where, b.where)) is None:
        return True
    return apart <= (a.where.radius_km or 0) + (b.where.radius_km or 0) + _NEAR_KM


def counted_once(found: Sequence[Match]) -> list[Match]:
    """Waves and their parts by the rule of `umbrellas`: a wave beside its parts is no act, and adds what is beyond."""
    members = [Member(m.incident.id, m.incident.part_of, m.outcome is Outcome.YES) for m in found]
    parents, waves = {m.part_of for m in members}, told_apart(members)
    rest = beyond_parts(members, [(m.low, m.low, m.high) for m in found])
    return [
        replace(m, is_act=m.incident.id not in waves, low=f[0], high=f[2] or 0) if m.incident.id in parents else m
        for m, f in zip(found, rest, strict=True)
    ]


def of_one_wave(a: Incident, b: Incident) -> bool:
    """Whether one of two incidents is part of the other."""
    return a.part_of == b.id or b.part_of == a.id


def distinct(found: Sequence[Match]) -> list[list[Match]]:
    """Matches in groups, each of which may be one act told more than once; the groups are acts apart for sure."""
    groups: list[list[Match]] = []
    for m in found:
        near = [g for g in groups if any(may_be_same(m.incident, other.incident) for other in g)]
        groups = [g for g in groups if not any(g is n for n in near)]
        groups.append([m, *(other for g in near for other in g)])
    return groups


def is_firm(m: Match, reading: Reading) -> bool:
    """Whether an incident may overturn a statement: it fits, day and place are known, its author is not disputed.

    An act that lies nowhere on the map may lie outside what is spoken of; one whose author is contested may not be
    that actor's.
    """
    where = m.incident.where
    if m.outcome is not Outcome.YES or where is None or (where.lat is None and where.country is None):
        return False
    return reading.subject.actor is None or reading.role == "victim" or m.incident.grade is not Grade.CONTESTED


def _has_harm(incident: Incident) -> bool:
    return any(r is not None and r.high != 0 for r in (incident.killed, incident.injured))


def _place(incident: Incident, reading: Reading, lexicon: Lexicon) -> Outcome:
    """Whether the incident lies in the area named, by name or by distance from a place of that name in the record."""
    if not reading.places:
        return Outcome.YES
    outcomes = [_in_place(incident, name, lexicon) for name in reading.places]
    is_conduct = not reading.kinds & (VIOLENT_KINDS | BREACH_KINDS)
    if Outcome.YES in outcomes or (is_conduct and Outcome.UNKNOWN in outcomes):
        return Outcome.YES
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.NO


def _in_place(incident: Incident, name: str, lexicon: Lexicon) -> Outcome:
    where = incident.where
    if where is None:
        return Outcome.UNKNOWN
    wanted = plain(name)
    if any(re.search(rf"\b{re.escape(wanted)}\b", plain(known)) for known in names_of(where)):
        return Outcome.YES
    countries = find_country(name)
    if countries:
        if where.country is None:
            return Outcome.UNKNOWN
        return Outcome.YES if where.country in {c.iso2 for c in countries} else Outcome.NO
    area = lexicon.places.get(name.casefold())
    return by_distance(where, area) if area is not None else Outcome.UNKNOWN


def by_distance(where: Place, area: Place) -> Outcome:
    """Whether a place lies in an area, both with their radii: beyond doubt in, beyond doubt out, or not known."""
    apart = apart_km(where, area)
    if apart is None:
        return Outcome.UNKNOWN
    off = apart - (area.radius_km or 0.0)
    if off <= _NEAR_KM:
        return Outcome.YES
    return Outcome.NO if off - (where.radius_km or 0.0) > _FAR_KM else Outcome.UNKNOWN


def plain(name: str) -> str:
    """A name without accents, case or hyphens."""
    return re.sub(r"\s+", " ", str(anyascii(name)).lower().replace("-", " ")).strip()


def in_period(when: When | None, start: str | None, end: str | None) -> Outcome:
    """Whether a time lies within days; partly inside is unknown."""
    if when is None or when.start is None or when.end is None:
        return Outcome.UNKNOWN
    first, last = when.start[:10], when.end[:10]
    if (end is not None and first > end) or (start is not None and last < start):
        return Outcome.NO
    inside = (start is None or first >= start) and (end is None or last <= end)
    return Outcome.YES if inside else Outcome.UNKNOWN
