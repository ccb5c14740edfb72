import json

import pytest
from evaluation.corpus import EXAMPLE, corpus_folders, load_corpus
from tests.evaluation.records import claim

from trucewatch.errors import InputError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reports.jsonl").write_text('{"id": "r1", "text": "Shells hit Alpha."}\n')
    (tmp_path / "claims.gold.jsonl").write_text(claim().to_json() + "\n")
    return tmp_path


def test_example_loads_whole():
    corpus = load_corpus(EXAMPLE)
    counts = (len(corpus.reports), len(corpus.claims), len(corpus.incidents), len(corpus.findings), len(corpus.checks))
    assert counts == (60, 204, 75, 222, 34)
    assert corpus.agreement == EXAMPLE / "agreement.toml"


def test_example_is_scored_first():
    assert corpus_folders()[0] == EXAMPLE


def test_set_without_incidents_or_agreement_loads(folder):
    corpus = load_corpus(folder)
    assert (corpus.agreement, dict(corpus.incidents), corpus.findings, corpus.checks) == (None, {}, (), ())


def test_incidents_may_hold_claims_alone(folder):
    (folder / "incidents.gold.jsonl").write_text('{"id": "n", "claims": ["g1"]}\n')
    assert load_corpus(folder).incidents == {"n": ("g1",)}


def test_agreement_is_found_by_its_pointer(folder):
    (folder / "agreement.path").write_text("examples/idlib-2020/agreement.toml\n")
    assert load_corpus(folder).agreement == EXAMPLE / "agreement.toml"


def test_pointer_to_nothing_is_named(folder):
    (folder / "agreement.path").write_text("nowhere.toml")
    with pytest.raises(InputError, match=r"no agreement nowhere\.toml"):
        load_corpus(folder)


def test_hash_follows_every_gold_file(folder):
    before = load_corpus(folder).sha256
    assert load_corpus(folder).sha256 == before
    (folder / "incidents.gold.jsonl").write_text('{"id": "n", "claims": ["g1"]}\n')
    assert load_corpus(folder).sha256 != before


def test_bad_row_is_named_with_line_and_key(folder):
    bad = json.loads(claim("g2").to_json())
    bad["kind"] = "war"
    with (folder / "claims.gold.jsonl").open("a") as f:
        f.write(json.dumps(bad) + "\n")
    with pytest.raises(InputError, match=r"claims\.gold\.jsonl:2: g2: kind"):
        load_corpus(folder)


def test_claim_without_its_report_is_named(folder):
    (folder / "claims.gold.jsonl").write_text(claim(report="r2").to_json())
    with pytest.raises(InputError, match="no report r2"):
        load_corpus(folder)
