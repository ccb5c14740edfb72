"""Where a read model stands: beside its record where no other server uses it, else in a folder that goes with it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Final, Self

FOLDER: Final = "workbench.index"
"""The folder in that of a record. All in it is made of the record, and may be deleted while no server runs."""
_PARTS: Final = ("columns.duckdb", "columns.duckdb.wal", "text.db", "text.db-wal", "text.db-shm")


class Place:
    """A folder with the two files of a read model, held by one server at a time."""

    def __init__(
        self, folder: Path, *, lock: sqlite3.Connection | None, own: tempfile.TemporaryDirectory[str] | None
    ) -> None:
        self.columns, self.text = folder / "columns.duckdb", folder / "text.db"
        self.kept = lock is not None
        """Whether it stays when the server stops."""
        self.folder: Final = folder
        self._lock, self._own = lock, own

    @classmethod
    def beside(cls, record: Path) -> Self:
        """The folder beside a record; one of its own where that cannot be written or another server holds it.

        Args:
            record: The file of the record.
        """
        folder = record.with_name(FOLDER)
        lock: sqlite3.Connection | None = None
        try:
            folder.mkdir(exist_ok=True)
            # The lock of a database goes when its process dies, on every system.
            lock = sqlite3.connect(folder / "lock", timeout=0, isolation_level=None, check_same_thread=False)
            lock.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.Error):
            if lock is not None:
                lock.close()
            return cls.apart()
        return cls(folder, lock=lock, own=None)

    @classmethod
    def apart(cls) -> Self:
        """A folder that is deleted at the end."""
        own = tempfile.TemporaryDirectory(prefix="trucewatch-")
        return cls(Path(own.name), lock=None, own=own)

    @classmethod
    def at(cls, folder: Path) -> Self:
        """The folder of a server that waits for what is built there, and holds it meanwhile."""
        return cls(folder, lock=None, own=None)

    def clear(self) -> None:
        """Delete what stands there."""
        for name in _PARTS:
            (self.folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Let another server have it."""
        if self._lock is not None:
            self._lock.close()
        if self._own is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._own.cleanup()
