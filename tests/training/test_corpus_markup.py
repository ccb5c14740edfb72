import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from evaluation.authoring import AuthoringError
from evaluation.corpus import load_corpus
from training.corpus import Compiled, agree, compile_conflict, write_conflict
from training.corpus.__main__ import main
from training.corpus.shorthand import CATEGORIES, CONFIDENCES, KINDS

from trucewatch.errors import InputError
from trucewatch.model import Category, Claim, Confidence, Kind

README = Path(__file__).parents[2] / "training" / "README.md"


def _block(language: str) -> str:
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[0]


def _compile(folder: Path, report: str) -> Compiled:
    folder.mkdir(exist_ok=True)
    (folder / "conflict.yaml").write_text(_block("yaml"), encoding="utf-8")
    (folder / "01.rep").write_text(report, encoding="utf-8")
    return compile_conflict(folder)


def _edited(folder: Path, *changes: tuple[str, str]) -> Compiled:
    report = _block("text")
    for old, new in changes:
        assert old in report
        report = report.replace(old, new, 1)
    return _compile(folder, report)


def _messages(folder: Path, *changes: tuple[str, str]) -> str:
    with pytest.raises(AuthoringError) as caught:
        _edited(folder, *changes)
    return "\n".join(map(str, caught.value.problems))


def _claims(compiled: Compiled) -> dict[str, Claim]:
    return {c.id.partition(".")[2]: c for c in compiled.gold.claims}


@pytest.fixture
def example(tmp_path: Path) -> Compiled:
    return _edited(tmp_path)


def test_example_of_the_readme_compiles_to_the_contract(example: Compiled) -> None:
    a, b = example.gold.claims
    assert (a.kind, a.killed.low, a.when.start, a.where.relation) == (
        "shelling_artillery_missile",
        2,
        "2001-05-08",
        "near",
    )
    assert (a.perpetrator.actor, a.perpetrator.confidence) == ("Hill Brigade", "accused_by_authority")
    assert a.victims[0].names == ("Odo Marn",)
    assert [d.name for d in a.denied_by] == ["Hill Brigade"]
    assert (b.killed, b.injured.low, b.perpetrator.confidence) == (None, 2, "not_stated")
    assert (b.claimants[0].name, b.claimants[0].kind) == ("Residents", "witness")
    assert example.gold.clusters == (("ex1.a", ("ex1.a", "ex1.b")),)


def test_text_is_free_of_marks_and_evidence_stands_where_it_says(example: Compiled) -> None:
    (report,) = example.gold.reports
    assert "[" not in report.text
    assert "{" not in report.text
    for claim in example.gold.claims:
        for e in claim.evidence:
            assert report.text[e.start : e.end] == e.quote


def test_every_word_of_the_vocabularies_has_one_short_form() -> None:
    assert sorted(KINDS.values()) == sorted(Kind)
    assert sorted(CATEGORIES.values()) == sorted(Category)
    assert set(CONFIDENCES.values()) == set(Confidence) - {Confidence.WITHHELD, Confidence.NOT_STATED}


def test_compiled_files_load_as_a_set_for_scoring_and_are_the_same_twice(example: Compiled, tmp_path: Path) -> None:
    first = write_conflict(tmp_path / "one", example)
    second = write_conflict(tmp_path / "two", _edited(tmp_path / "again"))
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    assert [r.id for r in load_corpus(first).reports] == ["ex1-kalo"]
    assert json.loads((first / "meta.jsonl").read_text())["forms"] == ["wire", "named"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{shelling}", "{boom}", "01.rep:11: claim a: k1: 'boom' is no kind"),
        ("{kalo near}", "{teno}", "claim a: w1: no place 'teno' in conflict.yaml"),
        ("{hill}. Sergeant", "{valley}. Sergeant", "p1: no actor 'valley'"),
        ("[c3 Residents]{witness}", "[c3 Residents]{people}", "c3: 'people' is no claimant"),
        ("b < a:", "b < z:", "01.rep:12: claim b: no earlier claim 'z'"),
        ("b < a: -d", "b < a: -x -d", "-x: nothing to drop"),
        ("a: k1", "a: k1 loud", "'l' marks nothing"),
        ("a: k1 t1", "a: k1", "[t1 on Tuesday] is in no claim"),
        ("[c2 The Brigade]", "[c1 The Brigade]", "c1 marks two spans"),
        ("on Tuesday]", "on Tuesday", "line 6: [t1 is not closed"),
        ("[t1 on", "[zz on", "opens no mark"),
        ("{2/naf}", "{2}", "line 5: 2 ids, but 1 values"),
        ("[t1 on Tuesday]", "[t1 on Friday]{2001-05-08}", "is a Tuesday"),
        ("wire,named", "wire,sonnet", "no form ['sonnet']"),
        ("=== ex1-kalo 2001-05-09", "=== ex1-kalo", "want '=== id date form"),
        ("---\n", "", "no line of ---"),
        ("{~2+}", "", "i1: want its figure in braces"),
        ("{2/naf}", "{3-2/naf}", "low above high"),
    ],
)
def test_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    if told.startswith("'l' marks"):
        told = "no token" if "no token" in _messages(tmp_path, (old, new)) else "no such mark"
    assert told in _messages(tmp_path, (old, new))


def test_parts_of_a_total_must_add_up(tmp_path: Path) -> None:
    text = (
        "killed [d1/v1 two soldiers]{2/naf}",
        "killed [d1 four people]{4}, [d2/v1 two soldiers]{2/naf} and [d3/v3 a boy]{1/civ}",
    )
    assert "killed add up to 3, not 4" in _messages(
        tmp_path, text, ("v1 d1 s1", "v1 v3 d1(d2:v1&s1,d3:v3)"), ("-d -p -s", "-d -p")
    )
    good = (text[0], text[1].replace("{4}", "{3}"))
    claims = _claims(_edited(tmp_path, good, ("v1 d1 s1", "v1 v3 d1(d2:v1&s1,d3:v3)"), ("-d -p -s", "-d -p")))
    assert [(v.category, v.low, v.names) for v in claims["a"].victims] == [
        ("military", 2, ("Odo Marn",)),
        ("civilian", 1, ()),
    ]


def test_several_figures_are_our_sum(tmp_path: Path) -> None:
    text = (
        "killed [d1/v1 two soldiers]{2/naf}",
        "killed [d1/v1 two soldiers]{2/naf} and [d2/v3 at least three boys]{3+/civ}",
    )
    killed = _claims(_edited(tmp_path, text, ("v1 d1 s1", "v1 v3 d1:v1&s1 d2:v3"), ("-d -p -s", "-d -p")))["a"].killed
    assert (killed.low, killed.high, killed.stated, killed.text) == (
        5,
        None,
        False,
        "two soldiers + at least three boys",
    )


@pytest.mark.parametrize(
    ("words", "value", "start", "end", "precision"),
    [
        ("on Tuesday", "", "2001-05-08", "2001-05-08", "day"),
        ("on Wednesday", "", "2001-05-09", "2001-05-09", "day"),
        ("on 3 May", "", "2001-05-03", "2001-05-03", "day"),
        ("on 3 November", "", "2000-11-03", "2000-11-03", "day"),
        ("overnight", "{-1/0}", "2001-05-08", "2001-05-09", "days"),
        ("last week", "{-9/-3 week}", "2001-04-30", "2001-05-06", "week"),
        ("in recent days", "{?}", None, None, "day"),
    ],
)
def test_dates_count_back_from_publication(
    tmp_path: Path, words: str, value: str, start: str | None, end: str | None, precision: str
) -> None:
    when = _claims(_edited(tmp_path, ("[t1 on Tuesday]", f"[t1 {words}]{value}")))["a"].when
    assert (when.start, when.end, when.precision, when.text) == (start, end, precision, words)


@pytest.mark.parametrize(
    ("change", "confidence"),
    [
        (("d1 s1 c1", "d1 s1 c2"), "claimed"),
        (("d1 s1 c1", "d1 s1 c3"), "accused"),
        (("d1 s1 c1", "d1 s1 c3 c1"), "accused_by_authority"),
        (("d1 s1 c1", "d1 s1 c1 by=possible"), "possible"),
        (("{hill}. Sergeant", "{withheld}. Sergeant"), "withheld"),
    ],
)
def test_confidence_follows_from_who_speaks(tmp_path: Path, change: tuple[str, str], confidence: str) -> None:
    keep = ("b < a: -d", "z: k1 v1 c1 no:c2\nb < a: -d")
    assert _claims(_edited(tmp_path, change, keep))["a"].perpetrator.confidence == confidence


def test_toll_has_a_period_and_no_incident(tmp_path: Path) -> None:
    compiled = _edited(tmp_path, ("b < a: -d", "b < a: toll t1 -d"))
    claim = _claims(compiled)["b"]
    assert (claim.scope, claim.when.precision) == ("toll", "period")
    assert compiled.gold.clusters == (("ex1.a", ("ex1.a",)),)


def test_two_annotations_of_one_text_agree_where_they_are_the_same(tmp_path: Path) -> None:
    first, same = _edited(tmp_path / "a"), _edited(tmp_path / "b")
    other = _edited(tmp_path / "c", ("{2/naf}", "{3/naf}"))
    assert agree([first], [same]).strict.f1 == 1
    scored = agree([first], [other])
    assert (scored.events.f1, scored.strict.f1, scored.fields["killed"].value) == (1, 0.5, 0)


def test_annotations_of_different_words_are_not_compared(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="different words"):
        agree([_edited(tmp_path / "a")], [_edited(tmp_path / "b", ("PORT CITY", "POST CITY"))])


def test_stripped_report_compiles_to_the_same_words(example: Compiled, tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["strip", str(tmp_path)], catch_exceptions=False).output
    assert "[k1" not in printed
    printed = printed.replace("wire,named", "wire,named quiet")
    assert _compile(tmp_path / "second", printed).gold.reports == example.gold.reports
