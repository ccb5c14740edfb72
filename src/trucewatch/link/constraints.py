"""Pairs that may never be one incident, with the reason in words."""

from __future__ import annotations

from typing import Final

from trucewatch.link.features import (
    AREA_KM,
    SAME_NAME,
    cause_level,
    days_gap,
    doer_level,
    figure_level,
    kind_level,
    nearest,
    one_story,
    same_act,
    shared_victims,
    struck_level,
)
from trucewatch.link.names import similarity
from trucewatch.link.views import View
from trucewatch.link.weights import Weights
from trucewatch.model import VIOLENT_KINDS, Effect

MAX_GAP_DAYS: Final = 14
"""Beyond this two dates are not one misdated event, unless a victim's name is shared."""
MAX_NAMED_GAP_DAYS: Final = 60
"""Beyond this not even a shared name makes them one: names repeat, and the wounded of one day may die weeks later."""
MAX_OUTSIDE_KM: Final = 100.0
"""Beyond this outside both radii two places are not one, unless a victim's name is shared."""


def cannot_link(a: View, b: View, weights: Weights) -> str | None:
    """Why two claims can never be one incident, or None."""
    reason = kinds_apart(a, b, weights) or _beyond_doubt(a, b, weights)
    if reason is None and a.report == b.report:
        reason = _told_apart(a, b, weights)
    return reason


def kinds_apart(a: View, b: View, weights: Weights) -> str | None:
    """Why two kinds can never be one act, or None."""
    if kind_level(a.kind, b.kind, weights) is not None:
        return None
    violent = a.kind in VIOLENT_KINDS, b.kind in VIOLENT_KINDS
    if all(violent):
        return None
    if any(violent):
        return f"violence and no violence: {a.kind} / {b.kind}"
    return f"different kinds of conduct: {a.kind} / {b.kind}"


def _beyond_doubt(a: View, b: View, weights: Weights) -> str | None:
    reason = _far_apart(a, b)
    return None if reason is None or one_story(a, b, weights) else reason


def _far_apart(a: View, b: View) -> str | None:
    named = bool(shared_victims(a, b))
    if a.days is not None and b.days is not None:
        gap = days_gap(a.days, b.days)
        if gap > (MAX_NAMED_GAP_DAYS if named else MAX_GAP_DAYS):
            return f"{gap} days apart"
    if named:
        return None
    found = nearest(a, b)
    if found.outside_km is not None and found.outside_km > MAX_OUTSIDE_KM:
        return f"places beyond doubt apart: {found.detail}"
    return None


def _told_apart(a: View, b: View, weights: Weights) -> str | None:
    """Why one report tells two acts apart.

    Two figures or two accounts of one act, given by different claimants or one replacing the other, are no reason.
    """
    reason = _other_day(a, b) or _other_place(a, b)
    if reason or same_act(a, b):
        return reason
    doer, struck = doer_level(a, b), struck_level(a, b)
    if doer in ("reversed", "half_reversed"):
        return "one report: who acts in one is struck in the other"
    if struck == "other_side" and (a.claimants == b.claimants or doer == "rival"):
        return "one report: different sides were struck"
    if kind_level(a.kind, b.kind, weights) is None and (doer == "rival" or struck.startswith("other")):
        return f"one report: {a.kind} and {b.kind} by or against others"
    if a.victims and b.victims and not (a.part or b.part) and not shared_victims(a, b):
        return "one report: other victims by name"
    if cause_level(a, b) == "other":
        return "one report: an enemy act and none"
    if doer == "rival" and a.claimants == b.claimants and struck in ("unknown", "other_force"):
        return "one report: the same claimant names different actors"
    return _other_figure(a, b)


def _alike(a: View, b: View) -> bool:
    return any(similarity(s.name, t.name) >= SAME_NAME for s in a.spots for t in b.spots)


def _other_day(a: View, b: View) -> str | None:
    one, two = a.days, b.days
    if one is None or two is None or one.assumed or two.assumed:
        return None
    return "one report: different days" if days_gap(one, two) else None


def _other_place(a: View, b: View) -> str | None:
    found = nearest(a, b)
    if any(s.radius > AREA_KM for v in (a, b) for s in v.spots):
        return None
    if found.outside_km is None or found.outside_km <= 0:
        named = found.level in ("touching", "other_name") and a.claimants == b.claimants and not _alike(a, b)
        return "one report: the same claimant names different places" if named else None
    return f"one report: different places, {found.detail}"


def _other_figure(a: View, b: View) -> str | None:
    """The same claimant counts differently, and neither figure is a part or replaced."""
    if a.claimants != b.claimants or a.part or b.part or a.superseded or b.superseded:
        return None
    for effect in Effect:
        one, two = a.count(effect), b.count(effect)
        if one is not None and two is not None:
            level = figure_level(one, two, parts=(False, False), revised=False)
            if level in ("near", "far", "zero_or_some"):
                return f"one report: the same claimant gives two figures for {effect}"
    return None
