"""Twenty people who decide at once lose nothing, and see each other's work; the audit proves it afterwards.

The same on both databases: the record is served by two workbenches, half of the people at each.
"""

import sqlite3
import threading

import pytest
from tests.web.team import PASSWORD, Team, open_team, small_record, team_over

from trucewatch.record import ReviewService, derive
from trucewatch.web import Role

PEOPLE = 20


@pytest.fixture(scope="module")
def filled(example, tmp_path_factory):
    return small_record(example, tmp_path_factory.mktemp("filled") / "out", 4)


@pytest.fixture
def team(filled, tmp_path):
    with open_team(filled, tmp_path / "out") as made:
        yield made


@pytest.fixture
def two(example, new_address):
    """Two workbenches over one record, on each database."""
    with team_over(small_record(example, new_address(), 4)) as here, here.another() as there:
        yield here, there


@pytest.mark.slow
def test_twenty_analysts_at_once_lose_nothing_and_see_each_others_work(two: tuple[Team, Team]):
    team = two[0]
    secrets = []
    for i in range(PEOPLE):
        team.accounts.add(f"analyst{i}", PASSWORD, Role.ANALYST)
        secrets.append(team.accounts.add_token(f"analyst{i}", "test", Role.ANALYST)[1])
    claims = [c.id for c in team.store.claims()]
    answers: list[list[int]] = [[] for _ in range(PEOPLE)]
    # The first request makes the routes, with warnings silenced for the whole process: not in twenty threads at once.
    assert [bench.client().get(f"{root}/nowhere").status_code for bench in two for root in ("", "/api/v1")] == [404] * 4
    start = threading.Barrier(PEOPLE)

    def work(i: int) -> None:
        client = two[i % 4 // 2].client()
        client.headers["Authorization"] = f"Bearer {secrets[i]}"
        start.wait()
        for turn in range(2):
            # All of them talk about the same few claims, half of them only if nobody else was quicker.
            subject = f"claim:{claims[(i + turn) % min(5, len(claims))]}"
            seen = client.get("/api/v1/looks", params={"subject": subject}).json()
            body = {
                "action": "correct", "subject": subject, "reason": "read again",
                "value": {"type": "claim_value", "change": {"field": "weapon", "value": f"by {i} turn {turn}"}},
                "seen": {seen["subject"]: seen["digest"]} if i % 2 else {},
            }  # fmt: skip
            answers[i].append(client.post("/api/v1/decisions", json=body).status_code)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [status for row in answers for status in row]
    assert set(told) <= {201, 409}
    assert all(status == 201 for i, row in enumerate(answers) if not i % 2 for status in row)
    made = list(team.store.decisions())
    assert len(made) == told.count(201)
    for i, row in enumerate(answers):
        assert [d.actor for d in made].count(f"analyst{i}") == row.count(201)
    assert tuple(team.store.incidents()) == derive(team.store.basis()).incidents
    assert ReviewService(team.store).verify().faults == ()
    pages = []
    for bench in two:
        pages.append(bench.client(Role.VIEWER).get("/index.json"))
        seen_by_all = bench.client(Role.ANALYST).get("/review/decisions").text
        assert all(d.id in seen_by_all for d in made[-40:])
    assert pages[0].status_code == 200
    assert pages[0].json() == pages[1].json()


def test_an_audit_finds_a_row_changed_behind_the_records_back(team: Team):
    client = team.client(Role.ANALYST)
    n = next(iter(team.store.incidents()))
    client.post("/api/v1/decisions", json={"action": "confirm", "subject": f"incident:{n.id}"})
    service = ReviewService(team.store)
    assert service.verify().faults == ()
    with sqlite3.connect(team.store.path) as db:
        db.execute("DROP TRIGGER decisions_no_update")
        db.execute("UPDATE decisions SET actor = 'somebody else', document = replace(document, 'analyst', 'admin')")
    db.close()
    assert service.verify().faults
