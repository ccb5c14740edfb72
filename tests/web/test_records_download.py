"""Incidents, reports and decisions as CSV: what the page lists, and nothing that the reader may not see."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOSTILE, gold
from tests.web.team import NAMES, Team

from trucewatch.model import Claim, Decision, Report, text_sha256
from trucewatch.publish import decisions_csv, reports_csv
from trucewatch.web import Role


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def ids(client: TestClient, query: str) -> list[str]:
    return [row["incident"]["id"] for row in client.get(f"/index.json{query}").json()["rows"]]


@pytest.mark.parametrize("query", ["", "?sort=killed", "?term=corridor&verdict=undetermined", "?q=ambulance"])
def test_incidents_are_those_of_the_ledger_in_its_order(bench: TestClient, query: str) -> None:
    found = [row["id"] for row in rows(bench, f"/incidents.csv{query}")]
    shown = ids(bench, query)
    assert shown
    assert found[: len(shown)] == shown
    assert len(found) == bench.get(f"/index.json{query}").json()["totals"]["incidents"]


def test_the_ledger_links_to_them_with_its_filters_its_order_and_its_day(bench: TestClient) -> None:
    page = bench.get("/?term=corridor&sort=killed&as_of=2020-03-20").text
    assert 'href="/incidents.csv?term=corridor&amp;sort=killed&amp;as_of=2020-03-20"' in page
    assert len(rows(bench, "/incidents.csv?as_of=2020-03-20")) < len(rows(bench, "/incidents.csv"))
    assert rows(bench, "/incidents.csv?since=1999-01-01&until=1999-01-02") == []
    assert bench.get("/incidents.csv?sort=weight").status_code == 400


def test_a_viewer_gets_incidents_and_reports_without_names_or_texts(
    viewer: TestClient, bench: TestClient, example: Path
) -> None:
    names = {n for c in gold(example, "claims.gold.jsonl", Claim) for v in c.victims for n in v.names}  # type: ignore[attr-defined]
    assert names
    for path in ("/incidents.csv", "/reports.csv"):
        text = viewer.get(path).text
        assert len(rows(viewer, path)) == len(rows(bench, path))
        assert not [name for name in names if name in text], path
    assert rows(viewer, "/incidents.csv?q=ambulance") == []
    assert not {"text", "victim_names"} & {*rows(bench, "/reports.csv")[0], *rows(bench, "/incidents.csv")[0]}


def test_reports_are_those_of_the_list_and_of_its_outlet(bench: TestClient) -> None:
    told = bench.get("/reports.json").json()["rows"]
    found = rows(bench, "/reports.csv")
    assert [(r["id"], int(r["incidents"])) for r in found][: len(told)] == [(r["id"], r["incidents"]) for r in told]
    source = next(r["source"] for r in told if r["source"])
    few = rows(bench, f"/reports.csv?source={source}")
    assert {r["source"] for r in few} == {source}
    assert 0 < len(few) < len(found)
    page = bench.get(f"/reports?source={source}&as_of=2020-03-20").text
    assert re.search(r"href=\"/reports\.csv\?source=[^\"]+&amp;as_of=2020-03-20\"", page)
    assert len(rows(bench, "/reports.csv?as_of=2020-03-20")) < len(found)


def test_hostile_words_are_no_formula(hostile: TestClient) -> None:
    (report,) = rows(hostile, "/reports.csv")
    assert report["title"] == HOSTILE
    text = "=1+1"
    spoilt = Report(id="r", title="=HYPERLINK(1)", text=text, sha256=text_sha256(text), source="@x")
    (line,) = csv.DictReader(io.StringIO(reports_csv([(spoilt, 1)])))
    assert (line["title"], line["source"]) == ("'=HYPERLINK(1)", "'@x")


def test_decisions_are_told_with_what_they_are_about_and_whether_they_stand(team: Team) -> None:
    client = team.client(Role.ANALYST, token=False)
    n = next(n for n in team.store.incidents() if n.killed)
    data = {"subject": f"incident:{n.id}", "action": "correct", "reason": "=cmd()", "field": "killed"}
    client.post("/review/decide", data=data | {"low": "40", "best": "41", "high": "42"})
    (made,) = team.store.decisions()
    client.post("/review/decide", data={"subject": f"decision:{made.id}", "action": "undo", "reason": "no"})
    undo, first = rows(client, "/review/decisions.csv")
    assert (undo["action"], undo["in_force"], first["in_force"]) == ("undo", "true", "false")
    assert first["undone_by"] == first["actor"] == NAMES[Role.ANALYST]
    assert first["reason"] == "'=cmd()"
    assert first["told"].startswith("killed set to 41 (40–42), was ")
    (row,) = [r for r in client.get("/review/decisions.json").json()["rows"] if r["decision"]["id"] == made.id]
    assert (first["incident"], first["heading"]) == (row["incident"], row["heading"])
    assert 'href="/review/decisions.csv"' in client.get("/review/decisions").text
    assert team.client(Role.VIEWER).get("/review/decisions.csv").status_code == 403


def test_parts_of_a_file_after_the_first_have_no_head() -> None:
    none: list[tuple[Decision, dict[str, str]]] = []
    assert decisions_csv(none, head=False) == ""
    assert decisions_csv(none).startswith("id,at,actor,")


def test_incidents_are_points_for_a_map_too(bench: TestClient, viewer: TestClient) -> None:
    found = bench.get("/incidents.geojson?term=corridor&sort=killed").json()
    assert [f["id"] for f in found["features"]] == [
        r["id"] for r in rows(bench, "/incidents.csv?term=corridor&sort=killed")
    ]
    placed = next(f for f in found["features"] if f["geometry"])
    assert placed["geometry"]["type"] == "Point"
    assert placed["properties"]["radius_km"] is not None
    assert bench.get("/incidents.geojson?q=no-such-word").json() == {"type": "FeatureCollection", "features": []}
    assert len(viewer.get("/incidents.geojson").json()["features"]) == len(rows(viewer, "/incidents.csv"))


def test_an_agreement_gives_its_zones_and_its_terms_with_their_findings(bench: TestClient) -> None:
    view = bench.get("/agreements.json").json()
    path = f"/agreements/{view['agreement']['id']}"
    terms = rows(bench, f"{path}/terms.csv")
    assert [t["term"] for t in terms] == [t["term"]["id"] for t in view["terms"]]
    for row, told in zip(terms, view["terms"], strict=True):
        counts = told["counts"]["verdicts"] if told["counts"] else None
        assert row["undetermined"] == ("" if counts is None else str(counts.get("undetermined", 0)))
    zones = bench.get(f"{path}/zones.geojson").json()["features"]
    assert [z["properties"]["id"] for z in zones] == [z["id"] for z in view["agreement"]["zones"]]
    assert all(z["geometry"] and "file" not in z["properties"] for z in zones)
    page = bench.get("/agreements").text
    for name in ("terms.csv", "zones.geojson"):
        assert f'href="{path}/{name}"' in page
        assert bench.get(f"/agreements/none/{name}").status_code == 404
