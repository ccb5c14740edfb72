"""docs/contract.md names the fields and words of the types."""

from __future__ import annotations

import re

import pytest
from tests.docs.pages import ROOT

from trucewatch import model
from trucewatch.model import KINDS, Kind, KindGroup

TEXT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    match = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert match, title
    return match[1]


def spans(text: str) -> set[str]:
    """Words in code spans, those of braced lists one by one."""
    return {word for span in re.findall(r"`([^`]+)`", text) for word in re.findall(r"\w+", span)}


def first_column(text: str) -> list[str]:
    rows = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    return [word for row in rows for word in re.findall(r"`(\w+)`", row)]


@pytest.mark.parametrize(("title", "record"), [("Report (input)", model.Report), ("Claim", model.Claim)])
def test_tables_have_the_fields_of_the_type(title: str, record: type[model.Record]) -> None:
    text = section(title).partition("### Kinds")[0]
    assert sorted(first_column(text)) == sorted(record.model_fields)


@pytest.mark.parametrize(
    ("title", "record"),
    [
        ("Incident", model.Incident),
        ("Finding", model.Finding),
        ("Check", model.Check),
        ("Decision", model.Decision),
    ],
)
def test_lists_have_the_fields_of_the_type(title: str, record: type[model.Record]) -> None:
    assert set(record.model_fields) <= spans(section(title))


@pytest.mark.parametrize(
    "words",
    [
        model.Category,
        model.Cause,
        model.CheckType,
        model.CheckVerdict,
        model.ClaimantKind,
        model.Comparator,
        model.Confidence,
        model.Coverage,
        model.DatePrecision,
        model.DecisionAction,
        model.Grade,
        model.Modality,
        model.PublishedBasis,
        model.Relation,
        model.Scope,
        model.Verdict,
    ],
)
def test_words_of_a_vocabulary_are_named(words: type) -> None:
    assert {str(word) for word in words} <= spans(TEXT)  # type: ignore[attr-defined]


def test_kinds_stand_in_their_groups() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+) \|$", section("Claim").partition("### Kinds")[2], re.MULTILINE)
    by_group = dict(zip(KindGroup, (re.findall(r"`(\w+)`", row) for row in rows), strict=True))
    for group, named in by_group.items():
        kinds = [kind for kind in named if kind in set(Kind)]
        assert sorted(kinds) == sorted(k for k, info in KINDS.items() if info.group is group)
