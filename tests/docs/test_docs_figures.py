"""The README's figures are those that the gate holds."""

from __future__ import annotations

import json
import re

import pytest
from evaluation.corpus import heldout_folders
from evaluation.gate import BASELINE, EPSILON, Baseline
from scripts.write_docs import README, ROWS, SETS, figures_of, figures_table, set_sizes, with_figures

_ROUNDED = 0.005
"""The README gives two decimals."""


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return Baseline.load(BASELINE)


@pytest.fixture(scope="module")
def block() -> str:
    return figures_of(README.read_text(encoding="utf-8"))


def rows(block: str) -> dict[str, list[str]]:
    cells = [line.strip("| ").split(" | ") for line in block.splitlines() if line.startswith("| ")]
    return {label: values for label, *values in cells}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.floor)
def test_figures_agree_with_the_floors(row, baseline: Baseline, block: str) -> None:
    for name, cell in zip(SETS, rows(block)[row.label], strict=True):
        floor = baseline.floors.get(f"{name}.{row.floor}")
        if floor is None:
            assert cell == "–"
        else:
            assert float(cell.split()[0]) == pytest.approx(floor, abs=EPSILON + _ROUNDED + 1e-9)


def test_figures_name_the_size_of_the_sets(baseline: Baseline, block: str) -> None:
    example = baseline.corpora[SETS[0]]
    held_out = [pin for name, pin in baseline.corpora.items() if name in {p.name for p in heldout_folders()}]
    rest = [pin for name, pin in baseline.corpora.items() if name != SETS[0] and pin not in held_out]
    heads = block.splitlines()[1].strip("| ").split(" | ")
    for head, pins in zip(heads, ([example], rest, held_out), strict=True):
        assert [int(n) for n in re.findall(r"\d+", head)] == [
            sum(p.reports for p in pins), sum(p.claims for p in pins), len(pins),
        ]  # fmt: skip


def test_figures_are_filled_from_the_scores() -> None:
    line = {"value": 0.614, "interval": [0.55, 0.669], "counts": None}
    alone = {"value": 0.2, "interval": [0.2, 0.2], "counts": None}
    one = {"incidents (B-cubed)": {"incidents": line, "incidents, all singletons": alone}}
    pins = {SETS[0]: {"reports": 2, "claims": 3}, "a": {"reports": 4, "claims": 5}, "b": {"reports": 6, "claims": 7}}
    table = figures_table({SETS[0]: one, SETS[1]: {}}, set_sizes(pins))
    assert "2 reports, 3 claims, 1 conflict | development: 10 reports, 12 claims, 2 conflicts | held out: 0" in table
    assert "| incidents, B-cubed F1 (every claim alone) | 0.61 [0.55–0.67] (0.20) | – | – |" in table
    readme = "a\n<!-- figures: x -->\nold\n<!-- end of figures -->\nb\n"
    assert with_figures(readme, table) == f"a\n<!-- figures: x -->\n{table}<!-- end of figures -->\nb\n"


def test_rates_of_the_gate_that_matter_are_shown(baseline: Baseline) -> None:
    shown = {row.floor for row in ROWS}
    measured = {name.partition(".")[2] for name in baseline.floors}
    assert measured - shown <= {"background"}
    assert json.loads(BASELINE.read_text(encoding="utf-8"))["floors"]
