"""A workbench with accounts over a small record that was derived as a run does, for the tests of review and API."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.record.conftest import fill, part_of

from trucewatch.model import Claim, Report
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Address, Basis, Store
from trucewatch.web import Role, WebSettings, create_app
from trucewatch.web._account_store import InDatabase
from trucewatch.web._openid_http import ProviderHttp
from trucewatch.web.accounts import ACCOUNTS_FILE, Accounts
from trucewatch.web.openid import OpenId, load_provider
from trucewatch.web.sessions import AccountPeople

PASSWORD = "a sentence of some words"
URL = "http://127.0.0.1:8321"
AnyAddress = TypeVar("AnyAddress", bound=Address)
NAMES = {role: f"some-{role.value}" for role in Role}


class Clock:
    """A clock that stands still until it is put on."""

    def __init__(self) -> None:
        self.now = dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


def small_record(example: Path, address: AnyAddress, reports: int = 8) -> AnyAddress:
    """Make a record of some reports of the example with their gold claims; returns where it stands."""
    with (example / "claims.gold.jsonl").open("rb") as stream:
        claims = tuple(read_records(stream, Claim, "gold"))
    with (example / "reports.jsonl").open("rb") as stream:
        rows = tuple(read_records(stream, Report, "reports"))
    whole = Basis(reports=rows, claims=claims, agreement=load_agreement(example / "agreement.toml"))
    with Store.open(address) as store:
        fill(store, part_of(whole, reports))
    return address


@dataclass
class Team:
    """The application with one account of each role."""

    app: FastAPI
    store: Store
    accounts: Accounts
    clock: Clock
    secrets: dict[Role, str]

    def client(self, role: Role | None = None, *, token: bool = True) -> TestClient:
        """A client of its own: with a token, signed in with a session, or nobody."""
        made = TestClient(self.app, base_url=URL, raise_server_exceptions=False, follow_redirects=False)
        if role is not None and token:
            made.headers["Authorization"] = f"Bearer {self.secrets[role]}"
        elif role is not None:
            sign_in(made, NAMES[role])
        return made

    @contextmanager
    def another(self) -> Iterator[Team]:
        """Another workbench over the same record, for the same people."""
        with (
            closing(_accounts(self.store.address, self.clock)) as accounts,
            Store.open(self.store.address, create=False) as store,
            _served(store, accounts) as app,
        ):
            yield replace(self, app=app, store=store, accounts=accounts)


@contextmanager
def open_team(filled: Path, folder: Path, *, openid_file: Path | None = None) -> Iterator[Team]:
    """A copy of a record, and the workbench over it with accounts."""
    with team_over(shutil.copytree(filled, folder), openid_file=openid_file) as made:
        yield made


@contextmanager
def team_over(address: Address, *, openid_file: Path | None = None) -> Iterator[Team]:
    """The workbench over a record, with accounts beside it."""
    clock = Clock()
    openid = OpenId(*load_provider(openid_file), http=ProviderHttp(), now=clock) if openid_file else None
    with (
        closing(_accounts(address, clock)) as accounts,
        Store.open(address, create=False) as store,
        _served(store, accounts, openid) as app,
    ):
        for role, name in NAMES.items():
            accounts.add(name, PASSWORD, role)
        secrets = {role: accounts.add_token(name, "test", role)[1] for role, name in NAMES.items()}
        yield Team(app, store, accounts, clock, secrets)


def _accounts(address: Address, clock: Clock) -> Accounts:
    """Accounts whose passwords are quick to hash."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    place = address / ACCOUNTS_FILE if isinstance(address, Path) else InDatabase(address)
    return Accounts(place, now=clock, hasher=cheap)


@contextmanager
def _served(store: Store, accounts: Accounts, openid: OpenId | None = None) -> Iterator[FastAPI]:
    agreement = store.agreement()
    settings = WebSettings(name="team", people=AccountPeople.of(accounts, openid), check_seconds=0.0)
    app = create_app(store, agreements=[agreement] if agreement else [], settings=settings)
    with TestClient(app, base_url=URL):
        yield app


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> object:
    """Sign in through the form; the mark of the session goes into the client's headers."""
    mark = client.get("/login.json").json()["mark"]
    answer = client.post("/login", data={"name": name, "password": password, "mark": mark, **more})
    if answer.status_code == 303:
        client.headers["X-CSRF-Token"] = csrf_of(client)
    return answer


def csrf_of(client: TestClient) -> str:
    """The mark that a page of the session carries."""
    found = re.search(r'"X-CSRF-Token": "([^"]+)"', client.get("/account").text)
    assert found
    return found[1]
