"""The weights as a file."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from tests.link.cases import claim

from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, default_weights, explain_pair, link_claims, load_weights
from trucewatch.model import Kind


@pytest.fixture
def text() -> str:
    return resources.files("trucewatch.link").joinpath("weights.toml").read_text(encoding="utf-8")


def test_the_shipped_file_loads_and_says_what_it_was_measured_on() -> None:
    weights = default_weights()
    assert "evaluation/linking.py" in weights.basis
    assert weights.levels["time"]["same_day"] > 0 > weights.levels["time"]["few_days"]
    assert Kind.AIR_DRONE_STRIKE in weights.vague[Kind.CASUALTY]


def test_a_users_file_changes_the_score(tmp_path: Path, text: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(text.replace("same_day = ", "same_day = -1"), encoding="utf-8")
    options = LinkOptions(weights=load_weights(path))
    a, b = claim("a"), claim("b")
    assert explain_pair(a, b, {}, options=options).score < explain_pair(a, b, {}).score
    assert len(link_claims([a, b], {}, options=options)) == 2
    assert len(link_claims([a, b], {})) == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("same_day = ", "same_moon = ", "unknown level time.same_moon"),
        ("[weapon]", "[weapons]", "unknown key weapons"),
        ("prior = ", "prior = true #", "prior is no number"),
        ('"casualty", "small_arms_fire"', '"casualty", "smallarms"', "smallarms"),
        ("version = 2", "version = ", "not TOML"),
    ],
)
def test_errors_name_the_key(tmp_path: Path, text: str, old: str, new: str, words: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=words) as error:
        load_weights(path)
    assert str(path) in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the weights"):
        load_weights(tmp_path / "none.toml")
