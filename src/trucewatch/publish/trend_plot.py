"""Trends as a picture: the rates of two periods, and the ratio under every setting or in every group, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trucewatch.assess import TrendRow
from trucewatch.errors import UsageError

_BLUE, _ORANGE, _GREY = "#0072B2", "#D55E00", "#4D4D4D"
"""After Okabe and Ito: told apart by the colour-blind."""
_WIDTH = 460
_ROW = 20
_LEAST_RATIO, _MOST_RATIO = 0.02, 50.0
"""Where intervals without an end, or that reach 0, are cut off: the axis is logarithmic."""


def draw_trend(rows: Sequence[TrendRow]) -> str:
    """An SVG of acts a day in each period with exact intervals, above the ratios of all rows.

    The same rows give the same picture with the same version of the drawing library.

    Args:
        rows: The first is drawn as rates; every one of them as a ratio, in the order given.

    Raises:
        UsageError: The extra `plots` is not installed, or there are no rows.
    """
    if not rows:
        raise UsageError("nothing to draw", remedy="give periods that the record covers")
    try:
        import altair
        import vl_convert
    except ImportError as error:
        raise UsageError(
            "drawing needs the extra plots", where=str(error.name), remedy="pip install 'trucewatch[plots]'"
        ) from error
    chart = altair.vconcat(_rates(altair, rows[0]), _ratios(altair, rows), spacing=18)
    chart = chart.properties(background="white").configure_axis(labelLimit=260, titleFontWeight="normal")
    spec = chart.configure_title(anchor="start", fontWeight="normal").to_dict()
    return str(vl_convert.vegalite_to_svg(spec))


def _rates(altair: Any, row: TrendRow) -> Any:
    values = [
        {"period": f"{p.start} to {p.end}", "rate": p.acts_a_day, "low": p.acts_a_day_low, "high": p.acts_a_day_high}
        for p in (row.before, row.after)
    ]
    base = altair.Chart(altair.Data(values=values)).encode(y=altair.Y("period:N", title=None, sort=None))
    lines = base.mark_rule(color=_GREY, strokeWidth=2).encode(
        x=altair.X("low:Q", title="acts a day", scale=altair.Scale(zero=True)), x2="high:Q"
    )
    points = base.mark_point(color=_BLUE, filled=True, size=70, opacity=1).encode(x="rate:Q")
    return (lines + points).properties(width=_WIDTH, height=2 * _ROW + 10, title="Acts a day, with exact 95% intervals")


def _ratios(altair: Any, rows: Sequence[TrendRow]) -> Any:
    values = [_ratio_value(row) for row in rows]
    scale = altair.Scale(type="log", domain=[_LEAST_RATIO, _MOST_RATIO], clamp=True, nice=False)
    base = altair.Chart(altair.Data(values=values)).encode(y=altair.Y("row:N", title=None, sort=None))
    lines = base.mark_rule(color=_GREY, strokeWidth=2).encode(
        x=altair.X(
            "low:Q",
            title="later rate over earlier rate (logarithmic)",
            scale=scale,
            axis=altair.Axis(values=[0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20], format="~g"),
        ),
        x2="high:Q",
    )
    shown = altair.Scale(domain=["decrease", "increase", "not shown"], range=[_BLUE, _ORANGE, _GREY])
    points = (
        base.transform_filter("isValid(datum.ratio)")
        .mark_point(filled=True, size=55, opacity=1)
        .encode(
            x=altair.X("ratio:Q", scale=scale),
            color=altair.Color("change:N", scale=shown, title="the interval shows"),
            shape=altair.Shape(
                "change:N", scale=altair.Scale(domain=["decrease", "increase", "not shown"]), title="the interval shows"
            ),
        )
    )
    even = altair.Chart(altair.Data(values=[{"one": 1}])).mark_rule(strokeDash=[4, 3], color=_GREY)
    even = even.encode(x=altair.X("one:Q", scale=scale))
    return (even + lines + points).properties(
        width=_WIDTH, height=max(2, len(rows)) * _ROW, title="Ratio of the rates, with exact 95% intervals"
    )


def _ratio_value(row: TrendRow) -> dict[str, Any]:
    ratio, low, high = row.acts.ratio, row.acts.low, row.acts.high
    return {
        "row": row.label,
        "ratio": None if ratio is None else min(max(ratio, _LEAST_RATIO), _MOST_RATIO),
        "low": max(low, _LEAST_RATIO),
        "high": _MOST_RATIO if high is None else min(max(high, _LEAST_RATIO), _MOST_RATIO),
        "change": row.change.value.replace("_", " "),
    }
