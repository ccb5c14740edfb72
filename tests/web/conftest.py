"""A record made of the gold of the example, and one made of hostile text; the workbench over each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.chromium import chromium
from tests.web.team import Team, open_team, small_record

from trucewatch.model import (
    Check,
    Claim,
    Evidence,
    Finding,
    Incident,
    Record,
    Report,
    text_sha256,
)
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Store
from trucewatch.web import LocalPeople, Role, WebSettings, create_app

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"{{7*7}}</script>"
"""What a report may hold, in every field that a stranger fills."""

Open = Callable[..., TestClient]


def gold(example: Path, name: str, kind: type[Record]) -> list[Record]:
    """The rows of a file of the example."""
    with (example / name).open("rb") as stream:
        return list(read_records(stream, kind, name))


def write(store: Store, reports: Sequence[Report], claims: Sequence[Claim], **derived: Sequence[Record]) -> None:
    """Put everything into a record."""
    for report in reports:
        store.put_report(report)
        store.put_extraction(report, "gold", [c for c in claims if c.report == report.id])
    store.replace_derived(**derived)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def gold_folder(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a record that holds the gold of the example."""
    folder = tmp_path_factory.mktemp("gold")
    with Store.open(folder) as store:
        store.put_basis(load_agreement(example / "agreement.toml"), {})
        write(
            store,
            gold(example, "reports.jsonl", Report),  # type: ignore[arg-type]
            gold(example, "claims.gold.jsonl", Claim),  # type: ignore[arg-type]
            incidents=gold(example, "incidents.gold.jsonl", Incident),
            findings=gold(example, "findings.gold.jsonl", Finding),
            checks=gold(example, "checks.gold.jsonl", Check),
        )
    return folder


@pytest.fixture(scope="session")
def open_bench() -> Iterator[Open]:
    """Open the workbench over the record in a folder, for everybody with a role."""
    opened: list[tuple[TestClient, Store]] = []

    def go(folder: Path, role: Role = Role.ADMIN, **settings: object) -> TestClient:
        store = Store.open(folder, create=False)
        agreement = store.agreement()
        made = WebSettings(
            name="test",
            people=LocalPeople(role),
            today=lambda: dt.date(2020, 4, 4),
            check_seconds=0.0,
            **settings,  # type: ignore[arg-type]
        )
        app = create_app(store, agreements=[agreement] if agreement else [], settings=made)
        client = TestClient(app, base_url="http://127.0.0.1:8321", raise_server_exceptions=False)
        client.__enter__()
        opened.append((client, store))
        return client

    yield go
    for client, store in opened:
        client.__exit__(None, None, None)
        store.close()


@pytest.fixture(scope="session")
def bench(gold_folder: Path, open_bench: Open) -> TestClient:
    """The workbench over the gold, for an admin."""
    return open_bench(gold_folder)


@pytest.fixture(scope="session")
def viewer(gold_folder: Path, open_bench: Open) -> TestClient:
    """The workbench over the gold, for a viewer."""
    return open_bench(gold_folder, Role.VIEWER)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def hostile(example: Path, tmp_path_factory: pytest.TempPathFactory, open_bench: Open) -> TestClient:
    """The workbench over a record in which every free text is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    claims = gold(example, "claims.gold.jsonl", Claim)
    claim = next(c for c in claims if isinstance(c, Claim) and c.killed and c.perpetrator.label is None)
    incidents = gold(example, "incidents.gold.jsonl", Incident)
    incident = next(n for n in incidents if isinstance(n, Incident) and claim.id in n.claims)
    text = f"Attack at {HOSTILE} today.\n\n{HOSTILE}"
    report = Report(
        id="h/../<b>.json", title=HOSTILE, text=text, sha256=text_sha256(text), source=HOSTILE,
        url="javascript:alert(3)", lang='en" onload="alert(4)', published="2020-03-20",
    )  # fmt: skip
    at = text.index(HOSTILE)
    evidence = (
        Evidence(field="kind", start=0, end=6, quote="Attack"),
        Evidence(field="where", start=at, end=at + len(HOSTILE), quote=HOSTILE),
        Evidence(field="weapon", start=at, end=at + 20, quote=HOSTILE[:20]),
    )
    where = claim.where.model_copy(update={"text": HOSTILE, "name": HOSTILE}) if claim.where else None
    claim = claim.model_copy(
        update={"id": "c<1>", "report": report.id, "evidence": evidence, "where": where, "weapon": HOSTILE}
    )
    account = incident.perpetrators[0].model_copy(
        update={"actor": None, "label": HOSTILE, "claimants": (HOSTILE,), "reports": (report.id,)}
    )
    incident = incident.model_copy(
        update={
            "id": 'i"><script>.json', "claims": (claim.id,), "reports": (report.id,), "where": where, "weapon": HOSTILE,
            "note": HOSTILE, "grade_reason": HOSTILE, "perpetrators": (account,), "variants": (), "history": (),
        }
    )  # fmt: skip
    check = gold(example, "checks.gold.jsonl", Check)[0].model_copy(
        update={
            "report": report.id,
            "quote": HOSTILE,
            "record": HOSTILE,
            "start": 0,
            "end": 6,
            "incidents": (incident.id,),
        }
    )
    with Store.open(folder) as store:
        write(store, [report], [claim], incidents=[incident], findings=[], checks=[check])
    return open_bench(folder)


@pytest.fixture(scope="module")
def filled(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record of the example, for teams to open; a module that wants another has its own."""
    return small_record(example, tmp_path_factory.mktemp("filled") / "out")


@pytest.fixture
def team(filled: Path, tmp_path: Path) -> Iterator[Team]:
    """A team with a record of its own to decide on."""
    with open_team(filled, tmp_path / "out") as made:
        yield made


@pytest.fixture(scope="module")
def still(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team whose record no test changes."""
    with open_team(filled, tmp_path_factory.mktemp("still") / "out") as made:
        yield made
