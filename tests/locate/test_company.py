from __future__ import annotations

import itertools

import pytest

from trucewatch.locate import Entry, EntryKind, Locator, find_adjective, find_code, find_short
from trucewatch.locate.company import _ties, _ties_of
from trucewatch.model import Relation

KINDS: tuple[EntryKind, ...] = ("country", "admin1", "region", "place")
ENTRIES = [
    Entry(f"t:{i}", "T", (), kind, country, admin1, 10.0 + i, 20.0 - 2 * i, 0, radius)
    for i, (kind, country, admin1, radius) in enumerate(
        itertools.product(KINDS, ("SY", "IQ", None), ("Idlib", None), (5.0, 200.0))
    )
]


@pytest.mark.parametrize("entry", ENTRIES[::5], ids=lambda e: e.id)
def test_ties_of_one_place_are_its_row_of_all_ties(entry: Entry) -> None:
    others = [e for e in ENTRIES if e is not entry]
    assert _ties_of(entry, others).tolist() == _ties([entry, *others])[0, 1:].tolist()


def test_a_name_means_the_place_beside_the_others(locator: Locator) -> None:
    tennessee = locator.context(["Paris", "Henry County", "Buchanan", "Puryear"])
    texas = locator.context(["Paris", "Lamar County", "Reno", "Blossom"])
    assert locator.resolve("Paris", tennessee).admin1 == "Tennessee"
    assert locator.resolve("Paris", texas).admin1 == "Texas"


def test_a_capital_by_itself_keeps_its_meaning(locator: Locator) -> None:
    assert locator.resolve("Paris", locator.context(["Paris", "Lyon", "France"])).country == "FR"


def test_repeating_a_name_proves_nothing(locator: Locator) -> None:
    once = locator.context(["Springfield"])
    often = locator.context(["Springfield"] * 12)
    assert locator.resolve("Springfield", once).gazetteer == locator.resolve("Springfield", often).gazetteer


def test_a_state_of_the_union_is_told_from_the_country_by_its_towns(locator: Locator) -> None:
    here = locator.context(["Georgia", "Athens", "Clarke County", "Oconee County", "Atlanta"])
    there = locator.context(["Georgia", "Gori", "Tbilisi", "Russian"])
    assert locator.resolve("Georgia", here).admin1 == "Georgia"
    assert locator.resolve("Georgia", there).gazetteer == "country:GE"


@pytest.mark.parametrize("name", ["China", "Lebanon", "Mexico", "Jordan"])
def test_a_state_spoken_of_among_other_states_is_the_state(locator: Locator, name: str) -> None:
    context = locator.context([name, "United States", "Washington", "Texas", name, "Houston", "Germany"])
    where = locator.resolve(name, context)
    assert where.gazetteer is not None
    assert where.gazetteer.startswith("country:")


@pytest.mark.parametrize(
    ("phrase", "name", "country"),
    [
        ("Charleston, W.Va.", "Charleston", "US"),
        ("W. Va.", "West Virginia", "US"),
        ("Ind.", "Indiana", "US"),
        ("N.C.", "North Carolina", "US"),
        ("Gainesville, TX", "Gainesville", "US"),
    ],
)
def test_short_forms_of_divisions_are_read(locator: Locator, phrase: str, name: str, country: str) -> None:
    where = locator.resolve(phrase, locator.context(["U.S."]))
    assert (where.name, where.country) == (name, country)


def test_a_bare_code_needs_its_country_in_the_report(locator: Locator) -> None:
    australia = locator.resolve("NSW", locator.context(["Australia", "Sydney"]))
    assert australia.admin1 == "New South Wales"
    assert locator.resolve("ME", locator.context(["Iraq", "Mosul"])).lat is None


def test_short_forms_are_told_by_their_stops() -> None:
    assert [d.name for d in find_short("Miss.")] == ["Mississippi"]
    assert not find_short("Miss")
    assert {d.country for d in find_code("WA")} == {"US", "AU"}
    assert [d.name for d in find_adjective("Texans")] == ["Texas"]


# -------------------------------------------------------------------- demonyms


def test_a_demonym_is_no_place_unless_asked_for(locator: Locator) -> None:
    context = locator.context(["Russian", "Ukraine"])
    assert locator.resolve("Russian", context).lat is None
    asked = locator.resolve("Russian", context, demonyms=True)
    assert (asked.gazetteer, asked.precision, asked.relation) == ("country:RU", 6, Relation.AT)


@pytest.mark.parametrize(
    ("word", "name"),
    [("Europeans", "Europe"), ("the Texans", "Texas"), ("Scottish", "Scotland"), ("Kurdish", "Kurdistan")],
)
def test_adjectives_of_places_that_are_no_states_are_asked_for_too(locator: Locator, word: str, name: str) -> None:
    asked = locator.resolve(word, locator.context([]), demonyms=True).name
    assert asked is not None
    assert name in asked


def test_a_phrase_with_a_demonym_in_it_is_read_as_ever(locator: Locator) -> None:
    context = locator.context(["Turkish", "Syria"])
    plain = locator.resolve("a Turkish post near Raqqa", context)
    assert plain == locator.resolve("a Turkish post near Raqqa", context, demonyms=True)


def test_what_is_considered_adds_up_and_says_what_it_lacks(locator: Locator) -> None:
    context = locator.context(["Paris", "Lamar County", "Reno"])
    first, *others = locator.explain("Paris", context)
    choice = locator.choose("Paris", context)
    assert choice is not None
    assert first.match.entry.admin1 == choice.entry.admin1 == "Texas"
    assert first.score == pytest.approx(sum(amount for _, amount in first.parts), abs=0.001)
    france = next(c for c in others if c.match.entry.country == "FR")
    assert "neighbours" in dict(france.lacks(first))


def test_states_of_one_union_speak_for_one_another(locator: Locator) -> None:
    states = ["Ohio", "Indiana", "Illinois", "Missouri", "Oregon", "Wyoming", "Idaho", "Michigan", "Pennsylvania"]
    context = locator.context(["United States", *states])
    for name in states:
        assert locator.resolve(name, context).gazetteer in {f"adm1:US.{c}" for c in _CODES}, name


_CODES = ("OH", "IN", "IL", "MO", "OR", "WY", "ID", "MI", "PA")


def test_a_state_is_told_from_the_country_by_one_town_beside_it(locator: Locator) -> None:
    context = locator.context(["Indonesia", "Medan", "Atlanta", "Georgia", "Atlanta", "U.S."])
    assert locator.resolve("Georgia", context).admin1 == "Georgia"


def test_a_town_that_has_a_lesser_name_is_not_what_the_name_means(locator: Locator) -> None:
    context = locator.context(["Athens", "Henderson County"])
    assert locator.resolve("Athens", context).name == "Athens"


def test_a_large_city_is_meant_rather_than_a_small_one_of_its_name(locator: Locator) -> None:
    context = locator.context(["New York", "United States", "Washington", "London", "U.S."])
    assert locator.resolve("London", context).country == "GB"
    ohio = locator.context(["London", "Madison County", "Ohio", "Columbus", "Springfield"])
    assert locator.resolve("London", ohio).admin1 == "Ohio"


def test_a_province_is_meant_where_the_other_places_lie_in_it_and_far_from_its_city(locator: Locator) -> None:
    upstate = locator.context(["United States", "Buffalo", "New York", "Buffalo"])
    city = locator.context(["United States", "New York", "London"])
    assert locator.resolve("New York", upstate).gazetteer == "adm1:US.NY"
    assert locator.resolve("New York", city).name == "New York City"
