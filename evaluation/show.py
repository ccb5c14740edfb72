"""Tables of scores, and the lists of errors that an author of rules reads every day."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evaluation.corpus import Corpus
from evaluation.measures import PRF, BCubed
from evaluation.scoring import FIELDS, ReportScore, touched_sentences
from evaluation.sentences import sentence_starts, sentence_text
from evaluation.summary import (
    Line,
    SetScore,
    check_lines,
    claim_lines,
    field_lines,
    finding_lines,
    incident_lines,
    quiet_line,
)
from trucewatch.model import Claim, Count, Report, Where


def sections(score: SetScore) -> dict[str, list[Line]]:
    """The tables of one set, in order."""
    violent, breaches = [r.violent for r in score.rows], [r.breaches for r in score.rows]
    out = {
        "violent acts": [*claim_lines(violent), quiet_line(score)],
        "fields over pairs": field_lines(violent),
        "breaches without violence": claim_lines(breaches),
    }
    if score.full:
        out |= {
            "incidents (B-cubed)": incident_lines(score),
            "findings": finding_lines(score),
            "checks": check_lines(score),
        }
    return out


def _cell(line: Line | None) -> str:
    if line is None or (line.measure is not None and not line.measure.support and not line.value):
        return "–"
    width = "" if line.interval.low == line.interval.high else f" [{line.interval.low:.2f}–{line.interval.high:.2f}]"
    return f"{line.value:.3f}{width}"


def _detail(line: Line | None) -> str:
    match line.measure if line else None:
        case PRF() as m:
            return f"P {m.precision:.2f} R {m.recall:.2f} of {m.support:.0f}"
        case BCubed() as m:
            return f"P {m.precision:.2f} R {m.recall:.2f} of {m.support:.0f}"
        case None:
            return ""
        case m:
            return f"{m.value * m.support:.0f} of {m.support:.0f}"


def print_scores(console: Console, scores: Sequence[SetScore]) -> None:
    """The sets side by side; with two or three, the gap between the last two.

    Of three that is development less held out, reports of the same making: what the rules gained by being worked on.
    """
    tables = [sections(s) for s in scores]
    gap = len(scores) in (2, 3)
    for title in tables[0]:
        table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("")
        for score in scores:
            table.add_column(f"{score.name} [95%]", justify="right")
            table.add_column("", style="dim")
        if gap:
            table.add_column("gap", justify="right")
        named = [{line.name: line for line in t[title]} for t in tables]
        names = list(dict.fromkeys(line.name for t in tables for line in t[title]))
        for name in names:
            lines = [n.get(name) for n in named]
            row = [name]
            for line in lines:
                row += [_cell(line), _detail(line)]
            if gap:
                a, b = lines[-2:]
                row.append(f"{a.value - b.value:+.3f}" if a and b and "–" not in (_cell(a), _cell(b)) else "")
            table.add_row(*row)
        if names:
            console.print(table)
            console.print()


def to_json(scores: Sequence[SetScore]) -> str:
    """All figures, for other programs."""
    out: dict[str, Any] = {}
    for score in scores:
        out[score.name] = {
            title: {
                line.name: {
                    "value": round(line.value, 6),
                    "interval": [round(line.interval.low, 6), round(line.interval.high, 6)],
                    "counts": dataclasses.asdict(line.measure) if dataclasses.is_dataclass(line.measure) else None,
                }
                for line in lines
            }
            for title, lines in sections(score).items()
        }
    return json.dumps(out, ensure_ascii=False, indent=2)


# ---- errors


def _said(report: Report, claim: Claim) -> str:
    starts = {"text": sentence_starts(report.text), "title": sentence_starts(report.title or "")}
    parts = {"text": report.text, "title": report.title or ""}
    return " / ".join(
        f"[{part}:{i}] {sentence_text(parts[part], starts[part], i)}"
        for part, i in sorted(touched_sentences(claim, starts))
    )


def _figure(count: Count | None) -> str:
    if count is None:
        return "–"
    low, high = ("?" if x is None else str(x) for x in (count.low, count.high))
    return low if low == high else f"{low}..{high}"


def _where(where: Where | None) -> str:
    if where is None:
        return "–"
    point = f" ({where.lat:.2f}, {where.lon:.2f} ±{where.radius_km:g} km)" if where.lat is not None else " (no point)"
    return f"{where.name or where.text}{point}"


def show_value(claim: Claim, field: str) -> str:
    """The value of a scored field, in few words."""
    p = claim.perpetrator
    match field:
        case "killed" | "injured":
            return _figure(getattr(claim, field))
        case "date":
            w = claim.when
            return "–" if w is None else f"{w.start}..{w.end} ({w.text!r})"
        case "place":
            return _where(claim.where)
        case "attribution":
            return p.confidence.value
        case "perpetrator" | "perpetrator_named":
            return f"{p.actor or '–'} ({p.label or p.text!r})"
        case "side" | "side_named":
            return p.side or "–"
        case "target_category":
            return ", ".join(sorted({t.category.value for t in claim.targets})) or "–"
        case "cause":
            return ", ".join(sorted({v.cause.value for v in claim.victims})) or "–"
        case "claimant_kind":
            return ", ".join(f"{c.name} ({c.kind.value})" for c in claim.claimants) or "–"
        case _:
            return str(getattr(claim, field))


def _claim_head(claim: Claim) -> str:
    marks = [m for m, on in (("background", claim.background), ("toll", claim.scope.value == "toll")) if on]
    return (
        f"{claim.id} {claim.kind.value}{' ' + '+'.join(marks) if marks else ''}  killed {_figure(claim.killed)}  "
        f"injured {_figure(claim.injured)}  {show_value(claim, 'date')}  {show_value(claim, 'place')}  "
        f"by {show_value(claim, 'perpetrator')} {claim.perpetrator.confidence.value}"
    )


def _scores(scores: Sequence[SetScore], kinds: str) -> Iterable[tuple[Corpus, Report, ReportScore]]:
    for score in scores:
        corpora = {c.name: c for c in score.corpora}
        for row in score.rows:
            part: ReportScore = getattr(row, kinds)
            corpus = corpora[row.corpus]
            yield corpus, next(r for r in corpus.reports if r.id == part.report), part


def print_errors(console: Console, scores: Sequence[SetScore], limit: int, *, kinds: str = "violent") -> None:
    """Missed and false claims with their sentences, report by report; `limit` reports at most."""
    shown = 0
    for corpus, report, part in _scores(scores, kinds):
        if not (part.missed or part.spurious):
            continue
        if shown == limit:
            console.print(f"… and more; the first {limit} reports are shown")
            return
        shown += 1
        head = f"{corpus.name} / {report.id}  ({report.published})  {part.events.tp:.0f} right"
        console.print(Text(head, style="bold"))
        for name, style, claims in (("missed", "red", part.missed), ("false", "yellow", part.spurious)):
            for claim in claims:
                console.print(Text(f"  {name}: {_claim_head(claim)}", style=style), soft_wrap=True)
                console.print(Text(f"      {_said(report, claim)}"), soft_wrap=True)


def print_field_errors(
    console: Console, scores: Sequence[SetScore], fields: Sequence[str], limit: int, *, kinds: str = "violent"
) -> None:
    """Pairs whose field is wrong: gold and predicted value, and the gold sentences."""
    for field in fields:
        wrong = [
            (corpus, report, pair)
            for corpus, report, part in _scores(scores, kinds)
            for pair in part.pairs
            if FIELDS[field](pair.gold, pair.predicted) is False
        ]
        console.print(Text(f"{field}: {len(wrong)} wrong", style="bold"))
        for corpus, report, pair in wrong[:limit]:
            gold, given = show_value(pair.gold, field), show_value(pair.predicted, field)
            console.print(
                Text(f"  {corpus.name} / {pair.gold.id}: gold {gold}  predicted {given}", style="yellow"),
                soft_wrap=True,
            )
            console.print(Text(f"      {_said(report, pair.gold)}"), soft_wrap=True)
