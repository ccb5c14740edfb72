"""Accounts on the command line."""

import pytest
from click.testing import CliRunner

from trucewatch.cli import main
from trucewatch.record import Store

PASSWORD = "a sentence of some words\n"


@pytest.fixture
def call(tmp_path):
    Store.open(tmp_path).close()
    return lambda *words, **more: CliRunner().invoke(main, ["accounts", words[0], str(tmp_path), *words[1:]], **more)


def test_an_account_is_made_listed_changed_and_removed(call):
    assert call("add", "Ada", "--role", "admin", "--password-stdin", input=PASSWORD).exit_code == 0
    assert call("list").output.startswith("ada  admin  since ")
    assert call("add", "bob", "--password-stdin", input=PASSWORD).exit_code == 0
    assert call("add", "bob", "--role", "analyst", "--keep-password").exit_code == 0
    assert "bob  analyst" in call("list").output
    assert "only admin" in call("remove", "ada").output
    assert call("remove", "bob").exit_code == 0
    assert "bob" not in call("list").output


def test_a_token_is_printed_once_and_can_be_taken_away(call):
    call("add", "ada", "--role", "admin", "--password-stdin", input=PASSWORD)
    printed = call("token", "ada", "--role", "editor", "--label", "nightly\x1b[2J", "--days", "9").output
    secret = printed.removesuffix("\n")
    assert printed == f"{secret}\n"
    listed = call("list").output
    assert secret.startswith("tw_")
    assert secret not in listed
    assert "\x1b" not in listed
    id_ = listed.split("token ")[1].split()[0]
    assert call("token", "ada", "--remove", id_).exit_code == 0
    assert "token" not in call("list").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "bob", "--keep-password"), "no account"),
        (("remove", "bob"), "no account"),
        (("token", "bob"), "no account"),
        (("add", "b b", "--password-stdin"), "cannot be the name"),
    ],
)
def test_what_cannot_be_done_is_said(call, words, told):
    answer = call(*words, input=PASSWORD)
    assert answer.exit_code == 2
    assert told in answer.output


def test_a_folder_without_a_record_gets_no_accounts(tmp_path):
    answer = CliRunner().invoke(main, ["accounts", "list", str(tmp_path)])
    assert answer.exit_code == 1
    assert "no record" in answer.output
    assert list(tmp_path.iterdir()) == []
