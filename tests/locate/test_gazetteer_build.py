"""What the build of the gazetteer does with names that UCDP has in brackets."""

from scripts.build_gazetteer import return_names

from trucewatch.locate._table import Entry, EntryKind


def entry(id: str, name: str, *others: str, kind: EntryKind = "place", population: int = 0) -> Entry:
    return Entry(id, name, others, kind, "SY", None, 35.0, 40.0, population, 5.0)


PROVINCE = entry("adm1:SY.07", "Deir ez-Zor", kind="admin1")
CITY = entry("geonames:2", "‘Ayn al ‘Arab", "Kobane", population=60_000)
VILLAGE = entry("geonames:3", "Tadmur", population=900)


def test_a_province_in_brackets_is_no_name_of_the_place_and_becomes_one_of_the_province() -> None:
    mountain = entry("ucdp:1", "Jabal Bishri mountain", "Jabal Bishri", "Deir Ezzor", kind="region")
    places, owners = return_names([mountain], [PROVINCE, CITY])
    assert places[0].alternates == ("Jabal Bishri",)
    assert owners == [entry("adm1:SY.07", "Deir ez-Zor", "Deir Ezzor", kind="admin1"), CITY]


def test_a_place_keeps_the_other_names_of_the_city_that_it_is() -> None:
    kobane = entry("ucdp:1", "Kobane", "Ayn al Arab")
    assert return_names([kobane], [PROVINCE, CITY]) == ([kobane], [PROVINCE, CITY])


def test_a_place_keeps_the_name_of_a_village_and_its_own_with_its_kind() -> None:
    silos = entry("ucdp:1", "Silos", "Tadmur", "Silos town")
    assert return_names([silos], [PROVINCE, VILLAGE]) == ([silos], [PROVINCE, VILLAGE])
