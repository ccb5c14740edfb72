"""Marks beside real documents: words become offsets, and offsets give the words back."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from evaluation.authoring.source import Wrong
from training.corpus.real import compile_batch, document, main

TEXT = "   KALO, 3 JAN 90 -- REBELS SHELLED TENO ON\nTUESDAY.  TWO MEN DIED.\n\n   POLICE SAID SO.  TWO MEN FLED."
DRAFT = """=== xx1-kalo muc4:DEV-1 1990-01-03 wire
k1 "SHELLED" {shelling}
t1 "ON TUESDAY" {1990-01-02}
d1/v1 "TWO MEN" {2/civ}
c1 "POLICE" {police}
---
a: k1 t1 d1 v1 c1
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "muc4").mkdir(parents=True)
    row = {"id": "DEV-1", "split": "train", "text": TEXT, "templates": []}
    (folder / "muc4/muc4.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def batch(tmp_path: Path, data: Path) -> Path:
    folder = tmp_path / "batch"
    folder.mkdir()
    (folder / "conflict.yaml").write_text("id: batch\n", encoding="utf-8")
    draft = tmp_path / "01.draft"
    draft.write_text(DRAFT, encoding="utf-8")
    done = CliRunner().invoke(main, ["offsets", str(draft), str(folder / "01.off"), "--data", str(data)])
    assert done.exit_code == 0, done.output
    return folder


def test_text_is_tidied_into_paragraphs(data: Path) -> None:
    assert document("muc4:DEV-1", data).text.startswith("KALO, 3 JAN 90 -- REBELS SHELLED TENO ON TUESDAY. TWO")
    assert document("muc4:DEV-1", data).text.count("\n\n") == 1


def test_an_unknown_document_is_named(data: Path) -> None:
    with pytest.raises(Wrong, match="no document 'muc4:NONE'"):
        document("muc4:NONE", data)


def test_no_words_of_the_document_are_kept(batch: Path) -> None:
    kept = (batch / "01.off").read_text(encoding="utf-8")
    assert "SHELLED" not in kept
    assert '"' not in kept


def test_offsets_compile_to_grounded_claims(batch: Path, data: Path) -> None:
    gold = compile_batch(batch, data).gold
    (claim,) = gold.claims
    assert claim.killed is not None
    assert claim.killed.low == 2
    assert {e.quote for e in claim.evidence} >= {"SHELLED", "TWO MEN", "POLICE"}


def test_words_that_do_not_stand_there_are_an_error(tmp_path: Path, data: Path) -> None:
    draft = tmp_path / "bad.draft"
    draft.write_text(DRAFT.replace('"SHELLED"', '"BOMBED"'), encoding="utf-8")
    done = CliRunner().invoke(main, ["offsets", str(draft), str(tmp_path / "x.off"), "--data", str(data)])
    assert done.exit_code == 1
    assert "'BOMBED' stands 0 times" in done.output
