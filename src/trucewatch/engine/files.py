"""The files of a run: one JSON Lines file a record, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from trucewatch.errors import RecordError
from trucewatch.model import Record
from trucewatch.record import Store

OUTPUT_FILES = ("reports.jsonl", "claims.jsonl", "incidents.jsonl", "findings.jsonl", "checks.jsonl")
"""What a run writes beside the record itself, in the order of the stages."""


def write_outputs(store: Store, folder: Path) -> Mapping[str, Path]:
    """Write every record of the store; a file whose bytes would not change is left alone.

    The store gives its records in one order whatever the order of writing, so the same content gives the same bytes.

    Returns:
        Path by name of file.

    Raises:
        RecordError: the folder cannot be written.
    """
    records = (store.reports(), store.claims(), store.incidents(), store.findings(), store.checks())
    paths = {name: folder / name for name in OUTPUT_FILES}
    for name, rows in zip(OUTPUT_FILES, records, strict=True):
        write_lines(paths[name], rows)
    return MappingProxyType(paths)


def write_beside(store: Store) -> Mapping[str, Path]:
    """Write every record of the store beside its file, as `write_outputs` does; nothing for one in PostgreSQL."""
    return write_outputs(store, store.path.parent) if store.path is not None else MappingProxyType({})


def write_lines(path: Path, records: Iterable[Record]) -> bool:
    """Write records as JSON Lines beside the file and put it in place whole.

    Returns:
        Whether the file is new or its bytes differ from before.

    Raises:
        RecordError: the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(record.to_json() + "\n" for record in records)
        if path.exists() and _same_bytes(path, part):
            return False
        part.replace(path)
    except OSError as error:
        raise RecordError(
            f"cannot be written: {error.strerror or error}", where=str(path), remedy="check the folder and the disk"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return True


def _same_bytes(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while chunk := a.read(1 << 20):
            if chunk != b.read(1 << 20):
                return False
    return True
