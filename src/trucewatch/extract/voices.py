"""Who speaks for a claim: which of the claimants that a report cites its words are from.

The ties of the network alone take the claimant of the sentence before as often as that of the act's own sentence; where
claimant, act and figures stand tells the rest. The weights of `data/voices.toml` are learned by
`python -m training.extractor.voices`.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from trucewatch.extract.grouping import Group
from trucewatch.extract.roles import FIGURES, Role
from trucewatch.extract.tagger import Tagged

LEAST = 0.3
"""The probability above which a claimant speaks for a claim: of levels from 0.25 to 0.5 the best F1 by folds."""

_FARTHEST = 6.0
"""Log-odds are cut here."""


@cache
def load_voices() -> Mapping[str, float]:
    """The weights that ship, by name of feature."""
    text = files("trucewatch.extract").joinpath("data", "voices.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).items()}


def speakers(
    tagged: Tagged,
    group: Group,
    groups: Iterable[Group],
    starts: Sequence[int],
    weights: Mapping[str, float],
) -> list[int]:
    """The mentions of claimants who speak for a claim, in order of the text.

    Args:
        tagged: What the network says of the report.
        group: The mentions that the claim rests on.
        groups: Those of all claims of the report.
        starts: Where the sentences of the report begin.
        weights: Those that ship, or learned anew.
    """
    told = voice_features(tagged, group, groups, starts)
    return [i for i, features in told if chance(features, weights) > LEAST]


def chance(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that a claimant speaks for a claim."""
    return 1 / (1 + math.exp(-math.fsum(weights.get(n, 0.0) * v for n, v in sorted(features.items()))))


def voice_features(
    tagged: Tagged, group: Group, groups: Iterable[Group], starts: Sequence[int]
) -> list[tuple[int, dict[str, float]]]:
    """What speaks for each claimant of the report as the voice of a claim, in order of the text."""
    mentions = tagged.mentions
    claimants = [i for i, m in enumerate(mentions) if m.role is Role.CLAIMANT]
    acts = [i for i, m in enumerate(mentions) if m.role is Role.ACT]
    figures, culprits = group.of(tagged, *FIGURES), group.of(tagged, Role.PERPETRATOR)
    sentence = {i: bisect_right(starts, mentions[i].start) for i in {*claimants, *group.acts, *group.others}}
    told = {name: {sentence[i] for i in some} for name, some in _parts(group, figures, culprits)}
    twins = {i for g in groups if g is not group and set(g.acts) & set(group.acts) for i in g.others}
    out = []
    for i in claimants:
        here, tie = sentence[i], _tie(tagged, i, group.acts)
        nearest = min((here - s for s in told["act"]), key=abs)
        features = {
            "one": 1.0,
            "score": mentions[i].score,
            "act": tie / _FARTHEST,
            "figure": _tie(tagged, i, figures) / _FARTHEST if figures else 0.0,
            "culprit": _tie(tagged, i, culprits) / _FARTHEST if culprits else 0.0,
            "no_figure": float(not figures),
            "no_culprit": float(not culprits),
            "other_act": max(0.0, _tie(tagged, i, acts) - tie) / _FARTHEST,
            "own": float(i in group.others),
            "twin": float(i in twins),
            "beside_act": float(nearest == 0),
            "after": float(nearest > 0),
            "next": float(nearest == 1),
            "far": min(abs(nearest), 4) / 4,
        }
        for name in ("figure", "culprit"):
            features[f"beside_{name}"] = float(here in told[name])
        others = {sentence[j] for j in claimants if j != i}
        features["rival"] = float(bool(others & (told["figure"] or told["act"])))
        out.append((i, features))
    return out


def _parts(group: Group, figures: Sequence[int], culprits: Sequence[int]) -> Iterable[tuple[str, Sequence[int]]]:
    return (("act", group.acts), ("figure", figures), ("culprit", culprits))


def _tie(tagged: Tagged, i: int, others: Collection[int]) -> float:
    """The surest tie of a mention to some others, cut; the farthest where no window held a pair."""
    ties = [t for j in others if j != i and (t := tagged.pair(i, j)) is not None]
    return max(-_FARTHEST, min(_FARTHEST, max(ties, default=-_FARTHEST)))
