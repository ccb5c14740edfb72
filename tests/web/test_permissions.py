"""What each role may see, and that no route forgets to ask."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from trucewatch.model import Claim, Incident
from trucewatch.web import GRANTS, Permission, Role
from trucewatch.web.permissions import Changes, Requires


def asked(dependant: Dependant) -> Iterator[Permission]:
    if isinstance(dependant.call, Requires | Changes):
        yield dependant.call.permission
    for inner in dependant.dependencies:
        yield from asked(inner)


def routes(client: TestClient) -> list[APIRoute]:
    from trucewatch.web import routes as rooms

    pages = (rooms.agreement, rooms.checks, rooms.findings, rooms.incident, rooms.ledgers, rooms.overview, rooms.people)
    modules = (*pages, rooms.report, rooms.review, rooms.situation, rooms.sources, rooms.trend, rooms.api)
    return [r for m in modules for r in m.router.routes if isinstance(r, APIRoute)]


def test_every_route_asks_for_a_permission(bench: TestClient) -> None:
    found = routes(bench)
    assert len(found) >= 50
    for route in found:
        assert list(asked(route.dependant)), route.path


def test_a_role_may_all_that_the_one_before_it_may() -> None:
    order = list(Role)
    for lower, higher in pairwise(order):
        assert GRANTS[lower] < GRANTS[higher]


def test_nobody_who_has_not_signed_in_sees_a_page(gold_folder, open_bench) -> None:  # type: ignore[no-untyped-def]
    client = open_bench(gold_folder)

    class Nobody:
        def person(self, request: object) -> None:
            return None

    client.app.state.people = Nobody()
    assert client.get("/").status_code == 401
    assert client.get("/sources.json").json()["error"]["status"] == 401


@pytest.fixture(scope="module")
def names(example) -> set[str]:  # type: ignore[no-untyped-def]
    """The names of all victims in the gold."""
    from tests.web.conftest import gold

    rows = [*gold(example, "claims.gold.jsonl", Claim), *gold(example, "incidents.gold.jsonl", Incident)]
    return {name for row in rows for victim in row.victims for name in victim.names}  # type: ignore[attr-defined]


def test_a_viewer_meets_no_name_of_a_victim_anywhere(viewer: TestClient, names: set[str]) -> None:
    rows = viewer.get("/index.json").json()["rows"]
    paths = ["/", "/index.json", "/checks", "/checks.json", "/sources", "/reports", "/reports.json"]
    paths += [f"/incidents/{row['incident']['id']}{end}" for row in rows for end in ("", ".json")]
    paths += [
        f"/reports/{row['id']}{end}" for row in viewer.get("/reports.json").json()["rows"] for end in ("", ".json")
    ]
    assert len(names) > 2
    for path in paths:
        answer = viewer.get(path)
        assert answer.status_code == 200, path
        assert not [name for name in names if name in answer.text], path


def test_a_viewer_sees_no_claim_that_nobody_reviewed(viewer: TestClient, bench: TestClient) -> None:
    id_ = viewer.get("/index.json").json()["rows"][0]["incident"]["id"]
    hidden, shown = viewer.get(f"/incidents/{id_}.json").json(), bench.get(f"/incidents/{id_}.json").json()
    assert hidden["claims"] == []
    assert hidden["hidden_claims"] == len(shown["claims"]) > 0
    assert hidden["grounds"] == {}
    assert "nobody has reviewed" in viewer.get(f"/incidents/{id_}").text


def test_a_viewer_cannot_search_the_words_of_reports(viewer: TestClient, bench: TestClient) -> None:
    assert bench.get("/index.json?q=ambulance").json()["totals"]["incidents"] > 0
    assert viewer.get("/index.json?q=ambulance").json()["totals"]["incidents"] == 0
    assert viewer.get("/index.json?q=idlib").json()["totals"]["incidents"] > 0


def test_a_viewer_reads_no_text_of_a_report(viewer: TestClient) -> None:
    found = viewer.get("/reports/p01-two-soldiers-air-strike.json").json()
    assert found["report"]["text"] == ""
    assert found["text"] == []
