"""Incidents against the terms of an agreement, statements of reports against the record, and trends."""

from trucewatch.assess._grouping import GroupBy
from trucewatch.assess.checks import check_statements
from trucewatch.assess.findings import assess_incidents
from trucewatch.assess.reporting import Coverage, Days
from trucewatch.assess.sensitivity import sensitivity
from trucewatch.assess.trend import TrendOptions, TrendRow, trend, windows

__all__ = [
    "Coverage",
    "Days",
    "GroupBy",
    "TrendOptions",
    "TrendRow",
    "assess_incidents",
    "check_statements",
    "sensitivity",
    "trend",
    "windows",
]
