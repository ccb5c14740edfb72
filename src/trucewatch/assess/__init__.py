"""Incidents against the terms of an agreement, statements of reports against the record, ledgers, and trends."""

from trucewatch.assess._grouping import GroupBy
from trucewatch.assess.checks import check_statements
from trucewatch.assess.disputes import disagreements, revisions, stated_totals
from trucewatch.assess.entries import Books, LedgerBy, Span
from trucewatch.assess.findings import assess_incidents
from trucewatch.assess.gaps import Gap, Need, missing
from trucewatch.assess.ledgers import (
    LedgerRow,
    finding_counts,
    finding_counts_of,
    totals,
    totals_of,
)
from trucewatch.assess.reporting import Coverage, Days
from trucewatch.assess.sensitivity import sensitivity
from trucewatch.assess.sides import side_ledgers
from trucewatch.assess.trend import TrendOptions, TrendRow, trend, windows

__all__ = [
    "Books",
    "Coverage",
    "Days",
    "Gap",
    "GroupBy",
    "LedgerBy",
    "LedgerRow",
    "Need",
    "Span",
    "TrendOptions",
    "TrendRow",
    "assess_incidents",
    "check_statements",
    "disagreements",
    "finding_counts",
    "finding_counts_of",
    "missing",
    "revisions",
    "sensitivity",
    "side_ledgers",
    "stated_totals",
    "totals",
    "totals_of",
    "trend",
    "windows",
]
