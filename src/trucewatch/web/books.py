"""Ledgers and trends of a record for pages: the record read whole once, and the tables kept until it changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from trucewatch.assess import (
    Books,
    Coverage,
    Days,
    LedgerBy,
    Span,
    TrendOptions,
    TrendRow,
    disagreements,
    finding_counts,
    missing,
    revisions,
    sensitivity,
    side_ledgers,
    stated_totals,
    totals,
    trend,
)
from trucewatch.assess.reporting import LagCurve, lags_of
from trucewatch.assess.trend import Act, acts_of, violence
from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, WeightSet, link_claims
from trucewatch.model import Agreement, Incident, Record
from trucewatch.record import Reading
from trucewatch.web.as_of import MOST_REPORTS
from trucewatch.web.index import Index

CLAIMANTS: Final = ("disagreements", "revisions", "tolls")
"""Tables that say what single claimants said."""
TABLES: Final = ("totals", "findings", *CLAIMANTS, "sides", "missing")
"""Tables of a ledger that can be downloaded."""
_READING = threading.Lock()
"""One record at a time is read whole."""


@dataclass(frozen=True, slots=True)
class Made:
    """How the record was made, which every figure of a ledger depends on.

    Attributes:
        reports, sources: How many; `undated` of the reports have no date.
        begins, ends: First and last day of publication.
        busiest: The source with most reports, and its share of them.
        lag_median_days: Median days from an act to its first report; null where no act tells.
        unreported: Share of the acts of the last 30 days that has probably not come in; null of too few acts.
    """

    reports: int
    sources: int
    undated: int
    begins: dt.date | None
    ends: dt.date | None
    busiest: tuple[str, float] | None
    lag_median_days: float | None
    unreported: float | None


@dataclass(slots=True)
class Ledgers:
    """The books of a record with the tables that were asked for. Threads may share it."""

    books: Books
    until: dt.date | None
    weights: WeightSet
    """What its claims are linked by."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _tables: dict[object, Any] = field(default_factory=dict)

    def _once(self, key: object, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key not in self._tables:
                self._tables[key] = make()
            return self._tables[key]

    def coverage(self) -> Coverage:
        """The dated reports."""
        found: Coverage = self._once("coverage", lambda: Coverage(self.books.reports.values(), until=self.until))
        return found

    def table(self, name: str, *, by: LedgerBy, span: Span) -> Sequence[Record]:
        """The rows of a table.

        Raises:
            UsageError: It needs an agreement, and there is none; or findings are not counted by this.
        """
        b = self.books

        def lacking() -> Sequence[Record]:
            return missing(b.findings, b.incidents, b.claims, b.reports, b.agreement) if b.agreement else ()

        makers: dict[str, Callable[[], Sequence[Record]]] = {
            "totals": lambda: totals(b, by=by, span=span),
            "findings": lambda: finding_counts(b, by=by),
            "disagreements": lambda: disagreements(b),
            "revisions": lambda: tuple(r for n in b.incidents for r in revisions(n)),
            "tolls": lambda: stated_totals(b),
            "sides": lambda: side_ledgers(b),
            "missing": lacking,
        }
        key = (name, by, span) if name in ("totals", "findings") else name
        found: Sequence[Record] = self._once(key, makers[name])
        return found

    def acts(self) -> tuple[Act, ...]:
        """The acts of violence that a trend counts."""
        b = self.books
        found: tuple[Act, ...] = self._once(
            "acts", lambda: acts_of(violence(b.incidents, b.claims), b.claims, b.reports)
        )
        return found

    def trend(self, options: TrendOptions, agreement: Agreement | None, *, relink: bool) -> tuple[TrendRow, ...]:
        """The comparison of two periods, its groups, and the same under other settings.

        Args:
            options: Periods and groups.
            agreement: Gives the zones.
            relink: Also with other thresholds of merging; every claim is then linked anew, four times.
        """
        b = self.books
        weights = self.weights.load()

        def linked(step: float) -> Sequence[Incident]:
            options = LinkOptions(weights=weights, threshold=weights.threshold + step)
            return link_claims(tuple(b.claims.values()), b.reports, options=options)

        def make() -> tuple[TrendRow, ...]:
            rows = trend(b.incidents, b.claims, b.reports, options=options, agreement=agreement)
            other = sensitivity(b.incidents, b.claims, b.reports, options=options, relink=linked if relink else None)
            return (*rows, *other[1:])

        found: tuple[TrendRow, ...] = self._once(("trend", options, relink), make)
        return found

    def made(self) -> Made:
        """How the record was made."""
        found: Made = self._once("made", self._made)
        return found

    def _made(self) -> Made:
        reports, coverage = self.books.reports.values(), Coverage(self.books.reports.values(), until=self.until)
        named = Counter(r.source for r in reports if r.source)
        most = min(named, key=lambda s: (-named[s], s), default=None)
        acts = violence(self.books.incidents, self.books.claims)
        ends = coverage.ends
        curve = LagCurve(lags_of(acts, self.books.claims, ends) if ends else ())
        last = Days(ends - dt.timedelta(days=29), ends) if ends else None
        return Made(
            reports=len(self.books.reports),
            sources=len(named),
            undated=sum(r.published is None for r in reports),
            begins=coverage.begins,
            ends=ends,
            busiest=None if most is None else (most, named[most] / len(self.books.reports)),
            lag_median_days=curve.median,
            unreported=curve.unreported(last, ends) if last and ends else None,
        )


def ledgers_of(reading: Reading, index: Index, agreement: Agreement | None, *, as_of: dt.date | None) -> Ledgers:
    """The books of a record, kept until it changes.

    Args:
        reading: The record, or the record as known on a day.
        index: Its read model, which tells when it has changed.
        agreement: That its findings were made against.
        as_of: That day.

    Raises:
        InputError: The record is too large to be read whole while a page waits.
    """
    weights = reading.weights()
    key = ("ledgers", index.version, weights)
    kept = index.kept.get(key)
    if isinstance(kept, Ledgers):
        return kept
    with index.cursor() as cursor:
        row = cursor.execute("SELECT count(*) FROM report").fetchone()
    if row and row[0] > MOST_REPORTS:
        raise InputError(
            f"ledgers and trends of more than {MOST_REPORTS:,} reports are not added up while a page waits",
            remedy="use `trucewatch ledger` and `trucewatch trend`, which give the same tables",
        )
    with _READING:
        kept = index.kept.get(key)
        if isinstance(kept, Ledgers):
            return kept
        for old in [k for k in list(index.kept) if isinstance(k, tuple) and k and k[0] == "ledgers"]:
            index.kept.pop(old, None)
        made = Ledgers(_books(reading, agreement), as_of, weights)
        index.keep(key, made)
        return made


def _books(reading: Reading, agreement: Agreement | None) -> Books:
    return Books(
        incidents=tuple(reading.incidents()),
        claims={c.id: c for c in reading.reviewed_claims()},
        reports={r.id: r for r in reading.reports()},
        findings=tuple(reading.findings()),
        agreement=agreement,
    )
