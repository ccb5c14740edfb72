"""The log of what was stored: for each report, extraction and basis a digest, chained by hashes.

`trucewatch audit verify` holds every row against the last entry on it, so that a row changed behind the record's back
is found and named. A claim's digest stands in the entry of its extraction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select

from trucewatch.record import _schema as t

REPORT: Final = "report"
EXTRACTION: Final = "extraction"
BASIS: Final = "basis"
UNREADABLE: Final = "unreadable"


def sha256(text: str) -> str:
    """SHA-256 in hexadecimal of a text as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_json(value: Any) -> str:
    """JSON without blanks, not escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `detail` names the claims of an extraction with their digests."""

    position: int
    kind: str
    subject: str
    digest: str
    detail: str | None
    at: str
    previous_hash: str | None
    hash: str

    @property
    def own_hash(self) -> str:
        """What `hash` must be."""
        return sha256(as_json([self.kind, self.subject, self.digest, self.detail, self.at, self.previous_hash]))


def claims_detail(claims: Sequence[tuple[str, str]]) -> str:
    """The claims of an extraction (id, document) with their digests."""
    return as_json([[name, sha256(document)] for name, document in claims])


def extraction_digest(report: str, report_sha256: str, extractor: str, detail: str) -> str:
    """The digest of an extraction and its claims."""
    return sha256(as_json([report, report_sha256, extractor, detail]))


def unreadable_digest(rows: Sequence[Sequence[str | None]]) -> str:
    """The digest of all that could not be read: where, reason, remedy, code."""
    return sha256(as_json([list(row) for row in rows]))


def moment(at: dt.datetime) -> str:
    """A time in UTC to the second, as records write it.

    Raises:
        ValueError: It has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def enter(
    connection: Connection, at: dt.datetime, kind: str, subject: str, digest: str, detail: str | None = None
) -> None:
    """Add a line to the log, within the transaction that stores what it speaks of."""
    position, previous = end_of(connection, t.stored)
    entry = Entry(position + 1, kind, subject, digest, detail, moment(at), previous, "")
    row = {name: getattr(entry, name) for name in Entry.__slots__} | {"hash": entry.own_hash}
    connection.execute(insert(t.stored), row)


def end_of(connection: Connection, table: Table) -> tuple[int, str | None]:
    """Position and hash of the last row of a chained table; 0 and null where it is empty."""
    query = select(table.c.position, table.c.hash).order_by(table.c.position.desc()).limit(1)
    last = connection.execute(query).first()
    return (last[0], last[1]) if last else (0, None)


def entries(connection: Connection) -> Iterator[Entry]:
    """The whole log in its order."""
    for row in connection.execute(select(t.stored).order_by(t.stored.c.position)):
        yield Entry(*row)
