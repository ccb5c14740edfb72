"""Whatever is changed behind a record's back is found and named."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from trucewatch.model import Note
from trucewatch.record import RECORD_FILE, Store, audit_record
from trucewatch.record._triggers import CHAINED


@pytest.fixture
def address(store, service, propose):
    """A record with two decisions, closed."""
    one, two = list(store.incidents())[:2]
    for incident in (one, two):
        service.decide(propose("note", f"incident:{incident.id}", value=Note(text="looked at")))
    store.close()
    return store.address


@contextmanager
def behind_its_back(address):
    """The database as somebody opens it who knows it."""
    if isinstance(address, Path):
        with closing(sqlite3.connect(address / RECORD_FILE)) as raw:
            yield raw
            raw.commit()
    else:
        with psycopg.connect(host=address.query["host"], user=address.username, dbname=address.database) as raw:
            yield raw


def tampered(address, *statements):
    """Change rows with the triggers out of the way, and put them back."""
    with behind_its_back(address) as raw:
        if isinstance(address, Path):
            kept = raw.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
            away = [f"drop trigger {name}" for name, _ in kept]
            back = [sql for _, sql in kept]
        else:
            away, back = (
                [f"alter table {table} {word} trigger user" for table in CHAINED] for word in ("disable", "enable")
            )
        for statement in (*away, *statements, *back):
            raw.execute(statement)
    with Store.open(address) as store:
        return audit_record(store).faults


def test_a_record_in_order_has_no_faults(address):
    with Store.open(address) as store:
        found = audit_record(store)
    assert found.faults == ()
    assert found.heads.decisions
    assert found.counts["decisions"] == 2


ONE = "(select min(id) from {})"


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("reports", "update reports set document = replace(document, 'killed', 'kissed')"),
        ("reports", "update reports set published = '1999-01-01' where id = (select min(id) from reports)"),
        ("claims", "update claims set document = replace(document, '\"low\": 2', '\"low\": 9')"),
        ("claims", "update claims set position = position + 1"),
        ("claims", "delete from claims where id = (select max(id) from claims)"),
        ("extractions", "update extractions set extractor = 'other'"),
        ("extractions", "update extractions set at = '2001-01-01 00:00:00.000000'"),
        ("incidents", "update incidents set document = replace(document, '\"weak\"', '\"fair\"')"),
        ("incidents", "update incidents set first_day = '1999-01-01' where id = (select min(id) from incidents)"),
        ("findings", "update findings set verdict = 'consistent'"),
        ("findings", "delete from findings where term = (select min(term) from findings)"),
        ("checks", "delete from checks where id = (select min(id) from checks)"),
        ("decisions", "update decisions set actor = 'Eve' where position = 1"),
        ("decisions", "update decisions set document = replace(document, 'Ada', 'Eve') where position = 2"),
        ("decisions", "delete from decisions where position = 1"),
        ("derivation", "delete from decisions where position = 2"),
        ("stored", "update stored set digest = '0' where position = 3"),
        ("stored", "delete from stored where position = 2"),
        ("basis", "delete from basis"),
        ("unreadable", "insert into unreadable values ('a.txt', 'no text', null, 'E100', '2031-05-03 00:00:00')"),
        ("derivation", "delete from derivation"),
        ("derivation", "update derivation set groups = '[]'"),
    ],
)
def test_a_row_changed_behind_its_back_is_named(address, table, statement):
    faults = tampered(address, statement)
    assert table in {fault.table for fault in faults}
    assert all(fault.row or fault.table in ("unreadable", "derivation") for fault in faults)


def test_a_missing_trigger_is_named(address):
    with behind_its_back(address) as raw:
        raw.execute("drop trigger decisions_no_update" + ("" if isinstance(address, Path) else " on decisions"))
    with Store.open(address) as store:
        (fault,) = audit_record(store).faults
    assert "decisions_no_update" in fault.what


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"])
@pytest.mark.parametrize(
    "statement",
    [
        "alter table decisions disable trigger decisions_no_update",
        "create or replace function trucewatch_refuse() returns trigger language plpgsql "
        "as $$ begin return new; end $$",
    ],
)
def test_a_trigger_that_does_nothing_is_named(address, statement):
    with behind_its_back(address) as raw:
        raw.execute(statement)
    with Store.open(address) as store:
        faults = audit_record(store).faults
    assert any("decisions_no_update" in fault.what for fault in faults)


@pytest.mark.parametrize(
    "statement",
    [
        "update decisions set actor = 'Eve'",
        "delete from decisions",
        "insert or replace into decisions select * from decisions",
        "insert into decisions select 9, 'd-9', at, actor, action, subject, hash, 'x', document from decisions limit 1",
        "insert into decisions select 3, 'd-9', at, actor, action, subject, 'no', 'x', document from decisions limit 1",
        "update stored set digest = ''",
        "delete from stored",
    ],
)
def test_the_database_itself_refuses(address, statement):
    if not isinstance(address, Path) and "or replace" in statement:
        statement = "truncate decisions"
    with pytest.raises((sqlite3.IntegrityError, psycopg.Error), match="append-only"), behind_its_back(address) as raw:
        raw.execute(statement)
