from pathlib import Path

import pytest

from trucewatch.model import Report, text_sha256
from trucewatch.read import Unreadable, read_inputs

TEXT = "Two soldiers were killed near the bridge on Thursday."


def read(path: Path, data: str | bytes) -> list[Report | Unreadable]:
    file = path / "reports.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_inputs([file]))


def test_header_names_the_fields(tmp_path) -> None:
    (report,) = read(
        tmp_path, f'id,text,published,retold,facts_from\r\na1,"{TEXT}",2020-03-19,true,http://a http://b\r\n'
    )
    assert (report.id, report.text, report.published, report.retold) == ("a1", TEXT, "2020-03-19", True)
    assert report.facts_from == ("http://a", "http://b")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_follows_from_the_header(tmp_path, delimiter) -> None:
    (report,) = read(tmp_path, f"title{delimiter}text\nDeaths{delimiter}{TEXT}\n")
    assert (report.title, report.text) == ("Deaths", TEXT)


def test_a_field_may_hold_paragraphs_and_the_next_row_keeps_its_line(tmp_path) -> None:
    first, bad, last = read(tmp_path, f'text,title\n"{TEXT}\n\nMore came."," A"\nonly one\n{TEXT},B\n')
    assert first.text == f"{TEXT}\n\nMore came."
    assert bad.where.endswith(":5")
    assert "1 fields" in bad.reason
    assert last.title == "B"


def test_an_unknown_column_is_one_error_of_the_file(tmp_path) -> None:
    (bad,) = read(tmp_path, f"text,body\n{TEXT},x\n{TEXT},y\n")
    assert "'body'" in bad.reason
    assert bad.where.endswith("reports.csv:1")


def test_a_note_of_the_senders_own_is_ignored(tmp_path) -> None:
    (report,) = read(tmp_path, f"text,x_desk\n{TEXT},Nairobi\n")
    assert isinstance(report, Report)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"title,body\na,b\n", "no column text"),
        (b"text,text\na,b\n", "twice"),
        (b'text\n"open and never shut\nmore\n', "not CSV"),
        (b"text\nbroken \xff byte\n", "not valid UTF-8"),
        (b"text\nbroken \x00 byte\n", "NUL"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, data, words) -> None:
    (bad,) = read(tmp_path, data)
    assert words in bad.reason


def test_hash_is_of_the_lines_of_the_row(tmp_path) -> None:
    (report,) = read(tmp_path, b'text\n"Two soldiers\nwere killed"\n')
    assert report.sha256 == text_sha256(b'"Two soldiers\nwere killed"')
