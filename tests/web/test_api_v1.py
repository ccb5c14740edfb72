"""The API: lists page by page, one shape of errors, decisions through the one service."""

import threading
import time

import pytest
import uvicorn
from tests.web.team import NAMES, Team

from trucewatch.model import Incident
from trucewatch.web import Role

API = "/api/v1"


@pytest.fixture(scope="module")
def reader(still):
    return still.client(Role.ANALYST)


def walk(client, path: str, limit: int, **query) -> list[dict]:
    found, cursor = [], None
    for _ in range(200):
        page = client.get(API + path, params={"limit": limit, **query, **({"cursor": cursor} if cursor else {})})
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        cursor = page.json()["next"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.VIEWER])
@pytest.mark.parametrize("path", ["/incidents", "/findings", "/claims", "/reports", "/checks"])
def test_pages_of_any_size_give_every_row_once(still: Team, path: str, role: Role):
    client = still.client(role)
    whole = walk(client, path, 200)
    assert walk(client, path, 3) == whole
    assert walk(client, path, 1) == whole
    if role is Role.ANALYST:
        stored = {"/incidents": still.store.incidents, "/findings": still.store.findings, "/claims": still.store.claims}
        stored |= {"/reports": still.store.reports, "/checks": still.store.checks}
        assert sorted(map(str, whole)) == sorted(str(r.model_dump(mode="json")) for r in stored[path]())


def test_filters_are_those_of_the_workbench(still: Team, reader):
    for query in ({"verdict": "undetermined"}, {"kind": ["air_drone_strike", "armed_clash"]}, {"since": "2020-03-10"}):
        rows = walk(reader, "/incidents", 50, **query)
        page = reader.get("/index.json", params=query).json()
        assert len(rows) == page["totals"]["incidents"]
    term = walk(reader, "/findings", 50, verdict="undetermined")[0]["term"]
    found = walk(reader, "/findings", 50, term=term, verdict="undetermined")
    assert {(f["term"], f["verdict"]) for f in found} == {(term, "undetermined")}
    summary = reader.get(f"{API}/summary", params={"verdict": "undetermined"}).json()
    assert summary["totals"]["incidents"] == len(walk(reader, "/incidents", 50, verdict="undetermined"))


def test_one_of_each_by_its_id(still: Team, reader):
    for path, stored in (
        ("/incidents", still.store.incidents), ("/claims", still.store.claims), ("/reports", still.store.reports),
    ):  # fmt: skip
        id_ = next(iter(stored())).id
        assert reader.get(f"{API}{path}/{id_}").status_code == 200
        assert reader.get(f"{API}{path}/none").status_code == 404
    agreement = reader.get(f"{API}/agreements").json()["items"][0]["id"]
    assert reader.get(f"{API}/agreements/{agreement}").json()["terms"]
    assert reader.get(f"{API}/agreements/none").status_code == 404
    assert reader.get(f"{API}/record").json()["incidents"] == len(list(still.store.incidents()))


def test_a_ledger_is_that_of_the_command_line(reader):
    rows = reader.get(f"{API}/ledger", params={"by": "period", "period": "month"}).json()["rows"]
    assert rows
    assert {row["by"] for row in rows} == {"period"}
    assert reader.get(f"{API}/ledger", params={"by": "nothing"}).status_code == 422


def test_a_ledger_that_needs_an_agreement_says_so_where_there_is_none(hostile):
    answer = hostile.get(f"{API}/ledger", params={"by": "term"})
    assert answer.status_code == 400
    assert "agreement" in answer.json()["detail"]


@pytest.mark.parametrize("by", ["claimant", "actor"])
def test_viewers_get_no_ledger_of_what_nobody_has_reviewed(still: Team, by):
    answer = still.client(Role.VIEWER).get(f"{API}/ledger", params={"by": by})
    assert answer.status_code == 403
    assert "it takes the role analyst" in answer.json()["detail"]
    assert still.client(Role.VIEWER).get(f"{API}/ledger", params={"by": "side"}).status_code == 200


def test_claims_of_a_report_and_of_an_incident(still: Team, reader):
    n = next(n for n in still.store.incidents() if len(n.claims) > 1)
    assert {c["id"] for c in walk(reader, "/claims", 1, incident=n.id)} == set(n.claims)
    assert {c["report"] for c in walk(reader, "/claims", 2, report=n.reports[0])} == {n.reports[0]}


def test_viewers_get_no_unreviewed_claims_no_texts_and_no_decisions(still: Team):
    viewer = still.client(Role.VIEWER)
    assert walk(viewer, "/claims", 50) == []
    assert {r["text"] for r in walk(viewer, "/reports", 50)} == {""}
    assert viewer.get(f"{API}/decisions").status_code == 403
    assert viewer.post(f"{API}/reports", json={"reports": [{"text": "x"}]}).status_code == 403


JSON = {"content-type": "application/json"}
SURROGATE = b'{"action": "confirm", "subject": "incident:\\ud800"}'


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("DELETE", "/incidents", {}, 405),
        ("GET", "/incidents?limit=0", {}, 422),
        ("GET", "/incidents?limit=1000", {}, 422),
        ("GET", "/incidents?nonsense=1", {}, 422),
        ("GET", "/incidents?box=1,2,3", {}, 400),
        ("GET", "/incidents?box=", {}, 422),
        ("GET", "/incidents?cursor=!!", {}, 400),
        ("GET", "/incidents?cursor=WzFd", {}, 400),
        ("GET", "/incidents?cursor=WyJ4IiwgInkiXQ", {}, 400),
        ("GET", "/decisions?cursor=Wzk5OTk5OTk5OTk5OTk5XQ", {}, 400),
        ("GET", "/incidents?cursor=", {}, 422),
        ("GET", "/incidents?until=0.0", {}, 422),
        ("GET", "/incidents/a%0Ab", {}, 404),
        ("GET", "/looks?subject=nothing", {}, 422),
        ("POST", "/decisions", {"json": {"action": "reject"}}, 422),
        ("POST", "/decisions", {"content": b"{", "headers": JSON}, 422),
        ("POST", "/decisions", {"content": b"[" * 100_000, "headers": JSON}, 400),
        ("POST", "/decisions", {"content": b"{}" + b" " * 300_000, "headers": JSON}, 413),
        ("POST", "/decisions", {"content": SURROGATE, "headers": JSON}, 422),
        ("POST", "/decisions", {"json": {"action": "reject", "subject": "incident:none", "reason": "x"}}, 422),
    ],
)  # fmt: skip
def test_errors_have_one_shape(reader, method, path, more, status):
    answer = reader.request(method, API + path, **more)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["detail"]
    assert set(told) == {"type", "title", "status", "detail", "code", "where", "remedy"}


def test_nobody_is_told_to_sign_in(still: Team):
    answer = still.client().get(f"{API}/incidents")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_description_names_every_route_and_its_errors(reader):
    told = reader.get(f"{API}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert {"/incidents", "/claims", "/reports", "/findings", "/checks", "/decisions", "/ledger"} <= set(told["paths"])
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403"} <= set(operation["responses"]), (method, path)
    references = str(told).count("#/components/schemas/")
    assert references > 20


def test_a_decision_is_previewed_made_and_listed(team: Team):
    client = team.client(Role.ANALYST)
    n = next(iter(team.store.incidents()))
    seen = client.get(f"{API}/looks", params={"subject": f"incident:{n.id}"}).json()
    assert Incident.model_validate(seen["document"]) == n
    body = {
        "action": "correct", "subject": f"incident:{n.id}", "reason": "read again",
        "seen": {seen["subject"]: seen["digest"]},
        "value": {"type": "incident_value", "change": {"field": "kind", "value": "grenade"}},
    }  # fmt: skip
    preview = client.post(f"{API}/decisions/preview", json=body).json()
    made = client.post(f"{API}/decisions", json=body)
    assert made.status_code == 201
    assert made.json()["effects"] == preview
    assert made.json()["decision"]["actor"] == NAMES[Role.ANALYST]
    assert client.post(f"{API}/decisions", json=body).status_code in (409, 422)
    assert [d["id"] for d in walk(client, "/decisions", 1)] == [made.json()["decision"]["id"]]
    assert walk(client, "/decisions", 1, action="reject") == []
    later = client.get(f"{API}/looks", params={"subject": f"decision:{made.json()['decision']['id']}"})
    assert later.status_code == 200


def test_a_decision_on_what_moved_is_a_conflict(team: Team):
    client = team.client(Role.ANALYST)
    n = next(iter(team.store.incidents()))
    seen = client.get(f"{API}/looks", params={"subject": f"incident:{n.id}"}).json()
    note = {"action": "note", "subject": f"incident:{n.id}", "value": {"type": "note", "text": "x"}}
    assert client.post(f"{API}/decisions", json=note).status_code == 201
    answer = client.post(f"{API}/decisions", json={**note, "seen": {seen["subject"]: seen["digest"]}})
    assert (answer.status_code, answer.json()["code"]) == (409, "E501")
    endless = {"action": "place", "subject": f"incident:{n.id}", "reason": "x",
               "value": {"type": "point", "lat": 1, "lon": 1, "radius_km": 1e300}}  # fmt: skip
    assert client.post(f"{API}/decisions", json=endless).status_code == 400


def test_a_session_needs_its_mark_here_too(team: Team):
    client = team.client(Role.ANALYST, token=False)
    mark = client.headers.pop("X-CSRF-Token")
    n = next(iter(team.store.incidents()))
    body = {"action": "confirm", "subject": f"incident:{n.id}"}
    assert client.post(f"{API}/decisions", json=body).status_code == 403
    assert client.post(f"{API}/decisions", json=body, headers={"X-CSRF-Token": mark}).status_code == 201


def test_the_client_example_reads_and_decides(team: Team):
    from examples.api_client import Refused, Workbench

    server = uvicorn.Server(uvicorn.Config(team.app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    listening = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        bench = Workbench(f"http://127.0.0.1:{listening.getsockname()[1]}", team.secrets[Role.ANALYST])
        rows = list(bench.all("/incidents", kind=["air_drone_strike"]))
        assert rows
        made = bench.decide("confirm", f"incident:{rows[0]['id']}")
        assert made["decision"]["action"] == "confirm"
        with pytest.raises(Refused, match="no such incident"):
            bench.decide("confirm", "incident:none")
    finally:
        server.should_exit = True
        thread.join()
