"""What stands for a place that no gazetteer holds, and what a namesake far away does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.extract.conftest import report_of
from tests.extract.test_learned import Marked

from trucewatch.extract import split_sentences
from trucewatch.extract.claims import actor_book, read_report, spelled
from trucewatch.extract.learned import network_claims, places_of
from trucewatch.extract.roles import Role
from trucewatch.extract.sentences import dateline_city
from trucewatch.extract.tagger import Attributes
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Where


@pytest.fixture(scope="module")
def locator(gazetteer: Gazetteer) -> Locator:
    return Locator(gazetteer, None)


class Past(Marked):
    """The same where every claim is background."""

    def attributes(self, acts: Sequence[int], others: Sequence[int]) -> Attributes:
        told = super().attributes(acts, others)
        return Attributes(told.values, {**told.flags, "background": 5.0})


def where_of(text: str, act: str, place: str, locator: Locator, *, title: str | None = None) -> Where:
    """Where a claim of two marked words is."""
    where = told_of(text, [(Role.ACT, act), (Role.PLACE, place)], locator, title=title)
    assert where is not None
    return where


def told_of(
    text: str, words: list[tuple[Role, str]], locator: Locator, *, title: str | None = None, background: bool = False
) -> Where | None:
    """Where the claim of some marked words is."""
    marked = Past(text, words) if background else Marked(text, words)
    report = report_of(text, title=title)
    readings = read_report(report, split_sentences(text), actor_book(None), locator, None)
    places = places_of(report, readings, marked, locator)
    ((_, claim),) = network_claims(report, readings, marked, agreement=None, places=places)
    return claim.where


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("LIMA, 7 MAY 89 (NATIONAL RADIO) -- [TEXT] A DEPUTY WAS MURDERED.", "LIMA"),
        ("SAN SALVADOR, 22 FEB 90 (RADIO) -- TWO MEN WERE KILLED.", "SAN SALVADOR"),
        ("BAMAKO, May 9 - Four soldiers were killed.", "BAMAKO"),
        ("Four soldiers were killed -- again.", None),
    ],
)
def test_a_dateline_gives_its_city(text: str, city: str | None) -> None:
    assert dateline_city(text) == city


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("THROUGHOUT BAMAKO", "throughout Bamako"),
        ("ON THE CORNER OF 7TH STREET", "on the corner of 7th Street"),
        ("IN SAN MIGUEL'S ESMERALDA QUARTER", "in San Miguel's Esmeralda Quarter"),
        ("IN THIS CAPITAL", "in this capital"),
        ("NEAR M4", "near M4"),
    ],
)
def test_a_phrase_in_capitals_is_written_as_in_running_text(phrase: str, written: str) -> None:
    assert spelled(phrase) == written


def test_an_unknown_place_lies_about_the_city_of_the_dateline_where_nothing_else_is_told(locator: Locator) -> None:
    text = "BAMAKO, 9 MAY 91 (RADIO) -- [TEXT] A BOMB EXPLODED AT THE ZORBANDI HOTEL IN MALI TODAY."
    where = where_of(text, "EXPLODED", "AT THE ZORBANDI HOTEL", locator)
    assert where.country == "ML"
    assert where.lat == pytest.approx(12.65, abs=0.1)
    assert where.text == "AT THE ZORBANDI HOTEL"


def test_a_namesake_in_a_country_of_which_nothing_is_told_is_not_taken(locator: Locator) -> None:
    text = "Senegal's army said that men in Ziguinchor and Bignona fled. They shot at guards near the Asti barracks."
    where = where_of(text, "shot", "near the Asti barracks", locator)
    assert where.country == "SN"


def test_a_village_does_not_lie_about_the_capital_that_an_agency_writes_from(locator: Locator) -> None:
    text = "BAMAKO, 9 MAY 91 (RADIO) -- [TEXT] A BOMB EXPLODED AT ZORBANDIKORO IN MALI TODAY."
    where = where_of(text, "EXPLODED", "AT ZORBANDIKORO", locator)
    assert (where.radius_km or 0) >= 150


def test_an_unknown_place_lies_about_what_its_paragraph_opens_with(locator: Locator) -> None:
    text = "Four towns of Mali report.\n\n- Gao: two men were shot on the old quay.\n- Kayes: all was calm."
    assert where_of(text, "shot", "on the old quay", locator).name == "Gao"


def test_an_unknown_place_lies_about_what_the_headline_names_before_what_is_told_later(locator: Locator) -> None:
    text = "Two men were shot on the old quay, Mali's police said. A man was held in Kayes."
    assert where_of(text, "shot", "on the old quay", locator, title="Two men shot in Gao").name == "Gao"


def test_a_village_named_before_is_meant_rather_than_where_a_man_comes_from(locator: Locator) -> None:
    text = "Two men were killed in Ansongo in Mali. A trader from Bamako said that one was shot in the same town."
    assert where_of(text, "shot", "in the same town", locator).name == "Ansongo"


def test_here_is_the_city_of_the_dateline(locator: Locator) -> None:
    text = "BAMAKO, 9 MAY 91 (RADIO) -- [TEXT] IN GAO ALL WAS CALM. A BOMB EXPLODED HERE ON 13TH STREET IN MALI TODAY."
    assert where_of(text, "EXPLODED", "HERE ON 13TH STREET", locator).lat == pytest.approx(12.65, abs=0.1)


def test_a_phrase_of_which_only_the_beginning_is_marked_is_read_to_its_end(locator: Locator) -> None:
    text = "A bus was attacked in southern Guatemala City on Monday, police in Guatemala said."
    where = where_of(text, "attacked", "southern", locator)
    assert where.name == "Guatemala City, southern part"
    assert where.text == "southern"


def test_a_quarter_is_in_the_town_told_last_and_not_a_namesake_far_from_it(locator: Locator) -> None:
    text = "Shots were heard in Bamako in Mali. Two men were killed in the Ansongo quarter."
    assert where_of(text, "killed", "in the Ansongo quarter", locator).lat == pytest.approx(12.65, abs=0.1)


def test_an_act_without_a_place_was_where_its_paragraph_tells_of_last(locator: Locator) -> None:
    text = "Kayes in Mali was calm.\n\nIn Ansongo a patrol was seen. The army said that rebels opened fire on it."
    where = told_of(text, [(Role.ACT, "opened fire")], locator)
    assert where is not None
    assert (where.name, where.text) == ("Ansongo", "Ansongo")


def test_no_other_paragraph_tells_where_an_act_without_a_place_was(locator: Locator) -> None:
    text = "In Ansongo in Mali a patrol was seen.\n\nThe army said that rebels opened fire on it."
    assert told_of(text, [(Role.ACT, "opened fire")], locator) is None


def test_what_is_background_has_no_place_but_its_own(locator: Locator) -> None:
    text = "In Ansongo in Mali a patrol was seen. In another year rebels opened fire on one."
    assert told_of(text, [(Role.ACT, "opened fire")], locator, background=True) is None


@pytest.mark.parametrize(
    "opening",
    [
        "F. FROM ANSONGO MISSION SISTER TELEPHONES:",
        "SECOND. ANSONGO.",
        "B. ANSONGO, SUNDAY, 23H15.",
        "Friday, Ansongo.",
        "11.20 From Ansongo, a deacon:",
        "At Ansongo.",
    ],
)
def test_what_names_nothing_in_an_entry_is_where_the_entry_opens(opening: str, locator: Locator) -> None:
    text = f"A. Kayes in Mali, Monday. All was calm.\n\n{opening} a grenade was thrown into the yard."
    assert where_of(text, "was thrown", "into the yard", locator).name == "Ansongo"


def test_an_entry_in_capitals_that_is_first_opens_with_its_place_too(locator: Locator) -> None:
    text = "A. ANSONGO, MALI, SATURDAY. MEN FIRED ON A CAR.\n\nB. KAYES. CALM."
    where = told_of(text, [(Role.ACT, "FIRED")], locator)
    assert where is not None
    assert where.name == "Ansongo"


def test_what_an_entry_opens_with_in_capitals_ends_before_the_next_small_word(locator: Locator) -> None:
    text = "A. KAYES, MALI. CALM.\n\nB. IN ANSONGO ON THURSDAY MEN FIRED ON A CAR."
    where = told_of(text, [(Role.ACT, "FIRED")], locator)
    assert where is not None
    assert (where.name, where.text) == ("Ansongo", "ANSONGO")


def test_the_point_above_is_the_place_named_before(locator: Locator) -> None:
    text = "Shots were heard in Ansongo in Mali. A mine went off some 4 km north-east of the above point."
    where = where_of(text, "went off", "north-east of the above point", locator)
    assert where.lat == pytest.approx(15.66, abs=0.1)


def test_the_village_that_is_a_namesake_far_away_is_not_taken_where_words_point_back_to_it(locator: Locator) -> None:
    text = "A team was in Asti. Senegal's army in Ziguinchor and Bignona said that shots fell south of the village."
    assert where_of(text, "fell", "south of the village", locator).country == "SN"


def test_a_car_in_capitals_is_no_state_and_the_roma_are_no_city(locator: Locator) -> None:
    text = "NEAR GAO, THE MEN SAT IN THE CAR."
    (reading,) = read_report(report_of(text), split_sentences(text), actor_book(None), locator, None)
    assert [p.text for p in reading.places] == ["GAO"]
    assert locator.known("Roma") < 0.3
