"""Fixtures that more than one room uses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from trucewatch.model import Report, text_sha256

if TYPE_CHECKING:
    from tests.postgres import Server

    from trucewatch.record import Address

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("local"), max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "local"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _no_places_of_the_users_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Places that somebody added on this machine must not decide a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCEWATCH_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def example(root: Path) -> Path:
    """The folder of the worked example."""
    return root / "examples" / "idlib-2020"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server; what asks for it is skipped where there is none."""
    from tests.postgres import running

    with running() as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """Which database a record stands in."""
    return str(request.param)


@pytest.fixture
def new_address(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Address]:
    """Makes addresses at which nothing stands yet."""
    if database == "postgresql":
        return request.getfixturevalue("server").new  # type: ignore[no-any-return]
    numbers = count()
    return lambda: tmp_path / f"record-{next(numbers)}"


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """A report with the given text and, by keyword, any other field."""

    def make(text: str, **fields: object) -> Report:
        return Report.model_validate({"id": "r1", "text": text, "sha256": text_sha256(text), **fields})

    return make
