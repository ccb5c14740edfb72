"""Every claim passes the one check, whatever the text; the check refuses what has no words in the report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.conftest import AGREEMENT, report_of

from trucewatch.errors import GroundingError
from trucewatch.extract import check_grounding, extract_claims, is_grounded
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Agreement, Claim, Evidence, Report

TEXT = "Rebels shelled the town of Gao on Thursday, killing two soldiers, the army said."
ACTORS = ("Rebels", "Malian soldiers", "River fighters", "Unidentified gunmen", "Government forces", "Hezbollah", "It")
VERBS = (
    "shelled",
    "attacked",
    "opened fire on",
    "clashed with",
    "fired three rockets at",
    "ambushed",
    "denied shelling",
)
TARGETS = ("the market", "an army post", "Malian soldiers", "the village of Ansongo", "a bus", "rebel positions")
PLACES = ("in Gao", "near Menaka", "between Gao and Ansongo", "north of Timbuktu", "in the village of Xqtl", "")
DAYS = ("on Thursday", "on 2 June", "last month", "since January", "yesterday", "")
HARM = (
    "killing two soldiers",
    "and nobody was hurt",
    "wounding at least three farmers and a child",
    "and Omar Dembaye, 23, was killed",
    "and the death toll rose to nine, up from six",
    "and a third soldier died",
    "",
)
SAID = (
    "the army said",
    "residents said on Friday",
    "according to the Lake Observatory",
    "it said",
    "quoting the ministry",
    "",
)
OTHER = (
    "The ministry blamed rebels.",
    "No group has claimed responsibility.",
    "The army denied any involvement.",
    "She blamed nobody.",
    "Nearly 60 soldiers were killed in the weeks before.",
    "Two more bodies were found.",
    "BAMAKO (Agency) -",
    "- 12:30 a shell fell in Gao",
    "TWO KILLED NEAR GAO",
    "“They shot at us,” he said…",
    "\n\n",
    "\n",
    "é🙂",
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    parts = [draw(st.sampled_from(row)) for row in (ACTORS, VERBS, TARGETS, PLACES, DAYS)]
    tail = [draw(st.sampled_from(row)) for row in (HARM, SAID)]
    return ", ".join(p for p in (" ".join(p for p in parts if p), *tail) if p) + "."


TEXTS = st.lists(st.one_of(sentences(), st.sampled_from(OTHER)), min_size=1, max_size=7).map(" ".join)


@pytest.fixture(scope="module")
def locator(gazetteer: Gazetteer) -> Locator:
    return Locator(gazetteer, AGREEMENT)


def every_claim(report: Report, locator: Locator, agreement: Agreement | None = None) -> list[Claim]:
    """The claims before the check drops any: what it would drop is a fault of a rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trucewatch.extract.claims.is_grounded", lambda *_: True)
        return extract_claims(report, locator=locator, agreement=agreement)


@settings(max_examples=60)
@given(TEXTS)
def test_grounding_holds_for_every_claim_of_the_rules(locator: Locator, text: str) -> None:
    report = report_of(text, title="Two killed near Gao")
    for claim in every_claim(report, locator, AGREEMENT):
        check_grounding(claim, report)


@settings(max_examples=30)
@given(st.permutations(TEXT.split(" ")).map(" ".join))
def test_grounding_holds_for_words_out_of_order(locator: Locator, text: str) -> None:
    report = report_of(text)
    assert all(is_grounded(c, report) for c in every_claim(report, locator, AGREEMENT))


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_grounding_holds_for_any_text(locator: Locator, text: str) -> None:
    report = report_of(text or " ")
    assert all(is_grounded(c, report) for c in every_claim(report, locator))


@settings(max_examples=30)
@given(TEXTS)
def test_grounding_evidence_is_inside_the_text(locator: Locator, text: str) -> None:
    report = report_of(text)
    for claim in every_claim(report, locator):
        assert claim.evidence
        assert all(text[e.start : e.end] == e.quote for e in claim.evidence)


@pytest.fixture
def sound(locator: Locator) -> tuple[Claim, Report]:
    report = report_of(TEXT)
    return extract_claims(report, locator=locator, agreement=AGREEMENT)[0], report


def test_grounding_accepts_a_sound_claim(sound: tuple[Claim, Report]) -> None:
    check_grounding(*sound)


def test_grounding_refuses_offsets_that_give_other_words(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    first = claim.evidence[0]
    moved = first.model_copy(update={"start": first.start + 1, "end": first.end + 1})
    with pytest.raises(GroundingError, match="not what stands at"):
        check_grounding(claim.model_copy(update={"evidence": (moved, *claim.evidence[1:])}), report)


def test_grounding_refuses_offsets_beyond_the_text(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    far = Evidence(field="kind", start=len(TEXT), end=len(TEXT) + 4, quote="fire")
    with pytest.raises(GroundingError, match="not what stands at"):
        check_grounding(claim.model_copy(update={"evidence": (*claim.evidence, far)}), report)


def test_grounding_refuses_blanks_at_the_edge(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    loose = Evidence(field="kind", start=0, end=7, quote="Rebels ")
    with pytest.raises(GroundingError, match="blanks"):
        check_grounding(claim.model_copy(update={"evidence": (*claim.evidence, loose)}), report)


def test_grounding_refuses_evidence_for_no_field(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    odd = Evidence(field="mood", start=0, end=6, quote="Rebels")
    with pytest.raises(GroundingError, match="no field"):
        check_grounding(claim.model_copy(update={"evidence": (*claim.evidence, odd)}), report)


def test_grounding_refuses_evidence_for_an_item_that_is_not_there(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    odd = Evidence(field="targets[9]", start=0, end=6, quote="Rebels")
    with pytest.raises(GroundingError, match="not there"):
        check_grounding(claim.model_copy(update={"evidence": (*claim.evidence, odd)}), report)


def test_grounding_refuses_a_claim_without_words_for_its_kind(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    rest = tuple(e for e in claim.evidence if e.field != "kind")
    with pytest.raises(GroundingError, match="kind"):
        check_grounding(claim.model_copy(update={"evidence": rest}), report)


@pytest.mark.parametrize("field", ["when", "where", "perpetrator", "killed", "claimants[0]"])
def test_grounding_refuses_a_text_without_evidence(sound: tuple[Claim, Report], field: str) -> None:
    claim, report = sound
    rest = tuple(e for e in claim.evidence if e.field != field)
    assert len(rest) < len(claim.evidence)
    with pytest.raises(GroundingError, match=r"has no evidence"):
        check_grounding(claim.model_copy(update={"evidence": rest}), report)


def test_grounding_refuses_a_name_that_is_not_in_the_report(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    victims = (claim.victims[0].model_copy(update={"names": ("Nobody Here",)}),)
    with pytest.raises(GroundingError, match="Nobody Here"):
        check_grounding(claim.model_copy(update={"victims": victims}), report)


def test_grounding_says_no_without_raising(sound: tuple[Claim, Report]) -> None:
    claim, report = sound
    assert not is_grounded(claim.model_copy(update={"evidence": ()}), report)
