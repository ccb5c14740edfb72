"""The user's own file that rates sources: a name, an Admiralty letter and a note each, as TOML or CSV."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from trucewatch.errors import InputError, UnsupportedFormat
from trucewatch.model import Reliability
from trucewatch.read.agreements import alias_key

_KEYS: Final = ("name", "letter", "note")
_DELIMITERS: Final = (",", ";", "\t")
_LETTERS: Final = "give A (completely reliable), B, C, D, E (unreliable) or F (cannot be judged)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """How reliable sources are in the eyes of the user.

    Attributes:
        letters: Admiralty letter by name of outlet or claimant.
        notes: Why, by the same names; a source without a note is not in it.
    """

    letters: Mapping[str, Reliability] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def load_ratings(path: Path) -> Ratings:
    """Read a file of ratings.

    TOML holds tables `[[sources]]` with the keys `name`, `letter` and, if there is one, `note`; CSV has a header with
    these names, parted by commas, semicolons or tabs.

    Raises:
        InputError: with the file, the line or table, and the key that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read: {error}", where=str(path), remedy="save it as UTF-8 and make it readable"
        ) from error
    shape = path.suffix.lower()
    if shape not in (".toml", ".csv", ".tsv"):
        raise UnsupportedFormat("ratings of sources are TOML or CSV", where=str(path), remedy="name it .toml or .csv")
    rows = _toml(text, str(path)) if shape == ".toml" else _csv(text, str(path))
    letters: dict[str, Reliability] = {}
    notes: dict[str, str] = {}
    seen: dict[str, str] = {}
    for where, row in rows:
        name, letter, note = _rating(where, row)
        if alias_key(name) in seen:
            raise InputError(
                f"{name!r} is rated twice", where=where, remedy=f"keep one row; the first is {seen[alias_key(name)]}"
            )
        seen[alias_key(name)] = where
        letters[name] = letter
        if note:
            notes[name] = note
    return Ratings(letters=MappingProxyType(letters), notes=MappingProxyType(notes))


def _rating(where: str, row: Mapping[str, object]) -> tuple[str, Reliability, str]:
    for key in row:
        if key not in _KEYS:
            raise InputError(f"unknown key: {key!r}", where=where, remedy=f"the keys are {', '.join(_KEYS)}")
    for key, value in row.items():
        if not isinstance(value, str):
            raise InputError(f"{key} is no text", where=f"{where}.{key}", remedy="write it in quotes")
    name, letter, note = (str(row.get(key, "")).strip() for key in _KEYS)
    if not name:
        raise InputError("a source without a name", where=where, remedy="give the name as reports print it")
    if letter.upper() not in set(Reliability):
        raise InputError(f"{name!r} has no letter: {letter!r}", where=where, remedy=_LETTERS)
    return name, Reliability(letter.upper()), note


def _toml(text: str, path: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is no TOML: {error}", where=path, remedy="mend that line; see https://toml.io") from error
    unknown = sorted(set(data) - {"sources"})
    tables = data.get("sources")
    if unknown or not isinstance(tables, list):
        what = f"unknown key: {unknown[0]!r}" if unknown else "no [[sources]] table"
        raise InputError(what, where=path, remedy="write a table [[sources]] for each source")
    for number, table in enumerate(tables):
        where = f"{path}: sources[{number}]"
        if not isinstance(table, dict):
            raise InputError("is no table", where=where, remedy="write a table [[sources]] for each source")
        yield where, table


def _csv(text: str, path: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    lines = text.splitlines()
    first = lines[0] if lines else ""
    cut = next((d for d in _DELIMITERS if "name" in [cell.strip().lower() for cell in first.split(d)]), None)
    if cut is None:
        raise InputError(
            "the header has no column name", where=f"{path}:1", remedy=f"name the columns {', '.join(_KEYS)}"
        )
    reader = csv.reader(lines, delimiter=cut, strict=True)
    header: list[str] = []
    try:
        for row in reader:
            where = f"{path}:{reader.line_num}"
            if not header:
                header = [cell.strip().lower() for cell in row]
                continue
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header):
                raise InputError(
                    f"the row has {len(row)} fields and the header {len(header)}",
                    where=where,
                    remedy="quote fields that hold the delimiter",
                )
            yield where, dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise InputError(
            f"not CSV: {error}", where=f"{path}:{reader.line_num}", remedy="quote fields that hold quotes"
        ) from error
