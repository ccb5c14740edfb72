"""Reports of the archive and the claims that stand for them."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.gun_violence import FOLDER, extracted, load_filed, pairs_of, principal_claims
from tests.link.cases import claim, count, report

from trucewatch.engine.stages import default_stages
from trucewatch.model import Report

ROWS = [
    {"id": "b", "incident": "1", "split": "dev"},
    {"id": "a", "incident": "1", "split": "dev"},
    {"id": "c", "incident": "1", "split": "dev"},
    {"id": "c", "incident": "2", "split": "dev"},
    {"id": "d", "incident": "3", "split": "train"},
]


def folder(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir()
    more = {"dct": "2016-01-02", "title": "t", "uri": "u", "text": "x"}
    lines = "".join(json.dumps({**row, **more}) + "\n" for row in ROWS)
    (tmp_path / FOLDER / "docs.jsonl").write_text(lines)
    return tmp_path


def test_a_report_filed_under_two_incidents_is_read_but_has_no_answer(tmp_path: Path) -> None:
    filed = load_filed(folder(tmp_path), "dev")
    assert [r.id for r in filed.reports] == ["a", "b", "c"]
    assert filed.incident == {"a": "1", "b": "1"}
    assert list(pairs_of(filed.incident)) == [("a", "b")]


def test_the_claim_that_tells_most_of_a_violent_act_stands_for_a_report() -> None:
    reports = [report("r"), report("s")]
    claims = [
        claim("arrest", "r", kind="arrest", killed=count(1)),
        claim("old", "r", background=True, killed=count(1), injured=count(2)),
        claim("bare", "r", where=None),
        claim("told", "r", killed=count(1)),
        claim("total", "r", scope="toll", killed=count(9), injured=count(9)),
    ]
    assert principal_claims(reports, claims)["r"].id == "told"
    assert principal_claims(reports, claims[::-1])["r"].id == "told"


def test_for_a_report_without_a_claim_stands_one_that_says_nothing() -> None:
    found = principal_claims([report("s")], [])["s"]
    assert (found.report, found.kind, found.when, found.where, found.killed) == ("s", "casualty", None, None, None)


def kept_in(folder: Path, extractor: str, of: Report) -> None:
    """Claims kept of one report, as an extractor of this key found them."""
    head = json.dumps({"extractor": extractor, "reports": {of.id: of.sha256}})
    (folder / "set.rules.jsonl").write_text(f"{head}\n{claim('a', of.id).to_json()}\n")


def test_claims_are_kept_until_a_report_changes(tmp_path: Path) -> None:
    told = report("r")
    kept_in(tmp_path, default_stages(None, extractor="rules").extractor, told)
    assert [c.id for c in extracted("set", [told], extractor="rules", cache=tmp_path)] == ["a"]
    changed = told.model_copy(update={"sha256": "0" * 64})
    assert [c.id for c in extracted("set", [changed], extractor="rules", cache=tmp_path)] != ["a"]


def test_claims_of_an_extractor_with_other_code_are_not_taken(tmp_path: Path) -> None:
    told = report("r")
    kept_in(tmp_path, "rules/of yesterday", told)
    assert [c.id for c in extracted("set", [told], extractor="rules", cache=tmp_path)] != ["a"]
