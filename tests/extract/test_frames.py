from __future__ import annotations

import pytest

from trucewatch.extract.actors import ActorBook
from trucewatch.extract.acts import find_triggers
from trucewatch.extract.frames import Roles, find_roles, find_things
from trucewatch.extract.people import find_people
from trucewatch.model import Category


def roles(book: ActorBook, text: str) -> Roles:
    """Roles of the strongest act of a sentence."""
    actors = book.mentions(text)
    head = max(find_triggers(text, actors), key=lambda t: (not t.weak, t.strength))
    return find_roles(
        text,
        head,
        (0, len(text)),
        actors=actors,
        people=find_people(text, actors),
        things=find_things(text, actors),
        book=book,
    )


def agents(book: ActorBook, text: str) -> list[str]:
    return [str(a.actor or a.label) for a in roles(book, text).agents]


def targets(book: ActorBook, text: str) -> list[tuple[str | None, Category]]:
    return [(t.actor, t.category) for t in roles(book, text).targets]


@pytest.mark.parametrize(
    "text",
    [
        "Sudanese troops shelled the village.",
        "The village was shelled by Sudanese troops.",
        "The shelling of the village by Sudanese troops went on.",
        "Sudanese shelling of the village went on.",
        "The village came under shelling from Sudanese troops.",
        "Sudanese troops fired mortar shells at the village.",
        "Mortar shells were fired by Sudanese troops at the village.",
        "Mortar shells fired by Sudanese troops hit the village.",
        "The Sudanese army's shelling of the village went on.",
    ],
)
def test_roles_agent_is_found_in_every_voice(book: ActorBook, text: str) -> None:
    assert agents(book, text) == ["Sudanese Armed Forces"]


@pytest.mark.parametrize(
    "text",
    [
        "Sudanese troops shelled the village.",
        "The village was shelled by Sudanese troops.",
        "The shelling of the village by Sudanese troops went on.",
        "The village came under shelling from Sudanese troops.",
    ],
)
def test_roles_target_is_what_was_struck(book: ActorBook, text: str) -> None:
    assert targets(book, text) == [(None, Category.CIVILIAN)]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked Sudanese soldiers near the bridge.",
        "Sudanese soldiers were ambushed by rebels near the bridge.",
        "A rebel ambush on Sudanese soldiers began at dusk.",
        "Rebels opened fire on Sudanese soldiers.",
        "Sudanese soldiers came under fire from rebels.",
    ],
)
def test_roles_soldiers_struck_have_their_actor(book: ActorBook, text: str) -> None:
    found = roles(book, text)
    assert [t.actor for t in found.targets] == ["Sudanese Armed Forces"]
    assert [a.category for a in found.agents] == [Category.ARMED_GROUP]


@pytest.mark.parametrize(
    "text",
    [
        "Clashes broke out between Sudanese soldiers and Hezbollah.",
        "Sudanese soldiers and Hezbollah clashed near the bridge.",
        "Sudanese soldiers clashed with Hezbollah near the bridge.",
        "Fighting between Sudanese soldiers and Hezbollah went on.",
        "Sudanese soldiers and Hezbollah exchanged fire.",
    ],
)
def test_roles_in_a_clash_both_sides_are_targets(book: ActorBook, text: str) -> None:
    found = roles(book, text)
    assert found.mutual
    assert found.agents == ()
    assert {t.actor for t in found.targets} == {"Sudanese Armed Forces", "Hezbollah"}


@pytest.mark.parametrize(
    "text",
    [
        "A shell hit the market.",
        "The village was shelled overnight.",
        "A roadside bomb hit a Sudanese patrol.",
        "Shelling was heard near the Sudanese army base.",
        "Shells fell near Sudanese troops.",
    ],
)
def test_roles_no_agent_where_none_is_named(book: ActorBook, text: str) -> None:
    assert agents(book, text) == []


def test_roles_agents_joined_by_and_act_together(book: ActorBook) -> None:
    assert agents(book, "The village was shelled by Sudanese troops and allied militias.")[:1] == [
        "Sudanese Armed Forces"
    ]


def test_roles_the_one_struck_is_not_the_agent(book: ActorBook) -> None:
    assert "Sudanese Armed Forces" not in agents(book, "Rebels shelled Sudanese troops.")


def test_roles_fire_from_positions_has_the_state_as_agent(book: ActorBook) -> None:
    assert agents(book, "Mortar fire from Armenian positions hit the village.") == ["Armenian Armed Forces"]


def test_roles_shells_from_a_tank_have_its_army_as_agent(book: ActorBook) -> None:
    assert agents(book, "Shells from an Israeli tank struck a house.") == ["Israeli Armed Forces"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("a market", Category.CIVILIAN),
        ("a hospital", Category.CIVILIAN),
        ("an army post", Category.MILITARY),
        ("rebel positions", Category.ARMED_GROUP),
    ],
)
def test_things_have_the_category_of_their_owner(book: ActorBook, text: str, category: Category) -> None:
    words = f"Shells hit {text}."
    assert [t.category for t in find_things(words, book.mentions(words))] == [category]
