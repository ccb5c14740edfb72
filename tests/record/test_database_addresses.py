"""A record is named by a folder or by the address of a PostgreSQL database."""

from pathlib import Path

import psycopg
import pytest
from tests.evaluation.records import report

from trucewatch.errors import RecordError, UsageError
from trucewatch.record import Store, address_of, told


def test_a_folder_and_an_address_are_told_apart():
    assert address_of("out/demo") == Path("out/demo")
    assert address_of("postgresql://ada@db.example.org/truce").host == "db.example.org"
    assert address_of("postgres://ada@db.example.org/truce").drivername == "postgresql+psycopg"
    with pytest.raises(UsageError, match="address of a database"):
        address_of("postgresql:nothing at all")


def test_no_message_shows_a_password():
    address = address_of("postgresql://ada:secret@db.example.org:5433/truce")
    assert told(address) == "postgresql://ada:***@db.example.org:5433/truce"
    with pytest.raises(RecordError, match="cannot be opened") as error:
        Store.open(address_of("postgresql://ada:secret@127.0.0.1:1/truce"))
    assert "secret" not in str(error.value)
    assert "PGPASSFILE" in (error.value.remedy or "")


def test_a_missing_driver_is_named(monkeypatch):
    def missing(*_, **__):
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr("trucewatch.record._database.create_engine", missing)
    with pytest.raises(RecordError, match="driver") as error:
        Store.open(address_of("postgresql://db.example.org/truce"))
    assert "trucewatch[postgresql]" in (error.value.remedy or "")


@pytest.mark.postgres
def test_a_record_is_not_made_for_a_reader(server):
    address = server.new()
    with pytest.raises(RecordError, match="no record"):
        Store.open(address, create=False)
    with server.connect(address.database) as raw:
        assert raw.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)


@pytest.mark.postgres
def test_two_records_stand_in_two_schemas_of_one_database(server):
    address = server.new()
    with server.connect(address.database) as raw:
        raw.execute("create schema one")
        raw.execute("create schema two")
    one, two = (address.update_query_dict({"options": f"-csearch_path={name}"}) for name in ("one", "two"))
    with Store.open(one) as here, Store.open(two) as there:
        here.put_report(report("r1"))
        there.put_report(report("r2"))
        assert [r.id for r in here.reports()] == ["r1"]
        assert [r.id for r in there.reports()] == ["r2"]
    with server.connect(address.database) as raw, pytest.raises(psycopg.Error, match="append-only"):
        raw.execute("update one.stored set digest = ''")


@pytest.mark.postgres
def test_a_database_of_another_encoding_is_refused(server):
    with server.connect("postgres") as raw:
        raw.execute("create database latin encoding 'LATIN1' template template0 locale_provider libc locale 'C'")
    with pytest.raises(RecordError, match="LATIN1"):
        Store.open(server.address("latin"))


@pytest.mark.postgres
def test_a_reader_sees_one_moment_and_can_write_nothing(server):
    with Store.open(server.new()) as store:
        store.put_report(report("r1"))
        with store._read() as connection:
            count = "select count(*) from reports"
            assert connection.exec_driver_sql(count).scalar() == 1
            store.put_report(report("r2"))
            assert connection.exec_driver_sql(count).scalar() == 1
            with pytest.raises(Exception, match="read-only"):
                connection.exec_driver_sql("delete from reports")
