"""The record as known on a day: said on the page, kept in its links, equal to what the commands give."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.team import small_record

from trucewatch.model import Decision, DecisionAction
from trucewatch.record import Proposal, ReviewService, Store, record_as_of
from trucewatch.web import as_of
from trucewatch.web.as_of import DATED, keep_day

DAY = dt.date(2020, 3, 20)


@pytest.fixture(scope="module")
def folder(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record, derived as a run does."""
    folder = small_record(example, tmp_path_factory.mktemp("then"), reports=14)
    with Store.open(folder) as store:
        ReviewService(store).rebuild()
    return folder


@pytest.fixture(scope="module")
def small(folder: Path, open_bench: Open) -> TestClient:
    """The workbench over it."""
    return open_bench(folder)


@pytest.fixture(scope="module")
def day(folder: Path) -> dt.date:
    """A day by which some of its reports were published, and others not."""
    with Store.open(folder) as store:
        days = sorted(dt.date.fromisoformat(r.published[:10]) for r in store.reports() if r.published)
    assert days[0] < days[-1]
    return days[len(days) // 2 - 1] if days[len(days) // 2 - 1] < days[-1] else days[0]


@pytest.mark.parametrize("path", ["/", "/checks", "/ledgers", "/trend", "/reports"])
def test_a_page_says_the_day_and_keeps_it_in_its_links(small: TestClient, day: dt.date, path: str) -> None:
    page = small.get(path, params={"as_of": day.isoformat()}).text
    assert "As known on" in page
    links: list[str] = re.findall(r'<a (?!data-now)[^>]*href="(/[^"]*)"', page)
    dated = [link for link in links if link.split("?")[0].split("#")[0].strip("/").split("/")[0] in ("", *DATED)]
    assert dated
    assert all(f"as_of={day}" in link for link in dated)
    assert not any("as_of" in link for link in links if link.startswith(("/review", "/sources", "/agreements")))


def test_the_pages_show_what_the_command_gives(small: TestClient, folder: Path, day: dt.date) -> None:
    with Store.open(folder) as store:
        then = record_as_of(store, day)
        incidents, checks = list(then.incidents()), list(then.checks())
    found = small.get("/index.json", params={"as_of": day.isoformat()}).json()
    assert found["as_of"] == day.isoformat()
    assert found["totals"]["incidents"] == len(incidents)
    assert found["totals"]["incidents"] < small.get("/index.json").json()["totals"]["incidents"]
    assert small.get("/checks.json", params={"as_of": day.isoformat()}).json()["pages"]["total"] == len(checks)
    one = incidents[0]
    shown = small.get(f"/incidents/{one.id}.json", params={"as_of": day.isoformat()}).json()["incident"]
    assert shown == one.model_dump(mode="json")


def test_a_day_before_the_first_report_is_refused_with_the_first(small: TestClient) -> None:
    answer = small.get("/index.json?as_of=1999-01-01")
    assert answer.status_code == 400
    assert "the first is of" in answer.json()["error"]["remedy"]
    assert small.get("/?as_of=yesterday").status_code == 400


def test_a_decision_is_in_the_record_of_an_earlier_day_at_once(
    folder: Path, open_bench: Open, tmp_path: Path, day: dt.date
) -> None:
    here = Path(shutil.copytree(folder, tmp_path / "copy"))
    client = open_bench(here)
    asked = {"as_of": day.isoformat()}
    before = client.get("/index.json", params=asked).json()
    id_ = before["rows"][0]["incident"]["id"]
    with Store.open(here) as store:
        # The incident may go by another id today: what is rejected are its claims.
        claim = before["rows"][0]["incident"]["claims"][0]
        ReviewService(store).decide(
            Proposal(actor="Ada", action=DecisionAction.REJECT, subject=f"claim:{claim}", reason="another war")
        )
        assert all(isinstance(d, Decision) for d in store.decisions())
    after = client.get("/index.json", params=asked).json()
    claims = [c for row in after["rows"] for c in row["incident"]["claims"]]
    assert claim not in claims
    assert id_


def test_links_keep_their_place_and_their_other_parameters() -> None:
    page = (
        '<a href="/">a</a><a href="/incidents/x?q=1#w-1">b</a><a data-now href="/checks">c</a><a href="/review">d</a>'
        '<link href="/static/app.css?v=1"><a href="/?as_of=2001-01-01">e</a>'
    )
    assert keep_day(page, DAY) == (
        '<a href="/?as_of=2020-03-20">a</a><a href="/incidents/x?q=1&amp;as_of=2020-03-20#w-1">b</a>'
        '<a data-now href="/checks">c</a><a href="/review">d</a>'
        '<link href="/static/app.css?v=1"><a href="/?as_of=2001-01-01">e</a>'
    )


def test_of_a_large_record_a_day_is_shown_by_which_all_was_known_and_no_other(
    small: TestClient, day: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_of, "MOST_REPORTS", 3)
    last = small.get("/checks.json?as_of=2040-01-01")
    assert last.status_code == 200
    assert last.json()["as_of"] == "2040-01-01"
    refused = small.get(f"/checks.json?as_of={day}")
    assert refused.status_code == 400
    assert "--as-of" in refused.json()["error"]["remedy"]
