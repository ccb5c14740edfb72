"""Rules that look only about the words they need find what they would find in the whole text."""

from pathlib import Path

import pytest
from evaluation.corpus import load_corpus

from trucewatch.extract import dates
from trucewatch.extract._date_patterns import RULES

TEXTS = [r.text for r in load_corpus(Path(__file__).parents[2] / "examples/idlib-2020").reports][::7]


@pytest.mark.parametrize("text", TEXTS)
def test_candidates_are_those_of_the_whole_text(text: str) -> None:
    near = {(f.start, f.end, f.rule_index) for f in dates._candidates(text, RULES)}
    whole = {(m.start(), m.end(), i) for i, r in enumerate(RULES) for m in r.pattern.finditer(text) if m.group()}
    assert near == whole


def test_candidates_of_a_word_at_the_edge_of_a_stretch() -> None:
    filler = "nothing was heard of it. " * 30
    text = f"{filler}On the night of Sunday to Monday, 4 to 5 March 2031, guns fired. {filler}Two years ago."
    found = {text[f.start : f.end] for f in dates._candidates(text, RULES)}
    assert {"4 to 5 March 2031", "Two years ago"} <= found
