"""The engine with stages of the tests' own: what it keeps, resumes, refuses and writes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from trucewatch.engine import OUTPUT_FILES, RunResult, Stages, run_pipeline
from trucewatch.model import Claim, PublishedBasis, Report
from trucewatch.read import read_records
from trucewatch.record import Store


@pytest.fixture(scope="module")
def gold(example: Path) -> dict[str, list[Claim]]:
    claims: dict[str, list[Claim]] = {}
    with (example / "claims.gold.jsonl").open("rb") as stream:
        for claim in read_records(stream, Claim, "gold"):
            claims.setdefault(claim.report, []).append(claim)
    return claims


@pytest.fixture
def stages(gold: dict[str, list[Claim]]) -> Stages:
    """Gold claims instead of rules, and the real linking."""
    from trucewatch.link import link_claims

    return Stages(
        extractor="gold/1",
        infer=lambda report: report,
        extract=lambda report: gold.get(report.id, ()),
        link=link_claims,
        assess=lambda incidents, claims, reports: (),
        check=lambda reports, claims, incidents: (),
    )


@pytest.fixture
def rows(example: Path) -> list[dict[str, object]]:
    lines = (example / "reports.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines][:12]


@pytest.fixture
def run(tmp_path: Path, stages: Stages) -> Callable[..., RunResult]:
    def go(rows: Sequence[dict[str, object]], *, name: str = "out", stages: Stages = stages) -> RunResult:
        source = tmp_path / "reports.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return run_pipeline([source], agreement=None, out=tmp_path / name, stages=stages)

    return go


def written(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (*OUTPUT_FILES, "record.db")}


def test_a_run_writes_every_file(run, rows, tmp_path) -> None:
    result = run(rows)
    assert set(result.files) == {"record.db", *OUTPUT_FILES}
    assert all(path.is_file() for path in result.files.values())
    assert (result.read, result.new, result.extracted, result.problems) == (12, 12, 12, ())
    assert len(result.claims) > 20
    assert len(result.incidents) > 5
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(result.files)


def test_a_second_run_changes_nothing(run, rows, tmp_path) -> None:
    run(rows)
    before = written(tmp_path / "out")
    result = run(rows)
    assert (result.read, result.new, result.extracted) == (12, 0, 0)
    assert written(tmp_path / "out") == before


def test_order_and_repetition_of_reports_change_nothing(run, rows, tmp_path) -> None:
    run(rows)
    run(rows[::-1] + rows[3:7], name="other")
    for name in OUTPUT_FILES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_an_interrupted_run_is_resumed_and_ends_the_same(run, rows, tmp_path, stages) -> None:
    run(rows, name="whole")
    done: list[str] = []

    def interrupted(report: Report) -> Sequence[Claim]:
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append(report.id)
        return stages.extract(report)

    with pytest.raises(KeyboardInterrupt):
        run(rows, stages=replace(stages, extract=interrupted))
    again: list[str] = []

    def noted(report: Report) -> Sequence[Claim]:
        again.append(report.id)
        return stages.extract(report)

    result = run(rows, stages=replace(stages, extract=noted))
    assert result.extracted == 7
    assert not set(done) & set(again)
    for name in OUTPUT_FILES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_another_extractor_extracts_anew(run, rows, stages) -> None:
    run(rows)
    result = run(rows, stages=replace(stages, extractor="gold/2", extract=lambda report: ()))
    assert result.extracted == 12
    assert result.claims == ()
    assert result.incidents == ()


def test_a_record_grows_and_keeps_what_it_was_given(run, rows) -> None:
    run(rows[:4])
    result = run(rows[4:])
    assert (result.new, result.extracted, len(result.reports)) == (8, 8, 12)


def test_a_second_report_with_the_same_id_is_named_and_the_first_stays(run, rows) -> None:
    other = {**rows[0], "text": "Another text altogether, in which two soldiers were killed."}
    result = run([*rows, other])
    (problem,) = result.problems
    assert problem.where.endswith("reports.jsonl:13")
    assert str(rows[0]["id"]) in problem.reason
    assert problem.remedy
    assert len(result.reports) == 12
    assert rows[0]["text"] in {report.text for report in result.reports}


def test_the_same_report_from_another_page_is_one_report(run, rows) -> None:
    other = {**rows[0], "url": "https://example.org/mirror", "sha256": "0" * 64}
    result = run([rows[0], other])
    assert (len(result.reports), result.problems) == (1, ())
    assert result.reports[0].url == rows[0]["url"]


def test_an_input_that_cannot_be_read_does_not_stop_the_rest(run, rows) -> None:
    result = run([*rows[:2], {"txt": "misspelt"}, *rows[2:]])
    assert [problem.where.rpartition(":")[2] for problem in result.problems] == ["3"]
    assert len(result.reports) == 12


def test_a_fault_in_a_rule_costs_one_report_and_is_tried_again(run, rows, stages) -> None:
    bad = str(rows[1]["id"])

    def faulty(report: Report) -> Sequence[Claim]:
        return stages.extract(report) if report.id != bad else [][0]

    result = run(rows, stages=replace(stages, extract=faulty))
    (problem,) = result.problems
    assert problem.where == bad
    assert "IndexError" in problem.reason
    assert {claim.report for claim in result.claims} == {str(row["id"]) for row in rows} - {bad}
    mended = run(rows)
    assert (mended.extracted, mended.problems) == (1, ())
    assert bad in {claim.report for claim in mended.claims}


def test_claims_of_older_rules_do_not_outlive_a_fault(run, rows, stages) -> None:
    run(rows)

    def faulty(report: Report) -> Sequence[Claim]:
        raise ValueError(report.id)

    result = run(rows, stages=replace(stages, extractor="gold/2", extract=faulty))
    assert len(result.problems) == 12
    assert result.claims == ()


def test_a_fault_in_inferring_a_date_leaves_it_unknown(run, rows, stages) -> None:
    def faulty(report: Report) -> Report:
        raise ZeroDivisionError

    undated = [{"text": "Two soldiers were killed near the bridge on Thursday, the army said."}]
    result = run(undated, stages=replace(stages, infer=faulty))
    assert "date" in result.problems[0].reason
    assert result.reports[0].published is None


def test_a_slip_in_a_test_of_a_term_costs_one_incident(run, rows, stages) -> None:
    bad: list[str] = []

    def slipping(incidents, claims, reports):
        bad[:] = bad or [incidents[2].id]
        if bad[0] in {incident.id for incident in incidents}:
            raise KeyError(bad[0])
        return ()

    result = run(rows, stages=replace(stages, assess=slipping))
    assert [problem.where for problem in result.problems] == bad
    assert len(result.incidents) > 5


def test_a_slip_in_checking_costs_the_checks_and_is_named(run, rows, stages) -> None:
    def slipping(reports, claims, incidents):
        raise TypeError("not so")

    result = run(rows, stages=replace(stages, check=slipping))
    assert [problem.where for problem in result.problems] == ["checks"]
    assert "TypeError: not so" in result.problems[0].reason
    assert result.files["incidents.jsonl"].stat().st_size > 0


def test_a_report_that_a_check_slips_on_costs_its_own_checks(run, rows, stages) -> None:
    bad, seen = str(rows[3]["id"]), []

    def slipping(reports, claims, incidents):
        if any(report.id == bad and report.text for report in reports):
            raise OverflowError("cannot convert float infinity to integer")
        seen.append((len(reports), len(claims)))
        return ()

    result = run(rows, stages=replace(stages, check=slipping))
    assert [problem.where for problem in result.problems] == [bad]
    assert seen[-1] == (12, len(result.claims))


def test_an_inferred_date_is_kept_and_can_change_with_the_rules(run, stages, tmp_path) -> None:
    undated = [{"text": "Two soldiers were killed near the bridge on Thursday, the army said."}]

    def dated(day: str) -> Stages:
        date = {"published": day, "published_basis": PublishedBasis.INFERRED}
        return replace(stages, infer=lambda report: report.model_copy(update=date))

    first = run(undated, stages=dated("2020-03-19"))
    second = run(undated, stages=dated("2020-03-26"))
    assert [result.reports[0].published for result in (first, second)] == ["2020-03-19", "2020-03-26"]
    assert (second.new, len(second.reports)) == (0, 1)


def test_what_could_not_be_read_is_kept_in_the_record(run, rows, tmp_path) -> None:
    run([{"txt": "misspelt"}, *rows])
    with Store.open(tmp_path / "out", create=False) as store:
        assert [problem.reason for problem in store.unreadable()] == ["unknown key 'txt'"]
    run(rows)
    with Store.open(tmp_path / "out", create=False) as store:
        assert store.unreadable() == ()


def test_what_could_not_be_read_leaves_the_record_derived_of_its_state(run, rows, tmp_path) -> None:
    run([{"txt": "misspelt"}, *rows])
    with Store.open(tmp_path / "out", create=False) as store:
        assert store.derived_of() == store.heads()


def test_progress_is_told_stage_by_stage(rows, tmp_path, stages) -> None:
    told: list[tuple[object, ...]] = []

    class Told:
        def begin(self, stage: str, total: int | None) -> None:
            told.append((stage, total, 0))

        def advance(self) -> None:
            stage, total, done = told[-1]
            told[-1] = (stage, total, done + 1)

        def end(self) -> None:
            pass

    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run_pipeline([source], agreement=None, out=tmp_path / "out", stages=stages, progress=Told())
    assert told == [("Reading", None, 12), ("Extracting", 12, 12), ("Linking and assessing", 3, 3)]
