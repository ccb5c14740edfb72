import json
from pathlib import Path

import pytest

from trucewatch.engine import OUTPUT_FILES


@pytest.fixture(autouse=True)
def _gold(gold_stages: None) -> None:
    """All tests here run with gold claims."""


def test_run_prints_ledger_findings_checks_doubts_and_files(call, reports, example, tmp_path) -> None:
    result = call("run", reports, "--agreement", example / "agreement.toml", "--out", tmp_path / "out")
    assert result.exit_code == 0
    heads = ["Incidents: ", "Findings against ", "Checks of statements", "What could not be decided", "Written"]
    places = [result.stdout.index(head) for head in heads]
    assert places == sorted(places)
    for name in ("record.db", *OUTPUT_FILES):
        assert str(tmp_path / "out" / name) in result.stdout.replace("\n", "")
    assert "20 reports read; 20 extracted" in result.stdout
    assert "A person must review it" in result.stdout


def test_progress_elsewhere_than_on_a_terminal_is_plain_lines_on_standard_error(call, reports, tmp_path) -> None:
    result = call("run", reports, "--out", tmp_path / "out")
    assert "Extracting: 20 to do\n" in result.stderr
    assert "Extracting: done (20)\n" in result.stderr
    assert "\x1b" not in result.output
    assert "Extracting" not in result.stdout


def test_a_second_run_says_that_all_is_known_and_changes_nothing(call, reports, tmp_path) -> None:
    call("run", reports, "--out", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    result = call("run", reports, "--out", tmp_path / "out")
    assert "20 reports read, 20 of them known already; 0 extracted" in result.stdout
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_standard_input_is_read(call, reports, tmp_path) -> None:
    result = call("run", "-", "--out", tmp_path / "out", stdin=reports.read_bytes())
    assert "20 reports read" in result.stdout


def test_what_cannot_be_read_is_named_and_the_status_is_one(call, reports, tmp_path) -> None:
    with reports.open("a") as stream:
        stream.write('{"text": 3}\n')
        stream.write(json.dumps({"text": "Deux soldats ont été tués jeudi dans une attaque près du pont."}) + "\n")
    result = call("run", reports, tmp_path / "none.txt", "--out", tmp_path / "out")
    assert result.exit_code == 1
    named = [line for line in result.stderr.splitlines() if line.startswith("Skipped ")]
    assert [line.partition(": ")[0].removeprefix("Skipped ") for line in named] == [
        f"{reports}:21",
        f"{reports}:22",
        f"{tmp_path}/none.txt",
    ]
    assert "French" in named[1]
    assert "[E101]" in named[1]
    assert "20 reports read" in result.stdout
    assert "3 inputs skipped" in result.stdout


def test_without_an_agreement_there_are_no_findings_and_that_is_said(call, reports, tmp_path) -> None:
    result = call("run", reports, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "Findings against" not in result.stdout
    assert "no agreement was given" in result.stdout
    assert (tmp_path / "out" / "findings.jsonl").read_bytes() == b""


def test_an_interrupt_says_how_to_go_on(call, reports, tmp_path, monkeypatch) -> None:
    from trucewatch.record import Store

    put, done = Store.put_extraction, []

    def interrupted(self: Store, *rest: object) -> None:
        if len(done) == 7:
            raise KeyboardInterrupt
        done.append(rest)
        put(self, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put_extraction", interrupted)
        result = call("run", reports, "--out", tmp_path / "out")
    assert result.exit_code == 130
    assert "the same command goes on" in result.stderr
    again = call("run", reports, "--out", tmp_path / "out")
    assert again.exit_code == 0
    assert "20 reports read, 20 of them known already; 13 extracted" in again.stdout


def test_a_report_cannot_speak_to_the_terminal(call, tmp_path) -> None:
    path = tmp_path / "reports.jsonl"
    text = "Two soldiers were killed near the bridge on Thursday, the army said."
    rows = [{"id": "a[red]b", "text": text, "title": "\x1b]0;owned\x07"}, {"text": text, "\x1b[2J": 1}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = call("run", path, "--out", tmp_path / "out")
    assert "\x1b" not in result.output
    assert "\x07" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["run", "reports.jsonl"],
        ["run", "a.jsonl", "--out", "out", "--nonsense"],
        ["run", "a.jsonl", "--out", "out", "--agreement", "none.toml"],
        ["nonsense"],
        ["assess", "-", "--claims", __file__, "--reports", __file__],
    ],
)
def test_misuse_ends_with_two(call, arguments) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_agreement_that_does_not_load_is_told_without_a_traceback(call, reports, tmp_path) -> None:
    (tmp_path / "bad.toml").write_text('id = "x"\n')
    result = call("run", reports, "--agreement", tmp_path / "bad.toml", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "[E200]" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_named(call, reports, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    result = call("run", reports, "--out", Path(tmp_path / "file" / "out"))
    assert result.exit_code == 1
    assert "[E500]" in result.stderr
