"""A tagger that knows the gold: what is lost behind it is lost by grouping and by reading values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from training.extractor.corpus import Sample
from training.extractor.examples import IGNORED, GoldMention, attribute_values, gold_mentions
from trucewatch.extract.roles import ATTRIBUTES, CATEGORIES, CLAIMANT_KINDS, FLAGS, ROLES, Mention
from trucewatch.extract.tagger import Attributes, Tagged
from trucewatch.model import Category, Claim, ClaimantKind, Report

SURE = 5.0


class OracleTagged(Tagged):
    """Gold mentions, ties and attributes of one report."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        super().__init__(heads=None)  # type: ignore[arg-type]
        self._claims = claims
        self._gold: list[GoldMention] = gold_mentions(claims)
        self.mentions = [Mention(ROLES[m.role], m.start, m.end, 1.0) for m in self._gold]

    def pair(self, i: int, j: int) -> float:
        """Sure either way."""
        return SURE if self._gold[i].claims & self._gold[j].claims else -SURE

    def category(self, i: int) -> Category:
        """The gold category, unknown where there is none."""
        value = self._gold[i].category
        return Category.UNKNOWN if value == IGNORED else CATEGORIES[value]

    def claimant_kind(self, i: int) -> ClaimantKind:
        """The gold kind, other where there is none."""
        value = self._gold[i].claimant_kind
        return ClaimantKind.OTHER if value == IGNORED else CLAIMANT_KINDS[value]

    def author_kind(self) -> ClaimantKind:
        """The gold kind of the author."""
        return next((k.kind for c in self._claims for k in c.claimants if k.via == "self"), ClaimantKind.OTHER)

    def attributes(self, acts: Sequence[int], others: Sequence[int]) -> Attributes:
        """Those of the gold claim that shares most mentions."""
        own = [*acts, *others]
        best = max(range(len(self._claims)), key=lambda n: (sum(n in self._gold[i].claims for i in own), -n))
        labels = attribute_values(self._claims[best])
        values = {}
        for (name, options), label in zip(ATTRIBUTES, labels, strict=False):
            row = np.zeros(len(options), dtype=np.float32)
            row[max(0, label)] = SURE
            values[name] = row
        flags = {f: SURE if labels[len(ATTRIBUTES) + k] else -SURE for k, f in enumerate(FLAGS)}
        return Attributes(values, flags)


class OracleTagger:
    """Stands in for the network over samples whose gold is known."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._claims: Mapping[str, tuple[Claim, ...]] = {s.report.id: s.claims for s in samples}

    def tag(self, report: Report, *_: object) -> Tagged:
        """The gold of a report in the tagger's shape; proposals and sentences tell it nothing."""
        return OracleTagged(self._claims[report.id])
