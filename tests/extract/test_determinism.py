"""The same report gives the same claims: alone, again, and whatever was read before it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.conftest import AGREEMENT, report_of

from trucewatch.extract import extract_claims
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Report

REPORTS = tuple(
    report_of(text, id=f"r{i}", source=source)
    for i, (text, source) in enumerate(
        [
            ("Rebels shelled the town of Gao on Thursday, killing two soldiers, the army said.", "Evening Courier"),
            ("GAO, Mali - Two soldiers were killed on Thursday. No group has claimed the attack.", "Lake Wire"),
            ("Our units were shelled near Ansongo on 13 June. Nobody was hurt.", "Ministry of Defence of Mali"),
            ("The Eastern Valley Front (EVF) struck Menaka. EVF men killed Omar Dembaye on Thursday.", "Lake Wire"),
            ("The league match was a battle, the coach said.", "Sports Courier"),
        ]
    )
)


@pytest.fixture(scope="module")
def locator(gazetteer: Gazetteer) -> Locator:
    return Locator(gazetteer, AGREEMENT)


def run(reports: list[Report], locator: Locator) -> list[str]:
    return sorted(c.to_json() for r in reports for c in extract_claims(r, locator=locator, agreement=AGREEMENT))


@settings(max_examples=15)
@given(st.permutations(REPORTS))
def test_claims_are_the_same_in_any_order_of_reports(locator: Locator, reports: list[Report]) -> None:
    assert run(reports, locator) == run(list(REPORTS), locator)


def test_claims_are_the_same_when_read_twice(locator: Locator) -> None:
    assert run([*REPORTS, *REPORTS], locator) == sorted(run(list(REPORTS), locator) * 2)


def test_claims_are_the_same_with_a_fresh_locator(locator: Locator, gazetteer: Gazetteer) -> None:
    assert run(list(REPORTS), Locator(gazetteer, AGREEMENT)) == run(list(REPORTS), locator)


def test_claims_ids_are_unique_in_a_report(locator: Locator) -> None:
    text = "A shell fell in Gao on Thursday.\n\nA shell fell in Gao on Thursday."
    ids = [c.id for c in extract_claims(report_of(text), locator=locator)]
    assert ids
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "77"])
def test_claims_are_the_same_whatever_the_hash_seed(locator: Locator, seed: str) -> None:
    code = (
        "import json, sys\n"
        "from tests.extract.test_determinism import AGREEMENT, REPORTS, run\n"
        "from trucewatch.locate import Gazetteer, Locator\n"
        "json.dump(run(list(REPORTS), Locator(Gazetteer.load(), AGREEMENT)), sys.stdout)\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )
    assert json.loads(out.stdout) == run(list(REPORTS), locator)
