"""The gazetteer: place names looked up by exact form, fold, consonant skeleton, and one misspelt consonant.

Everything is kept in Arrow columns and sorted arrays of 32-bit hashes, so that loading is reading and a look-up is a
binary search. A misspelt name is found by searching for every skeleton that is one edit away from its own, which
needs no second index. Hash collisions do no harm: every hit is checked against the names themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cdist

from trucewatch.errors import GazetteerError
from trucewatch.locate._table import KINDS, SCHEMA, SCHEMA_VERSION, Entry, EntryKind, sources_of
from trucewatch.locate._texts import TextColumn, TextLists
from trucewatch.locate._userfiles import read_mapped, read_places, stored_in, with_new_rows
from trucewatch.locate.names import SKELETON_LETTERS, core_name, fold, key_hash, skeleton_of_fold

How = Literal["exact", "folded", "skeleton", "fuzzy"]
"""By what a name was found: as written, by its fold, by its consonants, or with one consonant wrong."""

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SHORTEST_LOOSE = 4
"""A folded name shorter than this is looked up by its fold only: too many places share so few consonants."""

LOWEST_LIKENESS = 0.62
"""A misspelt name must be at least this like the name found (mean of Damerau-Levenshtein and Jaro-Winkler)."""

SHORT_LIKENESS = 0.78
"""The same for a name of only two consonants that is found by its skeleton: so short a skeleton tells little."""

VERY_LIKE = 0.9
"""From what score a name of the same consonants tells of a place or a country at all."""

_SCORED: Mapping[How, tuple[float, float, float]] = {
    "skeleton": (0.6, 0.35, 0.5),
    "fuzzy": (0.35, 0.5, LOWEST_LIKENESS),
}
"""What a name scores for being found so, what more for its likeness, and how like it must be at least."""

_ANY: Mapping[How, float] = {}

_PRESELECTED = 80
"""How many rows of one kind of hit have their names compared, those with the highest prior first."""


_REMEMBERED = 20_000
"""How many rows and comparisons are kept at hand, a few MB."""


@dataclass(frozen=True, slots=True)
class Match:
    """One place found for a name.

    Attributes:
        entry: The place.
        name: The spelling of it that matched.
        how: By what it was found.
        score: 0 to 1, how like the name asked for; 1 only for the very name.
    """

    entry: Entry
    name: str
    how: How
    score: float


def user_folder() -> Path:
    """Where the user's own gazetteers lie: TRUCEWATCH_HOME, else the XDG data folder."""
    home = os.environ.get("TRUCEWATCH_HOME")
    if home:
        return Path(home) / "gazetteers"
    data = os.environ.get("XDG_DATA_HOME")
    base = Path(data) if data else Path.home() / ".local" / "share"
    return base / "trucewatch" / "gazetteers"


def _read_table(path: Path) -> pa.Table:
    try:
        table = pq.read_table(path, use_threads=False) if path.suffix == ".parquet" else read_mapped(path)
    except (OSError, pa.ArrowException) as error:
        raise GazetteerError(
            f"not a gazetteer that can be read: {error}", where=str(path), remedy="remove the file and add it again"
        ) from error
    if (table.schema.metadata or {}).get(b"trucewatch.gazetteer") != SCHEMA_VERSION:
        raise GazetteerError(
            "written by another version", where=str(path), remedy="add the original file again with `gazetteer add`"
        )
    return table if table.schema.equals(SCHEMA) else table.cast(SCHEMA)


class _Index:
    """Sorted hashes with the row that each belongs to."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        lengths = [np.diff(chunk.offsets.to_numpy()) for chunk in column.chunks]
        hashes = np.concatenate([chunk.flatten().to_numpy() for chunk in column.chunks])
        order = np.argsort(hashes).astype(np.int32)
        self._hashes = hashes[order]
        self._rows = np.repeat(np.arange(len(column), dtype=np.int32), np.concatenate(lengths))[order]

    def rows(self, keys: Sequence[str]) -> Rows:
        """Rows under any of the keys, each once."""
        wanted = np.array([key_hash(key) for key in keys], dtype=np.uint32)
        low = self._hashes.searchsorted(wanted, side="left")
        high = self._hashes.searchsorted(wanted, side="right")
        parts = [self._rows[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True) if b > a]
        if len(parts) == 1:  # a row stands once under a key
            return np.sort(parts[0]).astype(np.int64)
        return np.unique(np.concatenate(parts)).astype(np.int64) if parts else np.empty(0, dtype=np.int64)


def _without(rows: Rows, others: Rows) -> Rows:
    """Rows that are not among others; both are sorted, each row once."""
    if not len(rows) or not len(others):
        return rows
    kept: Rows = rows[others.take(others.searchsorted(rows), mode="clip") != rows]
    return kept


def skeleton_edits(skeleton: str) -> Iterator[str]:
    """Every skeleton one edit away: a consonant left out, added, changed, or swapped with its neighbour."""
    for i in range(len(skeleton)):
        head, tail = skeleton[:i], skeleton[i:]
        yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in SKELETON_LETTERS:
            if letter != tail[0]:
                yield head + letter + tail[1:]
            yield head + letter + tail
    for letter in SKELETON_LETTERS:
        yield skeleton + letter


def likeness(a: str, b: str) -> float:
    """How like two folded names are, 0 to 1: the mean of Damerau-Levenshtein and Jaro-Winkler similarity."""
    return (DamerauLevenshtein.normalized_similarity(a, b) + JaroWinkler.similarity(a, b)) / 2


_SOUND_ALIKE = (
    str.maketrans("vpwzycoe", "bbbsikui"),
    str.maketrans("gvzycoe", "hbsikui"),
    str.maketrans("qgvzycoe", "kkbsikui"),
)
"""Letters that one language's romanisation gives for another's: b, v and p; g and h (Ukrainian, Russian); q and g."""

_SOUND_COST = 0.03


def likest(
    folded: str, spelt: Sequence[Mapping[str, str]], enough: float, *, by_sound: bool = False
) -> dict[int, tuple[str, float]]:
    """The places that bear a name like enough: number in the list to likest spelling and its likeness.

    Args:
        folded: The fold that is looked for.
        spelt: The places, each as its spellings by their folds.
        enough: How like a fold must be.
        by_sound: Whether letters that often stand for one another count as nearly the same.
    """
    keys = list(chain.from_iterable(spelt))
    values = _likenesses(folded, keys, np.full(len(keys), enough))
    if by_sound:
        text = _BETWEEN.join(keys)
        for table in _SOUND_ALIKE:
            heard = text.translate(table).split(_BETWEEN) if keys else []
            floor = np.maximum(values, enough) + _SOUND_COST
            values = np.maximum(values, _likenesses(folded.translate(table), heard, floor) - _SOUND_COST)
    owners = np.repeat(np.arange(len(spelt)), [len(folds) for folds in spelt])
    best: dict[int, tuple[str, float]] = {}
    hits = np.flatnonzero(values >= enough)
    for i, owner, value in zip(hits.tolist(), owners[hits].tolist(), values[hits].tolist(), strict=True):
        if owner not in best or value > best[owner][1]:
            best[owner] = spelt[owner][keys[i]], value
    return best


_BETWEEN = "\n"


def _likenesses(folded: str, keys: Sequence[str], floor: Floats) -> Floats:
    """The likeness of a fold to each of others; 0 where its length and Jaro-Winkler similarity put it under a floor.

    Damerau-Levenshtein similarity, which takes longest to work out, is at most the shorter length over the longer.
    """
    out = np.zeros(len(keys))
    if not keys:
        return out
    lengths = np.array([len(key) for key in keys])
    winkler = cdist([folded], keys, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
    shares = np.minimum(lengths, len(folded)) / np.maximum(lengths, len(folded))
    for i in np.flatnonzero(winkler + shares >= 2 * floor - 1e-9).tolist():
        out[i] = (DamerauLevenshtein.normalized_similarity(folded, keys[i]) + winkler[i]) / 2
    return out


class Gazetteer:
    """Places by name. Immutable once loaded."""

    def __init__(self, table: pa.Table, *, sources: Mapping[str, str] | None = None) -> None:
        """Take a table of the gazetteer's schema, with sources by id; `load` is the usual way."""
        self._sources = dict(sources or {})
        self._ids: pa.ChunkedArray = table["id"]
        self._id_of, self._name_of = TextColumn(table["id"]), TextColumn(table["name"])
        self._alternates_of = TextLists(table["alternates"])
        # A report speaks of its places again and again, and so do the reports of one conflict.
        self.entry = lru_cache(_REMEMBERED)(self._entry)
        self._spellings = lru_cache(_REMEMBERED)(self._read_spellings)
        self._spelt = lru_cache(_REMEMBERED)(self._read_folds)
        self._rows = lru_cache(_REMEMBERED)(self._read_rows)
        self._compare = lru_cache(_REMEMBERED // 10)(self._compared)
        self._pins: npt.NDArray[np.bool_] = pc.starts_with(self._ids, "pin:").to_numpy()
        self._folds = _Index(table["folds"])
        self._skeletons = _Index(table["skeletons"])
        self.lats: Floats = table["lat"].to_numpy() / 1e5
        self.lons: Floats = table["lon"].to_numpy() / 1e5
        self.radii: Floats = table["radius"].to_numpy() / 10
        self.populations = table["population"].to_numpy()
        self.kind_codes, self.kind_names = _codes(table["kind"])
        self.country_codes, self.country_names = _codes(table["country"])
        self.admin1_codes, self.admin1_names = _codes(table["admin1"])

    @classmethod
    def load(cls, extra: Sequence[Path] = (), *, home: Path | None = None, without: str | None = None) -> Self:
        """Read the shipped gazetteer, what the user has added, and further files.

        Args:
            extra: GeoNames tables, CSV or GeoJSON files for this run only.
            home: Folder with what `gazetteer add` has stored; `user_folder()` if not given.
            without: Name of a file in that folder to leave out, without its ending.

        Raises:
            GazetteerError: A file does not load, with file, line and remedy.
        """
        with as_file(files("trucewatch.locate").joinpath("data", "gazetteer.parquet")) as path:
            tables = [_read_table(path)]
        pa.default_memory_pool().release_unused()
        folder = user_folder() if home is None else home
        if folder.is_dir():
            tables += [_read_table(path) for path in stored_in(folder) if path.stem != without]
        tables += [read_places(path) for path in extra]
        sources = {id: source for table in tables for id, source in sources_of(table).items()}
        table = with_new_rows(tables)
        del tables
        gazetteer = cls(table, sources=sources)
        pa.default_memory_pool().release_unused()
        return gazetteer

    def __len__(self) -> int:
        return len(self.lats)

    def get(self, id: str) -> Entry | None:
        """The place of that id, or null."""
        row = pc.index(self._ids, pa.scalar(id)).as_py()
        return None if row < 0 else self.entry(row)

    def rows_named(self, names: Sequence[str]) -> Rows:
        """Rows whose fold may be that of any of the names; a rare collision of hashes is for the caller to tell."""
        return self._folds.rows([folded for name in names if (folded := fold(name))])

    def _entry(self, row: int) -> Entry:
        """The place in that row."""
        kind = self.kind_names[self.kind_codes[row]]
        country, admin1 = self.country_codes[row], self.admin1_codes[row]
        id = self._id_of[row]
        name, *alternates = self._spellings(row)
        return Entry(
            id=id,
            name=name,
            alternates=tuple(alternates),
            kind=_entry_kind(kind),
            country=None if country < 0 else self.country_names[country],
            admin1=None if admin1 < 0 else self.admin1_names[admin1],
            lat=float(self.lats[row]),
            lon=float(self.lons[row]),
            population=int(self.populations[row]),
            radius_km=float(self.radii[row]),
            source=self._sources.get(id),
        )

    def priors(self, rows: Rows) -> Floats:
        """How prominent the places in those rows are, 0 to 1: countries, provinces, regions, then by people."""
        people = np.log10(self.populations[rows].astype(float) + 10) / 8
        kinds = np.array([_KIND_PRIOR[name] for name in self.kind_names])[self.kind_codes[rows]]
        areas = np.array([name in _AREA_KINDS for name in self.kind_names])[self.kind_codes[rows]]
        kinds = kinds + np.where(areas, _size_bonus(self.radii[rows]), 0.0)
        return np.asarray(np.minimum(1.0, np.maximum(people, kinds)))

    def search(self, name: str, *, limit: int = 10, country: str | None = None) -> list[Match]:
        """Places for a name, best first: likest spelling first, the more prominent on a tie.

        Args:
            name: The name as written, with or without a word such as "province".
            limit: At most so many.
            country: ISO 3166-1 alpha-2; places of other countries are left out.
        """
        found = self.candidates(name, prior=self.priors, limit=max(limit, 20), country=country)
        bare = core_name(name)
        if bare != name:
            known = {match.entry.id for match in found}
            more = self.candidates(bare, prior=self.priors, limit=max(limit, 20), country=country)
            found += [m for m in more if m.entry.id not in known]
        found.sort(key=lambda m: (-round(m.score + 0.1 * prominence(m.entry), 6), m.entry.id))
        return found[:limit]

    def nearest(self, lat: float, lon: float) -> Entry:
        """The settlement nearest to a point, which tells the division and country that it is likely to lie in."""
        places = self.kind_codes == self.kind_names.index("place")
        shrink = np.cos(np.radians(lat))
        away = (self.lats - lat) ** 2 + ((self.lons - lon) * shrink) ** 2
        return self.entry(int(np.argmin(np.where(places, away, np.inf))))

    def candidates(
        self,
        name: str,
        *,
        prior: Callable[[Rows], Floats],
        limit: int = 40,
        country: str | None = None,
        loose: bool = True,
        fuzzy: bool = True,
        least: Mapping[How, float] = _ANY,
    ) -> list[Match]:
        """Places that a name may mean, in no promised order, those with the highest prior kept.

        Args:
            name: The name as written.
            prior: For rows, how much each is to be expected here; used to choose which to compare when there are many.
            limit: At most so many of each way of matching.
            country: ISO code to keep to.
            loose: Whether to look for names of the same consonants too, and for misspelt ones.
            fuzzy: Whether to look for misspelt names where the fold finds nothing.
            least: What a name must score by the way it was found ("skeleton", "fuzzy"); others are left out of what is
                kept. To ask for much saves the reading of most.
        """
        folded = fold(name)
        if not folded:
            return []
        bones = skeleton_of_fold(folded) if loose and len(folded) >= SHORTEST_LOOSE else ""
        exact, same = (self._kept(rows, country) for rows in self._rows(folded, bones))
        found = self._matches(exact, name, folded, "folded", prior, limit)
        if not bones:
            return found
        found += self._matches(same, name, folded, "skeleton", prior, limit, least.get("skeleton", 0.0))
        if fuzzy and len(bones) >= 3 and not any(m.score >= 0.9 for m in found):
            seen = np.union1d(exact, same)
            edits = self._skeletons.rows(list({e for e in skeleton_edits(bones) if len(e) >= 2}))
            near = _without(self._kept(edits, country), seen)
            found += self._matches(near, name, folded, "fuzzy", prior, limit, least.get("fuzzy", 0.0))
        return found

    def _read_rows(self, folded: str, bones: str) -> tuple[Rows, Rows]:
        """Rows of a fold, and those of a skeleton, if it is one, that are not among them."""
        exact = self._folds.rows([folded])
        return exact, _without(self._skeletons.rows([bones]), exact) if bones else exact[:0]

    def _kept(self, rows: Rows, country: str | None) -> Rows:
        if country is None or not len(rows):
            return rows
        if country not in self.country_names:
            return rows[:0]
        kept: Rows = rows[self.country_codes[rows] == self.country_names.index(country)]
        return kept

    def _matches(
        self,
        rows: Rows,
        name: str,
        folded: str,
        how: How,
        prior: Callable[[Rows], Floats],
        limit: int,
        least: float = 0.0,
    ) -> list[Match]:
        if len(rows) > _PRESELECTED:
            rows = rows[np.argsort(-(prior(rows) + 10.0 * self._pins[rows]), kind="stable")[:_PRESELECTED]]
        compared = partial(self._compare, tuple(rows.tolist()), name, folded, how)
        found: Sequence[Match] = compared(least)
        if found and least and len(rows) > limit:  # those that score less may take the place of others
            found = compared(0.0)
        if len(found) > limit:
            found = sorted(found, key=lambda m: (not m.entry.pinned, -m.score - 0.1 * prominence(m.entry)))[:limit]
        return [m for m in found if m.score >= least]

    def _read_spellings(self, row: int) -> tuple[str, ...]:
        """Every spelling of a place, its name first."""
        return (self._name_of[row], *self._alternates_of[row])

    def _read_folds(self, row: int) -> Mapping[str, str]:
        """Each fold of the spellings of a place with the first spelling that has it."""
        folds: dict[str, str] = {}
        for spelling in self._spellings(row):
            folds.setdefault(fold(spelling), spelling)
        return folds

    def _compared(self, rows: tuple[int, ...], name: str, folded: str, how: How, least: float) -> tuple[Match, ...]:
        """The places of those rows that have the name, in order; some that are like it and score less are left out."""
        if how == "folded":
            return tuple(m for row in rows if (m := self._same(row, name, folded)) is not None)
        base, share, enough = _SCORED[how]
        if how == "skeleton" and len(skeleton_of_fold(folded)) <= 2:
            enough = SHORT_LIKENESS
        enough = max(enough, (least - base) / share - 1e-3)
        best = likest(folded, [self._spelt(row) for row in rows], enough, by_sound=how == "fuzzy")
        return tuple(
            Match(self.entry(rows[i]), spelling, how, round(base + share * alike, 4))
            for i, (spelling, alike) in sorted(best.items())
        )

    def _same(self, row: int, name: str, folded: str) -> Match | None:
        """The place of a row as one of the very name, or null where only the hash of its fold is the same."""
        spellings = self._spellings(row)
        main = spellings[0]
        if name in spellings:
            return Match(self.entry(row), name, "exact", 1.0 if name == main else 0.98)
        same = next((spelling for spelling in spellings if fold(spelling) == folded), None)
        return None if same is None else Match(self.entry(row), same, "folded", 0.97 if same == main else 0.95)


_KIND_PRIOR: dict[str, float] = {
    "country": 1.0, "admin1": 0.75, "region": 0.55, "water": 0.5, "line": 0.5, "admin2": 0.4, "site": 0.35,
    "place": 0.2,
}  # fmt: skip
"""Least prominence of an entry by its kind; a settlement's own comes from its people (a million gives 0.75)."""


_AREA_KINDS = ("region", "water")


def _size_bonus(radii: Floats) -> Floats:
    """What its size adds to the prominence of a region or sea: 0 at 30 km, 0.1 for each ten times as much."""
    return np.asarray(np.clip(0.12 * np.log10(np.maximum(radii, 1.0) / 30), 0.0, 0.4))


def prominence(entry: Entry) -> float:
    """How prominent a place is, 0 to 1: by its kind, or by its people on a logarithmic scale to a hundred million."""
    return _prominence(entry.kind, entry.population, entry.radius_km if entry.kind in _AREA_KINDS else 0.0)


@lru_cache(_REMEMBERED)
def _prominence(kind: EntryKind, population: int, radius_km: float) -> float:
    people = float(np.log10(population + 10)) / 8
    size = float(_size_bonus(np.array([radius_km]))[0]) if kind in _AREA_KINDS else 0.0
    return min(1.0, max(people, _KIND_PRIOR[kind] + size))


def _codes(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int16], list[str]]:
    """Codes of a dictionary column, -1 where null, and the words that they stand for."""
    chunks = column.unify_dictionaries().chunks
    codes = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int16) for chunk in chunks]
    return np.concatenate(codes), chunks[0].dictionary.to_pylist()


def _entry_kind(word: str) -> EntryKind:
    for kind in KINDS:
        if kind == word:
            return kind
    return "place"
