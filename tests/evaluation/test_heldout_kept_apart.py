"""The held-out reports are scored and pinned, and their texts stay out of every list of errors."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from evaluation.authoring import compile_folder
from evaluation.corpus import EXAMPLE, corpus_folders, heldout_folders, load_corpus
from evaluation.gate import measured
from evaluation.pipeline import Predicted
from evaluation.summary import score_set
from tests.evaluation.records import claim

from evaluation import __main__ as cli
from evaluation import corpus
from trucewatch.model import VIOLENT_KINDS

FOLDERS = heldout_folders()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """One held-out set with one report."""
    folder = tmp_path / "north"
    folder.mkdir()
    (folder / "reports.jsonl").write_text('{"id": "r1", "text": "Shells hit Alpha."}\n')
    (folder / "claims.gold.jsonl").write_text(claim().to_json() + "\n")
    monkeypatch.setattr(corpus, "HELD_OUT", tmp_path)
    return folder


@pytest.fixture
def scores(folder):
    """Nothing found anywhere: every gold claim of one set of each group is missed."""
    folders = (EXAMPLE, corpus_folders()[1], folder)
    return [score_set(load_corpus(f), Predicted(()), full=False) for f in folders]


@pytest.fixture
def score(scores, monkeypatch):
    """The command, with those scores."""
    monkeypatch.setattr(cli, "run_sets", lambda *args, **more: scores)
    return lambda *options: CliRunner().invoke(cli.main, ["score", "--claims-only", *options])


def test_nothing_is_fitted_to_held_out_sets(folder):
    assert heldout_folders() == (folder,)
    assert folder not in corpus_folders()
    assert not set(corpus_folders()) & set(FOLDERS)


def test_no_conflict_is_both_developed_against_and_held_out():
    assert not {p.name for p in corpus_folders()} & {p.name for p in FOLDERS}


def test_three_groups_are_scored(scores, folder):
    groups = cli.example_and_rest(scores)
    assert [s.name for s in groups] == ["idlib-2020", "development", "held out"]
    assert [c.folder for c in groups[2].corpora] == [folder]


def test_without_held_out_sets_there_is_no_third_group(scores):
    assert [s.name for s in cli.example_and_rest(scores[:2])] == ["idlib-2020", "development"]


def test_score_prints_the_third_column(score):
    assert "held out [95%]" in " ".join(score().output.split())


def test_gate_pins_held_out_sets(scores):
    now = measured(cli.example_and_rest(scores))
    assert "north" in now.corpora
    assert "held out.events_f1" in now.floors


def test_errors_list_every_group_but_the_held_out(score):
    listed = score("--errors", "1000").output
    assert f"{EXAMPLE.name} / " in listed
    assert "north / " not in listed


@pytest.mark.parametrize("options", [("--errors", "3"), ("--field-errors", "place")])
def test_errors_of_a_held_out_set_are_refused(score, options):
    refused = score("--set", "north", *options)
    assert refused.exit_code == 2
    assert "not listed" in refused.output


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_gold_is_in_step_with_its_source(folder: Path) -> None:
    stale = [n for n, text in compile_folder(folder).files().items() if (folder / n).read_text("utf-8") != text]
    assert not stale, f"compile {folder.name} again"


def test_ids_are_unique_over_all_sets() -> None:
    corpora = [load_corpus(f) for f in (*corpus_folders(), *FOLDERS)]
    reports = [r.id for c in corpora for r in c.reports]
    claims = [x.id for c in corpora for x in c.claims]
    assert len(reports) == len(set(reports))
    assert len(claims) == len(set(claims))


def test_held_out_reports_are_invented() -> None:
    assert all(r.synthetic and not r.url for f in FOLDERS for r in load_corpus(f).reports)


def test_some_held_out_reports_hold_no_violence() -> None:
    corpora = [load_corpus(f) for f in FOLDERS]
    reports = sum(len(c.reports) for c in corpora)
    violent = {x.report for c in corpora for x in c.claims if x.kind in VIOLENT_KINDS}
    assert 0.1 < (reports - len(violent)) / reports < 0.45
