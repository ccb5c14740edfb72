"""How alike two texts are: the rare words that they share.

A word counts by its rarity, which is a table that ships with the package (`rarity.txt`), not by how often it stands in
the reports at hand. So the likeness of two texts hangs on these two alone: not on other reports, their order or number.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from sys import intern
from typing import Final

from anyascii import anyascii

from trucewatch.model import Claim, Report

MOST_WORDS: Final = 256
"""Weightiest words of a text that are kept: reports may be long."""
FEW_WORDS: Final = 4
"""A text with fewer words tells nothing."""
MOST_KEYS: Final = 16
"""Rare words by which reports find each other: with 16, three in four pairs of reports of one incident share one."""
KEY_STEPS: Final = 2.5
"""How much less rare than an unknown word a key may be: what one report in 400 holds."""
UPPER_SHARE: Final = 0.5
"""Share of capitalised words from which capitals do not tell names."""

_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)?")
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_OUTLET: Final = re.compile(r"\s+(?:[-|–—]|::)\s+[^-|–—:]*$")
_ABOUT_THE_ACT: Final = frozenset({"kind", "killed", "injured", "missing", "captured", "weapon"})
"""Evidence beside which a report tells of the act itself, not of who says so or when."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, each with a weight, as a vector of length 1; `digest` stands for all of them."""

    digest: int
    weights: Mapping[str, float] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text:
    """What a claim is compared by beside its values; None where there are too few words.

    Attributes:
        report: Words of title and text.
        names: Those of them that are written with a capital.
        headline: Words of the title, without the outlet at its end.
        passage: Words of the paragraphs that hold the evidence of the act and its figures.
        keys: Numbers of a few of its rarest words, chosen by hash: reports that share many of them share one as a rule.
    """

    report: Words | None
    names: Words | None
    headline: Words | None
    passage: Words | None
    keys: tuple[int, ...]


NO_TEXT: Final = Text(None, None, None, None, ())
"""For a claim whose report is not given."""


# ---- rarity


@cache
def _table() -> tuple[Mapping[str, float], float]:
    """Rarity by word, and that of a word that is not in the table."""
    text = resources.files("trucewatch.link").joinpath("rarity.txt").read_text(encoding="utf-8")
    found: dict[str, float] = {}
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    for value, *words in rows:
        found.update((intern(w), float(value)) for w in words)
    return found, max(float(row[0]) for row in rows)


def rarity(word: str) -> float:
    """How rare a folded word is: minus the logarithm of the share of reports that hold it, in steps of a half."""
    found, rarest = _table()
    return found.get(word, rarest)


def words_of(text: str) -> list[str]:
    """Folded words of a text in order, capitals lost: those of `rarity.txt`."""
    return [w.lower().removesuffix("'s") for w in _WORD.findall(_plain(text))]


def _plain(text: str) -> str:
    """In ASCII, letter by letter: only what is not ASCII is looked up."""
    return text if text.isascii() else _FOREIGN.sub(lambda m: anyascii(m[0]), text)


# ---- words of a text


def _kept(words: Iterable[str]) -> Words | None:
    """The weightiest words of a text as a vector; None where there are too few."""
    found = _weightiest(words)
    if found is None:
        return None
    length = math.sqrt(math.fsum(w**2 for w in found.values()))
    weights = {intern(w): found[w] / length for w in sorted(found)}
    content = " ".join(f"{w} {found[w]:.3f}" for w in weights)
    return Words(_number(content), weights)


def _weightiest(words: Iterable[str]) -> dict[str, float] | None:
    """A word weighs its rarity times one plus the logarithm of how often it stands there (sublinear tf-idf).

    Of a long text the weightiest are kept; of equals those with the smaller hash, so that two texts keep the same.
    """
    rows = list(words)
    if len(rows) < FEW_WORDS or len(set(rows)) < FEW_WORDS:
        return None
    found = {w: r * (1.0 + math.log(n)) for w, n in Counter(rows).items() if (r := rarity(w)) > 0}
    if len(found) < FEW_WORDS:
        return None
    if len(found) <= MOST_WORDS:
        return found
    return {w: found[w] for w in sorted(found, key=lambda w: (-found[w], _hash(w)))[:MOST_WORDS]}


def _number(text: str) -> int:
    """The same number on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "big")


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return _number(word)


def _capitals(text: str) -> list[str]:
    """Folded words with a capital, or nothing where most words have one."""
    found = _WORD.findall(_plain(text))
    upper = [w for w in found if w[0].isupper()]
    letters = sum(w[0].isalpha() for w in found)
    return [w.lower().removesuffix("'s") for w in upper] if len(upper) < UPPER_SHARE * letters else []


@lru_cache(maxsize=1024)
def _of_report(title: str, text: str) -> Text:
    """What the claims of a report share; kept, because a report has several."""
    whole = _kept(words_of(f"{title}\n{text}"))
    headline = _kept(words_of(_OUTLET.sub("", title)))
    return Text(whole, _kept(_capitals(text)), headline, None, _keys(whole.weights if whole else ()))


def _keys(words: Iterable[str]) -> tuple[int, ...]:
    rarest = _table()[1]
    return tuple(sorted(_hash(w) for w in words if rarity(w) >= rarest - KEY_STEPS)[:MOST_KEYS])


def text_of(claim: Claim, report: Report | None) -> Text:
    """The words that a claim is compared by."""
    if report is None:
        return NO_TEXT
    shared = _of_report(report.title or "", report.text)
    return replace(shared, passage=_kept(words_of(_passage(claim, report))))


def keys_of(report: Report) -> Text:
    """The keys of a report alone, for scorers to which its words say nothing."""
    found = _weightiest(words_of(f"{report.title or ''}\n{report.text}"))
    return Text(None, None, None, None, _keys(found)) if found else NO_TEXT


def _passage(claim: Claim, report: Report) -> str:
    """The paragraphs of a report that hold the evidence of an act, each once, in order."""
    spans = [(e.start, e.end) for e in claim.evidence if e.field in _ABOUT_THE_ACT]
    if not spans:
        return ""
    found: list[str] = []
    for start, end in _paragraphs(report.text):
        if any(s < end and start < e for s, e in spans):
            found.append(report.text[start:end])
    return "\n\n".join(found)


@lru_cache(maxsize=256)
def _paragraphs(text: str) -> Sequence[tuple[int, int]]:
    """Half-open spans of paragraphs."""
    ends = [m.start() for m in _PARAGRAPH.finditer(text)]
    starts = [0, *(m.end() for m in _PARAGRAPH.finditer(text))]
    return tuple(zip(starts, [*ends, len(text)], strict=True))


# ---- two texts


def likeness(one: Words, two: Words) -> float:
    """Cosine of two texts: 0 without a word in common, 1 for the same words equally often."""
    a, b = one.weights, two.weights
    return math.fsum(a[w] * b[w] for w in a.keys() & b.keys())


def shared_words(one: Words, two: Words, *, most: int = 5) -> tuple[str, ...]:
    """The weightiest words that two texts share, for people to read."""
    a, b = one.weights, two.weights
    return tuple(sorted(a.keys() & b.keys(), key=lambda w: (-a[w] * b[w], w))[:most])
