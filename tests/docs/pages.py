"""The pages of the project, and what they say in code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("docs", "evaluation", "examples", "tests", "training")
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"(?<=\n\n)(?: {4}[^\n]+\n)+")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True, slots=True)
class Code:
    """A line of code in a page: a span, or a line of a block."""

    page: str
    line: int
    text: str
    around: str
    """The whole line of the page that it stands in."""


def pages() -> list[Path]:
    """Every Markdown file of the project."""
    found = [*ROOT.glob("*.md")]
    for folder in FOLDERS:
        found += (ROOT / folder).rglob("*.md")
    return sorted(found)


def name(page: Path) -> str:
    """The page as seen from the root."""
    return page.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """A page without its blocks of code, line ends kept."""
    blank = lambda match: "\n" * match[0].count("\n")  # noqa: E731
    return _INDENTED.sub(blank, _FENCE.sub(blank, text))


def code_in(page: Path) -> Iterator[Code]:
    """Lines of blocks and spans, in no promised order."""
    text = page.read_text(encoding="utf-8")
    lines = text.splitlines()
    for pattern in (_FENCE, _INDENTED):
        for block in pattern.finditer(text):
            first = text.count("\n", 0, block.start()) + 1
            for offset, line in enumerate(block[0].splitlines()):
                yield Code(name(page), first + offset, line.strip(), line)
    without = prose(text)
    for span in _SPAN.finditer(without):
        number = without.count("\n", 0, span.start()) + 1
        yield Code(name(page), number, span[1], lines[number - 1])


def all_code() -> list[Code]:
    """Code of every page."""
    return [code for page in pages() for code in code_in(page)]
