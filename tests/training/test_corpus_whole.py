from pathlib import Path

import pytest
from evaluation.authoring import AuthoringError
from training.corpus import Manifest, agree, check_corpus, compile_all, compile_conflict, load_manifest

from trucewatch.errors import InputError


@pytest.fixture(scope="module")
def corpus():
    return compile_all()


def _folder(root: Path, name: str, tables: str, report: str) -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "conflict.yaml").write_text(f"id: {name}\n{tables}")
    (folder / "01.rep").write_text(report)
    return folder


def _words(count: int) -> str:
    return " ".join(f"word{'abcdefghij'[i % 10]}{'klmnopqrst'[i // 10]}" for i in range(count))


QUIET = "=== {id} 2001-05-09 wire quiet\nsource: Valley Wire\n\n{text}\n---\n"


def test_committed_corpus_keeps_every_rule(corpus) -> None:
    assert check_corpus(corpus, load_manifest()).problems == ()


def test_every_report_is_synthetic_and_has_an_author_of_its_own(corpus) -> None:
    reports = [r for c in corpus for r in c.gold.reports]
    assert all(r.synthetic and not r.retold and r.url is None and r.source for r in reports)


def test_finished_corpus_would_need_a_test_part(corpus) -> None:
    train = [c for c in corpus if load_manifest().split_of[c.gold.id] == "train"]
    assert any("test has 0 conflicts" in p for p in check_corpus(train, load_manifest(), complete=True).problems)


def test_whole_is_told_what_is_wrong_with_it(tmp_path: Path) -> None:
    one = _folder(tmp_path, "one", "actors: {f: [Hill Brigade, arm]}\n", QUIET.format(id="x1-a", text=_words(40)))
    two = _folder(
        tmp_path,
        "two",
        "actors: {f: [hill brigade, arm]}\nplaces: {lima: [Lima, null, PE, 12.04, 77.04, 5]}\n",
        QUIET.format(id="x1-a", text=_words(30)),
    )
    problems = "\n".join(
        check_corpus([compile_conflict(one), compile_conflict(two)], Manifest({"one": "train"})).problems
    )
    for told in (
        "report id 'x1-a' stands twice",
        "two: in no part of manifest.toml",
        "two (?): actor 'hill brigade' is also one of one (train)",
        "x1-a: 30 words",
        "places.lima",
    ):
        assert told in problems


def test_figure_that_the_words_contradict_is_found(tmp_path: Path) -> None:
    text = f"[k1 Shells]{{shelling}} killed [d1/v1 two men]{{3/civ}}. {_words(40)}\n---\na: k1 d1 v1\n"
    folder = _folder(tmp_path, "one", "", f"=== x1-a 2001-05-09 wire\nsource: Valley Wire\n\n{text}")
    problems = check_corpus([compile_conflict(folder)], Manifest({"one": "train"})).problems
    assert any("d1: {3}, but 'two men' says 2 to 2" in p for p in problems)


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ("actors: {pol: [Northland Police, pol]}\n", "the key is the word for a category"),
        ("claimants: {police: [Northland Police, police]}\n", "the key is the word for a kind of claimant"),
        ("claimants: {p: [Northland Police, police, naf]}\n", "no actor 'naf'"),
        ("places: {kalo: [Kalo, XX]}\n", "want [name, admin1, country"),
    ],
)
def test_mistaken_table_is_told_with_its_key(tmp_path: Path, tables: str, told: str) -> None:
    folder = _folder(tmp_path, "one", tables, QUIET.format(id="x1-a", text=_words(40)))
    with pytest.raises(AuthoringError, match=r"conflict\.yaml") as caught:
        compile_conflict(folder)
    assert told in str(caught.value)


def test_conflict_stands_in_one_part_only(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text('train = ["a"]\ntest = ["a"]\n')
    with pytest.raises(InputError, match="two splits"):
        load_manifest(path)


def test_second_annotation_has_the_tables_of_its_conflict(corpus, tmp_path: Path) -> None:
    first = next(c for c in corpus if c.gold.id == "kosovo-1998")
    report = next(r for r in first.gold.reports if r.id == "ks6-shepherd")
    folder = tmp_path / "kosovo-1998"
    folder.mkdir()
    blind = report.text.replace("was killed", "[k1/d1/v1 was killed]{mine/1/civ}").replace(
        "above the vilage of Drelje", "[w1 above the vilage of Drelje]{pec near r12}"
    )
    (folder / "01.rep").write_text(
        f"=== ks6-shepherd 1998-11-03 stringer\nsource: X\nlayout: keep\n\n{blind}\n---\na: k1 d1 v1 w1 t=-2\n"
    )
    scored = agree([first], [compile_conflict(folder)])
    assert scored.reports == ("ks6-shepherd",)
    assert (scored.events.tp, scored.events.fn, scored.strict.tp) == (1, 2, 1)
