"""Ledgers and trend of a record too large to be held: what is given of it is what a small one gives."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.test_tallies_equal_the_record import books_of

from trucewatch.assess import LedgerBy, missing, side_ledgers, stated_totals
from trucewatch.model import Record
from trucewatch.publish import ledger_csv
from trucewatch.record import Store
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
def test_what_rests_on_all_claims_is_that_of_the_record_read_whole(large: Large, gold_folder: Path, name: str) -> None:
    with Store.open(gold_folder, create=False) as store:
        whole = books_of(store)
    assert whole.agreement is not None
    given = (whole.findings, whole.incidents, whole.claims, whole.reports, whole.agreement)
    tables: dict[str, Sequence[Record]] = {
        "tolls": stated_totals(whole), "sides": side_ledgers(whole), "missing": missing(*given),
    }  # fmt: skip
    rows = tables[name]
    assert len(rows) > 5
    assert large.get(f"/ledgers/{name}").json() == [json.loads(row.to_json()) for row in rows]
    assert large.get(f"/ledgers/{name}.csv").text == f"\ufeff{ledger_csv(rows)}"


def test_the_page_shows_the_first_rows_and_says_how_many_there_are(large: Large) -> None:
    page, rows = large.get("/ledgers.json?by=term").json(), large.get("/ledgers/missing").json()
    table = next(t for t in page["tables"] if t["name"] == "missing")
    assert table["total"] == len(rows) > len(table["rows"])
    assert table["rows"] == rows[: len(table["rows"])]


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
