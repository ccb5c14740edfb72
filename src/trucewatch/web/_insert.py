"""Rows by the batch, and into a table of the read model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

T = TypeVar("T")


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Rows by the batch, so that a large record is not held in memory."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table, by columns: one statement for all."""
    given = [tuple(row) for row in rows]
    if not given:
        return
    types = {row[1]: row[2] for row in cursor.execute(f"PRAGMA table_info('{table}')").fetchall()}
    columns = zip(types.items(), zip(*given, strict=True), strict=True)
    # What is not named, a day as ISO or a word of a vocabulary, comes as text; DuckDB reads it on insertion.
    batch = pa.table({name: pa.array(values, _ARROW.get(kind, pa.string())) for (name, kind), values in columns})
    cursor.register("batch", batch)
    cursor.execute(f"INSERT INTO {table} SELECT * FROM batch")
    cursor.unregister("batch")


_ARROW: Mapping[str, pa.DataType] = {
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "SMALLINT": pa.int16(),
    "TINYINT": pa.int8(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}
