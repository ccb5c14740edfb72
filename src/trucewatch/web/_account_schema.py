"""The tables of accounts, and how a file is brought to them."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from trucewatch.errors import RecordError

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
        raise RecordError(
            f"the accounts have schema {version}, which this version does not know",
            where=str(path),
            remedy="use the version of trucewatch that wrote them, or a newer one",
        )
    path.chmod(0o600)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}{_IDENTITY}PRAGMA user_version = {_VERSION};COMMIT;")


def digest(secret: str) -> str:
    """SHA-256 of a secret of 256 random bits, which needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
