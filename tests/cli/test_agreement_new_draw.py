"""`agreement new` and `agreement draw`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.publish.test_agreement_file import ROAD, SQUARE, geometry
from tests.read.test_agreements_load import write

from trucewatch.cli import main
from trucewatch.read import load_agreement


def run(*args: object, answers: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["agreement", *map(str, args)], input=answers)
    return result.exit_code, result.output


def test_new_by_flags_passes_its_own_check_and_can_be_drawn(tmp_path: Path) -> None:
    out, drawn = tmp_path / "truce.toml", tmp_path / "truce.svg"
    flags = ["--name", "Truce in the valley", "--declared", "2031-03-01", "--party", "North", "--party", "South"]
    zones = ["--geometry", geometry(tmp_path, valley=SQUARE, front=ROAD), "--near-km", "3"]
    status, output = run("new", out, *flags, *zones)
    assert (status, output.startswith(f"{out} is begun")) == (0, True)
    status, output = run("check", out)
    assert (status, output.startswith("ok: truce-in-the-valley-2031")) == (0, True)
    assert "binds       Forces of North; Forces of South" in output
    status, output = run("draw", out, "--out", drawn)
    assert (status, output) == (0, f"2 zones drawn in {drawn}\n")
    assert drawn.read_text(encoding="utf-8").startswith("<svg ")


def test_new_asks_for_what_is_not_given(tmp_path: Path) -> None:
    out = tmp_path / "truce.toml"
    answers = "Truce\n2031-03-01\n\nEurope/Paris\nNorth; South\nRaiders\n\n"
    status, output = run("new", out, "--ask", answers=answers)
    assert status == 0, output
    assert "Full name of the agreement" in output
    found = load_agreement(out)
    assert [s.name for s in found.sides] == ["Forces of North", "Forces of South", "Raiders"]
    assert found.effective_zone == "Europe/Paris"


@pytest.mark.parametrize(
    ("flags", "words", "status"),
    [
        ([], "--name: no name", 2),
        (["--name", "T"], "--declared: no declared", 2),
        (["--name", "T", "--declared", "soon"], "'soon' is no date or time", 1),
        (["--name", "T", "--declared", "2031-03-01", "--half-width-km", "0"], "0", 2),
    ],
)
def test_new_says_what_it_needs(tmp_path: Path, flags: list[str], words: str, status: int) -> None:
    out = tmp_path / "truce.toml"
    found, output = run("new", out, *flags)
    assert found == status
    assert words in output
    assert not out.exists()


def test_new_does_not_write_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "truce.toml"
    out.write_text("mine", encoding="utf-8")
    flags = ["--name", "T", "--declared", "2031-03-01"]
    assert run("new", out, *flags)[0] == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert run("new", out, *flags, "--force")[0] == 0
    assert load_agreement(out).name == "T"


def test_new_wants_its_geometry_beside_it(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    zones = geometry(tmp_path / "other", valley=SQUARE)
    status, output = run("new", tmp_path / "t.toml", "--name", "T", "--declared", "2031-03-01", "--geometry", zones)
    assert status == 2
    assert "lies in another folder" in output


def test_draw_writes_only_svg(tmp_path: Path) -> None:
    path = write(tmp_path)
    status, output = run("draw", path, "--out", tmp_path / "a.png")
    assert status == 2
    assert ".svg" in output
    assert not (tmp_path / "a.png").exists()


def test_draw_is_the_same_each_time(tmp_path: Path) -> None:
    path = write(tmp_path)
    for name in ("a.svg", "b.svg"):
        assert run("draw", path, "--out", tmp_path / name)[0] == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_draw_of_a_bad_agreement_names_the_problem(tmp_path: Path) -> None:
    path = write(tmp_path, 'id = "x"')
    status, output = run("draw", path, "--out", tmp_path / "a.svg")
    assert status == 1
    assert "E200" in output


def test_places_of_ones_own_are_drawn(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("name,lat,lon\nZephyria,44.5,20.4\n", encoding="utf-8")
    out = tmp_path / "a.svg"
    assert run("draw", write(tmp_path), "--out", out, "--gazetteer", mine, "--places", "200")[0] == 0
    assert ">Zephyria<" in out.read_text(encoding="utf-8")
    assert run("draw", write(tmp_path), "--out", out, "--places", "0")[0] == 0
    assert "<circle" not in out.read_text(encoding="utf-8")
