"""Records of the worked example's gold claims, for the tests of review and audit, on each database."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.postgres import Server
from tests.record.records import CLOCK, fill, part_of

from trucewatch.model import Claim, DecisionAction, Report
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Address, Basis, Proposal, ReviewService, Store


@pytest.fixture(scope="session")
def whole(example: Path) -> Basis:
    """All reports and gold claims of the example, with its agreement."""
    with (example / "claims.gold.jsonl").open("rb") as stream:
        claims = tuple(read_records(stream, Claim, "gold"))
    with (example / "reports.jsonl").open("rb") as stream:
        reports = tuple(read_records(stream, Report, "reports"))
    return Basis(reports=reports, claims=claims, agreement=load_agreement(example / "agreement.toml"))


@pytest.fixture(scope="session")
def small(whole: Basis) -> Basis:
    """Eight reports whose claims meet in a few incidents."""
    return part_of(whole, 8)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, small: Basis) -> Path:
    """The folder of a record of them, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    with Store.open(folder, now=lambda: CLOCK) as opened:
        fill(opened, small)
    return folder


@pytest.fixture(scope="session")
def filled_database(server: Server, small: Basis) -> str:
    """The name of a database with the same record, to be copied."""
    address = server.new()
    with Store.open(address, now=lambda: CLOCK) as opened:
        fill(opened, small)
    return str(address.database)


@pytest.fixture
def filled_address(database: str, tmp_path: Path, filled: Path, request: pytest.FixtureRequest) -> Address:
    """Where a copy of that record stands."""
    if database == "postgresql":
        server: Server = request.getfixturevalue("server")
        return server.new(request.getfixturevalue("filled_database"))
    return shutil.copytree(filled, tmp_path / "out")


@pytest.fixture
def store(filled_address: Address) -> Iterator[Store]:
    """A record of its own, on each database."""
    with Store.open(filled_address, now=lambda: CLOCK) as opened:
        yield opened


@pytest.fixture
def service(store: Store) -> ReviewService:
    """Review of that record."""
    return ReviewService(store, now=lambda: CLOCK)


@pytest.fixture
def propose() -> Callable[..., Proposal]:
    """A proposal by a reviewer with a reason."""

    def go(action: str, subject: str, **values: object) -> Proposal:
        fields = {"actor": "Ada", "reason": "read again", **values}
        return Proposal(action=DecisionAction(action), subject=subject, **fields)  # type: ignore[arg-type]

    return go
