import io
from pathlib import Path

import pytest

from trucewatch.model import Report, text_sha256
from trucewatch.read import ReadOptions, Unreadable, read_inputs

BODY = "A mortar shell struck the market on Monday, killing two people.\n\nNobody said who fired it."


def read(path: Path, data: str | bytes, **options: int) -> Report | Unreadable:
    file = path / "report.txt"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    (item,) = read_inputs([file], options=ReadOptions(**options))
    return item


def test_a_short_first_line_before_an_empty_one_is_the_title(tmp_path) -> None:
    report = read(tmp_path, f"Shell kills two in market\n\n{BODY}\n")
    assert (report.title, report.text) == ("Shell kills two in market", BODY)
    assert report.sha256 == text_sha256(f"Shell kills two in market\n\n{BODY}\n")


@pytest.mark.parametrize(
    "first",
    [
        "KESTREL, Northern Region -- A shell struck the market",
        "PORT KESTREL (Agency) - A shell struck the market",
        "Kestrel (AFP) – A shell struck the market",
        "A shell struck the market on Monday.",
        "A long first line that goes on as a paragraph does, with one clause after another, and then one more clause "
        "so that nobody would take it for a headline of any paper",
    ],
)
def test_a_first_line_that_is_body_stays_in_the_text(tmp_path, first) -> None:
    report = read(tmp_path, f"{first}\n\n{BODY}")
    assert report.title is None
    assert report.text == f"{first}\n\n{BODY}"


def test_the_dateline_stays_in_the_text_below_a_title(tmp_path) -> None:
    report = read(tmp_path, "Two die\n\nKESTREL, North -- A shell struck the market on Monday morning.")
    assert report.title == "Two die"
    assert report.text.startswith("KESTREL, North -- ")


def test_a_first_line_with_text_right_below_is_no_title(tmp_path) -> None:
    assert read(tmp_path, f"Shell kills two\n{BODY}").title is None


def test_empty_lines_around_the_report_are_left_out(tmp_path) -> None:
    assert read(tmp_path, f"\n\n{BODY}\n\n").text == BODY


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \n ", "no text"),
        ("Zwölf Tote".encode("cp1252"), "not UTF-8 at byte 2, in line 1"),
        ("Dead\r\nin the café".encode("cp1252"), "not UTF-8 at byte 16, in line 2"),
        ("Two dead".encode("utf-16"), "UTF-16"),
        (b"Two\x00dead in the market", "NUL"),
    ],
)
def test_what_is_wrong_is_said_with_a_remedy(tmp_path, data, words) -> None:
    bad = read(tmp_path, data)
    assert isinstance(bad, Unreadable)
    assert words in bad.reason
    assert bad.remedy


def test_a_file_over_the_bound_is_refused(tmp_path) -> None:
    assert "more than 10 bytes" in read(tmp_path, BODY, max_file_bytes=10).reason


def test_standard_input_that_begins_with_no_brace_is_one_plain_text() -> None:
    (report,) = read_inputs(["-"], stdin=io.BytesIO(f"\n\nTwo die\n\n{BODY}".encode()))
    assert (report.title, report.text) == ("Two die", BODY)
