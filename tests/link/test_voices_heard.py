"""Origins: relays, spellings, agency credits and copied text."""

from __future__ import annotations

from tests.link.cases import by, claim, report

from trucewatch.link.voices import Voices, is_copy, origin_key, own_voice
from trucewatch.model import Claim, Report

WIRE = (
    "Shells fell on the market of Riverton on Tuesday and killed two people, residents of the town told us. "
    "Smoke stood over the square for hours, and the bakery next to it burned down. Nobody has said who fired, and the "
    "army did not answer our questions. It was the third time this month that the market was hit."
)


def heard(claims: list[Claim], *reports: Report) -> set[str]:
    voices = Voices.of(claims, {r.id: r for r in reports})
    return {o for c in claims for o in voices.origins(c)}


def outlet(id: str, source: str | None, text: str = WIRE, published: str = "2001-05-09") -> Report:
    return report(id, source=source, text=text, published=published)


def test_two_outlets_that_quote_one_ministry_are_one_origin() -> None:
    claims = [claim("a", "r1", claimants=by("Ministry of Defence")), claim("b", "r2", claimants=by("Defense Ministry"))]
    assert len(heard(claims, outlet("r1", "Daily"), outlet("r2", "Herald", "Else."))) == 1


def test_a_chain_of_relays_ends_in_one_origin() -> None:
    chain = [
        {"text": None, "name": "Agency", "kind": "media", "via": None},
        {"text": None, "name": "Hospital", "kind": "medical", "via": 0},
    ]
    assert heard([claim("a", "r1", claimants=chain)], outlet("r1", "Daily")) == {"Hospital"}


def test_a_chain_goes_on_in_the_report_of_the_outlet_that_is_cited() -> None:
    claims = [claim("a", "r1", claimants=by("Herald")), claim("b", "r2", claimants=by("Ministry"))]
    reports = (outlet("r1", "Daily"), outlet("r2", "The Herald", "Else."))
    assert heard(claims, *reports) == {"Ministry"}
    assert heard([*claims, claim("c", "r2")], *reports) == {"Herald", "Ministry"}


def test_two_outlets_that_cite_each_other_are_two_origins() -> None:
    claims = [claim("a", "r1", claimants=by("Herald")), claim("b", "r2", claimants=by("Daily"))]
    assert heard(claims, outlet("r1", "Daily"), outlet("r2", "Herald", "Else.")) == {"Daily", "Herald"}


def test_each_outlet_in_its_own_voice_is_an_origin() -> None:
    claims = [claim("a", "r1"), claim("b", "r2")]
    assert heard(claims, outlet("r1", "Daily", "One."), outlet("r2", "Herald", "Two.")) == {"Daily", "Herald"}


def test_one_wire_text_under_two_outlets_is_one_origin() -> None:
    claims = [claim("a", "r1"), claim("b", "r2"), claim("c", "r3")]
    early = outlet("r2", "Herald", published="2001-05-08")
    cut = outlet("r3", "Courier", f"RIVERTON (Wire) - {WIRE[: WIRE.index(' It was')]}")
    assert heard(claims, outlet("r1", "Daily"), early, cut) == {"Herald"}


def test_a_copy_with_a_word_changed_is_a_copy_and_another_story_is_not() -> None:
    words = WIRE.lower().split()
    assert is_copy(words, [*words[:10], "some", *words[11:]])
    assert not is_copy(words, words[::-1])
    assert not is_copy(["fire"], [*words, "fire"])
    assert not is_copy([], words)


def test_copy_credited_to_an_agency_is_the_agencys() -> None:
    assert own_voice(report("a", source="Gulf Daily (Reuters)"), "a") == "Reuters"
    assert own_voice(report("b", source="Daily", text="RIVERTON, May 9 (AP) — Shells fell."), "b") == "Associated Press"
    assert own_voice(report("c", source="Daily (evening)", text="RIVERTON (right bank) — Shells fell."), "c") == (
        "Daily (evening)"
    )
    assert own_voice(report("d", source=None), "d") == "d"


def test_spellings_of_an_origin_have_one_key() -> None:
    assert origin_key("The Ministry of Defense") == origin_key("defence ministry")
    assert origin_key("Turkey's Defence Ministry") == origin_key("Turkish Ministry of National Defence")
    assert origin_key("Odo Marn, governor of Riverton") == origin_key("Odo Marn")
    assert origin_key("Ministry of Defence, Turkey") == origin_key("Turkish Defence Ministry")
    assert origin_key("Defence Ministry") != origin_key("Interior Ministry")
    assert origin_key("Turkish Defence Ministry") != origin_key("Russian Defence Ministry")


def test_an_office_named_in_short_is_the_only_one_named_in_full() -> None:
    names = ["Turkish Defence Ministry", "Defence Ministry", "the ministry"]
    claims = [claim(f"c{i}", "r1", claimants=by(name)) for i, name in enumerate(names)]
    assert heard(claims[:2], outlet("r1", "Daily")) == {"Turkish Defence Ministry"}
    both = [*claims[:2], claim("d", "r1", claimants=by("Russian Defence Ministry"))]
    assert len(heard(both, outlet("r1", "Daily"))) == 3


def test_order_of_claims_changes_no_origin() -> None:
    claims = [claim("a", "r1", claimants=by("MoD")), claim("b", "r2"), claim("c", "r3")]
    reports = (outlet("r1", "Daily"), outlet("r2", "Herald"), outlet("r3", None))
    assert heard(claims, *reports) == heard(claims[::-1], *reports[::-1]) == {"MoD", "Herald"}
