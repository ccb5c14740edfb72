"""Reports on their way into a record, and what a fault in a rule costs: one report, never the run."""

from __future__ import annotations

from typing import Protocol

from trucewatch.engine.stages import Stages
from trucewatch.errors import InputError
from trucewatch.model import PublishedBasis, Report
from trucewatch.read import Unreadable
from trucewatch.record.faults import FAULTS, fault


class ReportStore(Protocol):
    """Where reports are kept; `trucewatch.record.Store` is one."""

    def report(self, id_: str, /) -> Report | None:
        """The report with this id, or null."""

    def put_report(self, report: Report, /) -> bool:
        """Keep a report; returns whether that changed anything."""


class MemoryStore:
    """Reports kept in memory, for a step that writes no record."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}

    def report(self, id_: str, /) -> Report | None:
        """The report with this id, or null."""
        return self._reports.get(id_)

    def put_report(self, report: Report, /) -> bool:
        """Keep a report, in place of one with its id."""
        changed = self._reports.get(report.id) != report
        self._reports[report.id] = report
        return changed

    def reports(self) -> tuple[Report, ...]:
        """All reports by day of publication, those without one last, then by id, as a record gives them."""
        return tuple(sorted(self._reports.values(), key=lambda r: (r.published is None, r.published or "", r.id)))


class Intake:
    """Reports on their way into the store, and what became of them."""

    def __init__(self, store: ReportStore, stages: Stages) -> None:
        self._store, self._stages = store, stages
        self.read = self.new = 0
        self.problems: list[Unreadable] = []

    def take(self, where: str, item: Report | Unreadable) -> None:
        """Keep a report with its date inferred, or the reason why there is none."""
        if isinstance(item, Unreadable):
            self.problems.append(item)
            return
        self.read += 1
        try:
            report = self._stages.infer(item)
        except FAULTS as error:
            self.problems.append(fault(error, where, "its date could not be inferred, and stays unknown"))
            report = item
        known = self._store.report(report.id)
        kept = report if known is None else _reconciled(known, report)
        if kept is None:
            self.problems.append(
                Unreadable(
                    where,
                    f"another report has the id {report.id!r}",
                    "give each report an id of its own, or none: it is then made from the content",
                    InputError.code,
                )
            )
            return
        self._store.put_report(kept)
        self.new += known is None


def _reconciled(known: Report, report: Report) -> Report | None:
    """The stored report, with its date inferred anew, where the other one says the same; null where it does not.

    The same article read from another page or in another format differs in address and hash. What came first stays.
    """
    if (known.title, known.text, known.source) != (report.title, report.text, report.source):
        return None
    if PublishedBasis.GIVEN in (known.published_basis, report.published_basis):
        return known if known.published == report.published else None
    return known.model_copy(update={"published": report.published, "published_basis": report.published_basis})
