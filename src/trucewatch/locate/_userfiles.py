"""Places that a user brings: GeoNames tables, CSV files and GeoJSON, checked line by line, stored beside the rest."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from trucewatch.errors import GazetteerError
from trucewatch.locate._table import (
    KINDS,
    SCHEMA,
    Entry,
    EntryKind,
    distinct_names,
    radius_of_population,
    to_table,
)
from trucewatch.locate._usergeojson import is_geojson, read_geojson
from trucewatch.model import content_id

REQUIRED = ("name", "lat", "lon")
OPTIONAL = ("country", "admin1", "alternates", "radius_km", "kind", "population", "id", "source", "pinned")
_GEONAMES_COLUMNS = 19
_CLASS_KIND: Mapping[str, EntryKind] = {
    "P": "place", "S": "site", "T": "region", "L": "region", "V": "region", "H": "water", "R": "line", "U": "water",
}  # fmt: skip
_CLASS_RADIUS = {"A": 15.0, "S": 1.0, "T": 5.0, "L": 8.0, "V": 8.0, "H": 5.0, "R": 5.0, "U": 50.0}


def _fail(path: Path, line: int, message: str, remedy: str) -> GazetteerError:
    return GazetteerError(message, where=f"{path}:{line}", remedy=remedy)


def _degrees(path: Path, line: int, key: str, text: str, bound: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -bound <= value <= bound:
        raise _fail(path, line, f"{key} is {text!r}", f"give decimal degrees between -{bound:g} and {bound:g}")
    return value


def _number(path: Path, line: int, key: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < math.inf:
        raise _fail(path, line, f"{key} is {text!r}", "give a number that is 0 or more, or leave it empty")
    return value


def _country(path: Path, line: int, text: str) -> str | None:
    if text and not re.fullmatch(r"[A-Za-z]{2}", text):
        raise _fail(path, line, f"country is {text!r}", "give the ISO 3166-1 code of two letters, or leave it empty")
    return text.upper() or None


def _kind(path: Path, line: int, text: str) -> EntryKind:
    for kind in KINDS:
        if kind == (text or "place"):
            return kind
    raise _fail(path, line, f"kind is {text!r}", f"use one of {', '.join(KINDS)}, or leave it empty")


def _pinned(path: Path, line: int, cells: Mapping[str, str]) -> bool:
    word = (cells.get("pinned") or "no").lower()
    if word not in ("yes", "no", "true", "false", "1", "0"):
        raise _fail(path, line, f"pinned is {word!r}", "say yes or no, or leave it empty")
    pinned = word in ("yes", "true", "1")
    if pinned and not cells.get("source"):
        raise _fail(path, line, "pinned without a source", "say in `source` who puts the name at that point")
    return pinned


def _csv_entry(path: Path, line: int, row: Mapping[str, str | None]) -> Entry:
    cells = {key: (value or "").strip() for key, value in row.items() if key is not None}
    if not cells["name"]:
        raise _fail(path, line, "no name", "give each row a name")
    lat = _degrees(path, line, "lat", cells["lat"], 90)
    lon = _degrees(path, line, "lon", cells["lon"], 180)
    population = int(_number(path, line, "population", cells.get("population") or "0"))
    radius = cells.get("radius_km") or ""
    given = cells.get("id") or ""
    country = _country(path, line, cells.get("country") or "")
    family = "pin" if _pinned(path, line, cells) else "user"
    made = content_id(family, cells["name"], country, lat, lon).replace(f"{family}-", f"{family}:")
    return Entry(
        id=given if given and family == "user" else made,
        name=cells["name"],
        alternates=distinct_names(cells["name"], re.split(r"\s*[;|]\s*", cells.get("alternates") or "")),
        kind=_kind(path, line, cells.get("kind") or ""),
        country=country,
        admin1=cells.get("admin1") or None,
        lat=lat,
        lon=lon,
        population=population,
        radius_km=_number(path, line, "radius_km", radius) if radius else radius_of_population(population),
        source=cells.get("source") or None,
    )


def _read_csv(path: Path, lines: Sequence[str]) -> Iterator[Entry]:
    reader = csv.DictReader(lines, strict=True)
    header = [name.strip() for name in reader.fieldnames or ()]
    missing = [key for key in REQUIRED if key not in header]
    if missing:
        raise _fail(
            path, 1, f"no column {', '.join(missing)}",
            "begin the file with a header of name,lat,lon and, if you like, " + ",".join(OPTIONAL)
            + "; or give a GeoNames table of 19 columns parted by tabs",
        )  # fmt: skip
    reader.fieldnames = header
    try:
        for row in reader:
            yield _csv_entry(path, reader.line_num, row)
    except csv.Error as error:
        raise _fail(path, reader.line_num, f"not CSV: {error}", "quote cells that hold commas or quotes") from error


def _geonames_kind(feature: str, code: str) -> EntryKind:
    if feature == "A":
        if code.startswith("PCL"):
            return "country"
        return "admin1" if code.startswith("ADM1") else "admin2"
    return _CLASS_KIND.get(feature, "place")


def _read_geonames(path: Path, lines: Sequence[str]) -> Iterator[Entry]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cells = line.rstrip("\n").split("\t")
        if len(cells) != _GEONAMES_COLUMNS:
            raise _fail(
                path,
                number,
                f"{len(cells)} columns",
                "give the GeoNames table as downloaded: 19 columns parted by tabs",
            )
        population = int(_number(path, number, "population", cells[14] or "0"))
        kind = _geonames_kind(cells[6], cells[7])
        plain = [part for part in cells[3].split(",") if part and part.isascii() and part[:1].isupper()]
        yield Entry(
            id=f"geonames:{cells[0]}",
            name=cells[1],
            alternates=distinct_names(cells[1], [cells[2], *plain]),
            kind=kind,
            country=_country(path, number, cells[8]),
            admin1=None,
            lat=_degrees(path, number, "latitude", cells[4], 90),
            lon=_degrees(path, number, "longitude", cells[5], 180),
            population=population,
            radius_km=_CLASS_RADIUS.get(cells[6]) or radius_of_population(population),
        )


def read_entries(path: Path) -> list[Entry]:
    """The places of a user's file: a GeoNames table, CSV with a header, or GeoJSON.

    Raises:
        GazetteerError: with file, line and remedy.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GazetteerError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the path") from error
    except UnicodeDecodeError as error:
        raise GazetteerError("is not UTF-8", where=str(path), remedy="save the file as UTF-8") from error
    lines = text.split("\n")
    first = lines[0] if lines else ""
    if not text.strip():
        raise _fail(path, 1, "is empty", "give a header of name,lat,lon and one row a place")
    if is_geojson(text):
        return list(read_geojson(path, text, _csv_entry))
    if first.count("\t") >= 10:
        return list(_read_geonames(path, lines))
    return list(_read_csv(path, [line + "\n" for line in lines if line.strip()]))


def read_places(path: Path) -> pa.Table:
    """A user's file as a table."""
    return to_table(read_entries(path))


def with_new_rows(tables: Sequence[pa.Table]) -> pa.Table:
    """All tables in one, the shipped one first; a row of a later table takes the place of an earlier with its id."""
    kept = list(tables)
    for i, table in enumerate(kept):
        for later in kept[i + 1 :]:
            ids = later["id"]
            if i == 0:  # no shipped place has an id of the user's own, and a million of them need not be looked up
                ids = ids.filter(pc.invert(pc.or_(pc.starts_with(ids, "user:"), pc.starts_with(ids, "pin:"))))
            again = pc.is_in(table["id"], value_set=ids) if len(ids) else None
            if again is not None and pc.any(again).as_py():
                table = table.filter(pc.invert(again))
        kept[i] = table
    return kept[0] if len(kept) == 1 else pa.concat_tables(kept).cast(SCHEMA)


STORED = ".arrow"
"""What the user's own places are stored as: an Arrow file, mapped into memory and read only where it is looked at."""


def stored_in(folder: Path) -> list[Path]:
    """The files of places that a folder holds, in order of their names; Parquet is what earlier versions stored."""
    return sorted([*folder.glob(f"*{STORED}"), *folder.glob("*.parquet")])


def read_mapped(path: Path) -> pa.Table:
    """A stored table without copying it."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def write_places(path: Path, table: pa.Table) -> None:
    """Store a table, in one step, so that a run that reads it meanwhile sees the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with pa.ipc.new_file(part, table.schema) as file:
        file.write_table(table.combine_chunks())
    part.replace(path)
    path.with_suffix(".parquet").unlink(missing_ok=True)
