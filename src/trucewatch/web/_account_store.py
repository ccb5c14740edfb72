"""Where accounts stand: an SQLite file beside the record, or a schema of their own in the record's PostgreSQL database.

Both take the same statements, written with `?`. What differs stands here: how a connection is opened, how a change
waits for those before it, and how the tables come to be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError

from trucewatch.errors import RecordError
from trucewatch.record import told
from trucewatch.web._account_schema import postgresql_tables, ready

_WAIT_SECONDS: Final = 10
"""How long a change waits for those before it."""
_LOCK: Final = 0x74776163
"""Half of the key of the advisory lock; the other half is of the schema."""
_REMEDY: Final = "see that the server runs, and that you may make a schema in the database and write in it"


class Taken(Exception):
    """A row with this key is there already."""


class Rows(Protocol):
    """What a statement found or changed."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row, or null."""

    def fetchall(self) -> Sequence[Any]:
        """All rows."""

    def __iter__(self) -> Iterator[Any]:
        """Row by row."""


class Link(Protocol):
    """A connection; each statement stands at once, but for those of `AccountStore.alone`."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """Run a statement with a `?` for each value.

        Raises:
            Taken: A row with this key is there already; raised where the connection is left.
        """


class AccountStore(Protocol):
    """The tables of accounts. Threads may share it."""

    where: str
    """For messages."""

    def connect(self) -> AbstractContextManager[Link]:
        """A connection.

        Raises:
            RecordError: It cannot be opened, read or written.
        """

    def alone(self) -> AbstractContextManager[Link]:
        """A connection on which all is done or nothing, while nobody else changes anything in this way.

        Raises:
            RecordError: It cannot be opened, read or written.
        """

    def close(self) -> None:
        """Let go of all connections."""


class InFile:
    """Accounts in an SQLite file, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            RecordError: It cannot be opened, or is of a newer version.
        """
        self.where = str(path)
        self._path = path
        with self._open() as db:
            ready(db, path)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            db = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise RecordError(f"the accounts cannot be opened: {error}", where=self.where) from error
        try:
            db.execute("PRAGMA foreign_keys = ON")
            yield db
        except sqlite3.IntegrityError as error:
            raise Taken from error
        except sqlite3.DatabaseError as error:
            raise RecordError(f"the accounts cannot be read or written: {error}", where=self.where) from error
        finally:
            db.close()  # what was not committed is undone

    def connect(self) -> AbstractContextManager[Link]:
        """See `AccountStore`."""
        return self._open()

    @contextmanager
    def alone(self) -> Iterator[Link]:
        """See `AccountStore`."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    def close(self) -> None:
        """Nothing is held open."""


class InDatabase:
    """Accounts in a schema beside that of the record, called after it (`public_accounts`); nobody else gets rights."""

    def __init__(self, url: URL) -> None:
        """Open it, or make it.

        Args:
            url: Of the database that the record stands in.

        Raises:
            RecordError: It cannot be opened or made, or a newer version wrote it.
        """
        self.where = told(url)
        self._engine = _engine(url)
        try:
            with self.alone() as db:
                postgresql_tables(db, self.where)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def made(url: URL) -> bool:
        """Whether anybody has made accounts there.

        Raises:
            RecordError: The database cannot be opened.
        """
        engine = _engine(url)
        try:
            with engine.connect() as connection:
                return connection.exec_driver_sql("SELECT to_regclass('version')").scalar() is not None
        except DBAPIError as error:
            raise _unread(error, told(url)) from error
        finally:
            engine.dispose()

    @contextmanager
    def _open(self, *, alone: bool) -> Iterator[Link]:
        level = "READ COMMITTED" if alone else "AUTOCOMMIT"
        try:
            with self._engine.connect().execution_options(isolation_level=level) as connection, connection.begin():
                if alone:
                    path = "hashtext(current_setting('search_path'))"
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK}, {path})")
                yield _Postgresql(connection)
        except IntegrityError as error:
            raise Taken from error
        except DBAPIError as error:
            raise _unread(error, self.where) from error

    def connect(self) -> AbstractContextManager[Link]:
        """See `AccountStore`."""
        return self._open(alone=False)

    def alone(self) -> AbstractContextManager[Link]:
        """See `AccountStore`."""
        return self._open(alone=True)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


class _Postgresql:
    """Statements with `?` as PostgreSQL's driver wants them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """See `Link`. PostgreSQL keeps no NUL in a text; no name or secret that is any has one."""
        given = tuple(v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in values)
        return self._connection.exec_driver_sql(sql.replace("?", "%s"), given)


def _engine(url: URL) -> Engine:
    # One pool serves the threads of a workbench; a connection that the server has closed meanwhile is made anew.
    made = create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=25, connect_args={"connect_timeout": 10})
    event.listen(made, "connect", _look_into_accounts)
    return made


def _unread(error: DBAPIError, where: str) -> RecordError:
    return RecordError(f"the accounts cannot be read or written: {error.orig}", where=where, remedy=_REMEDY)


def _look_into_accounts(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = '{_WAIT_SECONDS}s'")
    connection.execute("SET client_encoding = 'UTF8'")
    connection.execute("SELECT set_config('search_path', quote_ident(current_schema() || '_accounts'), false)")
    connection.commit()
