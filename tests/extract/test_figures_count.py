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
