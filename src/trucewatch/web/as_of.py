"""The record as it was known on a day, for pages: derived when somebody asks, and kept for a while."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from trucewatch.errors import InputError, UsageError
from trucewatch.record import Heads, Reading, Snapshot, Store, record_as_of
from trucewatch.web.index import Index

AS_OF: Final = "as_of"
"""The parameter of an address."""
DATED: Final = (
    "incidents",
    "incidents.csv",
    "incidents.geojson",
    "reports",
    "reports.csv",
    "checks",
    "checks.csv",
    "ledgers",
    "trend",
    "findings",
    "findings.csv",
    "situation",
    "index.json",
)
"""Beside the overview, the first part of the address of every page that shows the record as known on a day."""
WAIT_SECONDS: Final = 20.0
"""How long a request waits for a record to be derived. A thousand incidents take about three seconds."""
MOST_REPORTS: Final = 20_000
"""Of larger records no day in the past is shown: all of their reports, claims and incidents would be held in memory at
once."""
_KEPT: Final = 3


class StillDeriving(Exception):
    """The record as known on a day is not there yet; asking again after a while gives it."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(f"the record as known on {day} is being derived")
        self.day = day


@dataclass(frozen=True, slots=True)
class _Then:
    reading: Reading
    index: Index


def _all_known_on(day: dt.date, now: Index) -> bool:
    """Whether every report of the record was published by a day: it is then the record as it stands."""
    sql = "SELECT count(published) = count(*) AND max(left(published, 10)) <= ? FROM report"
    with now.cursor() as cursor:
        row = cursor.execute(sql, [day.isoformat()]).fetchone()
    return bool(row and row[0])


class Past:
    """The last few days that somebody asked for. Threads may share it; one record is derived at a time."""

    def __init__(self, store: Store, *, wait_seconds: float = WAIT_SECONDS) -> None:
        """Derive nothing yet.

        Args:
            store: The record.
            wait_seconds: How long `on` waits.
        """
        self._store, self._wait = store, wait_seconds
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="past")
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Heads, dt.date], Future[_Then]] = OrderedDict()

    def on(self, day: dt.date, now: Index) -> tuple[Reading, Index]:
        """The record as known on a day, and its read model.

        Args:
            day: Reports published on it or before are known.
            now: Of the record as it is.

        Raises:
            InputError: Nothing was published by then, or the record is too large.
            StillDeriving: It is not there yet.
        """
        if self._store.stamp()[0] > MOST_REPORTS:
            if _all_known_on(day, now):
                return self._store, now
            raise InputError(
                f"a record of more than {MOST_REPORTS:,} reports is not derived for a day while a page waits: it is "
                "linked and judged anew, about three seconds for a thousand incidents, with all of it in memory",
                where=f"{AS_OF}={day}",
                remedy="use --as-of of the commands `ledger`, `trend`, `check` and `export`",
            )
        key = (now.heads, day)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = self._worker.submit(self._derive, day)
            self._kept.move_to_end(key)
            old = [self._kept.popitem(last=False)[1] for _ in range(len(self._kept) - _KEPT)]
        for one in old:
            _let_go(one)
        try:
            then = found.result(timeout=self._wait)
        except NotYet as error:
            raise StillDeriving(day) from error
        except UsageError as error:
            raise InputError(error.message, where=f"{AS_OF}={day}", remedy=error.remedy) from error
        return then.reading, then.index

    def _derive(self, day: dt.date) -> _Then:
        reading = record_as_of(self._store, day)
        assert isinstance(reading, Snapshot)
        return _Then(reading, Index.of_snapshot(reading))

    def close(self) -> None:
        """Let go of all that is kept."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        for one in self._kept.values():
            _let_go(one)
        self._kept.clear()


def _let_go(found: Future[_Then]) -> None:
    """Close a read model once it is there. Who reads it at this moment keeps its connection."""
    if not found.cancel():
        found.add_done_callback(lambda done: None if done.exception() else done.result().index.close())


_LINK: Final = re.compile(
    r'(?<! data-now)(?P<head> (?:href|hx-get)=")(?P<path>/[^"?#]*)(?P<query>\?[^"#]*)?(?P<name>#[^"]*)?"'
)


def keep_day(page: str, day: dt.date) -> str:
    """A page whose links to dated pages ask for the same day, those marked `data-now` apart.

    Args:
        page: As HTML from our templates, where attributes stand in double quotes and text holds none unescaped.
        day: That the page shows.
    """

    def kept(link: re.Match[str]) -> str:
        path, query = link["path"], link["query"] or ""
        first = path.split("/")[1].removesuffix(".json")
        if (first and first not in DATED and f"{first}.json" not in DATED) or f"{AS_OF}=" in query:
            return link[0]
        joined = f"{query}&amp;" if query else "?"
        return f'{link["head"]}{path}{joined}{AS_OF}={quote(day.isoformat())}{link["name"] or ""}"'

    return _LINK.sub(kept, page)
