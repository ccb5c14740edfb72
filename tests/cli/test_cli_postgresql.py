"""The commands take the address of a database where they take a folder, and give the same."""

import json

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from trucewatch.cli import main
from trucewatch.cli.serve import _people
from trucewatch.record import Store, told
from trucewatch.web import WebSettings, create_app

WORDS = "a sentence of some words\n"
pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def reports(example, tmp_path_factory):
    path = tmp_path_factory.mktemp("some") / "reports.jsonl"
    path.write_text("".join((example / "reports.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:5]))
    return path


def run(*arguments, code=0):
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def test_a_record_in_a_database_is_that_of_a_folder(server, reports, example, tmp_path):
    address, folder = server.new(), tmp_path / "folder"
    agreement = example / "agreement.toml"
    for out in (told(address), folder):
        run("run", reports, "--agreement", agreement, "--out", out)
    again = run("run", reports, "--agreement", agreement, "--out", told(address))
    assert "5 of them known already" in again
    assert told(address) in again
    n = next(iter(json.loads(line)["id"] for line in (folder / "incidents.jsonl").read_text().splitlines()))
    for of in (told(address), folder):
        run("decide", of, "reject", f"incident:{n}", "--actor", "Ada", "--reason", "told twice")
        assert "all is as it was" in run("audit", "verify", of)
        run("export", of, "--format", "jsonl", "--names", "--out", tmp_path / ("a" if of is folder else "b"))
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    assert run("ledger", told(address)) == run("ledger", folder)
    assert run("decisions", told(address)).count("reject") == 1
    assert "where to write" in CliRunner().invoke(main, ["export", told(address), "--format", "csv"]).output

    with (
        Store.open(address, create=False) as store,
        TestClient(
            create_app(store, settings=WebSettings(check_seconds=0.0)), base_url="http://127.0.0.1:8321"
        ) as client,
    ):
        before = client.get("/api/v1/record").json()["incidents"]
        other = next(iter(store.incidents())).id
        run("decide", told(address), "reject", f"incident:{other}", "--actor", "Ada", "--reason", "told twice")
        assert client.get("/api/v1/record").json()["incidents"] == before - 1


def test_accounts_of_such_a_record_stand_beside_it(server):
    address = server.new()
    add = ["accounts", "add", told(address), "ada", "--role", "admin", "--password-stdin"]
    assert "no record" in CliRunner().invoke(main, add, input=WORDS).output
    Store.open(address).close()
    assert _people(address, None) is None
    done = CliRunner().invoke(main, add, input=WORDS)
    assert done.exit_code == 0, done.output
    assert "ada" in run("accounts", "list", told(address))
    people = _people(address, None)
    assert people.accounts.get("ada") is not None
    people.accounts.close()


def test_accounts_of_such_a_record_may_stand_in_a_folder_of_their_own(tmp_path):
    add = ["accounts", "add", str(tmp_path), "ada", "--role", "admin", "--password-stdin"]
    done = CliRunner().invoke(main, add, input=WORDS)
    assert done.exit_code == 0, done.output
    assert "ada" in run("accounts", "list", tmp_path)
