"""Links of a page lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.docs.pages import ROOT, all_code, name, pages, prose

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_ADDRESS = re.compile(r"[a-z]+:", re.IGNORECASE)
_PATH = re.compile(r"(?:src|tests|docs|scripts|evaluation|examples)/[\w./-]*\w")


def anchors(page: Path) -> set[str]:
    """Anchors of the headings, as code hosts make them."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.*)$", prose(page.read_text(encoding="utf-8")), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return found


def links(page: Path) -> list[str]:
    return _LINK.findall(prose(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_relative_links_resolve(page: Path) -> None:
    for link in links(page):
        if _ADDRESS.match(link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), link


def test_links_are_found_at_all() -> None:
    assert {"LICENSE", "docs/contract.md#report-input", "docs/ledger.svg"} <= set(links(ROOT / "README.md"))
    assert "report-input" in anchors(ROOT / "docs" / "contract.md")


def test_paths_in_code_exist() -> None:
    found = [code for code in all_code() if _PATH.fullmatch(code.text.rstrip("/"))]
    assert len(found) > 20
    missing = [f"{c.page}:{c.line}: {c.text}" for c in found if not (ROOT / c.text).exists()]
    assert not missing, "\n".join(missing)


def test_every_page_of_docs_is_linked_from_another() -> None:
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in pages() for link in links(page)}
    alone = [name(page) for page in pages() if page.is_relative_to(ROOT / "docs") and page not in linked]
    assert not alone
