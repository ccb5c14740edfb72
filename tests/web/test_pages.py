"""Every page is there for people and for programs, and links where it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import escape
from starlette.testclient import TestClient
from tests.web.conftest import Open, gold, write

from trucewatch.model import Claim, Incident, Report
from trucewatch.record import Store


@pytest.fixture(scope="session")
def incident(bench: TestClient) -> str:
    """The address of an incident with many reports."""
    rows = bench.get("/index.json?sort=reports&term=corridor").json()["rows"]
    killed = [row for row in rows if row["incident"]["killed"]]
    return f"/incidents/{killed[0]['incident']['id']}"


REPORT = "/reports/p01-two-soldiers-air-strike"


@pytest.mark.parametrize(
    "path", ["/", "/reports", "/checks", "/agreements", "/agreements/idlib-2020", "/sources", REPORT]
)
def test_a_page_and_its_json_twin(bench: TestClient, path: str) -> None:
    page = bench.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1" in page.text
    by_path = bench.get("/index.json" if path == "/" else f"{path}.json")
    by_header = bench.get(path, headers={"accept": "application/json"})
    assert by_path.status_code == by_header.status_code == 200
    assert by_path.json() == by_header.json()


@pytest.mark.parametrize("path", ["/nowhere", "/incidents/none", "/reports/none", "/agreements/none", "/reports/a/b"])
def test_what_is_not_there_is_said_so_in_both_shapes(bench: TestClient, path: str) -> None:
    page, data = bench.get(path), bench.get(f"{path}.json")
    assert page.status_code == data.status_code == 404
    assert "Not in the record" in page.text
    assert data.json()["error"]["status"] == 404


def test_every_link_of_the_pages_leads_somewhere(bench: TestClient, incident: str) -> None:
    seen: set[str] = set()
    for path in ("/", incident, "/checks", "/agreements", "/sources", "/reports", "/reports/l07-ambulance-attack"):
        page = bench.get(path).text
        seen |= {link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"#]*)', page)}
    assert len(seen) > 100
    for link in sorted(seen):
        if link.startswith("/review"):
            continue  # the desk derives anew, and this record holds incidents as annotated: see test_review_desk.py
        assert bench.get(link).status_code == 200, link


def test_fragments_name_something_on_their_page(bench: TestClient, incident: str) -> None:
    found = re.findall(r'href="(/(?:reports|agreements)/[^"#]+)#([^"]+)"', bench.get(incident).text)
    assert found
    for path, name in set(found):
        assert f'id="{name}"' in bench.get(path).text, (path, name)


def test_an_incident_shows_the_words_under_every_value(bench: TestClient, incident: str) -> None:
    found = bench.get(f"{incident}.json").json()
    assert {"kind", "when", "where", "killed", "claimants"} <= set(found["grounds"])
    for grounds in found["grounds"].values():
        for ground in grounds:
            assert ground["excerpts"]
            assert all(e["quote"] for e in ground["excerpts"])
    page = bench.get(incident).text
    assert page.count("<mark>") > 20


def test_a_finding_shows_each_test_with_its_figures(bench: TestClient, incident: str) -> None:
    page = bench.get(incident).text
    found = bench.get(f"{incident}.json").json()
    for finding in found["findings"]:
        for reason in finding["finding"]["reasons"]:
            assert reason["test"].replace("_", " ") in page
    assert "zone uncertainty km" in page


def test_an_undetermined_finding_says_what_would_decide_it(bench: TestClient) -> None:
    rows = bench.get("/index.json?verdict=undetermined&term=ceasefire").json()["rows"]
    path = f"/incidents/{rows[0]['incident']['id']}"
    found = [f for f in bench.get(f"{path}.json").json()["findings"] if f["finding"]["verdict"] == "undetermined"]
    assert found
    for finding in found:
        assert all(gap["words"] and gap["term"] == finding["finding"]["term"] for gap in finding["lacking"])
        assert len(finding["why"]) == len(finding["finding"]["reasons"])
    page = bench.get(path).text
    assert "What would decide it" in page
    assert re.search(r"in force from \d+ \w+ 2020", page)


def test_a_report_is_its_text_whatever_is_marked(bench: TestClient) -> None:
    for id_ in ("p01-two-soldiers-air-strike", "l07-ambulance-attack"):
        found = bench.get(f"/reports/{id_}.json").json()
        assert "".join(s["text"] for s in found["text"]) == found["report"]["text"]
        assert "".join(s["text"] for s in found["title"]) == found["report"]["title"]
        assert any(s["claims"] for s in found["text"])


def test_a_report_and_its_claims_are_linked_both_ways(bench: TestClient) -> None:
    page = bench.get("/reports/l07-ambulance-attack").text
    marks = set(re.findall(r'href="#(claim-[^"]+)"', page))
    words = set(re.findall(r'href="#([wt]-\d+-\d+)"', page))
    assert marks
    assert words
    for name in marks | words:
        assert f'id="{name}"' in page


def test_checks_are_listed_by_verdict(bench: TestClient) -> None:
    everything = bench.get("/checks.json").json()
    contradicted = bench.get("/checks.json?verdict=contradicted").json()
    assert {row["check"]["verdict"] for row in contradicted["rows"]} == {"contradicted"}
    assert contradicted["pages"]["total"] == sum(c.get("contradicted", 0) for c in everything["counts"].values())
    assert bench.get("/checks.json?verdict=guilty").status_code == 400


def test_incidents_that_decide_a_check_are_told_by_what_they_are(bench: TestClient) -> None:
    rows = [row for row in bench.get("/checks.json").json()["rows"] if row["check"]["incidents"]]
    assert rows
    assert all([n["id"] for n in row["incidents"]] == row["check"]["incidents"] for row in rows)
    assert all(
        re.search(r", .*20\d\d$", n["heading"]) or "not known" in n["heading"] for r in rows for n in r["incidents"]
    )
    assert "1 incident decides it" in bench.get("/checks").text


def test_sources_say_what_rests_on_them_alone(bench: TestClient) -> None:
    rows = bench.get("/sources.json").json()["sources"]
    assert all(0 <= row["alone"] <= row["incidents"] for row in rows)
    assert sum(row["reports"] for row in rows) == bench.get("/reports.json").json()["pages"]["total"]


def test_the_map_has_zones_and_outlines(bench: TestClient) -> None:
    found = bench.get("/map/base").json()
    assert {zone["kind"] for zone in found["zones"]} == {"polygon", "line", "corridor"}
    assert {line["kind"] for line in found["region"]} >= {"coast", "border"}
    assert bench.get("/map/points?view=36,35,37,36").json()["points"]


def test_pages_follow_the_record(gold_folder, open_bench, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import shutil

    from trucewatch.record import Store

    folder = tmp_path / "moving"
    shutil.copytree(gold_folder, folder)
    client = open_bench(folder)
    before = client.get("/index.json").json()["totals"]["incidents"]
    with Store.open(folder) as store:
        incidents, findings = list(store.incidents()), list(store.findings())
        gone = incidents[0].id
        store.replace_derived(
            incidents=incidents[1:], findings=[f for f in findings if f.incident != gone], checks=list(store.checks())
        )
    assert client.get("/index.json").json()["totals"]["incidents"] == before - 1
    assert client.get(f"/incidents/{gone}").status_code == 404


def test_an_incident_names_the_wave_that_it_is_part_of(example: Path, tmp_path: Path, open_bench: Open) -> None:
    wave, part, *_ = gold(example, "incidents.gold.jsonl", Incident)
    incidents = [wave, part.model_copy(update={"part_of": wave.id})]
    with Store.open(tmp_path / "out") as store:
        reports, claims = gold(example, "reports.jsonl", Report), gold(example, "claims.gold.jsonl", Claim)
        write(store, reports, claims, incidents=incidents, findings=[], checks=[])  # type: ignore[arg-type]
    client = open_bench(tmp_path / "out")
    told = client.get(f"/incidents/{wave.id}.json").json()["heading"]
    view, page = client.get(f"/incidents/{part.id}.json").json(), client.get(f"/incidents/{part.id}").text
    assert view["wave"] == told
    assert f'href="/incidents/{wave.id}" title="{wave.id}">{escape(told)}</a>' in page
