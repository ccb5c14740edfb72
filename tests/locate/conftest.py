from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.locate import Gazetteer, Locator


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The shipped gazetteer, with nothing that this user may have added."""
    return Gazetteer.load(home=tmp_path_factory.mktemp("no-home"))


@pytest.fixture(scope="session")
def locator(gazetteer: Gazetteer) -> Locator:
    return Locator(gazetteer)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of the user's."""
    monkeypatch.setenv("TRUCEWATCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
