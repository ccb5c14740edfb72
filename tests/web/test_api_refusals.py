"""What the API refuses is told so that whoever wrote the program knows what to write instead."""

import pytest
from tests.web.team import Team, open_team, small_record

from trucewatch.web import Role

API = "/api/v1"


@pytest.fixture(scope="module")
def still(example, tmp_path_factory):
    filled = small_record(example, tmp_path_factory.mktemp("filled") / "out", 2)
    with open_team(filled, tmp_path_factory.mktemp("team") / "out") as made:
        yield made


def post(team: Team, content: str, kind: str = "application/json", role: Role = Role.EDITOR) -> dict:
    """The problem that an answer tells."""
    answer = team.client(role).post(f"{API}/reports", content=content, headers={"Content-Type": kind})
    assert answer.status_code >= 400
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('[{"text": "x"}]', "application/json"),
        ('{"reports": [{"text": "x"}]}', "application/x-www-form-urlencoded"),
        ('{"text": "x"}\n{"text": "y"}', "application/jsonl"),
    ],
)
def test_a_body_of_another_shape_is_told_the_shape(still, content, kind):
    told = post(still, content, kind)
    assert told["where"] == "body"
    assert '{"reports": [...]}' in told["remedy"]
    assert "Content-Type: application/json" in told["remedy"]


def test_broken_json_is_told_with_its_place(still):
    told = post(still, '{"reports": [{"text":')
    assert "no JSON" in told["detail"]
    assert "character" in told["detail"]


@pytest.mark.parametrize(
    ("content", "where", "word"),
    [
        ('{"text": "x"}', "body.reports", "needed"),
        ('{"reports": []}', "body.reports", "empty"),
        ('{"reports": [{"title": "x"}]}', "body.reports.0.text", "needed"),
        ('{"reports": [{"text": ""}]}', "body.reports.0.text", "empty"),
        ('{"reports": [{"text": "x", "publishd": "2020-03-01"}]}', "body.reports.0.publishd", "no such field"),
    ],
)
def test_a_field_that_does_not_fit_is_named_in_plain_words(still, content, where, word):
    told = post(still, content)
    assert told["where"] == where
    assert word in told["detail"]


def test_who_may_not_post_is_told_who_may(still):
    told = post(still, '{"reports": [{"text": "x"}]}', role=Role.ANALYST)
    assert told["status"] == 403
    assert "it takes the role editor" in told["detail"]


def test_without_a_token_the_header_is_told(still):
    told = still.client().get(f"{API}/record").json()
    assert told["status"] == 401
    assert "Authorization: Bearer" in told["remedy"]
