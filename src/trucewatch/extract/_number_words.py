"""English number words as data, and the parser that turns a run of them into a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.extract.lexicon import by_first_letter

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {w: i for i, w in enumerate(_UNIT_WORDS.split())}
TENS = {w: 10 * i for i, w in enumerate(_TEN_WORDS.split(), 2)} | {"fourty": 40}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
}
_IRREGULAR = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "hundredth": 100,
    "thousandth": 1000,
}
ORDINALS = (
    _IRREGULAR
    | {w + "th": v for w, v in UNITS.items() if v > 3 and v not in (5, 8, 9, 12)}
    | {w[:-1] + "ieth": v for w, v in TENS.items()}
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def alternatives(words: Sequence[str]) -> str:
    """A regex alternation, longest word first so that `sixty` is not read as `six`, and quick: by the first letter."""
    return by_first_letter(sorted(words, key=len, reverse=True))


CARDINAL = alternatives([w for w in UNITS if w != "zero"] + list(TENS))
SCALE = alternatives(list(SCALES))
ORDINAL = alternatives(list(ORDINALS))


def words_value(text: str) -> tuple[int, int, bool] | None:
    """Value of the longest number at the start of a run of number words.

    Returns:
        The value, the length in characters that it took, and whether it is an ordinal; None where the run
        does not begin with a number.
    """
    total = current = end = 0
    last = "start"
    for m in _WORD.finditer(text):
        word = m.group().lower()
        kind = _kind(word)
        if kind == "and":
            if last not in ("hundred", "scale"):
                break
            continue
        if not _follows(last, kind, current):
            break
        last, end = kind, m.end()
        if kind in ("unit", "teen", "tens"):
            current += UNITS.get(word, TENS.get(word, 0))
        elif kind == "ordinal":
            value = ORDINALS[word]
            return total + ((current or 1) * value if value >= 100 else current + value), end, True
        elif kind == "hundred":
            current = (current or 1) * 100
        else:
            total += (current or 1) * SCALES[word]
            current = 0
    return (total + current, end, False) if end else None


def _kind(word: str) -> str:
    if word in UNITS:
        return "unit" if 0 < UNITS[word] < 10 else "teen"
    if word in TENS:
        return "tens"
    if word == "hundred" or word == "and":
        return word
    if word in SCALES:
        return "scale"
    return "ordinal" if word in ORDINALS else "other"


def _follows(before: str, kind: str, current: int) -> bool:
    """Whether a word of this kind can go on a number that ended with the kind before it."""
    if kind == "other":
        return False
    if before == "start":
        return True
    if kind == "unit" or kind == "ordinal":
        return before in ("tens", "hundred", "scale")
    if kind in ("teen", "tens"):
        return before in ("hundred", "scale")
    if kind == "hundred":
        return before in ("unit", "teen") and current < 20
    return before in ("unit", "teen", "tens", "hundred")
