"""`trucewatch trend` over the record of twenty gold reports."""

import csv
import io
import json

import pytest


def test_trend_prints_one_table_with_what_may_deceive(call, record) -> None:
    result = call("trend", record, "--at", "2020-03-06", "--by", "side")
    assert result.exit_code == 0, result.output
    assert "to 2020-03-05, 14 days. After: 2020-03-06" in result.output
    for words in ("exact 95% interval", "all acts as recorded", "side: turkey", "grades: confirmed", "Reports a day"):
        assert words in result.output, words
    assert "merge threshold: -2" in result.output


def test_trend_writes_the_same_rows_as_json_lines_and_csv(call, record) -> None:
    periods = ("--periods", "2020-02-20..2020-03-05,2020-03-06..2020-03-16", "--no-sensitivity")
    lines = [json.loads(x) for x in call("trend", record, *periods, "--format", "jsonl").output.splitlines()]
    table = list(csv.DictReader(io.StringIO(call("trend", record, *periods, "--format", "csv").output)))
    assert len(lines) == len(table) == 1
    assert table[0]["before_acts"] == str(lines[0]["before"]["acts"])
    assert table[0]["acts_ratio_low"] == str(lines[0]["acts"]["low"])


def test_trend_by_zone_takes_the_zones_of_the_agreement(call, record, example) -> None:
    result = call(
        "trend", record, "--at", "2020-03-06", "--by", "zone", "--agreement", example / "agreement.toml",
        "--no-sensitivity",
    )  # fmt: skip
    assert "zone: m4_corridor" in result.output


def test_trend_draws_the_same_picture_twice(call, record, tmp_path) -> None:
    pytest.importorskip("vl_convert")
    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for file in files:
        assert call("trend", record, "--at", "2020-03-06", "--no-sensitivity", "--plot", file).exit_code == 0
    assert files[0].read_text().startswith("<svg")
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "either --at or --periods"),
        (("--at", "March"), "no date"),
        (("--at", "2019-01-01"), "nothing on one side"),
        (("--periods", "2020-03-01..2020-03-02"), "no two periods"),
        (("--periods", "2020-03-02..2020-03-01,2020-03-03..2020-03-04"), "ends before it begins"),
        (("--periods", "2020-03-02..2020-03-05,2020-03-03..2020-03-06"), "overlap"),
        (("--at", "2020-03-06", "--by", "zone"), "none is given"),
        (("--periods", "2020-03-01..2020-03-02,2020-03-03..2020-03-04", "--days", "3"), "--days goes with --at"),
    ],
)
def test_trend_says_what_is_wrong_with_the_call(call, record, options, said) -> None:
    result = call("trend", record, *options)
    assert result.exit_code == 2
    assert said in result.stderr
