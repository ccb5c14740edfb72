"""Participants of train and dev incidents only, and pairs by outcome."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.casualty_names import participants, tally

from trucewatch.model import Outcome


def test_only_train_and_dev_are_read_and_names_once(tmp_path: Path) -> None:
    folder = tmp_path / "gun_violence_archive"
    folder.mkdir()
    people = [{"Name": "Odo Marn"}, {"Name": "Odo Marn"}, {"Type": "Victim"}]
    rows = [{"split": "train", "participants": people}, {"split": "dev"}, {"split": "test", "participants": people}]
    (folder / "incidents.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert participants(tmp_path) == [["Odo Marn"], []]


def test_pairs_are_counted_by_outcome() -> None:
    found = tally([("Odo Marn", "Marn Odo"), ("Odo Marn", "Ina Vesk"), ("Odo Marn", "Marn")])
    assert found == {Outcome.YES: 1, Outcome.NO: 1, Outcome.UNKNOWN: 1}
