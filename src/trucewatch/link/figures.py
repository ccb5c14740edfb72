"""How many were killed, injured, missing and captured: the contract's count rule, victims and history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trucewatch.link.casualties import merge_names, people_at_least
from trucewatch.link.voices import LAST, Voices
from trucewatch.model import (
    Category,
    Cause,
    Claim,
    Coverage,
    Effect,
    HistoryEntry,
    IncidentVictim,
    Modality,
    Moment,
    Range,
    Victim,
    day_of,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the origins that give it, and when it was published."""

    origins: tuple[str, ...]
    low: int | None
    high: int | None
    published: Moment | None = None


def best_figure(figures: Sequence[Figure]) -> int | None:
    """What most independent origins say, the lower on a tie.

    What an origin says is its last word: a toll that it revised from one day to the next counts as it stands now.
    Open figures vote only where nobody gives a closed one.
    """
    said = [(f, who) for who, mine in _by_origin(figures).items() for f in _last_word(mine)]
    closed = [(f, who) for f, who in said if f.low == f.high]
    votes: dict[int, set[str]] = {}
    for f, who in closed or said:
        if f.low is not None:
            votes.setdefault(f.low, set()).add(who)
    return min(votes, key=lambda v: (-len(votes[v]), v)) if votes else None


def _by_origin(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for f in figures:
        if f.low is not None:
            for who in f.origins:
                found.setdefault(who, []).append(f)
    return found


def _last_word(mine: Sequence[Figure]) -> list[Figure]:
    """The figures of one origin that no later one replaced: those of its last day, or hour where all have one."""
    dated = [(f, f.published) for f in mine if f.published is not None]
    if not dated:
        return list(mine)
    last = max(day_of(p) for _, p in dated)
    newest = [(f, p) for f, p in dated if day_of(p) == last]
    if all("T" in p for _, p in newest):
        hour = max(dt.datetime.fromisoformat(p) for _, p in newest)
        newest = [(f, p) for f, p in newest if dt.datetime.fromisoformat(p) == hour]
    return [f for f, _ in newest]


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


def count_rule(effect: Effect, claims: Sequence[Claim], voices: Voices) -> Range | None:
    """Consolidate one figure.

    Low and high are taken over claims of the whole. Parts raise low to the number of victims that they surely name or
    count apart and never lower it: those that one origin counts apart in one report, or the people whom all of them
    name, one person's spellings once.
    """
    whole: list[Figure] = []
    parts: dict[str, _Apart] = {}
    for c in claims:
        figure = c.count(effect)
        if figure is None or not counts(c, effect):
            continue
        if c.coverage is Coverage.WHOLE:
            whole.append(Figure(voices.origins(c), figure.low, figure.high, voices.published(c)))
        elif figure.low is not None:
            names = [n for v in c.victims if v.effect is effect for n in v.names]
            parts.setdefault(c.report, _Apart()).add(voices.origins(c), figure.low, names)
    if not whole and not parts:
        return None
    total = spread(whole)
    if not parts:
        return total
    named = people_at_least([name for part in parts.values() for names in part.named.values() for name in names])
    return _raised(total, max(named, *(p.number for p in parts.values())))


@dataclass(slots=True)
class _Apart:
    """Victims that the part claims of one report name or count apart, by origin.

    Two origins in one report may speak of the same victims, so that their numbers are not added.
    """

    named: dict[str, list[str]] = field(default_factory=dict)
    unnamed: dict[str, int] = field(default_factory=dict)

    def add(self, origins: Sequence[str], low: int, names: Sequence[str]) -> None:
        """Add the victims of one claim; names beyond its figure are not of further victims."""
        known = list(merge_names(names))[:low]
        for who in origins:
            self.named.setdefault(who, []).extend(known)
            self.unnamed[who] = self.unnamed.get(who, 0) + low - len(known)

    @property
    def number(self) -> int:
        """How many there are at least by the word of one origin."""
        return max((people_at_least(self.named[who]) + self.unnamed[who] for who in self.named), default=0)


def _raised(total: Range, apart: int) -> Range:
    """A range whose low is at least the number of victims that one report names or counts apart."""
    low = apart if total.low is None else max(total.low, apart)
    best = low if total.best is None else max(total.best, low)
    high = total.high if total.high is None else max(total.high, low)
    return Range(low=low, best=best, high=high)


_Group = tuple[Category, str | None, str | None, bool]
"""Category, actor, side, and whether the harm came from no hostile act."""


def victims_rule(
    totals: Mapping[Effect, Range | None], claims: Sequence[Claim], voices: Voices
) -> tuple[IncidentVictim, ...]:
    """The breakdown of those harmed, from the first report of each origin; harm by no hostile act stands apart.

    Where rival accounts of who the victims were add up to more than the total, one row of category `unknown` stands
    for them; where they agree on who it was and differ on the cause, one row of that category with cause `unknown`.
    """
    rows: list[IncidentVictim] = []
    for effect in Effect:
        total = totals[effect]
        if total is not None and total.high != 0:
            rows.extend(_effect_victims(effect, total, [c for c in claims if counts(c, effect)], voices))
    return tuple(rows)


def _effect_victims(effect: Effect, total: Range, claims: Sequence[Claim], voices: Voices) -> list[IncidentVictim]:
    every = [v for c in claims for v in c.victims if v.effect is effect]
    fuller = _fuller({_group(v) for v in every})
    groups: dict[_Group, list[Figure]] = {}
    for origin, victim in _first_told(effect, claims, voices):
        group = _group(victim)
        groups.setdefault(fuller.get(group, group), []).append(Figure((origin,), victim.low, victim.high))
    rows: list[IncidentVictim] = []
    for group, figures in groups.items():
        mine = [v for v in every if fuller.get(_group(v), _group(v)) == group]
        rows.append(_row(effect, group[:3], spread(figures), _cause(mine), _names(mine)))
    if len(rows) == 1:
        only = rows[0]
        return [_row(effect, (only.category, only.actor, only.side), total, only.cause, only.names)]
    if total.high is not None and sum(r.best or 0 for r in rows) > total.high:
        who = {(r.category, r.actor, r.side) for r in rows}
        names = merge_names([n for r in rows for n in r.names])
        if len(who) == 1:
            return [_row(effect, who.pop(), total, Cause.UNKNOWN, names)]
        return [_row(effect, (Category.UNKNOWN, None, None), total, rows[0].cause, names)]
    return rows


def _row(
    effect: Effect, who: tuple[Category, str | None, str | None], total: Range, cause: Cause, names: tuple[str, ...]
) -> IncidentVictim:
    category, actor, side = who
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
    return victim.category, victim.actor, victim.side, victim.cause is Cause.NON_HOSTILE


def _fuller(groups: Collection[_Group]) -> dict[_Group, _Group]:
    """Rows that leave open whose people they are, to the one row that says it: they say less, and nothing else."""
    out: dict[_Group, _Group] = {}
    for bare in (g for g in groups if g[1] is None and g[2] is None and g[0] is not Category.CIVILIAN):
        told = [g for g in groups if g[1] is not None and (g[0], g[3]) == (bare[0], bare[3])]
        if len(told) == 1:
            out[bare] = told[0]
    return out


def _cause(victims: Iterable[Victim]) -> Cause:
    causes = {v.cause for v in victims}
    return next(c for c in (Cause.HOSTILE, Cause.UNKNOWN, Cause.NON_HOSTILE) if c in causes)


def _names(victims: Iterable[Victim]) -> tuple[str, ...]:
    return merge_names([n for v in victims for n in v.names])


def _first_told(effect: Effect, claims: Sequence[Claim], voices: Voices) -> list[tuple[str, Victim]]:
    """Each origin's breakdown as its first report gave it."""
    first: dict[str, tuple[str, list[Victim]]] = {}
    for c in sorted(claims, key=lambda c: (voices.published(c) or LAST, c.report, c.id)):
        for origin in voices.origins(c):
            report, victims = first.setdefault(origin, (c.report, []))
            if report == c.report:
                victims.extend(v for v in c.victims if v.effect is effect)
    return [(origin, v) for origin, (_, victims) in first.items() for v in victims]


def history_rule(claims: Sequence[Claim], voices: Voices) -> tuple[HistoryEntry, ...]:
    """Every asserted figure by date of publication, so that the record can be replayed as known on a date."""
    entries = [
        HistoryEntry(
            published=voices.published(c),
            report=c.report,
            effect=effect,
            low=figure.low,
            high=figure.high,
            claimants=voices.names(c),
            superseded=c.superseded,
        )
        for c in claims
        if c.modality is Modality.ASSERTED
        for effect in Effect
        if (figure := c.count(effect)) is not None
    ]
    return tuple(sorted(entries, key=lambda e: e.published or LAST))
