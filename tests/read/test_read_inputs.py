import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.errors import InputError
from trucewatch.model import Report
from trucewatch.read import FORMATS, ReadOptions, Unreadable, read_inputs, read_records

BODY = "A mortar shell struck the market on Monday, killing two people."


def test_a_folder_is_read_in_order_of_names_with_what_is_below(tmp_path) -> None:
    (tmp_path / "b.txt").write_text("Second one. " + BODY)
    (tmp_path / "a.md").write_text("First one. " + BODY)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.jsonl").write_text('{"text": "Third one. ' + BODY + '"}')
    (tmp_path / ".hidden.txt").write_text(BODY)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "e.txt").write_text(BODY)
    assert [item.text.split()[0] for item in read_inputs([tmp_path])] == ["First", "Second", "Third"]


def test_a_type_without_a_reader_is_named_and_the_rest_goes_on(tmp_path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.txt").write_text(BODY)
    bad, report = read_inputs([tmp_path])
    assert bad.where == str(tmp_path / "a.pdf")
    assert bad.code == "E102"
    assert all(ending in bad.remedy for ending in FORMATS)
    assert isinstance(report, Report)


def test_a_missing_file_is_named_and_the_rest_goes_on(tmp_path) -> None:
    (tmp_path / "b.txt").write_text(BODY)
    bad, report = read_inputs([tmp_path / "none.txt", tmp_path / "b.txt"])
    assert bad.where == str(tmp_path / "none.txt")
    assert "No such file" in bad.reason
    assert isinstance(report, Report)


def test_an_empty_folder_is_named(tmp_path) -> None:
    (bad,) = read_inputs([tmp_path])
    assert "no file" in bad.reason


def test_a_pipe_under_a_files_name_does_not_hang(tmp_path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (bad,) = read_inputs([tmp_path])
    assert "not a regular file" in bad.reason


def test_a_loop_of_links_ends(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(read_inputs([tmp_path]))) == 1


def test_empty_standard_input_is_named() -> None:
    (bad,) = read_inputs(["-"])
    assert bad.where == "standard input"


def test_unreadable_prints_place_reason_code_and_remedy() -> None:
    assert str(Unreadable("a.txt", "no text", "write some")) == "a.txt: no text [E100] (write some)"


@pytest.mark.parametrize("ending", FORMATS)
@given(data=st.data())
def test_no_bytes_crash_a_reader(tmp_path_factory, ending, data) -> None:
    starts = [
        b"",
        b"---\n",
        b"{",
        b'{"text": "',
        b"text\n",
        b'text\n"',
        b"<html><meta charset=",
        b"<p>",
        b"\xff\xfe",
        b"# ",
    ]
    content = data.draw(st.sampled_from(starts)) + data.draw(
        st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
    file = Path(tmp_path_factory.getbasetemp(), f"any{ending}")
    file.write_bytes(content)
    for item in read_inputs([file], options=ReadOptions(max_row_bytes=200)):
        assert isinstance(item, (Report, Unreadable))
        if isinstance(item, Report):
            assert item.text.strip()
            assert item.to_json().encode()


PIECES = (
    *("<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "<br>", "<script>", "</script>", "<!--", "-->"),
    *("<h1>", "</h1>", "<ul><li>", "&amp;", "&#0;", "<blockquote>", "<pre>", "<svg>", "<frameset>", "<!DOCTYPE"),
    *("<html lang=en", "<time datetime='x' pubdate>", "<meta name=date content='a'>", "Two soldiers were killed."),
    "<script type='application/ld+json'>[1]",
)


@given(st.lists(st.sampled_from(PIECES)))
def test_no_markup_crashes_the_page_reader(tmp_path_factory, parts) -> None:
    file = Path(tmp_path_factory.getbasetemp(), "any.html")
    file.write_text(" ".join(parts))
    assert len(list(read_inputs([file]))) == 1


def test_records_are_read_back_as_written(example) -> None:
    from trucewatch.model import Incident

    path = example / "incidents.gold.jsonl"
    with path.open("rb") as stream:
        incidents = list(read_records(stream, Incident, str(path)))
    assert [item.id for item in incidents][:1] != []
    assert "".join(item.to_json() + "\n" for item in incidents) == path.read_text()


def test_a_record_that_does_not_fit_is_named_by_line_and_key(tmp_path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text('\n{"id": "a", "text": 3, "sha256": "b"}\n')
    with path.open("rb") as stream, pytest.raises(InputError, match=r"reports.jsonl:2: no report: text"):
        list(read_records(stream, Report, str(path)))
