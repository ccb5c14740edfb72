"""Who speaks for a claim: which of the claimants that a report cites its words are from.

The ties of the network alone take the claimant of the sentence before as often as that of the act's own sentence; where
claimant, act and figures stand tells the rest. The weights of `data/voices.toml` are learned by
`python -m training.extractor.voices`.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from trucewatch.extract.grouping import Group
from trucewatch.extract.roles import FIGURES, Role
from trucewatch.extract.tagger import Tagged
from trucewatch.extract.weighing import FARTHEST, Features, chance, cut

LEAST = 0.3
"""The probability above which a claimant speaks for a claim: of levels from 0.25 to 0.5 the best F1 by folds."""


@cache
def load_voices() -> Mapping[str, float]:
    """The weights that ship, by name of feature."""
    text = files("trucewatch.extract").joinpath("data", "voices.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text).items()}


class Voices:
    """The claimants of one report, and the claims that they may speak for."""

    def __init__(self, tagged: Tagged, groups: Sequence[Group], starts: Sequence[int]) -> None:
        """Take a report.

        Args:
            tagged: What the network says of it.
            groups: The mentions that each of its claims rests on.
            starts: Where its sentences begin.
        """
        self._tagged, self._groups = tagged, groups
        self._sentence = [bisect_right(starts, m.start) for m in tagged.mentions]
        self._claimants = [i for i, m in enumerate(tagged.mentions) if m.role is Role.CLAIMANT]
        acts = [i for i, m in enumerate(tagged.mentions) if m.role is Role.ACT]
        self._surest = {i: self._tie(i, acts) for i in self._claimants}

    def of(self, group: Group) -> list[int]:
        """The mentions of the claimants who speak for a claim, in order of the text."""
        return [i for i, features in self.features(group) if chance(load_voices(), features) > LEAST]

    def features(self, group: Group) -> list[tuple[int, Features]]:
        """What speaks for each claimant as the voice of a claim, in order of the text."""
        figures, culprits = group.of(self._tagged, *FIGURES), group.of(self._tagged, Role.PERPETRATOR)
        act, figure, culprit = (self._told_in(some) for some in (group.acts, figures, culprits))
        twins = {i for g in self._groups if g is not group and set(g.acts) & set(group.acts) for i in g.others}
        out: list[tuple[int, Features]] = []
        for i in self._claimants:
            here, tie = self._sentence[i], self._tie(i, group.acts)
            nearest = min((here - s for s in act), key=abs)
            features = {
                "one": 1.0,
                "score": self._tagged.mentions[i].score,
                "act": tie / FARTHEST,
                "figure": self._tie(i, figures) / FARTHEST if figures else 0.0,
                "culprit": self._tie(i, culprits) / FARTHEST if culprits else 0.0,
                "no_figure": float(not figures),
                "no_culprit": float(not culprits),
                "other_act": max(0.0, self._surest[i] - tie) / FARTHEST,
                "own": float(i in group.others),
                "twin": float(i in twins),
                "beside_act": float(nearest == 0),
                "beside_figure": float(here in figure),
                "beside_culprit": float(here in culprit),
                "after": float(nearest > 0),
                "next": float(nearest == 1),
                "far": min(abs(nearest), 4) / 4,
                "rival": float(any(self._sentence[j] in (figure or act) for j in self._claimants if j != i)),
            }
            out.append((i, features))
        return out

    def _told_in(self, mentions: Iterable[int]) -> set[int]:
        return {self._sentence[i] for i in mentions}

    def _tie(self, i: int, others: Iterable[int]) -> float:
        """The surest tie of a mention to some others, cut; the farthest where no window held a pair."""
        ties = [t for j in others if (t := self._tagged.pair(i, j)) is not None]
        return cut(max(ties, default=-FARTHEST))
