"""Ledgers and trend of a record too large to be held: what is given of it is what a small one gives."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient
from tests.web.conftest import Open

from trucewatch.assess import LedgerBy
from trucewatch.web import books, parts


class Large:
    """A workbench to which every record is a large one, while it is asked; incidents are read seven at a time."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **asked: Any) -> Response:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(books, "MOST_REPORTS", 0)
            patch.setattr(parts, "SIZE", 7)
            return self.client.get(path, **asked)


@pytest.fixture(scope="module")
def large(open_bench: Open, gold_folder: Path) -> Large:
    """The workbench over the gold, as if it were large."""
    return Large(open_bench(gold_folder))


def by_incident(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(map(str, rows))


@pytest.mark.parametrize("by", [by.value for by in LedgerBy])
def test_totals_are_those_of_the_record_read_whole(large: Large, bench: TestClient, by: str) -> None:
    path = f"/ledgers/totals.json?by={by}"
    assert large.get(path).json() == bench.get(path).json()


@pytest.mark.parametrize("path", ["findings.json?by=term", "findings.json?by=side", "disagreements", "revisions"])
def test_tables_have_the_same_rows(large: Large, bench: TestClient, path: str) -> None:
    assert by_incident(large.get(f"/ledgers/{path}").json()) == by_incident(bench.get(f"/ledgers/{path}").json())


@pytest.mark.parametrize("by", ["", "side", "zone", "kind"])
def test_a_trend_is_that_of_the_record_read_whole(large: Large, bench: TestClient, by: str) -> None:
    path = f"/trend/rows?by={by}"
    assert large.get(path).json() == bench.get(path).json()


def test_how_the_record_was_made_is_said_too(large: Large, bench: TestClient) -> None:
    made = large.get("/ledgers.json?by=side").json()["made"]
    assert made == bench.get("/ledgers.json?by=side").json()["made"]


@pytest.mark.parametrize("name", ["tolls", "sides", "missing"])
def test_what_needs_all_at_once_is_refused_with_the_command_that_gives_it(large: Large, name: str) -> None:
    answer = large.get(f"/ledgers/{name}.csv?by=side", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["remedy"] == f"use `trucewatch ledger --table {name}`"


def test_the_page_says_which_tables_are_left_out(large: Large) -> None:
    page = large.get("/ledgers?by=claimant")
    assert page.status_code == 200
    assert "trucewatch ledger --table tolls" in page.text


def test_other_thresholds_of_merging_are_refused_on_the_page(large: Large) -> None:
    assert "use `trucewatch trend`" in large.get("/trend.json?merges=1").json()["why_not"]


def test_a_page_that_waited_long_enough_says_so(
    open_bench: Open, gold_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "WAIT_SECONDS", 0.01)
    free = threading.Event()
    busy = books._WORKER.submit(free.wait, 20)
    answer = Large(open_bench(gold_folder)).get("/ledgers")
    free.set()
    busy.result()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
