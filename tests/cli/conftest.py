"""The command line with gold claims in place of rules, so that its tests are quick and hang on nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trucewatch.cli import main
from trucewatch.engine import Stages
from trucewatch.model import Agreement, Check, Claim
from trucewatch.read import read_records

Run = Callable[..., Result]


@pytest.fixture
def gold_stages(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command work with the gold claims and checks of the example."""
    from trucewatch.assess import assess_incidents
    from trucewatch.link import link_claims

    claims: dict[str, list[Claim]] = {}
    with (example / "claims.gold.jsonl").open("rb") as stream:
        for claim in read_records(stream, Claim, "gold"):
            claims.setdefault(claim.report, []).append(claim)
    with (example / "checks.gold.jsonl").open("rb") as stream:
        checks = [check.model_copy(update={"incidents": ()}) for check in read_records(stream, Check, "gold")]

    def stages(agreement: Agreement | None, **_: object) -> Stages:
        return Stages(
            extractor="gold/1",
            infer=lambda report: report,
            extract=lambda report: claims.get(report.id, ()),
            link=link_claims,
            assess=lambda incidents, by_id, reports: (
                assess_incidents(incidents, by_id, reports, agreement) if agreement else ()
            ),
            check=lambda reports, _claims, _incidents: [
                check for check in checks if check.report in {report.id for report in reports}
            ],
        )

    monkeypatch.setattr("trucewatch.engine.pipeline.default_stages", stages)
    monkeypatch.setattr("trucewatch.engine.default_stages", stages)


@pytest.fixture
def reports(example: Path, tmp_path: Path) -> Path:
    """Twenty reports of the example."""
    path = tmp_path / "reports.jsonl"
    path.write_text("".join((example / "reports.jsonl").read_text().splitlines(keepends=True)[:20]))
    return path


@pytest.fixture
def call() -> Run:
    """`trucewatch` with arguments, in this process."""

    def go(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)

    return go


@pytest.fixture
def record(call: Run, reports: Path, example: Path, tmp_path: Path, gold_stages: None) -> Path:
    """The folder of a finished run."""
    out = tmp_path / "record"
    result = call("run", reports, "--agreement", example / "agreement.toml", "--out", out)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def lines() -> Callable[[Path], list[dict[str, object]]]:
    """The objects of a JSON Lines file."""
    return lambda path: [json.loads(line) for line in path.read_text().splitlines()]
