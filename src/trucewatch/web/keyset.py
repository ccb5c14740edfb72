"""Lists for programs, page by page: a page begins after a key, so that nothing is missed or told twice while one reads.

A cursor is the key of the last row, as text that callers hand back as it is.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from trucewatch.errors import InputError
from trucewatch.web.filters import NOT_STATED, Filters
from trucewatch.web.index import Index
from trucewatch.web.queries import Queries

Key = tuple[str | int | None, ...]
"""What rows are ordered by."""

_LONGEST: Final = 4_000


def cursor_of(key: Key) -> str:
    """A key as a cursor."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def key_of(cursor: str | None, kinds: Sequence[type]) -> Key | None:
    """The key of a cursor; null where there is none.

    Args:
        cursor: As it was given to the caller.
        kinds: What stands in the key; each part may also be null.

    Raises:
        InputError: It is no cursor of this list.
    """
    if not cursor:
        return None
    wrong = InputError("no cursor of this list", where="cursor", remedy="take the one that the page before gave")
    if len(cursor) > _LONGEST:
        raise wrong
    try:
        found = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise wrong from error
    if not isinstance(found, list) or len(found) != len(kinds):
        raise wrong
    fits = all(part is None or (type(part) is kind) for part, kind in zip(found, kinds, strict=True))
    if not fits or any(isinstance(part, int) and abs(part) >= 2**31 for part in found):
        raise wrong
    return tuple(found)


def day_of_key(key: Key) -> str | None:
    """The day at the head of a key.

    Raises:
        InputError: It is none.
    """
    try:
        return None if key[0] is None else dt.date.fromisoformat(str(key[0])).isoformat()
    except ValueError as error:
        raise InputError("no cursor of this list", where="cursor") from error


class Lists(Queries):
    """The lists of one record under some filters."""

    def incidents_after(self, key: Key | None, size: int) -> list[tuple[str | None, str]]:
        """Days and ids, the newest day first, those without one last."""
        where = self._where()
        if key is not None:
            day = day_of_key(key)
            if day is None:
                where.add("i.day IS NULL AND i.id > ?", key[1])
            else:
                where.add("(i.day < ? OR i.day IS NULL OR (i.day = ? AND i.id > ?))", day, day, key[1])
        sql = f"SELECT day, id FROM incident i WHERE {where.sql()} ORDER BY day DESC NULLS LAST, id LIMIT ?"
        rows = self._all(sql, [*where.values, size])
        return [(row[0].isoformat() if row[0] else None, row[1]) for row in rows]

    def findings_after(self, key: Key | None, size: int) -> list[tuple[str, str, str]]:
        """Incident, agreement and term of the findings that fit, by these."""
        where, finding = self._where(skip="findings"), self._finding_where()
        if key is not None:
            finding.add("(i.id, f.agreement, f.term) > (?, ?, ?)", *key)
        sql = (
            f"SELECT i.id, f.agreement, f.term FROM finding f JOIN incident i USING (key) "
            f"WHERE {finding.sql()} AND {where.sql()} ORDER BY 1, 2, 3 LIMIT ?"
        )
        return [(r[0], r[1], r[2]) for r in self._all(sql, [*finding.values, *where.values, size])]


@contextmanager
def lists(index: Index, filters: Filters, *, private: bool) -> Iterator[Lists]:
    """The lists of a record, through a connection that is closed at the end.

    Args:
        index: The read model.
        filters: Asked of every list.
        private: Whether the search may look into the words of reports.
    """
    found = index.search(filters.q, private=private) if filters.q else None
    with index.cursor() as cursor:
        yield Lists(cursor, filters, found)


def reports_after(
    index: Index, key: Key | None, size: int, *, source: str | None = None
) -> list[tuple[str | None, str]]:
    """Days of publication and ids of reports, the newest first, those without a day last.

    Args:
        index: The read model.
        key: After this.
        size: Rows at most.
        source: Of this outlet alone; `-` for reports that name none.
    """
    clauses, values = ["TRUE"], list[object]()
    if source is not None:
        clauses.append(f"coalesce(source, '{NOT_STATED}') = ?")
        values.append(source)
    if key is not None and key[0] is None:
        clauses.append("published IS NULL AND id > ?")
        values.append(key[1])
    elif key is not None:
        clauses.append("(published < ? OR published IS NULL OR (published = ? AND id > ?))")
        values += [key[0], key[0], key[1]]
    order = "published DESC NULLS LAST, id"
    sql = f"SELECT published, id FROM report WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT ?"
    with index.cursor() as cursor:
        return [(row[0], row[1]) for row in cursor.execute(sql, [*values, size]).fetchall()]


def reports_by_id(index: Index, least: str, size: int) -> list[str]:
    """Ids of reports from one on, in their order."""
    with index.cursor() as cursor:
        rows = cursor.execute("SELECT id FROM report WHERE id >= ? ORDER BY id LIMIT ?", [least, size])
        return [row[0] for row in rows.fetchall()]


def checks_after(
    index: Index, key: Key | None, size: int, *, report: str | None, verdict: str | None, type_: str | None
) -> list[str]:
    """Ids of checks in their order.

    Args:
        index: The read model.
        key: After this.
        size: Rows at most.
        report: Of this report alone, where given.
        verdict: Of this verdict alone.
        type_: Of this type alone.
    """
    wanted = {"report": report, "verdict": verdict, "type": type_}
    given = {column: value for column, value in wanted.items() if value is not None}
    clauses = ["TRUE", *(f"{column} = ?" for column in given)]
    values: list[object] = list(given.values())
    if key is not None:
        clauses.append("id > ?")
        values.append(key[0])
    with index.cursor() as cursor:
        sql = f"SELECT id FROM check_ WHERE {' AND '.join(clauses)} ORDER BY id LIMIT ?"
        return [row[0] for row in cursor.execute(sql, [*values, size]).fetchall()]
