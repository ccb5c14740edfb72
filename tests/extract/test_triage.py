"""Triage: what a text's words are, and which reports are read."""

from __future__ import annotations

import pytest

from trucewatch.extract.triage import features, passes_triage, reading_features, violence_probability
from trucewatch.model import Report, text_sha256

SHELLED = "Mortar shells hit the market of Tarn on Tuesday, killing three civilians and wounding nine, a hospital said."
FOOTBALL = "The striker scored twice in the second half, and the fans sang until the coach came out to thank them."


def report(text: str) -> Report:
    return Report(id="r", text=text, sha256=text_sha256(text))


@pytest.mark.parametrize("text", [SHELLED, SHELLED.upper()])
def test_a_report_of_violence_passes_in_any_case(text: str) -> None:
    assert passes_triage(report(text))
    assert violence_probability(text) > 0.5


def test_a_report_of_a_match_does_not() -> None:
    assert not passes_triage(report(FOOTBALL))
    assert violence_probability(FOOTBALL) < 0.5


def test_names_and_numbers_are_told_apart_from_words_alone() -> None:
    found = reading_features("Shells fell near Tarn. Police counted 14, then 20.")
    assert {"shells", "near X", "police counted", "counted 0"} <= found
    assert not any("Tarn" in f or "14" in f for f in found)


def test_no_pair_of_words_spans_a_paragraph_or_a_line_of_the_table() -> None:
    assert "end next" not in reading_features("the end\n\nnext came")
    assert not any("\n" in f or "\t" in f for f in reading_features("one\n\ntwo\tthree\nfour"))


def test_the_rules_words_leave_names_out() -> None:
    assert features("Shells fell near Tarn") == {"fell", "near", "fell near"}


def test_an_empty_text_gives_an_answer() -> None:
    assert passes_triage(report("")) in (True, False)
    assert 0 < violence_probability("") < 1
