"""Short forms of divisions ("N.C.", "NSW") and adjectives of places that are no states ("Texan", "European").

Both are tables beside the gazetteer: `data/divisions.tsv` and `data/demonyms.tsv`, read on first use. A short form
with its full stops is told by itself; a bare code is a word or another's initials as often ("IN", "ME", "SA"), so
that the caller must know the country before it believes one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from trucewatch.locate.phrases import Hint


@dataclass(frozen=True, slots=True)
class Division:
    """What a short form or an adjective stands for.

    Attributes:
        name: The name that the gazetteer has.
        country: ISO 3166-1 alpha-2, or null where it lies in several.
        hint: What it is, or null where it may be a division, a region or a town.
    """

    name: str
    country: str | None
    hint: Hint | None


def _rows(table: str) -> Iterator[dict[str, str]]:
    text = files("trucewatch.locate").joinpath("data", table).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _index(pairs: Iterator[tuple[str, Division]]) -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, tuple[Division, ...]] = {}
    for key, division in pairs:
        if key:
            found[key] = (*found.get(key, ()), division)
    return MappingProxyType(found)


@cache
def _short() -> Mapping[str, tuple[Division, ...]]:
    return _index(
        (form, Division(row["name"], row["country"], "admin1"))
        for row in _rows("divisions.tsv")
        for short in row["short"].split(";")
        for form in {short, short[:-1] if short.count(".") > 1 else short}
    )


@cache
def _codes() -> Mapping[str, tuple[Division, ...]]:
    return _index((row["code"], Division(row["name"], row["country"], "admin1")) for row in _rows("divisions.tsv"))


@cache
def _adjectives() -> Mapping[str, tuple[Division, ...]]:
    return _index(
        (word.casefold(), Division(row["name"], row["country"] or None, _hint(row["kind"])))
        for row in _rows("demonyms.tsv")
        for word in row["word"].split(";")
    )


def _hint(cell: str) -> Hint | None:
    if cell == "admin1":
        return "admin1"
    return "region" if cell == "region" else None


def find_short(name: str) -> tuple[Division, ...]:
    """Divisions with that short form, full stops and all ("W.Va.", "W. Va.", "N.C", "Ind."); empty for others."""
    return _short().get("".join(name.split()), ())


def find_code(name: str) -> tuple[Division, ...]:
    """Divisions with that postal code ("NSW", "TX"), which must be in capitals; "WA" and "SA" have several."""
    return _codes().get(name, ())


def find_adjective(word: str) -> tuple[Division, ...]:
    """Places that are no states whose people or things are so called ("Texan", "Europeans")."""
    return _adjectives().get(" ".join(word.split()).casefold(), ())
