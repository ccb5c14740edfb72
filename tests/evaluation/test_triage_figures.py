"""The figures of the triage count each report once, under what its gold holds."""

from __future__ import annotations

from evaluation.triage import Judged, bare_report, figures, gold_of, reports_a_second, shown


def test_each_kind_of_report_is_counted_apart() -> None:
    rows = [
        Judged(bare_report("a", "shelling"), "violent"),
        Judged(bare_report("b", "nothing"), "violent"),
        Judged(bare_report("c", "nothing"), "breach"),
        Judged(bare_report("d", "nothing"), "quiet"),
        Judged(bare_report("e", "shelling"), "quiet"),
        Judged(bare_report("f", "shelling"), "unlike"),
    ]
    found = figures("set", rows, lambda r: r.text == "shelling")
    assert [t.right for t in found.violent] == [1, 0]
    assert [t.right for t in found.breach] == [0]
    assert [t.right for t in found.quiet] == [1, 0]


def test_a_report_without_claims_is_quiet() -> None:
    assert gold_of([]) == "quiet"


def test_a_share_is_shown_with_its_interval() -> None:
    found = figures("set", [Judged(bare_report("a", "x"), "violent")], lambda _: True)
    assert shown(found.violent) == "1.000 (1.000 to 1.000) of 1"
    assert shown(found.quiet) == "-"


def test_speed_is_positive() -> None:
    assert reports_a_second([bare_report("a", "x")] * 10, lambda r: bool(r.text)) > 0
