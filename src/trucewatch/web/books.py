"""Ledgers and trends of a record for pages: added up from the read model, and kept until the record changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any, Final

from trucewatch.assess import (
    Books,
    Coverage,
    Days,
    GroupBy,
    LedgerBy,
    Span,
    TrendOptions,
    TrendRow,
    disagreements,
    missing,
    side_ledgers,
    stated_totals,
)
from trucewatch.assess.disputes import Disagreement, Revision
from trucewatch.assess.entries import keys_of
from trucewatch.assess.ledgers import finding_rows, ledger_of
from trucewatch.assess.reporting import LagCurve
from trucewatch.assess.sensitivity import MERGE_STEPS, sensitivity_of
from trucewatch.assess.trend import Act, Counted, acts_of, trend_of, violence
from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, WeightSet, link_claims
from trucewatch.link.voices import origin_key
from trucewatch.model import Agreement, Record
from trucewatch.record import Reading
from trucewatch.web import tallies
from trucewatch.web.as_of import MOST_REPORTS
from trucewatch.web.index import Index
from trucewatch.web.parts import books_in_parts

CLAIMANTS: Final = ("disagreements", "revisions", "tolls")
"""Tables that say what single claimants said."""
TABLES: Final = ("totals", "findings", *CLAIMANTS, "sides", "missing")
"""Tables of a ledger that can be downloaded."""
WHY_NOT: Final = {
    "tolls": "every stated total is held against all incidents that its claimant reported",
    "sides": "what each side reports of each, and the totals that it states, are read of all claims at once",
    "missing": "every undetermined finding is tested anew",
    "merges": "every claim is linked anew, four times",
}
"""What the tables take that are not given of a large record."""
WAIT_SECONDS: Final = 20.0
"""How long a request waits for a large record to be added up."""
_WORKER: Final = ThreadPoolExecutor(1, thread_name_prefix="ledgers")
"""One thing at a time is added up, so that a large record is not read by several threads at once."""
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
    """A large record is being added up; asking again after a while gives the answer."""


class Ledgers:
    """The tables of a record that were asked for. Threads may share it.

    They are added up from the read model, by one thread; what needs all claims at once is given of a record that can be
    held whole. A request for a large one waits so long, and what was added up is kept until the record changes.
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
            is_large: Whether it is too large to be held whole: some tables are then not given.
            wait_seconds: How long a request waits for something of a large record.
        """
        self._reading, self._index, self._agreement, self._until = reading, index, agreement, until
        self.is_large = is_large
        self._wait = wait_seconds
        self._lock = threading.Lock()
        self._tables: dict[object, Future[Any]] = {}
        self._whole: Books | None = None

    def _once(self, key: object, make: Callable[[], Any]) -> Any:
        with self._lock:
            found = self._tables.get(key)
            if found is None or (found.done() and (found.cancelled() or found.exception() is not None)):
                found = self._tables[key] = _WORKER.submit(make)
        try:
            return found.result(timeout=self._wait if self.is_large else None)
        except NotYet as error:
            if found.done():
                raise
            raise StillAdding from error

    def _all(self, name: str) -> Callable[[], Books]:
        """How to read the record whole, once."""
        if self.is_large:
            raise InputError(
                f"{WHY_NOT[name]}, which is not done while a page waits of a record of more than "
                f"{MOST_REPORTS:,} reports",
                remedy=f"use `trucewatch {'trend' if name == 'merges' else f'ledger --table {name}'}`",
            )
        return self._read_whole

    def _read_whole(self) -> Books:
        # Only the one thread that adds up comes here.
        if self._whole is None:
            self._whole = _books(self._reading, self._agreement)
        return self._whole

    def coverage(self) -> Coverage:
        """The dated reports."""
        found: Coverage = self._once("coverage", self._coverage)
        return found

    def _coverage(self) -> Coverage:
        with self._index.cursor() as cursor:
            return Coverage.of(tallies.dated(cursor), until=self._until)

    def why_not(self, name: str) -> str | None:
        """Why a table is not given of this record, and what gives it; null where it is."""
        if not self.is_large or name not in WHY_NOT:
            return None
        try:
            self._all(name)
        except InputError as error:
            return f"{error.message}: {error.remedy}"
        return None

    def table(self, name: str, *, by: LedgerBy, span: Span) -> Sequence[Record]:
        """The rows of a table.

        Raises:
            InputError: The record is too large for this table.
            StillAdding: It is not there yet.
            UsageError: It needs an agreement, and there is none; or findings are not counted by this.
        """
        agreement = self._agreement
        makers: dict[str, Callable[[], Sequence[Record]]] = {
            "totals": lambda: self._totals(by, span),
            "findings": lambda: self._findings(by),
            "disagreements": lambda: self._told(tallies.DISAGREEMENTS, Disagreement),
            "revisions": lambda: self._told(tallies.REVISIONS, Revision),
        }
        if name in WHY_NOT:
            whole = self._all(name)
            makers |= {
                "tolls": lambda: stated_totals(whole()),
                "sides": lambda: side_ledgers(whole()),
                "missing": lambda: _lacking(whole(), agreement),
            }
        key = (name, by, span) if name in ("totals", "findings") else name
        found: Sequence[Record] = self._once(key, makers[name])
        return found

    def _totals(self, by: LedgerBy, span: Span) -> Sequence[Record]:
        with self._index.cursor() as cursor:
            share = tallies.share_of(cursor, self._agreement, by=by, span=span)
        return ledger_of((share,), by=by, keys=keys_of(by, self._agreement))

    def _findings(self, by: LedgerBy) -> Sequence[Record]:
        with self._index.cursor() as cursor:
            return finding_rows(tallies.judged(cursor, self._agreement, by=by), by=by, agreement=self._agreement)

    def _told(self, name: str, kind: type[Record]) -> Sequence[Record]:
        with self._index.cursor() as cursor:
            return tuple(kind.model_validate_json(line) for line in tallies.told_rows(cursor, name))

    def between(self, left: str, right: str) -> Sequence[Disagreement]:
        """Where two claimants disagree on the same incident."""
        all_ = self.table("disagreements", by=LedgerBy.CLAIMANT, span=Span.MONTH)
        wanted = {origin_key(left), origin_key(right)}

        def make() -> Sequence[Disagreement]:
            rows = (d for d in all_ if isinstance(d, Disagreement))
            both = [d.incident for d in rows if wanted <= {origin_key(s.claimant) for s in d.sayings}]
            revised = self._index.revised()
            parts = books_in_parts(self._reading, tuple(dict.fromkeys(both)), revised, self._agreement)
            return tuple(d for b in parts for d in disagreements(b, between=(left, right)))

        found: Sequence[Disagreement] = self._once(("between", left, right), make)
        return found

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
        found: Counted = self._once(("acts", by), lambda: self._counted(by))
        return found

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
        whole = self._all("merges") if relink else None
        counted, coverage = self.acts(options.by), self.coverage()

        def make() -> tuple[TrendRow, ...]:
            rows = trend_of(counted, coverage, options=options)
            merged = _merged(whole(), self._reading.weights(), options) if whole is not None else ()
            return (*rows, *sensitivity_of(counted, coverage, options=options, merged=merged)[1:])

        found: tuple[TrendRow, ...] = self._once(("trend", options, relink), make)
        return found

    def made(self) -> Made:
        """How the record was made."""
        acts = self.acts()
        found: Made = self._once("made", lambda: self._made(acts))
        return found

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

    Of a record of more than `MOST_REPORTS` reports nothing is read yet.
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


def _lacking(b: Books, agreement: Agreement | None) -> Sequence[Record]:
    return missing(b.findings, b.incidents, b.claims, b.reports, agreement) if agreement else ()


def _merged(b: Books, weights: WeightSet, options: TrendOptions) -> Sequence[tuple[float, tuple[Act, ...]]]:
    """The acts under other thresholds of merging."""
    scorer = weights.load()
    found = []
    for step in MERGE_STEPS:
        linking = LinkOptions(weights=scorer, threshold=scorer.threshold + step)
        anew = violence(
            link_claims(tuple(b.claims.values()), b.reports, options=linking), b.claims, kinds=options.kinds
        )
        found.append((step, acts_of(anew, b.claims, b.reports)))
    return found


def _books(reading: Reading, agreement: Agreement | None) -> Books:
    return Books(
        incidents=tuple(reading.incidents()),
        claims={c.id: c for c in reading.reviewed_claims()},
        reports={r.id: r for r in reading.reports()},
        findings=tuple(reading.findings()),
        agreement=agreement,
    )
