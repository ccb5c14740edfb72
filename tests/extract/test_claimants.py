"""Who is cited, by the names of the codebook."""

from __future__ import annotations

import pytest

from trucewatch.extract.actors import ActorBook
from trucewatch.extract.claimants import ClaimantNamer, author_name, claimant_name, fuller_name, within
from trucewatch.model import ClaimantKind

MONITOR, UN, POLICE, WITNESS = ClaimantKind.MONITOR, ClaimantKind.UN, ClaimantKind.POLICE, ClaimantKind.WITNESS


def called(text: str, words: str, kind: ClaimantKind, *, home: str = "SL", year: int | None = 2000) -> str:
    start = text.index(words)
    named = ClaimantNamer(text, [], ActorBook(), home=home, author=None, year=year)
    return named.called(start, start + len(words), kind)


@pytest.mark.parametrize("words", ["a UN spokeswoman", "The observers", "the UN mission"])
def test_officers_of_the_united_nations_speak_for_the_mission_of_the_country_then(words: str) -> None:
    assert called(f"{words} said shells fell.", words, UN) == "United Nations Mission in Sierra Leone"


def test_agencies_of_the_united_nations_and_years_without_a_mission_give_none() -> None:
    assert called("the UN refugee agency said so.", "the UN refugee agency", UN) == "UN refugee agency"
    assert called("A UN spokesman said so.", "A UN spokesman", UN, year=1985) == "UN spokesman"


def test_initials_of_a_mission_stay_where_the_report_does_not_spell_them_out() -> None:
    assert called("UNAMSIL said so.", "UNAMSIL", UN) == "UNAMSIL"
    spelt = "The United Nations Mission in Sierra Leone spoke. UNAMSIL said so."
    assert called(spelt, "UNAMSIL", UN) == "United Nations Mission in Sierra Leone"


def test_police_of_a_state_without_a_national_one_are_those_that_the_report_names() -> None:
    assert called("Police said so.", "Police", POLICE, home="US") == "Police"
    assert called("Police said so. Kalo Police came.", "Police", POLICE, home="US") == "Kalo Police"
    assert called("Police said so.", "Police", POLICE, home="PE") == "Peruvian Police"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("an Open Door officer", "Open Door"),
        ("Open Door's spokesman in Kalo", "Open Door"),
        ("two Western officials", "two Western officials"),
        ("American officials", "American officials"),
    ],
)
def test_officers_speak_for_the_body_that_their_words_name(words: str, name: str) -> None:
    assert claimant_name(words, MONITOR) == name


def test_relatives_keep_whose_they_are() -> None:
    assert claimant_name("their uncle", WITNESS) == "their uncle"


def test_a_report_in_capitals_has_no_fuller_names_to_give() -> None:
    assert fuller_name("SOURCES", "ACCORDING TO SOURCES, FOUR DIED.") == "SOURCES"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Press centre of the Joint Hill Operation", "Joint Hill Operation"),
        ("Dune Front military media", "Dune Front"),
        ("Directorate of Public Relations, Royal Hill Army", "Royal Hill Army"),
        ("UNDOF press section", "UNDOF"),
        ("General Staff of the Hill Army", "General Staff of the Hill Army"),
    ],
)
def test_an_author_is_the_body_and_not_its_section(source: str, name: str) -> None:
    assert author_name(source) == name


def test_a_surname_is_within_the_full_name() -> None:
    assert within("BELL", "Ann Bell")
    assert not within("Ann", "Ann Bell")
    assert not within("ell", "Ann Bell")


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("UNAMSIL military observers, weekly bulletin", MONITOR, "United Nations Mission in Sierra Leone"),
        ("OCHA weekly note", UN, "OCHA"),
        ("Ministry of Defence, Monrovia", ClaimantKind.GOVERNMENT, "Liberian Ministry of Defence"),
    ],
)
def test_a_mission_that_publishes_has_its_name_and_an_agency_its_own(
    source: str, kind: ClaimantKind, name: str
) -> None:
    named = ClaimantNamer("UNAMSIL told of it.", [], ActorBook(), home="SL", author=None, year=2000)
    assert named.author(source, kind) == name
