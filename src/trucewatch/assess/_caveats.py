"""What may make two periods look different, or alike, that has nothing to do with violence."""

from __future__ import annotations

from typing import Protocol

from trucewatch.assess.reporting import Coverage, Days

REPORTING_RATIO = 1.5
"""How many times as many reports or sources a day one period must have for it to be said."""
UNREPORTED_GAP = 0.05
"""Share of acts not reported yet from which on it is said."""
OVERDISPERSED = 2.0
"""Variance over mean from which on deaths are called overdispersed."""
_SEASON_DAYS = 45
_YEAR = 365


class _Figures(Protocol):
    """What is looked at of a period's figures."""

    @property
    def days(self) -> int: ...
    @property
    def perhaps(self) -> int: ...
    @property
    def dispersion(self) -> float | None: ...
    @property
    def reports(self) -> int: ...
    @property
    def reports_a_day(self) -> float: ...
    @property
    def sources_a_day(self) -> float: ...
    @property
    def unreported(self) -> float | None: ...


def caveats_of(
    before: Days, after: Days, coverage: Coverage, b: _Figures, a: _Figures, *, undated: int, groups: int
) -> tuple[str, ...]:
    """What must be said beside a comparison, in words; empty where nothing must."""
    said = [*_covered(before, after, coverage), *_calendar(before, after)]
    for name, then, now in (
        ("Reports", b.reports_a_day, a.reports_a_day),
        ("Sources", b.sources_a_day, a.sources_a_day),
    ):
        if max(then, now) > 0 and max(then, now) >= REPORTING_RATIO * min(then, now):
            said.append(f"{name} a day went from {then:.2g} to {now:.2g}: part of the change may be in the reporting.")
    late = [x for x in (b.unreported, a.unreported) if x is not None]
    if late and max(late) >= UNREPORTED_GAP:
        shares = " and ".join("an unknown share" if x is None else f"{x:.0%}" for x in (b.unreported, a.unreported))
        said.append(f"Likely not reported yet of the acts of the two periods: {shares}.")
    if not late:
        said.append("Too few acts with a known day to tell how late they are reported.")
    if b.perhaps or a.perhaps:
        said.append(f"Perhaps in the periods too: {b.perhaps} and {a.perhaps} acts; the intervals allow for them.")
    if undated:
        said.append(f"In neither, for want of a day: {undated}.")
    if max(b.dispersion or 0, a.dispersion or 0) >= OVERDISPERSED:
        told = " and ".join("none" if x is None else f"{x:.2g}" for x in (b.dispersion, a.dispersion))
        said.append(f"Deaths are overdispersed (variance over mean {told}): their interval is a bootstrap over acts.")
    if groups > 1:
        said.append(f"One of {groups} groups: of 20 compared one shows a change by chance.")
    return tuple(said)


def _covered(before: Days, after: Days, coverage: Coverage) -> list[str]:
    begins, ends = coverage.begins, coverage.ends
    if begins is None or ends is None:
        return ["No report of the record has a date: what it covers is not known."]
    said = []
    if before.start < begins:
        said.append(f"The record begins on {begins}, after the earlier period: its rate is too low.")
    if after.end > ends:
        said.append(f"The record ends on {ends}, before the later period: its rate is too low.")
    return said


def _calendar(before: Days, after: Days) -> list[str]:
    said = []
    if before.length != after.length and (before.length % 7 or after.length % 7):
        said.append(
            f"Periods of {before.length} and {after.length} days do not hold the same share of each day of the week."
        )
    apart = (after.start - before.start).days + (after.length - before.length) / 2
    if _SEASON_DAYS < apart % _YEAR < _YEAR - _SEASON_DAYS:
        said.append(f"The middles of the periods lie {apart:.0f} days apart: season and weather may differ.")
    elif max(before.length, after.length) > 2 * min(before.length, after.length) + _SEASON_DAYS:
        said.append("One period spans seasons that the other does not.")
    return said
