"""States and well-known territories: their names, demonyms, capitals and the names that stand for their governments.

The table is `data/countries.tsv`, one row a state or territory, read on first use. Centres and radii of states come
from Natural Earth (public domain), those of the largest centred where the CIA World Factbook (public domain) puts
them: the radius is that of a circle about the centre that holds nine tenths of the land, overseas parts left out.
Territories without a code of their own carry the code of the state that they are counted to in ISO 3166-1; that
says nothing about who ought to hold them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

CountryKind = Literal["state", "territory", "historical"]


@dataclass(frozen=True, slots=True)
class Country:
    """A state, a territory or a state that is no more.

    Attributes:
        key: Unique; the ISO code, or the code and a name for territories without one (`GE-abkhazia`).
        iso2: ISO 3166-1 alpha-2 (`XK` Kosovo; `YU`, `SU`, `CS`, `DD` for states that are no more).
        kind: `state`, `territory` or `historical`.
        name: The English short name.
        aliases: Other names, short forms and initials.
        demonyms: Adjectives and nouns, singular and plural ("Turkish", "Turk", "Turks").
        capitals: Seats of government, the usual one first.
        metonyms: Names other than the capital that stand for the government ("Kremlin").
        lat: Degrees north of the centre of the land.
        lon: Degrees east of it.
        radius_km: Radius of a circle about the centre that covers most of the land.
    """

    key: str
    iso2: str
    kind: CountryKind
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]
    lat: float
    lon: float
    radius_km: float

    @property
    def capital(self) -> str | None:
        """The usual seat of government."""
        return self.capitals[0] if self.capitals else None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias."""
        return (self.name, *self.aliases)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _kind(cell: str) -> CountryKind:
    if cell == "state":
        return "state"
    return "territory" if cell == "territory" else "historical"


@cache
def countries() -> tuple[Country, ...]:
    """Every row of the shipped table: states first, then territories, then states that are no more.

    This stands in place of a module constant because reading a file at import is not done here; the result is
    cached, so that it costs nothing to call again.
    """
    text = files("trucewatch.locate").joinpath("data", "countries.tsv").read_text(encoding="utf-8")
    return tuple(
        Country(
            key=row["key"],
            iso2=row["iso2"],
            kind=_kind(row["kind"]),
            name=row["name"],
            aliases=_split(row["aliases"]),
            demonyms=_split(row["demonyms"]),
            capitals=_split(row["capitals"]),
            metonyms=_split(row["metonyms"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            radius_km=float(row["radius_km"]),
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


_REMEMBERED = 8192
"""So many names are remembered: every finder asks of the same words whether they name a state."""


def _plain(name: str) -> str:
    """The form that names are compared in: no article, one kind of apostrophe, small letters unless initials."""
    name = " ".join(name.replace("\u2019", "'").split())
    for article in ("the ", "The "):
        name = name.removeprefix(article)
    letters = name.replace(".", "").replace(" ", "")
    return name if letters.isupper() and len(letters) <= 5 else name.casefold()


def _lookup(index: Mapping[str, tuple[Country, ...]], name: str) -> tuple[Country, ...]:
    """The rows of a name; one in capitals throughout is tried in small letters too where it is no mere initials."""
    plain = _plain(name)
    return index.get(plain) or (index.get(plain.casefold(), ()) if len(plain) > 3 else ())


def _index(field: str) -> Mapping[str, tuple[Country, ...]]:
    found: dict[str, list[Country]] = {}
    for country in countries():
        for name in getattr(country, field):
            entry = found.setdefault(_plain(name), [])
            if country not in entry:
                entry.append(country)
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})


@cache
def _names() -> Mapping[str, tuple[Country, ...]]:
    return _index("names")


@cache
def _demonyms() -> Mapping[str, tuple[Country, ...]]:
    return _index("demonyms")


@cache
def _capitals() -> Mapping[str, tuple[Country, ...]]:
    return _index("capitals")


@cache
def _metonyms() -> Mapping[str, tuple[Country, ...]]:
    return _index("metonyms")


@lru_cache(_REMEMBERED)
def find_country(name: str) -> tuple[Country, ...]:
    """States and territories of that name or alias; initials must be upper case ("US", not "us").

    More than one where the name is shared ("Congo"); empty where nothing is so called.
    """
    return _lookup(_names(), name)


@lru_cache(_REMEMBERED)
def find_demonym(word: str) -> tuple[Country, ...]:
    """States and territories whose people or things are so called ("Turkish", "Turks"; "Congolese" has two)."""
    return _lookup(_demonyms(), word)


@lru_cache(_REMEMBERED)
def find_capital(name: str) -> tuple[Country, ...]:
    """States and territories governed from there; a capital may stand for a government ("Ankara said")."""
    return _lookup(_capitals(), name)


@lru_cache(_REMEMBERED)
def find_metonym(name: str) -> tuple[Country, ...]:
    """States whose government is called so ("the Kremlin"); capitals are not among them."""
    return _lookup(_metonyms(), name)


@cache
def country_of(key: str) -> Country | None:
    """The state or territory of that key or ISO code; for a code shared with territories, the state."""
    for country in countries():
        if country.key == key:
            return country
    return None
