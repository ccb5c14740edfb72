"""`trucewatch check` over the record of twenty gold reports."""

import csv
import io
import json


def test_check_lists_statements_with_both_verdicts_and_the_reason(call, record) -> None:
    result = call("check", record)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Statements about the record: ")
    assert "“Not a single breach of the Idlib ceasefire has been seen since it came into force”" in result.output
    assert "now: contradicted; when published: supported" in result.output


def test_check_keeps_to_one_verdict_or_to_those_that_changed(call, record) -> None:
    def rows(*options: str) -> list[dict]:
        return [json.loads(x) for x in call("check", record, "--format", "jsonl", *options).output.splitlines()]

    assert {row["verdict"] for row in rows("--verdict", "contradicted")} == {"contradicted"}
    changed = rows("--changed")
    assert changed
    assert all(row["verdict"] != row["verdict_as_published"] for row in changed)


def test_check_writes_csv_with_one_line_a_statement(call, record) -> None:
    lines = call("check", record, "--format", "jsonl").output.splitlines()
    table = list(csv.DictReader(io.StringIO(call("check", record, "--format", "csv").output)))
    assert [row["id"] for row in table] == [json.loads(line)["id"] for line in lines]
    assert table[0]["source"]


def test_check_of_no_record_says_what_to_name(call, tmp_path) -> None:
    result = call("check", tmp_path)
    assert result.exit_code == 1
    assert "trucewatch run" in result.stderr
