"""Checks and sources as CSV, and HEAD in place of GET."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_checks_of_a_verdict_are_those_that_the_page_counts(bench: TestClient) -> None:
    counts = bench.get("/checks.json").json()["counts"]
    found = rows(bench, "/checks.csv?verdict=undetermined")
    assert len(found) == sum(c.get("undetermined", 0) for c in counts.values()) > 0
    assert {r["verdict"] for r in found} == {"undetermined"}
    assert len(rows(bench, "/checks.csv")) == sum(n for c in counts.values() for n in c.values())
    assert all(r["source"] for r in found)


def test_checks_follow_the_day_that_the_page_shows(bench: TestClient) -> None:
    assert len(rows(bench, "/checks.csv?as_of=2020-03-20")) < len(rows(bench, "/checks.csv"))
    page = bench.get("/checks?verdict=undetermined&as_of=2020-03-20").text
    assert 'href="/checks.csv?verdict=undetermined&amp;as_of=2020-03-20"' in page


def test_a_verdict_that_is_none_is_told(bench: TestClient) -> None:
    assert bench.get("/checks.csv?verdict=true").status_code == 400


def test_sources_are_those_of_the_page(bench: TestClient) -> None:
    told = bench.get("/sources.json").json()["sources"]
    assert [(r["source"], int(r["reports"])) for r in rows(bench, "/sources.csv")] == [
        (s["source"], s["reports"]) for s in told
    ]
    assert 'href="/sources.csv"' in bench.get("/sources").text


def test_a_viewer_may_read_them(viewer: TestClient) -> None:
    assert rows(viewer, "/checks.csv")
    assert rows(viewer, "/sources.csv")


@pytest.mark.parametrize("path", ["/", "/checks", "/checks.json", "/sources.csv"])
def test_head_answers_as_get_does_without_the_body(bench: TestClient, path: str) -> None:
    asked, answer = bench.get(path), bench.head(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, asked.headers["content-type"])
    assert answer.content == b""


def test_head_of_what_is_not_there_says_so(bench: TestClient) -> None:
    assert bench.head("/incidents/none").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/checks.csv",
        "/sources.csv",
        "/findings.csv",
        "/incidents.csv",
        "/reports.csv",
        "/ledgers/totals.csv",
        "/trend/rows.csv",
    ],
)
def test_a_spreadsheet_is_told_that_a_file_is_utf_8(bench: TestClient, path: str) -> None:
    content = bench.get(path).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
