"""Adding a user's places for good: duplicates merged, stored beside the shipped gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trucewatch.locate._places import geodesic_km
from trucewatch.locate._table import Entry, distinct_names, to_table
from trucewatch.locate._userfiles import STORED, read_entries, write_places
from trucewatch.locate.gazetteer import Gazetteer, user_folder
from trucewatch.locate.names import fold

SAME_PLACE_KM = 2.0
"""Two places of one name and kind that lie no farther apart are one."""

_NOTHING_NEW_KM = 0.2


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of a file.

    Attributes:
        stored: Where the places now lie.
        added: Places that were not known.
        merged: Places that were known and now have the user's point and further spellings.
        known: Places that were known just so, and repeats within the file.
    """

    stored: Path
    added: int
    merged: int
    known: int


def add_places(path: Path, *, home: Path | None = None) -> Addition:
    """Read a user's file and store its places, so that every later `Gazetteer.load` finds them.

    A file of the same name that was added before is replaced. A place that is known already keeps its id and takes
    the user's point; its spellings are those of both. A pinned name is a place of its own, beside any that is known.

    Args:
        path: A GeoNames table, CSV with a header of name,lat,lon, or GeoJSON.
        home: The folder to store in; `user_folder()` if not given.

    Raises:
        GazetteerError: The file does not load, with line and remedy.
    """
    folder = user_folder() if home is None else home
    stored = folder / f"{path.stem}{STORED}"
    entries = read_entries(path)
    known = Gazetteer.load(home=folder, without=stored.stem)
    distinct, repeats = merge_repeats(entries)
    kept: list[Entry] = []
    merged = same = 0
    for entry in distinct:
        twin = None if entry.pinned else _twin(entry, known)
        if twin is None:
            kept.append(entry)
        elif _adds_nothing(entry, twin):
            same += 1
        else:
            kept.append(_merged(entry, twin))
            merged += 1
    write_places(stored, to_table(kept))
    return Addition(stored=stored, added=len(kept) - merged, merged=merged, known=same + repeats)


def merge_repeats(entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """The entries with repeats of one place made one, and how many were repeats."""
    groups: dict[tuple[str, str, bool], list[int]] = {}
    kept: list[Entry] = []
    for entry in entries:
        key = (fold(entry.name), entry.kind, entry.pinned)
        for i in groups.get(key, []):
            if geodesic_km(entry.lat, entry.lon, kept[i].lat, kept[i].lon) <= SAME_PLACE_KM:
                kept[i] = replace(kept[i], alternates=distinct_names(kept[i].name, [*kept[i].alternates, *entry.names]))
                break
        else:
            groups.setdefault(key, []).append(len(kept))
            kept.append(entry)
    return kept, len(entries) - len(kept)


def _twin(entry: Entry, known: Gazetteer) -> Entry | None:
    """The known place of the same kind that is this one, by any of its names."""
    rows = known.rows_named(entry.names)
    if not len(rows):
        return None
    near = (np.abs(known.lats[rows] - entry.lat) < 0.1) & (np.abs(known.lons[rows] - entry.lon) < 0.3)
    for row in rows[near].tolist():
        other = known.entry(row)
        close = geodesic_km(entry.lat, entry.lon, other.lat, other.lon) <= SAME_PLACE_KM
        if (
            close
            and not other.pinned
            and other.kind == entry.kind
            and {fold(n) for n in entry.names} & {fold(n) for n in other.names}
        ):
            return other
    return None


def _adds_nothing(entry: Entry, twin: Entry) -> bool:
    if entry.source and entry.source != twin.source:
        return False
    spellings = {fold(name) for name in twin.names}
    away = geodesic_km(entry.lat, entry.lon, twin.lat, twin.lon)
    return all(fold(name) in spellings for name in entry.names) and away <= _NOTHING_NEW_KM


def _merged(entry: Entry, twin: Entry) -> Entry:
    return replace(
        entry,
        id=twin.id,
        name=twin.name,
        alternates=distinct_names(twin.name, [*twin.alternates, *entry.names]),
        country=entry.country or twin.country,
        admin1=entry.admin1 or twin.admin1,
        population=max(entry.population, twin.population),
    )
