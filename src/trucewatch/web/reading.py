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

from trucewatch.assess import Gap, missing
from trucewatch.errors import RecordError
from trucewatch.link import Decided
from trucewatch.model import Agreement, Check, Claim, Finding, Incident, Record, Report, Verdict
from trucewatch.publish.redact import Redactor
from trucewatch.record import Reading
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

    def __init__(
        self, store: Reading, person: Person, redactor: Redactor | None, reviewed: Reviewed, decided: Decided | None
    ) -> None:
        """Keep what is needed.

        Args:
            store: The record.
            person: Who asks.
            redactor: Leaves out names; null where the person may read them.
            reviewed: Which claims may be shown to those who may not see the others.
            decided: What reviewers make of claims; null where nothing was decided.
        """
        self._store = store
        self._redactor = redactor
        self._reviewed = reviewed
        self._decided = decided
        self.corrected: dict[str, frozenset[str]] = {}
        """Of the claims that were given so far, the fields that a reviewer has set, by id of the claim."""
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

    def incidents(self, ids: Sequence[str]) -> list[Incident]:
        """Incidents in the order of the ids, without their findings."""
        return [self._shown(n, n.reports) for n in self._found(Incident, ids)]

    def lacking(self, case: Case, agreement: Agreement) -> tuple[Gap, ...]:
        """What the undetermined findings of an incident under an agreement lack, as `trucewatch ledger` tells it."""
        if not any(f.verdict is Verdict.UNDETERMINED for f in case.findings):
            return ()
        # From the records as they are stored: names go out of what is found, not of what it is found in.
        incidents = self._found(Incident, [case.id])
        findings = [Finding.model_validate_json(line) for _, line in self._store.lines(Finding, [case.id])]
        claims = {c.id: c for c in self._as_decided(self._found(Claim, case.claims))}
        reports = {r.id: r for r in self._found(Report, case.reports)}
        try:
            found = missing(findings, incidents, claims, reports, agreement)
        except RecordError:
            return ()  # a run or a decision is changing the incident while it is read; the next request tells
        return tuple(self._shown(gap, case.reports) for gap in found)

    def claims(self, ids: Sequence[str]) -> tuple[tuple[Claim, ...], int]:
        """Claims as review left them in the order of the ids, those rejected left out.

        Returns:
            The claims, and how many are not shown because nobody has reviewed them.
        """
        return self._reviewed_only(self._as_decided(self._found(Claim, ids)))

    def claims_of(self, report: str) -> tuple[tuple[Claim, ...], int]:
        """The claims of a report as `claims` gives them."""
        return self._reviewed_only(self._as_decided(self._store.claims_of(report)))

    def rejected_of(self, report: str) -> int:
        """How many claims of a report reviewers have rejected."""
        claims = self._store.claims_of(report)
        return len(claims) - len(self._as_decided(claims))

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

    def _as_decided(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Claims with what was corrected, without those rejected."""
        if self._decided is None:
            return tuple(claims)
        # A decision holds on to a claim by its words among all claims of the report, where it was extracted anew.
        whole = [c for report in dict.fromkeys(c.report for c in claims) for c in self._store.claims_of(report)]
        now = {c.id: c for c in self._decided.reviewed(whole)}
        for claim in claims:
            if claim.id in now and (new := now[claim.id]) is not claim:
                fields = (f for f in Claim.model_fields if getattr(new, f) != getattr(claim, f))
                self.corrected[claim.id] = frozenset(fields)
        return tuple(now[c.id] for c in claims if c.id in now)

    def _reviewed_only(self, claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], int]:
        shown = list(claims)
        if not self._all_claims:
            good = self._reviewed([c.id for c in claims])
            shown = [c for c in claims if c.id in good]
        return tuple(self._shown(c, (c.report,)) for c in shown), len(claims) - len(shown)

    def _shown(self, record: R, reports: Iterable[str]) -> R:
        return record if self._redactor is None else self._redactor.record(record, reports)


class Decisions:
    """What the decisions of a record make of its claims, read again when there are others."""

    def __init__(self, store: Reading, index: Index) -> None:
        self._store, self._index = store, index
        self._known: tuple[int, Decided | None] = (-1, None)

    def now(self) -> Decided | None:
        """The decisions in force, ready to be applied to claims; null where there are none."""
        known = self._known
        if known[0] != self._index.version:
            version = self._index.version
            decided = Decided(self._store.decisions())
            known = self._known = (version, decided if decided.standing else None)
        return known[1]


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
