from __future__ import annotations

import itertools
import time

import pytest

from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.model import Category


def only(book: ActorBook, text: str) -> ActorMention:
    found = book.mentions(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Sudanese troops advanced.", "Sudanese Armed Forces"),
        ("Ukrainian soldiers advanced.", "Ukrainian Armed Forces"),
        ("The Malian army advanced.", "Malian Armed Forces"),
        ("South Sudanese forces advanced.", "South Sudanese Armed Forces"),
    ],
)
def test_actor_demonym_and_noun_are_the_armed_forces(book: ActorBook, text: str, actor: str) -> None:
    found = only(book, text)
    assert (found.actor, found.category) == (actor, Category.MILITARY)


def test_actor_demonym_gives_the_country(book: ActorBook) -> None:
    assert only(book, "Malian gendarmes fired.").country == "ML"


def test_actor_police_of_a_state_are_police(book: ActorBook) -> None:
    found = only(book, "Kenyan police fired.")
    assert (found.actor, found.category) == ("Kenyan Police", Category.POLICE)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Hezbollah fired rockets.", "Hezbollah"),
        ("JNIM fighters attacked a convoy.", "JNIM"),
        ("Boko Haram struck at night.", "Boko Haram"),
    ],
)
def test_actor_named_groups_are_known(book: ActorBook, text: str, actor: str) -> None:
    found = only(book, text)
    assert actor.casefold() in (found.actor or "").casefold() or found.text.startswith(actor)
    assert (found.category, found.form) == (Category.ARMED_GROUP, "named")


def test_actor_name_takes_in_the_noun_behind_it(book: ActorBook) -> None:
    assert only(book, "Hezbollah fighters withdrew.").text == "Hezbollah fighters"


def test_actor_noun_takes_the_name_behind_of(book: ActorBook) -> None:
    found = only(book, "Then fighters of the Eastern Liberation Front withdrew.")
    assert found.actor == "Eastern Liberation Front"
    assert found.text == "fighters of the Eastern Liberation Front"


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Eastern Liberation Front", Category.ARMED_GROUP),
        ("Blue Valley Resistance", Category.ARMED_GROUP),
        ("Third Mountain Brigade", Category.ARMED_GROUP),
        ("Seventh Infantry Division", Category.MILITARY),
        ("Coastal Protection Command", Category.MILITARY),
    ],
)
def test_actor_unheard_organisations_are_named_by_their_words(book: ActorBook, name: str, category: Category) -> None:
    found = only(book, f"Shots were fired by the {name} at dusk.")
    assert (found.actor, found.category) == (name, category)


@pytest.mark.parametrize(
    "name",
    [
        "Fishermen's Union",
        "Northern Trade Council",
        "Meadow Party",
        "Unity Party",
    ],
)
def test_actor_unions_and_parties_bear_no_arms(book: ActorBook, name: str) -> None:
    assert book.mentions(f"A strike was called by the {name} at dusk.") == []


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Eastern Valley Front", "EVF"),
        ("Eastern Liberation Front", "ELF"),
    ],
)
def test_actor_initials_in_brackets_are_the_full_name(book: ActorBook, name: str, initials: str) -> None:
    local = book.report_names(f"The {name} ({initials}) signed. {initials} men left.")
    assert local == {initials: name}
    assert [m.actor for m in book.mentions(f"{initials} attacked a post.", local)] == [name]


def test_actor_initials_need_a_name_before_them(book: ActorBook) -> None:
    assert book.report_names("The bill (VAT) passed in the House.") == {}


@pytest.mark.parametrize("text", ["Unidentified gunmen fired.", "Unknown assailants fired.", "Masked gunmen fired."])
def test_actor_unknown_gunmen_are_unknown(book: ActorBook, text: str) -> None:
    assert only(book, text).unknown


def test_actor_without_a_name_keeps_its_words(book: ActorBook) -> None:
    found = only(book, "Rebels fired.")
    assert (found.actor, found.label, found.unknown) == (None, "Rebels", False)


@pytest.mark.parametrize(
    ("text", "actor", "side"),
    [
        ("Army units fired.", "Malian Armed Forces", "north"),
        ("FAMa fired.", "Malian Armed Forces", "north"),
        ("Malian soldiers fired.", "Malian Armed Forces", "north"),
        ("River fighters fired.", "River Front", "south"),
        ("The River Front fired.", "River Front", "south"),
    ],
)
def test_actor_agreement_gives_name_and_side(bound_book: ActorBook, text: str, actor: str, side: str) -> None:
    found = only(bound_book, text)
    assert (found.actor, found.side) == (actor, side)


def test_actor_outside_the_agreement_has_no_side(bound_book: ActorBook) -> None:
    assert only(bound_book, "Sudanese troops fired.").side is None


def test_actor_side_of_a_name(bound_book: ActorBook) -> None:
    assert (bound_book.side_of("River Front"), bound_book.side_of("Nobody"), bound_book.side_of(None)) == (
        "south",
        None,
        None,
    )


@pytest.mark.parametrize(("text", "form"), [("Sudan fired missiles.", "state"), ("The Kremlin fired back.", "state")])
def test_actor_countries_and_metonyms_may_act(book: ActorBook, text: str, form: str) -> None:
    assert only(book, text).form == form


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("Ethiopian warplanes struck.", "aircraft"),
        ("Ethiopian artillery struck.", "artillery"),
        ("Ethiopian soldiers struck.", "ground"),
    ],
)
def test_actor_nature_follows_its_noun(book: ActorBook, text: str, nature: str) -> None:
    assert only(book, text).nature == nature


def test_actor_mentions_never_overlap(book: ActorBook) -> None:
    text = (
        "Sudanese army soldiers, Hezbollah fighters of the Eastern Liberation Front and rebel forces met Kenyan police."
    )
    found = book.mentions(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize("text", ["Rain fell on the market.", "The mayor opened a school in Lagos yesterday."])
def test_actor_none_in_words_of_peace(book: ActorBook, text: str) -> None:
    assert [m for m in book.mentions(text) if m.form != "state"] == []


@pytest.mark.parametrize("piece", ["Al-Al-Al", "Abc ", "Abc of ", "AbCd", "A’a"])
def test_actor_initials_are_looked_for_in_linear_time(book: ActorBook, piece: str) -> None:
    started = time.process_time()
    assert book.report_names(piece * 10_000 + "(") == {}
    assert time.process_time() - started < 5  # the square of this length would take minutes


def test_names_with_accents_are_known_as_wires_print_them() -> None:
    known = ActorBook().known("FARABUNDO MARTI NATIONAL LIBERATION FRONT")
    assert known is not None
    assert known[0] == "Farabundo Martí National Liberation Front"
    assert ActorBook().mentions("Farabundo Marti National Liberation Front guerrillas fired.")[0].actor == known[0]
