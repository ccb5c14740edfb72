"""Ledgers of a record side by side: what each claimant, side, actor, period, term or zone adds up to.

Every ledger is a set of rows over the same incidents. An incident is of a row surely or perhaps: perhaps, where rival
accounts name different authors, where its date leaves room for several periods, where its place may lie in a zone, and
where a finding is undetermined. Low and best add up what is surely of the row, high adds what perhaps is. Totals of
rows are not to be added: an incident may be of several.

Acts shown to be no violence, and deaths and injuries by no hostile act, are counted apart. A wave and its parts
(`part_of`) count once (`umbrellas.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from trucewatch.assess._grouping import NOBODY
from trucewatch.assess.case import View
from trucewatch.assess.entries import (
    UNDATED,
    Books,
    Entry,
    LedgerBy,
    Named,
    Span,
    authors,
    entries_of,
    keys_of,
    needed,
    plus,
    whole_entry,
)
from trucewatch.assess.umbrellas import Bounds, Member, added_up, told_apart
from trucewatch.errors import UsageError
from trucewatch.link.voices import origin_key
from trucewatch.model import (
    KINDS,
    Agreement,
    Grade,
    KindGroup,
    Range,
    Record,
    Verdict,
)

ALL = "all"
"""The key of the row over all incidents."""


class LedgerRow(Record):
    """One row of a ledger.

    Attributes:
        by: What the row is one of.
        key: Name or id; the first day of a period; `all` for the row over everything.
        violent: Acts of violence that are surely of the row.
        breaches: Breaches without violence, likewise.
        conduct: Agreements, patrols, withdrawals and the like.
        perhaps: Further incidents that may be of the row.
        discounted: Incidents shown to be no act of violence; they are counted nowhere else.
        killed: People killed by hostile acts or acts of unknown cause: low and best of what is surely of the row, high
            with what perhaps is; a null high is open.
        injured: People injured, likewise.
        own_killed: For sides and actors: people of that side or actor killed, whoever did it; else null.
        own_injured: The same for the injured.
        other_killed: Deaths by no hostile act.
        other_injured: Injuries by none.
    """

    by: LedgerBy
    key: str
    violent: int
    breaches: int
    conduct: int
    perhaps: int
    discounted: int
    killed: Range
    injured: Range
    own_killed: Range | None
    own_injured: Range | None
    other_killed: Range
    other_injured: Range


class FindingRow(Record):
    """How many findings there are of each verdict, for a term, a zone or a side.

    Attributes:
        by: `term`, `zone` (where the term holds) or `side` (accused by an account; `not stated` where none is).
        key: Id of the term, zone or side.
        alleged_violation: Findings of that verdict, and so on; a side gets those of every incident it is accused of.
        attributed: For terms and zones, alleged violations put down to each side, as (side, number), most first; the
            rest are put down to nobody.
    """

    by: LedgerBy
    key: str
    alleged_violation: int
    consistent: int
    undetermined: int
    out_of_scope: int
    attributed: tuple[tuple[str, int], ...]


def totals(books: Books, *, by: LedgerBy, span: Span = Span.MONTH) -> tuple[LedgerRow, ...]:
    """A ledger of the record, its rows in order, and last the row `all`.

    By claimant the figures are those that the claimant itself gives; an origin counts, not those who relay it. Rows by
    claimant, side and actor come with most incidents first, `not stated` behind them; the others in their own order.

    Raises:
        UsageError: By term or zone, and there is no agreement.
        RecordError: A claim of an incident, or its report, is not there.
    """
    return totals_of((books,), by=by, span=span)


def totals_of(parts: Iterable[Books], *, by: LedgerBy, span: Span = Span.MONTH) -> tuple[LedgerRow, ...]:
    """The ledger of a record that comes in parts, as `totals` gives it of the whole; one part at a time is looked at.

    Args:
        parts: Each incident in one of them, a wave (`part_of`) in the same as its parts.
        by: What the rows are.
        span: Length of a period.

    Raises:
        UsageError: By term or zone, and there is no agreement.
        RecordError: A claim of an incident, or its report, is not there.
    """
    keys: dict[str, None] = {}

    def entries() -> Iterator[Share]:
        for books in parts:
            keys.update(dict.fromkeys(keys_of(by, books.agreement)))
            yield Share(tuple(entries_of(books, by=by, span=span)), tuple(map(whole_entry, books.incidents)))

    return ledger_of(entries(), by=by, keys=keys)


@dataclass(frozen=True, slots=True)
class Share:
    """What some of the incidents add to a ledger: a wave comes with its parts.

    Attributes:
        entries: With the name of the row that each is of.
        whole: Every incident once.
    """

    entries: Sequence[Named]
    whole: Sequence[Entry]


def ledger_of(shares: Iterable[Share], *, by: LedgerBy, keys: Iterable[str] = ()) -> tuple[LedgerRow, ...]:
    """The ledger that entries add up to, its rows in order, and last the row `all`.

    Args:
        shares: One is looked at at a time.
        by: What the rows are.
        keys: Rows that are there even where nothing is of them, in their order; looked at when all is added up.
    """
    spelled: dict[str, Counter[str]] = {}
    sums: dict[str, _Sums] = {}
    whole = _Sums()
    for share in shares:
        found: dict[str, list[Entry]] = {}
        for name, entry in share.entries:
            key = name
            if by is LedgerBy.CLAIMANT:
                key = origin_key(name)
                spelled.setdefault(key, Counter())[name] += entry.number
            found.setdefault(key, []).append(entry)
        for key, entries in found.items():
            sums.setdefault(key, _Sums()).take(entries)
        whole.take(share.whole)
    names = {key: min(votes, key=lambda n: (-votes[n], n)) for key, votes in spelled.items()}
    has_own = by in (LedgerBy.SIDE, LedgerBy.ACTOR)
    order = dict.fromkeys((*keys, *sums))
    rows = [sums.get(key, _Sums()).row(by, names.get(key, key), has_own=has_own) for key in order]
    if by is LedgerBy.PERIOD:
        rows.sort(key=lambda r: (r.key == UNDATED, r.key))
    if by in (LedgerBy.CLAIMANT, LedgerBy.SIDE, LedgerBy.ACTOR):
        rows.sort(key=lambda r: (r.key == NOBODY, -r.violent - r.breaches, -r.perhaps, r.key))
    return (*rows, whole.row(by, ALL, has_own=False))


def acts(rows: Sequence[Entry]) -> Counter[KindGroup]:
    """How many incidents there surely are of each group of kinds; a wave whose parts are here is none."""
    waves = told_apart(map(_member, rows))
    found: Counter[KindGroup] = Counter()
    for r in rows:
        if r.sure and r.incident not in waves:
            found[KINDS[r.kind].group] += r.number
    return found


def _member(row: Entry) -> Member:
    return Member(row.incident, row.part_of, row.sure)


_FIGURES: Mapping[str, tuple[Callable[[Entry], Bounds], bool]] = {
    "killed": (lambda r: r.harm.killed, False),
    "injured": (lambda r: r.harm.injured, False),
    "own_killed": (lambda r: r.own.killed, True),
    "own_injured": (lambda r: r.own.injured, True),
    "other_killed": (lambda r: r.harm.other_killed, False),
    "other_injured": (lambda r: r.harm.other_injured, False),
}
"""The figures of a row by name: where an entry has them, and whether they are losses, which always surely count."""


class _Sums:
    """A row while it is added up, part after part."""

    def __init__(self) -> None:
        self.groups: Counter[KindGroup] = Counter()
        self.perhaps = self.discounted = 0
        self.figures: dict[str, Bounds] = dict.fromkeys(_FIGURES, (0, 0, 0))

    def take(self, rows: Sequence[Entry]) -> None:
        """Add the entries of one part."""
        counted = [r for r in rows if r.grade is not Grade.DISCOUNTED]
        waves = told_apart(map(_member, counted))
        self.groups.update(acts(counted))
        self.perhaps += sum(r.number for r in counted if r.accused and not r.sure and r.incident not in waves)
        self.discounted += sum(r.number for r in rows if r.accused and r.grade is Grade.DISCOUNTED)
        for name, (figure, losses) in _FIGURES.items():
            of = rows if name.startswith("other_") else counted
            self.figures[name] = plus(self.figures[name], _sum(of, figure, losses=losses))

    def row(self, by: LedgerBy, key: str, *, has_own: bool) -> LedgerRow:
        """The row as it now stands."""
        figures = {name: _in_order(bounds) for name, bounds in self.figures.items()}
        return LedgerRow(
            by=by,
            key=key,
            violent=self.groups[KindGroup.VIOLENT],
            breaches=self.groups[KindGroup.BREACH],
            conduct=self.groups[KindGroup.CONDUCT],
            perhaps=self.perhaps,
            discounted=self.discounted,
            killed=figures["killed"],
            injured=figures["injured"],
            own_killed=figures["own_killed"] if has_own else None,
            own_injured=figures["own_injured"] if has_own else None,
            other_killed=figures["other_killed"],
            other_injured=figures["other_injured"],
        )


def added(rows: Sequence[Entry], figure: Callable[[Entry], Bounds], *, losses: bool = False) -> Range:
    """Figures added up, a wave and its parts once. Losses of a side count whoever is accused, surely or not."""
    return _in_order(_sum(rows, figure, losses=losses))


def _sum(rows: Sequence[Entry], figure: Callable[[Entry], Bounds], *, losses: bool) -> Bounds:
    members = [Member(r.incident, r.part_of, r.sure or losses) for r in rows]
    return added_up(members, [figure(r) for r in rows])


def _in_order(bounds: Bounds) -> Range:
    low, best, high = bounds
    return Range(low=low, best=max(low, best), high=high if high is None else max(high, low, best))


# ---- findings


def finding_counts(books: Books, *, by: LedgerBy) -> tuple[FindingRow, ...]:
    """Findings of each verdict a term, a zone or a side, in the order of the agreement.

    Raises:
        UsageError: By something else than these, or there is no agreement.
    """
    return finding_counts_of((books,), by=by, agreement=books.agreement)


def finding_counts_of(parts: Iterable[Books], *, by: LedgerBy, agreement: Agreement | None) -> tuple[FindingRow, ...]:
    """The findings of a record that comes in parts, as `finding_counts` gives them of the whole.

    Raises:
        UsageError: By something else than a term, a zone or a side, or there is no agreement.
    """
    judged = (one for books in parts for one in _judged(books, by, needed(agreement, by)))
    return finding_rows(judged, by=by, agreement=agreement)


class Judged(NamedTuple):
    """Findings of one row that are alike: its key, their verdict, whose act it was, and how many they are."""

    key: str
    verdict: Verdict
    attributed_to: str | None
    number: int


def finding_rows(judged: Iterable[Judged], *, by: LedgerBy, agreement: Agreement | None) -> tuple[FindingRow, ...]:
    """The rows that findings add up to.

    Raises:
        UsageError: By something else than a term, a zone or a side, or there is no agreement.
    """
    agreement = needed(agreement, by)
    if by is LedgerBy.SIDE:
        order = (*(s.id for s in agreement.sides), NOBODY)
    elif by in (LedgerBy.TERM, LedgerBy.ZONE):
        order = keys_of(by, agreement)
    else:
        raise UsageError(f"findings are not counted a {by}", remedy="count them a term, a zone or a side")
    verdicts: dict[str, Counter[Verdict]] = {key: Counter() for key in order}
    sides: dict[str, Counter[str]] = {}
    for key, verdict, attributed_to, number in judged:
        verdicts.setdefault(key, Counter())[verdict] += number
        if attributed_to is not None:
            sides.setdefault(key, Counter())[attributed_to] += number
    return tuple(
        _finding_row(by, key, counts, sides.get(key, Counter()))
        for key, counts in verdicts.items()
        if counts or by is LedgerBy.TERM
    )


def zones_of_terms(agreement: Agreement) -> Mapping[str, tuple[str, ...]]:
    """Where each term holds: a finding under it is one of each of these zones."""
    return {t.id: tuple(z for z in (t.zone, t.along) if z is not None) for t in agreement.terms}


def _judged(books: Books, by: LedgerBy, agreement: Agreement) -> Iterator[Judged]:
    """Findings with the keys of the rows that they are of."""
    view, zones = View(agreement), zones_of_terms(agreement)
    accused: Mapping[str, set[str]] = {}
    if by is LedgerBy.SIDE:
        accused = {n.id: {side for _, side in authors(n, view)} for n in books.incidents}
    for f in books.findings:
        keys: Iterable[str] = (f.term,)
        if by is not LedgerBy.TERM:
            keys = zones.get(f.term, ()) if by is LedgerBy.ZONE else sorted(accused.get(f.incident, {NOBODY}))
        yield from (Judged(key, f.verdict, f.attributed_to, 1) for key in keys)


def _finding_row(by: LedgerBy, key: str, counts: Counter[Verdict], sides: Counter[str]) -> FindingRow:
    put = sorted(sides.items(), key=lambda item: (-item[1], item[0])) if by is not LedgerBy.SIDE else []
    return FindingRow(
        by=by,
        key=key,
        alleged_violation=counts[Verdict.ALLEGED_VIOLATION],
        consistent=counts[Verdict.CONSISTENT],
        undetermined=counts[Verdict.UNDETERMINED],
        out_of_scope=counts[Verdict.OUT_OF_SCOPE],
        attributed=tuple(put),
    )
