"""A workbench with accounts over a small record that was derived as a run does, for the tests of review and API."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from starlette.testclient import TestClient
from tests.record.conftest import fill, part_of

from trucewatch.model import Claim, Report
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Basis, Store
from trucewatch.web import Role, WebSettings, create_app
from trucewatch.web._openid_http import ProviderHttp
from trucewatch.web.accounts import ACCOUNTS_FILE, Accounts
from trucewatch.web.openid import OpenId, load_provider
from trucewatch.web.sessions import AccountPeople

PASSWORD = "a sentence of some words"
URL = "http://127.0.0.1:8321"
NAMES = {role: f"some-{role.value}" for role in Role}


class Clock:
    """A clock that stands still until it is put on."""

    def __init__(self) -> None:
        self.now = dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


def small_record(example: Path, folder: Path, reports: int = 8) -> Path:
    """The folder of a record of some reports of the example with their gold claims."""
    with (example / "claims.gold.jsonl").open("rb") as stream:
        claims = tuple(read_records(stream, Claim, "gold"))
    with (example / "reports.jsonl").open("rb") as stream:
        rows = tuple(read_records(stream, Report, "reports"))
    whole = Basis(reports=rows, claims=claims, agreement=load_agreement(example / "agreement.toml"))
    with Store.open(folder) as store:
        fill(store, part_of(whole, reports))
    return folder


@dataclass
class Team:
    """The application with one account of each role."""

    app: object
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
def open_team(filled: Path, folder: Path, *, openid_file: Path | None = None) -> Iterator[Team]:
    """A copy of a record, and the workbench over it with accounts."""
    shutil.copytree(filled, folder)
    clock = Clock()
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts = Accounts(folder / ACCOUNTS_FILE, now=clock, hasher=cheap)
    for role, name in NAMES.items():
        accounts.add(name, PASSWORD, role)
    with Store.open(folder, create=False) as store:
        agreement = store.agreement()
        openid = OpenId(*load_provider(openid_file), http=ProviderHttp(), now=clock) if openid_file else None
        settings = WebSettings(name="team", people=AccountPeople.of(accounts, openid), check_seconds=0.0)
        app = create_app(store, agreements=[agreement] if agreement else [], settings=settings)
        secrets = {role: accounts.add_token(name, "test", role)[1] for role, name in NAMES.items()}
        with TestClient(app, base_url=URL):
            yield Team(app, store, accounts, clock, secrets)


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
