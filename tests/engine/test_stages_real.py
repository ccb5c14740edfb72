"""The rooms as the engine binds them."""

import json
from pathlib import Path

import pytest

from trucewatch.engine import default_stages, ensure_claims_fit, extract_reports, run_pipeline
from trucewatch.errors import InputError
from trucewatch.model import Agreement, Claim, PublishedBasis
from trucewatch.read import load_agreement

STORY = """Two soldiers killed by roadside bomb

NORTHPORT (Agency) - Two soldiers were killed and three were wounded on Thursday when a roadside bomb hit their convoy
near Timbuktu in Mali, the defence ministry said.

Nobody claimed responsibility for the attack.
"""


@pytest.fixture(scope="module")
def agreement(example: Path) -> Agreement:
    return load_agreement(example / "agreement.toml")


def test_the_whole_job_on_a_text_file(tmp_path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    result = run_pipeline([tmp_path / "story.txt"], agreement=None, out=tmp_path / "out")
    assert result.problems == ()
    assert any(incident.killed and incident.killed.best == 2 for incident in result.incidents)
    assert {incident.where.country for incident in result.incidents if incident.where} == {"ML"}
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    again = run_pipeline([tmp_path / "story.txt"], agreement=None, out=tmp_path / "out")
    assert again.extracted == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_single_step_gives_the_claims_of_the_whole_job(tmp_path, agreement, example) -> None:
    rows = (example / "reports.jsonl").read_text().splitlines(keepends=True)[:6]
    source = tmp_path / "reports.jsonl"
    source.write_text("".join(rows))
    whole = run_pipeline([source], agreement=agreement, out=tmp_path / "out")
    step = extract_reports([source], stages=default_stages(agreement))
    assert step.claims == whole.claims
    assert step.reports == whole.reports


def test_a_missing_date_is_inferred_and_marked(tmp_path, agreement, example) -> None:
    rows = [json.loads(row) for row in (example / "reports.jsonl").read_text().splitlines()]
    undated = [{"text": row["text"]} for row in rows if row["published_basis"] == "inferred"]
    source = tmp_path / "reports.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in undated))
    result = extract_reports([source], stages=default_stages(agreement))
    dated = [report for report in result.reports if report.published]
    assert dated
    assert {report.published_basis for report in dated} == {PublishedBasis.INFERRED}


def test_what_claims_depend_on_is_in_the_extractors_key(tmp_path, agreement, monkeypatch) -> None:
    monkeypatch.setenv("TRUCEWATCH_HOME", str(tmp_path / "home"))
    places = tmp_path / "places.csv"
    places.write_text("name,lat,lon\nNowhereville,10.5,20.5\n")
    keys = [
        default_stages(None).extractor,
        default_stages(agreement).extractor,
        default_stages(agreement.model_copy(update={"declared": "2020-03-04"})).extractor,
        default_stages(None, gazetteers=[places]).extractor,
    ]
    assert len(set(keys)) == 4
    assert default_stages(agreement).extractor == keys[1]


def test_claims_without_their_report_are_refused(example) -> None:
    claim = Claim.model_validate_json((example / "claims.gold.jsonl").read_text().splitlines()[0])
    with pytest.raises(InputError, match="which is not given"):
        ensure_claims_fit([claim], {})
