import io
import json

import pytest
from evaluation.corpus import EXAMPLE, load_corpus
from evaluation.pipeline import Predicted
from evaluation.show import print_errors, print_field_errors, print_scores, to_json
from evaluation.summary import metrics, pool, score_set
from rich.console import Console

from trucewatch.model import Check, Finding, Incident


def _rows(name, kind):
    return tuple(kind.model_validate_json(x) for x in (EXAMPLE / name).read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(EXAMPLE)


@pytest.fixture(scope="module")
def gold(corpus):
    return Predicted(
        corpus.claims,
        _rows("incidents.gold.jsonl", Incident),
        _rows("findings.gold.jsonl", Finding),
        _rows("checks.gold.jsonl", Check),
    )


@pytest.fixture
def console():
    return Console(width=200, record=True, file=io.StringIO())


def test_gold_against_gold_is_perfect_everywhere(corpus, gold):
    assert set(metrics(score_set(corpus, gold)).values()) == {1.0}


def test_nothing_predicted_scores_nothing_but_quiet(corpus):
    rates = metrics(score_set(corpus, Predicted(())))
    assert {name for name, value in rates.items() if value} == {"quiet"}


def test_pooled_set_of_twins_scores_as_one(corpus, gold):
    part = Predicted(corpus.claims[:120], gold.incidents[:40], gold.findings[:90], gold.checks[:20])
    one = score_set(corpus, part)
    assert metrics(pool("both", [one, one])) == pytest.approx(metrics(one))


def test_singletons_lie_below_gold_incidents(corpus, gold):
    score = score_set(corpus, gold)
    alone = sum((r.singletons.value for r in score.rows), 0.0)
    linked = sum((r.incidents.value for r in score.rows), 0.0)
    assert alone < linked


def test_tables_print_both_sets_and_their_gap(corpus, gold, console):
    full, half = score_set(corpus, gold), score_set(corpus, Predicted(corpus.claims[:60]))
    print_scores(console, [full, pool("development", [half])])
    text = console.export_text()
    assert "idlib-2020" in text
    assert "development" in text
    assert "gap" in text
    assert "findings, constant answer" in text


def test_json_holds_counts_and_intervals(corpus, gold):
    data = json.loads(to_json([score_set(corpus, gold)]))
    events = data["idlib-2020"]["violent acts"]["events"]
    assert events == {"value": 1.0, "interval": [1.0, 1.0], "counts": {"tp": 138, "fp": 0, "fn": 0}}


def test_errors_show_the_sentence_of_a_missed_claim(corpus, console):
    print_errors(console, [score_set(corpus, Predicted(()))], 1)
    text = console.export_text()
    assert "missed: p01.a air_drone_strike" in text
    assert "killed two Turkish soldiers" in text


def test_field_errors_show_both_values(corpus, console):
    wrong = corpus.claims[0].model_copy(update={"killed": None})
    print_field_errors(console, [score_set(corpus, Predicted((wrong,)))], ["killed"], 5)
    text = console.export_text()
    assert "killed: 1 wrong" in text
    assert "gold 2  predicted –" in text
