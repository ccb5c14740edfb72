"""An invented war, seeded, for the time and the size of linking: claims with the incident that each is of.

Incidents fall on 400 towns in 14 provinces, the hottest town taking a seventh of them (Zipf). Each is told by one to
some thirty reports of 60 outlets that quote each other's sources. Reports leave out, mistake and revise: a third of
the early ones give a lower figure, a tenth the wrong day, a tenth name the day by nothing but their own date, some
only a week; a tenth know only the province, some have a name that is on no map or no place at all; kinds are told
vaguely or taken for their neighbours, authors and those struck are left out or contradicted. Reports have no text:
claims are linked by their values.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

import numpy as np

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
    Kind,
    Modality,
    Perpetrator,
    PublishedBasis,
    Relation,
    Report,
    Scope,
    Target,
    Victim,
    When,
    Where,
)

TOWNS: Final = 400
PROVINCES: Final = 14
OUTLETS: Final = 60
PER_REPORT: Final = 3
"""Claims that a report holds on average."""
FIRST_DAY: Final = dt.date(2011, 1, 1).toordinal()

_KINDS: Final = (
    (Kind.SHELLING_ARTILLERY_MISSILE, 8, Kind.AIR_DRONE_STRIKE),
    (Kind.AIR_DRONE_STRIKE, 5, Kind.SHELLING_ARTILLERY_MISSILE),
    (Kind.SMALL_ARMS_FIRE, 4, Kind.SNIPER_FIRE),
    (Kind.SNIPER_FIRE, 1, Kind.SMALL_ARMS_FIRE),
    (Kind.REMOTE_EXPLOSIVE_LANDMINE_IED, 3, Kind.GRENADE),
    (Kind.ARMED_CLASH, 4, Kind.SMALL_ARMS_FIRE),
    (Kind.ATTACK, 2, Kind.ARMED_CLASH),
    (Kind.TROOP_MOVEMENT, 1, Kind.FORTIFICATION),
)
_WEAPONS: Final = ("rockets", "a drone", "mortar shells", "rifles", "a roadside bomb", "barrel bombs", "tank fire")
_ACTORS: Final = tuple((f"{n} {w}", f"side-{k // 3}") for k, (n, w) in enumerate(
    (n, w) for n in ("Northern", "Southern") for w in ("Army", "Brigade", "Police")
))  # fmt: skip
_VOICES: Final = (
    ("Ministry of Defence", ClaimantKind.GOVERNMENT),
    ("Northern Army", ClaimantKind.MILITARY),
    ("Southern Front Command", ClaimantKind.ARMED_GROUP),
    ("Observatory", ClaimantKind.MONITOR),
    ("Network for Rights", ClaimantKind.MONITOR),
    ("Health Directorate", ClaimantKind.MEDICAL),
    ("Civil Defence", ClaimantKind.MEDICAL),
    ("UN mission", ClaimantKind.UN),
)
_FIGURES: Final = (None, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 11, 17)
_SYLLABLES: Final = (
    "ba",
    "dar",
    "el",
    "far",
    "gha",
    "jis",
    "kaf",
    "lat",
    "mar",
    "nab",
    "qam",
    "ras",
    "sar",
    "tel",
    "zan",
)
_ODD: Final = 2654435761
_WORDS: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class _Act:
    """What really happened."""

    town: int
    day: int
    kind: int
    doer: int
    struck: int
    civilians: bool
    killed: int | None
    injured: int | None
    names: tuple[str, ...]
    weapon: str


class InventedWar(Mapping[str, Report]):
    """Claims of a war of so many years; as a mapping it gives their reports, made when they are asked for.

    Args:
        size: Number of claims.
        years: Over how many years they fall.
        seed: The same numbers give the same claims.
    """

    def __init__(self, size: int, *, years: int, seed: int) -> None:
        self._size = size
        self._days = round(365.25 * years)
        self._seed = seed
        rng = random.Random(seed)
        self._towns = [_Town.invent(n, rng) for n in range(TOWNS)]
        self._heat = list(accumulate(1.0 / (rank + 1) for rank in range(TOWNS)))
        self._slots = max(1, round(size / self._days / OUTLETS / PER_REPORT))
        self.truth = np.zeros(size, np.int32)
        """By the number of a claim the number of its incident, once `claims` has been read to its end."""

    def claims(self) -> Iterator[Claim]:
        """The claims, incident by incident."""
        rng = random.Random(self._seed + 1)
        number = incident = 0
        while number < self._size:
            act = self._act(rng)
            told = min(self._size - number, 1 + min(int(rng.expovariate(0.45)), 30))
            for outlet in rng.sample(range(OUTLETS), told):
                yield self._claim(number, act, outlet, rng)
                self.truth[number] = incident
                number += 1
            incident += 1

    @staticmethod
    def number(claim: str) -> int:
        """The number of a claim by its id."""
        return int(claim[1:], 16) * pow(_ODD, -1, _WORDS) % _WORDS

    def __getitem__(self, key: str) -> Report:
        outlet, day, _ = key.split("-")
        return _report(key, f"Outlet {outlet}", dt.date.fromordinal(int(day)).isoformat())

    def __iter__(self) -> Iterator[str]:
        days = range(FIRST_DAY, FIRST_DAY + self._days + 4)
        return (f"{o}-{d}-{s}" for o in range(OUTLETS) for d in days for s in range(self._slots))

    def __len__(self) -> int:
        return OUTLETS * (self._days + 4) * self._slots

    def _act(self, rng: random.Random) -> _Act:
        doer = rng.randrange(len(_ACTORS))
        killed = rng.choice(_FIGURES)
        named = killed is not None and 0 < killed < 4 and rng.random() < 0.1
        return _Act(
            town=rng.choices(range(TOWNS), cum_weights=self._heat)[0],
            day=FIRST_DAY + rng.randrange(self._days),
            kind=rng.choices(range(len(_KINDS)), [w for _, w, _ in _KINDS])[0],
            doer=doer,
            struck=(doer + len(_ACTORS) // 2 + rng.randrange(2)) % len(_ACTORS),
            civilians=rng.random() < 0.4,
            killed=killed,
            injured=rng.choice(_FIGURES),
            names=tuple(f"{_word(rng, 2)} {_word(rng, 3)}" for _ in range(killed or 0)) if named else (),
            weapon=rng.choice(_WEAPONS),
        )

    def _claim(self, number: int, act: _Act, outlet: int, rng: random.Random) -> Claim:
        lag = rng.choice((0, 0, 0, 1, 1, 2))
        kind, _, neighbour = _KINDS[act.kind]
        draw = rng.random()
        vague = kind if kind is Kind.TROOP_MOVEMENT else rng.choice((Kind.CASUALTY, Kind.ARMED_CLASH))
        names = act.names if rng.random() < 0.7 else ()
        return Claim.model_construct(
            id=f"c{number * _ODD % _WORDS:08x}",
            report=f"{outlet}-{act.day + lag}-{rng.randrange(self._slots)}",
            extractor=None,
            score=None,
            kind=kind if draw < 0.8 else vague if draw < 0.92 else neighbour,
            scope=Scope.INCIDENT,
            background=False,
            superseded=lag > 0 and rng.random() < 0.05,
            coverage=Coverage.PART if rng.random() < 0.05 else Coverage.WHOLE,
            modality=Modality.DENIED if rng.random() < 0.01 else Modality.ASSERTED,
            when=_when(act.day, rng),
            where=self._towns[act.town].told(rng),
            perpetrator=_perpetrator(act, rng),
            targets=_targets(act, rng),
            killed=_count(act.killed, lag, rng),
            injured=_count(act.injured, lag, rng),
            missing=None,
            captured=None,
            acts=None,
            victims=(_victim(names),) if names else (),
            weapon=act.weapon if rng.random() < 0.3 else None,
            claimants=_claimants(rng),
            denied_by=(),
            evidence=(),
        )


@dataclass(frozen=True, slots=True)
class _Town:
    """The ways in which a town is told."""

    exact: Where
    around: Where
    spelled: Where
    unmapped: Where
    province: Where

    @classmethod
    def invent(cls, number: int, rng: random.Random) -> _Town:
        lat, lon = rng.uniform(31, 37), rng.uniform(36, 45)
        name, part = _word(rng, 3), number % PROVINCES
        middle = 31.5 + part // 5 * 2, 37.0 + part % 5 * 1.9
        spelled = name.replace("a", "e", 1).replace("q", "k")
        return cls(
            exact=_where(name, lat, lon, 3.0, 1, Relation.AT),
            around=_where(name, lat, lon, 10.0, 2, Relation.NEAR),
            spelled=_where(spelled, lat, lon, 3.0, 1, Relation.AT),
            unmapped=_where(spelled, None, None, None, None, Relation.AT),
            province=_where(f"Province {part}", *middle, 70.0, 4, Relation.AT),
        )

    def told(self, rng: random.Random) -> Where | None:
        """The place as one report gives it."""
        ways = (self.exact, self.around, self.spelled, self.unmapped, self.province, None)
        return rng.choices(ways, (60, 10, 12, 4, 10, 4))[0]


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choices(_SYLLABLES, k=syllables)).capitalize()


def _where(
    name: str, lat: float | None, lon: float | None, radius: float | None, precision: int | None, relation: Relation
) -> Where:
    return Where(
        text=name,
        relation=relation,
        name=name,
        admin1=None,
        country="XX",
        lat=lat,
        lon=lon,
        radius_km=radius,
        precision=precision,
        gazetteer=None,
        also=(),
    )


def _when(day: int, rng: random.Random) -> When | None:
    draw = rng.random()
    if draw < 0.1:
        return None
    if draw < 0.15:
        return _interval(day - rng.randrange(7), 7)
    return _interval(day + (rng.choice((-1, 1)) if draw < 0.25 else 0), 1)


@lru_cache(maxsize=1 << 16)
def _interval(day: int, days: int) -> When:
    start, end = (dt.date.fromordinal(d).isoformat() for d in (day, day + days - 1))
    return When(
        start=start, end=end, precision=DatePrecision.DAY if days == 1 else DatePrecision.WEEK, text="on that day"
    )


def _perpetrator(act: _Act, rng: random.Random) -> Perpetrator:
    draw = rng.random()
    if draw < 0.35:
        return _doer(None, rng.choice((Confidence.NOT_STATED, Confidence.WITHHELD)))
    doer = act.doer if draw < 0.9 else rng.randrange(len(_ACTORS))
    return _doer(doer, rng.choice((Confidence.ACCUSED, Confidence.CLAIMED, Confidence.POSSIBLE)))


@lru_cache(maxsize=1024)
def _doer(actor: int | None, confidence: Confidence) -> Perpetrator:
    name, side = (None, None) if actor is None else _ACTORS[actor]
    return Perpetrator(text=name, label=None, actor=name, side=side, confidence=confidence)


def _targets(act: _Act, rng: random.Random) -> tuple[Target, ...]:
    return _target(act.struck, act.civilians) if rng.random() < 0.7 else ()


@lru_cache(maxsize=1024)
def _target(actor: int, civilians: bool) -> tuple[Target, ...]:
    name, side = _ACTORS[actor]
    if civilians:
        return (Target(text="civilians", actor=None, side=None, category=Category.CIVILIAN),)
    return (Target(text=name, actor=name, side=side, category=Category.ARMED_GROUP),)


def _count(figure: int | None, lag: int, rng: random.Random) -> Count | None:
    """Early reports count lower; some say only about how many, some nothing."""
    draw = rng.random()
    if figure is None or draw < 0.2:
        return None
    if lag == 0 and figure > 1 and draw < 0.4:
        figure = max(1, figure - 1 - int(draw * 10) % 3)
    return _figure(figure, figure if draw < 0.92 else None, draw > 0.95)


@lru_cache(maxsize=1024)
def _figure(low: int, high: int | None, approximate: bool) -> Count:
    return Count(low=low, high=high, approximate=approximate, unconfirmed=False, stated=True, text=str(low))


@lru_cache(maxsize=1 << 16)
def _victim(names: tuple[str, ...]) -> Victim:
    return Victim(
        effect=Effect.KILLED,
        category=Category.UNKNOWN,
        actor=None,
        side=None,
        low=len(names),
        high=len(names),
        cause=Cause.HOSTILE,
        names=names,
    )


def _claimants(rng: random.Random) -> tuple[Claimant, ...]:
    return _voice(rng.randrange(len(_VOICES))) if rng.random() < 0.6 else ()


@lru_cache(maxsize=64)
def _voice(number: int) -> tuple[Claimant, ...]:
    name, kind = _VOICES[number]
    return (Claimant(text=name, name=name, kind=kind, via=None),)


@lru_cache(maxsize=1 << 14)
def _report(key: str, source: str, published: str) -> Report:
    return Report.model_construct(
        id=key, source=source, published=published, published_basis=PublishedBasis.GIVEN, text=key, sha256="", lang="en"
    )
