"""Signing in and out, sessions, forged forms, and what a route asks for."""

import datetime as dt

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount
from tests.web.team import NAMES, PASSWORD, Team, csrf_of, open_team, sign_in, small_record

from trucewatch.web import Permission, Role
from trucewatch.web.permissions import Changes, Requires, anyone


@pytest.fixture(scope="module")
def team(example, tmp_path_factory):
    folder = tmp_path_factory.mktemp("team")
    with open_team(small_record(example, folder / "filled", 2), folder / "out") as made:
        yield made


def test_who_has_not_signed_in_is_offered_no_pages_that_would_send_them_back(team: Team):
    page = team.client().get("/login").text
    assert '<nav aria-label="Pages">' not in page
    assert "nobody" not in page


def test_a_page_leads_to_the_form_and_back(team: Team):
    client = team.client()
    answer = client.get("/sources?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fsources%3Fx%3D1")
    assert 'value="/sources?x=1"' in client.get(answer.headers["location"]).text
    assert sign_in(client, NAMES[Role.VIEWER], next="/sources?x=1").headers["location"] == "/sources?x=1"
    assert client.get("/sources").status_code == 200


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "/a\r\nb", ""]
)
def test_it_leads_to_no_other_place(team: Team, to: str):
    assert sign_in(team.client(), NAMES[Role.VIEWER], next=to).headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(team: Team):
    told = sign_in(team.client(), NAMES[Role.VIEWER]).headers.get_list("set-cookie")
    session = next(c for c in told if c.startswith("trucewatch="))
    assert "HttpOnly" in session
    assert "SameSite=strict" in session
    assert "Secure" not in session
    client = team.client()
    client.base_url = "https://127.0.0.1:8321"
    told = sign_in(client, NAMES[Role.VIEWER]).headers.get_list("set-cookie")
    assert "Secure" in next(c for c in told if c.startswith("__Host-trucewatch="))


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(team: Team):
    one, other = team.client(), team.client()
    first, second = sign_in(one, NAMES[Role.VIEWER], "wrong"), sign_in(other, "nobody-here", "wrong")
    assert first.status_code == second.status_code == 401
    assert "do not fit" in first.text
    assert "do not fit" in second.text
    team.clock.now += dt.timedelta(hours=1)


def test_too_many_attempts_are_told_to_wait(team: Team):
    client = team.client()
    for _ in range(5):
        sign_in(client, NAMES[Role.EDITOR], "wrong")
    answer = sign_in(client, NAMES[Role.EDITOR])
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 901
    team.clock.now += dt.timedelta(hours=1)
    assert sign_in(client, NAMES[Role.EDITOR]).status_code == 303


def test_a_form_of_another_site_cannot_sign_anybody_in(team: Team):
    client = team.client()
    client.get("/login")
    form = {"name": NAMES[Role.VIEWER], "password": PASSWORD, "mark": "x" * 32}
    assert client.post("/login", data=form).status_code == 403


def test_a_session_ends_by_signing_out_by_time_and_with_a_new_password(team: Team):
    first, second = team.client(Role.ANALYST, token=False), team.client(Role.ANALYST, token=False)
    old = dict(first.cookies)
    first.post("/logout")
    first.cookies.update(old)
    assert first.get("/sources").status_code == 303
    team.accounts.set_password(NAMES[Role.ANALYST], PASSWORD)
    assert second.get("/sources").status_code == 303
    third = team.client(Role.ANALYST, token=False)
    for hours, status in ((7, 200), (7, 200), (8, 303)):
        team.clock.now += dt.timedelta(hours=hours)
        assert third.get("/sources").status_code == status


def test_a_session_is_over_after_three_days_however_often_it_is_used(team: Team):
    client = team.client(Role.ANALYST, token=False)
    answers = []
    for _ in range(13):
        team.clock.now += dt.timedelta(hours=6)
        answers.append(client.get("/sources").status_code)
    assert answers == [200] * 11 + [303] * 2


def test_a_role_that_is_taken_away_is_gone_at_once(team: Team):
    client = team.client(Role.EDITOR, token=False)
    assert "editor" in client.get("/account").text
    team.accounts.set_role(NAMES[Role.EDITOR], Role.VIEWER)
    assert client.get("/account.json").json()["role"] == "viewer"
    team.accounts.set_role(NAMES[Role.EDITOR], Role.EDITOR)


@pytest.mark.parametrize("mark", [None, "", "wrong", "ä"])
def test_a_change_without_the_mark_of_the_session_is_refused(team: Team, mark: str | None):
    client = team.client(Role.ADMIN, token=False)
    del client.headers["X-CSRF-Token"]
    data = {"do": "role", "name": NAMES[Role.VIEWER], "role": "viewer", **({"csrf": mark} if mark is not None else {})}
    assert client.post("/people", data=data).status_code == 403
    assert client.post("/people", data={**data, "csrf": csrf_of(client)}).status_code == 200


def test_the_mark_of_one_session_is_none_of_another(team: Team):
    one, other = team.client(Role.ADMIN, token=False), team.client(Role.ADMIN, token=False)
    other.headers["X-CSRF-Token"] = one.headers["X-CSRF-Token"]
    assert other.post("/people", data={"do": "none"}).status_code == 403


def test_an_admin_manages_accounts_on_the_page(team: Team):
    client = team.client(Role.ADMIN, token=False)
    told = client.post("/people", data={"do": "add", "name": "eve", "password": PASSWORD, "role": "viewer"})
    assert "eve can sign in now" in told.text
    assert team.accounts.get("eve").role is Role.VIEWER
    told = client.post("/people", data={"do": "role", "name": "eve", "role": "editor"})
    assert "eve is editor now" in told.text
    client.post("/people", data={"do": "remove", "name": "eve"})
    assert team.accounts.get("eve") is None
    told = client.post("/people", data={"do": "add", "name": "<b>", "password": "x", "role": "king"})
    assert told.status_code == 400
    assert "<b>" not in told.text


def test_tokens_are_made_by_people_and_shown_once(team: Team):
    client = team.client(Role.ANALYST, token=False)
    made = client.post("/account/tokens", data={"label": "<i>mine", "role": "analyst", "days": "3"})
    secret = made.text.split('<code class="secret">')[1].split("<")[0]
    assert team.accounts.bearer(secret).name == NAMES[Role.ANALYST]
    assert secret not in client.get("/account").text
    assert "<i>mine" not in client.get("/account").text
    assert client.post("/account/tokens", data={"label": "x", "role": "admin"}).status_code == 400
    program = team.client(Role.ANALYST)
    assert program.post("/account/tokens", data={"label": "x", "role": "viewer"}).status_code == 403
    token = next(t for t in team.accounts.tokens(NAMES[Role.ANALYST]) if t.label == "<i>mine")
    assert team.client(Role.VIEWER, token=False).post(f"/account/tokens/{token.id}/remove").status_code == 400
    assert client.post(f"/account/tokens/{token.id}/remove").status_code == 200
    assert team.accounts.bearer(secret) is None


def test_a_bad_token_is_nobody_even_beside_a_good_cookie(team: Team):
    client = team.client(Role.ADMIN, token=False)
    for bad in ("Bearer wrong", "Bearer", "Basic YTpi", "Bearer " + "x" * 9_000, "Bearer \u00e4".encode("latin-1")):
        assert client.get("/people.json", headers={"Authorization": bad}).status_code == 401


def all_routes(app, prefix: str = "") -> list[tuple[str, APIRoute]]:
    """Every route with its whole path, those of what is included or mounted too."""
    found = []
    for route in app.routes:
        if isinstance(route, APIRoute):
            found.append((prefix + route.path, route))
        elif isinstance(route, Mount):
            found += all_routes(route.app, prefix + route.path) if hasattr(route.app, "routes") else []
        else:
            found += all_routes(route.original_router, prefix)
    return found


def gates(dependant) -> set[object]:
    mine = {dependant.call} if isinstance(dependant.call, Requires | Changes) or dependant.call is anyone else set()
    return mine.union(*(gates(inner) for inner in dependant.dependencies))


def test_every_route_says_who_may_and_every_change_asks_for_the_mark(team: Team):
    routes = all_routes(team.app)
    assert len(routes) > 40
    assert "/api/v1/decisions" in dict(routes)
    assert "/review/decide" in dict(routes)
    for path, route in routes:
        found = gates(route.dependant)
        assert found, path
        if found == {anyone}:
            assert path in ("/login", "/login/openid", "/login/openid/return")
        elif route.methods - {"GET", "HEAD"}:
            assert any(isinstance(gate, Changes) for gate in found), path


def paths_of(team: Team) -> list[tuple[str, str, Permission]]:
    found = []
    for path, route in all_routes(team.app):
        for gate in gates(route.dependant) - {anyone}:
            found += [(method, path, gate.permission) for method in route.methods]
    return found


def test_each_role_reaches_what_its_permission_opens_and_nothing_else(team: Team):
    from trucewatch.web import GRANTS

    clients = {role: team.client(role) for role in Role}
    for method, path, permission in paths_of(team):
        address = path.replace("{id_:path}", "x").replace("{id_}", "x").replace("{field}", "kind")
        for role, client in clients.items():
            status = client.request(method, address, headers={"Accept": "application/json"}).status_code
            if permission in GRANTS[role]:
                assert status != 401, (method, path, role)
            else:
                assert status == 403, (method, path, role)
        assert team.client().request(method, address, headers={"Accept": "application/json"}).status_code == 401
