from __future__ import annotations

import pytest

from trucewatch.extract.actors import ActorBook
from trucewatch.extract.people import PeopleMention, find_people
from trucewatch.model import Category


def people(book: ActorBook, text: str) -> list[PeopleMention]:
    return find_people(text, book.mentions(text))


def counted(book: ActorBook, text: str) -> list[tuple[str, int | None, int | None]]:
    return [(p.text, p.count.low, p.count.high) for p in people(book, text) if p.count]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Two soldiers were killed.", 2, 2),
        ("A soldier was killed.", 1, 1),
        ("At least three farmers were killed.", 3, None),
        ("Nearly 60 soldiers were killed.", 55, 60),
        ("Dozens of villagers were killed.", 24, None),
        ("Twelve young men were killed.", 12, 12),
        ("Two of its soldiers were killed.", 2, 2),
        ("Three of their fighters were killed.", 3, 3),
        ("Two more policemen were killed.", 2, 2),
    ],
)
def test_people_are_counted(book: ActorBook, text: str, low: int, high: int | None) -> None:
    found = [p for p in people(book, text) if p.count]
    assert len(found) == 1
    assert found[0].count is not None
    assert (found[0].count.low, found[0].count.high) == (low, high)


@pytest.mark.parametrize(
    ("noun", "category"),
    [
        ("soldiers", Category.MILITARY),
        ("servicemen", Category.MILITARY),
        ("rebels", Category.ARMED_GROUP),
        ("militants", Category.ARMED_GROUP),
        ("police officers", Category.POLICE),
        ("farmers", Category.CIVILIAN),
        ("children", Category.CIVILIAN),
        ("women", Category.CIVILIAN),
        ("journalists", Category.JOURNALIST),
        ("aid workers", Category.AID_WORKER),
        ("peacekeepers", Category.PEACEKEEPER),
    ],
)
def test_people_category_follows_the_noun(book: ActorBook, noun: str, category: Category) -> None:
    assert [p.category for p in people(book, f"Two {noun} were hurt.")] == [category]


def test_people_soldiers_of_a_state_have_its_actor(book: ActorBook) -> None:
    assert [p.actor for p in people(book, "Two Sudanese soldiers were hurt.")] == ["Sudanese Armed Forces"]


def test_people_civilians_have_no_actor(book: ActorBook) -> None:
    assert [p.actor for p in people(book, "Two Sudanese farmers were hurt.")] == [None]


def test_people_side_comes_from_the_agreement(bound_book: ActorBook) -> None:
    assert [p.side for p in people(bound_book, "Two Malian soldiers were hurt.")] == ["north"]


@pytest.mark.parametrize(
    "text",
    ["A third soldier died.", "Another soldier died.", "Two more soldiers died."],
)
def test_people_who_add_to_others_are_marked(book: ActorBook, text: str) -> None:
    assert [p.additional for p in people(book, text)] == [True]


def test_people_ordinal_counts_one(book: ActorBook) -> None:
    assert [(low, high) for _, low, high in counted(book, "A third soldier died of his wounds.")] == [(1, 1)]


def test_people_bare_plural_has_no_count(book: ActorBook) -> None:
    assert [p.count for p in people(book, "Villagers were hurt.")] == [None]


def test_people_number_alone_is_generic(book: ActorBook) -> None:
    found = people(book, "Five were hurt.")
    assert [(p.generic, p.count.low if p.count else None) for p in found] == [(True, 5)]


def test_people_number_of_things_is_no_people(book: ActorBook) -> None:
    assert counted(book, "Six shells and two tanks were seen.") == []


def test_people_named_person_counts_one(book: ActorBook) -> None:
    found = [p for p in people(book, "Sgt. Omar Dembaye was killed.") if p.names]
    assert [(p.names, p.count.low if p.count else None) for p in found] == [(("Omar Dembaye",), 1)]


def test_people_conjoined_are_found_apart(book: ActorBook) -> None:
    assert [(low, high) for _, low, high in counted(book, "A farmer and his two sons were killed.")] == [(1, 1), (2, 2)]


def test_people_two_names_joined_are_two(book: ActorBook) -> None:
    found = people(book, "Omar Dembaye and Sidi Traouna were killed.")
    assert [p.names for p in found] == [("Omar Dembaye",), ("Sidi Traouna",)]


def test_people_two_names_with_ranks_are_two(book: ActorBook) -> None:
    found = people(book, "Sepoy Omkar Tadvi and Rifleman Nagesh Borwal were killed.")
    assert [p.names for p in found] == [("Omkar Tadvi",), ("Nagesh Borwal",)]


@pytest.mark.parametrize("text", ["The road to Port Harcourt is open.", "Talks in South Kordofan ended."])
def test_people_places_are_no_persons(book: ActorBook, text: str) -> None:
    assert [p for p in people(book, text) if p.names] == []


def test_people_text_is_what_stands_there(book: ActorBook) -> None:
    text = "Two of its soldiers, three farmers and Omar Dembaye were hurt; another man died."
    assert all(text[p.start : p.end] == p.text for p in people(book, text))
