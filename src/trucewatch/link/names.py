"""Names compared across spellings and scripts."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_VOWEL = re.compile(r"[aeiouy]")
_ARTICLES = frozenset({"a", "al", "an", "ash", "ad", "ar", "el", "the", "of", "ul"})
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case ASCII words parted by single blanks: the form in which names are compared."""
    return _NOT_WORD.sub(" ", anyascii(text).lower().replace("'", "")).strip()


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Consonants of each word in order of the alphabet, so that "Yasynuvata" and "Yasinovata" meet.

    A blocking key only: it brings names together that are then compared by `similarity`.
    """
    words = [w for w in fold(text).split() if w not in _ARTICLES] or fold(text).split()
    bare = (_DOUBLE.sub(r"\1", _VOWEL.sub("a", w[:1]) + _VOWEL.sub("", w[1:])) for w in words)
    return " ".join(sorted(bare))


@lru_cache(maxsize=262144)
def similarity(a: str, b: str) -> float:
    """How alike two names are, 0 to 1, whatever the order of their words.

    One name that is wholly part of the other ("Marn" in "Odo Marn") counts as 0.9.
    """
    one, two = fold(a), fold(b)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    words = set(one.split()) - _ARTICLES, set(two.split()) - _ARTICLES
    if words[0] and words[1] and (words[0] <= words[1] or words[1] <= words[0]):
        return 0.9
    return float(fuzz.token_sort_ratio(one, two)) / 100.0


def slug(text: str, *, longest: int = 40) -> str:
    """A short readable key for ids: ASCII words joined by hyphens, cut at a word."""
    out = fold(text).replace(" ", "-")
    if len(out) <= longest:
        return out
    cut = out[: longest + 1].rfind("-")
    return out[: cut if cut > 0 else longest]
