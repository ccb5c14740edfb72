import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from trucewatch.errors import RecordError
from trucewatch.record import RECORD_FILE, Store
from trucewatch.record._migrate import MIGRATIONS, alembic_config
from trucewatch.record._schema import metadata
from trucewatch.record._stored import entries


def test_new_record_has_the_newest_schema(new_address):
    with Store.open(new_address()) as store, store._read() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    assert revision == ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_migrations_and_tables_agree(new_address):
    with Store.open(new_address()) as store, store._read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_record_of_the_first_schema_is_brought_up_with_its_reports_in_the_log(new_address):
    address = new_address()
    with Store.open(address) as store, store._write() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.exec_driver_sql("insert into reports values ('r1', 'x', null, '{}')")
    with Store.open(address) as store, store._read() as connection:
        assert [(e.position, e.kind, e.subject) for e in entries(connection)] == [(1, "report", "r1")]


def test_migrations_lie_inside_the_package():
    assert MIGRATIONS.joinpath("env.py").is_file()
    assert list(MIGRATIONS.joinpath("versions").glob("0*.py"))


def test_opening_again_writes_nothing(tmp_path):
    Store.open(tmp_path).close()
    before = (tmp_path / RECORD_FILE).read_bytes()
    Store.open(tmp_path).close()
    assert (tmp_path / RECORD_FILE).read_bytes() == before


def test_newer_schema_is_refused(new_address):
    address = new_address()
    with Store.open(address) as store, store._write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(RecordError, match="schema 9999") as error:
        Store.open(address)
    assert "newer" in (error.value.remedy or "")


def test_file_that_is_no_record_is_refused(tmp_path):
    (tmp_path / RECORD_FILE).write_text("these are not the bytes of a database" * 10)
    with pytest.raises(RecordError, match="not a record"):
        Store.open(tmp_path)


def test_missing_record_is_not_made_for_a_reader(tmp_path):
    with pytest.raises(RecordError, match="no record"):
        Store.open(tmp_path / "out", create=False)
    assert not (tmp_path / "out").exists()


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="cannot make the folder"):
        Store.open(tmp_path / "file" / "out")


def test_connections_have_the_pragmas(tmp_path):
    with Store.open(tmp_path) as store, store._engine.connect() as connection:
        pragmas = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
