"""The table that a gazetteer is kept in: one row a place, with hashes of every spelling.

The shipped Parquet file and the user's own are of this one shape, so that loading is reading and nothing is computed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import pyarrow as pa

from trucewatch.locate.names import fold, key_hash, skeleton_of_fold

EntryKind = Literal["country", "admin1", "admin2", "region", "water", "line", "place", "site"]
"""What an entry is.

`place` is a settlement or a part of one, `site` a base, dam, camp or crossing, `region` an area that is not
administrative (plain, valley, mountains, theatre), `line` a border, ceasefire line or corridor.
"""

KINDS: tuple[EntryKind, ...] = get_args(EntryKind)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a gazetteer.

    Attributes:
        id: `geonames:...`, `ucdp:...`, `adm1:SY.12`, `adm2:...`, `country:SY`, `region:...`, `user:...`, `pin:...`.
        name: The name to show.
        alternates: Other spellings and names in Latin letters.
        kind: What it is.
        country: ISO 3166-1 alpha-2, or null where it lies in several or in none.
        admin1: Name of the first-order division, or null.
        lat: Degrees north.
        lon: Degrees east.
        population: People, 0 where not known.
        radius_km: Of a circle about the point that covers most of the place.
        source: Who puts it there, as the user said on adding it; null for the places that are shipped.
    """

    id: str
    name: str
    alternates: tuple[str, ...]
    kind: EntryKind
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int
    radius_km: float
    source: str | None = None

    @property
    def pinned(self) -> bool:
        """Whether the user has pinned its names to this point: no other place of those names is then thought of."""
        return self.id.startswith("pin:")

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every other spelling."""
        return (self.name, *self.alternates)


SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("alternates", pa.list_(pa.string())),
        ("kind", pa.dictionary(pa.int8(), pa.string())),
        ("country", pa.dictionary(pa.int16(), pa.string())),
        ("admin1", pa.dictionary(pa.int16(), pa.string())),
        ("lat", pa.int32()),
        ("lon", pa.int32()),
        ("population", pa.int32()),
        ("radius", pa.int32()),
        ("folds", pa.list_(pa.uint32())),
        ("skeletons", pa.list_(pa.uint32())),
    ],
    metadata={"trucewatch.gazetteer": "1"},
)
"""`lat` and `lon` in 1e-5 degrees, `radius` in 100 m; `folds` and `skeletons` are hashes of every spelling."""

SCHEMA_VERSION = b"1"

_SOURCES = b"trucewatch.sources"
"""Metadata of a user's table: a JSON object of ids and sources. Few places have one, so that no column is needed."""


def radius_of_population(population: int) -> float:
    """How far from its point a settlement reaches, in km, by the number of its people.

    A round figure a class, from 2 km for a village or small town to 15 km for the largest cities.
    """
    for limit, radius in ((50_000, 2.0), (200_000, 3.0), (500_000, 5.0), (1_500_000, 8.0), (5_000_000, 12.0)):
        if population < limit:
            return radius
    return 15.0


def _unique_hashes(keys: Iterable[str]) -> list[int]:
    return sorted({key_hash(key) for key in keys if key})


def distinct_names(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """The other names that differ from the first and from one another by more than the fold takes away."""
    seen = {fold(name)}
    kept: list[str] = []
    for other in others:
        key = fold(other)
        if key and key not in seen:
            seen.add(key)
            kept.append(other)
    return tuple(kept)


def to_table(entries: Iterable[Entry]) -> pa.Table:
    """Entries as one Arrow table of `SCHEMA`."""
    rows = list(entries)
    folds = [[fold(name) for name in entry.names] for entry in rows]
    columns: dict[str, list[object]] = {
        "id": [e.id for e in rows],
        "name": [e.name for e in rows],
        "alternates": [list(e.alternates) for e in rows],
        "kind": [e.kind for e in rows],
        "country": [e.country for e in rows],
        "admin1": [e.admin1 for e in rows],
        "lat": [round(e.lat * 1e5) for e in rows],
        "lon": [round(e.lon * 1e5) for e in rows],
        "population": [min(e.population, 2**31 - 1) for e in rows],
        "radius": [round(e.radius_km * 10) for e in rows],
        "folds": [_unique_hashes(keys) for keys in folds],
        "skeletons": [_unique_hashes(skeleton_of_fold(key) for key in keys) for keys in folds],
    }
    table = pa.table(columns, schema=SCHEMA)
    sources = {e.id: e.source for e in rows if e.source}
    if not sources:
        return table
    told = json.dumps(sources, ensure_ascii=False, sort_keys=True)
    return table.replace_schema_metadata({**(SCHEMA.metadata or {}), _SOURCES: told.encode()})


def sources_of(table: pa.Table) -> dict[str, str]:
    """Who puts the places of a table where they are, by id, as far as the user has said so."""
    told: dict[str, str] = json.loads((table.schema.metadata or {}).get(_SOURCES, b"{}"))
    return told
