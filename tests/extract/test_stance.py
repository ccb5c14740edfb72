from __future__ import annotations

import pytest

from trucewatch.extract.stance import (
    is_commemoration,
    is_history,
    is_hypothetical,
    is_negated,
    is_possible,
    is_superseded,
    names_nobody,
    tells_period,
    tells_toll,
    withheld_span,
)


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed responsibility.",
        "Nobody has claimed the attack.",
        "There was no immediate claim of responsibility.",
        "The ministry did not say who was behind the attack.",
        "The governor did not blame anyone.",
        "She blamed nobody.",
        "He named no suspect.",
        "It gave the toll without naming any culprit.",
        "It is not known who fired.",
        "It was not immediately clear who was behind the blast.",
        "The attackers remain unidentified.",
        "Responsibility for the blast was not claimed.",
    ],
)
def test_stance_nobody_is_named(text: str) -> None:
    assert withheld_span(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The ministry blamed rebels.",
        "The Front claimed responsibility.",
        "Nobody was hurt.",
        "No group took part in the talks.",
    ],
)
def test_stance_somebody_is_named_or_nothing_said(text: str) -> None:
    assert withheld_span(text) is None


def test_stance_withheld_span_gives_its_words() -> None:
    text = "Officials said on Friday that no group had claimed responsibility."
    span = withheld_span(text)
    assert span is not None
    assert text[slice(*span)].startswith("no group")


@pytest.mark.parametrize(
    "text",
    [
        "The army threatened to shell the town.",
        "Rebels could attack the town.",
        "If they attack the town, talks will end.",
        "They fear new attacks.",
        "The deal forbids attacks.",
        "The UN called for an end to attacks.",
        "The rebels vowed to attack.",
    ],
)
def test_stance_planned_or_feared_is_hypothetical(text: str) -> None:
    assert is_hypothetical(text, max(text.find("attack"), text.find("shell")))


@pytest.mark.parametrize("text", ["Rebels said they attacked the town.", "After the talks rebels attacked."])
def test_stance_told_as_done_is_not_hypothetical(text: str) -> None:
    assert not is_hypothetical(text, text.index("attack"))


@pytest.mark.parametrize(
    "text",
    [
        "There was no shelling.",
        "The day passed without any shelling.",
        "Shelling has stopped.",
        "They marked the anniversary of the shelling.",
        "It was a drill that mimicked mock shelling.",
    ],
)
def test_stance_denied_or_ended_is_negated(text: str) -> None:
    at = text.lower().index("shelling")
    assert is_negated(text, at, at + len("shelling"))


def test_stance_told_is_not_negated() -> None:
    assert not is_negated("Heavy shelling went on.", 6, 14)


@pytest.mark.parametrize(
    "text", ["Suspected rebels fired.", "Rebels probably fired.", "Rebels are believed to have fired."]
)
def test_stance_hedged_is_possible(text: str) -> None:
    assert is_possible(text)


def test_stance_plain_is_not_hedged() -> None:
    assert not is_possible("Rebels fired.")


@pytest.mark.parametrize(
    "text",
    [
        "Since January 40 soldiers have been killed.",
        "So far this year 40 soldiers have died.",
        "In the past 24 hours 12 violations were seen.",
        "Over the past month 12 people died.",
        "More than 50 soldiers were killed in the three months before.",
        "Nearly 60 soldiers were killed in the weeks before it.",
        "At least 300 people died in the six weeks of war before it.",
    ],
)
def test_stance_sums_over_a_period_are_tolls(text: str) -> None:
    assert tells_toll(text)
    assert tells_period(text)


@pytest.mark.parametrize("text", ["Two soldiers were killed on Friday.", "A mine killed a farmer at dawn."])
def test_stance_one_act_is_no_toll(text: str) -> None:
    assert not tells_period(text)


@pytest.mark.parametrize(
    "text",
    [
        "Officials had earlier said that two died.",
        "The first count was two.",
        "It revised the toll from two to three.",
        "The toll is three, up from two.",
        "Initial reports spoke of two dead.",
    ],
)
def test_stance_replaced_figures_are_superseded(text: str) -> None:
    assert is_superseded(text)


def test_stance_a_plain_figure_stands() -> None:
    assert not is_superseded("Two soldiers were killed.")


@pytest.mark.parametrize(
    "text", ["Two died last month.", "Two died three weeks earlier.", "In 2014 rebels shelled the town."]
)
def test_stance_long_ago_is_history(text: str) -> None:
    assert is_history(text)


def test_stance_news_is_no_history() -> None:
    assert not is_history("Two died on Friday.")


@pytest.mark.parametrize("text", ["The town marked the anniversary of the battle.", "A film about the siege opened."])
def test_stance_commemoration_is_no_news(text: str) -> None:
    assert is_commemoration(text)


@pytest.mark.parametrize(
    ("words", "nobody"),
    [
        ("Nobody has claimed the attack", True),
        ("unidentified gunmen", True),
        ("did not say who had fired", True),
        ("men in uniform", False),
        ("units of the Dune Front", False),
        ("the men who left on a motorcycle", None),
    ],
)
def test_words_for_who_did_it_name_somebody_or_nobody(words: str, nobody: bool | None) -> None:
    assert names_nobody(words) is nobody
