"""All that a read model holds, to be compared with another's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trucewatch.web import _columns, tallies
from trucewatch.web.index import Index

_NOT_COMPARED = ("key", "no", "digest")
"""Numbers given in the order in which things came; a digest tells of what the rest was made."""
_OF_INCIDENT = ("incident", "finding", "finding_unknown", "side", "incident_report", "incident_source", *tallies.TABLES)


def content(index: Index) -> Mapping[str, list[tuple[Any, ...]]]:
    """The rows of every table in order, those of incidents by id."""
    found = {}
    with index.cursor() as cursor, _columns.Text(index._place.text) as text:
        for table in (*_OF_INCIDENT, "report", "check_"):
            names = [row[1] for row in cursor.execute(f"PRAGMA table_info('{table}')").fetchall()]
            kept = ", ".join(f't."{name}"' for name in names if name not in _NOT_COMPARED)
            joined = "JOIN incident i ON i.key = t.key" if table in _OF_INCIDENT else ""
            id_ = "i.id" if joined else "t.id"
            found[table] = sorted(cursor.execute(f"SELECT {id_}, {kept} FROM {table} t {joined}").fetchall(), key=repr)
        ids = dict(cursor.execute("SELECT key, id FROM incident").fetchall())
        words = text.execute("SELECT rowid, public, private FROM incident_text").fetchall()
        found["words"] = sorted((ids[key], public, private) for key, public, private in words)
        found["claims"] = sorted(text.execute("SELECT id, words FROM claim_words").fetchall())
        found["terms"] = sorted(cursor.execute("SELECT agreement, term FROM term").fetchall())
    return found
