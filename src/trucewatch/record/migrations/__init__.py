"""Alembic migrations of the record; `trucewatch.record` runs them when it opens one."""
