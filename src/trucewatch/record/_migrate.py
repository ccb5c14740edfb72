"""Bring a record to the schema of this version. The migrations ship inside the package."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from trucewatch.errors import RecordError

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """The configuration that finds the migrations wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


class Schema(StrEnum):
    """How far the schema of a database is."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"


def schema_of(connection: Connection, where: str) -> Schema:
    """How far the schema of an open database is; none where it holds no record yet.

    Args:
        connection: It is only read from.
        where: The file or database, for messages.

    Raises:
        RecordError: The file is no record, or was written by a newer version.
    """
    scripts = ScriptDirectory.from_config(alembic_config())
    try:
        current = MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise RecordError(
            f"not a record: {error.orig}", where=where, remedy="name a folder that `trucewatch run` wrote"
        ) from error
    if current is None:
        return Schema.NONE
    if current not in {s.revision for s in scripts.walk_revisions()}:
        raise RecordError(
            f"the record has schema {current}, which this version does not know",
            where=where,
            remedy="open it with the version of trucewatch that wrote it, or a newer one",
        )
    return Schema.CURRENT if current == scripts.get_current_head() else Schema.OLDER


def upgrade(connection: Connection) -> None:
    """Upgrade an open database to the newest schema, within a transaction that the caller commits."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
