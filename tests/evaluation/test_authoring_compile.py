import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from evaluation.authoring import AuthoringError, Folder, compile_folder, write_folder
from evaluation.authoring.__main__ import main

from trucewatch.model import Check, Claim, Report

README = Path(__file__).parents[2] / "evaluation" / "development" / "README.md"


def _example() -> tuple[str, str]:
    blocks = re.findall(r"^```yaml\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return blocks[0], blocks[1]


def _write(folder: Path, report: str, conflict: str | None = None) -> Path:
    source = folder / "source"
    source.mkdir(parents=True, exist_ok=True)
    (source / "conflict.yaml").write_text(conflict or _example()[0], encoding="utf-8")
    (source / "01.yaml").write_text(report, encoding="utf-8")
    return folder


@pytest.fixture
def example(tmp_path: Path) -> Folder:
    return compile_folder(_write(tmp_path, _example()[1]))


def _messages(folder: Path) -> str:
    with pytest.raises(AuthoringError) as caught:
        compile_folder(folder)
    return "\n".join(map(str, caught.value.problems))


def _edited(tmp_path: Path, old: str, new: str) -> Path:
    report = _example()[1]
    assert old in report
    return _write(tmp_path, report.replace(old, new, 1))


def test_example_of_the_readme_compiles(example: Folder) -> None:
    assert [c.id for c in example.claims] == ["ex1.a", "ex1.b", "ex1.c"]
    assert example.clusters == (("2001-05-08-kalo", ("ex1.a", "ex1.b")), ("2001-05-01-truce", ("ex1.c",)))


def test_files_validate_with_every_key_present(example: Folder, tmp_path: Path) -> None:
    write_folder(tmp_path, example)
    models = {"reports.jsonl": Report, "claims.gold.jsonl": Claim, "checks.gold.jsonl": Check}
    for name, model in models.items():
        for line in (tmp_path / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert list(row) == list(model.model_fields)
            assert model.model_validate(row)
    assert (tmp_path / "findings.gold.jsonl").read_text(encoding="utf-8") == ""


def test_every_offset_gives_its_quote(example: Folder) -> None:
    report = example.reports[0]
    spans = [
        (e.field, report.field_text(e.field)[e.start : e.end], e.quote) for c in example.claims for e in c.evidence
    ]
    assert len(spans) > 15
    assert all(found == quote for _, found, quote in spans)
    assert ("victims[0]", "Odo Marn", "Odo Marn") in spans


def test_lines_of_a_paragraph_are_joined(example: Folder) -> None:
    assert "the Northland defence ministry said, blaming" in example.reports[0].text
    assert example.reports[0].text.count("\n\n") == 1


def test_layout_keep_keeps_lines(tmp_path: Path) -> None:
    folder = _write(
        tmp_path, "id: k-1\nquiet: true\nlayout: keep\npublished: 2001-05-09\ntext: |\n  one  \n  two\n\n  three\n"
    )
    assert compile_folder(folder).reports[0].text == "one\ntwo\n\nthree"


def test_like_inherits_and_null_drops(example: Folder) -> None:
    second = example.claims[1]
    assert second.killed is None
    assert second.where is not None
    assert second.where.name == "Kalo"
    assert second.injured is not None
    assert (second.injured.low, second.injured.high, second.injured.approximate) == (2, None, True)
    assert second.victims[0].category == "unknown"


def test_ambiguous_quote_is_refused(tmp_path: Path) -> None:
    folder = _edited(tmp_path, "where: [kalo, near Kalo", "where: [kalo, the")
    assert "01.yaml: ex1-kalo-shelling: claims.a: where: 'the' stands there" in _messages(folder)


def test_nth_occurrence_is_found(tmp_path: Path) -> None:
    folder = _edited(tmp_path, "the Northland defence ministry]", "the||2]")
    evidence = {e.field: e for e in compile_folder(folder).claims[0].evidence}
    text = compile_folder(folder).reports[0].text
    assert text[evidence["claimants[0]"].start :].startswith("the Hill Brigade")


def test_words_inside_a_word_are_not_found(tmp_path: Path) -> None:
    assert "does not stand in the text" in _messages(_edited(tmp_path, "weapon: Mortar", "weapon: Mort"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("on Tuesday, the", "on Monday, the", "'on Tuesday' does not stand"),
        ("when: [2001-05-08,", "when: [2001-05-07,", "'on Tuesday': 2001-05-07 is a Monday"),
        ("when: [2001-05-08,", "when: [2001-05-15,", "is after publication"),
        ("[2001-05-01, 1 May]", "[2001-05-02, 1 May]", "'1 May' is not 2001-05-02"),
        ("killed: [2,", "killed: [3,", "killed add up to 2, not 3"),
        ("by: [accused_by_authority,", "by: [fact,", "fact, but somebody is cited"),
        ("by: [accused_by_authority,", "by: [guessed,", "confidence"),
        ("Hill Brigade, the Hill Brigade]", "Hil Brigade, the Hill Brigade]", "actor 'Hil Brigade' is not in"),
        ("incident: 2001-05-08-kalo", "note: none", "every claim of scope incident has a cluster label"),
        ("shelling_artillery_missile", "shelling", "kind"),
        ("where: [kalo,", "where: [kal,", "no place 'kal'"),
        ("weapon: Mortar", "weapons: Mortar", "unknown key 'weapons'"),
        ("names: [Odo Marn]", "names: [Odo Karn]", "'Odo Karn' does not stand in the text"),
        ("incidents: [2001-05-08-kalo]", "incidents: [elsewhere]", "no incident 'elsewhere'"),
        ("    background: true", "    scope: toll", "a toll is in no incident"),
        ("published: 2001-05-09", "published: 2001-05-09\nquiet: true", "in a quiet report"),
    ],
)
def test_mistake_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in _messages(_edited(tmp_path, old, new))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    folder = _edited(tmp_path, "killed: [2,", "killed: [3,")
    report = folder / "source" / "01.yaml"
    report.write_text(report.read_text(encoding="utf-8").replace("like: a", "like: z"), encoding="utf-8")
    messages = _messages(folder)
    assert "killed add up" in messages
    assert "no earlier claim 'z'" in messages


def test_weekday_beside_a_date_is_checked_unless_allowed(tmp_path: Path) -> None:
    report = "id: w-1\nquiet: true\npublished: 2001-05-09\ntext: They met on Monday, 8 May.\n"
    assert "2001-05-08 is a Tuesday" in _messages(_write(tmp_path, report))
    assert compile_folder(_write(tmp_path, report + "allow: [weekday]\n")).quiet == {"w-1"}


def test_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert "stands twice" in _messages(_edited(tmp_path, "  c:\n", "  b:\n"))


def test_country_code_no_stays_text(tmp_path: Path) -> None:
    conflict = _example()[0].replace("country: XX", "country: NO")
    claims = compile_folder(_write(tmp_path, _example()[1], conflict)).claims
    assert claims[0].where is not None
    assert claims[0].where.country == "NO"


AGREEMENT = """
id = "example"
sides = [{id = "north"}, {id = "hills"}]
terms = [{id = "ceasefire"}]
actors = [{name = "Northland Armed Forces", side = "north"}, {name = "Hill Brigade", side = "hills"}]
"""


def _with_agreement(tmp_path: Path, verdict: str) -> Path:
    folder = _write(tmp_path / "conflict", _example()[1])
    (tmp_path / "agreement.toml").write_text(AGREEMENT, encoding="utf-8")
    (folder / "agreement.path").write_text("../agreement.toml\n", encoding="utf-8")
    (folder / "source" / "findings.yaml").write_text(f"2001-05-08-kalo: {{ceasefire: {verdict}}}\n", encoding="utf-8")
    return folder


def test_sides_come_from_the_agreement(tmp_path: Path) -> None:
    compiled = compile_folder(_with_agreement(tmp_path, "undetermined"))
    assert compiled.claims[0].perpetrator.side == "hills"
    assert compiled.claims[0].victims[0].side == "north"
    assert compiled.checks[0].subject.side == "north"


def test_finding_carries_the_agreement_and_the_side(tmp_path: Path) -> None:
    compiled = compile_folder(_with_agreement(tmp_path, "[alleged_violation, hills]"))
    assert [dict(f) for f in compiled.findings] == [
        {
            "incident": "2001-05-08-kalo",
            "agreement": "example",
            "term": "ceasefire",
            "verdict": "alleged_violation",
            "attributed_to": "hills",
        }
    ]


@pytest.mark.parametrize("verdict", ["guilty", "[undetermined, hills]", "[alleged_violation, south]"])
def test_finding_outside_the_agreement_is_refused(tmp_path: Path, verdict: str) -> None:
    assert "findings.yaml: 2001-05-08-kalo: ceasefire" in _messages(_with_agreement(tmp_path, verdict))


def test_command_writes_and_check_notices_a_change(tmp_path: Path) -> None:
    folder = str(_write(tmp_path, _example()[1]))
    run = CliRunner().invoke
    assert run(main, ["compile", folder]).exit_code == 0
    assert run(main, ["compile", "--check", folder]).exit_code == 0
    (tmp_path / "claims.gold.jsonl").write_text("", encoding="utf-8")
    checked = run(main, ["compile", "--check", folder])
    assert checked.exit_code == 1
    assert "claims.gold.jsonl: differs from its source" in checked.output


def test_command_reports_problems_and_exits_1(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["compile", str(_edited(tmp_path, "killed: [2,", "killed: [3,"))])
    assert result.exit_code == 1
    assert "claims.a: victims: killed add up to 2, not 3" in result.output


def test_day_that_cannot_be_dated_keeps_its_words(tmp_path: Path) -> None:
    folder = _edited(tmp_path, "when: [2001-05-08, on Tuesday]", 'when: ["?", on Tuesday]')
    when = compile_folder(folder).claims[0].when
    assert when is not None
    assert (when.start, when.end, when.precision, when.text) == (None, None, "day", "on Tuesday")


def test_account_with_two_quotes_is_refused_with_its_key(tmp_path: Path) -> None:
    folder = _edited(tmp_path, "Hill Brigade, the Hill Brigade]", "Hill Brigade, the Hill Brigade, two soldiers]")
    assert "claims.a: by: want a mapping after the quote" in _messages(folder)


def test_victims_name_may_be_given_as_its_second_occurrence(tmp_path: Path) -> None:
    report = _example()[1].replace("Sergeant Odo Marn was", "Odo Marn led; Odo Marn was")
    claim = compile_folder(_write(tmp_path, report.replace("names: [Odo Marn]", "names: [Odo Marn||2]"))).claims[0]
    assert claim.victims[0].names == ("Odo Marn",)
