"""Ledgers and trends of a record for pages: the record read whole once, and the tables kept until it changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
    finding_counts_of,
    missing,
    revisions,
    side_ledgers,
    stated_totals,
    totals_of,
)
from trucewatch.assess.disputes import Disagreement
from trucewatch.assess.reporting import LagCurve
from trucewatch.assess.sensitivity import MERGE_STEPS, sensitivity_of
from trucewatch.assess.trend import Act, Counted, acts_of, count_acts, trend_of, violence
from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, WeightSet, link_claims
from trucewatch.model import Agreement, Record, Report
from trucewatch.record import Reading
from trucewatch.web.as_of import MOST_REPORTS
from trucewatch.web.index import Index
from trucewatch.web.parts import Need, Parts

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


class StillAdding(Exception):
    """A large record is being added up; asking again after a while gives the answer."""


class Ledgers:
    """The tables of a record that were asked for. Threads may share it.

    Of a small record all is read once and kept. A large one is read in parts, again for each kind of table, by one
    thread; a request waits for it so long, and what was added up is kept until the record changes.
    """

    def __init__(
        self, parts: Parts, weights: WeightSet, *, until: dt.date | None, whole: Books | None, wait_seconds: float
    ) -> None:
        """Add up nothing yet.

        Args:
            parts: The record in parts.
            weights: What its claims are linked by.
            until: The day that the record is as of.
            whole: All of it; null where it is too large to be held.
            wait_seconds: How long a request waits for something to be added up in parts.
        """
        self._parts, self._weights, self._until, self._whole = parts, weights, until, whole
        self._wait = wait_seconds
        self._lock = threading.Lock()
        self._tables: dict[object, Future[Any]] = {}

    @property
    def is_large(self) -> bool:
        """Whether some tables are not given because the record is large."""
        return self._whole is None

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

    def _read(self, need: Need, *, findings: bool = False) -> Iterable[Books]:
        return (self._whole,) if self._whole else self._parts.read(need, findings=findings)

    def _all(self, name: str) -> Books:
        if self._whole is None:
            raise InputError(
                f"{WHY_NOT[name]}, which is not done while a page waits of a record of more than "
                f"{MOST_REPORTS:,} reports",
                remedy=f"use `trucewatch {'trend' if name == 'merges' else f'ledger --table {name}'}`",
            )
        return self._whole

    def coverage(self) -> Coverage:
        """The dated reports."""
        found: Coverage = self._once("coverage", self._coverage)
        return found

    def _coverage(self) -> Coverage:
        return Coverage(self._reports(), until=self._until)

    def _reports(self) -> Iterable[Report]:
        return self._whole.reports.values() if self._whole else self._parts.reports()

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
        if name in WHY_NOT:
            self._all(name)
        agreement = self._parts.agreement
        need = Need.WHOLE if by in (LedgerBy.CLAIMANT, LedgerBy.ZONE) else Need.NONE
        makers: dict[str, Callable[[], Sequence[Record]]] = {
            "totals": lambda: totals_of(self._read(need, findings=by is LedgerBy.TERM), by=by, span=span),
            "findings": lambda: finding_counts_of(self._read(Need.NONE, findings=True), by=by, agreement=agreement),
            "disagreements": lambda: tuple(d for b in self._read(Need.WHOLE) for d in disagreements(b)),
            "revisions": lambda: tuple(r for b in self._read(Need.NONE) for n in b.incidents for r in revisions(n)),
            "tolls": lambda: stated_totals(self._all("tolls")),
            "sides": lambda: side_ledgers(self._all("sides")),
            "missing": lambda: _lacking(self._all("missing")),
        }
        key = (name, by, span) if name in ("totals", "findings") else name
        found: Sequence[Record] = self._once(key, makers[name])
        return found

    def between(self, left: str, right: str) -> Sequence[Disagreement]:
        """Where two claimants disagree on the same incident."""

        def make() -> Sequence[Disagreement]:
            return tuple(d for b in self._read(Need.WHOLE) for d in disagreements(b, between=(left, right)))

        found: Sequence[Disagreement] = self._once(("between", left, right), make)
        return found

    def _counted(self, by: GroupBy | None) -> Counted:
        need = Need.WHOLE if by is GroupBy.ZONE else Need.ACTS
        return count_acts(self._read(need), self._coverage(), by=by)

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
        if relink:
            self._all("merges")
        counted, coverage = self.acts(options.by), self.coverage()

        def make() -> tuple[TrendRow, ...]:
            rows = trend_of(counted, coverage, options=options)
            merged = _merged(self._all("merges"), self._weights, options) if relink else ()
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
        named: Counter[str] = Counter()
        reports = undated = 0
        for r in self._reports():
            reports, undated = reports + 1, undated + (r.published is None)
            named.update([r.source] if r.source else ())
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
    with _READING:
        kept = index.kept.get(key)
        if isinstance(kept, Ledgers):
            return kept
        for old in [k for k in list(index.kept) if isinstance(k, tuple) and k and k[0] == "ledgers"]:
            index.kept.pop(old, None)
        parts = Parts(reading, index, agreement)
        whole = None if is_large else _books(reading, agreement)
        made = Ledgers(parts, weights, until=as_of, whole=whole, wait_seconds=WAIT_SECONDS)
        index.keep(key, made)
        return made


def _lacking(b: Books) -> Sequence[Record]:
    return missing(b.findings, b.incidents, b.claims, b.reports, b.agreement) if b.agreement else ()


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
