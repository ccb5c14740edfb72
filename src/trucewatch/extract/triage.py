"""Whether a report tells of violence at all: a linear model on its words, the same for every extractor.

Only words in small letters count, so that the model knows what is told and not where or by whom. The table
`data/triage.tsv` is written by training/train_triage.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[a-z][a-z'’-]+")
_ANY = re.compile(r"[A-Za-z][A-Za-z'’-]*|[.!?;:,]")


def features(text: str) -> frozenset[str]:
    """The words of a text and its pairs of neighbouring words, names left out; a text in capitals is lowered first."""
    if text.upper() == text:
        text = text.lower()
    found: set[str] = set()
    last = ""
    for m in _ANY.finditer(text):
        word = m.group()
        if _WORD.fullmatch(word):
            found.add(word)
            if last:
                found.add(f"{last} {word}")
            last = word
        else:
            last = ""
    return frozenset(found)


@cache
def _table() -> tuple[float, Mapping[str, float]]:
    lines = files("trucewatch.extract").joinpath("data", "triage.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return float(rows[0][1]), {word: float(weight) for word, weight in rows[1:]}


def violence_probability(text: str) -> float:
    """How likely a report tells of violence, 0 to 1; 0.5 for a text without known words is not excluded."""
    intercept, weights = _table()
    bag = features(text)
    total = sum(weights.get(f, 0.0) for f in bag) / math.sqrt(len(bag) or 1)
    return 1.0 / (1.0 + math.exp(-(intercept + total)))
