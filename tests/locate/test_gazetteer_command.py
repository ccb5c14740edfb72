from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from trucewatch.cli import main


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["gazetteer", *args])
    return result.exit_code, result.output


def test_search_prints_the_best_first(home: Path) -> None:
    status, output = run("search", "Mariupil", "--limit", "2", "--country", "ua")
    assert status == 0
    first = output.splitlines()[0]
    assert "skeleton" in first
    assert "Mariupol" in first
    assert "geonames:" in first


def test_search_that_finds_nothing_says_so(home: Path) -> None:
    status, output = run("search", "Xqwvzzz")
    assert status == 1
    assert "no place is called anything like Xqwvzzz" in output


def test_add_tells_what_became_of_the_places(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,lat,lon\nZephyria,35.1,36.2\n", encoding="utf-8")
    status, output = run("add", str(path))
    assert status == 0
    assert "1 place added" in output
    assert "Zephyria" in run("search", "Zephyria")[1]


def test_add_of_a_bad_file_names_line_and_remedy(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("name,lat,lon\nA,95,2\n", encoding="utf-8")
    status, output = run("add", str(path))
    assert status == 1
    assert f"{path}:2: lat is '95' [E300]" in output


def test_search_explains_what_was_taken_and_what_the_others_lack(home: Path) -> None:
    status, output = run("search", "Paris", "--explain", "--with", "Henry County", "--with", "Puryear")
    lines = output.splitlines()
    assert status == 0
    assert lines[0].startswith("taken: ")
    assert "Tennessee" in lines[0]
    assert "neighbours +" in lines[1]
    assert any(line.startswith("not taken: ") and "Texas" in line for line in lines)
    assert any("less neighbours" in line for line in lines)
