"""Terms in plain words, checked against the tests that findings run."""

from __future__ import annotations

import pytest
from tests.assess.build import AGREEMENT, agreement

from trucewatch.model import Agreement
from trucewatch.publish import explain_term


def words(term: str, found: Agreement = AGREEMENT) -> dict[str, str]:
    return dict(explain_term(found, next(t for t in found.terms if t.id == term)))


def test_ceasefire_tells_what_whom_where_when_and_how() -> None:
    told = words("ceasefire")
    assert told["forbids"].startswith("fighting, fire, shells")
    assert told["binds"] == (
        "Northern forces; Southern forces; Hill militia (through Southern forces). perhaps Foreign guests. not Raiders"
    )
    assert "Green Valley (polygon): inside if it lies r + 2 km or more within the edge" in told["where"]
    assert told["along"].startswith("Line of contact (line): surely within 5 km of it, on it by name")
    assert told["along"].endswith("never outside")
    assert told["when"] == "from 2031-03-02T06:00:00+01:00, no end given"
    assert told["exempt"] == "Raider Band (yes), Old Raiders (unknown)"
    assert [w for w in told if w.startswith("test")] == [f"test {n}" for n in range(1, 7)]
    assert told["test 1"].startswith("military_action: Is the act a military action")
    assert "alleged violation" in told["so"]


def test_corridor_tells_its_figures_and_that_nobody_is_asked() -> None:
    told = words("corridor")
    assert "inside if its distance plus r + 1 km is at most 5 km" in told["where"]
    assert told["binds"].startswith("whoever does it")


@pytest.mark.parametrize(
    ("term", "word", "text"),
    [
        ("patrols", "commits to", "patrols that several parties hold together"),
        ("patrols", "so", "is consistent"),
        ("digging", "where", "anywhere: no test asks where"),
        ("digging", "binds", "Northern forces. perhaps Foreign guests. not Southern forces; "),
        ("release", "when", "to 2031-06-30"),
        ("sky", "forbids", "overflights, and strikes from the air"),
    ],
)
def test_other_terms(term: str, word: str, text: str) -> None:
    assert text in words(term)[word]


def test_listed_acts_are_told_by_their_meaning() -> None:
    forbidden = words("digging")["forbids"].split("; ")
    assert len(forbidden) == 2
    assert not {"fortification", "sniper_fire"} & set(forbidden)


def test_term_without_tests_says_that_nothing_follows() -> None:
    spirit = {"id": "spirit", "article": "preamble", "meaning": "Good will.", "testable": False}
    told = words("spirit", agreement(terms=[spirit]))
    assert told["says"] == "Good will."
    assert told["tests"].startswith("none")


def test_line_known_less_well_than_it_is_deep_says_so() -> None:
    zones = [
        z.model_dump(by_alias=True) | ({"uncertainty_km": 6.0} if z.id == "contact" else {}) for z in AGREEMENT.zones
    ]
    assert "never by distance alone: the line is known to 6 km" in words("ceasefire", agreement(zones=zones))["along"]
