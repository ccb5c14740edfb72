"""What of the record is looked at: the filters that stand in the address of a page, so that a view can be shared."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from trucewatch.errors import InputError
from trucewatch.model import TERM_TESTS, Grade, Kind, Verdict

NOT_STATED = "-"
"""Stands for an empty value of a facet: an account without a side, a report without a source."""

_LONGEST = 400
_MOST_VALUES = 200


class Sort(StrEnum):
    """The order of the ledger."""

    NEWEST = "newest"
    OLDEST = "oldest"
    KILLED = "killed"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map in degrees; west may be greater than east across the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """`west,south,east,north`.

        Raises:
            InputError: It is not four numbers in range.
        """
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as error:
            raise InputError("want west,south,east,north in degrees", where=f"box={text[:60]}") from error
        sound = all(math.isfinite(v) for v in (west, south, east, north)) and -90 <= south <= north <= 90
        if not sound or not (-540 <= west <= 540 and -540 <= east <= 540):
            raise InputError("not a box on the map: want west,south,east,north in degrees", where=f"box={text[:60]}")
        if east - west >= 360:
            return cls(-180.0, south, 180.0, north)
        return cls(_turned(west), south, _turned(east), north)

    def __str__(self) -> str:
        return ",".join(f"{v:.4f}".rstrip("0").rstrip(".") for v in (self.west, self.south, self.east, self.north))


def _turned(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters as they stand in the address; empty ones filter nothing.

    Values of one facet widen each other, facets narrow each other. `verdict`, `term` and `unknown` are asked of one and
    the same finding: `term=corridor&verdict=undetermined` are the incidents that this term leaves undetermined, and
    `term=corridor` alone those that are not out of its scope.

    Attributes:
        q: Words that all stand in the incident or in the sentences that its claims rest on.
        since, until: Days, both inclusive; an incident counts where its interval of days meets them.
        box: Where its point lies.
        kind, grade: Of the incident.
        side: Of any account of who did it; `-` where an account names no side.
        verdict, term, unknown: Of a finding; `unknown` names tests whose answer is not known.
        source: Outlets of its reports; `-` for reports without one.
        undated, unplaced: Only incidents whose day, or point, is not known.
    """

    q: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    box: Box | None = None
    kind: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    term: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    undated: bool = False
    unplaced: bool = False

    @classmethod
    def parse(cls, query: QueryParams) -> Self:
        """Read the filters of an address; parameters that are no filters are left alone.

        Raises:
            InputError: A value cannot be read, or is none of those there are.
        """
        q = " ".join(query.get("q", "").split())
        if len(q) > _LONGEST:
            raise InputError(f"at most {_LONGEST} characters are searched for", where="q")
        box = query.get("box", "")
        return cls(
            q=q,
            since=day_in(query, "since"),
            until=day_in(query, "until"),
            box=Box.parse(box) if box else None,
            kind=_known(query, "kind", Kind),
            side=_values(query, "side"),
            verdict=_known(query, "verdict", Verdict),
            term=_values(query, "term"),
            unknown=_known(query, "unknown", TERM_TESTS),
            grade=_known(query, "grade", Grade),
            source=_values(query, "source"),
            undated=query.get("undated") == "1",
            unplaced=query.get("unplaced") == "1",
        )

    def items(self) -> list[tuple[str, str]]:
        """The parameters of an address, in a fixed order, those that filter nothing left out."""
        found: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            match value:
                case tuple():
                    found += [(field.name, one) for one in value]
                case bool():
                    found += [(field.name, "1")] if value else []
                case None | "":
                    pass
                case _:
                    found.append((field.name, str(value)))
        return found

    def query(self, **more: str | int | None) -> str:
        """The query of an address, with a leading `?` unless it is empty.

        Args:
            more: Further parameters; null leaves one out.
        """
        extra = [(key, str(value)) for key, value in more.items() if value is not None]
        text = urlencode([*self.items(), *extra])
        return f"?{text}" if text else ""

    def without(self, name: str, value: str | None = None) -> Self:
        """The same without one filter, or without one value of it."""
        current = getattr(self, name)
        if isinstance(current, tuple) and value is not None:
            return self._with(name, tuple(v for v in current if v != value))
        return self._with(name, _EMPTY[name])

    def only(self, **values: Any) -> Self:
        """The same with some filters put anew."""
        made = self
        for name, value in values.items():
            made = made._with(name, value)
        return made

    def _with(self, name: str, value: object) -> Self:
        return replace(self, **{name: value})  # type: ignore[arg-type]

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return not self.items()

    @property
    def of_findings(self) -> bool:
        """Whether a filter asks something of findings."""
        return bool(self.verdict or self.term or self.unknown)


_EMPTY: Mapping[str, object] = {field.name: field.default for field in fields(Filters)}


def _values(query: QueryParams, name: str) -> tuple[str, ...]:
    """The values of a parameter, each once, in a fixed order."""
    found = sorted({value for value in query.getlist(name) if value})
    if len(found) > _MOST_VALUES or any(len(value) > _LONGEST for value in found):
        raise InputError("too many values, or too long ones", where=name)
    return tuple(found)


def _known(query: QueryParams, name: str, words: Iterable[str]) -> tuple[str, ...]:
    known = {str(word) for word in words}
    found = _values(query, name)
    for value in found:
        if value not in known:
            raise InputError("no such value", where=f"{name}={value[:60]}", remedy=f"one of {', '.join(sorted(known))}")
    return found


def day_in(query: QueryParams, name: str) -> dt.date | None:
    """The day that a parameter of an address gives, or null.

    Raises:
        InputError: It is no day.
    """
    text = query.get(name, "")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("want a day as YYYY-MM-DD", where=f"{name}={text[:60]}") from error


def sort_of(query: QueryParams) -> Sort:
    """The order that an address asks for; the newest first where it asks for none.

    Raises:
        InputError: There is no such order.
    """
    text = query.get("sort", "") or Sort.NEWEST
    if text not in {sort.value for sort in Sort}:
        raise InputError("no such order", where=f"sort={text[:60]}", remedy=f"one of {', '.join(Sort)}")
    return Sort(text)


def page_of(query: QueryParams) -> int:
    """The page of a table that an address asks for, from 1.

    Raises:
        InputError: It is no such number.
    """
    text = query.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
        raise InputError("want a page from 1", where=f"page={text[:20]}")
    return int(text)
