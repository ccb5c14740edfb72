"""How many were killed, injured, missing and captured: the contract's count rule, victims and history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trucewatch.link.names import fold
from trucewatch.model import (
    Category,
    Cause,
    Claim,
    Coverage,
    Effect,
    HistoryEntry,
    IncidentVictim,
    Modality,
    Range,
    Report,
    Victim,
    claimant_names,
    origins,
)

LAST = "9999"
"""Sorts what has no date of publication behind everything that has one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the origins that give it."""

    origins: tuple[str, ...]
    low: int | None
    high: int | None


def claim_origins(claim: Claim, reports: Mapping[str, Report]) -> tuple[str, ...]:
    """Origins of a claim; see `trucewatch.model.origins`."""
    return origins(claim, _source(claim, reports))


def claim_names(claim: Claim, reports: Mapping[str, Report]) -> tuple[str, ...]:
    """Everyone who stands behind a claim, or its outlet."""
    return claimant_names(claim, _source(claim, reports))


def published(claim: Claim, reports: Mapping[str, Report]) -> str | None:
    """When a claim's report was published."""
    report = reports.get(claim.report)
    return report.published if report else None


def _source(claim: Claim, reports: Mapping[str, Report]) -> str | None:
    report = reports.get(claim.report)
    return report.source if report else None


def best_figure(figures: Sequence[Figure]) -> int | None:
    """What most independent origins say, the lower on a tie; open figures vote only where nobody gives a closed one."""
    closed = [f for f in figures if f.low is not None and f.low == f.high]
    votes: dict[int, set[str]] = {}
    for f in closed or figures:
        if f.low is not None:
            votes.setdefault(f.low, set()).update(f.origins)
    return min(votes, key=lambda v: (-len(votes[v]), v)) if votes else None


def spread(figures: Sequence[Figure]) -> Range:
    """Lowest, best and highest figure.

    A figure without a high is closed by the highest stated one, unless its own low is above that: then high is null.
    """
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures if f.high is not None]
    high = max(highs, default=None)
    if high is not None and any(f.high is None and f.low is not None and f.low > high for f in figures):
        high = None
    return Range(low=min(lows, default=None), best=best_figure(figures), high=high)


def counts(claim: Claim, effect: Effect) -> bool:
    """Whether a claim's figure for an effect counts: asserted, not superseded, not unconfirmed."""
    figure = claim.count(effect)
    asserted = claim.modality is Modality.ASSERTED and not claim.superseded
    return figure is not None and asserted and not figure.unconfirmed


def count_rule(effect: Effect, claims: Sequence[Claim], reports: Mapping[str, Report]) -> Range | None:
    """Consolidate one figure.

    Low and high are taken over claims of the whole. Parts count with what one report names or counts apart, somebody
    named twice once: they raise low to it and never lower it.
    """
    whole: list[Figure] = []
    parts: dict[str, _Apart] = {}
    for c in claims:
        figure = c.count(effect)
        if figure is None or not counts(c, effect):
            continue
        if c.coverage is Coverage.WHOLE:
            whole.append(Figure(claim_origins(c, reports), figure.low, figure.high))
        elif figure.low is not None:
            parts.setdefault(c.report, _Apart()).add(figure.low, _names(v for v in c.victims if v.effect is effect))
    if not whole and not parts:
        return None
    total = spread(whole)
    return _raised(total, max(p.number for p in parts.values())) if parts else total


@dataclass(slots=True)
class _Apart:
    """Victims that the part claims of one report name or count apart."""

    named: set[str] = field(default_factory=set)
    unnamed: int = 0

    def add(self, low: int, names: Sequence[str]) -> None:
        """Add the victims of one claim; names beyond its figure are not of further victims."""
        known = {fold(name) for name in names[:low]}
        self.named |= known
        self.unnamed += low - len(known)

    @property
    def number(self) -> int:
        """How many there are at least."""
        return len(self.named) + self.unnamed


def _raised(total: Range, apart: int) -> Range:
    """A range whose low is at least the number of victims that one report names or counts apart."""
    low = apart if total.low is None else max(total.low, apart)
    best = low if total.best is None else max(total.best, low)
    high = total.high if total.high is None else max(total.high, low)
    return Range(low=low, best=best, high=high)


_Group = tuple[Category, str | None, str | None]


def victims_rule(
    totals: Mapping[Effect, Range | None], claims: Sequence[Claim], reports: Mapping[str, Report]
) -> tuple[IncidentVictim, ...]:
    """The breakdown of those harmed, from the first report of each origin.

    Where rival accounts of who the victims were add up to more than the total, one row of category `unknown` stands
    for them.
    """
    rows: list[IncidentVictim] = []
    for effect in Effect:
        total = totals[effect]
        if total is not None and total.high != 0:
            rows.extend(_effect_victims(effect, total, [c for c in claims if counts(c, effect)], reports))
    return tuple(rows)


def _effect_victims(
    effect: Effect, total: Range, claims: Sequence[Claim], reports: Mapping[str, Report]
) -> list[IncidentVictim]:
    groups: dict[_Group, list[Figure]] = {}
    for origin, victim in _first_told(effect, claims, reports):
        groups.setdefault(_group(victim), []).append(Figure((origin,), victim.low, victim.high))
    every = [v for c in claims for v in c.victims if v.effect is effect]
    rows: list[IncidentVictim] = []
    for group, figures in groups.items():
        mine = [v for v in every if _group(v) == group]
        rows.append(_row(effect, group, spread(figures), _cause(mine), _names(mine)))
    if len(rows) == 1:
        only = rows[0]
        return [_row(effect, (only.category, only.actor, only.side), total, only.cause, only.names)]
    if total.high is not None and sum(r.best or 0 for r in rows) > total.high:
        names = tuple(dict.fromkeys(n for r in rows for n in r.names))
        return [_row(effect, (Category.UNKNOWN, None, None), total, rows[0].cause, names)]
    return rows


def _row(effect: Effect, group: _Group, total: Range, cause: Cause, names: tuple[str, ...]) -> IncidentVictim:
    category, actor, side = group
    return IncidentVictim(
        effect=effect,
        category=category,
        actor=actor,
        side=side,
        low=total.low,
        best=total.best,
        high=total.high,
        cause=cause,
        names=names,
    )


def _group(victim: Victim) -> _Group:
    return victim.category, victim.actor, victim.side


def _cause(victims: Iterable[Victim]) -> Cause:
    causes = {v.cause for v in victims}
    return next(c for c in (Cause.HOSTILE, Cause.UNKNOWN, Cause.NON_HOSTILE) if c in causes)


def _names(victims: Iterable[Victim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for v in victims for n in v.names))


def _first_told(effect: Effect, claims: Sequence[Claim], reports: Mapping[str, Report]) -> list[tuple[str, Victim]]:
    """Each origin's breakdown as its first report gave it."""
    first: dict[str, tuple[str, list[Victim]]] = {}
    for c in sorted(claims, key=lambda c: (published(c, reports) or LAST, c.report, c.id)):
        for origin in claim_origins(c, reports):
            report, victims = first.setdefault(origin, (c.report, []))
            if report == c.report:
                victims.extend(v for v in c.victims if v.effect is effect)
    return [(origin, v) for origin, (_, victims) in first.items() for v in victims]


def history_rule(claims: Sequence[Claim], reports: Mapping[str, Report]) -> tuple[HistoryEntry, ...]:
    """Every asserted figure by date of publication, so that the record can be replayed as known on a date."""
    entries = [
        HistoryEntry(
            published=published(c, reports),
            report=c.report,
            effect=effect,
            low=figure.low,
            high=figure.high,
            claimants=claim_names(c, reports),
            superseded=c.superseded,
        )
        for c in claims
        if c.modality is Modality.ASSERTED
        for effect in Effect
        if (figure := c.count(effect)) is not None
    ]
    return tuple(sorted(entries, key=lambda e: e.published or LAST))
