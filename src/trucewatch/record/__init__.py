"""The record: reports, claims, review decisions and all that is derived from them, in one SQLite file."""

from trucewatch.record._compose import Look
from trucewatch.record._rows import Heads
from trucewatch.record.changes import (
    Changes,
    CheckChanged,
    FindingChanged,
    IncidentChanged,
    TotalChanged,
    compare,
    totals,
)
from trucewatch.record.derive import Basis, Derived, Link, Rules, derive, known_on, rules_for
from trucewatch.record.review import Made, Past, Proposal, ReviewService
from trucewatch.record.store import (
    RECORD_FILE,
    Store,
)

__all__ = [
    "RECORD_FILE",
    "Basis",
    "Changes",
    "CheckChanged",
    "Derived",
    "FindingChanged",
    "Heads",
    "IncidentChanged",
    "Link",
    "Look",
    "Made",
    "Past",
    "Proposal",
    "ReviewService",
    "Rules",
    "Store",
    "TotalChanged",
    "compare",
    "derive",
    "known_on",
    "rules_for",
    "totals",
]
