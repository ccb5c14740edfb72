"""The record: reports, claims, review decisions and all that is derived from them, in one database."""

from trucewatch.record._code import rules_key
from trucewatch.record._compose import Look
from trucewatch.record._database import RECORD_FILE, Address, address_of, told
from trucewatch.record._rows import Heads
from trucewatch.record.audit import Audit, Fault, audit_record
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
from trucewatch.record.known import Reading, Snapshot, record_as_of
from trucewatch.record.review import Made, Past, Proposal, ReviewService
from trucewatch.record.store import Store

__all__ = [
    "RECORD_FILE",
    "Address",
    "Audit",
    "Basis",
    "Changes",
    "CheckChanged",
    "Derived",
    "Fault",
    "FindingChanged",
    "Heads",
    "IncidentChanged",
    "Link",
    "Look",
    "Made",
    "Past",
    "Proposal",
    "Reading",
    "ReviewService",
    "Rules",
    "Snapshot",
    "Store",
    "TotalChanged",
    "address_of",
    "audit_record",
    "compare",
    "derive",
    "known_on",
    "record_as_of",
    "rules_for",
    "rules_key",
    "told",
    "totals",
]
