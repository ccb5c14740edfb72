"""Words of single rows of an Arrow table, read from its buffers: some times as quick as making a scalar of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import pyarrow as pa


class _Strings:
    """The strings of one array."""

    def __init__(self, array: pa.StringArray) -> None:
        _, offsets, data = array.buffers()
        self._first = array.offset
        self._cuts = memoryview(offsets).cast("i") if len(array) else memoryview(b"").cast("i")
        self._data = memoryview(data if data is not None else b"")

    def __getitem__(self, i: int) -> str:
        at = self._first + i
        return str(self._data[self._cuts[at] : self._cuts[at + 1]], "utf-8")


class _Lists:
    """The lists of strings of one array."""

    def __init__(self, array: pa.ListArray) -> None:
        self._first = array.offset
        self._cuts = memoryview(array.buffers()[1]).cast("i") if len(array) else memoryview(b"").cast("i")
        self._strings = _Strings(array.values)

    def __getitem__(self, i: int) -> tuple[str, ...]:
        at = self._first + i
        return tuple([self._strings[j] for j in range(self._cuts[at], self._cuts[at + 1])])


class TextColumn:
    """A column of strings without nulls, by row."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        """Take a column of `pa.string()`; its memory is not copied."""
        self._starts = _starts(column)
        self._chunks = [_Strings(chunk) for chunk in column.chunks]

    def __getitem__(self, row: int) -> str:
        """The string in that row."""
        n = bisect_right(self._starts, row) - 1
        return self._chunks[n][row - self._starts[n]]


class TextLists:
    """A column of lists of strings without nulls, by row."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        """Take a column of `pa.list_(pa.string())`; its memory is not copied."""
        self._starts = _starts(column)
        self._chunks = [_Lists(chunk) for chunk in column.chunks]

    def __getitem__(self, row: int) -> tuple[str, ...]:
        """The strings in that row."""
        n = bisect_right(self._starts, row) - 1
        return self._chunks[n][row - self._starts[n]]


def _starts(column: pa.ChunkedArray) -> list[int]:
    lengths: Iterable[int] = (len(chunk) for chunk in column.chunks)
    return list(accumulate(lengths, initial=0))[:-1]
