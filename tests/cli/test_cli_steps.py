"""The single steps give what the whole job gives."""

import json

import pytest

from trucewatch.engine import OUTPUT_FILES

ADA = ("--actor", "Ada", "--reason", "read again")


@pytest.fixture(autouse=True)
def _gold(gold_stages: None) -> None:
    """All tests here run with gold claims."""


def test_steps_one_after_another_give_the_bytes_of_the_whole_job(call, reports, example, tmp_path, record) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    files = {name: steps / name for name in OUTPUT_FILES}
    agreement = ("--agreement", example / "agreement.toml")
    results = [
        call("extract", reports, *agreement, "--out", files["claims.jsonl"], "--reports", files["reports.jsonl"]),
        call("link", files["claims.jsonl"], "--reports", files["reports.jsonl"], "--out", files["incidents.jsonl"]),
        call(
            *("assess", files["incidents.jsonl"], "--claims", files["claims.jsonl"]),
            *("--reports", files["reports.jsonl"], *agreement, "--out", files["findings.jsonl"]),
        ),
    ]
    assert [result.exit_code for result in results] == [0, 0, 0], [result.output for result in results]
    for name in OUTPUT_FILES[:-1]:
        assert files[name].read_bytes() == (record / name).read_bytes(), name


def test_extract_writes_json_lines_to_standard_output(call, reports, record) -> None:
    result = call("extract", reports)
    assert result.exit_code == 0
    assert result.stdout_bytes == (record / "claims.jsonl").read_bytes()


def test_link_reads_claims_from_standard_input(call, record) -> None:
    claims = (record / "claims.jsonl").read_bytes()
    result = call("link", "-", "--reports", record / "reports.jsonl", stdin=claims)
    assert result.stdout_bytes == (record / "incidents.jsonl").read_bytes()


def test_extract_names_what_it_cannot_read_and_ends_with_one(call, reports, tmp_path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    result = call("extract", reports, tmp_path / "a.pdf")
    assert result.exit_code == 1
    assert "a.pdf" in result.stderr
    assert "[E102]" in result.stderr
    assert len(result.stdout.splitlines()) > 20


def test_claims_of_other_reports_are_refused(call, record, tmp_path) -> None:
    none = tmp_path / "none.jsonl"
    none.write_text("")
    result = call("link", record / "claims.jsonl", "--reports", none)
    assert result.exit_code == 1
    assert "which is not given" in result.stderr


def test_a_file_of_other_records_is_named_by_line_and_key(call, record) -> None:
    result = call("link", record / "incidents.jsonl", "--reports", record / "reports.jsonl")
    assert result.exit_code == 1
    assert "incidents.jsonl:1: no claim" in result.stderr


def test_why_explains_a_pair_and_says_what_the_record_did(call, lines, record) -> None:
    incident = next(row for row in lines(record / "incidents.jsonl") if len(row["claims"]) > 1)
    first, second = incident["claims"][:2]
    result = call("why", first, second, "--record", record)
    assert result.exit_code == 0
    assert "threshold" in result.stdout
    assert f"one incident, {incident['id']}" in result.stdout


def test_why_says_what_a_crowd_asks_for(call, lines, record) -> None:
    incident = next(row for row in lines(record / "incidents.jsonl") if len(set(row["reports"])) > 1)
    known = {row["id"]: row["report"] for row in lines(record / "claims.jsonl")}
    first = incident["claims"][0]
    second = next(c for c in incident["claims"] if known[c] != known[first])
    assert "crowd" in call("why", first, second, "--record", record).stdout


def test_news_weights_stay_with_the_record(call, lines, reports, tmp_path) -> None:
    out = tmp_path / "out"
    assert call("run", reports, "--weights", "news", "--out", out).exit_code == 0
    news = (out / "incidents.jsonl").read_bytes()
    linked = call("link", out / "claims.jsonl", "--reports", out / "reports.jsonl", "--weights", "news")
    assert linked.stdout_bytes == news
    conflict = call("link", out / "claims.jsonl", "--reports", out / "reports.jsonl")
    assert conflict.stdout_bytes != news
    assert call("run", reports, "--out", out).exit_code == 0
    assert call("rebuild", out).exit_code == 0
    assert call("audit", "verify", out).exit_code == 0
    assert (out / "incidents.jsonl").read_bytes() == news
    decided = call("decide", out, "note", lines(out / "incidents.jsonl")[0]["id"], "--text", "seen", *ADA)
    assert decided.exit_code == 0
    assert [n["claims"] for n in lines(out / "incidents.jsonl")] == [json.loads(n)["claims"] for n in news.splitlines()]
    call("decide", out, "undo", json.loads(call("decisions", out, "--format", "jsonl").stdout)["id"], *ADA)
    assert call("run", reports, "--weights", "conflict", "--out", out).exit_code == 0
    assert (out / "incidents.jsonl").read_bytes() == conflict.stdout_bytes


def test_why_weighs_as_the_record_does(call, lines, reports, tmp_path) -> None:
    out = tmp_path / "out"
    call("run", reports, "--weights", "news", "--out", out)
    first, second = next(row for row in lines(out / "incidents.jsonl") if len(row["claims"]) > 1)["claims"][:2]
    told = call("why", first, second, "--record", out).stdout
    assert told == call("why", first, second, "--record", out, "--weights", "news").stdout
    assert told != call("why", first, second, "--record", out, "--weights", "conflict").stdout


def test_why_tells_two_incidents_apart(call, lines, record) -> None:
    one, other = lines(record / "incidents.jsonl")[:2]
    result = call("why", one["claims"][0], other["claims"][0], "--record", record)
    assert f"{one['claims'][0]} in {one['id']}" in result.stdout
    assert f"{other['claims'][0]} in {other['id']}" in result.stdout


@pytest.mark.parametrize("pair", [("none", "neither"), ("m", "p"), None])
def test_why_refuses_ids_that_are_none_several_or_the_same(call, lines, record, pair) -> None:
    one = lines(record / "claims.jsonl")[0]["id"]
    result = call("why", *(pair or (one, one)), "--record", record)
    assert result.exit_code == 2
    assert "[E900]" in result.stderr


def test_why_without_a_record_says_so(call, tmp_path) -> None:
    result = call("why", "a", "b", "--record", tmp_path)
    assert result.exit_code == 1
    assert "no record" in result.stderr


@pytest.mark.parametrize(
    ("shape", "file"), [("jsonl", "incidents.jsonl"), ("csv", "incidents.csv"), ("geojson", "incidents.geojson")]
)
def test_export_writes_the_record_in_a_shape_and_says_where(call, record, tmp_path, shape, file) -> None:
    result = call("export", record, "--format", shape, "--out", tmp_path / "shape")
    assert result.exit_code == 0, result.output
    assert str(tmp_path / "shape" / file) in result.stdout.splitlines()
    assert (tmp_path / "shape" / file).stat().st_size > 100


def test_export_leaves_names_out_unless_asked(call, lines, record, tmp_path) -> None:
    call("export", record, "--format", "jsonl", "--out", tmp_path / "plain")
    call("export", record, "--format", "jsonl", "--names", "--out", tmp_path / "named")
    plain, named = (
        [
            name
            for row in lines(tmp_path / folder / "claims.jsonl")
            for victim in row["victims"]
            for name in victim["names"]
        ]
        for folder in ("plain", "named")
    )
    assert named
    assert not set(plain) & set(named)


def test_export_of_no_record_says_so(call, tmp_path) -> None:
    result = call("export", tmp_path, "--format", "csv")
    assert result.exit_code == 1
    assert "[E500]" in result.stderr
