"""What the words of figures add up to, whatever the tagger's doubts."""

from __future__ import annotations

import pytest

from trucewatch.extract._claim_values import Evidences
from trucewatch.extract.figures import Figures
from trucewatch.extract.grouping import Group
from trucewatch.extract.roles import Mention, Role
from trucewatch.extract.tagger import Tagged


def counted(text: str, *mentions: tuple[Role, str], score: float = 1.0) -> dict[Role, int | None]:
    """The lows of the figures that a claim with these mentions gives; no finder has read the text."""
    tagged = Tagged(heads=None)  # type: ignore[arg-type]
    tagged.mentions = [Mention(r, text.index(w), text.index(w) + len(w), score) for r, w in mentions]
    figures = Figures(tagged, text, [])
    counts = figures.counts(Group((), tuple(range(len(mentions)))), Evidences(text))
    return {role: count.low for role, count in counts.items() if count is not None}


@pytest.mark.parametrize("words", ["27", "9", "Eleven", "he"])
def test_a_number_of_few_letters_counts(words: str) -> None:
    text = f"A bomb went off and {words} were hurt."
    assert Role.INJURED in counted(text, (Role.INJURED, words))


def test_capitals_do_not_make_a_name_of_a_figure() -> None:
    text = "THE MAYOR AND TWO COUNCILMEN WERE KILLED"
    assert counted(text, (Role.KILLED, "THE MAYOR"), (Role.KILLED, "TWO COUNCILMEN"))[Role.KILLED] == 3


def test_a_name_beside_a_number_is_counted_already() -> None:
    text = "Odo Marn was among the two soldiers killed"
    assert counted(text, (Role.KILLED, "Odo Marn"), (Role.KILLED, "two soldiers"))[Role.KILLED] == 2


def test_nobody_hurt_is_nobody_killed() -> None:
    text = "A shell fell on the market. Nobody was hurt."
    assert counted(text, (Role.INJURED, "Nobody")) == {Role.INJURED: 0, Role.KILLED: 0}


def test_nobody_killed_leaves_the_hurt_open() -> None:
    text = "A shell fell on the market. Nobody was killed."
    assert counted(text, (Role.KILLED, "Nobody was killed")) == {Role.KILLED: 0}


def test_people_taken_are_not_dead_where_the_tagger_doubts() -> None:
    text = "Gunmen seized four men at the bridge."
    assert counted(text, (Role.KILLED, "four men"), score=0.5)


def test_casualties_are_dead_or_hurt_so_that_no_low_end_is_known() -> None:
    text = "The army suffered 15 casualties."
    assert counted(text, (Role.KILLED, "15 casualties")) == {Role.KILLED: None, Role.INJURED: None}


@pytest.mark.parametrize(
    "text",
    [
        "Five men were killed and ten were abducted.",
        "Five men were killed, according to nine witnesses, and ten are missing.",
    ],
)
def test_people_taken_or_missing_are_not_hurt(text: str) -> None:
    assert counted(text, (Role.KILLED, "Five men"), (Role.INJURED, "ten")) == {Role.KILLED: 5}


def test_words_beside_a_figure_say_that_its_people_are_hurt() -> None:
    text = "A bomb killed one soldier, injuring five others; ten were wounded later."
    told = counted(text, (Role.KILLED, "one soldier"), (Role.KILLED, "five others"), (Role.KILLED, "ten"))
    assert told == {Role.KILLED: 1, Role.INJURED: 15}


@pytest.mark.parametrize("words", ["No loss", "Not a single person"])
def test_nobody_dead_is_not_nobody_hurt(words: str) -> None:
    text = f"A shell fell. {words} " + ("of life was reported." if words == "No loss" else "was killed.")
    assert counted(text, (Role.INJURED, words)) == {Role.KILLED: 0}


def test_a_figure_that_has_been_replaced_is_not_added() -> None:
    text = "The toll has risen to nine from five."
    assert counted(text, (Role.KILLED, "nine"), (Role.KILLED, "five"))[Role.KILLED] == 9


def test_words_for_no_people_are_no_figure() -> None:
    assert counted("There were no losses.", (Role.KILLED, "There")) == {}


def bounds(text: str, *mentions: tuple[Role, str], role: Role = Role.KILLED) -> tuple[int | None, int | None] | None:
    """Low and high of one figure of a claim with these mentions."""
    tagged = Tagged(heads=None)  # type: ignore[arg-type]
    tagged.mentions = [Mention(r, text.index(w), text.index(w) + len(w), 1.0) for r, w in mentions]
    count = Figures(tagged, text, []).counts(Group((), tuple(range(len(mentions)))), Evidences(text))[role]
    return None if count is None else (count.low, count.high)


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("Shells killed at least 41 men.", "41 men", (41, None)),
        ("Troops shot dead two stone-throwing boys.", "stone-throwing boys", (2, 2)),
        ("Gunmen killed more than 40 massacres ago.", "more than 40", None),
        ("The deal was reached, killing the hopes for peace.", "for peace", None),
    ],
)
def test_a_figure_takes_its_number_from_before_it_and_counts_no_things(
    text: str, words: str, told: tuple[int | None, int | None] | None
) -> None:
    assert bounds(text, (Role.KILLED, words)) == told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It gave no casualties.", "no casualties"),
        ("He gave no casualty figures.", "no casualty"),
        ("The report does not mention any casualties.", "any casualties"),
        ("They inflicted many casualties.", "many casualties"),
    ],
)
def test_where_no_number_is_told_there_is_no_figure(text: str, words: str) -> None:
    assert counted(text, (Role.KILLED, words)) == {}


@pytest.mark.parametrize("before", ["The blasts did not cause", "They left without inflicting"])
def test_any_casualties_denied_are_none(before: str) -> None:
    assert counted(f"{before} any casualties.", (Role.KILLED, "any casualties")) == {Role.KILLED: 0, Role.INJURED: 0}


def test_a_number_before_casualties_is_dead_or_hurt() -> None:
    text = "The offensive has cost 5,000 army casualties."
    assert bounds(text, (Role.INJURED, "5,000")) == (None, 5000)


@pytest.mark.parametrize(
    ("text", "parts", "killed"),
    [
        (
            "At least 13 people died. Ten rebels and three soldiers fell.",
            ["13 people", "Ten rebels", "three soldiers"],
            13,
        ),
        ("Six men, a lieutenant and five privates, were killed.", ["Six men", "a lieutenant", "five privates"], 6),
        ("Raiders killed 23 farmers, including three children.", ["23 farmers", "three children"], 23),
        ("Six priests -- five of them foreign -- and two women died.", ["Six priests", "five", "two women"], 8),
        ("Odo Marn, a leader of the union, was killed.", ["Odo Marn", "a leader of the union"], 1),
        ("A soldier was shot dead. Odo Marn, 24, leaves a wife.", ["A soldier", "Odo Marn, 24"], 1),
        ("Two soldiers, a boy and three women were killed.", ["Two soldiers", "a boy", "three women"], 6),
    ],
)
def test_parts_of_a_figure_are_not_added_to_it(text: str, parts: list[str], killed: int) -> None:
    assert counted(text, *((Role.KILLED, p) for p in parts))[Role.KILLED] == killed


def test_killing_and_wounding_several_tells_of_neither_how_many() -> None:
    text = "A bomb went off, killing and wounding several people."
    assert counted(text, (Role.KILLED, "several people"), (Role.INJURED, "several people")) == {}


def test_those_who_fell_are_dead_whatever_the_tagger_holds() -> None:
    text = "One comrade fell."
    assert counted(text, (Role.INJURED, "One comrade")) == {Role.KILLED: 1}


@pytest.mark.parametrize("words", ["She was not hurt", "No soldier was hurt"])
def test_one_who_is_not_hurt_leaves_the_dead_open(words: str) -> None:
    told = counted(f"Shots were fired. {words}.", (Role.INJURED, words), (Role.KILLED, words))
    assert told == {Role.INJURED: 0}


def test_one_who_was_shot_and_then_died_is_dead() -> None:
    text = "A shopkeeper was shot at his counter, police said. He died. A clerk was hurt."
    assert counted(text, (Role.INJURED, "A shopkeeper"), (Role.INJURED, "A clerk")) == {Role.KILLED: 1, Role.INJURED: 1}


def test_one_person_told_again_is_one() -> None:
    text = "The blast has left one person injured. It injured a passer-by and broke windows."
    assert counted(text, (Role.INJURED, "one person"), (Role.INJURED, "a passer-by")) == {Role.INJURED: 1}


@pytest.mark.parametrize(
    ("text", "words"), [("They hit Detachment No. 4 troops.", "4 troops"), ("Both sides lost men.", "Both sides")]
)
def test_number_signs_and_sides_count_nobody(text: str, words: str) -> None:
    assert counted(text, (Role.INJURED, words)) == {}


def test_one_who_lost_a_limb_is_hurt() -> None:
    assert counted("A herder lost his left foot to a mine.", (Role.KILLED, "A herder")) == {Role.INJURED: 1}


def test_a_bare_number_of_shots_counts_nobody() -> None:
    assert counted("There were shots at night; she had counted five.", (Role.KILLED, "five")) == {}
