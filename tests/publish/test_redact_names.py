import pytest
from tests.evaluation.records import claim, evidence, report, target, victim, where

from trucewatch.model import Confidence, Perpetrator
from trucewatch.publish.redact import WITHHELD, Redactor

NAMES = {"r1": ["Private Jan Novák", "Mira al-Sabah"]}


@pytest.fixture
def redactor():
    return Redactor(NAMES, {"r1": ["r1"]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Private Jan Novák was killed", f"{WITHHELD} was killed"),
        ("PRIVATE JAN NOVAK was killed", f"{WITHHELD} was killed"),
        ("Private  Jan\nNovák was killed", f"{WITHHELD} was killed"),
        ("Jan Novak fell", f"{WITHHELD} fell"),
        ("Novak's family", f"{WITHHELD}'s family"),
        ("Mira al-Sabah, 25", f"{WITHHELD}, 25"),
        ("the woman Sabah knew", f"the woman {WITHHELD} knew"),
        ("in January a private plane", "in January a private plane"),
        ("nobody was killed", "nobody was killed"),
    ],
)
def test_names_and_their_parts_go_from_words_of_their_report(redactor, text, expected):
    made = redactor.record(claim(weapon=text), ["r1"])
    assert made.weapon == expected


def test_parts_stay_in_other_reports_but_whole_names_go(redactor):
    made = redactor.record(claim(report="r2", weapon="Novak rifle of Private Jan Novak"), ["r2"])
    assert made.weapon == f"Novak rifle of {WITHHELD}"


def test_names_of_victims_are_emptied(redactor):
    made = redactor.record(claim(victims=(victim(names=("Private Jan Novák",)),)), ["r1"])
    assert made.victims[0].names == ()


def test_evidence_keeps_its_offsets_without_the_name(redactor):
    text = "Private Jan Novák died here."
    made = redactor.record(claim(evidence=(evidence(0, 17, "victims[0]", text),)), ["r1"])
    assert (made.evidence[0].start, made.evidence[0].end, made.evidence[0].quote) == (0, 17, WITHHELD)


def test_canonical_names_keep_what_only_looks_like_a_part(redactor):
    place = where("Novak", 10, 20)
    actor = Perpetrator(text="Novak", label=None, actor="Novak Brigade", side=None, confidence=Confidence.ACCUSED)
    made = redactor.record(claim(where=place, perpetrator=actor), ["r1"])
    assert (made.where.name, made.perpetrator.actor) == ("Novak", "Novak Brigade")
    assert (made.where.text, made.perpetrator.text) == (WITHHELD, WITHHELD)


def test_words_of_the_vocabulary_are_never_touched():
    redactor = Redactor({"r1": ["Shelling Artillery Missile", "Civilian", "Kind", "Incident"]})
    before = claim(targets=(target(),))
    made = redactor.record(before, ["r1"])
    assert made == before


def test_address_that_spells_out_a_name_is_left_out_whole(redactor):
    before = report(
        url="https://example.org/jan-nov%C3%A1k-buried", facts_from=("https://a.example/1", "https://a.example/novak")
    )
    made = redactor.record(before, ["r1"])
    assert (made.url, made.facts_from) == (None, ("https://a.example/1",))


def test_id_that_spells_out_a_name_is_replaced_everywhere_alike():
    redactor = Redactor(NAMES, {"death-of-novak": ["r1"], "r1": ["r1"], "other-novak": ["r2"]})
    made = redactor.record(claim("death-of-novak"), ["r1"])
    assert made.id.startswith("x-")
    assert redactor.record(claim("death-of-novak", report="r2"), ["r2"]).id == made.id
    assert (made.report, redactor.record(claim("other-novak"), ["r1"]).id) == ("r1", "other-novak")


def test_letters_without_case_are_compared_too():
    redactor = Redactor({"r1": ["ליאור כהן"]})
    assert redactor.record(claim(weapon="הירי בכהן כהן"), ["r1"]).weapon == f"הירי בכהן {WITHHELD}"


def test_record_without_victims_is_unchanged():
    before = claim(weapon="Private Jan Novák")
    assert Redactor({}).record(before, ["r1"]) == before
