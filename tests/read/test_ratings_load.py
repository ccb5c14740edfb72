"""Ratings of sources from the user's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from trucewatch.errors import InputError, UnsupportedFormat
from trucewatch.model import Reliability
from trucewatch.read import Ratings, load_ratings

TOML = """
[[sources]]
name = "Daily"
letter = "b"
note = "checks by telephone"
[[sources]]
name = "Army"
letter = "D"
"""


def load(tmp_path: Path, text: str, name: str = "sources.toml") -> Ratings:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load_ratings(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.toml", TOML),
        ("sources.csv", "name,letter,note\nDaily,B,checks by telephone\n\nArmy, d,\n"),
        ("sources.csv", "\ufeffName;Letter;Note\nDaily;B;checks by telephone\nArmy;D;\n"),
        ("sources.tsv", "letter\tname\tnote\nB\tDaily\tchecks by telephone\nD\tArmy\n"),
    ],
)
def test_names_letters_and_notes_are_read(tmp_path: Path, name: str, text: str) -> None:
    found = load(tmp_path, text, name)
    assert found.letters == {"Daily": Reliability.B, "Army": Reliability.D}
    assert found.notes == {"Daily": "checks by telephone"}


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("s.toml", "[[sources]]\nname = 1\nletter = 'A'\n", "sources[0].name", "is no text"),
        ("s.toml", "[[sources]]\nname = 'Daily'\nletter = 'G'\n", "sources[0]", "'Daily' has no letter: 'G'"),
        ("s.toml", "[[sources]]\nname = 'Daily'\nletter = 'A'\nweb = 'x'\n", "sources[0]", "unknown key: 'web'"),
        ("s.toml", "[[sources]]\nletter = 'A'\n", "sources[0]", "without a name"),
        ("s.toml", "sources = 3\n", "s.toml", "no [[sources]] table"),
        ("s.toml", "rated = 3\n", "s.toml", "unknown key: 'rated'"),
        ("s.toml", "sources = [3]\n", "sources[0]", "is no table"),
        ("s.toml", "a b", "s.toml", "is no TOML"),
        ("s.toml", TOML + '[[sources]]\nname = "daily"\nletter = "C"\n', "sources[2]", "'daily' is rated twice"),
        ("s.csv", "", "s.csv:1", "no column name"),
        ("s.csv", "outlet,letter\nDaily,A\n", "s.csv:1", "no column name"),
        ("s.csv", "name,letter\nDaily,A,why\n", "s.csv:2", "3 fields"),
        ("s.csv", "name,letter\nDaily,\n", "s.csv:2", "has no letter"),
        ("s.csv", 'name,letter\n"Daily"x,A\n', "s.csv:2", "not CSV"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, name: str, text: str, where: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text, name)
    assert where in (caught.value.where or "")
    assert what in caught.value.message
    assert caught.value.remedy


def test_other_shapes_and_unreadable_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat):
        load(tmp_path, "x", "sources.xlsx")
    with pytest.raises(InputError, match="cannot be read"):
        load_ratings(tmp_path / "none.toml")
