"""Records by id, as the person who asks may see them.

Victims' names, texts of reports and claims that nobody has reviewed are left out for those whose role does not grant
them: here, once, and not in every page.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from trucewatch.model import Check, Claim, Finding, Incident, Record, Report
from trucewatch.publish.redact import Redactor
from trucewatch.record import Store
from trucewatch.web.index import Index
from trucewatch.web.permissions import Permission, Person
from trucewatch.web.queries import names_of, reports_of_incidents

R = TypeVar("R", bound=Record)

Reviewed = Callable[[Collection[str]], frozenset[str]]
"""Which of some claims somebody has reviewed."""


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with its findings as they may be shown, and the ids under which the record holds them."""

    id: str
    incident: Incident
    findings: tuple[Finding, ...]
    claims: tuple[str, ...]
    reports: tuple[str, ...]


class Shelf:
    """The records of one store for one person."""

    def __init__(self, store: Store, person: Person, redactor: Redactor | None, reviewed: Reviewed) -> None:
        """Keep what is needed.

        Args:
            store: The record.
            person: Who asks.
            redactor: Leaves out names; null where the person may read them.
            reviewed: Which claims may be shown to those who may not see the others.
        """
        self._store = store
        self._redactor = redactor
        self._reviewed = reviewed
        self._all_claims = person.may(Permission.READ_UNREVIEWED)

    @property
    def names(self) -> bool:
        """Whether names of victims and texts of reports are shown."""
        return self._redactor is None

    def cases(self, ids: Sequence[str]) -> list[Case]:
        """Incidents with their findings in the order of the ids; those that are not there are left out."""
        stored = self._found(Incident, ids)
        findings: dict[str, list[Finding]] = defaultdict(list)
        reports = {n.id: n.reports for n in stored}
        for id_, line in self._store.lines(Finding, list(reports)):
            findings[id_].append(self._shown(Finding.model_validate_json(line), reports[id_]))
        return [Case(n.id, self._shown(n, n.reports), tuple(findings[n.id]), n.claims, n.reports) for n in stored]

    def case(self, id_: str) -> Case | None:
        """The incident with this id, or null."""
        return next(iter(self.cases([id_])), None)

    def claims(self, ids: Sequence[str]) -> tuple[tuple[Claim, ...], int]:
        """Claims in the order of the ids, and how many are not shown because nobody has reviewed them."""
        return self._reviewed_only(self._found(Claim, ids))

    def claims_of(self, report: str) -> tuple[tuple[Claim, ...], int]:
        """The claims of a report, and how many are not shown because nobody has reviewed them."""
        return self._reviewed_only(self._store.claims_of(report))

    def report(self, id_: str) -> Report | None:
        """The report with this id, or null; without its text where that may not be read."""
        return self.reports([id_]).get(id_)

    def reports(self, ids: Collection[str]) -> dict[str, Report]:
        """Reports by id."""
        found = self._found(Report, sorted(set(ids)))
        shown = (r if self.names else r.model_copy(update={"text": ""}) for r in found)
        return {r.id: self._shown(r, (r.id,)) for r in shown}

    def checks(self, ids: Sequence[str]) -> list[Check]:
        """Checks in the order of the ids."""
        return [self._shown(k, (k.report,)) for k in self._found(Check, ids)]

    def _found(self, kind: type[R], ids: Sequence[str]) -> list[R]:
        by_id = {id_: kind.model_validate_json(line) for id_, line in self._store.lines(kind, ids)}
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def _reviewed_only(self, claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], int]:
        shown = list(claims)
        if not self._all_claims:
            good = self._reviewed([c.id for c in claims])
            shown = [c for c in claims if c.id in good]
        return tuple(self._shown(c, (c.report,)) for c in shown), len(claims) - len(shown)

    def _shown(self, record: R, reports: Iterable[str]) -> R:
        return record if self._redactor is None else self._redactor.record(record, reports)


class Redaction:
    """The redactor of a record, made when it is first needed and again when the record has changed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._version = -1
        self._made: Redactor | None = None
        self._hidden: Mapping[str, str] = {}

    def redactor(self) -> Redactor:
        """The redactor of the record as it now stands."""
        with self._lock:
            if self._made is None or self._version != self._index.version:
                self._version = self._index.version
                names: dict[str, list[str]] = defaultdict(list)
                for report, name in names_of(self._index):
                    names[report].append(name)
                ids = reports_of_incidents(self._index)
                self._made = Redactor(names, ids)
                self._hidden = {self._made.id(id_): id_ for id_ in ids if self._made.id(id_) != id_}
            return self._made

    def stored_id(self, id_: str) -> str:
        """The id in the record behind one that was shown in its place."""
        self.redactor()
        return self._hidden.get(id_, id_)
