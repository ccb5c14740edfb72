"""Posting reports: one posting at a time, what became of it, and what is refused."""

import datetime as dt
import json
import threading
import time

import pytest
from tests.web.team import Team, open_team, small_record

from trucewatch.engine import Stages
from trucewatch.record import Store, rules_for
from trucewatch.web import Role
from trucewatch.web.runs import Busy, Run, Runs, RunState

POSTED = "On 7 March 2020 two civilians were killed by shelling in a town."


@pytest.fixture(scope="module")
def filled(example, tmp_path_factory):
    return small_record(example, tmp_path_factory.mktemp("filled") / "out", 2)


@pytest.fixture
def team(filled, tmp_path):
    with open_team(filled, tmp_path / "out") as made:
        yield made


def stages(extractor: str = "gold/1", hold: threading.Event | None = None) -> Stages:
    """Stages that find nothing in new reports."""
    rules = rules_for(None)

    def infer(report):
        if hold is not None:
            hold.wait(10)
        if report.text == "burst":
            raise OSError("the disk is full")
        return report

    return Stages(
        extractor=extractor,
        infer=infer,
        extract=lambda report: (),
        link=rules.link,
        assess=rules.assess,
        check=rules.check,
    )


def runs_of(store: Store, made: Stages) -> Runs:
    return Runs(store, extractor="rules", now=lambda: dt.datetime(2031, 5, 3, tzinfo=dt.UTC), stages=lambda: made)


def ended(runs: Runs, run: Run) -> Run:
    for _ in range(600):
        found = runs.get(run.id)
        assert found is not None
        if found.ended:
            return found
        time.sleep(0.05)
    raise AssertionError("the posting does not end")


def post_many(runs: Runs, number: int) -> None:
    for _ in range(number):
        runs.post(lines(POSTED), "ada")


def lines(*texts: str) -> bytes:
    return "".join(json.dumps({"text": text, "lang": "en"}) + "\n" for text in texts).encode()


def test_a_posting_is_read_into_the_record(team: Team):
    runs = runs_of(team.store, stages())
    before = len(list(team.store.incidents()))
    done = ended(runs, runs.post(lines(POSTED), "ada"))
    assert (done.state, done.read, done.new) == (RunState.DONE, 1, 1)
    again = ended(runs, runs.post(lines(POSTED), "ada"))
    assert (again.state, again.read, again.new) == (RunState.DONE, 1, 0)
    assert POSTED in [r.text for r in team.store.reports()]
    assert len(list(team.store.incidents())) == before
    assert team.store.derived_of() == team.store.heads()
    runs.close()


def test_a_record_made_by_other_rules_is_left_alone(team: Team):
    runs = runs_of(team.store, stages("rules/9"))
    failed = ended(runs, runs.post(lines(POSTED), "ada"))
    assert failed.state is RunState.FAILED
    assert "trucewatch run" in failed.error
    assert POSTED not in [r.text for r in team.store.reports()]
    runs.close()


def test_one_posting_that_bursts_does_not_end_those_after_it(team: Team):
    runs = runs_of(team.store, stages())
    first, second = runs.post(lines("burst"), "ada"), runs.post(lines(POSTED), "ada")
    assert ended(runs, first).state is RunState.FAILED
    assert "log" in runs.get(first.id).error
    assert ended(runs, second).state is RunState.DONE
    runs.close()


def test_only_so_many_wait(team: Team):
    hold = threading.Event()
    runs = runs_of(team.store, stages(hold=hold))
    with pytest.raises(Busy):
        post_many(runs, 30)
    hold.set()
    runs.close()


@pytest.mark.slow
def test_the_api_takes_reports_and_tells_how_far_they_are(team: Team):
    editor = team.client(Role.EDITOR)
    answer = editor.post("/api/v1/reports", json={"reports": [{"text": POSTED}]})
    assert answer.status_code == 202
    where = answer.headers["location"]
    for _ in range(600):
        told = editor.get(where).json()
        if told["ended"]:
            break
        time.sleep(0.1)
    # The record of the test was made of gold claims, which the rules of today must not replace.
    assert told["state"] == "failed"
    assert "gold/1" in told["error"]
    assert editor.get("/api/v1/runs/none").status_code == 404
    assert team.client(Role.ANALYST).get(where).status_code == 403
    for bad in ({}, {"reports": []}, {"reports": [{"text": ""}]}, {"reports": [{"text": "x", "extra": 1}]}):
        assert editor.post("/api/v1/reports", json=bad).status_code == 422


def test_a_posting_tells_under_which_id_each_report_is_held_and_which_could_not_be_read(team: Team):
    runs = runs_of(team.store, stages())
    posted = lines(POSTED, "  ", POSTED + " More was not known.")
    done = ended(runs, runs.post(posted, "ada"))
    first, none, third = done.reports
    assert none is None
    assert [r.text for r in team.store.reports() if r.id == first] == [POSTED]
    assert third not in (None, first)
    assert [p.where for p in done.problems] == ["reports.1"]
    again = ended(runs, runs.post(posted, "ada"))
    assert (again.new, again.reports) == (0, done.reports)
    runs.close()


def test_an_id_that_another_report_has_is_held_under_no_id(team: Team):
    runs = runs_of(team.store, stages())
    taken = next(r.id for r in team.store.reports())
    row = json.dumps({"id": taken, "text": POSTED, "lang": "en"}) + "\n"
    done = ended(runs, runs.post(row.encode(), "ada"))
    assert (done.new, done.reports) == (0, (None,))
    assert taken in done.problems[0].reason
    runs.close()
