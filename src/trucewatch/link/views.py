"""A claim as the linker sees it: days as numbers, places as points, names folded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from trucewatch.link.names import fold
from trucewatch.link.text import NO_TEXT, Text, keys_of, text_of
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
    Where,
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
_NO_CAUSE: Final[frozenset[Cause]] = frozenset()

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V", bound=Hashable)
_SpotKey = tuple[str | None, float | None, float | None, float | None, str | None, str | None]
_PartyKey = tuple[str | None, str | None, str | None, Category]
_FigureKey = tuple[int | None, int | None, bool, bool, bool] | None


def view(claim: Claim, reports: Mapping[str, Report]) -> View:
    """Prepare a claim for comparison. A report that is not given counts as one without source and date."""
    return Reader(reports).view(claim)


class Reader:
    """Prepares many claims for comparison: each different date, place, actor and figure is made once, and shared.

    Args:
        reports: Reports by id; one that is not given counts as one without source and date. Each is asked for once.
        words: Whether the words of reports are wanted, and not only the keys by which reports find each other.
        keys: Whether these are, where words are not.
    """

    def __init__(self, reports: Mapping[str, Report], *, words: bool = True, keys: bool = True) -> None:
        self._given = reports
        self._words, self._keys = words, keys
        self._reports: dict[str, _Source] = {}
        self._days = _Made(_days)
        self._assumed = _Made(_assumed)
        self._spots = _Made(_spots)
        self._doers = _Made(_doer)
        self._struck = _Made(_parties)
        self._counts = _Made(_figures)
        self._victims = _Made(_folded)
        self._causes: _Made[tuple[Cause, ...], frozenset[Cause]] = _Made(frozenset)
        self._weapons = _Made(_weapon_words)
        self._names = _Made(_origin_names)

    def view(self, claim: Claim) -> View:
        """The claim as the linker sees it."""
        source = self._reports.get(claim.report) or self._source(claim.report)
        kind, harmed, doer = claim.kind, claim.victims, claim.perpetrator
        unnamed = doer.confidence in UNNAMED
        return View(
            id=claim.id,
            report=source.id,
            kind=kind,
            modality=claim.modality,
            days=self._when(claim, source.published),
            published=source.published,
            spots=self._spots[_spot_keys(claim.where)] if claim.where and kind not in PLACELESS else (),
            doer=None if unnamed else self._doers[doer.actor, doer.label, doer.side],
            struck=self._struck[_struck_key(claim)],
            counts=self._counts[tuple([_figure_key(claim.count(e)) for e in _EFFECTS])],
            part=claim.coverage is Coverage.PART,
            superseded=claim.superseded,
            victims=self._victims[tuple([n for v in harmed for n in v.names])] if harmed else (),
            causes=self._causes[tuple([v.cause for v in harmed])] if harmed else _NO_CAUSE,
            weapon=self._weapons[claim.weapon],
            origins=self._names[origins(claim, source.name)],
            claimants=self._names[claimant_names(claim, source.name)],
            act_span=next(((e.start, e.end) for e in claim.evidence if e.field == "kind"), None),
            text=self._text(claim, source),
        )

    def _source(self, id_: str) -> _Source:
        report = self._given.get(id_)
        if report is None:
            found = _Source(id_, None, None, None, NO_TEXT)
        else:
            published = day_of(report.published).toordinal() if report.published else None
            text = keys_of(report) if self._keys and not self._words else NO_TEXT
            found = _Source(id_, report.source, published, report if self._words else None, text)
        self._reports[id_] = found
        return found

    def _when(self, claim: Claim, published: int | None) -> Days | None:
        when = claim.when
        days = self._days[when.start, when.end, when.text is None] if when is not None else None
        if days is not None or published is None or claim.background:
            return days
        return self._assumed[published]

    def _text(self, claim: Claim, source: _Source) -> Text:
        return source.text if source.report is None else text_of(claim, source.report)


@dataclass(frozen=True, slots=True)
class _Source:
    """What the claims of a report need of it; `report` where its words are wanted, else `text`."""

    id: str
    name: str | None
    published: int | None
    report: Report | None
    text: Text


class _Made(dict[_K, _V]):
    """Values by what they are made of; equal values are one object, whatever they were made of."""

    def __init__(self, make: Callable[[_K], _V]) -> None:
        super().__init__()
        self._make = make
        self._values: dict[_V, _V] = {}

    def __missing__(self, key: _K) -> _V:
        value = self._make(key)
        found = self[key] = self._values.setdefault(value, value)
        return found


# ---- what values are made of


def _days(key: tuple[str | None, str | None, bool]) -> Days | None:
    start, end, untold = key[0] or key[1], key[1] or key[0], key[2]
    if start is None or end is None:
        return None
    first, last = sorted((day_of(start).toordinal(), day_of(end).toordinal()))
    return Days(first, last, assumed=untold and last > first, hour=_hour(start))


def _hour(moment: str) -> float | None:
    if "T" not in moment:
        return None
    at = dt.datetime.fromisoformat(moment).astimezone(dt.UTC)
    return at.hour + at.minute / 60.0


def _assumed(published: int) -> Days | None:
    return Days(published - ASSUMED_DAYS + 1, published, assumed=True)


def _spot_keys(where: Where) -> tuple[_SpotKey, ...]:
    return tuple([_spot_key(p) for p in (where, *where.also)])


def _spot_key(p: Place) -> _SpotKey:
    return p.name or p.text, p.lat, p.lon, p.radius_km, p.country, p.gazetteer


def _spots(keys: tuple[_SpotKey, ...]) -> tuple[Spot, ...]:
    return tuple(s for k in keys if (s := _spot(*k)) is not None)


def _spot(
    text: str | None,
    lat: float | None,
    lon: float | None,
    radius: float | None,
    country: str | None,
    gazetteer: str | None,
) -> Spot | None:
    name = fold(text or "")
    if not name and lat is None and country is None:
        return None
    return Spot(name, lat, lon, radius if radius is not None else 0.0, country, gazetteer)


def _doer(key: tuple[str | None, str | None, str | None]) -> Party | None:
    actor, label, side = fold(key[0] or ""), fold(key[1] or ""), key[2]
    return Party(actor or None, label or None, side, Category.UNKNOWN) if actor or label or side else None


def _struck_key(claim: Claim) -> tuple[_PartyKey, ...]:
    """Targets, or those harmed where no target is named."""
    if claim.targets:
        return tuple([(t.actor, t.text, t.side, t.category) for t in claim.targets])
    return tuple([(v.actor, None, v.side, v.category) for v in claim.victims])


def _parties(rows: tuple[_PartyKey, ...]) -> tuple[Party, ...]:
    parties = (Party(fold(a or "") or None, fold(x or "") or None, s, c) for a, x, s, c in rows)
    return tuple(dict.fromkeys(parties))


def _figure_key(count: Count | None) -> _FigureKey:
    if count is None:
        return None
    return count.low, count.high, count.approximate, count.unconfirmed, count.stated


def _figures(keys: tuple[_FigureKey, ...]) -> tuple[Count | None, ...]:
    """Figures without their words, which nothing compares."""
    return tuple(_figure(*k) if k is not None else None for k in keys)


def _figure(low: int | None, high: int | None, approximate: bool, unconfirmed: bool, stated: bool) -> Count:
    return Count(low=low, high=high, approximate=approximate, unconfirmed=unconfirmed, stated=stated, text=None)


def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({fold(n) for n in names} - {""}))


def _weapon_words(weapon: str | None) -> frozenset[str]:
    """Words of a weapon in the singular, so that "two explosive devices" meets "explosive device"."""
    words = fold(weapon or "").split()
    return frozenset(w.removesuffix("s") for w in words if w not in _WEAPON_STOP and not w.isdigit())


def _origin_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(n) for n in names)
