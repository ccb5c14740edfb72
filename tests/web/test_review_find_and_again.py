"""A merge by search, and a decision that comes too late and is made all the same on what stands."""

from tests.web.team import NAMES, Team

from trucewatch.model import Incident
from trucewatch.web import Role


def found(client, **query: object) -> dict:
    answer = client.get("/review/find.json", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_words_find_incidents_to_merge_with_and_never_the_incident_itself(still):
    client = still.client(Role.ANALYST, token=False)
    words = {n.id: n.where.name.split()[0] for n in still.store.incidents() if n.where and n.where.name}
    rare = min(words, key=lambda i: (list(words.values()).count(words[i]), i))  # the list is cut after some
    n, word = next(n for n in still.store.incidents() if n.id == rare), words[rare]
    ids = [row["incident"]["id"] for row in found(client, q=word)["rows"]]
    assert n.id in ids
    assert n.id not in [row["incident"]["id"] for row in found(client, q=word, home=n.id)["rows"]]


def test_without_words_incidents_of_the_days_about_it_are_offered(still):
    client = still.client(Role.ANALYST, token=False)
    dated = [n for n in still.store.incidents() if n.when and n.when.start and n.when.end]
    home = dated[0]
    rows = found(client, home=home.id)["rows"]
    assert home.id not in [row["incident"]["id"] for row in rows]
    assert all(abs(int(r["incident"]["when"]["start"][8:10]) - int(home.when.start[8:10])) <= 31 for r in rows)
    assert len(rows) < len(dated)


def test_what_is_chosen_stays_chosen_while_one_searches_on(still):
    client = still.client(Role.ANALYST, token=False)
    one, two = list(still.store.incidents())[:2]
    rows = found(client, q="nothing-has-this-word", home=one.id, others=two.id)["rows"]
    assert [(row["incident"]["id"], row["chosen"]) for row in rows] == [(two.id, True)]
    page = client.get("/review/find", params={"q": "nothing-has-this-word", "home": one.id}).text
    assert "No other incident holds these words" in page


def test_one_named_twice_is_merged_once(team):
    client = team.client(Role.ANALYST, token=False)
    one, two = list(team.store.incidents())[:2]
    data = {"action": "merge", "subject": f"incident:{one.id}", "reason": "one act", "others": [two.id, two.id]}
    assert client.post("/review/preview", data=data).status_code == 200


def test_viewers_search_nothing_to_merge(still):
    assert still.client(Role.VIEWER, token=False).get("/review/find?q=a").status_code == 403


# ---- too late


def now(team: Team, n: Incident) -> Incident:
    return next(m for m in team.store.incidents() if set(n.claims) <= set(m.claims))


def late(view: dict) -> dict:
    """A correction filled in on what a page showed."""
    subject = f"incident:{view['incident']['id']}"
    return {
        "home": view["incident"]["id"], "last": view["last"] or "", "seen": view["seen"], "action": "correct",
        "subject": subject, "reason": "three, by the list", "field": "killed", "low": "3", "best": "3", "high": "3",
    }  # fmt: skip


def test_what_was_written_too_late_is_kept_and_previewed_on_what_stands(team):
    ada, bob = team.client(Role.ANALYST, token=False), team.client(Role.EDITOR, token=False)
    n = next(n for n in team.store.incidents() if n.killed and n.victims)
    view = bob.get(f"/review/incidents/{n.id}.json").json()
    first = {**late(view), "low": "41", "best": "41", "high": "41", "reason": "more"}
    assert ada.post("/review/decide", data=first).status_code == 303
    refused = bob.post("/review/decide.json", data=late(view))
    assert refused.status_code == 409
    told = refused.json()
    assert [d["decision"]["actor"] for d in told["moved"]["since"]] == [NAMES[Role.ANALYST]]
    again: dict[str, list[str]] = {}
    for name, value in told["again"]:
        again.setdefault(name, []).append(value)
    assert again["reason"] == ["three, by the list"]
    page = bob.post("/review/preview", data=late(view)).text
    assert "Preview it on what stands now" in page
    assert bob.post("/review/preview", data=again).status_code == 200
    assert bob.post("/review/decide", data=again).status_code == 303
    assert now(team, n).killed.best == 3


def test_what_has_moved_is_told_in_words_and_not_in_names_of_fields(team):
    ada = team.client(Role.ANALYST, token=False)
    n = next(n for n in team.store.incidents() if n.killed and n.victims)
    view = ada.get(f"/review/incidents/{n.id}.json").json()
    figures = {"low": "41", "best": "41", "high": "41"}
    assert ada.post("/review/decide", data={**late(view), **figures}).status_code == 303
    page = ada.post("/review/preview", data=late(view)).text
    assert "<ins>41</ins>" in page
    assert "low 41" not in page
    assert "effect killed" not in page
