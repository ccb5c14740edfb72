"""What docs/linking.md shows is what the code prints."""

from __future__ import annotations

import re
from pathlib import Path

from trucewatch.link import Crowds, explain_pair
from trucewatch.model import Claim, Report


def test_the_waterfall_in_the_docs_is_that_of_the_code(root: Path) -> None:
    folder = root / "evaluation" / "development" / "libya"
    claims = [Claim.model_validate_json(x) for x in (folder / "claims.gold.jsonl").read_text().splitlines()]
    reports = [Report.model_validate_json(x) for x in (folder / "reports.jsonl").read_text().splitlines()]
    a, b = (next(c for c in claims if c.id == i) for i in ("ly1.a", "ly2.a"))
    shown = re.search(r"```\n(ly1\.a and ly2\.a\n.*?)\n```", (root / "docs" / "linking.md").read_text(), re.S)
    assert shown is not None
    known = {r.id: r for r in reports}
    assert shown[1] == explain_pair(a, b, known, crowds=Crowds(claims, known)).waterfall()
