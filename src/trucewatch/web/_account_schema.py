"""The tables of accounts, and how a file or a database is brought to them."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from trucewatch.errors import RecordError

if TYPE_CHECKING:
    from trucewatch.web._account_store import Link

_VERSION = 2
_SCHEMA = """
CREATE TABLE account (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL, role TEXT NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE TABLE token (
    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE, label TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE, role TEXT NOT NULL, created TEXT NOT NULL, expires TEXT, used TEXT
) STRICT;
CREATE TABLE session (
    digest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE, csrf TEXT NOT NULL,
    created TEXT NOT NULL, seen TEXT NOT NULL
) STRICT;
CREATE TABLE failure (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX failure_account ON failure (account, at);
CREATE INDEX failure_address ON failure (address, at);
"""
_IDENTITY = """
CREATE TABLE identity (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, account TEXT NOT NULL REFERENCES account(name) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
) STRICT;
"""
"""Who signs in through another service, since version 2."""


def ready(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables where there are none.

    Raises:
        RecordError: A newer version wrote the file.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == _VERSION:
        return
    if version == 1:
        db.executescript(f"BEGIN IMMEDIATE;{_IDENTITY}PRAGMA user_version = {_VERSION};COMMIT;")
        return
    if version:
        raise _newer(version, str(path))
    path.chmod(0o600)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}{_IDENTITY}PRAGMA user_version = {_VERSION};COMMIT;")


def postgresql_tables(db: Link, where: str) -> None:
    """Make the tables in PostgreSQL where there are none, within a change that nobody else makes.

    Raises:
        RecordError: A newer version wrote them.
    """
    if db.execute("SELECT to_regclass('version')").fetchone()[0] is not None:
        version = db.execute("SELECT number FROM version").fetchone()[0]
        if version != _VERSION:
            raise _newer(version, where)
        return
    name = db.execute("SELECT current_setting('search_path')").fetchone()[0]  # quoted where it was set
    db.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    for statement in filter(str.strip, (_SCHEMA + _IDENTITY).split(";")):
        db.execute(_in_postgresql(statement))
    db.execute("CREATE TABLE version (number INTEGER NOT NULL)")
    db.execute("INSERT INTO version VALUES (?)", (_VERSION,))


def _in_postgresql(statement: str) -> str:
    """A statement of the schema as PostgreSQL writes it; texts are ordered by code point, as in SQLite."""
    counted = statement.replace("INTEGER PRIMARY KEY", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
    return re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', counted.removesuffix(" STRICT"))


def _newer(version: object, where: str) -> RecordError:
    return RecordError(
        f"the accounts have schema {version}, which this version does not know",
        where=where,
        remedy="use the version of trucewatch that wrote them, or a newer one",
    )


def digest(secret: str) -> str:
    """SHA-256 of a secret of 256 random bits, which needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
