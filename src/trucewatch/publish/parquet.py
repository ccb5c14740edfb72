"""Flat rows as Parquet: the columns of the CSV with types of their own, and nothing changed for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from trucewatch.publish.flat import Row

_ROWS: Final = 10_000
"""Rows of a row group, so that a large record is not held in memory."""
_FLOATS: Final = frozenset({"lat", "lon", "radius_km", "score"})
_INTEGERS: Final = frozenset({"where_precision", "credibility"})
_FLAGS: Final = frozenset({"background", "superseded"})


def type_of(column: str) -> pa.DataType:
    """The type of a column, so that it is the same in every file, whatever is known."""
    if column in _FLOATS:
        return pa.float64()
    if column in _INTEGERS or column.endswith(("_low", "_best", "_high")):
        return pa.int64()
    if column in _FLAGS or column.endswith(("_approximate", "_unconfirmed")):
        return pa.bool_()
    return pa.string()


def write_parquet(out: IO[bytes], rows: Iterable[Row], columns: Iterable[str]) -> None:
    """Write rows in the order in which they come.

    Args:
        out: Written to, and left open.
        rows: A cell that is missing is null.
        columns: Their names, in order.
    """
    schema = pa.schema([(column, type_of(column)) for column in columns])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(iter(rows)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _ROWS)):
        yield batch
