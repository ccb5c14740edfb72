"""Filters stand in the address, narrow everything alike, and count what they would give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from trucewatch.errors import InputError
from trucewatch.web.filters import Box, Filters


def view(bench: TestClient, **query: str | list[str]) -> dict[str, Any]:
    answer = bench.get("/index.json", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def facet(found: dict[str, Any], name: str) -> dict[str, int]:
    return next(({v["value"]: v["count"] for v in f["values"]} for f in found["facets"] if f["name"] == name), {})


def test_without_filters_everything_is_shown(bench: TestClient) -> None:
    found = view(bench)
    assert found["totals"]["incidents"] == found["totals"]["all_incidents"] > 50
    assert found["chips"] == []


@pytest.mark.parametrize("name", ["verdict", "term", "kind", "side", "grade", "source", "unknown"])
def test_a_facet_gives_as_many_as_it_says(bench: TestClient, name: str) -> None:
    counts = facet(view(bench), name)
    assert counts
    for value, count in list(counts.items())[:6]:
        found = view(bench, **{name: value})
        assert found["totals"]["incidents"] == count, value
        assert facet(found, name)[value] == count


def test_values_of_one_facet_widen_each_other(bench: TestClient) -> None:
    counts = facet(view(bench), "kind")
    first, second = list(counts)[:2]
    both = view(bench, kind=[first, second])
    assert both["totals"]["incidents"] == counts[first] + counts[second]
    assert facet(both, "kind") == counts


def test_facets_narrow_each_other(bench: TestClient) -> None:
    found = view(bench, kind="patrol")
    undetermined = facet(found, "verdict").get("undetermined", 0)
    assert view(bench, kind="patrol", verdict="undetermined")["totals"]["incidents"] == undetermined


def test_verdict_and_term_are_asked_of_one_finding(bench: TestClient) -> None:
    rows = view(bench, term="corridor", verdict="alleged_violation")["rows"]
    assert rows
    for row in rows:
        assert ("corridor", "alleged_violation") in {(f["term"], f["verdict"]) for f in row["findings"]}


def test_what_is_undetermined_can_be_asked_for_by_its_reason(bench: TestClient) -> None:
    rows = view(bench, term="ceasefire", unknown="bound_actor")["rows"]
    assert rows
    for row in rows:
        reasons = next(f["reasons"] for f in row["findings"] if f["term"] == "ceasefire")
        assert {"test": "bound_actor", "outcome": "unknown"}.items() <= next(
            r for r in reasons if r["test"] == "bound_actor"
        ).items()


def test_days_are_inclusive(bench: TestClient) -> None:
    rows = view(bench, since="2020-03-19", until="2020-03-19")["rows"]
    assert rows
    for row in rows:
        when = row["incident"]["when"]
        assert when["start"][:10] <= "2020-03-19" <= when["end"][:10]


def test_a_box_holds_what_lies_in_it(bench: TestClient) -> None:
    found = view(bench, box="36.3,35.7,36.6,35.9")
    assert 0 < found["totals"]["incidents"] < found["totals"]["all_incidents"]
    for row in found["rows"]:
        assert 36.3 <= row["incident"]["where"]["lon"] <= 36.6


def test_the_map_and_the_timeline_leave_out_their_own_filter(bench: TestClient) -> None:
    everything = view(bench)
    assert view(bench, box="36.3,35.7,36.6,35.9")["map"] == everything["map"]
    assert view(bench, since="2020-03-19")["timeline"] == everything["timeline"]
    assert view(bench, since="2020-03-19")["map"] != everything["map"]


def test_the_search_finds_words_of_the_reports_and_beginnings_of_words(bench: TestClient) -> None:
    found = view(bench, q="ambul")
    assert 0 < found["totals"]["incidents"] < 10


def test_the_search_takes_no_notice_of_accents_and_case(bench: TestClient) -> None:
    assert view(bench, q="SARMIN")["totals"]["incidents"] == view(bench, q="sarmīn")["totals"]["incidents"] > 0


def test_undated_and_unplaced_are_asked_for(bench: TestClient) -> None:
    for name, field in (("undated", "when"), ("unplaced", "where")):
        found = view(bench, **{name: "1"})
        assert found["totals"]["incidents"] == view(bench)["totals"][name]
        for row in found["rows"]:
            part = row["incident"][field]
            assert part is None or part.get("start") is None or part.get("lat") is None


def test_every_page_of_the_ledger_together_is_the_ledger(gold_folder: Any, open_bench: Any) -> None:
    small = open_bench(gold_folder, page_size=7)
    seen: list[str] = []
    query: str | None = ""
    while query is not None:
        found = small.get(f"/index.json{query}").json()
        seen += [row["incident"]["id"] for row in found["rows"]]
        query = found["pages"]["next"]
    assert len(seen) == len(set(seen)) == found["totals"]["all_incidents"]


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "until=2020-13-01", "kind=nothing", "verdict=guilty", "box=1,2,3", "box=a,b,c,d", "box=1,9,2,3",
     "sort=random", "page=0", "page=x", "page=99999999999", "grade=A", "unknown=x", "box=nan,1,2,3", "box=inf,1,2,3"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(bench: TestClient, query: str) -> None:
    answer = bench.get(f"/index.json?{query}")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "E100"
    assert error["message"]


def test_a_part_of_the_page_is_given_to_htmx(bench: TestClient) -> None:
    part = bench.get("/?kind=patrol", headers={"hx-request": "true"}).text
    assert "<html" not in part
    for name in ("facets", "chips", "summary", "ledger", "data"):
        assert f'id="{name}"' in part


def test_a_chip_takes_its_filter_away(bench: TestClient) -> None:
    found = view(bench, kind=["patrol", "attack"], q="idlib")
    assert next(chip["without"] for chip in found["chips"]) == "/?kind=attack&kind=patrol"


def test_days_in_force_are_counted_with_the_first(bench: TestClient) -> None:
    assert view(bench)["agreements"][0]["in_force"]["days"] == 30  # from 6 March to 4 April


@given(
    st.dictionaries(st.sampled_from(["q", "since", "box", "kind", "side", "term", "page", "x"]), st.text(max_size=20))
)
def test_any_address_is_read_or_refused_and_read_again_the_same(query: dict[str, str]) -> None:
    try:
        filters = Filters.parse(QueryParams(query))
    except InputError:
        return
    assert Filters.parse(QueryParams(filters.query().removeprefix("?"))) == filters


@given(st.floats(-180, 180), st.floats(-90, 89), st.floats(-180, 180))
def test_a_box_is_read_as_it_was_written(west: float, south: float, east: float) -> None:
    box = Box(round(west, 4), round(south, 4), round(east, 4), round(south, 4) + 1)
    again = Box.parse(str(box))
    assert abs(again.west - box.west) < 1e-3
    assert abs(again.north - box.north) < 1e-3
