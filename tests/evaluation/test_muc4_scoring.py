"""MUC-4 scoring on invented templates, every count worked by hand."""

from __future__ import annotations

import itertools
import random

import pytest
from evaluation._muc4_scoring import (
    Reference,
    align,
    best_pairs,
    content_words,
    may_align,
    same_strings,
    score_document,
    slot_score,
)
from evaluation._muc4_templates import SLOTS, Fill, Template, gold_template, parse_fill
from evaluation.measures import PRF


def key(
    type_: str = "ATTACK",
    *,
    number: list[str] | None = None,
    effect: list[str] | None = None,
    confidence: list[str] | None = None,
    optional: bool = False,
    rest: dict[str, list[str]] | None = None,
) -> Template:
    """A template of the key from its raw fills."""
    row = {
        "MESSAGE: TEMPLATE": ["1 (OPTIONAL)" if optional else "1"],
        "INCIDENT: TYPE": [type_],
        "HUM TGT: NUMBER": number or ["-"],
        "HUM TGT: EFFECT OF INCIDENT": effect or ["-"],
        "PERP: ORGANIZATION CONFIDENCE": confidence or ["-"],
        **(rest or {}),
    }
    return gold_template(row)


def told(
    type_: str = "ATTACK",
    *,
    number: list[str] | None = None,
    effect: list[str] | None = None,
    confidence: list[str] | None = None,
    victims: tuple[str, ...] = (),
    perpetrators: tuple[str, ...] = (),
) -> Template:
    """A predicted template, written as the key is."""

    def fills(texts: list[str] | None) -> tuple[Fill, ...]:
        return tuple(f for f in map(parse_fill, texts or []) if f)

    slots = {"type": fills([type_]), "number": fills(number), "effect": fills(effect), "confidence": fills(confidence)}
    return Template(slots, victims, perpetrators)


def slots_of(gold: list[Template], predicted: list[Template], reference: Reference = Reference.HALF) -> dict[str, PRF]:
    return dict(score_document("d", gold, predicted, reference).slots)


def test_all_right_is_all_hits() -> None:
    gold = key(number=['2: "PEASANTS"'], effect=['DEATH: "PEASANTS"'], confidence=['POSSIBLE: "RED FRONT"'])
    same = told(number=['2: "PEASANTS"'], effect=['DEATH: "PEASANTS"'], confidence=['POSSIBLE: "RED FRONT"'])
    assert slots_of([gold], [same]) == dict.fromkeys(SLOTS, PRF(1, 0, 0))


@pytest.mark.parametrize(("answer", "hit"), [("BOMBING", 1), ("ATTACK", 1), ("ARSON", 0)])
def test_any_alternative_is_right(answer: str, hit: int) -> None:
    gold = key("BOMBING / ATTACK", effect=['DEATH: "MAYOR"'])
    found = told(answer, effect=['DEATH: "MAYOR"'], victims=("THE MAYOR",))
    gold = Template(gold.slots, ("MAYOR",), (), False)
    assert slots_of([gold], [found])["type"] == PRF(hit, 1 - hit, 1 - hit)


def test_an_alternative_name_is_the_same_person() -> None:
    gold = key(number=['1: "ANN BELL" / "JUDGE"'])
    assert slots_of([gold], [told(number=['1: "A JUDGE"'])])["number"] == PRF(1, 0, 0)


def test_an_optional_fill_costs_nothing_missed() -> None:
    gold = key(effect=['DEATH: "MAYOR"', '? INJURY: "DRIVER"'])
    assert slots_of([gold], [told(effect=['DEATH: "MAYOR"'])])["effect"] == PRF(1, 0, 0)


def test_an_optional_fill_counts_when_hit() -> None:
    gold = key(effect=['DEATH: "MAYOR"', '? INJURY: "DRIVER"'])
    found = told(effect=['DEATH: "MAYOR"', 'INJURY: "DRIVER"'])
    assert slots_of([gold], [found])["effect"] == PRF(2, 0, 0)


def test_a_required_fill_is_matched_before_an_optional_one() -> None:
    gold = [Fill(frozenset({"1"}), ("GUARD",), True), Fill(frozenset({"1"}), ("GUARD",))]
    assert slot_score("number", gold, [Fill(frozenset({"1"}), ("GUARD",))], Reference.HALF) == PRF(1, 0, 0)


def test_an_optional_template_costs_nothing_missed_and_counts_when_hit() -> None:
    gold = key("BOMBING", number=['3: "CLERKS"'], optional=True)
    assert slots_of([gold], []) == dict.fromkeys(SLOTS, PRF(0, 0, 0))
    found = slots_of([gold], [told("BOMBING", number=['3: "CLERKS"'])])
    assert found["type"] == found["number"] == PRF(1, 0, 0)


def test_an_optional_template_that_is_aligned_is_scored_as_any_other() -> None:
    gold = key("BOMBING", number=['3: "CLERKS"'], optional=True)
    assert slots_of([gold], [told("BOMBING")])["number"] == PRF(0, 0, 1)


def test_a_spurious_template_is_spurious_in_every_slot() -> None:
    found = told("KIDNAPPING", number=['1: "TEACHER"', '4: "PUPILS"'], confidence=['REPORTED AS FACT: "RED FRONT"'])
    assert slots_of([], [found]) == {
        "number": PRF(0, 2, 0),
        "effect": PRF(0, 0, 0),
        "confidence": PRF(0, 1, 0),
        "type": PRF(0, 1, 0),
    }


def test_a_missing_template_is_missing_in_every_slot_but_for_optional_fills() -> None:
    gold = key("ARSON", number=['1: "GUARD"', '? 2: "COOKS"'], effect=['INJURY: "GUARD"'])
    assert slots_of([gold], []) == {
        "number": PRF(0, 0, 1),
        "effect": PRF(0, 0, 1),
        "confidence": PRF(0, 0, 0),
        "type": PRF(0, 0, 1),
    }


def test_without_common_type_or_words_templates_do_not_align() -> None:
    gold = key("ARSON", number=['1: "GUARD"'])
    found = told("KIDNAPPING", number=['1: "TEACHER"'], victims=("TEACHER",))
    assert not may_align(gold, found)
    assert slots_of([gold], [found])["number"] == PRF(0, 1, 1)


def test_common_words_for_a_perpetrator_align_templates_of_two_types() -> None:
    gold = key("ROBBERY", number=['1: "CASHIER"'], rest={"PERP: INDIVIDUAL ID": ['"MASKED GUNMEN"']})
    found = told("ATTACK", number=['1: "A CASHIER"'], perpetrators=("GUNMEN",))
    got = slots_of([gold], [found])
    assert got["type"] == PRF(0, 1, 1)
    assert got["number"] == PRF(1, 0, 0)


def test_two_templates_align_for_the_greatest_sum() -> None:
    """First come first served would pair the gold ATTACK on the mayor with the other attack."""
    mayor = key(number=['1: "MAYOR"'], effect=['DEATH: "MAYOR"'])
    nuns = key(number=['2: "NUNS"'], effect=['INJURY: "NUNS"'])
    told_nuns = told(number=['2: "NUNS"'], effect=['INJURY: "NUNS"'])
    told_mayor = told(number=['1: "MAYOR"'], effect=['DEATH: "MAYOR"'])
    assert align([mayor, nuns], [told_nuns, told_mayor]) == [(0, 1), (1, 0)]
    assert slots_of([mayor, nuns], [told_nuns, told_mayor])["effect"] == PRF(2, 0, 0)


def test_the_sum_over_all_pairs_counts_and_not_the_best_pair() -> None:
    """X fits A with 3 and B with 2, Y fits only A, with 2: 2 + 2 is more than 3 + 0."""
    a = key("ATTACK", number=['1: "JUDGE"'], effect=['DEATH: "JUDGE"'])
    b = key("ATTACK", number=['1: "JUDGE"'], effect=['INJURY: "JUDGE"'])
    x = told("ATTACK", number=['1: "JUDGE"'], effect=['DEATH: "JUDGE"'])
    y = told("BOMBING", number=['1: "JUDGE"'], effect=['DEATH: "JUDGE"'], victims=("JUDGE",))
    a, b = Template(a.slots, ("JUDGE",)), Template(b.slots, ("NOBODY",))
    assert align([a, b], [x, y]) == [(0, 1), (1, 0)]


def test_a_required_template_goes_before_an_optional_one() -> None:
    gold = [key("ATTACK", optional=True), key("ATTACK")]
    assert align(gold, [told("ATTACK")]) == [(1, 0)]


@pytest.mark.parametrize(
    ("reference", "score"),
    [(Reference.VALUE, PRF(1, 0, 0)), (Reference.HALF, PRF(0.5, 0.5, 0.5)), (Reference.STRICT, PRF(0, 1, 1))],
)
def test_a_right_value_of_another_person_has_half_credit(reference: Reference, score: PRF) -> None:
    gold, found = key(effect=['DEATH: "MAYOR"']), told(effect=['DEATH: "DRIVER"'])
    assert slots_of([gold], [found], reference)["effect"] == score


def test_references_choose_among_equal_values() -> None:
    gold = key(effect=['DEATH: "MAYOR"', 'DEATH: "DRIVER"'])
    found = told(effect=['DEATH: "DRIVER"'])
    assert slots_of([gold], [found])["effect"] == PRF(1, 0, 1)


def test_a_fill_that_speaks_of_nobody_in_particular_takes_any() -> None:
    gold = key(number=['3: "THREE PERSONS"'], effect=['NO INJURY OR DEATH: "-"'])
    found = told(number=['3: "WORKERS"'], effect=["NO INJURY OR DEATH"])
    got = slots_of([gold], [found])
    assert got["number"] == got["effect"] == PRF(1, 0, 0)


def test_a_description_names_its_person_too() -> None:
    gold = key(effect=['DEATH: "ANN BELL"'], rest={"HUM TGT: DESCRIPTION": ['"TEACHER": "ANN BELL"']})
    assert slots_of([gold], [told(effect=['DEATH: "THE TEACHER"'])])["effect"] == PRF(1, 0, 0)


@pytest.mark.parametrize(
    ("gold", "found", "hit"),
    [
        ("~50", "50", 1),
        ("5-", "5", 1),
        ("-15", "15", 1),
        ("30 / ~35", "35", 1),
        ("PLURAL", "PLURAL", 1),
        ("PLURAL", "3", 0),
        ("2", "3", 0),
    ],
)
def test_numbers_agree_by_their_figure(gold: str, found: str, hit: int) -> None:
    got = slots_of([key(number=[f'{gold}: "NUNS"'])], [told(number=[f'{found}: "NUNS"'])])
    assert got["number"] == PRF(hit, 1 - hit, 1 - hit)


def test_the_total_is_a_number_among_the_others() -> None:
    gold = key(number=['1: "ANN BELL"', '1: "TOM REED"'], rest={"HUM TGT: TOTAL NUMBER": ["2"]})
    assert slots_of([gold], [told(number=['2: "PEOPLE"'])])["number"] == PRF(1, 0, 2)


def test_same_strings_need_a_telling_word() -> None:
    assert same_strings(["TWO JESUIT PRIESTS"], ["the priest"])
    assert not same_strings(["TWO MEN"], ["TWO WOMEN"])
    assert not same_strings([], ["THE PRIEST"])
    assert content_words("ABOUT 50 PERSONS") == frozenset()


@pytest.mark.parametrize("seed", range(20))
def test_pairs_have_the_greatest_sum(seed: int) -> None:
    draw = random.Random(seed)
    rows, columns = draw.randint(1, 4), draw.randint(1, 4)
    table = [[draw.choice([0, 0.5, 1, 2, 3.5]) for _ in range(columns)] for _ in range(rows)]
    wide = table if rows <= columns else [list(c) for c in zip(*table, strict=True)]
    best = max(sum(wide[i][j] for i, j in enumerate(p)) for p in itertools.permutations(range(len(wide[0])), len(wide)))
    pairs = best_pairs(table)
    assert sum(table[i][j] for i, j in pairs) == best
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_pairs_of_nothing_are_none() -> None:
    assert best_pairs([]) == []
    assert best_pairs([[]]) == []
