"""What is downloaded as findings: those that the filters ask for, and nothing that the reader may not see."""

from __future__ import annotations

import csv
import io

from starlette.testclient import TestClient


def rows(client: TestClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/findings.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="findings.csv"'
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_without_a_filter_every_finding_is_there_in_both_shapes(bench: TestClient) -> None:
    found = rows(bench)
    told = bench.get("/findings.json").json()
    assert len(found) == len(told) > 100
    assert [(r["incident"], r["term"], r["verdict"]) for r in found] == [
        (f["incident"], f["term"], f["verdict"]) for f in told
    ]


def test_filters_of_the_overview_hold_and_the_counts_are_those_of_its_table(bench: TestClient) -> None:
    query = "?term=corridor&verdict=alleged_violation"
    found = rows(bench, query)
    assert {(r["term"], r["verdict"]) for r in found} == {("corridor", "alleged_violation")}
    (term,) = [t for t in bench.get(f"/index.json{query}").json()["terms"] if t["term"]["id"] == "corridor"]
    assert len(found) == term["counts"]["verdicts"]["alleged_violation"]


def test_a_term_alone_leaves_out_what_is_out_of_its_scope(bench: TestClient) -> None:
    assert {r["verdict"] for r in rows(bench, "?term=ceasefire")} == {"alleged_violation", "undetermined"}
    asked = rows(bench, "?unknown=bound_actor")
    assert asked
    assert all("bound_actor" in r["unknown"] and r["verdict"] == "undetermined" for r in asked)


def test_no_finding_is_a_head_alone_and_an_empty_list(bench: TestClient) -> None:
    assert rows(bench, "?since=1999-01-01&until=1999-01-02") == []
    assert bench.get("/findings.json?since=1999-01-01&until=1999-01-02").json() == []


def test_a_filter_that_cannot_be_read_is_refused_before_anything_is_sent(bench: TestClient) -> None:
    assert bench.get("/findings.csv?since=yesterday").status_code == 400
    assert bench.get("/findings.json?since=yesterday").status_code == 400


def test_the_overview_links_to_them_with_its_filters_and_its_day(bench: TestClient) -> None:
    assert 'href="/findings.csv?term=corridor"' in bench.get("/?term=corridor").text
    page = bench.get("/?term=corridor&as_of=2020-03-20").text
    assert 'href="/findings.csv?term=corridor&amp;as_of=2020-03-20"' in page
    assert len(rows(bench, "?as_of=2020-03-20")) < len(rows(bench))


def test_a_viewer_may_read_them(viewer: TestClient) -> None:
    assert rows(viewer)
