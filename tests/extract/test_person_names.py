"""Persons within the words that cite them."""

from __future__ import annotations

import pytest

from trucewatch.extract._person_names import fuller_person, person_in


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Defence Minister Ann Bell", "Ann Bell"),
        ("THE NORTHLAND DEFENSE MINISTER GENERAL ANN BELL DE LA TORRE", "ANN BELL DE LA TORRE"),
        ("Northland's ambassador to the United Nations Ann Bell", "Ann Bell"),
        ("Ann Bell, the deputy chairwoman of the Hill Party", "Ann Bell"),
        ("ANN BELL, BISHOP OF KALO", "ANN BELL"),
        ("Secretary-General Odo Ki-marn", "Odo Ki-marn"),
        ("PRESIDENT BELL", "BELL"),
        ("President Odo al - Marn", "Odo al - Marn"),
    ],
)
def test_holder_of_an_office_has_a_name_of_his_own(words: str, name: str) -> None:
    """Whatever office stands before or behind it."""
    assert person_in(words) == name


@pytest.mark.parametrize(
    "words",
    [
        "the governor of Kalo",
        "government spokesman Odo Marn",
        "The interior minister",
        "the Hill Brigade's leader",
        "x " * 200,
    ],
)
def test_office_without_a_person_is_none(words: str) -> None:
    """A spokesman is his office."""
    assert person_in(words) is None


def test_surname_is_told_in_full_where_the_report_tells_the_office() -> None:
    """In capitals a run of words is a name only behind an office."""
    assert fuller_person("BELL", "YESTERDAY PRESIDENT ANN BELL SPOKE. BELL SAID NOTHING") == "ANN BELL"
    assert fuller_person("BELL", "YESTERDAY ANN BELL SPOKE") == "BELL"
    assert fuller_person("Bell", "The governor, Ann Bell, spoke. Bell left.") == "Ann Bell"
    assert fuller_person("Bell", "Bell left.") == "Bell"
