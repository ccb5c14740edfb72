from __future__ import annotations

import pytest

from trucewatch.locate import Locator
from trucewatch.model import Relation


@pytest.mark.parametrize(
    ("phrase", "report", "held_by"),
    [
        ("Camp Zorbax in Helmand Province, Afghanistan", ["Afghanistan"], "adm1:AF.10"),
        ("Camp Zorbax, Helmand Province, Afghanistan", ["Afghanistan"], "adm1:AF.10"),
        ("Camp Zorbax in Helmand", ["Afghanistan"], "adm1:AF.10"),
        ("Camp Zorbax in Nad Ali district, Helmand", ["Afghanistan"], "adm2:AF.10.2308"),
    ],
)
def test_an_unknown_place_takes_the_narrowest_area_that_is_known(
    locator: Locator, phrase: str, report: list[str], held_by: str
) -> None:
    where = locator.resolve(phrase, locator.context(report))
    entry = locator.gazetteer.get(held_by)
    assert entry is not None
    assert (where.gazetteer, where.relation) == (held_by, Relation.PART_OF)
    assert where.radius_km == pytest.approx(entry.radius_km, abs=0.1)


def test_what_only_follows_the_area_is_a_place_of_its_own(locator: Locator) -> None:
    where = locator.resolve("villages in Kunduz, Herat", locator.context(["Afghanistan"]))
    assert [where.admin1, *(place.admin1 for place in where.also)] == ["Kunduz", "Herat"]


def test_a_list_of_states_holds_no_state(locator: Locator) -> None:
    where = locator.resolve("Ghana, Mali, Niger, Nigeria", locator.context(["Ghana", "Mali", "Niger", "Nigeria"]))
    assert [where.country, *(place.country for place in where.also)] == ["GH", "ML", "NE", "NG"]


def test_a_district_is_not_the_province_of_its_name(locator: Locator) -> None:
    context = locator.context(["Syria"])
    district = locator.resolve("Zorbax, Al Hasakah district, Al Hasakah Governorate", context)
    assert district.precision == 3
    assert district.gazetteer is not None
    assert not district.gazetteer.startswith("adm1:")


def test_a_side_that_belongs_to_the_name_stays_with_it(locator: Locator) -> None:
    where = locator.resolve("West Virginia", locator.context(["United States"]))
    assert where.admin1 == "West Virginia"


def test_a_district_is_no_province_of_a_country_that_nobody_speaks_of(locator: Locator) -> None:
    where = locator.resolve("Salyan district", locator.context(["Nepal", "Kathmandu", "Nepalgunj"]))
    assert where.country in (None, "NP")


def test_a_list_of_states_with_a_long_name_is_a_list(locator: Locator) -> None:
    where = locator.resolve("Angola, Democratic Republic of Congo", locator.context(["Uganda"]))
    assert [where.gazetteer, *(place.gazetteer for place in where.also)] == ["country:AO", "country:CD"]


def test_a_list_of_continents_is_a_list(locator: Locator) -> None:
    assert locator.resolve("Africa, Europe", locator.context(["Kenya"])).gazetteer == "region:africa"


def test_a_small_town_with_a_side_in_its_name_is_that_town(locator: Locator) -> None:
    where = locator.resolve("East Bank", locator.context(["East Bank", "Kanawha County", "West Virginia"]))
    assert (where.name, where.admin1) == ("East Bank", "West Virginia")
