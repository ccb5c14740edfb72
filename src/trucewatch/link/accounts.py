"""Who did it: every account that a report gives, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from trucewatch.link.voices import Voices
from trucewatch.model import Account, Claim, Confidence, Modality

STRENGTH: Final = (
    Confidence.FACT,
    Confidence.CLAIMED,
    Confidence.ACCUSED_BY_AUTHORITY,
    Confidence.ACCUSED,
    Confidence.POSSIBLE,
    Confidence.WITHHELD,
    Confidence.DENIED,
)
"""Confidences from the strongest to the weakest; an account has the strongest that anyone gives it."""

_Key = tuple[str | None, str | None]


@dataclass(slots=True)
class _Draft:
    actor: str | None
    label: str | None
    side: str | None
    confidence: Confidence
    claimants: list[str] = field(default_factory=list)
    denied_by: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


def accounts_rule(claims: Sequence[Claim], voices: Voices) -> tuple[Account, ...]:
    """One account for each actor, or label where there is no name, and one for all who name nobody."""
    drafts: dict[_Key, _Draft] = {}
    for c in claims:
        p = c.perpetrator
        if p.confidence is Confidence.NOT_STATED:
            continue
        draft = drafts.setdefault(account_key(c), _Draft(p.actor, p.label, p.side, p.confidence))
        if STRENGTH.index(p.confidence) < STRENGTH.index(draft.confidence):
            draft.confidence = p.confidence
        if c.modality is not Modality.DENIED:
            draft.claimants.extend(voices.names(c))
        draft.denied_by.extend(d.name for d in c.denied_by)
        draft.reports.append(c.report)
    return tuple(
        Account(
            actor=d.actor,
            label=d.label,
            side=d.side,
            confidence=d.confidence,
            claimants=_each_once(d.claimants),
            denied_by=_each_once(d.denied_by),
            reports=_each_once(d.reports),
        )
        for d in drafts.values()
    )


def account_key(claim: Claim) -> _Key:
    """What makes an account one: the actor or the words for it, and the side; nobody where that is withheld."""
    p = claim.perpetrator
    if p.confidence is Confidence.WITHHELD:
        return None, None
    return p.actor or (p.label.casefold() if p.label else None), p.side


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
