"""Statements in other words against small records worked by hand, with the verdict that an analyst expects."""

from typing import Any

import pytest
from tests.assess.test_checks import Sample, calm, killed
from tests.link.cases import day

from trucewatch.model import Check


def shells(when: str) -> dict[str, Any]:
    return {"when": day(when)}


def deaths(number: int, when: str) -> dict[str, Any]:
    return killed(number, actor="Villagers", category="civilian", when=day(when))


def checked(text: str, acts: list[dict[str, Any]], published: str = "2031-03-16") -> Check:
    """The one check of a report that tells no act itself, beside one report for each act."""
    sample = calm(Sample())
    for number, act in enumerate(acts):
        sample.tell(f"a{number}", act["when"]["start"], "Shells fell.", act)
    return sample.tell("z1", published, text).check()


TWO = [shells("2031-03-04"), shells("2031-03-11")]
MARCH = [f"2031-03-{number:02}" for number in range(3, 17)]
TOLLS = [deaths(4, "2031-03-05"), deaths(5, "2031-03-09"), deaths(9, "2031-03-12")]


@pytest.mark.parametrize(
    ("text", "acts", "verdict"),
    [
        ("Nine days have now gone by without an incident at Ford.", TWO[:1], "supported"),
        ("Nine days have now gone by without an incident at Ford.", [], "undetermined"),
        ("Nine days have now gone by without an incident at Ford.", TWO, "contradicted"),
        ("Not a single mortar has hit Ford since 5 March.", TWO, "contradicted"),
        ("Fewer than ten civilians have been killed since 4 March.", TOLLS[:2], "supported"),
        ("Fewer than ten civilians have been killed since 4 March.", TOLLS, "contradicted"),
        ("Nearly 17 civilians have been killed since 4 March.", TOLLS, "undetermined"),
        ("Eighteen civilians have been killed since 4 March.", TOLLS, "supported"),
        ("Two thirds of the attacks since 4 March were at night.", TWO, "undetermined"),
        ("Ford was the most shelled town in March.", TWO, "undetermined"),
        ("The level of shelling remained unchanged over the past seven days.", [shells(d) for d in MARCH], "supported"),
        ("The level of shelling remained unchanged over the past seven days.", TWO, "undetermined"),
        ("Shelling was unchanged over the past seven days.", [shells(d) for d in MARCH[:5]], "undetermined"),
    ],
)
def test_check_statements_decides_as_an_analyst_would(text: str, acts: list[dict[str, Any]], verdict: str) -> None:
    check = checked(text, acts)
    assert check.verdict.value == verdict, check.record


def test_check_statements_contradicts_an_unchanged_level_where_the_interval_shows_a_rise() -> None:
    sample = calm(Sample())
    for number, when in enumerate(["2031-03-04", "2031-03-05", "2031-03-06", "2031-03-07", *MARCH[7:] * 4]):
        sample.tell(f"a{number}", when, "Shells fell.", shells(when))
    sample.reports = [r.model_copy(update={"source": "Wire"}) for r in sample.reports]
    check = sample.tell("z1", "2031-03-17", "Shelling was unchanged over the past seven days.").check()
    assert (check.comparator.value, check.verdict.value) == ("equal", "contradicted"), check.record


def test_check_statements_gives_no_value_to_a_share() -> None:
    check = checked("Two thirds of the attacks since 4 March were at night.", TWO)
    assert (check.type.value, check.value) == ("count_in_period", None)


def test_check_statements_compares_the_week_spoken_of_and_not_the_one_before_it() -> None:
    check = checked("Shelling was down from nine in the previous week.", TWO)
    assert (check.period.start, check.period.end) == ("2031-03-10", "2031-03-16")
