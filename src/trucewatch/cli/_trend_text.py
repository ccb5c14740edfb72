"""A trend as text: the comparison in words, one table of all rows, and what may deceive."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from trucewatch.assess import TrendRow
from trucewatch.assess.reporting import UNREPORTED_DAYS
from trucewatch.assess.trend import PeriodFigures, Ratio
from trucewatch.cli._console import add_row, open_console, say

_INTERVALS = (
    "Intervals are exact at 95%, and the widest that acts of uncertain day or group allow; those of deaths are a "
    "bootstrap over acts."
)


def print_trend(rows: Sequence[TrendRow]) -> None:
    """All rows to standard output; the first is that of all acts as recorded."""
    console = open_console()
    first = rows[0]
    say(console, f"{_period('Before', first.before)} {_period('After', first.after)}")
    say(console, first.words + ".")
    console.print(_table(rows))
    say(console, _reporting(first))
    for caveat in dict.fromkeys(caveat for row in rows for caveat in row.caveats if row is first or "One of" in caveat):
        say(console, f"- {caveat}")
    say(console, _INTERVALS)


def _table(rows: Sequence[TrendRow]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for name in (
        "",
        "acts",
        "a day before",
        "a day after",
        "ratio",
        "shown",
        "killed",
        "killed ratio",
        "by same sources",
    ):
        table.add_column(name, overflow="fold", justify="left" if name in ("", "shown") else "right")
    table.columns[0].min_width = len("all acts as recorded")
    for row in rows:
        cells = (
            row.label,
            f"{_count(row.before)} → {_count(row.after)}",
            _rate(row.before),
            _rate(row.after),
            _ratio(row.acts),
            row.change.value.replace("_", " "),
            f"{row.before.killed} → {row.after.killed}",
            _ratio(row.killed),
            _ratio(row.by_same_sources),
        )
        add_row(table, *cells)
    return table


def _reporting(row: TrendRow) -> str:
    b, a = row.before, row.after
    lag = "unknown" if row.lag_median_days is None else f"{row.lag_median_days:g} days"
    share = _share(b.unreported), _share(a.unreported)
    last = _share(b.unreported_last), _share(a.unreported_last)
    return (
        f"Reports a day {b.reports_a_day:.2g} → {a.reports_a_day:.2g}; sources a day {b.sources_a_day:.2g} → "
        f"{a.sources_a_day:.2g}, {row.same_sources} in both periods. Median lag from act to first report {lag}; likely "
        f"not reported yet {share[0]} and {share[1]} of the acts, of the last {UNREPORTED_DAYS} days {last[0]} and "
        f"{last[1]}."
    )


def _period(name: str, figures: PeriodFigures) -> str:
    return f"{name}: {figures.start} to {figures.end}, {figures.days} days."


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0%}"


def _count(figures: PeriodFigures) -> str:
    return f"{figures.acts}+{figures.perhaps}?" if figures.perhaps else str(figures.acts)


def _rate(figures: PeriodFigures) -> str:
    return f"{figures.acts_a_day:.2f} ({figures.acts_a_day_low:.2f}-{figures.acts_a_day_high:.2f})"


def _ratio(ratio: Ratio | None) -> str:
    if ratio is None or (ratio.low == 0 and ratio.high is None and ratio.ratio is None):
        return "-"
    high = "∞" if ratio.high is None else f"{ratio.high:.2g}"
    value = "-" if ratio.ratio is None else f"{ratio.ratio:.2g}"
    return value if ratio.low == 0 and ratio.high is None else f"{value} ({ratio.low:.2g}-{high})"
