"""The key's syntax, and the templates that invented claims make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from evaluation._muc4_templates import (
    Fill,
    Template,
    claim_groups,
    gold_template,
    incident_type,
    is_war,
    makes_template,
    parse_fill,
    predicted_templates,
    published_of,
)
from tests.evaluation.records import bare, count, evidence, perpetrator, report, target, when, where

from evaluation import muc4
from trucewatch.model import (
    Category,
    Cause,
    Claim,
    Confidence,
    Coverage,
    Effect,
    Evidence,
    Kind,
    Modality,
    Scope,
    Target,
    Victim,
)

PUBLISHED = "2031-05-10"


def act(quote: str, start: int = 0, field: str = "kind") -> Evidence:
    return Evidence(field=field, start=start, end=start + len(quote), quote=quote)


def struck(text: str, category: Category = Category.CIVILIAN) -> Target:
    return Target(text=text, actor=None, side=None, category=category)


def victims(effect: Effect, low: int, names: tuple[str, ...] = (), category: Category = Category.CIVILIAN) -> Victim:
    return Victim(
        effect=effect, category=category, actor=None, side=None, low=low, high=low, cause=Cause.HOSTILE, names=names
    )


def made(*claims: Claim) -> list[Template]:
    return predicted_templates(claims, report(published=PUBLISHED))


def values(template: Template, slot: str) -> list[str]:
    return sorted(v for f in template.fills(slot) for v in f.values)


def fill(*values_: str, references: tuple[str, ...] = (), optional: bool = False) -> Fill:
    return Fill(frozenset(values_), references, optional)


# ---- the key


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("-", None),
        ("*", None),
        ("ATTACK", fill("ATTACK")),
        ("BOMBING / ATTACK", fill("BOMBING", "ATTACK")),
        ('DEATH: "ANN BELL"', fill("DEATH", references=("ANN BELL",))),
        ('1: "ANN BELL" / "JUDGE"', fill("1", references=("ANN BELL", "JUDGE"))),
        ('? INJURY: "DRIVER"', fill("INJURY", references=("DRIVER",), optional=True)),
        ('?1: "DRIVER"', fill("1", references=("DRIVER",), optional=True)),
        ('? INJURY / DEATH: "NUNS"', fill("INJURY", "DEATH", references=("NUNS",), optional=True)),
        ('(INJURY / DEATH): "NUNS"', fill("INJURY", "DEATH", references=("NUNS",))),
        ('POSSIBLE/SUSPECTED OR ACCUSED: "A"/"B"', fill("POSSIBLE", "SUSPECTED OR ACCUSED", references=("A", "B"))),
        ('PLURAL / - 15: "NUNS"', fill("PLURAL", "-15", references=("NUNS",))),
        ('23 -: "NUNS"', fill("23-", references=("NUNS",))),
        ('NO INJURY: "-"', fill("NO INJURY OR DEATH")),
        ('"\\"9 MAY\\" FRONT"', fill('"9 MAY" FRONT', references=('"9 MAY" FRONT',))),
    ],
)
def test_the_key_reads(text: str, want: Fill | None) -> None:
    assert parse_fill(text) == want


def test_a_template_of_the_key_reads() -> None:
    got = gold_template(
        {
            "MESSAGE: TEMPLATE": ["2 (OPTIONAL)"],
            "INCIDENT: TYPE": ["BOMBING"],
            "HUM TGT: NAME": ['"ANN BELL"'],
            "HUM TGT: DESCRIPTION": ['"JUDGE": "ANN BELL"', '"GUARDS"'],
            "HUM TGT: NUMBER": ['1: "ANN BELL"', 'PLURAL: "GUARDS"'],
            "HUM TGT: TOTAL NUMBER": ["4-"],
            "HUM TGT: EFFECT OF INCIDENT": ['DEATH: "ANN BELL"'],
            "PERP: INDIVIDUAL ID": ['"GUNMEN"'],
            "PERP: ORGANIZATION ID": ["-"],
            "PERP: ORGANIZATION CONFIDENCE": ["-"],
        }
    )
    assert got.optional
    assert got.victims == ("ANN BELL", "JUDGE", "GUARDS")
    assert got.perpetrators == ("GUNMEN",)
    assert got.fills("number") == (
        fill("1", references=("ANN BELL", "JUDGE")),
        fill("PLURAL", references=("GUARDS",)),
        fill("4-"),
    )
    assert got.fills("effect") == (fill("DEATH", references=("ANN BELL", "JUDGE")),)
    assert got.fills("confidence") == ()


# ---- the report


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("   PORT ALMA, 3 JAN 90 -- [TEXT] NOTHING HAPPENED.", "1990-01-03"),
        ("PORT ALMA (NOWHERE), 28 JUL 89 (AGENCY) -- [TEXT] NOTHING.", "1989-07-28"),
        ("PORT ALMA, NO DATE (RADIO) -- [TEXT] ON THE ROAD, 3 JAN 90", None),
        ("PORT ALMA, 25 JAN (NA) -- [TEXT] NOTHING.", None),
        ("PORT ALMA, 31 FEB 90 -- NOTHING.", None),
    ],
)
def test_the_dateline_dates(text: str, day: str | None) -> None:
    assert published_of(text) == day


def test_a_document_becomes_a_report() -> None:
    got = muc4.as_report("d1", "   PORT ALMA, 3 JAN 90 -- A BOMB\nWENT OFF.\n\n\n   NOBODY WAS   HURT. ")
    assert got.text == "PORT ALMA, 3 JAN 90 -- A BOMB WENT OFF.\n\nNOBODY WAS HURT."
    assert got.published == "1990-01-03"


# ---- which claims make a template


@pytest.mark.parametrize(
    ("changes", "makes"),
    [
        ({}, True),
        ({"scope": Scope.TOLL}, False),
        ({"modality": Modality.HYPOTHETICAL}, False),
        ({"modality": Modality.DENIED}, False),
        ({"kind": Kind.CEASEFIRE_DECLARED}, False),
        ({"kind": Kind.ARREST}, False),
        ({"background": True}, False),
        ({"background": True, "when": when("2031-04-20")}, True),
        ({"when": when("2031-01-01")}, False),
    ],
)
def test_single_acts_of_the_last_two_months_make_a_template(changes: dict[str, Any], makes: bool) -> None:
    assert makes_template(bare(**{"kind": Kind.ATTACK, **changes}), PUBLISHED) is makes


def test_without_a_dateline_no_act_is_too_old() -> None:
    assert makes_template(bare(kind=Kind.ATTACK, when=when("2031-01-01")), None)


@pytest.mark.parametrize(
    ("kind", "words", "want"),
    [
        (Kind.SMALL_ARMS_FIRE, "fired at", "ATTACK"),
        (Kind.SHELLING_ARTILLERY_MISSILE, "mortars hit", "ATTACK"),
        (Kind.AIR_DRONE_STRIKE, "bombed", "ATTACK"),
        (Kind.REMOTE_EXPLOSIVE_LANDMINE_IED, "car bomb", "BOMBING"),
        (Kind.GRENADE, "threw", "BOMBING"),
        (Kind.CASUALTY, "explosion", "BOMBING"),
        (Kind.CASUALTY, "were killed", "ATTACK"),
        (Kind.ABDUCTION_FORCED_DISAPPEARANCE, "seized", "KIDNAPPING"),
        (Kind.ABDUCTION_FORCED_DISAPPEARANCE, "hijacked", "HIJACKING"),
        (Kind.LOOTING_PROPERTY_DESTRUCTION, "set three buses on fire", "ARSON"),
        (Kind.LOOTING_PROPERTY_DESTRUCTION, "robbed", "ROBBERY"),
        (Kind.LOOTING_PROPERTY_DESTRUCTION, "blew up", "BOMBING"),
        (Kind.OTHER, "called an armed strike", "FORCED WORK STOPPAGE"),
        (Kind.TERRITORY_CHANGE, "took", None),
        (Kind.PATROL, "patrolled", None),
    ],
)
def test_kinds_have_a_type(kind: Kind, words: str, want: str | None) -> None:
    assert incident_type(bare(kind=kind, evidence=(act(words),))) == want


def test_fighting_between_armed_sides_makes_no_template() -> None:
    clash = bare(kind=Kind.ARMED_CLASH)
    assert is_war([clash])
    assert is_war([bare(targets=(target(Category.MILITARY), target(Category.ARMED_GROUP)))])
    assert is_war([bare(targets=(target(Category.MILITARY), target(Category.UNKNOWN)))])
    assert not is_war([bare(targets=(target(Category.MILITARY), target(Category.CIVILIAN)))])
    assert not is_war([bare(kind=Kind.ARMED_CLASH, targets=(target(Category.UNKNOWN),))])
    assert not is_war([bare(kind=Kind.REMOTE_EXPLOSIVE_LANDMINE_IED)])
    assert made(clash) == []


# ---- which claims are one act


def test_claims_with_common_words_for_the_act_are_one() -> None:
    shared = act("killed", 5)
    a = bare("a", kind=Kind.ATTACK, evidence=(shared,), when=when("2031-05-01"))
    b = bare("b", kind=Kind.REMOTE_EXPLOSIVE_LANDMINE_IED, evidence=(shared,), when=when("2031-05-08"))
    assert [len(g) for g in claim_groups([a, b], {"r1": report()})] == [2]


def test_claims_of_one_type_are_one_act_unless_something_differs() -> None:
    a = bare("a", kind=Kind.ATTACK, evidence=(evidence(0, 3),), when=when("2031-05-01"))
    b = bare("b", kind=Kind.ATTACK, evidence=(evidence(40, 50),))
    c = bare("c", kind=Kind.ATTACK, evidence=(evidence(60, 70),), when=when("2031-05-08"))
    reports = {"r1": report()}
    assert [[x.id for x in g] for g in claim_groups([a, b, c], reports)] == [["a", "b"], ["c"]]


def test_far_places_part_acts() -> None:
    a = bare("a", kind=Kind.ATTACK, evidence=(evidence(0, 3),), where=where("Alpha", 10.0, 20.0))
    b = bare("b", kind=Kind.ATTACK, evidence=(evidence(40, 50),), where=where("Beta", 12.0, 20.0))
    assert len(claim_groups([a, b], {"r1": report()})) == 2


def test_the_most_specific_type_stands() -> None:
    shared = act("seized and shot", 5)
    a = bare("a", kind=Kind.ATTACK, evidence=(shared,), killed=count(1))
    b = bare("b", kind=Kind.ABDUCTION_FORCED_DISAPPEARANCE, evidence=(shared,))
    (got,) = made(a, b)
    assert values(got, "type") == ["KIDNAPPING"]


# ---- people


def test_counted_people_have_number_and_effect() -> None:
    (got,) = made(bare(kind=Kind.ATTACK, killed=count(2), injured=count(3, None)))
    assert values(got, "number") == ["2", "3"]
    assert values(got, "effect") == ["DEATH", "INJURY"]


def test_named_people_stand_apart_and_a_figure_above_them_is_one_more() -> None:
    named = bare(kind=Kind.ATTACK, killed=count(3), victims=(victims(Effect.KILLED, 3, ("Ann Bell", "Tom Reed")),))
    (got,) = made(named)
    assert values(got, "number") == ["1", "1", "3"]
    assert values(got, "effect") == ["DEATH", "DEATH", "DEATH"]


def test_all_named_have_no_further_figure() -> None:
    named = bare(kind=Kind.ATTACK, killed=count(2), victims=(victims(Effect.KILLED, 2, ("Ann Bell", "Tom Reed")),))
    (got,) = made(named)
    assert values(got, "number") == ["1", "1"]


def test_a_breakdown_makes_a_target_a_row() -> None:
    rows = (victims(Effect.KILLED, 6), victims(Effect.KILLED, 2, category=Category.POLICE))
    (got,) = made(bare(kind=Kind.ATTACK, killed=count(8), victims=rows))
    assert values(got, "number") == ["2", "6"]


def test_several_is_plural() -> None:
    several = count(2, None).model_copy(update={"approximate": True, "text": "several"})
    (got,) = made(bare(kind=Kind.ATTACK, killed=several))
    assert values(got, "number") == ["PLURAL"]


def test_of_rival_figures_the_first_of_the_whole_stands() -> None:
    shared = act("killed", 5)
    part = bare("a", kind=Kind.ATTACK, killed=count(1), coverage=Coverage.PART, evidence=(shared,))
    whole = bare("b", kind=Kind.ATTACK, killed=count(4), evidence=(shared,))
    rival = bare("c", kind=Kind.ATTACK, killed=count(7), evidence=(shared,))
    (got,) = made(part, whole, rival)
    assert values(got, "number") == ["4"]


def test_a_target_without_figure_is_dead_where_the_act_kills() -> None:
    (got,) = made(bare(kind=Kind.ATTACK, targets=(struck("the former judge"),), evidence=(act("murdered"),)))
    assert values(got, "number") == ["1"]
    assert values(got, "effect") == ["DEATH"]
    assert got.victims == ("the former judge",)


def test_a_target_that_is_no_person_is_no_human_target() -> None:
    (got,) = made(bare(kind=Kind.ATTACK, targets=(struck("a bridge"),), evidence=(act("attacked"),)))
    assert values(got, "number") == []


def test_captives_have_a_number_and_no_effect() -> None:
    (got,) = made(bare(kind=Kind.ABDUCTION_FORCED_DISAPPEARANCE, captured=count(50)))
    assert values(got, "number") == ["50"]
    assert values(got, "effect") == []


def test_nobody_hurt_is_an_effect() -> None:
    (got,) = made(bare(kind=Kind.REMOTE_EXPLOSIVE_LANDMINE_IED, killed=count(0), injured=count(0)))
    assert values(got, "effect") == ["NO INJURY OR DEATH"]
    assert values(got, "number") == []


# ---- perpetrators


@pytest.mark.parametrize(
    ("confidence", "want"),
    [
        (Confidence.FACT, ["REPORTED AS FACT"]),
        (Confidence.CLAIMED, ["CLAIMED OR ADMITTED"]),
        (Confidence.ACCUSED, ["SUSPECTED OR ACCUSED"]),
        (Confidence.ACCUSED_BY_AUTHORITY, ["SUSPECTED OR ACCUSED BY AUTHORITIES"]),
        (Confidence.POSSIBLE, ["POSSIBLE"]),
        (Confidence.WITHHELD, []),
        (Confidence.NOT_STATED, []),
    ],
)
def test_confidences_have_their_words(confidence: Confidence, want: list[str]) -> None:
    (got,) = made(bare(kind=Kind.ATTACK, targets=(target(),), perpetrator=perpetrator("Red Front", confidence)))
    assert values(got, "confidence") == want


def test_only_bodies_have_a_confidence() -> None:
    (loose,) = made(bare(kind=Kind.ATTACK, perpetrator=perpetrator(None, Confidence.FACT, label="guerrillas")))
    (body,) = made(bare(kind=Kind.ATTACK, perpetrator=perpetrator(None, Confidence.FACT, label="the army")))
    assert values(loose, "confidence") == []
    assert loose.perpetrators == ("guerrillas",)
    assert values(body, "confidence") == ["REPORTED AS FACT"]


def test_of_two_confidences_in_one_body_the_stronger_stands() -> None:
    shared = act("killed", 5)
    a = bare("a", kind=Kind.ATTACK, evidence=(shared,), perpetrator=perpetrator("Red Front", Confidence.POSSIBLE))
    b = bare("b", kind=Kind.ATTACK, evidence=(shared,), perpetrator=perpetrator("Red Front", Confidence.CLAIMED))
    c = bare("c", kind=Kind.ATTACK, evidence=(shared,), perpetrator=perpetrator("Blue League", Confidence.ACCUSED))
    (got,) = made(a, b, c)
    assert values(got, "confidence") == ["CLAIMED OR ADMITTED", "SUSPECTED OR ACCUSED"]


# ---- the command


ROW = {
    "id": "d1",
    "split": "dev",
    "text": "   PORT ALMA, 10 MAY 31 -- [TEXT] GUNMEN KILLED TWO NUNS.",
    "templates": [
        {
            "MESSAGE: TEMPLATE": ["1"],
            "INCIDENT: TYPE": ["ATTACK"],
            "HUM TGT: NUMBER": ['2: "NUNS"'],
            "HUM TGT: EFFECT OF INCIDENT": ['DEATH: "NUNS"'],
        }
    ],
}


def test_the_command_scores_given_claims(tmp_path: Path) -> None:
    folder = tmp_path / "muc4"
    folder.mkdir()
    rows = [ROW, {**ROW, "id": "d2", "templates": []}, {**ROW, "id": "d3", "split": "train"}]
    (folder / "muc4.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    nuns = act("TWO NUNS", field="killed")
    claims = [
        bare(i, report=d, kind=Kind.ATTACK, killed=count(2), evidence=(act("KILLED"), nuns))
        for i, d in (("c1", "d1"), ("c2", "d2"))
    ]
    given = tmp_path / "claims.jsonl"
    given.write_text("".join(c.model_dump_json() + "\n" for c in claims), encoding="utf-8")
    got = CliRunner().invoke(muc4.main, ["--data", str(tmp_path), "--predictions", str(given)])
    assert got.exit_code == 0, got.output
    assert "2 documents, 1 templates of the key (0 optional), 2 made, 1 aligned" in " ".join(got.output.split())
    assert "makes a template: 1.000 [1.000, 1.000] (1 of 1)" in got.output
    assert "any violent claim: 1.000 [1.000, 1.000] (1 of 1)" in got.output


def test_the_constant_answers_every_document(tmp_path: Path) -> None:
    folder = tmp_path / "muc4"
    folder.mkdir()
    (folder / "muc4.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    scores = muc4.score_constant(list(muc4.load_documents(tmp_path, "dev")))
    assert muc4.slot_total(scores, "type").f1 == 1.0
    assert muc4.slot_total(scores, "number").f1 == 0.0
    assert muc4.slot_total(scores, "effect").f1 == 0.5


def test_the_command_says_where_the_data_should_be(tmp_path: Path) -> None:
    got = CliRunner().invoke(muc4.main, ["--data", str(tmp_path)])
    assert got.exit_code == 1
    assert "give the folder that holds muc4/muc4.jsonl" in got.output
