"""The timeline of a situation report as SVG: incidents a day, week or month by what the terms say of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from trucewatch.errors import UsageError
from trucewatch.model import Verdict, day_of
from trucewatch.publish.report_blocks import Picture
from trucewatch.publish.report_facts import VERDICT_ORDER, Facts, days_of
from trucewatch.publish.report_map import VERDICT_FILLS, VERDICT_WORDS
from trucewatch.publish.report_words import number
from trucewatch.publish.wording import day

_WIDTH, _HEIGHT = 660, 150
_MOST_DAYS, _MOST_WEEKS = 100, 100
"""Up to so many bars of a length; else the next longer one is taken."""
_BEFORE = 30
"""Where no period is asked for: days before the first report that are shown; history lies before them."""
_INK = "#4D4D4D"


def draw_timeline(facts: Facts) -> Picture | None:
    """Bars of incidents with one known day, week or month; null where there are none.

    Raises:
        UsageError: The extra `report` is not installed.
    """
    if facts.period is None:
        return None
    first, last = _shown(facts)
    length = _length(first, last)
    bars: Counter[tuple[dt.date, Verdict | None]] = Counter()
    early = vague = 0
    for told in facts.told:
        start, end = days_of(told.incident)
        if told.incident.when is None or start is None or end is None or _bin(start, length) != _bin(end, length):
            vague += 1
        elif start < first or end > last:
            early += 1
        else:
            bars[_bin(start, length), told.verdict] += 1
    if not bars:
        return None
    svg = _svg(facts, bars, first, last, length)
    most = max(Counter({d: 0 for d, _ in bars}), key=lambda d: (sum(n for (e, _), n in bars.items() if e == d), d))
    at_most = sum(n for (e, _), n in bars.items() if e == most)
    alt = (
        f"Incidents a {length} from {day(first)} to {day(last)}; most in that of {day(most)}, {at_most}. The table of "
        "incidents tells the same in words."
    )
    caption = f"Incidents a {length} by the gravest verdict of any term; of one {length} only what is surely of it."
    caption += f" Not drawn: {number(vague, 'incident')} without so sure a day." if vague else ""
    caption += f" {number(early, 'incident')} outside the days shown." if early else ""
    return Picture("timeline.svg", svg, alt, caption)


def _shown(facts: Facts) -> tuple[dt.date, dt.date]:
    assert facts.period is not None
    first, last = facts.period.start, facts.period.end
    published = [day_of(r.published) for r in facts.reports.values() if r.published]
    if facts.options.start is None and published:
        first = max(first, min(published) - dt.timedelta(days=_BEFORE))
    return min(first, last), last


def _length(first: dt.date, last: dt.date) -> str:
    days = (last - first).days + 1
    return "day" if days <= _MOST_DAYS else "week" if days <= 7 * _MOST_WEEKS else "month"


def _bin(day_: dt.date, length: str) -> dt.date:
    if length == "month":
        return day_.replace(day=1)
    return day_ - dt.timedelta(days=day_.weekday()) if length == "week" else day_


def _end(start: dt.date, length: str) -> dt.date:
    if length == "month":
        return (start + dt.timedelta(days=31)).replace(day=1)
    return start + dt.timedelta(days=7 if length == "week" else 1)


def _svg(
    facts: Facts, bars: Counter[tuple[dt.date, Verdict | None]], first: dt.date, last: dt.date, length: str
) -> str:
    altair, vl_convert = _libraries()
    order = [VERDICT_WORDS[v] for v in (*VERDICT_ORDER, None)]
    values, reached = [], Counter[dt.date]()
    for start, verdict in sorted(bars, key=lambda bar: (bar[0], order.index(VERDICT_WORDS[bar[1]]))):
        low = reached[start]
        reached[start] += bars[start, verdict]
        ends = {"start": start.isoformat(), "end": _end(start, length).isoformat()}
        values.append({**ends, "low": low, "high": reached[start], "verdict": VERDICT_WORDS[verdict]})
    there = [name for name in order if any(v["verdict"] == name for v in values)]
    fills = {VERDICT_WORDS[v]: fill for v, fill in VERDICT_FILLS.items()}
    scale = altair.Scale(type="utc", domain=[_bin(first, length).isoformat(), _end(last, length).isoformat()])
    days = altair.Axis(format="%-d %b %Y", labelOverlap=True, tickCount=8)
    counts = altair.Axis(tickMinStep=1, format="d")
    drawn = (
        altair.Chart(_data(altair, values, "start", "end"))
        .mark_rect(stroke="#ffffff", strokeWidth=0.8)
        .encode(
            x=altair.X("start:T", scale=scale, title=None, axis=days),
            x2="end:T",
            y=altair.Y("low:Q", title=f"incidents a {length}", axis=counts),
            y2="high:Q",
            color=altair.Color(
                "verdict:N",
                scale=altair.Scale(domain=there, range=[fills[name] for name in there]),
                legend=altair.Legend(title=None, orient="bottom", direction="horizontal"),
            ),
        )
    )
    agreed = _agreed(facts, first, last)
    chart = drawn + _dates(altair, agreed, scale) if agreed else drawn
    chart = chart.properties(width=_WIDTH, height=_HEIGHT, background="white")
    chart = chart.configure_axis(titleFontWeight="normal", gridColor="#dddddd").configure_view(stroke=None)
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _libraries() -> tuple[Any, Any]:
    """Altair and vl-convert.

    Raises:
        UsageError: They are not installed.
    """
    try:
        import altair
        import vl_convert
    except ImportError as error:
        raise UsageError(
            "drawing the timeline needs the extra report",
            where=str(error.name),
            remedy="pip install 'trucewatch[report]', or leave the pictures out with --no-pictures",
        ) from error
    return altair, vl_convert


def _data(altair: Any, values: list[dict[str, Any]], *days: str) -> Any:
    """Rows whose days are read as those of UTC, so that no machine moves them by its own zone."""
    return altair.Data(values=values, format={"type": "json", "parse": dict.fromkeys(days, "utc:'%Y-%m-%d'")})


def _agreed(facts: Facts, first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The dates of the agreement that are shown."""
    agreement = facts.agreement
    if agreement is None:
        return []
    found = [
        (day_of(moment), words)
        for moment, words in ((agreement.effective, "in force"), (agreement.ended, "ended"))
        if moment is not None
    ]
    return [(at, words) for at, words in found if first <= at <= last]


def _dates(altair: Any, agreed: list[tuple[dt.date, str]], scale: Any) -> Any:
    values = [{"at": at.isoformat(), "words": words} for at, words in agreed]
    base = altair.Chart(_data(altair, values, "at")).encode(x=altair.X("at:T", scale=scale))
    words = base.mark_text(align="left", dx=4, color=_INK).encode(y=altair.value(6), text="words:N")
    return base.mark_rule(color=_INK, strokeDash=[4, 3]) + words
