"""The tables of the record. Each record is kept as its line of JSON, with the columns that are searched beside it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints, so that a migration can speak of each of them on any database."""

metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware time, kept in UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """To UTC without a zone, as the column holds it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Back to an aware time."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


Name = String().with_variant(String(collation="C"), "postgresql")
"""A text by which rows are found and ordered, the same way on every database and under every locale: by code point."""

reports = Table(
    "reports",
    metadata,
    Column("id", Name, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("published", Name),
    Column("document", Text, nullable=False),
)

extractions = Table(
    "extractions",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("extractor", Name, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Name, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Name, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "report_id"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Name, primary_key=True),
    Column("first_day", Name),
    Column("kind", Name, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "first_day"),
)

findings = Table(
    "findings",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("agreement", Name, primary_key=True),
    Column("term", Name, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("verdict", Name, nullable=False),
    Column("document", Text, nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("id", Name, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "report_id"),
)

unreadable = Table(
    "unreadable",
    metadata,
    Column("where", Name, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("remedy", Text),
    Column("code", String(4), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", Name, nullable=False),
    Column("at", Name, nullable=False),
    Column("actor", Name, nullable=False),
    Column("action", Name, nullable=False),
    Column("subject", Name, nullable=False),
    Column("previous_hash", String(64)),
    Column("hash", String(64), nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("id"),
    UniqueConstraint("hash"),
    Index(None, "subject"),
)
"""Append-only by trigger."""

stored = Table(
    "stored",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("subject", Name, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("detail", Text),
    Column("at", Name, nullable=False),
    Column("previous_hash", String(64)),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("hash"),
    Index("ix_stored_kind", "kind", "subject"),
)
"""What was stored, with digests; append-only by trigger. See `trucewatch.record._stored`."""

basis = Table(
    "basis",
    metadata,
    Column("name", Name, primary_key=True),
    Column("document", Text, nullable=False),
)
"""What derivation rests on beside reports, claims and decisions: the agreement, and ratings of sources."""

derivation = Table(
    "derivation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stored_hash", String(64)),
    Column("decisions_hash", String(64)),
    Column("rules", Name),
    Column("groups", Text),
)
"""One row: the ends of both chains that incidents, findings and checks were derived from, the rules that derived them
(null where they may not be used again), and the groups of claims that linking found. None while nothing is derived."""
