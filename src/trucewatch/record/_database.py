"""The databases that a record can stand in: an SQLite file in a folder, or a PostgreSQL database that a team shares.

Everything above speaks SQLAlchemy and is the same for both. What differs stands here, in `_triggers` and in `_schema`:
how a connection is opened, how a transaction begins, and how texts are compared.

A transaction that reads sees the record of one moment. One that writes waits at its start for those before it, SQLite
through `BEGIN IMMEDIATE`, PostgreSQL through an advisory lock on the schema that the record stands in: whoever writes
has read what all others wrote, so that no decision is lost.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from trucewatch.errors import RecordError, UsageError

RECORD_FILE = "record.db"
"""The name of the SQLite file in a record's folder."""

Address = Path | URL
"""Where a record stands: a folder, or a PostgreSQL database."""

_SCHEMES: Final = ("postgresql:", "postgres:")
_LOCK: Final = 0x74727563
"""Half of the key of the advisory lock; the other half is of the schema."""
_WAIT_SECONDS: Final = 60
"""How long a transaction waits for those before it."""


def address_of(text: str) -> Address:
    """A folder, or the database of an address like `postgresql://user@host/name`.

    Raises:
        UsageError: It is no such address.
    """
    if not text.startswith(_SCHEMES):
        return Path(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise UsageError("not the address of a database", remedy="write postgresql://user@host/name") from error
    return url.set(drivername="postgresql+psycopg")


def told(address: Address) -> str:
    """An address as messages show it, without a password."""
    if isinstance(address, Path):
        return str(address)
    return address.set(drivername="postgresql").render_as_string(hide_password=True)


@dataclass(frozen=True, slots=True)
class Database:
    """A database that a record stands in, or may be made in.

    Attributes:
        engine: Its connections.
        where: For messages.
        remedy: What to do where it cannot be opened or written.
    """

    engine: Engine
    where: str
    remedy: str

    def unopened(self, error: BaseException | None) -> RecordError:
        """What is told where it cannot be opened."""
        return RecordError(f"cannot be opened: {error}", where=self.where, remedy=self.remedy)


def sqlite_in(folder: Path, *, create: bool) -> Database:
    """The file in a folder.

    Raises:
        RecordError: There is none and none may be made, or the folder cannot be made.
    """
    path = folder / RECORD_FILE
    if not path.exists():
        if not create:
            raise no_record(str(path))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RecordError(f"cannot make the folder: {error.strerror}", where=str(folder)) from error
    engine = create_engine(URL.create("sqlite", database=str(path)))
    made = Database(engine, str(path), "see that the folder can be written and that no other run is using it")

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (f"busy_timeout={_WAIT_SECONDS}000", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            try:
                connection.execute(f"PRAGMA {pragma}")
            except sqlite3.OperationalError as error:
                raise made.unopened(error) from error
            except sqlite3.DatabaseError as error:
                raise RecordError(
                    f"not a record: {error}", where=str(path), remedy="name a folder that `trucewatch run` wrote"
                ) from error

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another process has written in between;
        # one that says so at its start waits its turn.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")

    return made


def postgresql_at(url: URL) -> Database:
    """The database at an address.

    Raises:
        RecordError: The driver is not installed.
    """
    where = told(url)
    try:
        # One pool serves the threads of a workbench; a connection that the server has closed meanwhile is made anew.
        engine = create_engine(
            url, pool_pre_ping=True, pool_size=5, max_overflow=25, connect_args={"connect_timeout": 10}
        )
    except ModuleNotFoundError as error:
        raise RecordError(
            "the driver for PostgreSQL is not installed", where=where, remedy="pip install 'trucewatch[postgresql]'"
        ) from error
    made = Database(engine, where, "see that the server runs and lets you in (libpq's PGPASSFILE, PGSSLMODE and so on)")

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise RecordError(
                f"the database keeps texts as {encoding}", where=where, remedy="make it with ENCODING 'UTF8'"
            )
        connection.execute(f"SET lock_timeout = '{_WAIT_SECONDS}s'")
        connection.execute("SET client_encoding = 'UTF8'")
        connection.commit()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if _writes(connection):
            # Read committed: what is read after the lock is what those before have left.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))")
        else:
            # Past SQLAlchemy, which would open a cursor for it where rows are to be fetched batch by batch.
            driver: Any = connection.connection.driver_connection
            driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return made


def no_record(where: str) -> RecordError:
    """What is told where there is no record to read."""
    return RecordError("no record", where=where, remedy="name what `trucewatch run --out` wrote")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("immediate"))
