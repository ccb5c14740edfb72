"""Many claims in columns: each part of a claim that a feature looks at is stored once, claims hold its number.

A million claims have few different dates, places, figures and actors. So a feature is computed once for each pair of
different parts (`bulk.py`) and not for each pair of claims, and a claim takes some hundred bytes here where its record
takes seven thousand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from trucewatch.errors import InputError
from trucewatch.link.names import skeleton
from trucewatch.link.views import PLACELESS, View
from trucewatch.link.weights import Weights
from trucewatch.model import VIOLENT_KINDS, Count, Effect, Modality

Codes = NDArray[np.int32]
Part = Callable[[View], Hashable]
T = TypeVar("T", bound=Hashable)

MAX_MONTHS: Final = 14
"""Of a longer interval only the last months are looked at: who dates an act to years says little about its day."""


def _figure(*effects: Effect) -> Part:
    def part(v: View) -> Hashable:
        told = tuple(_count_part(v.count(e)) for e in effects)
        return (*told, v.part, v.superseded) if any(told) else None

    return part


def _count_part(count: Count | None) -> Hashable:
    return (count.low, count.high, count.approximate, count.unconfirmed) if count else None


def _party_part(v: View) -> Hashable:
    """Claimants matter only where nobody is struck: the accused may be among them."""
    accuser = v.claimants if v.doer is not None and not v.struck else None
    return v.struck, v.doer, v.kind, v.modality is Modality.DENIED, accuser


PARTS: Final[Mapping[str, Part]] = {
    "time": lambda v: v.days and (v.days, v.kind in PLACELESS),
    "place": lambda v: v.spots or None,
    "kind": lambda v: v.kind,
    "struck": _party_part,
    "doer": _party_part,
    "killed": _figure(Effect.KILLED),
    "injured": _figure(Effect.INJURED),
    "captured": _figure(Effect.CAPTURED, Effect.MISSING),
    "victims": lambda v: (v.victims, v.part) if v.victims else None,
    "cause": lambda v: v.causes or None,
    "weapon": lambda v: v.weapon or None,
    "source": lambda v: v.origins,
    "published": lambda v: v.published,
    "report": lambda v: v.text.report,
    "names": lambda v: v.text.names,
    "headline": lambda v: v.text.headline,
    "passage": lambda v: v.text.passage,
    "misread": lambda v: (v.days, v.spots, v.kind in PLACELESS, v.text.report) if v.text.report else None,
}
"""What the level of each feature depends on between claims of two reports; None where the claim says nothing.

A part must hold all that its feature looks at. A test compares scores by parts with scores by whole claims."""


@dataclass(frozen=True, slots=True)
class Column:
    """One part of all claims: a number for each claim, and for each number a claim that has this part."""

    codes: Codes
    examples: tuple[View, ...]
    told: NDArray[np.bool_]
    """By claim: whether it says anything at all here."""


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """Claims by ascending id.

    Attributes:
        views: The claims as the linker sees them, equal parts being one object.
        columns: By feature.
        report: Number of the report; reports are numbered by name.
        start: First day as an ordinal, -1 without a date.
        since: The same, but of a very long interval only its last months.
        end: Last day, inclusive.
        violent: Whether it stands with the violent claims.
        quiet: Whether it stands with the others; claims about crowds stand with both.
    """

    views: Sequence[View]
    columns: Mapping[str, Column]
    report: Codes
    start: Codes
    since: Codes
    end: Codes
    violent: NDArray[np.bool_]
    quiet: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.views)

    def rank(self, value: Callable[[View], str]) -> Codes:
        """Claims numbered by the order of a text: the same order whatever other claims there are."""
        texts = [value(v) for v in self.views]
        order = {t: k for k, t in enumerate(sorted(set(texts)))}
        return np.fromiter((order[t] for t in texts), np.int32, len(texts))

    def keys(self) -> tuple[Codes, Codes]:
        """Claims and the keys of the rare words of their reports as numbers, one row a key."""
        keys: dict[int, int] = {}
        rows = [(i, keys.setdefault(k, len(keys))) for i, v in enumerate(self.views) for k in v.text.keys]
        found = np.array(rows, np.int32).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def victims(self) -> tuple[Codes, Codes]:
        """Claims and the names of their victims as numbers, one row a name."""
        keys: dict[str, int] = {}
        rows = [(i, keys.setdefault(skeleton(n), len(keys))) for i, v in enumerate(self.views) for n in v.victims]
        pairs = np.array(rows, np.int32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def build_table(views: Iterable[View], weights: Weights) -> ClaimTable:
    """Put claims into columns, in order of id; a claim that comes twice counts once.

    Raises:
        InputError: Two different claims bear one id.
    """
    pool = _Pool()
    by_id: dict[str, View] = {}
    for v in views:
        small = _shared(v, pool)
        known = by_id.setdefault(v.id, small)
        if known is not small and known != small:
            raise InputError("two different claims bear one id", where=v.id, remedy="give each claim an id of its own")
    rows = _origins_of_several([by_id[k] for k in sorted(by_id)], pool)
    n = len(rows)
    reports = {r: k for k, r in enumerate(sorted({v.report for v in rows}))}
    quiet = [v.kind not in VIOLENT_KINDS or v.kind in weights.crowd for v in rows]
    violent = [v.kind in VIOLENT_KINDS or v.kind in weights.crowd for v in rows]
    return ClaimTable(
        views=rows,
        columns=_columns(rows),
        report=np.fromiter((reports[v.report] for v in rows), np.int32, n),
        start=np.fromiter((v.days.start if v.days else -1 for v in rows), np.int32, n),
        since=np.fromiter((_since(v) for v in rows), np.int32, n),
        end=np.fromiter((v.days.end if v.days else -1 for v in rows), np.int32, n),
        violent=np.array(violent, np.bool_),
        quiet=np.array(quiet, np.bool_),
    )


class _Pool:
    """Gives back the first of equal values."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}
        self._figures: dict[Hashable, tuple[Count | None, ...]] = {}

    def one(self, value: T) -> T:
        """The value, or the equal one that came first."""
        found: T = self._values.setdefault(value, value)
        return found

    def figures(self, counts: tuple[Count | None, ...]) -> tuple[Count | None, ...]:
        """Figures without their words, which nothing compares."""
        key = tuple(c and (c.low, c.high, c.approximate, c.unconfirmed, c.stated) for c in counts)
        if key not in self._figures:
            self._figures[key] = tuple(c and c.model_copy(update={"text": None}) for c in counts)
        return self._figures[key]


def _shared(v: View, pool: _Pool) -> View:
    """The same view, its parts shared with other views that have equal ones."""
    return replace(
        v,
        report=pool.one(v.report),
        days=pool.one(v.days),
        spots=pool.one(v.spots),
        doer=pool.one(v.doer),
        struck=pool.one(v.struck),
        counts=pool.figures(v.counts),
        victims=pool.one(v.victims),
        causes=pool.one(v.causes),
        weapon=pool.one(v.weapon),
        origins=pool.one(v.origins),
        claimants=pool.one(v.claimants),
    )


def _origins_of_several(rows: Sequence[View], pool: _Pool) -> list[View]:
    """Views whose origins are those that stand behind two reports at least: only these can be had in common.

    A report without an outlet is an origin of its own, which would make as many different parts as reports.
    """
    first: dict[str, str] = {}
    several = {o for v in rows for o in v.origins if first.setdefault(o, v.report) != v.report}
    return [v if v.origins <= several else replace(v, origins=pool.one(v.origins & several)) for v in rows]


def _columns(rows: Sequence[View]) -> dict[str, Column]:
    made: dict[Part, Column] = {}
    for part in PARTS.values():
        if part not in made:
            made[part] = _column(rows, part)
    return {feature: made[part] for feature, part in PARTS.items()}


def _column(rows: Sequence[View], part: Part) -> Column:
    codes: dict[Hashable, int] = {}
    examples: list[View] = []
    numbers = np.empty(len(rows), np.int32)
    for i, v in enumerate(rows):
        key = part(v)
        code = codes.setdefault(key, len(codes))
        if code == len(examples):
            examples.append(v)
        numbers[i] = code
    silent = codes.get(None, -1)
    return Column(numbers, tuple(examples), numbers != silent)


def _since(v: View) -> int:
    if v.days is None:
        return -1
    last = dt.date.fromordinal(v.days.end)
    months = last.year * 12 + last.month - 1 - (MAX_MONTHS - 1)
    return max(v.days.start, dt.date(months // 12, months % 12 + 1, 1).toordinal()) if months >= 12 else v.days.start
