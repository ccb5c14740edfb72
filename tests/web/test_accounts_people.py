"""Accounts: passwords, limits, tokens."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from psycopg.errors import InsufficientPrivilege

from trucewatch.errors import RecordError, UsageError
from trucewatch.web._account_store import InDatabase
from trucewatch.web.accounts import ACCOUNTS_FILE, Accounts, Limits, TooMany
from trucewatch.web.permissions import Role
from trucewatch.web.presence import Presence
from trucewatch.web.sessions import Sessions

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
def address(new_address):
    """Where a record stands, or an empty folder."""
    made = new_address()
    if isinstance(made, Path):
        made.mkdir()
    return made


@pytest.fixture
def accounts(address, clock) -> Iterator[Accounts]:
    """Accounts on each database."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    limits = Limits(account_and_address=3, address=6, account=8)
    place = address / ACCOUNTS_FILE if isinstance(address, Path) else InDatabase(address)
    made = Accounts(place, now=clock, hasher=cheap, limits=limits)
    made.add("Ada", PASSWORD, Role.ADMIN)
    yield made
    made.close()


def rows(accounts: Accounts, table: str) -> str:
    """All that is kept in a table."""
    with accounts.connect() as db:
        return str([tuple(row) for row in db.execute(f"SELECT * FROM {table}").fetchall()])


def test_a_name_is_one_whatever_its_case_and_a_password_is_kept_as_a_hash(accounts):
    assert accounts.verify(" ADA ", PASSWORD, "a").name == "ada"
    assert accounts.verify("ada", PASSWORD + "x", "a") is None
    kept = rows(accounts, "account")
    assert PASSWORD not in kept
    assert "$argon2id$" in kept
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
    assert secret not in rows(accounts, "token")
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


def test_the_only_admin_stays_while_there_are_others(accounts, address):
    accounts.add("bob", PASSWORD, Role.EDITOR)
    with pytest.raises(UsageError, match="only admin"):
        accounts.remove("ada")
    with pytest.raises(UsageError, match="only admin"):
        accounts.set_role("ada", Role.EDITOR)
    accounts.remove("bob")
    accounts.remove("ada")
    assert accounts.all() == ()
    assert Accounts.beside(address, now=accounts.now) is None


def test_accounts_of_a_newer_version_are_refused(accounts, address, clock):
    with accounts.connect() as db:
        db.execute("PRAGMA user_version = 99" if isinstance(address, Path) else "UPDATE version SET number = 99")
    with pytest.raises(RecordError, match="schema 99"):
        Accounts.of(address, now=clock)


def test_a_file_of_accounts_is_its_owners_alone(tmp_path, clock):
    Accounts.of(tmp_path, now=clock)
    assert (tmp_path / ACCOUNTS_FILE).stat().st_mode & 0o077 == 0


def test_where_nobody_made_accounts_none_are_made_by_looking(address, clock):
    assert Accounts.beside(address, now=clock) is None
    if isinstance(address, Path):
        assert list(address.iterdir()) == []
    else:
        assert not InDatabase.made(address)


def test_who_opens_the_same_place_knows_the_same_people(accounts, address, clock):
    with closing(Accounts.of(address, now=clock)) as other:
        assert [account.name for account in other.all()] == ["ada"]
        secret = Sessions(accounts).begin(accounts.get("ada"))
        assert Sessions(other).person(secret).name == "ada"
        Sessions(other).end(secret)
        assert Sessions(accounts).person(secret) is None


def test_many_who_try_at_once_do_not_slip_past_the_limit(accounts):
    told = []

    def attempt() -> None:
        try:
            told.append(accounts.verify("ada", "wrong", "a"))
        except TooMany as wait:
            told.append(wait)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer is None for answer in told) == [False] * 5 + [True] * 3


def test_names_in_any_bytes_are_nobodys(accounts):
    assert accounts.get("a\0b") is None
    assert accounts.verify("a\0b", "x\0y", "a") is None
    assert accounts.bearer("\0") is None


@pytest.mark.postgres
def test_who_may_read_the_record_may_not_read_accounts(server, clock):
    address = server.new()
    Accounts.of(address, now=clock).close()
    with server.connect(address.database) as db:
        db.execute("CREATE ROLE reader")
        db.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        db.execute("SET ROLE reader")
        with pytest.raises(InsufficientPrivilege):
            db.execute("SELECT * FROM public_accounts.account")


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
