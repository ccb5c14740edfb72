"""Triggers that make a table append-only and keep its chain, in the words of each database.

They refuse UPDATE and DELETE, a row in place of another (SQLite's INSERT OR REPLACE), and a row that does not follow on
the last. What they cannot refuse, such as being dropped, `trucewatch audit verify` finds.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

CHAINED: Final = ("decisions", "stored")
"""Tables that are appended to only; each row names the hash of the one before it."""

_SQLITE: Final = {
    "no_update": """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: no row may be changed'); END""",
    "no_delete": """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: no row may be deleted'); END""",
    "follows": """CREATE TRIGGER {table}_follows BEFORE INSERT ON {table}
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM {table})
OR NEW.previous_hash IS NOT (SELECT hash FROM {table} ORDER BY position DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, '{table} is append-only: a row must follow on the last'); END""",
}
_POSTGRESQL_FUNCTIONS: Final = {
    "trucewatch_refuse": """
BEGIN RAISE EXCEPTION '% is append-only: no row may be changed or deleted', TG_TABLE_NAME; END
""",
    "trucewatch_follows": """
DECLARE last record; own text := format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
BEGIN
  EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', own);
  EXECUTE format('SELECT position, hash FROM %s ORDER BY position DESC LIMIT 1', own) INTO last;
  IF NEW.position IS DISTINCT FROM coalesce(last.position, 0) + 1
  OR NEW.previous_hash IS DISTINCT FROM last.hash THEN
    RAISE EXCEPTION '% is append-only: a row must follow on the last', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
""",
}
"""Bodies of the functions that the triggers call, by name."""
_POSTGRESQL: Final = {
    "no_update": "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION trucewatch_refuse()",
    "no_delete": "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION trucewatch_refuse()",
    "no_truncate": "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION trucewatch_refuse()",
    "follows": "CREATE TRIGGER {table}_follows BEFORE INSERT ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION trucewatch_follows()",
}


def make_append_only(connection: Connection, table: str) -> None:
    """Give a table its triggers."""
    on_postgresql = connection.dialect.name == "postgresql"
    for name, body in _POSTGRESQL_FUNCTIONS.items() if on_postgresql else ():
        connection.execute(
            text(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$")
        )
    for trigger in (_POSTGRESQL if on_postgresql else _SQLITE).values():
        connection.exec_driver_sql(trigger.format(table=table))


def missing_triggers(connection: Connection, table: str) -> list[str]:
    """Names of the triggers that a table lacks, or that are not as they were made."""
    if connection.dialect.name == "postgresql":
        wanted = {f"{table}_{name}": sql.format(table=table) for name, sql in _POSTGRESQL.items()}
        made = _made_on_postgresql(connection, table)
    else:
        query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        made = {row[0]: row[1] for row in connection.execute(query, {"table": table})}
        wanted = {f"{table}_{name}": sql.format(table=table) for name, sql in _SQLITE.items()}
    return sorted(name for name, sql in wanted.items() if made.get(name) != sql)


def _made_on_postgresql(connection: Connection, table: str) -> dict[str, str]:
    """The triggers that work and call functions as they were made, by name, in the words that the database tells."""
    query = text(
        "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.proname, p.prosrc FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = CAST(:table AS regclass) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
    )
    rows = connection.execute(query, {"table": table})
    return {row[0]: row[1] for row in rows if _POSTGRESQL_FUNCTIONS.get(row[2]) == row[3]}
