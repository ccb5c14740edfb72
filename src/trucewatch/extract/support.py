"""Which drafts of violence have enough behind them, so that metaphor, sport and accidents give no claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.extract.acts import is_violent
from trucewatch.extract.drafts import Draft
from trucewatch.extract.frames import is_weapon_only
from trucewatch.extract.lexicon import vague_pattern
from trucewatch.model import Category

_ARMED = (Category.MILITARY, Category.ARMED_GROUP, Category.POLICE, Category.PEACEKEEPER)
_PLAY = re.compile(
    r"\b(?:goals?|goalkeeper|striker|coach|league|match|derby|cup final|half-time|referee|stadium|fans?|chess|tournament|innings|wicket|penalty|semi-?final|championship|scored|midfielder|golf|tennis|basketball|marathon|festival|concert|recipe|joked?|jokes|laughed|comic|comedy|theatre|novel|film|actor|box office|shares|market share|shoppers|discounts?|inflation|budget|amendment|ballots?|voters?|polling|by-election|harvest|olive|orchard|bakers?|wedding cake|software|app|smartphone|password|card reader)\b"
)
_LOOSE = re.compile(
    r"(?i)^(?:fought|battles?|combats?|engagements?|engaged|confrontations?|shot|shoots?|under fire|came under fire|ambush|blew up|blown up|blow(?:s|ing)? up|bombarded|shelled|rocketed|attacked|hits?|struck|retaliat\w*|hit back|struck back|target\w*|riots?|fell to|captur\w*|storm\w*|neutrali[sz]ed)$"
)
_LOOSE_IN_PLAY = re.compile(
    r"(?i)^(?:fought|fighting|battles?|combats?|engagements?|engaged|confrontations?|shot|shoots?|under fire|came under fire|opened fire|open fire|ambush(?:es)?|blew up|blown up|blow(?:s|ing)? up|bombard\w*|shelled|rocketed|attack\w*|attacks|hostilities|violence|assaults?|offensives?|raids?|storm\w*|hits?|struck|strikes?|repel\w*|retaliat\w*|hit back|struck back|fired back|target\w*|raked|sprayed|explosions?|bombings?|artillery|guns? .*|rioting|riots?|killings|murders?|executions?|firing|execut\w*|massacre\w*|captur\w*|overran|fell to|under attack|detonat\w*|bombed|clash\w*|neutrali[sz]ed|fires? .*|fired .*)$"
)
KEEP = 2
"""Points a draft of violence needs, set on the development reports of ten conflicts; three in a playful report."""


QUIET_LIKELY, QUIET_SURE = 0.35, 0.2
"""Probabilities of violence below which a report without, or with one, armed side is quiet. Set on the development
reports of twelve conflicts; the table was trained on them too, so that only the held-out reports judge it."""


def has_support(draft: Draft, drafts: Sequence[Draft], *, playful: bool) -> bool:
    """Whether a draft of violence is kept. Drafts of other kinds, and those that speak of an act told before, are."""
    if not is_violent(draft.kind) or draft.follows:
        return True
    need = KEEP + 1 if playful else KEEP
    own = points(draft, playful=playful)
    if own >= need:
        return True
    rest = max(
        (points(d, playful=playful) for d in drafts if d is not draft and is_violent(d.kind) and not d.follows),
        default=0,
    )
    return own >= 1 and rest >= need


def points(draft: Draft, *, playful: bool = False) -> int:
    """Evidence that words of violence mean violence: people hurt, armed actors, named weapons, a place."""
    score = 0
    if any(p.count or p.names for e in draft.effects for p in e.people):
        score += 2
    if any(a.category in _ARMED and a.form != "state" for a in draft.roles.agents):
        score += 2
    elif draft.roles.agents:
        score += 1
    if any(t.category in _ARMED for t in draft.roles.targets):
        score += 2 if draft.roles.mutual and len(draft.roles.targets) > 1 else 1
    elif draft.roles.targets:
        score += 1
    trigger = draft.trigger
    loose = _LOOSE_IN_PLAY if playful else _LOOSE
    if trigger is not None and trigger.strength >= 6 and not loose.match(trigger.text):
        score += 1
    if trigger is not None and draft.place is not None:
        score += 1
    if any(e.negated for e in draft.effects):
        score += 1
    return score


def is_playful(text: str) -> bool:
    """Whether a report speaks the language of sport, comedy, trade or votes."""
    return len(_PLAY.findall(text.lower())) >= 3


def is_quiet(probability: float, drafts: Sequence[Draft]) -> bool:
    """Whether a report's violent drafts are all dropped: its words are of peacetime, and no armed side appears in them.

    `probability` is that of `violence_probability`. Below `QUIET_SURE` one armed side is not enough to keep them.
    """
    armed = sum(1 for d in drafts if is_violent(d.kind) and _armed(d))
    return (probability < QUIET_LIKELY and armed == 0) or (probability < QUIET_SURE and armed < 2)


def _armed(draft: Draft) -> bool:
    sides = [(a.category, a.actor, a.text) for a in draft.roles.agents]
    sides += [(t.category, t.actor, t.text or "") for t in draft.roles.targets]
    sides += [(p.category, p.actor, p.text) for e in draft.effects for p in e.people]
    return any(actor or (c in _ARMED and not is_weapon_only(words)) for c, actor, words in sides)


def about_accident(text: str, acts: int) -> bool:
    """Whether accidents outweigh acts of violence in a report."""
    return len(vague_pattern("accident").findall(text)) > 2 * acts
