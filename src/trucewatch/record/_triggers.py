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
_POSTGRESQL_FUNCTIONS: Final = (
    """CREATE OR REPLACE FUNCTION trucewatch_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: no row may be changed or deleted', TG_TABLE_NAME; END $$""",
    """CREATE OR REPLACE FUNCTION trucewatch_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', TG_TABLE_NAME);
  EXECUTE format('SELECT position, hash FROM %I ORDER BY position DESC LIMIT 1', TG_TABLE_NAME) INTO last;
  IF NEW.position IS DISTINCT FROM coalesce(last.position, 0) + 1
  OR NEW.previous_hash IS DISTINCT FROM last.hash THEN
    RAISE EXCEPTION '% is append-only: a row must follow on the last', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$""",
)
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
    for function in _POSTGRESQL_FUNCTIONS if on_postgresql else ():
        connection.execute(text(function))
    for trigger in (_POSTGRESQL if on_postgresql else _SQLITE).values():
        connection.exec_driver_sql(trigger.format(table=table))


def missing_triggers(connection: Connection, table: str) -> list[str]:
    """Names of the triggers that a table lacks, or that are not as they were made."""
    if connection.dialect.name == "postgresql":
        query = text(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal "
            "AND tgenabled <> 'D'"
        )
        there = set(connection.scalars(query, {"table": table}))
        return sorted({f"{table}_{name}" for name in _POSTGRESQL} - there)
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    made = {row[0]: row[1] for row in connection.execute(query, {"table": table})}
    wanted = {f"{table}_{name}": sql.format(table=table) for name, sql in _SQLITE.items()}
    return sorted(name for name, sql in wanted.items() if made.get(name) != sql)
