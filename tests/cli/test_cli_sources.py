"""Ratings of sources on the command line."""

import json

import pytest


@pytest.fixture(autouse=True)
def _gold(gold_stages: None) -> None:
    """All tests here run with gold claims."""


@pytest.fixture
def rated(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text("name,letter,note\nSyrian Observatory for Human Rights,B,many eyes on the ground\n")
    return path


def letters(text: str) -> set[str]:
    return {json.loads(line)["reliability"] for line in text.splitlines()}


def test_run_takes_ratings_of_sources_and_says_why(call, reports, rated, tmp_path) -> None:
    result = call("run", reports, "--sources", rated, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out" / "incidents.jsonl").read_text()
    assert letters(text) == {"B", "F"}
    assert "reliability B: Syrian Observatory for Human Rights, many eyes on the ground" in text


def test_link_takes_them_too(call, record, rated) -> None:
    result = call("link", record / "claims.jsonl", "--reports", record / "reports.jsonl", "--sources", rated)
    assert letters(result.stdout) == {"B", "F"}


def test_rebuild_takes_them_and_keeps_them(call, record, rated) -> None:
    assert call("rebuild", record, "--sources", rated).exit_code == 0
    first = (record / "incidents.jsonl").read_bytes()
    assert letters(first.decode()) == {"B", "F"}
    assert "nothing was different" in call("rebuild", record).stdout
    assert (record / "incidents.jsonl").read_bytes() == first


def test_rebuild_makes_findings_against_another_agreement(call, reports, example, tmp_path) -> None:
    bare = tmp_path / "bare"
    call("run", reports, "--out", bare)
    assert (bare / "findings.jsonl").read_text() == ""
    assert call("rebuild", bare, "--agreement", example / "agreement.toml").exit_code == 0
    assert (bare / "findings.jsonl").read_text().count("\n") > 50


def test_a_bad_file_of_ratings_ends_the_command_with_its_place(call, record, tmp_path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("name,letter\nDaily,Z\n")
    result = call("link", record / "claims.jsonl", "--reports", record / "reports.jsonl", "--sources", bad)
    assert result.exit_code == 1
    assert "bad.csv:2" in result.stderr
    assert "[E100]" in result.stderr
