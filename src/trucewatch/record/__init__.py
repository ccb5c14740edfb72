"""The record: reports, claims and all that is derived from them, in one SQLite file."""

from trucewatch.record.store import (
    RECORD_FILE,
    Store,
)

__all__ = [
    "RECORD_FILE",
    "Store",
]
