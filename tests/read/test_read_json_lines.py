import io
import json

import pytest

from trucewatch.model import PublishedBasis, Report, text_sha256
from trucewatch.read import ReadOptions, Unreadable, read_inputs


def read(*rows: object, **options: int) -> list[Report | Unreadable]:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    return list(read_inputs(["-"], stdin=io.BytesIO(b"\n".join(lines)), options=ReadOptions(**options)))


TEXT = "Two soldiers were killed near the bridge on Thursday, the army said."


def test_text_alone_is_a_report() -> None:
    (report,) = read({"text": TEXT})
    assert isinstance(report, Report)
    assert report.text == TEXT
    assert report.title is None
    assert report.published is None
    assert report.published_basis is PublishedBasis.UNKNOWN
    assert report.sha256 == text_sha256(json.dumps({"text": TEXT}))


def test_every_field_of_the_contract_survives(example) -> None:
    path = example / "reports.jsonl"
    read_back = [json.loads(item.to_json()) for item in read_inputs([path])]
    assert read_back == [json.loads(line) for line in path.read_text().splitlines()]


def test_same_content_has_the_same_id_and_other_content_another() -> None:
    one, two, three = read({"text": TEXT}, {"text": TEXT, "x_note": "again"}, {"text": TEXT, "source": "Daily"})
    assert one.id == two.id != three.id


def test_text_is_nfc_with_lf_and_otherwise_as_it_came() -> None:
    (report,) = read({"text": "  Cafe\u0301 was shelled.\r\n\r\nTwo were hurt and taken to the hospital. "})
    assert report.text == "  Caf\u00e9 was shelled.\n\nTwo were hurt and taken to the hospital. "


def test_a_bad_row_is_named_by_line_and_the_rest_goes_on() -> None:
    first, bad, last = read({"text": TEXT}, b'{"text": ', {"text": TEXT + " Later."})
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert bad.where == "standard input:2"
    assert "not JSON" in bad.reason
    assert bad.remedy


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": TEXT, "publshed": "2020-01-01"}, "'publshed'"),
        ({"title": "No body"}, "no text"),
        ({"text": "   \n"}, "empty"),
        ({"text": 7}, "text is a number"),
        ({"text": TEXT, "title": ["a"]}, "title is a list"),
        ({"text": TEXT, "published": "last Thursday"}, "published 'last Thursday'"),
        ({"text": TEXT, "published": "2020-02-30"}, "2020-02-30"),
        ({"text": TEXT, "published": "2020-02-03T10:00+99:00"}, "published"),
        ({"text": TEXT, "published": "2020-02-03", "published_basis": "sure"}, "published_basis"),
        ({"text": TEXT, "sha256": "abc"}, "sha256"),
        ({"text": TEXT, "retold": "maybe"}, "retold"),
        ({"text": TEXT, "facts_from": {"a": 1}}, "facts_from"),
        ({"text": TEXT, "id": "a\tb"}, "id"),
        ({"text": "Two\0soldiers"}, "NUL"),
        (b'{"text": "broken \\ud800 escape"}', "not valid UTF-8"),
        (b'{"text": "broken \xff byte"}', "not UTF-8"),
        (b'{"text": "a", "text": "b"}', "'text' stands twice"),
        (b'["text"]', "not a JSON object"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_row_that_cannot_stand_says_why(row: object, words: str) -> None:
    # The first row decides that standard input is JSON Lines.
    bad = read({"text": TEXT}, row)[1]
    assert isinstance(bad, Unreadable)
    assert words in bad.reason
    assert bad.code.startswith("E1")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2020-03-19", "2020-03-19"),
        ("2020-03-19T10:30Z", "2020-03-19T10:30Z"),
        ("2020-03-19 10:30:59.123456+0200", "2020-03-19T10:30:59+02:00"),
        ("2020-03-19T23:30:00", "2020-03-19"),
        ("20200319", "2020-03-19"),
        ("Thu, 19 Mar 2020 21:05:00 +0300", "2020-03-19T21:05:00+03:00"),
        ("", None),
    ],
)
def test_published_is_kept_in_the_contracts_form(given: str, kept: str | None) -> None:
    (report,) = read({"text": TEXT, "published": given})
    assert report.published == kept
    assert report.published_basis is (PublishedBasis.GIVEN if kept else PublishedBasis.UNKNOWN)


def test_a_whole_number_is_an_id() -> None:
    (report,) = read({"text": TEXT, "id": 17})
    assert report.id == "17"


def test_blank_lines_and_a_byte_order_mark_are_no_rows() -> None:
    items = read(b"\xef\xbb\xbf", b"", json.dumps({"text": TEXT}).encode(), b"  ")
    assert [type(item) for item in items] == [Report]


def test_a_line_over_the_bound_is_skipped_whole() -> None:
    items = read({"text": TEXT}, {"text": "x" * 500}, {"text": TEXT + " Again."}, max_row_bytes=200)
    assert [type(item) for item in items] == [Report, Unreadable, Report]
    assert items[1].where == "standard input:2"


def test_a_text_over_the_bound_is_refused() -> None:
    (bad,) = read({"text": TEXT}, max_text_chars=10)
    assert "more than 10" in bad.reason
