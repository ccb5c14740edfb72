"""Are the reports as different from each other as they claim to be?

Names, numbers, places and dates are masked, so that a sentence used again with other names is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from evaluation.authoring.rules import MONTHS, WEEKDAYS
from evaluation.sentences import sentence_starts

from training.corpus.markup import Mark

RUN = 12
"""No two reports may share a run of so many words."""
FRAME_REPORTS = 3
"""A sentence frame may stand in so many reports."""
_LEAST_WORDS = 4
"""A run or a frame with fewer unmasked words than this is a list of names and figures, which reports may share."""
_LEAST_FRAME = 5
"""Shorter frames are no sentence of their own ("He did not.")."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBERS = frozenset(
    {
        *(
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
        ),
        *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty"),
        *("sixty", "seventy", "eighty", "ninety", "hundred", "hundreds", "thousand", "thousands", "dozen", "dozens"),
        *("scores", "first", "second", "third", "fourth", "fifth"),
    }
)
_DAYS = frozenset(WEEKDAYS)
_MONTHS = frozenset(MONTHS)


@dataclass(frozen=True, slots=True)
class Plain:
    """A report for comparison: its text, its marks, and the names of its conflict in lower case."""

    id: str
    text: str
    marks: tuple[Mark, ...]
    names: frozenset[str]


@lru_cache(maxsize=65536)
def _mask(token: str, opens: bool) -> str:
    low = token.lower()
    if token[0].isdigit() or low in _NUMBERS or ("-" in low and set(low.split("-")) & _NUMBERS):
        return "#"
    if low in _DAYS or (low in _MONTHS and token[0].isupper()):
        return "D"
    if token[0].isupper() and not opens and low != "i":
        return "N"
    return low


def masked(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The words of a text in lower case; names are N, numbers #, weekdays and months D; masks in a row count once."""
    starts = set(sentence_starts(text))
    upper = text.upper() == text
    out: list[str] = []
    opens = True
    last = 0
    for match in _TOKEN.finditer(text):
        opens = opens or any(last <= s <= match.start() for s in starts if s)
        token = match.group()
        word = "N" if token.lower() in names else _mask(token.lower() if upper else token, opens)
        if not (out and out[-1] == word and word in "N#D"):
            out.append(word)
        opens, last = False, match.end()
    return out


def _plain_words(words: Iterable[str]) -> int:
    return sum(1 for w in words if len(w) > 1 or w in {"a"})


def shared_runs(reports: Sequence[Plain]) -> Iterator[str]:
    """Each pair of reports that shares a run, with its first run."""
    owner: dict[tuple[str, ...], str] = {}
    told: set[tuple[str, str]] = set()
    for report in reports:
        words = masked(report.text, report.names)
        for at in range(len(words) - RUN + 1):
            run = tuple(words[at : at + RUN])
            other = owner.setdefault(run, report.id)
            pair = (other, report.id)
            if other != report.id and pair not in told and _plain_words(run) >= _LEAST_WORDS:
                told.add(pair)
                yield f"{other} and {report.id} share '{' '.join(run)}'"


def frames(report: Plain) -> frozenset[str]:
    """Each sentence with its marked spans replaced by their letters, and names, numbers and dates masked."""
    cuts = [*sentence_starts(report.text), len(report.text)]
    return frozenset(
        frame for start, end in pairwise(cuts) if len((frame := _frame(report, start, end)).split()) >= _LEAST_FRAME
    )


def _frame(report: Plain, start: int, end: int) -> str:
    """One sentence as a frame; of nested marks the outermost counts."""
    spans: list[Mark] = []
    for mark in sorted(report.marks, key=lambda m: (m.start, -m.end)):
        if not mark.in_title and start <= mark.start < end and (not spans or mark.start >= spans[-1].end):
            spans.append(mark)
    words, at = [], start
    for mark in spans:
        words += [*masked(report.text[at : mark.start], report.names), mark.role.upper()]
        at = mark.end
    words += masked(report.text[at:end], report.names)
    return " ".join(words)


def frames_used_often(reports: Sequence[Plain]) -> Iterator[str]:
    """Frames that stand in more reports than allowed."""
    users: Mapping[str, list[str]] = defaultdict(list)
    for report in reports:
        for frame in frames(report):
            users[frame].append(report.id)
    for frame, ids in sorted(users.items()):
        if len(ids) > FRAME_REPORTS:
            yield f"{len(ids)} reports ({', '.join(ids)}) have a sentence '{frame}'"
