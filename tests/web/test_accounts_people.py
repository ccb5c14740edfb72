"""Accounts: passwords, limits, tokens."""

import datetime as dt
import sqlite3

import pytest
from argon2 import PasswordHasher

from trucewatch.errors import RecordError, UsageError
from trucewatch.web.accounts import Accounts, Limits, TooMany
from trucewatch.web.permissions import Role
from trucewatch.web.presence import Presence

PASSWORD = "a sentence of some words"


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path, clock) -> Accounts:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    limits = Limits(account_and_address=3, address=6, account=8)
    made = Accounts(tmp_path / "accounts.db", now=clock, hasher=cheap, limits=limits)
    made.add("Ada", PASSWORD, Role.ADMIN)
    return made


def test_a_name_is_one_whatever_its_case_and_a_password_is_kept_as_a_hash(accounts):
    assert accounts.verify(" ADA ", PASSWORD, "a").name == "ada"
    assert accounts.verify("ada", PASSWORD + "x", "a") is None
    kept = sqlite3.connect(accounts.path).execute("SELECT * FROM account").fetchall()
    assert PASSWORD not in str(kept)
    assert "$argon2id$" in str(kept)
    assert accounts.path.stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError, match="there is an account"):
        accounts.add("ada", PASSWORD, Role.VIEWER)


@pytest.mark.parametrize("name", ["", "local", "a b", "<script>", "x" * 64, "ä", "-x"])
def test_what_cannot_be_a_name_is_refused(accounts, name):
    with pytest.raises(UsageError, match="cannot be the name"):
        accounts.add(name, PASSWORD, Role.VIEWER)


@pytest.mark.parametrize("password", ["short", "x" * 1025, "aaaaaaaaaaaaaaaa", "evelyn.waughhh"])
def test_what_cannot_be_a_password_is_refused(accounts, password):
    with pytest.raises(UsageError, match="password"):
        accounts.add("evelyn.waughhh", password, Role.VIEWER)


def test_after_some_failures_even_the_right_password_has_to_wait(accounts, clock):
    for _ in range(3):
        assert accounts.verify("ada", "wrong", "a") is None
    with pytest.raises(TooMany) as wait:
        accounts.verify("ada", PASSWORD, "a")
    assert wait.value.seconds == 901
    assert accounts.verify("ada", PASSWORD, "b") is not None
    clock.pass_(seconds=901)
    assert accounts.verify("ada", PASSWORD, "a") is not None


def test_an_address_that_tries_many_names_has_to_wait(accounts):
    for i in range(6):
        accounts.verify(f"name{i}", "wrong", "a")
    with pytest.raises(TooMany):
        accounts.verify("ada", PASSWORD, "a")


def test_an_account_tried_from_many_addresses_has_to_wait(accounts):
    for i in range(8):
        accounts.verify("ada", "wrong", f"a{i}")
    with pytest.raises(TooMany):
        accounts.verify("ada", PASSWORD, "elsewhere")


def test_signing_in_forgets_the_failures_of_that_account_from_there(accounts):
    for _ in range(4):
        accounts.verify("ada", "wrong", "a")
        accounts.verify("ada", "wrong", "a")
        assert accounts.verify("ada", PASSWORD, "a") is not None


def test_a_token_may_the_lesser_of_its_role_and_its_accounts(accounts):
    accounts.add("bob", PASSWORD, Role.EDITOR)
    token, secret = accounts.add_token("bob", "script", Role.ANALYST)
    assert accounts.bearer(secret).role is Role.ANALYST
    assert secret not in str(sqlite3.connect(accounts.path).execute("SELECT * FROM token").fetchall())
    accounts.set_role("bob", Role.VIEWER)
    assert accounts.bearer(secret).role is Role.VIEWER
    with pytest.raises(UsageError, match="can give no token"):
        accounts.add_token("bob", "more", Role.EDITOR)
    accounts.remove_token(token.id, "bob")
    assert accounts.bearer(secret) is None


def test_a_token_ends_on_its_day_and_with_its_account(accounts, clock):
    accounts.add("bob", PASSWORD, Role.EDITOR)
    _, short = accounts.add_token("bob", "short", Role.VIEWER, days=2)
    _, long = accounts.add_token("bob", "long", Role.VIEWER)
    clock.pass_(days=2)
    assert accounts.bearer(short) is None
    assert accounts.bearer(long).name == "bob"
    accounts.remove("bob")
    assert accounts.bearer(long) is None


def test_somebody_elses_token_cannot_be_taken_away(accounts):
    token, _ = accounts.add_token("ada", "hers", Role.VIEWER)
    with pytest.raises(UsageError, match="no such token"):
        accounts.remove_token(token.id, "bob")


def test_the_only_admin_stays_while_there_are_others(accounts):
    accounts.add("bob", PASSWORD, Role.EDITOR)
    with pytest.raises(UsageError, match="only admin"):
        accounts.remove("ada")
    with pytest.raises(UsageError, match="only admin"):
        accounts.set_role("ada", Role.EDITOR)
    accounts.remove("bob")
    accounts.remove("ada")
    assert accounts.all() == ()
    assert Accounts.beside(accounts.path.parent, now=accounts.now) is None


def test_a_file_of_a_newer_version_is_refused(accounts, clock):
    db = sqlite3.connect(accounts.path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(RecordError, match="schema 99"):
        Accounts(accounts.path, now=clock)


def test_somebody_looks_until_the_page_has_been_silent_for_a_while():
    now = [0.0]
    presence = Presence(clock=lambda: now[0], seconds=45)
    assert presence.look("incident:x", "ada") == ()
    now[0] = 30
    assert presence.look("incident:x", "bob") == ("ada",)
    now[0] = 46
    assert presence.look("incident:x", "bob") == ()
    presence.look("incident:y", "eve")
    assert presence.everywhere("bob") == {"incident:y": ("eve",)}
    presence.leave("incident:y", "eve")
    assert presence.everywhere("bob") == {}
