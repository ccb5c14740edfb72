"""How rare words are, from the reports that the linker learns from: writes `rarity.txt` of the package."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from trucewatch.link.text import words_of

LEAST: Final = 3
"""A word that fewer stories of a collection hold counts as unknown: so the names of those who were killed stay out."""
BEYOND: Final = 1.5
"""How much rarer an unknown word counts than the rarest of the table."""
STEP: Final = 0.5
HEAD: Final = """\
# How rare a word is: minus the natural logarithm of the share of reports that hold it, in the collection where it is
# most common, in steps of a half. A word that stands here in no line is as rare as the last one says. Written by
# `python -m training.linker` from the training parts of: {names}.
"""


def rarities(collections: Mapping[str, Iterable[tuple[str, str]]]) -> Mapping[str, float]:
    """Rarity by word.

    Args:
        collections: By the name of where they are from, the story that a text tells (its incident, or where that is
            not known itself) and the text. A word is as common as in the collection that has most of it, so that what
            every report of one war says is common though the others never do.
    """
    share: dict[str, float] = {}
    for texts in collections.values():
        count: Counter[str] = Counter()
        stories: defaultdict[str, set[str]] = defaultdict(set)
        size = 0
        for story, text in texts:
            size += 1
            for word in set(words_of(text)):
                count[word] += 1
                if len(stories[word]) < LEAST:
                    stories[word].add(story)
        for word, n in count.items():
            if len(stories[word]) >= LEAST:
                share[word] = max(share.get(word, 0.0), n / size)
    return {w: STEP * round(-math.log(s) / STEP) for w, s in share.items()}


def table(found: Mapping[str, float], names: Iterable[str]) -> str:
    """The text of `rarity.txt`."""
    rows: defaultdict[float, list[str]] = defaultdict(list)
    for word, value in found.items():
        rows[value].append(word)
    rarest = max(rows) + BEYOND
    lines = [f"{value:.1f} {' '.join(sorted(rows[value]))}\n" for value in sorted(rows)]
    return HEAD.format(names=", ".join(names)) + "".join(lines) + f"{rarest:.1f}\n"
