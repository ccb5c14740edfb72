"""Sentences with their offsets: the units in which the rules read a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Cpl|Brig|Adm|Gov|Sen|Rep|St|Mt|No|Nos|vs|approx|ca|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec)"
    r"|\b[A-Z]|\b[ap]\.m|\b[AP]\.M|\bU\.S|\bU\.N|\bU\.K|\be\.g|\bi\.e)\.$"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|(?<=[a-z]{2})[.!?]+[\"”’)]*(?=[A-Z“][a-z]{2})")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-•*–—]|\d{1,2}[.)]|\(?[a-z]\)|\d{1,2}[:.]\d{2}\b)\s?)")
_LONGEST = 1_200
"""Code points of a sentence; the longest in the example and the development reports has 302. What runs on without an
end is a table or hostile, and is cut, because many rules take the square of a sentence's length."""
_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][\w'’.\- ]{1,30}(?:[/,] ?[A-Z][\w'’.\- ]{1,30}){0,2})"
    r"(?:\s*\((?P<agency>[^)\n]{1,40})\)|,\s*(?:\d{1,2} [A-Z][a-z]+\.?|[A-Z][a-z]+\.? \d{1,2})(?:,? \d{4})?)?\s*(?:—|–|--|-)\s+"
)

_WIRE = re.compile(
    r"\s*(?P<city>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2})\s*(?:[,/(](?:(?!\s(?:—|–|--)\s)[^\n]){0,90}?)?\s*(?:—|–|--)\s"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its number in the report, its paragraph, and half-open offsets into the text."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str


def dateline_end(text: str) -> int:
    """Where the dateline ("CITY, Region --", "CITY (Agency) -") ends, 0 where there is none.

    The dateline is the place of writing, not of the event; only the first 90 characters can hold one.
    """
    found = _DATELINE.match(text)
    if not found or found.end() > 90:
        return 0
    city = found.group("place").split(",")[0].split("/")[0]
    letters = [c for c in city if c.isalpha()]
    shouted = bool(letters) and all(c.isupper() for c in letters)
    return found.end() if shouted or found.group("agency") or "," in found.group(0) else 0


def dateline_city(text: str) -> str | None:
    """The city that a report is written from, however its dateline goes on ("LIMA, 7 MAY 89 (AGENCY) --"), or null."""
    end = dateline_end(text)
    found = re.match(r"\s*[^—–,(/\d-]+", text[:end]) if end else None
    if found is None:
        found = _WIRE.match(text)
        city = found["city"].strip() if found else ""
        return city if city.isupper() else None
    return found.group().strip() or None


def split_sentences(text: str) -> list[Sentence]:
    """Sentences of a report in order.

    Blank lines and list items part sentences even without a full stop. A run of more than 1,200 code points is cut.
    """
    found: list[Sentence] = []
    blocks: list[tuple[int, int]] = []
    at = 0
    for gap in _BLOCK.finditer(text):
        blocks.append((at, gap.start()))
        at = gap.end()
    blocks.append((at, len(text)))
    for paragraph, (first, last) in enumerate(blocks):
        start = first
        for end in _cut(text, first, [*_ends(text, first, last), last]):
            piece = text[start:end]
            head = len(piece) - len(piece.lstrip())
            if piece.strip():
                low, high = start + head, start + len(piece.rstrip())
                found.append(Sentence(len(found), paragraph, low, high, text[low:high]))
            start = end
    return found


def _cut(text: str, start: int, ends: list[int]) -> Iterator[int]:
    """The ends, with further ones at blanks where a sentence would be too long; at any place where it has no blank."""
    for end in ends:
        while end - start > _LONGEST:
            blank = max(text.rfind(" ", start + 1, start + _LONGEST), text.rfind("\n", start + 1, start + _LONGEST))
            start = blank if blank > 0 else start + _LONGEST
            yield start
        yield end
        start = end


def _ends(text: str, first: int, last: int) -> list[int]:
    ends = []
    for stop in _END.finditer(text, first, last):
        before = text[max(first, stop.start() - 12) : stop.start() + 1]
        after = text[stop.end() : stop.end() + 3].lstrip()
        if stop.group().startswith(".") and _ABBREVIATION.search(before):
            continue
        if after and after[0].islower():
            continue
        if re.search(r"(?:^|\n)\s*\d{1,2}\.$", text[max(first - 1, stop.start() - 4) : stop.start() + 1]):
            continue
        ends.append(stop.end())
    return ends
