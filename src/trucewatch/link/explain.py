"""Why two claims are one incident, or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trucewatch.link.constraints import cannot_link
from trucewatch.link.crowds import Crowds
from trucewatch.link.decided import linkable
from trucewatch.link.features import pair_levels
from trucewatch.link.options import LinkOptions
from trucewatch.link.scorer import probability
from trucewatch.link.views import view
from trucewatch.link.weights import default_weights
from trucewatch.model import Claim, Record, Report, Scope

CROWD: Final = "crowd"
"""The step of a pair that is no feature of it, but of how many claims tell of its place and day."""


class PairStep(Record):
    """One feature of a pair: its level, the weight of that level, and the values that gave it."""

    feature: str
    level: str
    weight: float
    detail: str


class PairExplanation(Record):
    """The score of a pair, step by step.

    Attributes:
        first: Id of the smaller claim id, so that the explanation is the same either way round.
        second: Id of the other claim.
        prior: Log-odds before anything is compared.
        steps: Features in the order of the weights file; last, where it was asked for, what the crowd takes.
        score: Log-odds that both tell of one event: the prior plus all weights.
        probability: The same between 0 and 1.
        threshold: Mean score at which clusters merge.
        cannot_link: Why the two can never be one incident, or null.
    """

    first: str
    second: str
    prior: float
    steps: tuple[PairStep, ...]
    score: float
    probability: float
    threshold: float
    cannot_link: str | None

    @property
    def together(self) -> bool:
        """Whether the pair alone speaks for one incident. Clusters are decided by the mean over all their pairs."""
        return self.cannot_link is None and self.score >= self.threshold

    def waterfall(self) -> str:
        """The score as a table of plain text, one line for each feature that has a weight."""
        total = self.prior
        lines = [
            f"{self.first} and {self.second}",
            _line("start", "", self.prior, total, "before anything is compared"),
        ]
        for step in self.steps:
            total += step.weight
            if step.weight or step.feature == CROWD:
                lines.append(_line(step.feature, step.level, step.weight, total, step.detail))
        silent = [s.feature for s in self.steps if not s.weight and s.feature != CROWD]
        if silent:
            lines.append(f"no weight: {', '.join(silent)}")
        lines.append(
            f"score {self.score:+.1f} (probability {self.probability:.2f}), "
            f"threshold {self.threshold:+.1f} (probability {probability(self.threshold):.2f})"
        )
        if self.cannot_link:
            lines.append(f"never one incident: {self.cannot_link}")
        else:
            lines.append(
                "the pair speaks for one incident" if self.together else "the pair speaks against one incident"
            )
        return "\n".join(lines)


def _line(feature: str, level: str, weight: float, total: float, detail: str) -> str:
    return f"{feature:<11}{level:<17}{weight:>+6.1f} {total:>+6.1f}  {detail}"


def explain_pair(
    a: Claim,
    b: Claim,
    reports: Mapping[str, Report],
    *,
    options: LinkOptions | None = None,
    crowds: Crowds | None = None,
) -> PairExplanation:
    """Compare two claims and say what weighed for and against their being one event.

    Args:
        a: One claim.
        b: The other.
        reports: Reports by id.
        options: How claims are linked.
        crowds: All claims of the record. With them a last step, `crowd`, says what is asked for beyond the threshold
            because many tell of the same place and day; without them the pair is looked at alone.
    """
    options = options or LinkOptions()
    weights = options.weights or default_weights()
    one, two = sorted((a, b), key=lambda c: c.id)
    first, second = view(one, reports), view(two, reports)
    steps = tuple(
        PairStep(feature=x.feature, level=x.level, weight=weights.levels[x.feature][x.level], detail=x.detail)
        for x in pair_levels(first, second, weights)
    )
    if crowds is not None:
        steps = (*steps, _crowd(one, two, crowds))
    score = weights.prior + sum(s.weight for s in steps)
    return PairExplanation(
        first=one.id,
        second=two.id,
        prior=weights.prior,
        steps=steps,
        score=round(score, 6),
        probability=round(probability(score), 6),
        threshold=weights.threshold if options.threshold is None else options.threshold,
        cannot_link=_out(one) or _out(two) or cannot_link(first, second, weights),
    )


def _crowd(a: Claim, b: Claim, crowds: Crowds) -> PairStep:
    """The larger crowd of two claims; an author who tells of both in one report knows which events they are of."""
    found = [c for c in (crowds.of(a), crowds.of(b)) if c is not None]
    crowd = max(found, key=lambda c: c.needed, default=None)
    if crowd is None or a.report == b.report:
        why = "not all claims are linked" if crowd is None else "one report tells them apart"
        return PairStep(feature=CROWD, level="unknown" if crowd is None else "one_report", weight=0.0, detail=why)
    level, taken = "crowded" if crowd.needed else "few", round(crowd.needed, 4)
    return PairStep(feature=CROWD, level=level, weight=-taken if taken else 0.0, detail=crowd.words)


def _out(claim: Claim) -> str | None:
    if linkable(claim):
        return None
    if claim.scope is Scope.TOLL:
        return f"{claim.id} is a total over several acts"
    return f"{claim.id} is planned, feared or conditional"
