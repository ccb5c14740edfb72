"""Many claims in columns: each part of a claim that a feature looks at is stored once, claims hold its number.

A million claims have few different dates, places, figures and actors. So a feature is computed once for each pair of
different parts (`bulk.py`) and not for each pair of claims, and a claim takes some hundred bytes here where its record
takes seven thousand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trucewatch.errors import InputError
from trucewatch.link.names import skeleton
from trucewatch.link.views import PLACELESS, View
from trucewatch.link.weights import Weights
from trucewatch.model import VIOLENT_KINDS, Count, Effect, Kind, Modality

Codes = NDArray[np.int32]

MAX_MONTHS: Final = 14
"""Of a longer interval only the last months are looked at: who dates an act to years says little about its day."""


def _figure(*effects: Effect) -> Part:
    def part(v: View) -> Hashable:
        told = tuple(_count_part(v.count(e)) for e in effects)
        return (*told, v.part, v.superseded) if any(told) else None

    return Part(("counts", "part", "superseded"), part)


def _count_part(count: Count | None) -> Hashable:
    return (count.low, count.high, count.approximate, count.unconfirmed) if count else None


def _struck_part(v: View) -> Hashable:
    """Only in a clash are those who act among those who may be struck."""
    clash = v.kind is Kind.ARMED_CLASH
    return v.struck, clash, clash and (v.doer, v.modality is Modality.DENIED)


def _doer_part(v: View) -> Hashable:
    """Claimants matter only where nobody is struck: the accused may be among them."""
    if v.doer is None:
        return v.struck
    accuser = v.claimants if not v.struck else None
    return v.struck, v.doer, v.kind, v.modality is Modality.DENIED, accuser


@dataclass(frozen=True, slots=True)
class Part:
    """What a feature looks at: the fields of a view, and what it takes of them; None where the claim says nothing."""

    fields: tuple[str, ...]
    of: Callable[[View], Hashable]


PARTS: Final[Mapping[str, Part]] = {
    "time": Part(("days", "kind"), lambda v: v.days and (v.days, v.kind in PLACELESS)),
    "place": Part(("spots",), lambda v: v.spots or None),
    "kind": Part(("kind",), lambda v: v.kind),
    "struck": Part(("struck", "doer", "kind", "modality"), _struck_part),
    "doer": Part(("struck", "doer", "kind", "modality", "claimants"), _doer_part),
    "killed": _figure(Effect.KILLED),
    "injured": _figure(Effect.INJURED),
    "captured": _figure(Effect.CAPTURED, Effect.MISSING),
    "victims": Part(("victims", "part"), lambda v: (v.victims, v.part) if v.victims else None),
    "cause": Part(("causes",), lambda v: v.causes or None),
    "weapon": Part(("weapon",), lambda v: v.weapon or None),
    "source": Part(("origins",), lambda v: v.origins),
    "published": Part(("published",), lambda v: v.published),
    "report": Part(("text",), lambda v: v.text.report),
    "names": Part(("text",), lambda v: v.text.names),
    "headline": Part(("text",), lambda v: v.text.headline),
    "passage": Part(("text",), lambda v: v.text.passage),
    "misread": Part(
        ("days", "spots", "kind", "text"),
        lambda v: (v.days, v.spots, v.kind in PLACELESS, v.text.report) if v.text.report else None,
    ),
}
"""What the level of each feature depends on between claims of two reports.

A part must hold all that its feature looks at, and its fields all that it is taken of. Tests compare scores by parts
with scores by whole claims, and columns with those made claim by claim."""


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

    def by_part(self, feature: str, value: Callable[[View], int]) -> Codes:
        """A number of each claim that hangs on the part of a feature alone."""
        return _by_part(self.columns[feature], value)

    def rank(self, feature: str, value: Callable[[View], str]) -> Codes:
        """Claims numbered by the order of a text that hangs on the part of a feature alone.

        It is the same order whatever other claims there are.
        """
        texts = {v: k for k, v in enumerate(sorted(set(map(value, self.columns[feature].examples))))}
        return self.by_part(feature, lambda v: texts[value(v)])

    def keys(self) -> tuple[Codes, Codes]:
        """Claims and the keys of the rare words of their reports as numbers, one row a key."""
        keys: dict[int, int] = {}
        rows = [(i, keys.setdefault(k, len(keys))) for i, v in enumerate(self.views) for k in v.text.keys]
        found = np.array(rows, np.int32).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def victims(self) -> tuple[Codes, Codes]:
        """Claims and the names of their victims as numbers, one row a name."""
        keys: dict[str, int] = {}
        told = np.flatnonzero(self.columns["victims"].told).tolist()
        rows = [(i, keys.setdefault(skeleton(n), len(keys))) for i in told for n in self.views[i].victims]
        pairs = np.array(rows, np.int32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def build_table(views: Iterable[View], weights: Weights) -> ClaimTable:
    """Put claims into columns, in order of id; a claim that comes twice counts once.

    Raises:
        InputError: Two different claims bear one id.
    """
    by_id: dict[str, View] = {}
    for v in views:
        known = by_id.setdefault(v.id, v)
        if known is not v and known != v:
            raise InputError("two different claims bear one id", where=v.id, remedy="give each claim an id of its own")
    rows = _origins_of_several([by_id[k] for k in sorted(by_id)])
    fields = _Fields(rows)
    days = fields.column(Part(("days",), lambda v: v.days))
    kinds = fields.column(PARTS["kind"])
    reports = {r: k for k, r in enumerate(sorted({v.report for v in rows}))}
    return ClaimTable(
        views=rows,
        columns=fields.columns(),
        report=np.fromiter((reports[v.report] for v in rows), np.int32, len(rows)),
        start=_by_part(days, lambda v: v.days.start if v.days else -1),
        since=_by_part(days, _since),
        end=_by_part(days, lambda v: v.days.end if v.days else -1),
        violent=_by_part(kinds, lambda v: v.kind in VIOLENT_KINDS or v.kind in weights.crowd) > 0,
        quiet=_by_part(kinds, lambda v: v.kind not in VIOLENT_KINDS or v.kind in weights.crowd) > 0,
    )


def _by_part(column: Column, value: Callable[[View], int]) -> Codes:
    """A number of each claim that hangs on the part of a column alone."""
    return np.fromiter(map(value, column.examples), np.int32, len(column.examples))[column.codes]


def _origins_of_several(rows: Sequence[View]) -> list[View]:
    """Views whose origins are those that stand behind two reports at least: only these can be had in common.

    A report without an outlet is an origin of its own, which would make as many different parts as reports.
    """
    first: dict[str, str] = {}
    several = {o for v in rows for o in v.origins if first.setdefault(o, v.report) != v.report}
    kept: dict[frozenset[str], frozenset[str]] = {}
    return [
        v if v.origins <= several else replace(v, origins=kept.setdefault(o := v.origins & several, o)) for v in rows
    ]


class _Fields:
    """Fields of many views as numbers, by which their parts are told apart without being made for each claim."""

    def __init__(self, rows: Sequence[View]) -> None:
        self._rows = rows
        self._codes: dict[str, NDArray[np.int64]] = {}

    def columns(self) -> dict[str, Column]:
        """All parts by feature, each made once."""
        made: dict[Part, Column] = {}
        for part in PARTS.values():
            if part not in made:
                made[part] = self.column(part)
        return {feature: made[part] for feature, part in PARTS.items()}

    def column(self, part: Part) -> Column:
        """One part of all claims, numbered in the order in which they come."""
        together = self._field(part.fields[0])
        for name in part.fields[1:]:
            other = self._field(name)
            together = _numbered(together * (int(other.max(initial=0)) + 1) + other)
        _, first, back = np.unique(together, return_index=True, return_inverse=True)
        codes: dict[Hashable, int] = {}
        examples: list[View] = []
        numbers = np.empty(len(first), np.int32)
        for k in np.argsort(first):
            v = self._rows[first[k]]
            code = numbers[k] = codes.setdefault(part.of(v), len(codes))
            if code == len(examples):
                examples.append(v)
        found = numbers[back]
        return Column(found, tuple(examples), found != codes.get(None, -1))

    def _field(self, name: str) -> NDArray[np.int64]:
        """Numbers by identity: equal values that are two objects get two, which costs time and changes nothing."""
        if name not in self._codes:
            values = map(id, map(attrgetter(name), self._rows))
            self._codes[name] = _numbered(np.fromiter(values, np.int64, len(self._rows)))
        return self._codes[name]


def _numbered(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Equal values as small numbers."""
    found: NDArray[np.int64] = np.unique(values, return_inverse=True)[1].astype(np.int64)
    return found


def _since(v: View) -> int:
    if v.days is None:
        return -1
    last = dt.date.fromordinal(v.days.end)
    months = last.year * 12 + last.month - 1 - (MAX_MONTHS - 1)
    return max(v.days.start, dt.date(months // 12, months % 12 + 1, 1).toordinal()) if months >= 12 else v.days.start
