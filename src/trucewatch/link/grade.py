"""How well an act and its author are established.

After Airwars (https://airwars.org/about/methodology), without its condition that the harm be to civilians. The rule is
written out in docs/linking.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.link.voices import Voices, origin_key
from trucewatch.model import (
    Account,
    Cause,
    Claim,
    Confidence,
    Effect,
    Grade,
    Modality,
    Reliability,
)

_ACCUSATIONS: Final = frozenset(
    {Confidence.FACT, Confidence.CLAIMED, Confidence.ACCUSED_BY_AUTHORITY, Confidence.ACCUSED}
)
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with the reason in words."""

    grade: Grade
    reason: str


def grade_rule(claims: Sequence[Claim], accounts: Sequence[Account], voices: Voices) -> Graded:
    """Grade an incident by its claims: the first of these that holds.

    `discounted`: all harm is said to come from no hostile act. `contested`: accounts of the author exclude each other,
    an accusation is denied, or one origin counts victims where another says there were none. `confirmed`: a
    belligerent says it did it. `fair`: two or more independent origins. `weak`: one.
    """
    asserted = [c for c in claims if c.modality is Modality.ASSERTED]
    if not asserted:
        return Graded(Grade.CONTESTED, "denied, and no report here asserts it")
    causes = {v.cause for c in asserted for v in c.victims}
    if causes == {Cause.NON_HOSTILE}:
        return Graded(Grade.DISCOUNTED, "no hostile act: all harm is said to have another cause")
    dispute = _denial(accounts) or _rivals(asserted, voices) or _harm_disputed(asserted, voices)
    if dispute:
        return Graded(Grade.CONTESTED, dispute)
    owned = [c for c in asserted if c.perpetrator.confidence is Confidence.CLAIMED]
    owners = sorted({n for c in owned for n in voices.origins(c)})
    if owners:
        return Graded(Grade.CONFIRMED, f"own act, by the word of {_listed(owners)}")
    who = sorted({o for c in asserted for o in voices.origins(c)})
    if len(who) > 1:
        return Graded(Grade.FAIR, f"{len(who)} independent origins, no rival account: {_listed(who)}")
    outlets = len({c.report for c in asserted})
    again = f", repeated by {outlets} reports" if outlets > 1 else ""
    return Graded(Grade.WEAK, f"one origin: {_listed(who)}{again}")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def _who(account: Account) -> str:
    return account.actor or account.label or "nobody named"


def _denial(accounts: Sequence[Account]) -> str | None:
    """An accusation that somebody denies."""
    for a in accounts:
        if a.denied_by and a.confidence in _ACCUSATIONS | {Confidence.POSSIBLE}:
            return f"{_listed(a.claimants)} accuse {_who(a)}; denied by {_listed(a.denied_by)}"
    return None


@dataclass(frozen=True, slots=True)
class _Named:
    actor: str | None
    label: str | None
    side: str | None
    origins: frozenset[str]
    struck: frozenset[str]


def _rivals(claims: Sequence[Claim], voices: Voices) -> str | None:
    """Two accounts that name different authors, from origins that have none in common.

    One origin that names two authors tells of two hands in one event, not of two stories.
    """
    named = _named(claims, voices)
    for i, a in enumerate(named):
        for b in named[i + 1 :]:
            if _exclude(a, b):
                return f"rival accounts: {a.actor or a.label} or {b.actor or b.label}"
    return None


def _named(claims: Sequence[Claim], voices: Voices) -> list[_Named]:
    rows: dict[tuple[str | None, str | None, str | None], tuple[set[str], set[str]]] = {}
    for c in claims:
        p = c.perpetrator
        if p.confidence in _ACCUSATIONS and (p.actor or p.label):
            who, struck = rows.setdefault((p.actor, p.label, p.side), (set(), set()))
            who.update(voices.origins(c))
            struck.update(s for t in c.targets if (s := t.side or t.actor))
    return [_Named(*k, frozenset(w), frozenset(s)) for k, (w, s) in sorted(rows.items(), key=lambda r: str(r[0]))]


def _exclude(a: _Named, b: _Named) -> bool:
    if a.origins & b.origins:
        return False
    if a.side in b.struck and b.side in a.struck:
        return False  # a clash: each side tells of the other's fire
    if a.side and b.side and a.side != b.side:
        return True
    return bool(a.actor and b.actor and a.actor != b.actor)


def _harm_disputed(claims: Sequence[Claim], voices: Voices) -> str | None:
    """One origin says that nobody was killed (or hurt), another counts victims."""
    for effect in (Effect.KILLED, Effect.INJURED):
        none: set[str] = set()
        some: set[str] = set()
        for c in claims:
            figure = c.count(effect)
            if figure is None or figure.unconfirmed or c.superseded:
                continue
            if figure.high == 0:
                none.update(voices.origins(c))
            elif (figure.low or 0) > 0:
                some.update(voices.origins(c))
        if none - some and some - none:
            return f"nobody {effect}, says {_listed(sorted(none))}; not so {_listed(sorted(some))}"
    return None


CREDIBILITY: Final[Mapping[Grade, int]] = {
    Grade.FAIR: 2,
    Grade.WEAK: 3,
    Grade.CONTESTED: 4,
    Grade.DISCOUNTED: 5,
}
"""Admiralty credibility by grade; `confirmed` is 1 by two or more origins and 2 by one."""

UNJUDGED: Final = 6
"""Admiralty credibility of what cannot be judged."""


def credibility_rule(grade: Grade, claims: Sequence[Claim], voices: Voices) -> int:
    """Admiralty code for the information, 1 (confirmed by others) to 5 (improbable), 6 (cannot be judged).

    Cannot be judged: what is denied and asserted by nobody, and what rests on one origin without a name (a report
    without a source that cites nobody).
    """
    asserted = [c for c in claims if c.modality is Modality.ASSERTED]
    who = {o for c in asserted for o in voices.origins(c)}
    if not who or (grade is Grade.WEAK and who <= {c.report for c in asserted}):
        return UNJUDGED
    if grade is not Grade.CONFIRMED:
        return CREDIBILITY[grade]
    return 1 if len(who) > 1 else 2


@dataclass(frozen=True, slots=True)
class Rated:
    """The reliability of an incident's sources with the reason in words; no reason where the user rates no sources."""

    reliability: Reliability
    reason: str | None


def reliability_rule(
    claims: Sequence[Claim],
    voices: Voices,
    rated: Mapping[str, Reliability],
    notes: Mapping[str, str],
) -> Rated:
    """Admiralty code for the source: the best letter among the origins, F where none is rated.

    Whoever says it is rated; the outlet that prints it counts where its origin is not rated. Names meet whatever their
    case, small words and order. A denial lends its letter to nobody's assertion.
    """
    if not rated:
        return Rated(Reliability.F, None)
    letters = {origin_key(name): (letter, name) for name, letter in sorted(rated.items())}
    found: set[tuple[Reliability, str]] = set()
    for c in [c for c in claims if c.modality is Modality.ASSERTED] or claims:
        origins = [letters[k] for o in voices.origins(c) if (k := origin_key(o)) in letters]
        outlet = letters.get(origin_key(voices.source(c) or ""))
        found.update(origins or ([outlet] if outlet else []))
    known = sorted(r for r in found if r[0] is not Reliability.F)
    if not known:
        return Rated(Reliability.F, "reliability F: no source of it is rated")
    letter, name = known[0]
    note = f", {notes[name]}" if notes.get(name) else ""
    return Rated(letter, f"reliability {letter}: {name}{note}")
