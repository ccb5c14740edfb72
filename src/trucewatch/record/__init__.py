"""The record: reports, claims, review decisions and all that is derived from them, in one SQLite file."""

from trucewatch.record._rows import Heads
from trucewatch.record.derive import Basis, Derived, Link, Rules, derive, known_on, rules_for
from trucewatch.record.store import (
    RECORD_FILE,
    Store,
)

__all__ = [
    "RECORD_FILE",
    "Basis",
    "Derived",
    "Heads",
    "Link",
    "Rules",
    "Store",
    "derive",
    "known_on",
    "rules_for",
]
