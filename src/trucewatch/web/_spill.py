"""Rows of a table that may be many: kept in a file that nobody else sees, read a few at a time."""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

from trucewatch.model import Record

R = TypeVar("R", bound=Record)


class Spilled(Sequence[R], Generic[R]):
    """Records of one kind in a temporary file, which goes with this object. Threads may share it."""

    def __init__(self, kind: type[R], lines: Iterable[str]) -> None:
        """Write them down.

        Args:
            kind: What they are.
            lines: Each as JSON, one at a time.
        """
        self._kind, self._ends = kind, array("Q", [0])
        self._file = tempfile.TemporaryFile(buffering=1 << 16)  # noqa: SIM115 - it is read later
        for line in lines:
            self._ends.append(self._ends[-1] + self._file.write(line.encode()))
        self._file.flush()
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...
    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        """One record, or some, read anew."""
        if isinstance(at, slice):
            return tuple(self._read(n) for n in range(*at.indices(len(self))))
        return self._read(range(len(self))[at])

    def __iter__(self) -> Iterator[R]:
        """All of them, one at a time."""
        return map(self._read, range(len(self)))

    def _read(self, at: int) -> R:
        start, end = self._ends[at], self._ends[at + 1]
        return self._kind.model_validate_json(os.pread(self._file.fileno(), end - start, start))
