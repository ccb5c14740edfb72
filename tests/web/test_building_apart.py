"""A process of its own builds what the server would; what it cannot do is told, and it ends with who waits for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.read_models import content
from tests.web.team import small_record

from trucewatch.engine import Silent
from trucewatch.errors import RecordError
from trucewatch.record import Store
from trucewatch.web import _builder, building
from trucewatch.web._place import FOLDER
from trucewatch.web.building import build_apart
from trucewatch.web.index import Index


@pytest.fixture(scope="module")
def filled(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record, to be copied."""
    return small_record(example, tmp_path_factory.mktemp("small"))


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, open."""
    with Store.open(Path(shutil.copytree(filled, tmp_path / "record"))) as found:
        yield found


class Kept(Silent):
    """Progress as it was told."""

    def __init__(self) -> None:
        self.told: list[list[object]] = []

    def begin(self, stage: str, total: int | None) -> None:
        self.told.append([stage, total, 0])

    def advance(self) -> None:
        self.told[-1][2] += 1  # type: ignore[operator]


def test_it_builds_what_the_server_builds_and_says_how_far_it_is(store: Store) -> None:
    progress = Kept()
    apart = Index.open(store, apart_from=0, progress=progress)
    assert apart.version == 0  # nothing was left to do
    other = Index.open(store)  # with a read model of its own
    assert content(apart) == content(other)
    reports, claims, _ = store.stamp()
    incidents = len(list(store.incidents()))
    assert progress.told == [
        ["Reports", reports, reports], ["Claims", claims, claims], ["Incidents", None, incidents]
    ]  # fmt: skip
    other.close()
    apart.close()


def test_a_second_server_lets_its_own_be_built_and_a_second_start_builds_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Index.open(store)
    second = Index.open(store, apart_from=0)
    assert second.version == 0
    assert content(second) == content(first)
    second.close()
    first.close()
    monkeypatch.setattr("trucewatch.web.index.build_apart", lambda *_: pytest.fail("it stands there"))
    again = Index.open(store, apart_from=0)
    assert again.version == 0
    again.close()


def test_a_small_record_is_read_by_the_server(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trucewatch.web.index.build_apart", lambda *_: pytest.fail("no process is worth it"))
    Index.open(store).close()


def test_what_is_wrong_is_told_as_the_process_says_it(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as expected, Store.open(tmp_path, create=False):
        pass
    with pytest.raises(RecordError) as told:
        build_apart(tmp_path, tmp_path, Silent())
    assert type(told.value) is type(expected.value)
    assert vars(told.value) == vars(expected.value)


def test_a_folder_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("and no folder")
    with pytest.raises(RecordError, match=r"cannot be built.*room on the disk"):
        _builder.build(store.address, tmp_path / "a file" / FOLDER)


def test_a_process_that_ends_too_early_is_told_and_the_place_is_let_go(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_BUILDER", "trucewatch.web.nothing")
    with pytest.raises(RecordError, match="ended before it was done \\(exit status 1\\)"):
        Index.open(store, apart_from=0)
    index = Index.open(store)
    assert index._place.kept
    index.close()


def test_it_ends_where_somebody_loses_patience(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __enter__(self) -> Watched:
            made.append(self)
            return self

    class Interrupted(Silent):
        def begin(self, stage: str, total: int | None) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Watched)
    with pytest.raises(KeyboardInterrupt):
        build_apart(store.address, tmp_path, Interrupted())
    assert made[0].returncode is not None


def test_it_ends_when_nobody_waits_for_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    ours, theirs = os.pipe()
    os.close(theirs)
    with os.fdopen(ours) as waiting:
        monkeypatch.setattr("sys.stdin", waiting)
        monkeypatch.setattr(os, "_exit", ended.append)
        _builder._end_with_the_other()
    assert ended == [1]
