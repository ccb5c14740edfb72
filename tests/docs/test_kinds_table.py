"""docs/kinds.md says what the code says."""

from __future__ import annotations

import re

from scripts.write_docs import KINDS_PAGE, kinds_page

from trucewatch.model import Kind


def test_kinds_page_is_what_the_script_writes() -> None:
    assert KINDS_PAGE.read_text(encoding="utf-8") == kinds_page()


def test_kinds_page_has_a_row_for_every_kind() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", kinds_page(), re.MULTILINE)
    assert sorted(rows) == sorted(Kind)
