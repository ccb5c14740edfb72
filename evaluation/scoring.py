"""Predicted against gold claims: pairing within a report, events, strict events, fields.

The rules are those of "How claims are scored" in docs/contract.md. What that page leaves open is decided here:

* "Same kind" among the needs of a pair is the kind itself, without the leave given to `attack` and `casualty`.
* "Same perpetrator" is the same actor, or the same label where neither names an actor; two blanks do not match.
* Equal sums are decided by the same perpetrator, then by the characters of evidence shared, then by order in the text.
* A figure is right where low and high are both right, a date where first and last day are.
* A place without a point is never right against gold that has one; where gold has none, the names decide.
* A cause is scored where either side gives a breakdown of victims, the only place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from pyproj import Geod

from evaluation.measures import PRF, Tally
from evaluation.sentences import sentence_starts, sentences_of
from trucewatch.model import VIOLENT_KINDS, Claim, Confidence, Count, Kind, Modality, Report, When, Where, day_of

PAIR_KM = 50.0
"""How near two places must be to help a pair."""
FIELD_KM = 25.0
"""How near a place must be to be right, or within the gold radius where that is larger."""
LEAST_SUM = 3.0
"""The least sum that makes a pair."""

_GEOD = Geod(ellps="WGS84")
_WORD = re.compile(r"[a-z0-9]+")
_LOOSE_KINDS = frozenset({Kind.ATTACK, Kind.CASUALTY})

ATTRIBUTION_CLASSES: Mapping[Confidence, str] = {
    Confidence.FACT: "established",
    Confidence.CLAIMED: "established",
    Confidence.ACCUSED: "accused",
    Confidence.ACCUSED_BY_AUTHORITY: "accused",
    Confidence.POSSIBLE: "accused",
    Confidence.WITHHELD: "withheld",
    Confidence.DENIED: "denied",
    Confidence.NOT_STATED: "not_stated",
}
"""The classes within which confidences count as the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicted claim paired with a gold one, and the sum that paired them."""

    gold: Claim
    predicted: Claim
    sum: float


@dataclass(frozen=True, slots=True)
class ReportScore:
    """What one report adds to every measure."""

    report: str
    pairs: tuple[Pair, ...]
    missed: tuple[Claim, ...]
    spurious: tuple[Claim, ...]
    events: PRF
    strict: PRF
    fields: Mapping[str, Tally | PRF]
    quiet: Tally
    """Of reports without a scored gold claim: right is one that got none."""


@lru_cache(maxsize=4096)
def fold(name: str | None) -> str:
    """A name without case, accents, punctuation, articles and word order; empty for null."""
    words = _WORD.findall(anyascii(name or "").casefold())
    return " ".join(sorted(w for w in words if w not in {"the", "of", "a", "an"}))


def scored(claims: Iterable[Claim], kinds: Collection[Kind]) -> list[Claim]:
    """Claims of the kinds that are not hypothetical."""
    return [c for c in claims if c.kind in kinds and c.modality is not Modality.HYPOTHETICAL]


def days(when: When | None) -> tuple[str | None, str | None] | None:
    """First and last day, or null where neither is known."""
    if when is None or (when.start is None and when.end is None):
        return None
    return (
        day_of(when.start).isoformat() if when.start else None,
        day_of(when.end).isoformat() if when.end else None,
    )


def distance_km(a: Where, b: Where) -> float | None:
    """Geodesic distance on WGS 84, or null where either has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return float(_GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2]) / 1000


def same_name(a: Where, b: Where) -> bool:
    """Whether the places share a name, or the words they were called by."""
    mine = {fold(a.name), fold(a.text)} - {""}
    return not mine.isdisjoint({fold(b.name), fold(b.text)})


def same_perpetrator(gold: Claim, predicted: Claim) -> bool:
    """The same actor, or the same label where neither names one."""
    a, b = gold.perpetrator, predicted.perpetrator
    if a.actor or b.actor:
        return fold(a.actor) == fold(b.actor)
    return bool(fold(a.label)) and fold(a.label) == fold(b.label)


def _lows_agree(gold: Count | None, predicted: Count | None) -> bool:
    return gold is not None and predicted is not None and gold.low is not None and gold.low == predicted.low


def _places_meet(gold: Where | None, predicted: Where | None) -> bool:
    if gold is None or predicted is None:
        return False
    km = distance_km(gold, predicted)
    return km <= PAIR_KM if km is not None else same_name(gold, predicted)


def touched_sentences(claim: Claim, starts: Mapping[str, tuple[int, ...]]) -> frozenset[tuple[str, int]]:
    """The sentences of text and title that a claim's evidence touches."""
    out: set[tuple[str, int]] = set()
    for e in claim.evidence:
        part = "title" if e.field.startswith("title:") else "text"
        out.update((part, i) for i in sentences_of(starts[part], e.start, e.end))
    return frozenset(out)


def pair_sum(gold: Claim, predicted: Claim) -> float:
    """The sum of a pair that shares a sentence, or 0 where it lacks one of the needs."""
    same_kind = gold.kind is predicted.kind
    loose = gold.kind in _LOOSE_KINDS and predicted.kind in VIOLENT_KINDS
    killed, injured = _lows_agree(gold.killed, predicted.killed), _lows_agree(gold.injured, predicted.injured)
    if not (same_kind or killed or injured or same_perpetrator(gold, predicted)):
        return 0.0
    same_date = days(gold.when) is not None and days(gold.when) == days(predicted.when)
    value = (
        2
        + (same_kind or loose)
        + 1.5 * killed
        + injured
        + _places_meet(gold.where, predicted.where)
        + 0.5 * same_date
        + 0.5 * (gold.scope is predicted.scope)
    )
    return value if value >= LEAST_SUM else 0.0


def _evidence_shared(gold: Claim, predicted: Claim) -> int:
    def chars(claim: Claim) -> set[tuple[bool, int]]:
        return {(e.field.startswith("title:"), i) for e in claim.evidence for i in range(e.start, e.end)}

    return len(chars(gold) & chars(predicted))


def pair_claims(report: Report, gold: Sequence[Claim], predicted: Sequence[Claim]) -> tuple[Pair, ...]:
    """Pair one to one, best first. Both sides are already cut to the kinds that are scored."""
    starts = {"text": sentence_starts(report.text), "title": sentence_starts(report.title or "")}
    said = {id(c): touched_sentences(c, starts) for c in (*gold, *predicted)}
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            if said[id(g)].isdisjoint(said[id(p)]):
                continue
            value = pair_sum(g, p)
            if value:
                candidates.append((-value, not same_perpetrator(g, p), -_evidence_shared(g, p), i, j))
    pairs: list[Pair] = []
    free_gold, free_predicted = set(range(len(gold))), set(range(len(predicted)))
    for value, _, _, i, j in sorted(candidates):
        if i in free_gold and j in free_predicted:
            free_gold.discard(i)
            free_predicted.discard(j)
            pairs.append(Pair(gold[i], predicted[j], -value))
    return tuple(pairs)


# ---- fields: right, wrong, or not scored (null) for a pair


def _figure(gold: Count | None, predicted: Count | None) -> bool | None:
    if gold is None and predicted is None:
        return None
    return gold is not None and predicted is not None and (gold.low, gold.high) == (predicted.low, predicted.high)


def _place(gold: Where | None, predicted: Where | None) -> bool:
    if gold is None or predicted is None:
        return gold is predicted
    if gold.radius_km is None:
        return same_name(gold, predicted)
    km = distance_km(gold, predicted)
    return km is not None and km <= max(FIELD_KM, gold.radius_km)


def _either(gold: str | None, predicted: str | None) -> bool | None:
    return fold(gold) == fold(predicted) if gold or predicted else None


FIELDS: Mapping[str, Callable[[Claim, Claim], bool | None]] = {
    "kind": lambda g, p: g.kind is p.kind,
    "killed": lambda g, p: _figure(g.killed, p.killed),
    "injured": lambda g, p: _figure(g.injured, p.injured),
    "date": lambda g, p: days(g.when) == days(p.when),
    "place": lambda g, p: _place(g.where, p.where),
    "scope": lambda g, p: g.scope is p.scope,
    "background": lambda g, p: g.background is p.background,
    "modality": lambda g, p: g.modality is p.modality,
    "attribution": lambda g, p: (
        ATTRIBUTION_CLASSES[g.perpetrator.confidence] == ATTRIBUTION_CLASSES[p.perpetrator.confidence]
    ),
    "perpetrator": lambda g, p: fold(g.perpetrator.actor) == fold(p.perpetrator.actor),
    "perpetrator_named": lambda g, p: _either(g.perpetrator.actor, p.perpetrator.actor),
    "side": lambda g, p: g.perpetrator.side == p.perpetrator.side,
    "side_named": lambda g, p: _either(g.perpetrator.side, p.perpetrator.side),
    "target_category": lambda g, p: {t.category for t in g.targets} == {t.category for t in p.targets},
    "cause": lambda g, p: (
        {v.cause for v in g.victims} == {v.cause for v in p.victims} if g.victims or p.victims else None
    ),
    "claimant_kind": lambda g, p: {c.kind for c in g.claimants} == {c.kind for c in p.claimants},
}
"""Fields scored as right or wrong; `..._named` are over pairs where either side gives a name."""

STRICT_FIELDS = ("date", "place", "killed", "injured")
"""All of these must be right, null against null included, for a pair to count as strict."""


def strictly_right(gold: Claim, predicted: Claim) -> bool:
    """Whether date, place, killed and injured are all right."""
    return all(FIELDS[name](gold, predicted) is not False for name in STRICT_FIELDS)


def _claimants(gold: Claim, predicted: Claim) -> PRF:
    mine, theirs = {fold(c.name) for c in gold.claimants}, {fold(c.name) for c in predicted.claimants}
    return PRF(len(mine & theirs), len(theirs - mine), len(mine - theirs))


def _evidence(gold: Claim, predicted: Claim) -> PRF:
    """Spans of one field (its index aside) match one to one where they overlap."""

    def spans(claim: Claim) -> list[tuple[str, int, int]]:
        return sorted((e.field.split("[")[0].split(".")[0], e.start, e.end) for e in claim.evidence)

    free, hits = spans(gold), 0
    wanted, given = len(free), spans(predicted)
    for field, start, end in given:
        match = next((s for s in free if s[0] == field and s[1] < end and start < s[2]), None)
        if match:
            free.remove(match)
            hits += 1
    return PRF(hits, len(given) - hits, wanted - hits)


SPAN_FIELDS: Mapping[str, Callable[[Claim, Claim], PRF]] = {"claimant": _claimants, "evidence": _evidence}
"""Fields of many values, scored by precision and recall."""


def score_fields(pairs: Iterable[Pair]) -> dict[str, Tally | PRF]:
    """Every field over the pairs; a field that no pair scores keeps a total of 0."""
    tallies = dict.fromkeys(FIELDS, Tally())
    spans = dict.fromkeys(SPAN_FIELDS, PRF())
    for pair in pairs:
        for name, rule in FIELDS.items():
            right = rule(pair.gold, pair.predicted)
            if right is not None:
                tallies[name] += Tally(int(right), 1)
        for name, count in SPAN_FIELDS.items():
            spans[name] += count(pair.gold, pair.predicted)
    return {**tallies, **spans}


def score_report(
    report: Report, gold: Sequence[Claim], predicted: Sequence[Claim], *, kinds: Collection[Kind] = VIOLENT_KINDS
) -> ReportScore:
    """Score the claims of one report.

    Args:
        report: The report that both speak of.
        gold: Its gold claims of all kinds.
        predicted: Its predicted claims of all kinds.
        kinds: The kinds that count; breaches without violence are scored by a second call.
    """
    gold, predicted = scored(gold, kinds), scored(predicted, kinds)
    pairs = pair_claims(report, gold, predicted)
    paired_gold, paired_predicted = {id(p.gold) for p in pairs}, {id(p.predicted) for p in pairs}
    strict = sum(strictly_right(p.gold, p.predicted) for p in pairs)
    return ReportScore(
        report=report.id,
        pairs=pairs,
        missed=tuple(c for c in gold if id(c) not in paired_gold),
        spurious=tuple(c for c in predicted if id(c) not in paired_predicted),
        events=PRF(len(pairs), len(predicted) - len(pairs), len(gold) - len(pairs)),
        strict=PRF(strict, len(predicted) - strict, len(gold) - strict),
        fields=score_fields(pairs),
        quiet=Tally(int(not predicted), 1) if not gold else Tally(),
    )
