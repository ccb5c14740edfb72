"""Reports that programs post go through the pipeline one posting after the other, in a thread of their own."""

from __future__ import annotations

import datetime as dt
import io
import logging
import queue
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from trucewatch.engine import RunOptions, RunResult, Stages, default_stages, run_pipeline
from trucewatch.errors import TrucewatchError, UsageError
from trucewatch.model import Report
from trucewatch.read import locate_inputs
from trucewatch.record import Store
from trucewatch.record.faults import FAULTS

_LOG = logging.getLogger(__name__)
_WAITING: Final = 16
_KEPT: Final = 200
_LINE: Final = re.compile(r"standard input:(\d+)")


class RunState(StrEnum):
    """How far a posting is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read or handled."""

    where: str
    reason: str
    remedy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A posting of reports and what became of it.

    Attributes:
        id: Names it.
        by: Who posted it.
        posted, ended: When; `ended` is null while it is not over.
        state: How far it is.
        stage: What the pipeline is at.
        steps_done, steps: Of the stage; null where nobody knows.
        read, new, extracted: Reports that were read, those of them that the record did not hold, and those whose claims
            were extracted; null until it is done.
        reports: For each report of the posting, in its order, the id under which the record holds it; null where it
            could not be read, which `problems` tells. Empty until it is done.
        problems: What could not be read or handled; `where` is the place in the posting (`reports.0`) or a
            report's id.
        error: Why it failed.
    """

    id: str
    by: str
    posted: dt.datetime
    ended: dt.datetime | None = None
    state: RunState = RunState.WAITING
    stage: str | None = None
    steps_done: int = 0
    steps: int | None = None
    read: int | None = None
    new: int | None = None
    extracted: int | None = None
    reports: tuple[str | None, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: str | None = None


class Busy(Exception):
    """Too many postings are waiting already."""


class Runs:
    """The postings of one record. Threads may share it; one posting runs at a time."""

    def __init__(
        self,
        store: Store,
        *,
        extractor: str,
        now: Callable[[], dt.datetime],
        stages: Callable[[], Stages] | None = None,
    ) -> None:
        """Run nothing yet; the thread starts with the first posting.

        Args:
            store: The record.
            extractor: `rules` or `model`.
            now: The clock.
            stages: Makes the functions to run; those of the package for the record's agreement where not given.
        """
        self._store, self._extractor, self._now = store, extractor, now
        self._make = stages or (lambda: default_stages(store.agreement(), extractor=extractor))
        self._lock = threading.Lock()
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._waiting: queue.Queue[tuple[str, bytes] | None] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None

    def post(self, lines: bytes, by: str) -> Run:
        """Take reports as JSON Lines.

        Raises:
            Busy: Too many are waiting.
        """
        run = Run(id=f"run-{secrets.token_hex(8)}", by=by, posted=self._now())
        with self._lock:
            try:
                self._waiting.put_nowait((run.id, lines))
            except queue.Full as error:
                raise Busy from error
            self._runs[run.id] = run
            while len(self._runs) > _KEPT:
                self._runs.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="runs", daemon=True)
                self._thread.start()
        return run

    def get(self, id_: str) -> Run | None:
        """The posting, or null; only the last 200 are kept in mind, and none over a restart."""
        with self._lock:
            return self._runs.get(id_)

    def close(self) -> None:
        """Let the posting that runs come to its end, and drop those that wait."""
        thread = self._thread
        if thread is None:
            return
        while True:
            try:
                self._waiting.get_nowait()
            except queue.Empty:
                break
        self._waiting.put(None)
        thread.join()

    # ---- the thread

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            id_, lines = item
            try:
                self._run(id_, lines)
            except (OSError, *FAULTS) as error:
                _LOG.error("a posting failed", exc_info=error)
                self._tell(id_, state=RunState.FAILED, error=_said(error))
            self._tell(id_, ended=self._now())

    def _run(self, id_: str, lines: bytes) -> None:
        self._tell(id_, state=RunState.RUNNING, stage="Starting")
        basis = self._store.basis()
        stages = self._make()
        strange = sorted(set(self._store.extractors()) - {stages.extractor})
        if strange:
            # Else reports that are there already would be extracted anew, by other rules or without the places given.
            raise UsageError(
                f"the record's claims were found by {', '.join(strange)}, and would now be by {stages.extractor}",
                remedy="bring it up to date with `trucewatch run` first, or serve it with the same --extractor",
            )
        result = run_pipeline(
            ["-"],
            agreement=basis.agreement,
            out=self._store.address,
            options=RunOptions(extractor=self._extractor, sources=basis.sources, rating_notes=basis.rating_notes),
            progress=_Told(lambda **fields: self._tell(id_, **fields)),
            stdin=io.BytesIO(lines),
            stages=stages,
        )
        self._tell(
            id_,
            state=RunState.DONE,
            stage=None,
            read=result.read,
            new=result.new,
            extracted=result.extracted,
            reports=_ids(lines, result),
            problems=tuple(Problem(_where(p.where), p.reason, p.remedy) for p in result.problems[:100]),
        )

    def _tell(self, id_: str, **fields: object) -> None:
        with self._lock:
            if id_ in self._runs:
                self._runs[id_] = replace(self._runs[id_], **fields)  # type: ignore[arg-type]


def _where(where: str) -> str:
    """A place in a posting as it was posted, not as the line that it became."""
    line = _LINE.fullmatch(where)
    return where if line is None else f"reports.{int(line[1]) - 1}"


def _ids(lines: bytes, result: RunResult) -> tuple[str | None, ...]:
    """The id of each report of a posting, where the record holds it."""
    held = {r.id for r in result.reports}
    unread = {p.where for p in result.problems}
    made: list[str | None] = [None] * lines.count(b"\n")
    for where, item in locate_inputs(["-"], stdin=io.BytesIO(lines)):
        line = _LINE.fullmatch(where)
        if line is not None and isinstance(item, Report) and where not in unread and item.id in held:
            made[int(line[1]) - 1] = item.id
    return tuple(made)


def _said(error: Exception) -> str:
    if isinstance(error, TrucewatchError):
        return str(error)
    return "an error that was not foreseen; the log of the server names it"


class _Told:
    """The engine's progress, told to a run."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell, self._done = tell, 0

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins."""
        self._done = 0
        self._tell(stage=stage, steps_done=0, steps=total)

    def advance(self) -> None:
        """One step is done."""
        self._done += 1
        self._tell(steps_done=self._done)

    def end(self) -> None:
        """The stage is done."""
