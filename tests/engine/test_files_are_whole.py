from collections.abc import Iterator

import pytest

from trucewatch.engine import write_lines
from trucewatch.errors import RecordError
from trucewatch.model import Report


def test_a_file_that_would_not_change_is_left_alone(tmp_path, make_report) -> None:
    path = tmp_path / "reports.jsonl"
    reports = [make_report("Two soldiers were killed.")]
    assert write_lines(path, reports)
    inode = path.stat().st_ino
    assert not write_lines(path, reports)
    assert path.stat().st_ino == inode
    assert write_lines(path, [make_report("Two soldiers were hurt..")])


def test_an_error_half_way_leaves_the_old_file_and_no_other(tmp_path, make_report) -> None:
    path = tmp_path / "reports.jsonl"
    write_lines(path, [make_report("Two soldiers were killed.")])
    before = path.read_bytes()

    def broken() -> Iterator[Report]:
        yield make_report("Three soldiers were killed.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(path, broken())
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["reports.jsonl"]


def test_a_folder_that_is_not_there_is_named(tmp_path, make_report) -> None:
    with pytest.raises(RecordError, match="cannot be written"):
        write_lines(tmp_path / "none" / "reports.jsonl", [make_report("Two soldiers were killed.")])
