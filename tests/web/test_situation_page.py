"""The situation report in the workbench: as the command line makes it, for those who may read all that it quotes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.chromium import MARKS, opened, violations, width_of
from tests.web.team import Team

from trucewatch.errors import InputError
from trucewatch.publish import SituationOptions, make_report, report_html
from trucewatch.record import Store
from trucewatch.web import Role, situation

FILE = "/situation/report.html"
WEEK = "?since=2020-03-06&until=2020-03-12"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Map and timeline take seconds to draw."""
    monkeypatch.setattr(situation, "draws", lambda: False)


@pytest.fixture
def analyst(still: Team) -> TestClient:
    return still.client(Role.ANALYST, token=False)


@pytest.mark.usefixtures("quick")
def test_it_is_the_report_of_the_command_line(still: Team, analyst: TestClient) -> None:
    answer = analyst.get(FILE)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="situation.html"'
    made = make_report(still.store, SituationOptions(), situation.provenance_of(still.store))
    assert answer.text == report_html(made)


@pytest.mark.usefixtures("quick")
def test_days_of_the_address_are_those_of_the_report(analyst: TestClient) -> None:
    week = analyst.get(FILE + WEEK)
    assert "6–12 Mar 2020" in week.text
    assert 'filename="situation-from-2020-03-06-to-2020-03-12.html"' in week.headers["content-disposition"]
    then = analyst.get(f"{FILE}?as_of=2020-03-19")
    assert "19 Mar 2020: by what was published by that day" in then.text
    refused = analyst.get(f"{FILE}?since=2020-03-12&until=2020-03-06", headers={"Accept": "application/json"})
    assert refused.status_code == 400
    assert "ends before it begins" in refused.json()["error"]["message"]


@pytest.mark.usefixtures("quick")
def test_names_are_left_out(bench: TestClient) -> None:
    names = {name for c in bench.app.state.bench.store.claims() for v in c.victims for name in v.names}  # type: ignore[attr-defined]
    answer = bench.get(FILE)
    assert answer.status_code == 200, answer.text
    assert names
    assert not [name for name in names if name in answer.text]


@pytest.mark.usefixtures("quick")
def test_viewers_who_may_not_see_claims_get_no_report_that_quotes_them(still: Team, analyst: TestClient) -> None:
    viewer = still.client(Role.VIEWER, token=False)
    for path in ("/situation", FILE, "/situation/report.pdf"):
        assert viewer.get(path).status_code == 403
    assert 'href="/situation"' not in viewer.get("/").text
    assert 'href="/situation"' in analyst.get("/").text


def test_the_form_keeps_the_days_and_offers_what_is_installed(
    analyst: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(situation, "can_make", lambda shape: shape == "html")
    page = analyst.get(f"/situation{WEEK}&as_of=2020-03-20").text
    for name, day in (("since", "2020-03-06"), ("until", "2020-03-12"), ("as_of", "2020-03-20")):
        assert f'name="{name}" value="{day}"' in page
    assert "report.pdf" not in page
    monkeypatch.setattr(situation, "can_make", lambda _: True)
    assert 'formaction="/situation/report.pdf"' in analyst.get("/situation").text


def test_a_pdf_is_made_where_typst_is_installed(analyst: TestClient) -> None:
    pytest.importorskip("typst")
    answer = analyst.get(f"/situation/report.pdf{WEEK}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.usefixtures("quick")
def test_after_a_decision_the_report_tells_it(team: Team) -> None:
    client = team.client(Role.ANALYST, token=False)
    n = next(n for n in team.store.incidents() if n.killed)
    figures = {"field": "killed", "low": "7777", "best": "7777", "high": "7777"}
    data = {"subject": f"incident:{n.id}", "action": "correct", "reason": "read again", **figures}
    assert client.post("/review/decide", data=data).status_code == 303
    assert "7777" in client.get(FILE).text


def test_a_large_record_is_left_to_the_command(still: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(situation, "MOST_REPORTS", 1)
    with pytest.raises(InputError, match="more than 1 reports") as told:
        situation.report_file(still.store, still.store, SituationOptions(), None, shape="html")
    assert "trucewatch report" in (told.value.remedy or "")


def test_while_one_is_made_another_is_told_to_come_again(analyst: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(situation, "WAIT_SECONDS", 0.01)
    with situation._ONE:
        answer = analyst.get(FILE)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"


@pytest.mark.usefixtures("quick")
def test_what_is_not_derived_yet_is_no_error_of_the_server(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "derived_of", lambda _: None)
    answer = team.client(Role.ANALYST).get(FILE)
    assert answer.status_code == 503
    assert "trucewatch rebuild" in answer.text


# ---- in a browser


@pytest.fixture(scope="module")
def report(still: Team, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a week with its drawings, as a file."""
    file = tmp_path_factory.mktemp("report") / "week.html"
    answer = still.client(Role.ANALYST).get(FILE + WEEK)
    assert answer.status_code == 200
    file.write_bytes(answer.content)
    return file


@pytest.mark.browser
@MARKS[1]
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_in_the_report_and_it_fits(
    browser: Any, report: Path, root: Path, theme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with opened(browser, "file://", color_scheme=theme, viewport=size, bypass_csp=True) as page:
        page.goto(report.as_uri())
        assert width_of(page) <= width
        assert not violations(page, root)
