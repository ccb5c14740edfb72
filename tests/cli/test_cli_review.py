"""Review on the command line: decide, list, compare, rebuild, audit, and the record as known on a day."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from trucewatch.engine import OUTPUT_FILES


@pytest.fixture
def reports(example: Path, tmp_path: Path) -> Path:
    """Eight reports of the example: quicker than the twenty of the other commands."""
    path = tmp_path / "reports.jsonl"
    path.write_text("".join((example / "reports.jsonl").read_text().splitlines(keepends=True)[:8]))
    return path


@pytest.fixture(autouse=True)
def _own_checks(record: Path, call) -> None:
    """The gold checks of the fixture are not derived; a rebuild puts in those that are."""
    call("rebuild", record)


def first(lines, record):
    return next(n for n in lines(record / "incidents.jsonl") if n["killed"])


ADA = ("--actor", "Ada", "--reason", "read again")


def test_a_decision_changes_the_files_and_a_run_keeps_it(call, record, lines, reports, example) -> None:
    old = first(lines, record)
    result = call("decide", record, "correct", old["id"], "--set", "killed=17-19", *ADA)
    assert result.exit_code == 0, result.output
    assert f"~ {old['id']}: killed" in result.stdout
    assert "decided: decision:d-" in result.stdout
    call("run", reports, "--agreement", example / "agreement.toml", "--out", record)
    assert first(lines, record)["killed"] == {"low": 17, "best": 17, "high": 19}


def test_a_preview_writes_nothing(call, record, lines) -> None:
    before = {name: (record / name).read_bytes() for name in OUTPUT_FILES}
    result = call("decide", record, "reject", first(lines, record)["id"], "--preview", *ADA)
    assert result.stdout.endswith("nothing was written\n")
    assert result.stdout.startswith("- ")
    assert {name: (record / name).read_bytes() for name in OUTPUT_FILES} == before
    assert call("decisions", record).stdout == ""


def test_decisions_are_listed_and_those_undone_marked(call, record, lines) -> None:
    name = first(lines, record)["id"]
    made = call("decide", record, "note", name, "--text", "seen", "--actor", "Ada", "--format", "jsonl")
    decision = json.loads(made.stdout.splitlines()[0])
    call("decide", record, "undo", decision["id"], "--actor", "Grace", "--reason", "not so")
    one, two = call("decisions", record, "--about", f"incident:{name}").stdout.splitlines()
    assert one.endswith("(undone)")
    assert "Grace undo decision:" in two
    assert json.loads(call("decisions", record, "--format", "jsonl").stdout.splitlines()[0]) == decision


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("confirm", "nothing-like-it"), "nothing that this can be about"),
        (("correct", "{id}", "--set", "killed"), "FIELD=VALUE"),
        (("correct", "{id}", "--set", "killed=many"), "killed"),
        (("correct", "{id}", "--set", "colour=red"), "colour"),
        (("correct", "{id}", "--set", "killed=2", "--text", "x"), "do not go together"),
        (("place", "{id}", "--point", "1,2"), "LAT,LON,KM"),
        (("place", "{id}", "--name", "Here"), "go with --point"),
        (("reject", "{id}", "{id}"), "one subject"),
    ],
)
def test_a_call_that_cannot_work_says_why(call, record, lines, arguments, words) -> None:
    name = first(lines, record)["id"]
    result = call("decide", record, *(a.format(id=name) for a in arguments), *ADA)
    assert result.exit_code == 2
    assert words in result.output


def test_what_moved_meanwhile_is_refused_with_status_one(call, record, lines) -> None:
    result = call("decide", record, "confirm", first(lines, record)["id"], "--seen", "0" * 64, *ADA)
    assert (result.exit_code, "[E501]" in result.output) == (1, True)


def test_a_rebuild_of_a_record_in_order_changes_no_byte(call, record, lines) -> None:
    call("decide", record, "reject", first(lines, record)["id"], *ADA)
    before = {name: (record / name).read_bytes() for name in (*OUTPUT_FILES, "record.db")}
    assert "nothing was different" in call("rebuild", record).stdout
    assert {name: (record / name).read_bytes() for name in (*OUTPUT_FILES, "record.db")} == before


def test_audit_names_what_was_changed_and_ends_with_status_one(call, record, lines) -> None:
    assert call("audit", "verify", record).exit_code == 0
    name = first(lines, record)["id"]
    raw = sqlite3.connect(record / "record.db")
    raw.execute("update incidents set kind = 'grenade' where id = ?", (name,))
    raw.commit()
    raw.close()
    result = call("audit", "verify", record)
    assert result.exit_code == 1
    assert f"incidents {name}: was changed" in result.stdout


def test_diff_lists_what_came_between_two_days(call, record, lines) -> None:
    days = sorted(r["published"][:10] for r in lines(record / "reports.jsonl") if r["published"])
    result = call("diff", record, "--from", days[0], "--to", days[-1])
    assert any(line.startswith("+ ") for line in result.stdout.splitlines())
    assert any(line.startswith("= incidents: ") for line in result.stdout.splitlines())
    rows = [
        json.loads(line) for line in call("diff", record, "--from", days[0], "--format", "jsonl").stdout.splitlines()
    ]
    assert {row["type"] for row in rows} >= {"incident", "total"}
    assert call("diff", record, "--from", days[-1], "--to", days[-1]).stdout == "nothing differs\n"
    assert call("diff", record, "--from", days[-1], "--to", days[0]).exit_code == 2 or days[0] == days[-1]


def test_the_record_as_known_on_a_day_can_be_exported(call, record, lines, tmp_path) -> None:
    day = sorted(r["published"][:10] for r in lines(record / "reports.jsonl") if r["published"])[2]
    out = tmp_path / "then"
    assert call("export", record, "--format", "jsonl", "--out", out, "--as-of", day).exit_code == 0
    known = lines(out / "reports.jsonl")
    assert 0 < len(known) < 8
    assert {r["published"][:10] <= day for r in known} == {True}
    assert {i for n in lines(out / "incidents.jsonl") for i in n["reports"]} <= {r["id"] for r in known}
    result = call("export", record, "--format", "jsonl", "--out", out, "--as-of", "1950-01-01")
    assert result.exit_code == 2
    assert "published by then" in result.output
