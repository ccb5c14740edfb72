"""`agreement check FILE`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from click.testing import CliRunner
from tests.read.test_agreements_load import SOUND, write

from trucewatch.cli.agreement import agreement, summary
from trucewatch.read import load_agreement


def test_sound_file_shows_what_it_holds(tmp_path: Path) -> None:
    result = CliRunner().invoke(agreement, ["check", str(write(tmp_path))])
    assert result.exit_code == 0
    assert result.output.startswith("ok: valley-2031: Truce in the valley\n")
    assert "Northern Republic (signatory), Southern Republic (signatory)" in result.output
    assert "road: corridor, 66.7 km long, 5 km to either side, known to 0 km" in result.output
    assert "valley: polygon, 8,8" in result.output
    assert "2031-03-02T06:00:00+01:00 to 2031-12-31, 305 days" in result.output
    assert "spirit (article preamble): not testable" in result.output


def test_days_in_force_up_to_a_day(tmp_path: Path) -> None:
    found = load_agreement(write(tmp_path, SOUND.replace("ended = 2031-12-31\n", "")))
    told = "\n".join(summary(found, today=dt.date(2031, 3, 11)))
    assert "no end given; 10 days on 2031-03-11" in told


def test_every_problem_is_printed_and_the_status_is_1(tmp_path: Path) -> None:
    text = SOUND.replace('zone = "valley"', 'zone = "x"').replace('side = "militia"', 'side = "y"')
    path = write(tmp_path, text)
    result = CliRunner().invoke(agreement, ["check", str(path)])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{path}: actors[1].side: no such side: 'y'")
    assert lines[1].startswith(f"{path}: terms[0].zone: no such zone: 'x'")
    assert lines[0].endswith("[E200]")
    assert lines[-1] == "2 problems"


def test_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    assert CliRunner().invoke(agreement, ["check", str(tmp_path / "gone.toml")]).exit_code == 2
