"""Reports with other names: places, armed groups and victims are exchanged for those of other conflicts.

So that the network learns how a place stands in a sentence and not which places there are. All occurrences of a name
are exchanged alike, and offsets move with the words.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Sequence

from training.extractor.corpus import Sample
from trucewatch.extract.tagger import Proposal
from trucewatch.model import Claim, Evidence, Report

Renamed = tuple[Report, tuple[Claim, ...], tuple[Proposal, ...]]


class Renamer:
    """Exchanges names with those of the samples it was made from."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._places = sorted({p for s in samples for p in s.places})
        self._actors: dict[str, list[str]] = {}
        for name, category in sorted({(n, c) for s in samples for n, c in s.actors.items()}):
            self._actors.setdefault(category, []).append(name)
        self._people = sorted({n for s in samples for c in s.claims for v in c.victims for n in v.names if " " in n})

    def renamed(self, sample: Sample, rng: random.Random) -> Renamed:
        """The report, its claims and proposals with other names; one not in the text changes nothing."""
        exchange: dict[str, str] = {}
        for place in sample.places:
            exchange[place] = rng.choice(self._places)
        for actor, category in sorted(sample.actors.items()):
            if rng.random() < 0.7:
                exchange[actor] = rng.choice(self._actors[category])
        for name in sorted({n for c in sample.claims for v in c.victims for n in v.names if " " in n}):
            exchange[name] = rng.choice(self._people)
        if not exchange:
            return sample.report, sample.claims, sample.proposals
        pattern = re.compile(
            r"(?<!\w)(?:" + "|".join(re.escape(n) for n in sorted(exchange, key=len, reverse=True)) + r")(?!\w)"
        )
        return _moved(sample, pattern, exchange)


def _moved(sample: Sample, pattern: re.Pattern[str], exchange: dict[str, str]) -> Renamed:
    parts: list[str] = []
    befores: list[tuple[int, int, int]] = []
    """Start of each exchanged name, its end, and by how much what follows moves."""
    at = shift = 0
    text = sample.report.text
    for m in pattern.finditer(text):
        new = exchange[m.group()]
        parts += [text[at : m.start()], new]
        shift += len(new) - (m.end() - m.start())
        befores.append((m.start(), m.end(), shift))
        at = m.end()
    parts.append(text[at:])
    fresh = "".join(parts)
    starts = [b[0] for b in befores]

    def move(offset: int, *, end: bool) -> int:
        k = bisect_right(starts, offset - 1 if end else offset) - 1
        if k < 0:
            return offset
        start, stop, after = befores[k]
        before = befores[k - 1][2] if k else 0
        if offset >= stop:
            return offset + after
        return (stop + after) if end else (start + before)

    def moved(claim: Claim) -> Claim:
        evidence = []
        for e in claim.evidence:
            if e.field.startswith("title:"):
                evidence.append(e)
                continue
            a, b = move(e.start, end=False), move(e.end, end=True)
            evidence.append(Evidence(field=e.field, start=a, end=b, quote=fresh[a:b]))
        victims = tuple(
            v.model_copy(update={"names": tuple(exchange.get(n, n) for n in v.names)}) for v in claim.victims
        )
        return claim.model_copy(update={"evidence": tuple(evidence), "victims": victims})

    title = pattern.sub(lambda m: exchange[m.group()], sample.report.title) if sample.report.title else None
    report = sample.report.model_copy(update={"text": fresh, "title": title})
    proposals = tuple(Proposal(p.role, move(p.start, end=False), move(p.end, end=True)) for p in sample.proposals)
    return report, tuple(moved(c) for c in sample.claims), proposals
