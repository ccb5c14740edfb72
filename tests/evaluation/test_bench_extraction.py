"""The benchmark joins reports to one length and times in turns."""

from __future__ import annotations

from evaluation.bench_extraction import in_turns, joined, peak_mb
from evaluation.triage import bare_report


def test_reports_are_joined_until_long_enough() -> None:
    rows = list(joined([bare_report("a", "one two\n\nthree four"), bare_report("b", "five\n\nsix seven")], words=5))
    assert [r.text for r in rows] == ["one two\n\nthree four\n\nfive"]


def test_each_call_is_made_once_in_turns() -> None:
    calls: list[int] = []
    first, second = in_turns([(lambda: calls.append(1), lambda: calls.append(2))] * 2)
    assert calls == [1, 2, 1, 2]
    assert first >= 0
    assert second >= 0


def test_memory_is_told_in_megabytes() -> None:
    assert 10 < peak_mb() < 100_000
