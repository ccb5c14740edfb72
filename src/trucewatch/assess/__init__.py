"""Incidents against the terms of an agreement, and statements of reports against the record."""

from trucewatch.assess.checks import check_statements
from trucewatch.assess.findings import assess_incidents

__all__ = ["assess_incidents", "check_statements"]
