"""Sentence bounds for scoring. The scorer has its own, so that no extractor can move the goal."""

from __future__ import annotations

import re
from bisect import bisect_right

_STOP = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s)|\n\s*\n""")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|[A-Za-z](?:\.[A-Za-z])+|Mr|Mrs|Ms|Dr|St|Prof|Rev|Hon|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Pte|Brig|Adm|Cmdr|Gov|Sen|Rep|"
    r"Pres|No|Nos|vs|approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.$"
)
_OPENS = re.compile(r"""\s*["'“‘«(\[]*[A-Z0-9À-ÞА-Я]""")


def sentence_starts(text: str) -> tuple[int, ...]:
    """Offsets where sentences begin, the first 0.

    A blank line always ends a sentence; a full stop does where a capital or a digit follows and the word
    before is no title, initial or month.
    """
    starts = [0]
    for stop in _STOP.finditer(text):
        if not stop.group().isspace():
            if _ABBREVIATION.search(text[max(0, stop.start() - 20) : stop.start() + 1]):
                continue
            if not _OPENS.match(text, stop.end()):
                continue
        if text[stop.end() :].strip():
            starts.append(stop.end())
    return tuple(starts)


def sentences_of(starts: tuple[int, ...], start: int, end: int) -> range:
    """Indexes of the sentences that the half-open span touches."""
    return range(bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)))


def sentence_text(text: str, starts: tuple[int, ...], index: int) -> str:
    """The words of one sentence."""
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    return " ".join(text[starts[index] : end].split())
