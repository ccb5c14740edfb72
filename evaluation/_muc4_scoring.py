"""MUC-4 templates against the key: alignment of templates, matching of fills, and what each counts for.

What is decided here where the guidelines leave room:

* A document's templates are aligned one to one so that the sum of their slots' credits is greatest. A pair needs the
  same type, or common words for a victim or a perpetrator. Of equal sums that with required templates stands.
* The fills of a slot are matched one to one, again for the greatest credit. One that has no match is spurious, one of
  the key is missing. An optional one that is missed costs nothing, one that is hit counts as any other.
* A template without a partner is spurious or missing with all its fills, an optional one that is missed costs nothing.
  An optional template that has a partner is scored as any other.
* A fill whose value is right but which speaks of others ("DEATH" of the wrong man) has half credit, as in MUC-4, right
  for recall and precision alike. Full credit and none are the other two ways to count (`Reference`).
* Two strings speak of the same where they share a word that is no article, number, title or preposition. A fill of the
  key that speaks of nobody in particular ("THREE PERSONS", or a total) takes any.
* Numbers agree by their figure: the marks of the key for "about", "at least" and "at most" are not compared, nor is
  PLURAL with any figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from anyascii import anyascii

from evaluation._muc4_templates import SLOTS, Fill, Template
from evaluation.measures import PRF


class Reference(Enum):
    """What a right value that speaks of others is worth."""

    VALUE = 1.0
    HALF = 0.5
    STRICT = 0.0


_NO_CONTENT = re.compile(
    r"an?|the|of|in|on|at|by|from|to|for|and|or|with|who|which|was|were|is|are|be|been|his|her|their|its|some|several"
    r"|about|another|others?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|members?|mrs?|miss|dr|msgr"
    r"|general|colonel|gen|col|lieutenant|captain|people|persons?|m[ae]n|leader|chief|\d+"
)
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=8192)
def content_words(text: str) -> frozenset[str]:
    """The words that tell who is meant, plural s cut; none in "three persons"."""
    kept = {w for w in _WORD.findall(anyascii(text).casefold()) if not _NO_CONTENT.fullmatch(w)}
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in kept)


def same_strings(gold: Sequence[str], predicted: Sequence[str]) -> bool:
    """Whether any string of one side shares a telling word with one of the other."""
    mine = frozenset().union(*(content_words(s) for s in gold))
    return not mine.isdisjoint(frozenset().union(*(content_words(s) for s in predicted)))


def values_agree(slot: str, gold: Fill, predicted: Fill) -> bool:
    """Whether a predicted value is among the alternatives of the key."""
    if slot != "number":
        return not gold.values.isdisjoint(predicted.values)
    return not {v.strip("~-") for v in gold.values}.isdisjoint(v.strip("~-") for v in predicted.values)


def fill_credit(slot: str, gold: Fill, predicted: Fill, reference: Reference) -> float:
    """1 for the right value of the right one, less for that of another, 0 for a wrong value."""
    if not values_agree(slot, gold, predicted):
        return 0.0
    nobody_in_particular = not any(content_words(s) for s in gold.references)
    if nobody_in_particular or same_strings(gold.references, predicted.references):
        return 1.0
    return reference.value


def best_pairs(credits: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairs of rows and columns with the greatest sum, without those that add nothing.

    The Hungarian method with potentials (Kuhn 1955; cubic in the longer side).
    """
    if not credits or not credits[0]:
        return []
    n = max(len(credits), len(credits[0]))
    cost = [[-credits[i][j] if i < len(credits) and j < len(credits[0]) else 0.0 for j in range(n)] for i in range(n)]
    u, v, owner = [0.0] * (n + 1), [0.0] * (n + 1), [0] * (n + 1)
    for i in range(1, n + 1):
        owner[0], column = i, 0
        least, back, used = [float("inf")] * (n + 1), [0] * (n + 1), [False] * (n + 1)
        while owner[column]:
            used[column] = True
            row, delta, nearest = owner[column], float("inf"), 0
            for j in range(1, n + 1):
                if used[j]:
                    continue
                reduced = cost[row - 1][j - 1] - u[row] - v[j]
                if reduced < least[j]:
                    least[j], back[j] = reduced, column
                if least[j] < delta:
                    delta, nearest = least[j], j
            for j in range(n + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            column = nearest
        while column:
            owner[column] = owner[back[column]]
            column = back[column]
    found = [(owner[j] - 1, j - 1) for j in range(1, n + 1)]
    return sorted((i, j) for i, j in found if i < len(credits) and j < len(credits[0]) and credits[i][j] > 0)


def match_fills(
    slot: str, gold: Sequence[Fill], predicted: Sequence[Fill], reference: Reference
) -> list[tuple[int, int, float]]:
    """The fills matched one to one, with their credits; required ones first where the credit is the same."""
    credits = [[fill_credit(slot, g, p, reference) for p in predicted] for g in gold]
    # a right value of another that is worth nothing is still no match
    ranked = [[c and c + (0.0 if g.optional else 1e-6) for c in row] for g, row in zip(gold, credits, strict=True)]
    return [(i, j, credits[i][j]) for i, j in best_pairs(ranked)]


def slot_score(slot: str, gold: Sequence[Fill], predicted: Sequence[Fill], reference: Reference) -> PRF:
    """The counts of a slot of an aligned pair, or of a template alone where the other side is empty."""
    matched = match_fills(slot, gold, predicted, reference)
    hit = sum(credit for _, _, credit in matched)
    by_gold = {i: credit for i, _, credit in matched}
    missing = sum(1 - by_gold.get(i, 0.0) for i, g in enumerate(gold) if not g.optional)
    return PRF(tp=hit, fp=len(predicted) - hit, fn=missing)


def may_align(gold: Template, predicted: Template) -> bool:
    """Whether two templates share the type, or words for a victim or a perpetrator."""
    if any(values_agree("type", g, p) for g in gold.fills("type") for p in predicted.fills("type")):
        return True
    return same_strings(gold.victims, predicted.victims) or same_strings(gold.perpetrators, predicted.perpetrators)


def align(
    gold: Sequence[Template], predicted: Sequence[Template], reference: Reference = Reference.HALF
) -> list[tuple[int, int]]:
    """The templates aligned one to one."""

    def worth(g: Template, p: Template) -> float:
        if not may_align(g, p):
            return 0.0
        hits = sum(
            credit for slot in SLOTS for _, _, credit in match_fills(slot, g.fills(slot), p.fills(slot), reference)
        )
        return hits + (0.0 if g.optional or not hits else 1e-3)

    return best_pairs([[worth(g, p) for p in predicted] for g in gold])


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What one document adds to every slot."""

    document: str
    slots: Mapping[str, PRF]
    pairs: tuple[tuple[int, int], ...]
    relevant: bool
    """Whether the key has a template for it, optional ones included."""
    predicted: int
    """How many templates were made of it."""


def score_document(
    document: str,
    gold: Sequence[Template],
    predicted: Sequence[Template],
    reference: Reference = Reference.HALF,
) -> DocumentScore:
    """Score the templates of a document."""
    pairs = align(gold, predicted, reference)
    of_gold, of_predicted = {i for i, _ in pairs}, {j for _, j in pairs}
    slots = {}
    for slot in SLOTS:
        score = PRF()
        for i, j in pairs:
            score += slot_score(slot, gold[i].fills(slot), predicted[j].fills(slot), reference)
        for i, g in enumerate(gold):
            if i not in of_gold and not g.optional:
                score += slot_score(slot, g.fills(slot), (), reference)
        for j, p in enumerate(predicted):
            if j not in of_predicted:
                score += slot_score(slot, (), p.fills(slot), reference)
        slots[slot] = score
    return DocumentScore(document, slots, tuple(pairs), bool(gold), len(predicted))
