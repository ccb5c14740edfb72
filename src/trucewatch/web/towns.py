"""Names of towns on the maps: the largest settlements of the shipped gazetteer in what is looked at.

Only what a label needs is read of it (name, point, population), since the workbench looks up no names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from trucewatch.web.filters import Box

MOST: Final = 120
"""Towns told at most; the map leaves out those whose names would lie on one another."""
_KIND: Final = "place"
_DEGREE: Final = 1e5
"""The gazetteer keeps degrees as whole numbers of this part."""


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement; `population` is 0 where it is not known."""

    name: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class _Columns:
    names: pa.Array
    lats: npt.NDArray[np.float32]
    lons: npt.NDArray[np.float32]
    people: npt.NDArray[np.int32]


class Towns:
    """The settlements of the shipped gazetteer, read when the first map is drawn. Threads may share it."""

    def __init__(self) -> None:
        self._of_box = lru_cache(maxsize=64)(self._found)

    def within(self, box: Box) -> tuple[Town, ...]:
        """The largest settlements in a part of the map, the largest first."""
        return self._of_box(box)

    def _found(self, box: Box) -> tuple[Town, ...]:
        c = self._columns
        inside = (c.lats >= box.south) & (c.lats <= box.north)
        if box.west <= box.east:
            inside &= (c.lons >= box.west) & (c.lons <= box.east)
        else:
            inside &= (c.lons >= box.west) | (c.lons <= box.east)
        rows = np.flatnonzero(inside)
        # They stand by population: the first are the largest.
        return tuple(
            Town(c.names[row].as_py(), round(float(c.lats[row]), 5), round(float(c.lons[row]), 5), int(c.people[row]))
            for row in rows[:MOST].tolist()
        )

    @cached_property
    def _columns(self) -> _Columns:
        with as_file(files("trucewatch.locate").joinpath("data", "gazetteer.parquet")) as path:
            table = pq.read_table(
                path, columns=["name", "lat", "lon", "population"], filters=[("kind", "==", _KIND)], memory_map=False
            )
        people = table["population"].to_numpy()
        order = np.argsort(-people.astype(np.int64), kind="stable")
        found = _Columns(
            names=table["name"].combine_chunks().take(pa.array(order)),
            lats=(table["lat"].to_numpy()[order] / _DEGREE).astype(np.float32),
            lons=(table["lon"].to_numpy()[order] / _DEGREE).astype(np.float32),
            people=people[order].astype(np.int32),
        )
        del table, people
        pa.default_memory_pool().release_unused()
        return found
