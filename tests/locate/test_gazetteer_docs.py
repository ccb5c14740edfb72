from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts.build_gazetteer import OUT, coverage


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "gazetteer.md").read_text(encoding="utf-8")


def test_coverage_in_the_docs_is_that_of_the_shipped_file(page: str) -> None:
    found = re.search(r"<!-- coverage -->\n(.*?)\n<!-- /coverage -->", page, re.DOTALL)
    assert found is not None
    assert found[1].splitlines() == list(coverage(OUT))


def test_the_shipped_file_is_small_enough() -> None:
    assert OUT.stat().st_size < 15_000_000
