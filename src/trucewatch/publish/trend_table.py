"""Trends as CSV: one line a comparison, the two periods side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from trucewatch.assess import TrendRow
from trucewatch.assess.trend import PeriodFigures, Ratio
from trucewatch.publish.export import guard_cell

_PERIOD = tuple(PeriodFigures.model_fields)
_RATIO = tuple(Ratio.model_fields)
_RATIOS = {"acts": "acts_ratio", "killed": "killed_ratio", "by_same_sources": "same_sources_ratio"}

TREND_COLUMNS = (
    "variation",
    "setting",
    "group_by",
    "group",
    "change",
    *(f"{side}_{name}" for side in ("before", "after") for name in _PERIOD),
    *(name if end == "ratio" else f"{name}_{end}" for name in _RATIOS.values() for end in _RATIO),
    "same_sources",
    "lag_median_days",
    "caveats",
)
"""The columns, in order. An empty cell is not known, or has no end."""


def trend_csv(rows: Sequence[TrendRow]) -> str:
    """The rows as CSV with a head; lines end as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.DictWriter(out, TREND_COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guard_cell(cell) for name, cell in _flat(row).items()})
    return out.getvalue()


def _flat(row: TrendRow) -> dict[str, str | float | None]:
    cells: dict[str, str | float | None] = {
        "variation": row.variation,
        "setting": row.setting,
        "group_by": row.group_by.value if row.group_by else None,
        "group": row.group,
        "change": row.change.value,
        "same_sources": row.same_sources,
        "lag_median_days": row.lag_median_days,
        "caveats": " ".join(row.caveats),
    }
    for side, figures in (("before", row.before), ("after", row.after)):
        cells |= {f"{side}_{name}": getattr(figures, name) for name in _PERIOD}
    for field, name in _RATIOS.items():
        ratio = getattr(row, field)
        for end in _RATIO:
            cells[name if end == "ratio" else f"{name}_{end}"] = getattr(ratio, end) if ratio else None
    return cells
