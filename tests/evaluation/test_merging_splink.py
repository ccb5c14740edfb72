"""The measure of merging where Splink is not installed."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("scipy")
pytest.importorskip("sklearn")

from evaluation.merging import _archive_table, _splink
from evaluation.merging_baselines import Filing


def test_without_splink_there_is_no_row_but_word_of_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    monkeypatch.delitem(sys.modules, "evaluation.merging_splink", raising=False)
    told: list[str] = []
    table, nothing = _archive_table(), Filing((), {}, {})
    _splink(table, nothing, nothing, told.append)
    assert table.row_count == 0
    assert told == ["no row of Splink, as splink is not installed: pip install -e '.[evaluation]'"]
