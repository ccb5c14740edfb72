from __future__ import annotations

import re

import pytest

from trucewatch.locate import countries, country_of, find_capital, find_country, find_demonym, find_metonym


def test_countries_have_unique_keys_and_sound_points() -> None:
    rows = countries()
    assert len({c.key for c in rows}) == len(rows) > 230
    for c in rows:
        assert re.fullmatch(r"[A-Z]{2}", c.iso2)
        assert -90 <= c.lat <= 90
        assert -180 <= c.lon <= 180
        assert c.radius_km > 0


def test_countries_are_read_once() -> None:
    assert countries() is countries()


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Turkish", "TR"),
        ("Turks", "TR"),
        ("Azeri", "AZ"),
        ("Houthi", None),
        ("Gazans", "PS-gaza-strip"),
        ("Swiss", "CH"),
    ],
)
def test_find_demonym_knows_adjectives_and_nouns(word: str, key: str | None) -> None:
    assert [c.key for c in find_demonym(word)] == ([key] if key else [])


def test_find_demonym_gives_both_where_a_word_is_shared() -> None:
    assert {c.iso2 for c in find_demonym("Congolese")} == {"CG", "CD"}


def test_find_country_tells_initials_from_a_pronoun() -> None:
    assert find_country("US")
    assert find_country("U.S.")
    assert not find_country("us")


def test_find_country_takes_a_leading_article() -> None:
    assert find_country("the Gaza Strip") == find_country("Gaza Strip")


def test_find_metonym_and_capital_are_apart() -> None:
    assert [c.iso2 for c in find_metonym("the Kremlin") if c.kind == "state"] == ["RU"]
    assert not find_metonym("Moscow")
    assert [c.iso2 for c in find_capital("Kiev")] == ["UA"]


def test_country_of_a_shared_code_is_the_state() -> None:
    found = country_of("GE")
    assert found is not None
    assert found.name == "Georgia"
