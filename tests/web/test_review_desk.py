"""The queue and the desk of review: what is asked, previewed, decided, refused and undone."""

import re

import pytest
from tests.web.team import NAMES, Team, open_team

from trucewatch.model import Incident
from trucewatch.web import Role


@pytest.fixture(scope="module")
def reader(still):
    return still.client(Role.ANALYST, token=False)


@pytest.fixture
def analyst(team):
    return team.client(Role.ANALYST, token=False)


def incident(team: Team, least: int = 1) -> Incident:
    return next(n for n in team.store.incidents() if len(n.claims) >= least)


def shown(client, id_: str) -> dict:
    answer = client.get(f"/review/incidents/{id_}.json")
    assert answer.status_code == 200, answer.text
    return answer.json()


def form(view: dict, action: str, **fields: object) -> dict:
    """The fields that the page would send."""
    base = {"home": view["incident"]["id"], "last": view["last"] or "", "seen": view["seen"], "action": action}
    return {**base, "subject": f"incident:{view['incident']['id']}", "reason": "read again", **fields}


def test_the_queue_tells_its_points_and_puts_the_most_first(still, reader):
    view = reader.get("/review.json").json()
    points = [row["item"]["points"] for row in view["rows"]]
    assert points == sorted(points, reverse=True)
    assert points[0] > 0
    for row in view["rows"]:
        causes = row["item"]["causes"]
        merges = max((c["points"] for c in causes if c["doubt"] == "merge"), default=0)
        total = sum(c["points"] for c in causes if c["doubt"] != "merge") + merges
        assert row["item"]["points"] == round(total * row["item"]["weight"])
    page = reader.get("/review").text
    assert "Why" in page
    only = reader.get("/review.json?doubt=undetermined").json()["rows"]
    assert only
    assert all(any(c["doubt"] == "undetermined" for c in row["item"]["causes"]) for row in only)
    assert reader.get("/review?doubt=nothing").status_code == 400


def test_a_preview_tells_the_effects_and_writes_nothing(still, reader):
    n = incident(still)
    view = shown(reader, n.id)
    data = form(view, "correct", field="killed", low="7", best="8", high="9")
    part = reader.post("/review/preview", data=data, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "8 (7–9)" in part.text
    whole = reader.post("/review/preview", data=data)
    assert "<html" in whole.text
    told = reader.post("/review/preview.json", data=data).json()["effects"]
    assert any(t["name"] == "killed best" for t in told["totals"])
    assert list(still.store.decisions()) == []


def test_a_decision_is_made_in_the_name_of_who_is_signed_in(team, analyst):
    n = incident(team)
    data = form(shown(analyst, n.id), "correct", field="kind", v="grenade", actor="somebody else")
    answer = analyst.post("/review/decide", data=data)
    assert answer.status_code == 303
    (made,) = team.store.decisions()
    assert made.actor == NAMES[Role.ANALYST]
    onward = analyst.get(answer.headers["location"])
    assert "Decided: kind set to Grenade, was " in onward.text
    assert next(m for m in team.store.incidents() if m.claims == n.claims).kind == "grenade"
    assert "grenade" in analyst.get("/index.json?kind=grenade").text


def test_confirming_takes_it_out_of_the_queue_and_shows_its_claims_to_viewers(team, analyst):
    first = analyst.get("/review.json").json()["rows"][0]["item"]["id"]
    viewer = team.client(Role.VIEWER)
    assert viewer.get(f"/incidents/{first}.json").json()["claims"] == []
    analyst.post("/review/decide", data=form(shown(analyst, first), "confirm", reason=""))
    assert first not in [row["item"]["id"] for row in analyst.get("/review.json").json()["rows"]]
    assert viewer.get(f"/incidents/{first}.json").json()["hidden_claims"] == 0
    assert shown(analyst, first)["confirmed"]


def test_a_confirmed_finding_is_no_doubt_any_more(team, analyst):
    row = next(r for r in analyst.get("/review.json?doubt=undetermined").json()["rows"])
    view = shown(analyst, row["item"]["id"])
    subject = next(f["subject"] for f in view["findings"] if f["unknown"])
    analyst.post("/review/decide", data=form(view, "confirm", subject=subject, reason=""))
    term = subject.split("/", 1)[1]
    again = shown(analyst, row["item"]["id"])
    assert next(f["confirmed"] for f in again["findings"] if f["subject"] == subject)
    assert term not in [c["term"] for c in (again["item"] or {"causes": []})["causes"]]


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("place", {"lat": "35.5", "lon": "36.5", "radius_km": "4", "name": "Here"}),
        ("note", {"text": "seen\nhere"}),
        ("reject", {}),
        ("correct", {"field": "when", "start": "2020-03-01", "end": ""}),
        ("correct", {"field": "weapon", "v": "mortars"}),
        ("correct", {"field": "injured", "low": "3", "best": "3", "high": ""}),
    ],
)
def test_each_action_on_an_incident(team, analyst, action, fields):
    n = incident(team)
    data = form(shown(analyst, n.id), action, **fields)
    assert analyst.post("/review/preview", data=data).status_code == 200
    assert analyst.post("/review/decide", data=data).status_code == 303
    assert [d.action for d in team.store.decisions()] == [action]


@pytest.mark.parametrize(
    "fields",
    [
        {"field": "killed", "low": "4", "high": "", "approximate": "yes", "unconfirmed": "no"},
        {"field": "perpetrator", "actor": "Somebody", "label": "", "side": "", "v": "accused"},
        {"field": "modality", "v": "denied"},
        {"field": "background", "v": "yes"},
    ],
)
def test_fields_of_a_claim(team, analyst, fields):
    n = incident(team)
    data = form(shown(analyst, n.id), "correct", subject=f"claim:{n.claims[0]}", **fields)
    answer = analyst.post("/review/decide", data=data)
    assert answer.status_code == 303, answer.text
    claim = next(c for c in team.store.reviewed_claims() if c.id == n.claims[0])
    assert getattr(claim, fields["field"]) != getattr(team.store.claim(claim.id), fields["field"])


def test_merging_and_splitting(team, analyst):
    one, two = list(team.store.incidents())[:2]
    data = form(shown(analyst, one.id), "merge", others=two.id)
    place = analyst.post("/review/decide", data=data).headers["location"]
    merged = next(n for n in team.store.incidents() if set(n.claims) == {*one.claims, *two.claims})
    assert merged.id in place
    data = form(shown(analyst, merged.id), "split", claims=list(two.claims))
    assert analyst.post("/review/decide", data=data).status_code == 303
    assert sorted(n.claims for n in team.store.incidents() if set(n.claims) & set(merged.claims)) == sorted(
        [one.claims, two.claims]
    )


def test_a_merge_is_previewed_by_how_many_claims_come_and_not_by_their_ids(still, reader):
    one, two = list(still.store.incidents())[:2]
    data = form(shown(reader, one.id), "merge", others=two.id)
    page = reader.post("/review/preview", data=data).text.partition('id="main"')[2]
    found = reader.post("/review/preview", data=data, headers={"accept": "application/json"}).json()
    fields = {f["field"]: f for n in found["effects"]["incidents"] for f in n["fields"]}
    assert re.fullmatch(r"\d+", fields["claims"]["before"])
    assert re.fullmatch(r"\d+, \d+ come", fields["claims"]["after"])
    assert not any(f"<del>{claim}" in page for claim in one.claims)


def test_what_reviewers_decided_stands_on_the_page_of_the_incident(team, analyst):
    n = incident(team)
    analyst.post(
        "/review/decide", data=form(shown(analyst, n.id), "correct", field="killed", low="4", best="5", high="6")
    )
    now = next(m.id for m in team.store.incidents() if m.claims == n.claims)
    view = analyst.get(f"/incidents/{now}.json").json()
    assert view["set_in_review"] == ["killed"]
    (told,) = view["decisions"]
    assert told["told"].startswith("killed set to 5 (4–6), was ")
    assert told["reason"] == "read again"
    assert "set in review" in analyst.get(f"/incidents/{now}").text
    seen = team.client(Role.VIEWER).get(f"/incidents/{now}.json").json()
    assert (seen["set_in_review"], seen["decisions"]) == (["killed"], [])
    (made,) = team.store.decisions()
    analyst.post("/review/decide", data=form(shown(analyst, now), "undo", subject=f"decision:{made.id}"))
    view = analyst.get(f"/incidents/{now}.json").json()
    assert view["set_in_review"] == []
    assert view["decisions"][0]["told"] == f"undid “{told['told']}”"


def test_undoing_is_a_decision_and_others_decisions_need_an_editor(team, analyst):
    n = incident(team)
    analyst.post("/review/decide", data=form(shown(analyst, n.id), "correct", field="kind", v="grenade"))
    (made,) = team.store.decisions()
    team.accounts.add("another", "a sentence of some words", Role.ANALYST)
    from tests.web.team import sign_in

    other = team.client()
    sign_in(other, "another")
    view = shown(other, next(m.id for m in team.store.incidents() if m.claims == n.claims))
    assert not view["history"][0]["undo"]
    data = form(view, "undo", subject=f"decision:{made.id}")
    assert other.post("/review/decide", data=data).status_code == 403
    assert team.client(Role.EDITOR, token=False).post("/review/decide", data=data).status_code == 303
    assert [d.action for d in team.store.decisions()] == ["correct", "undo"]
    assert incident(team).kind == n.kind


def test_rating_a_source_needs_an_editor(team, analyst):
    n = incident(team)
    view = shown(analyst, n.id)
    data = form(view, "rate_source", subject=f"source:{view['sources'][0]}", reliability="B")
    refused = analyst.post("/review/decide.json", data=data)
    assert refused.status_code == 403
    assert refused.json()["error"]["message"] == (
        "The role analyst may not rate sources or undo what others decided; it takes the role editor."
    )
    assert "Rate a source" not in analyst.get(f"/review/incidents/{n.id}").text
    editor = team.client(Role.EDITOR, token=False)
    assert "Rate a source" in editor.get(f"/review/incidents/{n.id}").text
    assert editor.post("/review/decide", data=data).status_code == 303


def test_the_first_rating_tells_apart_incidents_of_which_only_a_reason_is_worded_anew(team):
    editor = team.client(Role.EDITOR, token=False)
    name = next(r.source for r in team.store.reports() if r.source)
    rated = [n for n in team.store.incidents() if any(team.store.report(r).source == name for r in n.reports)]
    others = len(list(team.store.incidents())) - len(rated)
    data = {"action": "rate_source", "subject": f"source:{name}", "reliability": "B", "reason": "known for years"}
    found = editor.post("/review/preview.json", data=data).json()["effects"]["incidents"]
    changed = [n for n in found if any(f["field"] == "reliability" for f in n["fields"])]
    assert 0 < len(changed) <= len(rated) < len(found)
    page = editor.post("/review/preview", data=data, headers={"HX-Request": "true"}).text
    assert page.count('<section class="effect">') == len(changed)
    assert f"{len(found) - len(changed)} incidents keep their grade and their reliability" in page
    assert len(found) - len(changed) >= others - 1


def test_causes_name_what_an_analyst_calls_a_thing_and_no_ids(still, reader):
    view, page = reader.get("/review.json").json(), reader.get("/review").text
    merges = [(r, c) for r in view["rows"] for c in r["item"]["causes"] if c["other"]]
    assert merges
    for row, cause in merges:
        shown = reader.get(f"/incidents/{cause['other']}.json").json()["heading"]
        assert row["others"][cause["other"]] == shown
    causes = re.findall(r'<span class="pts">\d+</span><span>(.*?)</span></li>', page)
    words = [re.sub(r"<[^>]*>", "", c) for c in causes]
    assert any(w.startswith("may be one with ") for w in words)
    assert any("nobody can say: whether it was" in w for w in words)
    ids = [n.id for n in still.store.incidents()]
    assert not [w for w in words if any(id_ in w for id_ in ids) or "_" in w]
    desk = reader.get(f"/review/incidents/{merges[0][0]['item']['id']}").text
    assert f">{merges[0][1]['other']}<" not in desk


def test_an_editor_rates_a_source_where_sources_are_listed(team, analyst):
    page = team.client(Role.ANALYST, token=False).get("/sources").text
    assert "Rate a source" not in page
    editor = team.client(Role.EDITOR, token=False)
    name = next(r.source for r in team.store.reports() if r.source)
    page = editor.get("/sources", params={"rate": name}).text
    assert f'<option value="source:{name}" selected>' in page
    data = {"action": "rate_source", "subject": f"source:{name}", "reliability": "B", "reason": "known for years"}
    assert "Decide" in editor.post("/review/preview", data=data).text
    answer = editor.post("/review/decide", data=data)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sources")
    assert team.client(Role.VIEWER).get("/sources.json").json()["ratings"] == {name: "B"}
    assert "usually reliable" in editor.get("/sources").text


def test_a_record_that_has_moved_is_told_with_what_changed_and_nothing_is_decided(team, analyst):
    n = incident(team)
    view = shown(analyst, n.id)
    editor = team.client(Role.EDITOR, token=False)
    editor.post("/review/decide", data=form(shown(editor, n.id), "correct", field="weapon", v="mortars", reason="new"))
    here = {"home": view["incident"]["id"], "digest": view["digest"], "last": ""}
    told = analyst.post("/review/here", data=here).text
    assert "has changed since you opened it" in told or "claims are now in" in told
    answer = analyst.post("/review/decide", data=form(view, "correct", field="kind", v="grenade"))
    assert answer.status_code in (409, 422)
    assert len(list(team.store.decisions())) == 1
    if answer.status_code == 409:
        assert NAMES[Role.EDITOR] in answer.text
        assert "mortars" in answer.text


def test_who_else_is_looking_is_shown(still, reader):
    n = incident(still)
    editor = still.client(Role.EDITOR, token=False)
    editor.get(f"/review/incidents/{n.id}")
    assert f"{NAMES[Role.EDITOR]} looks at this too" in reader.get(f"/review/incidents/{n.id}").text
    digest = shown(reader, n.id)["digest"]
    told = editor.post("/review/here", data={"home": n.id, "digest": digest}).text
    assert NAMES[Role.ANALYST] in told
    assert "has changed" not in told


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "destroy"}, 400),
        ({"action": "correct", "field": "id", "v": "x"}, 400),
        ({"action": "correct", "field": "killed", "low": "x"}, 400),
        ({"action": "correct", "field": "killed", "low": "9", "best": "5", "high": "6"}, 400),
        ({"action": "correct", "field": "kind", "v": "<b>"}, 400),
        ({"action": "correct", "field": "when", "start": "2020-02-31"}, 400),
        ({"action": "place", "lat": "nan", "lon": "1", "radius_km": "1"}, 400),
        ({"action": "place", "lat": "1", "lon": "1", "radius_km": "inf"}, 400),
        ({"action": "place", "lat": "91", "lon": "1", "radius_km": "1"}, 400),
        ({"action": "note", "text": "a\x00b"}, 400),
        ({"action": "note", "text": "x" * 4001}, 400),
        ({"action": "reject", "reason": ""}, 422),
        ({"action": "reject", "subject": "incident:<script>"}, 422),
        ({"action": "reject", "subject": "nothing"}, 422),
        ({"action": "split"}, 422),
        ({"action": "merge", "others": "nowhere"}, 422),
        ({"action": "reject", "seen": "x"}, 400),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_reason(still, reader, fields, status):
    n = incident(still)
    answer = reader.post("/review/decide", data={**form(shown(reader, n.id), "x"), **fields})
    assert answer.status_code == status, answer.text
    assert "<script>alert" not in answer.text
    assert "incident:<script>" not in answer.text
    part = reader.post(
        "/review/preview", data={**form(shown(reader, n.id), "x"), **fields}, headers={"HX-Request": "true"}
    )
    assert part.status_code == status
    assert 'role="alert"' in part.text
    assert "<html" not in part.text
    assert list(still.store.decisions()) == []


def test_hostile_words_of_reviewers_do_nothing(team, analyst):
    n = incident(team)
    words = "<script>alert(1)</script>'\"{{7*7}}"
    analyst.post("/review/decide", data=form(shown(analyst, n.id), "note", text=words, reason=words))
    now = next(m.id for m in team.store.incidents() if m.claims == n.claims)
    for path in (f"/review/incidents/{now}", "/review", "/review/decisions", f"/incidents/{now}"):
        page = analyst.get(path).text
        assert "<script>alert" not in page
        assert "49" not in re.findall(r"\{\{.*?\}\}", page)


def test_the_page_needs_no_script_of_its_own_and_every_input_has_a_name(still, reader):
    page = reader.get(f"/review/incidents/{incident(still).id}").text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    for key in "cemsxpnq":
        assert f'data-key="{key}"' in page
    assert page.count("<form") == page.count("</form>")


def test_a_viewer_has_no_desk(still):
    viewer = still.client(Role.VIEWER)
    for path in ("/review", "/review/decisions", "/review/incidents/x", "/review/field"):
        assert viewer.get(path).status_code == 403
    assert 'href="/review"' not in viewer.get("/").text


def test_the_desk_of_what_is_gone_is_not_there(reader):
    assert reader.get("/review/incidents/nowhere").status_code == 404
    assert reader.get("/review/field?subject=claim:none&field=kind").status_code == 422
    assert reader.get("/review/field?subject=source:x&field=kind").status_code == 400


def test_a_record_that_other_rules_derived_is_derived_anew_before_anybody_decides(filled, tmp_path):
    with open_team(filled, tmp_path / "out") as team:
        before = list(team.store.incidents())
        odd = before[0].model_copy(update={"id": "of-other-rules", "weapon": "of other rules"})
        team.store.replace_derived(incidents=[odd, *before[1:]], findings=[], checks=[])
        client = team.client(Role.ANALYST, token=False)
        ids = [row["item"]["id"] for row in client.get("/review.json").json()["rows"]]
        assert ids
        assert "of-other-rules" not in ids
        assert all(client.get(f"/review/incidents/{id_}").status_code == 200 for id_ in ids[:2])
        assert list(team.store.incidents()) == before
