"""The list of decisions: what each changed, on which incident, whether it stands, and its undo."""

import re

import pytest
from tests.web.team import NAMES, PASSWORD, Team, sign_in

from trucewatch.model import Incident
from trucewatch.web import Role


@pytest.fixture
def analyst(team):
    return team.client(Role.ANALYST, token=False)


def some(team: Team) -> Incident:
    return next(n for n in team.store.incidents() if n.killed)


def now(team: Team, n: Incident) -> Incident:
    return next(m for m in team.store.incidents() if set(n.claims) <= set(m.claims))


def decide(client, subject: str, action: str, **fields: object) -> str:
    """Make a decision by the form of a page; where it leads to."""
    answer = client.post(
        "/review/decide", data={"subject": subject, "action": action, "reason": "read again", **fields}
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def killed(client, n: Incident, figure: int) -> None:
    figures = {name: str(figure) for name in ("low", "best", "high")}
    decide(client, f"incident:{n.id}", "correct", field="killed", **figures)


def rows(client) -> list[dict]:
    return client.get("/review/decisions.json").json()["rows"]


def test_a_row_says_from_what_to_what_on_which_incident_and_that_it_stands(team, analyst):
    n = some(team)
    killed(analyst, n, 41)
    (row,) = rows(analyst)
    assert re.fullmatch(r"killed set to 41, was .+", row["told"])
    assert row["incident"] == now(team, n).id
    assert row["in_force"]
    page = analyst.get("/review/decisions").text
    assert f'href="/review/incidents/{row["incident"]}"' in page
    assert row["heading"] in page


def test_a_merge_names_the_others_and_a_rating_its_source(team, analyst):
    one, two = list(team.store.incidents())[:2]
    decide(analyst, f"incident:{one.id}", "merge", others=two.id)
    editor = team.client(Role.EDITOR, token=False)
    source = next(r.source for r in team.store.reports() if r.source)
    decide(editor, f"source:{source}", "rate_source", reliability="B")
    rated, merged = rows(analyst)
    assert rated["told"] == f"source {source} rated B, was F"
    assert rated["source"] == source
    assert two.id in merged["told"]


def test_a_decision_is_undone_from_the_list_after_a_preview_that_says_what_is_undone(team, analyst):
    n = some(team)
    killed(analyst, n, 41)
    (row,) = rows(analyst)
    data = {"action": "undo", "subject": f"decision:{row['decision']['id']}", "seen": row["seen"], "reason": "a slip"}
    page = analyst.post("/review/preview", data=data)
    assert page.status_code == 200
    assert "If you undo this decision" in page.text
    assert f"“{row['told']}”" in page.text
    assert "killed best" in page.text
    assert len(list(team.store.decisions())) == 1
    answer = analyst.post("/review/decide", data=data)
    assert answer.headers["location"].startswith("/review/decisions#")
    undo, first = rows(analyst)
    assert undo["told"] == f"undid “{row['told']}”"
    assert undo["incident"] == row["incident"]
    assert not first["in_force"]
    assert first["undone_by"]["actor"] == NAMES[Role.ANALYST]
    assert not first["undo"]
    assert now(team, n).killed == n.killed


def test_an_undo_under_a_later_decision_says_what_stays(team, analyst):
    n = some(team)
    killed(analyst, n, 41)
    killed(analyst, now(team, n), 42)
    decide(analyst, f"incident:{now(team, n).id}", "note", text="looked at")
    first = rows(analyst)[-1]
    data = {"action": "undo", "subject": f"decision:{first['decision']['id']}", "reason": "a slip"}
    told = analyst.post("/review/preview.json", data=data).json()["undoing"]
    assert [line.split(",")[0] for line in told["over"]] == ["killed set to 42"]
    assert [line.startswith("note: looked at") for line in told["later"]] == [True]
    assert "A later decision sets the same" in analyst.post("/review/preview", data=data).text


def test_who_may_not_undo_is_told_who_may(team, analyst):
    killed(analyst, some(team), 41)
    team.accounts.add("another", PASSWORD, Role.ANALYST)
    other = team.client()
    sign_in(other, "another")
    (row,) = rows(other)
    assert not row["undo"]
    assert row["undoers"] == f"{NAMES[Role.ANALYST]} or an editor"
    page = other.get("/review/decisions").text
    assert "or an editor may undo it" in page
    assert "<summary>Undo</summary>" not in page


def test_a_decision_undone_meanwhile_is_not_undone_twice(team, analyst):
    killed(analyst, some(team), 41)
    (row,) = rows(analyst)
    data = {"action": "undo", "subject": f"decision:{row['decision']['id']}", "seen": row["seen"], "reason": "a slip"}
    assert analyst.post("/review/decide", data=data).status_code == 303
    assert analyst.post("/review/decide", data=data).status_code in (409, 422)
    assert len(list(team.store.decisions())) == 2


def test_a_rejected_incident_waits_for_nothing(team, analyst):
    n = some(team)
    decide(analyst, f"incident:{n.id}", "reject")
    (row,) = rows(analyst)
    assert row["told"].startswith("rejected")
    assert not row["waits"]
