from __future__ import annotations

import pytest

from trucewatch.extract.actors import ActorBook
from trucewatch.extract.acts import EffectHit, find_effects, find_triggers
from trucewatch.extract.numbers import find_numbers
from trucewatch.extract.people import find_people
from trucewatch.model import Effect, Kind


def kinds(book: ActorBook, text: str) -> set[Kind]:
    return {t.kind for t in find_triggers(text, book.mentions(text))}


def effects(book: ActorBook, text: str) -> list[EffectHit]:
    numbers = find_numbers(text, articles=True)
    return find_effects(text, find_people(text, book.mentions(text), numbers), numbers)


def figures(book: ActorBook, text: str) -> list[tuple[Effect, list[int | None]]]:
    return [(e.effect, [p.count.low for p in e.people if p.count]) for e in effects(book, text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Government forces shelled the village.", Kind.SHELLING_ARTILLERY_MISSILE),
        ("Mortar fire hit the market.", Kind.SHELLING_ARTILLERY_MISSILE),
        ("Rebels fired rockets at the town.", Kind.SHELLING_ARTILLERY_MISSILE),
        ("An air strike destroyed a house.", Kind.AIR_DRONE_STRIKE),
        ("Warplanes bombed the depot.", Kind.AIR_DRONE_STRIKE),
        ("A drone strike hit a car.", Kind.AIR_DRONE_STRIKE),
        ("A roadside bomb hit a convoy.", Kind.REMOTE_EXPLOSIVE_LANDMINE_IED),
        ("The car hit a landmine.", Kind.REMOTE_EXPLOSIVE_LANDMINE_IED),
        ("A suicide bomber struck the gate.", Kind.SUICIDE_BOMB),
        ("A sniper shot a guard.", Kind.SNIPER_FIRE),
        ("Soldiers and rebels clashed near the bridge.", Kind.ARMED_CLASH),
        ("Heavy clashes broke out.", Kind.ARMED_CLASH),
        ("Gunmen abducted two teachers.", Kind.ABDUCTION_FORCED_DISAPPEARANCE),
        ("A hand grenade was thrown at the shop.", Kind.GRENADE),
        ("A reconnaissance drone flew over the lines.", Kind.OVERFLIGHT),
    ],
)
def test_act_words_name_their_kind(book: ActorBook, text: str, kind: Kind) -> None:
    assert kind in kinds(book, text)


@pytest.mark.parametrize(
    "text",
    [
        "The two chains are in a price war.",
        "He died of a heart attack.",
        "They hope to strike a deal.",
        "Nurses went on strike for better pay.",
        "The film was a box-office bomb.",
        "The guns fell silent in May.",
    ],
)
def test_act_metaphors_are_quiet(book: ActorBook, text: str) -> None:
    assert kinds(book, text) == set()


@pytest.mark.parametrize(
    "noun",
    [
        "shelling",
        "ambush",
        "attack",
    ],
)
def test_act_definite_noun_speaks_of_an_act_told_before(noun: str) -> None:
    found = find_triggers(f"The {noun} lasted an hour.", [])
    assert [(t.text, t.definite) for t in found] == [(noun, True)]


@pytest.mark.parametrize(
    ("text", "effect", "low"),
    [
        ("Two soldiers were killed.", Effect.KILLED, 2),
        ("The blast killed two soldiers.", Effect.KILLED, 2),
        ("Two soldiers died.", Effect.KILLED, 2),
        ("A soldier succumbed to his wounds.", Effect.KILLED, 1),
        ("A shepherd was found dead.", Effect.KILLED, 1),
        ("Two soldiers were martyred.", Effect.KILLED, 2),
        ("The death of two soldiers was confirmed.", Effect.KILLED, 2),
        ("It claimed the lives of four farmers.", Effect.KILLED, 4),
        ("Four farmers lost their lives.", Effect.KILLED, 4),
        ("Three farmers were wounded.", Effect.INJURED, 3),
        ("The shell injured three farmers.", Effect.INJURED, 3),
        ("Three farmers were missing.", Effect.MISSING, 3),
        ("Three soldiers were captured.", Effect.CAPTURED, 3),
    ],
)
def test_effect_takes_its_people(book: ActorBook, text: str, effect: Effect, low: int) -> None:
    assert (effect, [low]) in figures(book, text)


def test_effect_passive_is_not_active(book: ActorBook) -> None:
    assert [e.active for e in effects(book, "Two soldiers were killed by a mine.")] == [False]


def test_effect_active_is_active(book: ActorBook) -> None:
    assert [e.active for e in effects(book, "A mine killed two soldiers.")] == [True]


def test_effect_two_in_a_sentence_keep_their_people(book: ActorBook) -> None:
    assert figures(book, "Two soldiers were killed and five were wounded.") == [
        (Effect.KILLED, [2]),
        (Effect.INJURED, [5]),
    ]


def test_effect_active_two_in_a_row(book: ActorBook) -> None:
    assert figures(book, "The shell killed a man and wounded his two daughters.") == [
        (Effect.KILLED, [1]),
        (Effect.INJURED, [2]),
    ]


def test_effect_conjoined_people_share_a_verb(book: ActorBook) -> None:
    assert figures(book, "A farmer and his two sons were killed.") == [(Effect.KILLED, [1, 2])]


def test_effect_included_people_are_not_added(book: ActorBook) -> None:
    assert figures(book, "Five people, including two children, were killed.") == [(Effect.KILLED, [5])]


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("The death toll rose to nine.", 9),
        ("The death toll has risen to at least nine.", 9),
        ("The number of dead reached 14.", 14),
        ("That makes three dead.", 3),
    ],
)
def test_effect_total_is_the_figure_of_the_act(book: ActorBook, text: str, low: int) -> None:
    found = [e for e in effects(book, text) if e.total]
    assert [p.count.low for e in found for p in e.people if p.count] == [low]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was hurt.",
        "No one was killed.",
        "No casualties were reported.",
        "There were no injuries.",
        "None of the crew was hurt.",
    ],
)
def test_effect_nobody_hurt_is_negated(book: ActorBook, text: str) -> None:
    found = effects(book, text)
    assert found
    assert all(e.negated and not e.people for e in found)


@pytest.mark.parametrize("text", ["The army gave no casualty figures.", "There was no word on casualties."])
def test_effect_silence_about_figures_is_no_zero(book: ActorBook, text: str) -> None:
    assert effects(book, text) == []


def test_effect_name_joins_its_noun(book: ActorBook) -> None:
    found = effects(book, "A soldier, Omar Dembaye, was killed.")
    assert [(p.names, p.count.low if p.count else None) for e in found for p in e.people] == [(("Omar Dembaye",), 1)]
