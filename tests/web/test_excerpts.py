"""Words of reports and what lies on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import gold

from trucewatch.model import Claim, Evidence, Report
from trucewatch.web._rows import sentence_span
from trucewatch.web.excerpts import grounds_of, root_field, segments

TEXT = 'The ministry said two died. A shell hit the bridge! "Nobody knows," it said.\n\nMore followed.'


def test_a_sentence_ends_where_it_ends() -> None:
    at = TEXT.index("bridge")
    start, end = sentence_span(TEXT, at, at + 6)
    assert TEXT[start:end] == "A shell hit the bridge!"


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 60), st.integers(1, 80))
def test_a_sentence_holds_its_words(text: str, start: int, size: int, reach: int) -> None:
    start = min(start, len(text))
    end = min(start + size, len(text))
    begin, stop = sentence_span(text, start, end, reach=reach)
    assert 0 <= begin <= start <= end <= stop <= len(text)
    assert stop - begin <= end - start + 2 * reach


@pytest.fixture(scope="session")
def claim(example: Path) -> Claim:
    """Any claim."""
    found = gold(example, "claims.gold.jsonl", Claim)[0]
    assert isinstance(found, Claim)
    return found


@given(data=st.data())
def test_segments_are_the_text_whatever_overlaps(claim: Claim, data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=120))
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=8))
    evidence = tuple(
        Evidence(field="kind", start=a, end=b, quote=text[a:b]) for a, b in (sorted(span) for span in spans) if a < b
    )
    found = segments(text, [claim.model_copy(update={"evidence": evidence})])
    assert "".join(s.text for s in found) == text
    at = 0
    for segment in found:
        covered = any(e.start <= at and at + len(segment.text) <= e.end for e in evidence)
        assert bool(segment.claims) == (covered and bool(segment.text))
        at += len(segment.text)


def test_fields_of_evidence_belong_to_fields_of_a_claim() -> None:
    assert [root_field(f) for f in ("kind", "title:killed", "claimants[0]", "where.also[1]")] == [
        "kind",
        "killed",
        "claimants",
        "where",
    ]


def test_grounds_stand_in_their_sentences(example: Path) -> None:
    reports = {r.id: r for r in gold(example, "reports.jsonl", Report) if isinstance(r, Report)}
    for claim in gold(example, "claims.gold.jsonl", Claim):
        assert isinstance(claim, Claim)
        for ground in grounds_of(claim, reports[claim.report]):
            for e in ground.excerpts:
                whole = reports[claim.report].field_text("title:" if e.in_title else "")
                assert f"{e.before}{e.quote}{e.after}" in whole


def test_without_the_text_the_words_stand_alone(claim: Claim) -> None:
    for ground in grounds_of(claim, None):
        assert all(e.quote and not e.before and not e.after for e in ground.excerpts)
