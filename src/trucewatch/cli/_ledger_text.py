"""Ledgers as text: totals, and what belongs to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rich.console import Console

from trucewatch.assess.disputes import (
    Disagreement,
    Revision,
    Saying,
    Tally,
    TollRow,
    disagreements,
    revisions,
    stated_totals,
)
from trucewatch.assess.entries import Books, LedgerBy, Span
from trucewatch.assess.gaps import Gap, missing
from trucewatch.assess.ledgers import FindingRow, LedgerRow, finding_counts, totals
from trucewatch.assess.sides import NO_SIDE, SideLedger, side_ledgers
from trucewatch.cli._console import add_row, head, open_console, say, table_of
from trucewatch.model import Range, Record, Verdict

_MOST = 60
"""Rows of a table at most; --format csv and jsonl give all."""

_VERDICTS = (Verdict.ALLEGED_VIOLATION, Verdict.CONSISTENT, Verdict.UNDETERMINED, Verdict.OUT_OF_SCOPE)


def print_ledger(books: Books, *, by: LedgerBy, span: Span, between: tuple[str, str] | None) -> None:
    """The totals by something, and what belongs to them, to standard output."""
    console = open_console()
    head(console, f"Totals by {by}{f', a {span}' if by is LedgerBy.PERIOD else ''}")
    _totals(console, totals(books, by=by, span=span))
    if by in (LedgerBy.CLAIMANT, LedgerBy.ACTOR):
        head(console, "Where claimants disagree on one incident")
        _print(console, disagreements(books, between=between), "They do not.")
        head(console, "Figures that a claimant changed")
        _print(console, [r for n in books.incidents for r in revisions(n)], "None.")
        head(console, "Totals that a claimant states, beside the incidents that it reported itself")
        _print(console, stated_totals(books), "No report states one.")
    elif by is LedgerBy.SIDE:
        head(console, "What each side reports of each")
        _print(console, side_ledgers(books), "Sides are those of an agreement, and the record has none.")
    if books.agreement is not None and by in (LedgerBy.SIDE, LedgerBy.TERM, LedgerBy.ZONE):
        head(console, f"Findings by {by}")
        _findings(console, finding_counts(books, by=by))
    if books.agreement is not None and by is LedgerBy.TERM:
        head(console, "What would turn an undetermined finding into an answer")
        found = missing(books.findings, books.incidents, books.claims, books.reports, books.agreement)
        for line in needs(found):
            say(console, f"- {line}")
        lacking = Counter((g.incident, g.term) for g in found)
        # First what lacks least: one answer decides it.
        found = tuple(sorted(found, key=lambda g: lacking[g.incident, g.term]))
        _print(console, found, "Every finding has an answer.")


def print_rows(rows: Sequence[Record]) -> None:
    """One table to standard output."""
    console = open_console()
    if rows and isinstance(rows[0], LedgerRow):
        _totals(console, [row for row in rows if isinstance(row, LedgerRow)])
    elif rows and isinstance(rows[0], FindingRow):
        _findings(console, [row for row in rows if isinstance(row, FindingRow)])
    else:
        _print(console, rows, "Nothing.")


def needs(found: Sequence[Gap]) -> list[str]:
    """One line for each term and need, with how many findings it would decide by itself."""
    counts = Counter((g.term, g.need) for g in found)
    alone = Counter((g.incident, g.term) for g in found)
    lines = []
    for (term, need), number in counts.most_common():
        sole = sum(g.term == term and g.need is need and alone[g.incident, term] == 1 for g in found)
        told = f", {sole} of which {'is' if sole == 1 else 'are'} all that is missing" if sole else ""
        lines.append(f"{term}: {need} {number}{told}")
    return lines


def span_of(figure: Range | None) -> str:
    """`3`, `2 (1-4)`, `15 (15-45)`, `2+` where the high is open, nothing where nobody was harmed."""
    if figure is None or (figure.high == 0 and not figure.low):
        return ""
    low, best, high = figure.low or 0, figure.best or 0, figure.high
    if high is None:
        return f"{best}+" if low == best else f"{best} ({low}+)"
    return str(best) if low == high else f"{best} ({low}-{high})"


def _totals(console: Console, rows: Sequence[LedgerRow]) -> None:
    own = any(row.own_killed is not None for row in rows)
    right = ["violent", "breaches", "conduct", "perhaps", "killed", "injured"]
    right += ["own killed", "own injured"] if own else []
    table = table_of([rows[0].by.value], [*right, "otherwise killed", "discounted"])
    for row in _some(rows):
        table.add_section() if row.key == "all" else None
        counts = (row.violent, row.breaches, row.conduct, row.perhaps)
        cells = [*(str(n) if n else "" for n in counts), span_of(row.killed), span_of(row.injured)]
        cells += [span_of(row.own_killed), span_of(row.own_injured)] if own else []
        add_row(table, row.key, *cells, span_of(row.other_killed), str(row.discounted) if row.discounted else "")
    console.print(table)


def _some(rows: Sequence[LedgerRow]) -> Sequence[LedgerRow]:
    return rows if len(rows) <= _MOST else [*rows[: _MOST - 1], rows[-1]]


def _findings(console: Console, rows: Sequence[FindingRow]) -> None:
    if not rows:
        say(console, "None.")
        return
    table = table_of([rows[0].by.value], [*(v.replace("_", " ") for v in _VERDICTS), "attributed to"])
    for row in rows:
        counts = (row.alleged_violation, row.consistent, row.undetermined, row.out_of_scope)
        put = ", ".join(f"{side} {n}" for side, n in row.attributed)
        nobody = "nobody" if row.alleged_violation and row.by is not LedgerBy.SIDE else ""
        add_row(table, row.key, *map(str, counts), put or nobody)
    console.print(table)


def _print(console: Console, rows: Sequence[Record], nothing: str) -> None:
    if not rows:
        say(console, nothing)
        return
    columns, cells = _SHAPES[type(rows[0])]
    table = table_of(columns)
    for row in rows[:_MOST]:
        add_row(table, *cells(row))
    console.print(table)
    if len(rows) > _MOST:
        say(console, f"... and {len(rows) - _MOST} more; --format csv or jsonl gives all")


def _saying(said: Saying) -> str:
    if said.words is not None:
        return said.words
    return _bounds(said.low, said.high)


def _bounds(low: int | None, high: int | None) -> str:
    if low is not None and low == high:
        return str(low)
    if high is None:
        return f"{low if low is not None else '?'}+"
    return f"up to {high}" if low is None else f"{low}-{high}"


def _disagreement(row: Record) -> tuple[str, ...]:
    assert isinstance(row, Disagreement)
    told: dict[str, list[str]] = {}
    for said in row.sayings:
        told.setdefault(_saying(said), []).append(said.claimant)
    return row.incident, row.field, "; ".join(f"{what}: {', '.join(who)}" for what, who in told.items())


def _revision(row: Record) -> tuple[str, ...]:
    assert isinstance(row, Revision)
    steps = [f"{_bounds(s.low, s.high)} ({(s.known_on or '?')[:10]})" for s in row.steps]
    return row.incident, row.effect, row.claimant, " → ".join(steps)


_TALLIES = {
    Tally.SAME: "the same",
    Tally.MAY_AGREE: "may agree",
    Tally.RECORD_LESS: "the record holds fewer",
    Tally.RECORD_MORE: "the record holds more",
}


def _toll(row: Record) -> tuple[str, ...]:
    assert isinstance(row, TollRow)
    days = f"{(row.start or '..')[:10]} to {(row.end or '..')[:10]}"
    reported = _bounds(row.reported_low, row.reported_high)
    acts = f"{len(row.incidents)}{f' to {len(row.incidents) + len(row.perhaps)}' if row.perhaps else ''}"
    stated = _bounds(row.stated_low, row.stated_high)
    return row.claimant, days, row.where or "", row.counts, stated, reported, acts, _TALLIES[row.tally]


def _side(row: Record) -> tuple[str, ...]:
    assert isinstance(row, SideLedger)
    stated = [
        f"{'?' if n is None else n} ({(start or '?')[:10]} to {(end or '?')[:10]})"
        for _, start, end, n, _ in row.stated
    ]
    by = "no side (monitors, outlets)" if row.by == NO_SIDE else row.by
    counts = (str(row.violent or ""), str(row.breaches or ""))
    return by, row.of, *counts, span_of(row.killed), span_of(row.injured), ", ".join(stated)


def _gap(row: Record) -> tuple[str, ...]:
    assert isinstance(row, Gap)
    ends = [f"{word}: {v.replace('_', ' ')}" for word, v in (("yes", row.if_yes), ("no", row.if_no)) if v is not None]
    return row.incident, row.term, row.words, ", ".join(ends)


_SHAPES: dict[type[Record], tuple[tuple[str, ...], Callable[[Record], tuple[str, ...]]]] = {
    Disagreement: (("incident", "what", "who says what"), _disagreement),
    Revision: (("incident", "what", "claimant", "as it became known"), _revision),
    TollRow: (
        ("claimant", "period", "where", "what", "states", "reported", "incidents", "beside each other"),
        _toll,
    ),
    SideLedger: (
        ("reported by", "done by", "violent", "breaches", "killed", "injured", "totals of acts that it states"),
        _side,
    ),
    Gap: (("incident", "term", "what is missing", "would give"), _gap),
}
