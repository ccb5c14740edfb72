"""Incidents against the terms of an agreement, and statements of reports against the record."""

from trucewatch.assess.findings import assess_incidents

__all__ = ["assess_incidents"]
