"""A model that has learnt nothing but sentences: if it does well on the test, the corpus repeats itself.

For each sentence of a report it finds the training sentence with the most similar bag of masked words, and claims what
that sentence holds: as many claims, of the same kinds and scopes, with the sentence's own first number as the figure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluation.measures import PRF
from evaluation.scoring import score_report
from evaluation.sentences import sentence_starts, sentences_of

from training.corpus.build import Compiled
from training.corpus.variety import masked
from trucewatch.model import Claim, Count, Evidence, Report

LEAST_LIKENESS = 0.2
"""Cosine of TF-IDF bags below which a sentence is like none; chosen on the train part, where it scores best."""
CEILING = 0.35
"""The event F1 that this model must stay under on the test part."""

Bag = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Sentence:
    bag: Bag
    claims: tuple[Claim, ...]


def _sentences(report: Report) -> list[tuple[int, int, list[str]]]:
    cuts = [*sentence_starts(report.text), len(report.text)]
    return [(a, b, masked(report.text[a:b])) for a, b in pairwise(cuts)]


class BagOfFrames:
    """Nearest training sentence by TF-IDF over masked words."""

    def __init__(self, corpus: Sequence[Compiled]) -> None:
        rows: list[tuple[list[str], tuple[Claim, ...]]] = []
        for compiled in corpus:
            for report in compiled.gold.reports:
                claims = [c for c in compiled.gold.claims if c.report == report.id]
                starts = sentence_starts(report.text)
                for i, (_, _, words) in enumerate(_sentences(report)):
                    rows.append((words, tuple(c for c in claims if _home(c, starts) == i)))
        seen = Counter(w for words, _ in rows for w in set(words))
        self._idf = {w: math.log(len(rows) / n) for w, n in seen.items()}
        self._sentences = [_Sentence(self._bag(words), claims) for words, claims in rows]

    def _bag(self, words: Sequence[str]) -> Bag:
        bag = {w: n * self._idf.get(w, 0.0) for w, n in Counter(words).items()}
        size = math.sqrt(sum(v * v for v in bag.values())) or 1.0
        return {w: v / size for w, v in bag.items() if v}

    def claims(self, report: Report) -> Iterator[Claim]:
        """What the nearest sentences claim, moved to the sentences of this report."""
        for start, end, words in _sentences(report):
            bag = self._bag(words)
            likeness, best = max(
                ((sum(v * s.bag.get(w, 0.0) for w, v in bag.items()), s) for s in self._sentences),
                key=lambda pair: pair[0],
            )
            if likeness >= LEAST_LIKENESS:
                yield from (_moved(c, report, start, end) for c in best.claims)


def _home(claim: Claim, starts: tuple[int, ...]) -> int | None:
    """The sentence of the words that say the act."""
    at = next((e for e in claim.evidence if e.field == "kind"), None)
    return sentences_of(starts, at.start, at.end)[0] if at is not None else None


def _moved(claim: Claim, report: Report, start: int, end: int) -> Claim:
    from trucewatch.extract import find_numbers  # here, so that the corpus never hangs on the extractor

    quote = report.text[start:end]
    number = next((m.count for m in find_numbers(quote)), None)

    def figure(old: Count | None) -> Count | None:
        return number if old is not None else None

    return claim.model_copy(
        update={
            "report": report.id,
            "evidence": (Evidence(field="kind", start=start, end=end, quote=quote),),
            "killed": figure(claim.killed),
            "injured": figure(claim.injured) if claim.killed is None else None,
            "when": None,
            "where": None,
        }
    )


def event_f1(train: Sequence[Compiled], test: Sequence[Compiled]) -> PRF:
    """Events of a model trained on `train`, over the reports of `test`."""
    model = BagOfFrames(train)
    total = PRF()
    for compiled in test:
        for report in compiled.gold.reports:
            gold = [c for c in compiled.gold.claims if c.report == report.id]
            total += score_report(report, gold, list(model.claims(report))).events
    return total
