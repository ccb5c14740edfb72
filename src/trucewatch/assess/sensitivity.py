"""One comparison under other choices: how claims are merged, which grades and which sources count, which days are sure.

A change that only one setting shows rests on that setting. The rows have the shape of the trend's own, so that all
stand in one table and one plot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.assess.entries import Books
from trucewatch.assess.reporting import Coverage, LagCurve
from trucewatch.assess.trend import (
    AS_RECORDED,
    Act,
    Comparison,
    Counted,
    TrendOptions,
    TrendRow,
    acts_of,
    count_acts,
    violence,
)
from trucewatch.model import Claim, Grade, Incident, Report

MERGE_STEPS = (-2.0, -1.0, 1.0, 2.0)
"""How far the merge threshold is moved, in log-odds: e times as sure, or as unsure, that two claims are one act."""
LEFT_OUT = 5
"""The sources with most acts, each of which is left out in turn."""

Relink = Callable[[float], Sequence[Incident]]
"""Incidents of the same claims with the merge threshold moved by so much."""

_GRADES: tuple[tuple[str, frozenset[Grade]], ...] = (
    ("not contested", frozenset({Grade.CONFIRMED, Grade.FAIR, Grade.WEAK})),
    ("confirmed or fair", frozenset({Grade.CONFIRMED, Grade.FAIR})),
    ("confirmed", frozenset({Grade.CONFIRMED})),
)


@dataclass(frozen=True, slots=True)
class _Setting:
    variation: str
    setting: str
    acts: tuple[Act, ...]


def sensitivity(
    incidents: Sequence[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    *,
    options: TrendOptions,
    relink: Relink | None = None,
) -> tuple[TrendRow, ...]:
    """The comparison of all acts as recorded, then under each other setting.

    Args:
        incidents: Of the record.
        claims: Of the incidents, by id.
        reports: Of the claims, by id.
        options: Periods and kinds; groups are not looked at.
        relink: Merges the claims anew; without it the threshold is not varied. Decisions of reviewers are not in what
            it gives.
    """
    coverage = Coverage(reports.values(), until=options.until)
    counted = count_acts((Books(incidents, claims, reports),), coverage, kinds=options.kinds)
    merged: list[tuple[float, tuple[Act, ...]]] = []
    for step in MERGE_STEPS if relink is not None else ():
        anew = violence(relink(step) if relink else (), claims, kinds=options.kinds)
        merged.append((step, acts_of(anew, claims, reports)))
    return sensitivity_of(counted, coverage, options=options, merged=merged)


def sensitivity_of(
    counted: Counted,
    coverage: Coverage,
    *,
    options: TrendOptions,
    merged: Sequence[tuple[float, tuple[Act, ...]]] = (),
) -> tuple[TrendRow, ...]:
    """The same of acts that were counted before.

    Args:
        counted: The acts of the record.
        coverage: Its reports.
        options: Periods; groups are not looked at.
        merged: The acts under other thresholds of merging, by how far each was moved.
    """
    make = Comparison(options.before, options.after, coverage, LagCurve(counted.lags))
    acts = counted.acts
    settings = [_Setting(AS_RECORDED, "-", acts)]
    settings += [_Setting("merge threshold", f"{step:+g}", anew) for step, anew in merged]
    for name, grades in _GRADES:
        kept = tuple(a for a in acts if counted.grades[a.incident] in grades)
        settings.append(_Setting("grades", name, kept))
    settings += _by_sources(acts, make)
    settings.append(_Setting("dates", "sure days only", tuple(a for a in acts if _is_one_day(a))))
    return tuple(make(s.acts, variation=s.variation, setting=s.setting) for s in settings)


def _by_sources(acts: tuple[Act, ...], make: Comparison) -> list[_Setting]:
    """Sources that published in both periods, acts that two reported, and all but one of the largest."""
    both = make.coverage.sources_in(make.before) & make.coverage.sources_in(make.after)
    found = [
        _Setting("sources", "those in both periods", tuple(a for a in acts if not a.sources.isdisjoint(both))),
        _Setting("sources", "two or more", tuple(a for a in acts if len(a.sources) > 1)),
    ]
    most = Counter(source for act in acts for source in act.sources)
    for source in sorted(most, key=lambda s: (-most[s], s))[:LEFT_OUT]:
        kept = tuple(a for a in acts if a.sources - {source})
        found.append(_Setting("sources", f"without {source}", kept))
    return found


def _is_one_day(act: Act) -> bool:
    return act.first is not None and act.first == act.last
