"""The read model stands beside its record: taken up again, followed, never trusted when it does not fit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient
from tests.web.team import small_record

from trucewatch.model import ClaimValue, Count, CountIs, DecisionAction, Incident
from trucewatch.record import Proposal, ReviewService, Store
from trucewatch.web import WebSettings, create_app
from trucewatch.web._place import FOLDER, Place
from trucewatch.web.filters import Filters
from trucewatch.web.index import Index
from trucewatch.web.queries import Board, ask, board


@pytest.fixture(scope="module")
def derived(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record, derived as a run does."""
    folder = small_record(example, tmp_path_factory.mktemp("small"))
    with Store.open(folder) as store:
        ReviewService(store).rebuild()
    return folder


@pytest.fixture
def folder(derived: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(derived, tmp_path / "record"))


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The record, open."""
    with Store.open(folder) as found:
        yield found


def counted(index: Index) -> Board:
    """Everything that the overview counts."""
    with ask(index, Filters.parse(QueryParams()), private=True) as queries:
        return board(index, queries, Filters(), private=True)


def correct(store: Store, killed: int = 77) -> str:
    """Let somebody correct a figure; the id of the incident."""
    incident = next(n for n in store.incidents() if n.killed is not None)
    service = ReviewService(store)
    figure = Count(low=killed, high=killed, approximate=False, unconfirmed=False, stated=True, text="77")
    value = ClaimValue(change=CountIs(field="killed", value=figure))
    claim = next(c for c in store.claims() if c.id in incident.claims and c.killed is not None)
    service.decide(
        Proposal(actor="Ada", action=DecisionAction.CORRECT, subject=f"claim:{claim.id}", value=value, reason="counted")
    )
    return incident.id


def test_a_second_start_reads_nothing_and_gives_the_same(store: Store) -> None:
    first = Index.open(store)
    told = counted(first)
    first.close()
    again = Index.open(store)
    assert again.version == 0
    assert counted(again) == told
    assert len(again.search("idlib", private=True)) > 0
    again.close()


def test_a_decision_made_while_no_server_ran_is_seen_at_its_start(store: Store) -> None:
    first = Index.open(store)
    before = counted(first).totals
    first.close()
    correct(store)
    again = Index.open(store)
    assert counted(again).totals.killed.high >= before.killed.high + 50
    again.close()


def test_a_decision_of_another_process_is_seen_by_the_next_request(store: Store, folder: Path) -> None:
    index = Index.open(store)
    before = counted(index).totals
    with Store.open(folder) as other:
        correct(other)
    assert index.refresh()
    assert counted(index).totals.killed.high >= before.killed.high + 50
    assert not index.refresh()
    index.close()


def test_following_gives_what_reading_anew_gives(store: Store, folder: Path) -> None:
    index = Index.open(store)
    correct(store)
    index.refresh()
    followed = counted(index)
    index.close()
    shutil.rmtree(folder / FOLDER)
    anew = Index.open(store)
    assert counted(anew) == followed
    anew.close()


def test_a_second_server_has_a_read_model_of_its_own(store: Store) -> None:
    one, other = Index.open(store), Index.open(store)
    assert counted(one) == counted(other)
    one.close()
    correct(store)
    assert other.refresh()
    other.close()


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file, and no folder")
    place = Place.beside(tmp_path / "record.db")
    assert not place.kept
    place.close()


@pytest.mark.parametrize("damage", ["columns.duckdb", "text.db"])
def test_what_is_damaged_is_made_anew(store: Store, folder: Path, damage: str) -> None:
    first = Index.open(store)
    told = counted(first)
    first.close()
    (folder / FOLDER / damage).write_bytes(b"nothing that can be read" * 400)
    again = Index.open(store)
    assert counted(again) == told
    again.close()


def test_two_files_of_different_making_are_made_anew(store: Store, folder: Path) -> None:
    first = Index.open(store)
    first.close()
    with duckdb.connect(str(folder / FOLDER / "columns.duckdb")) as db:
        db.execute("UPDATE state SET mark = 'another'")
    again = Index.open(store)
    assert again.version == 1
    again.close()


def test_incidents_changed_without_a_word_in_the_chains_are_seen(store: Store) -> None:
    index = Index.open(store)
    before = counted(index).totals.incidents
    rows: list[Incident] = list(store.incidents())
    gone = rows[0].id
    store.replace_derived(
        incidents=rows[1:], findings=[f for f in store.findings() if f.incident != gone], checks=list(store.checks())
    )
    assert index.refresh()
    assert counted(index).totals.incidents == before - 1
    index.close()


def test_the_files_beside_the_record_follow_when_the_server_stops(store: Store, folder: Path) -> None:
    with TestClient(create_app(store, settings=WebSettings(name="test"))):
        assert not (folder / "incidents.jsonl").exists()
        correct(store)
    lines = (folder / "incidents.jsonl").read_text().splitlines()
    assert lines == [n.to_json() for n in store.incidents()]
