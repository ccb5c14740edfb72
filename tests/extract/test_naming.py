from __future__ import annotations

import time

import pytest

from trucewatch.extract.actors import ActorBook
from trucewatch.extract.claimants import ClaimantNamer, author_name
from trucewatch.extract.claims import read_report
from trucewatch.extract.sentences import split_sentences
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Agreement, ClaimantKind, PublishedBasis, Report, text_sha256


def namer(
    text: str,
    gazetteer: Gazetteer,
    *,
    home: str | None = "ML",
    author: str | None = None,
    given: Agreement | None = None,
) -> ClaimantNamer:
    report = Report(
        id="r-1",
        source=author,
        published="2024-06-03",
        published_basis=PublishedBasis.GIVEN,
        url=None,
        title=None,
        text=text,
        sha256=text_sha256(text),
    )
    book = ActorBook(given)
    readings = read_report(report, split_sentences(text), book, Locator(gazetteer, given), given)
    return ClaimantNamer(text, readings, book, home=home, author=author)


def actor(
    text: str,
    words: str,
    gazetteer: Gazetteer,
    *,
    home: str | None = "ML",
    author: str | None = None,
    given: Agreement | None = None,
) -> str | None:
    start = text.rindex(words)
    found = namer(text, gazetteer, home=home, author=author, given=given).name(start, start + len(words))
    return found.actor if found else None


def speaker(text: str, words: str, kind: ClaimantKind, gazetteer: Gazetteer, name: str | None = None) -> str:
    start = text.index(words)
    return namer(text, gazetteer).claimant(start, start + len(words), name or words, kind)


@pytest.mark.parametrize("words", ["The rebels", "the guerrillas", "militants", "terrorists", "bandits"])
def test_naming_rebels_are_the_one_group_of_the_report(gazetteer: Gazetteer, words: str) -> None:
    text = f"Fighters of the Dune Liberation Front (DLF) took a post. Later {words} left."
    assert actor(text, words, gazetteer) == "Dune Liberation Front"


def test_naming_rebels_of_two_groups_stay_a_label(gazetteer: Gazetteer) -> None:
    text = "The Dune Liberation Front (DLF) and the Salt Liberation Army (SLAM) met. The rebels left."
    assert actor(text, "The rebels", gazetteer) is None


@pytest.mark.parametrize(
    "text",
    [
        "A rebel group called the Red Lanterns fired. The rebels left.",
        "A militant group, the Red Lanterns, fired. The rebels left.",
        "Rebels of the Red Lanterns fired. The rebels left.",
    ],
)
def test_naming_a_group_that_the_report_introduces(gazetteer: Gazetteer, text: str) -> None:
    assert actor(text, "The rebels", gazetteer) == "Red Lanterns"


def test_naming_militiamen_of_the_government_are_not_the_rebels(gazetteer: Gazetteer) -> None:
    text = "The Dune Liberation Front (DLF) withdrew. Militiamen paid by the government came."
    assert actor(text, "Militiamen paid by the government", gazetteer) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("government troops", "Malian Armed Forces"),
        ("soldiers", "Malian Armed Forces"),
        ("the army", "Malian Armed Forces"),
        ("a helicopter", "Malian Armed Forces"),
        ("police", "Malian Police"),
        ("gendarmes", "Malian Gendarmerie"),
        ("gunmen in army uniform", None),
        ("mutinous soldiers", None),
        ("Chad's troops", "Chadian Armed Forces"),
    ],
)
def test_naming_forces_of_the_state_whose_war_it_is(gazetteer: Gazetteer, words: str, name: str | None) -> None:
    assert actor(f"BAMAKO - It was said that {words} came by night.", words, gazetteer) == name


def test_naming_forces_keep_the_name_that_the_report_has(gazetteer: Gazetteer) -> None:
    text = "The Mali Defence Forces moved. In the evening soldiers fired."
    assert actor(text, "soldiers", gazetteer) == "Mali Defence Forces"


def test_naming_national_police(gazetteer: Gazetteer) -> None:
    text = "The national police moved. In the evening police fired."
    assert actor(text, "police", gazetteer) == "Malian National Police"


def test_naming_the_country_is_the_one_that_the_report_speaks_of(gazetteer: Gazetteer) -> None:
    text = "NDJAMENA - Chadian officials and the Chadian president met. Soldiers fired."
    assert actor(text, "Soldiers", gazetteer, home="ML") == "Chadian Armed Forces"


def test_naming_a_country_within_a_longer_name_is_not_meant(gazetteer: Gazetteer) -> None:
    text = "The Niger Delta Lantern Front (NDLF) came. Troops from the Niger Delta fired."
    assert actor(text, "Troops from the Niger Delta", gazetteer, home="NG") == "Nigerian Armed Forces"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Dune Liberation Front", "Dune Liberation Front"),
        ("account of the Dune Liberation Front", "Dune Liberation Front"),
        ("General Staff of the Malian Armed Forces", "Malian Armed Forces"),
        ("Malian state radio", "Malian Armed Forces"),
    ],
)
def test_naming_first_person_is_the_author(gazetteer: Gazetteer, author: str, name: str) -> None:
    assert actor("At dawn our men took the hill.", "our men", gazetteer, author=author) == name


def test_naming_first_person_in_an_outlet_is_whoever_speaks(gazetteer: Gazetteer) -> None:
    text = 'The Dune Liberation Front (DLF) said: "Our men took the hill."'
    assert actor(text, "Our men", gazetteer, author="Coast Wire") == "Dune Liberation Front"


def test_naming_us_in_capitals_is_a_state(gazetteer: Gazetteer) -> None:
    text = "Later US aircraft bombed a bridge."
    assert actor(text, "US aircraft", gazetteer, author="Dune Liberation Front") == "American Armed Forces"


@pytest.mark.parametrize("words", ["it", "the group", "The movement", "the same men", "its fighters"])
def test_naming_what_points_back(gazetteer: Gazetteer, words: str) -> None:
    text = f"Soldiers rested. The Dune Liberation Front (DLF) came, and {words} burned a bridge."
    assert actor(text, words, gazetteer) == "Dune Liberation Front"


def test_naming_its_troops_are_those_of_the_state_told_of_last(gazetteer: Gazetteer) -> None:
    text = "Chad's army said that its troops fired."
    assert actor(text, "its troops", gazetteer) == "Chadian Armed Forces"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "The Hill Lantern Brigade came. At night the Lantern Brigade left.",
            "the Lantern Brigade",
            "Hill Lantern Brigade",
        ),
        ("The Hill Lanterns came, then HL left.", "HL", "Hill Lanterns"),
        ("The Dune Liberation Front, or DLF, came. Then DLF left.", "DLF", "Dune Liberation Front"),
        ("The self-styled Night Junta came. Then the junta left.", "the junta", "Night Junta"),
        ("Men of the Hill Lanterns (HL) left.", "Men of the Hill Lanterns (HL)", "Hill Lanterns"),
    ],
)
def test_naming_the_fullest_form_of_the_report(gazetteer: Gazetteer, text: str, words: str, name: str) -> None:
    assert actor(text, words, gazetteer) == name


def test_naming_shipped_initials_have_their_full_form(gazetteer: Gazetteer) -> None:
    assert actor("Later RENAMO fighters left.", "RENAMO fighters", gazetteer, home="MZ") != "RENAMO"


def test_naming_the_agreements_own_names_stay(gazetteer: Gazetteer, agreement: Agreement) -> None:
    text = "The River Front of the Upper Valley came. Then RF fighters left."
    assert actor(text, "RF fighters", gazetteer, given=agreement) == "River Front"


@pytest.mark.parametrize("words", ["Suspected separatists", "Armed men", "Separatist rebels", "Gunmen", "Snipers"])
def test_naming_adjectives_at_the_start_are_no_names(gazetteer: Gazetteer, words: str) -> None:
    assert actor(f"{words} burned a bridge.", words, gazetteer) is None


def test_naming_a_unit_is_its_force(gazetteer: Gazetteer) -> None:
    text = "Troops of the 26th Brigade fired."
    assert actor(text, "Troops of the 26th Brigade", gazetteer) == "Malian Armed Forces"


def test_naming_in_a_report_of_capitals(gazetteer: Gazetteer) -> None:
    text = "REBELS OF THE DUNE LIBERATION FRONT TOOK A HILL."
    assert actor(text, "REBELS OF THE DUNE LIBERATION FRONT", gazetteer) == "Dune Liberation Front"


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("an army spokesman, Colonel Issa Ba", ClaimantKind.MILITARY, "Malian Armed Forces"),
        ("a statement", ClaimantKind.MILITARY, "Malian Armed Forces"),
        ("the defence ministry", ClaimantKind.MILITARY, "Malian Ministry of Defence"),
        ("the security services", ClaimantKind.MILITARY, "Malian security services"),
        ("Chad's army", ClaimantKind.MILITARY, "Chadian Armed Forces"),
        ("the district's police chief", ClaimantKind.POLICE, "Malian Police"),
        ("police in Mopti", ClaimantKind.POLICE, "Malian Police"),
        ("Mopti police", ClaimantKind.POLICE, "Mopti Police"),
        ("Ankara's defence ministry", ClaimantKind.GOVERNMENT, "Turkish Ministry of Defence"),
        ("Prime Minister Issa Ba", ClaimantKind.GOVERNMENT, "Government of Mali"),
        ("the government", ClaimantKind.GOVERNMENT, "Government of Mali"),
        ("Chad", ClaimantKind.GOVERNMENT, "Government of Chad"),
        ("the mayor", ClaimantKind.GOVERNMENT, "the mayor"),
    ],
)
def test_naming_a_claimant_is_the_office_of_its_state(
    gazetteer: Gazetteer, words: str, kind: ClaimantKind, name: str
) -> None:
    assert speaker(f"BAMAKO - Two died, {words} said.", words, kind, gazetteer) == name


@pytest.mark.parametrize(
    "words", ["Its exiled spokesman", "The movement's secretary general", "The camp's commander", "A rebel spokesman"]
)
def test_naming_who_speaks_for_a_group(gazetteer: Gazetteer, words: str) -> None:
    text = f"The Dune Liberation Front (DLF) left the hill. {words} told a London newspaper so."
    assert speaker(text, words, ClaimantKind.ARMED_GROUP, gazetteer) == "Dune Liberation Front"


def test_naming_un_officers_speak_for_the_mission(gazetteer: Gazetteer) -> None:
    text = "The United Nations Mission in Dunia came. Two died, UN officers said."
    assert speaker(text, "UN officers", ClaimantKind.UN, gazetteer) == "United Nations Mission in Dunia"


def test_naming_a_refugee_agency_is_no_mission(gazetteer: Gazetteer) -> None:
    text = "The United Nations Mission in Dunia came. Two died, the UN refugee agency said."
    assert speaker(text, "the UN refugee agency", ClaimantKind.UN, gazetteer) == "the UN refugee agency"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Northern Command, press office (telex)", "Northern Command"),
        ("account of the Dune Front", "Dune Front"),
        ("Dune Party (Marxist), politburo", "Dune Party (Marxist)"),
    ],
)
def test_naming_author(source: str, name: str) -> None:
    assert author_name(source) == name


def test_naming_hostile_words_take_no_time() -> None:
    words = [
        "Aa of the " * 3000,
        "A Bb (C" * 3000,
        "rebel group of the " * 2000,
        "United Nations " * 3000,
        "AB " * 5000,
    ]
    book = ActorBook(None)
    for text in (w.strip() for w in words):
        begun = time.monotonic()
        found = ClaimantNamer(text, (), book, home="ML", author=None)
        found.name(0, len(text))
        found.claimant(0, len(text), "x", ClaimantKind.UN)
        found.claimant(0, len(text), "x", ClaimantKind.ARMED_GROUP)
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Defence Minister Issa Ba", ClaimantKind.GOVERNMENT, "Issa Ba"),
        ("the mutual support group (MSG)", ClaimantKind.MONITOR, "mutual support group"),
        ("a tally kept by the Valley Rights Watch", ClaimantKind.MONITOR, "Valley Rights Watch"),
    ],
)
def test_naming_persons_and_bodies_without_what_stands_beside_them(
    gazetteer: Gazetteer, words: str, kind: ClaimantKind, name: str
) -> None:
    text = f"BAMAKO - Two died, {words} said."
    at = text.index(words)
    assert namer(text, gazetteer).called(at, at + len(words), kind) == name


def test_naming_a_ministry_has_the_formal_name_of_the_report(gazetteer: Gazetteer) -> None:
    text = "The Ministry of National Defence spoke. Two died, the defense ministry said."
    at = text.index("the defense")
    named = namer(text, gazetteer).called(at, at + len("the defense ministry"), ClaimantKind.GOVERNMENT)
    assert named == "Malian Ministry of National Defence"


def test_naming_a_broadcast_is_its_issuers(gazetteer: Gazetteer) -> None:
    text = "CLANDESTINE, 3 MAY 89 (RADIO OF THE HILLS) -- [TEXT] TWO DIED."
    assert namer(text, gazetteer).author("monitored press", ClaimantKind.ARMED_GROUP) == "Radio of the Hills"


def test_a_faction_in_brackets_behind_initials_is_part_of_the_name(gazetteer: Gazetteer) -> None:
    text = "Cadres of the CPI (Maoist) burned a bus. Later the CPI left."
    assert actor(text, "the CPI", gazetteer, home="IN") == "Communist Party of India (Maoist)"
