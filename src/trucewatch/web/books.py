"""Ledgers and trends of a record for pages: added up from the read model, and kept until the record changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from trucewatch.assess import (
    Books,
    Coverage,
    Days,
    Gap,
    GroupBy,
    LedgerBy,
    Span,
    TrendOptions,
    TrendRow,
    disagreements,
    missing,
)
from trucewatch.assess.disputes import Disagreement, Revision, StatedTotals, TollRow
from trucewatch.assess.entries import keys_of
from trucewatch.assess.ledgers import finding_rows, ledger_of
from trucewatch.assess.reporting import LagCurve
from trucewatch.assess.sensitivity import MERGE_STEPS, sensitivity_of
from trucewatch.assess.sides import SideLedgers
from trucewatch.assess.trend import Act, Counted, acts_of, trend_of, violence
from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, link_claims
from trucewatch.link.voices import origin_key
from trucewatch.model import Agreement, Record
from trucewatch.record import Reading
from trucewatch.web import tallies
from trucewatch.web._spill import Spilled
from trucewatch.web.as_of import MOST_REPORTS
from trucewatch.web.index import Index
from trucewatch.web.parts import books_in_parts, tolls_of

T = TypeVar("T")

CLAIMANTS: Final = ("disagreements", "revisions", "tolls")
"""Tables that say what single claimants said."""
_OF_CLAIMS: Final = frozenset({"tolls", "sides", "missing"})
"""Tables for which all claims are read."""
TABLES: Final = ("totals", "findings", *CLAIMANTS, "sides", "missing")
"""Tables of a ledger that can be downloaded."""
WAIT_SECONDS: Final = 20.0
"""How long a request waits for a record to be added up."""
_WORKER: Final = ThreadPoolExecutor(1, thread_name_prefix="ledgers")
"""One thing at a time is added up from the read model."""
_READER: Final = ThreadPoolExecutor(1, thread_name_prefix="claims")
"""What rests on the claims themselves has a thread of its own, since reading them takes long: only one reads them."""
_KEEPING = threading.Lock()


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


class StillAdding(Exception):
    """The record is being added up; asking again after a while gives the answer."""


class Ledgers:
    """The tables of a record that were asked for. Threads may share it.

    They are added up from the read model, or from all claims a part at a time. A request waits so long, and what was
    added up is kept until the record changes.
    """

    def __init__(
        self,
        reading: Reading,
        index: Index,
        agreement: Agreement | None,
        *,
        until: dt.date | None,
        is_large: bool,
        wait_seconds: float,
    ) -> None:
        """Add up nothing yet.

        Args:
            reading: The record.
            index: Its read model.
            agreement: That its findings were made against.
            until: The day that the record is as of.
            is_large: Whether it is too large to be linked anew while a page waits.
            wait_seconds: How long a request waits.
        """
        self._reading, self._index, self._agreement, self._until = reading, index, agreement, until
        self.is_large = is_large
        self._wait = wait_seconds
        self._lock = threading.Lock()
        self._tables: dict[object, Future[Any]] = {}

    def _once(self, key: object, make: Callable[[], T], *, by: ThreadPoolExecutor = _WORKER) -> T:
        with self._lock:
            found = self._tables.get(key)
            if found is None or (found.done() and (found.cancelled() or found.exception() is not None)):
                found = self._tables[key] = by.submit(make)
        try:
            made: T = found.result(timeout=self._wait)
        except NotYet as error:
            if found.done():
                raise
            raise StillAdding from error
        return made

    def coverage(self) -> Coverage:
        """The dated reports."""
        return self._once("coverage", self._coverage)

    def _coverage(self) -> Coverage:
        with self._index.cursor() as cursor:
            return Coverage.of(tallies.dated(cursor), until=self._until)

    def table(self, name: str, *, by: LedgerBy, span: Span) -> Sequence[Record]:
        """The rows of a table; those that may be many are read from a file when they are looked at.

        Raises:
            StillAdding: It is not there yet.
            UsageError: It needs an agreement, and there is none; or findings are not counted by this.
        """
        makers: dict[str, Callable[[], Sequence[Record]]] = {
            "totals": lambda: self._totals(by, span),
            "findings": lambda: self._findings(by),
            "disagreements": lambda: self._told(tallies.DISAGREEMENTS, Disagreement),
            "revisions": lambda: self._told(tallies.REVISIONS, Revision),
            "tolls": self._tolls,
            "sides": self._sides,
            "missing": lambda: Spilled(Gap, self._lacking()),
        }
        key = (name, by, span) if name in ("totals", "findings") else name
        return self._once(key, makers[name], by=_READER if name in _OF_CLAIMS else _WORKER)

    def _ids(self, condition: str = "true") -> tuple[str, ...]:
        with self._index.cursor() as cursor:
            return tallies.ids_where(cursor, condition)

    def _parts(self, ids: Sequence[str], *, findings: bool = False) -> Iterator[Books]:
        revised = self._index.revised()
        for part in books_in_parts(self._reading, ids, revised, self._agreement, findings=findings):
            self._index.cursor().close()  # fails once the server has let go of it, which is then not kept from ending
            yield part

    def _tolls(self) -> Sequence[Record]:
        stated = tolls_of(self._reading)
        found = StatedTotals(stated.claims.values(), stated.reports)
        with self._index.cursor() as cursor:
            ids = tallies.ids_told_by(cursor, found.claimants)
        for part in self._parts(ids):
            found.take(part)
        return Spilled(TollRow, (row.to_json() for row in found.rows()))

    def _sides(self) -> Sequence[Record]:
        if self._agreement is None:
            return ()
        found = SideLedgers(self._agreement, waves=frozenset(self._ids(tallies.WAVE)))
        for part in self._parts(self._ids()):
            found.take(part)
        found.state(tolls_of(self._reading).claims.values())
        return found.rows()

    def _lacking(self) -> Iterator[str]:
        if self._agreement is not None:
            for b in self._parts(self._ids(tallies.UNDETERMINED), findings=True):
                gaps = missing(b.findings, b.incidents, b.claims, b.reports, self._agreement)
                yield from (gap.to_json() for gap in gaps)

    def _totals(self, by: LedgerBy, span: Span) -> Sequence[Record]:
        with self._index.cursor() as cursor:
            share = tallies.share_of(cursor, self._agreement, by=by, span=span)
        return ledger_of((share,), by=by, keys=keys_of(by, self._agreement))

    def _findings(self, by: LedgerBy) -> Sequence[Record]:
        with self._index.cursor() as cursor:
            return finding_rows(tallies.judged(cursor, self._agreement, by=by), by=by, agreement=self._agreement)

    def _told(self, name: str, kind: type[Record]) -> Sequence[Record]:
        with self._index.cursor() as cursor:
            return Spilled(kind, tallies.told_rows(cursor, name))

    def between(self, left: str, right: str) -> Sequence[Disagreement]:
        """Where two claimants disagree on the same incident."""
        all_ = self.table("disagreements", by=LedgerBy.CLAIMANT, span=Span.MONTH)
        wanted = {origin_key(left), origin_key(right)}

        def make() -> Sequence[Disagreement]:
            rows = (d for d in all_ if isinstance(d, Disagreement))
            both = [d.incident for d in rows if wanted <= {origin_key(s.claimant) for s in d.sayings}]
            parts = self._parts(tuple(dict.fromkeys(both)))
            return tuple(d for b in parts for d in disagreements(b, between=(left, right)))

        return self._once(("between", left, right), make)

    def _counted(self, by: GroupBy | None) -> Counted:
        coverage = self._coverage()
        with self._index.cursor() as cursor:
            return tallies.counted(cursor, coverage, self._agreement, by=by)

    def acts(self, by: GroupBy | None = None) -> Counted:
        """The acts of violence that a trend counts.

        Raises:
            StillAdding: They are not counted yet.
            UsageError: Zones are asked for without an agreement that has some.
        """
        return self._once(("acts", by), lambda: self._counted(by))

    def trend(self, options: TrendOptions, *, relink: bool) -> tuple[TrendRow, ...]:
        """The comparison of two periods, its groups, and the same under other settings.

        Args:
            options: Periods and groups.
            relink: Also with other thresholds of merging; every claim is then linked anew, four times.

        Raises:
            InputError: The record is too large to be linked anew.
            StillAdding: It is not there yet.
            UsageError: Zones are asked for without an agreement that has some.
        """
        if relink and self.is_large:
            raise InputError(
                "every claim is linked anew, four times, which is not done while a page waits of a record of more than "
                f"{MOST_REPORTS:,} reports",
                remedy="use `trucewatch trend`",
            )
        counted, coverage = self.acts(options.by), self.coverage()

        def make() -> tuple[TrendRow, ...]:
            rows = trend_of(counted, coverage, options=options)
            merged = _merged(self._reading, options) if relink else ()
            return (*rows, *sensitivity_of(counted, coverage, options=options, merged=merged)[1:])

        return self._once(("trend", options, relink), make, by=_READER if relink else _WORKER)

    def made(self) -> Made:
        """How the record was made."""
        acts = self.acts()
        return self._once("made", lambda: self._made(acts))

    def _made(self, acts: Counted) -> Made:
        coverage = self._coverage()
        with self._index.cursor() as cursor:
            rows = tuple(tallies.dated(cursor))
        named = Counter(source for _, source in rows if source)
        reports, undated = len(rows), sum(day is None for day, _ in rows)
        most = min(named, key=lambda s: (-named[s], s), default=None)
        ends = coverage.ends
        curve = LagCurve(acts.lags)
        last = Days(ends - dt.timedelta(days=29), ends) if ends else None
        return Made(
            reports=reports,
            sources=len(named),
            undated=undated,
            begins=coverage.begins,
            ends=ends,
            busiest=None if most is None else (most, named[most] / reports),
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

    Nothing is read yet.
    """
    weights = reading.weights()
    key = ("ledgers", index.version, weights, as_of)
    kept = index.kept.get(key)
    if isinstance(kept, Ledgers):
        return kept
    with index.cursor() as cursor:
        row = cursor.execute("SELECT count(*) FROM report").fetchone()
    is_large = bool(row and row[0] > MOST_REPORTS)
    with _KEEPING:
        kept = index.kept.get(key)
        if isinstance(kept, Ledgers):
            return kept
        for old in [k for k in list(index.kept) if isinstance(k, tuple) and k and k[0] == "ledgers"]:
            index.kept.pop(old, None)
        made = Ledgers(reading, index, agreement, until=as_of, is_large=is_large, wait_seconds=WAIT_SECONDS)
        index.keep(key, made)
        return made


def _merged(reading: Reading, options: TrendOptions) -> Sequence[tuple[float, tuple[Act, ...]]]:
    """The acts under other thresholds of merging."""
    claims = {c.id: c for c in reading.reviewed_claims()}
    reports = {r.id: r for r in reading.reports()}
    scorer = reading.weights().load()
    found = []
    for step in MERGE_STEPS:
        linking = LinkOptions(weights=scorer, threshold=scorer.threshold + step)
        anew = violence(link_claims(tuple(claims.values()), reports, options=linking), claims, kinds=options.kinds)
        found.append((step, acts_of(anew, claims, reports)))
    return found
