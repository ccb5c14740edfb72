"""`trucewatch ledger` and what findings lack."""

import csv
import io
import json

import pytest

TABLES = {
    "totals": "killed_best",
    "findings": "undetermined",
    "missing": "words",
    "disagreements": "claimant",
    "revisions": "known_on",
    "tolls": "tally",
    "sides": "stated",
}


@pytest.fixture(autouse=True)
def _gold(gold_stages: None) -> None:
    """All tests here run with gold claims."""


def test_totals_by_claimant_with_what_belongs_to_them(call, record) -> None:
    result = call("ledger", record)
    assert result.exit_code == 0, result.output
    for words in (
        "Totals by claimant",
        "Syrian Observatory for Human Rights",
        "Where claimants disagree on one incident",
        "Figures that a claimant changed",
        "9 (2020-02-28) → 22 (2020-02-28) → 29 (2020-02-28)",
        "beside the incidents that it reported itself",
    ):
        assert words in result.stdout


def test_every_ledger_ends_with_the_row_of_all(call, record) -> None:
    for by in ("side", "actor", "period", "term", "zone"):
        text = call("ledger", record, "--by", by, "--format", "jsonl").stdout
        rows = [json.loads(line) for line in text.splitlines()]
        assert {row["by"] for row in rows} == {by}
        assert [row["key"] for row in rows].index("all") == len(rows) - 1
        assert call("ledger", record, "--by", by).exit_code == 0


def test_each_table_in_each_shape(call, record) -> None:
    for table, column in TABLES.items():
        by = ("--by", "term") if table == "findings" else ()
        text = call("ledger", record, *by, "--table", table, "--format", "csv").stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        assert rows
        assert column in rows[0]
        lines = call("ledger", record, *by, "--table", table, "--format", "jsonl").stdout.splitlines()
        assert all(json.loads(line) for line in lines)
        assert call("ledger", record, *by, "--table", table).exit_code == 0


def test_as_of_a_day_the_record_holds_what_was_out(call, record) -> None:
    def violent(*more: str) -> int:
        rows = call("ledger", record, "--format", "jsonl", *more).stdout.splitlines()
        return json.loads(rows[-1])["violent"]

    assert 0 < violent("--as-of", "2020-03-05") < violent("--as-of", "2020-03-08") < violent()
    assert call("ledger", record, "--as-of", "soon").exit_code == 2


def test_terms_of_a_record_without_an_agreement_are_refused(call, reports, tmp_path, example) -> None:
    call("run", reports, "--out", tmp_path / "bare")
    result = call("ledger", tmp_path / "bare", "--by", "term")
    assert result.exit_code == 2
    assert "--agreement" in result.stderr
    given = call("ledger", tmp_path / "bare", "--by", "term", "--agreement", example / "agreement.toml")
    assert "What would turn an undetermined finding into an answer" in given.stdout


def test_assess_writes_what_is_missing(call, record, example, tmp_path, lines) -> None:
    result = call(
        *("assess", record / "incidents.jsonl", "--claims", record / "claims.jsonl"),
        *("--reports", record / "reports.jsonl", "--agreement", example / "agreement.toml"),
        *("--missing", tmp_path / "missing.jsonl"),
    )
    assert result.exit_code == 0, result.output
    undetermined = {
        (f["incident"], f["term"])
        for f in map(json.loads, result.stdout.splitlines())
        if f["verdict"] == "undetermined"
    }
    assert {(g["incident"], g["term"]) for g in lines(tmp_path / "missing.jsonl")} == undetermined
