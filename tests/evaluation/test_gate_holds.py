import json

import pytest
from click.testing import CliRunner
from evaluation.corpus import EXAMPLE, load_corpus
from evaluation.gate import EPSILON, Baseline, Fall, Pin, measured, pinned, problems
from evaluation.pipeline import Predicted
from evaluation.summary import score_set

from evaluation import __main__ as cli
from trucewatch.errors import UsageError

PIN = Pin("a" * 64, 10, 20)


def base(floors=None, **corpora):
    return Baseline(corpora or {"set": PIN}, floors or {"set.events_f1": 0.6})


def test_same_rates_on_the_same_gold_pass():
    assert problems(base(), base()) == []


def test_better_rates_pass():
    assert problems(base(), base({"set.events_f1": 0.9})) == []


def test_a_hair_below_the_floor_passes():
    assert problems(base(), base({"set.events_f1": 0.6 - EPSILON / 2})) == []


def test_a_fall_is_named():
    (problem,) = problems(base(), base({"set.events_f1": 0.59}))
    assert problem == "set.events_f1 fell to 0.5900, its floor is 0.6000"


def test_a_rate_no_longer_measured_is_a_fall():
    assert any("set.events_f1 fell to 0.0000" in p for p in problems(base(), base({"set.other": 0.9})))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ({"set": PIN}, {"set": Pin("b" * 64, 10, 20)}, "has changed"),
        ({"set": PIN}, {"set": PIN, "more": PIN}, "more is new"),
        ({"set": PIN, "more": PIN}, {"set": PIN}, "more is gone"),
    ],
)
def test_other_gold_does_not_pass(before, after, word):
    (problem,) = problems(base(**before), base(**after))
    assert word in problem


def test_rate_without_a_floor_does_not_pass():
    (problem,) = problems(base(), base({"set.events_f1": 0.6, "set.new": 0.5}))
    assert "set.new has no floor" in problem


def test_no_baseline_does_not_pass():
    (problem,) = problems(Baseline(), base())
    assert "no baseline" in problem


def test_update_raises_floors():
    assert pinned(base(), base({"set.events_f1": 0.71239}), reason=None).floors == {"set.events_f1": 0.7123}


def test_update_never_creeps_down_within_the_epsilon():
    assert pinned(base(), base({"set.events_f1": 0.598}), reason=None).floors == {"set.events_f1": 0.6}


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_update_refuses_a_fall_without_a_reason(reason):
    with pytest.raises(UsageError, match=r"set\.events_f1 0\.6000 to 0\.5000"):
        pinned(base(), base({"set.events_f1": 0.5}), reason=reason)


def test_update_keeps_the_reason_of_a_fall():
    after = pinned(base(), base({"set.events_f1": 0.5}), reason="gold corrected")
    assert after.floors == {"set.events_f1": 0.5}
    assert after.falls == (Fall("set.events_f1", 0.6, 0.5, "gold corrected"),)
    again = pinned(after, base({"set.events_f1": 0.4}), reason="once more")
    assert [f.reason for f in again.falls] == ["gold corrected", "once more"]


def test_baseline_survives_the_file(tmp_path):
    after = pinned(base(), base({"set.events_f1": 0.5}), reason="gold corrected")
    after.save(tmp_path / "baseline.json")
    assert Baseline.load(tmp_path / "baseline.json") == after


@pytest.fixture
def gate(tmp_path, monkeypatch):
    """The command with gold standing in for the extractor; `keep` says how many gold claims it finds."""
    corpus = load_corpus(EXAMPLE)
    path = tmp_path / "baseline.json"

    def run(*options, keep=None):
        score = score_set(corpus, Predicted(corpus.claims[:keep]), full=False)
        monkeypatch.setattr(cli, "run_sets", lambda *args, **more: [score])
        return CliRunner().invoke(cli.main, ["gate", "--baseline", str(path), *options])

    run.path = path
    return run


def test_gate_fails_without_a_baseline(gate):
    assert gate().exit_code == 1


def test_gate_passes_what_it_has_pinned_and_fails_what_is_worse(gate):
    assert gate("--update").exit_code == 0
    passed = gate()
    assert passed.exit_code == 0
    assert "rates hold" in passed.output
    failed = gate(keep=100)
    assert failed.exit_code == 1
    assert "idlib-2020.events_f1 fell" in failed.output


def test_gate_lets_floors_fall_only_with_a_reason(gate):
    gate("--update")
    before = gate.path.read_bytes()
    assert gate("--update", keep=100).exit_code != 0
    assert gate.path.read_bytes() == before
    assert gate("--update", "--allow-regression", "fewer claims", keep=100).exit_code == 0
    assert {f["reason"] for f in json.loads(gate.path.read_text())["falls"]} == {"fewer claims"}


def test_reason_alone_is_a_usage_error(gate):
    assert gate("--allow-regression", "why").exit_code == 2


def test_pins_follow_the_gold():
    corpus = load_corpus(EXAMPLE)
    now = measured([score_set(corpus, Predicted(corpus.claims), full=False)])
    assert now.corpora == {"idlib-2020": Pin(corpus.sha256, 60, 204)}
    assert now.floors["idlib-2020.events_f1"] == 1
