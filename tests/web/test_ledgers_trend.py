"""Ledgers and trend: the tables of the command line as pages, with all their rows to download."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from trucewatch.assess import Books, Days, LedgerBy, TrendOptions, stated_totals, totals, trend
from trucewatch.assess.trend import Ratio
from trucewatch.model import Range
from trucewatch.record import Store
from trucewatch.web.drawing import MOST_RATIO, acts_chart, of_range, of_ratio

BY = tuple(by.value for by in LedgerBy)


@pytest.fixture(scope="module")
def books(gold_folder: Path) -> Iterator[Books]:
    """The books of the record of the fixtures."""
    with Store.open(gold_folder, create=False) as store:
        yield Books(
            tuple(store.incidents()), {c.id: c for c in store.reviewed_claims()}, {r.id: r for r in store.reports()},
            tuple(store.findings()), store.agreement(),
        )  # fmt: skip


@pytest.mark.parametrize("by", BY)
def test_a_ledger_has_a_row_for_each_and_one_for_all(bench: TestClient, books: Books, by: str) -> None:
    page, found = bench.get(f"/ledgers?by={by}"), bench.get(f"/ledgers.json?by={by}").json()
    rows = totals(books, by=LedgerBy(by))
    assert page.status_code == 200
    assert found["total_rows"] == len(rows) - 1
    assert found["whole"]["row"]["violent"] == rows[-1].violent
    assert [t["row"]["key"] for t in found["totals"]] == [r.key for r in rows[:-1][:60]]
    assert page.text.count('class="sum"') == 1


def test_what_is_downloaded_has_every_row(bench: TestClient, books: Books) -> None:
    rows = stated_totals(books)
    answer = bench.get("/ledgers/tolls.csv?by=claimant")
    assert answer.headers["content-disposition"] == 'attachment; filename="tolls.csv"'
    lines = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert len({line["claim"] + line["counts"] for line in lines}) == len({row.claim + row.counts for row in rows})
    assert [row["claim"] for row in bench.get("/ledgers/tolls.json").json()] == [row.claim for row in rows]


def test_how_the_record_was_made_stands_beside_the_figures(bench: TestClient) -> None:
    made = bench.get("/ledgers.json").json()["made"]
    assert made["reports"] > made["sources"] > 1
    assert made["begins"] < made["ends"]
    assert made["lag_median_days"] is not None
    for words in ("from an act to its first report", "of the reports are of one source"):
        assert words in bench.get("/ledgers").text


@pytest.mark.parametrize("path", ["/ledgers?by=nobody", "/ledgers?period=year", "/trend?at=soon", "/trend?by=moon"])
def test_what_cannot_be_asked_is_refused(bench: TestClient, path: str) -> None:
    assert bench.get(path).status_code == 400


def test_a_viewer_sees_no_single_claimant(viewer: TestClient) -> None:
    assert set(viewer.get("/ledgers.json").json()["choices"]) == {"side", "period", "term", "zone"}
    assert viewer.get("/ledgers?by=claimant").status_code == 400
    assert viewer.get("/ledgers/disagreements.csv").status_code == 403
    assert viewer.get("/ledgers/missing.csv?by=term").status_code == 200
    assert viewer.get("/trend").status_code == 200


def test_a_table_that_is_none_is_not_there(bench: TestClient) -> None:
    assert bench.get("/ledgers/graves.csv").status_code == 404


def test_the_trend_is_that_of_the_command(bench: TestClient, books: Books) -> None:
    found = bench.get("/trend.json?from1=2020-02-20&to1=2020-03-05&from2=2020-03-06&to2=2020-03-19").json()
    before, after = (Days(dt.date(2020, *a), dt.date(2020, *b)) for a, b in (((2, 20), (3, 5)), ((3, 6), (3, 19))))
    row = trend(books.incidents, books.claims, books.reports, options=TrendOptions(before=before, after=after))[0]
    assert found["first"]["acts"] == row.acts.model_dump(mode="json")
    assert found["first"]["before"]["acts"] == row.before.acts


def test_a_trend_says_its_interval_its_lag_and_what_may_deceive(bench: TestClient) -> None:
    page = bench.get("/trend?at=2020-03-06&by=side").text
    found = bench.get("/trend.json?at=2020-03-06&by=side").json()
    assert found["first"]["caveats"]
    for words in ("exact 95% interval", "Median lag", "likely not reported yet", "published in both periods"):
        assert words in page
    for caveat in found["first"]["caveats"]:
        assert caveat.split(":")[0] in page
    assert len(found["groups"]) > 2
    assert len(found["settings"]) > 5


def test_rows_of_a_trend_can_be_downloaded(bench: TestClient) -> None:
    text = bench.get("/trend/rows.csv?at=2020-03-06&by=zone").text.removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text)))
    rows = bench.get("/trend/rows.json?at=2020-03-06&by=zone").json()
    assert len(lines) == len(rows) > 5
    assert {line["group_by"] for line in lines} == {"", "zone"}


def test_a_day_outside_the_record_is_said_and_not_drawn(bench: TestClient) -> None:
    page = bench.get("/trend?at=1999-01-01")
    assert page.status_code == 200
    assert "nothing on one side" in page.text
    assert "<svg" not in page.text


def test_no_style_stands_in_a_page(bench: TestClient) -> None:
    for path in ("/ledgers?by=period", "/trend"):
        assert not re.search(r'\sstyle="', bench.get(path).text)


# ---- shapes


def test_columns_count_every_act_in_the_field() -> None:
    before, after = Days(dt.date(2020, 1, 1), dt.date(2020, 1, 10)), Days(dt.date(2020, 1, 11), dt.date(2020, 1, 20))
    chart = acts_chart([dt.date(2020, 1, n) for n in (2, 2, 15)] + [dt.date(2030, 1, 1), None], before, after)
    assert sorted(c.height for c in chart.columns if c.height) == [50.0, 100.0]
    assert [c.inside for c in chart.columns if c.height] == ["before", "after"]
    assert all(c.x >= 0 and c.x + c.width <= 1000 for c in chart.columns)


def test_a_range_that_is_open_goes_to_the_edge() -> None:
    drawn = of_range(Range(low=2, best=4, high=None), 8)
    assert drawn is not None
    assert (drawn.low, drawn.at, drawn.high, drawn.open) == (25.0, 50.0, 100.0, True)
    assert of_range(Range(low=0, best=0, high=0), 8) is None


def test_a_ratio_of_one_stands_in_the_middle() -> None:
    drawn = of_ratio(Ratio(ratio=1.0, low=0.0, high=None, p_value=1.0))
    assert drawn is not None
    assert (drawn.low, drawn.at, drawn.high) == (0.0, 50.0, 100.0)
    assert of_ratio(Ratio(ratio=2 * MOST_RATIO, low=1.0, high=3 * MOST_RATIO, p_value=0.0)).at == 100.0  # type: ignore[union-attr]


def test_two_claimants_stand_beside_each_other(bench: TestClient) -> None:
    view = bench.get("/ledgers.json").json()
    left, right = view["keys"][:2]
    assert view["pair"] is None
    pair = bench.get("/ledgers.json", params={"left": left, "right": right}).json()["pair"]
    assert (pair["left"], pair["right"]) == (left, right)
    totals = {t["row"]["key"]: t["row"] for t in view["totals"]}
    killed = next(line for line in pair["lines"] if line["name"] == "Killed")
    assert (killed["left"], killed["right"]) == (totals[left]["killed"], totals[right]["killed"])
    violent = next(line for line in pair["lines"] if line["name"] == "Violent incidents")
    assert violent["exact"]
    assert violent["apart"] == abs(totals[left]["violent"] - totals[right]["violent"])
    page = bench.get("/ledgers", params={"left": left, "right": right}).text
    assert "Incidents on which they cannot both be right" in page


def test_two_that_disagree_show_where(bench: TestClient) -> None:
    told = bench.get("/ledgers/disagreements.json").json()
    who = [s["claimant"] for s in told[0]["sayings"]][:2]
    pair = bench.get("/ledgers.json", params={"left": who[0], "right": who[1]}).json()["pair"]
    assert told[0]["incident"] in {d["incident"] for d in pair["disagreements"]}


def test_two_sides_stand_beside_each_other_and_an_unknown_one_is_told(bench: TestClient) -> None:
    keys = bench.get("/ledgers.json?by=side").json()["keys"]
    assert bench.get("/ledgers", params={"by": "side", "left": keys[0], "right": keys[1]}).status_code == 200
    assert bench.get("/ledgers", params={"by": "side", "left": keys[0], "right": "nobody"}).status_code == 400


def test_two_periods_stand_beside_each_other_and_only_ranges_are_apart_at_least(bench: TestClient) -> None:
    keys = bench.get("/ledgers.json?by=period").json()["keys"]
    asked = {"by": "period", "left": keys[0], "right": keys[1]}
    for line in bench.get("/ledgers.json", params=asked).json()["pair"]["lines"]:
        figures = [line["left"], line["right"]]
        assert line["exact"] == all(isinstance(f, int) or f["low"] == f["high"] is not None for f in figures)
    assert 'name="left"' in bench.get("/ledgers", params=asked).text


def test_tables_name_incidents_and_outlets_and_not_their_ids(bench: TestClient) -> None:
    view, page = bench.get("/ledgers.json?by=claimant").json(), bench.get("/ledgers?by=claimant").text
    (told,) = [t["rows"] for t in view["tables"] if t["name"] == "disagreements"]
    assert told
    for row in told:
        heading = bench.get(f"/incidents/{row['incident']}.json").json()["heading"]
        assert view["headings"][row["incident"]] == heading
        assert f">{row['incident']}</a>" not in page
    reports = {r for row in told for saying in row["sayings"] for r in saying["reports"] if r in view["outlets"]}
    assert reports
    assert not [r for r in reports if f">{r}</a>" in page]


def test_why_a_side_may_report_more_than_the_record_holds_stands_beside_it(bench: TestClient) -> None:
    page, view = bench.get("/ledgers?by=side").text, bench.get("/ledgers.json?by=side").json()
    assert any(t["name"] == "sides" and t["rows"] for t in view["tables"])
    told = re.search(r"by each side's own word.*?\((.*?) killed, (.*?) injured\)", page)
    assert told
    assert str(view["whole"]["row"]["killed"]["best"]) in told[1]
