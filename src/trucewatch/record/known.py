"""The record as it was known on a date: the same questions, asked of what was published and decided by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from trucewatch.errors import UsageError
from trucewatch.link import WeightSet
from trucewatch.model import Agreement, Check, Claim, Decision, Finding, Incident, Record, Report, day_of
from trucewatch.record.derive import Basis, Derived, derive, known_on
from trucewatch.record.store import Store


class Reading(Protocol):
    """What can be read of a record; a `Store` is one, and so is a record as known on a date."""

    @property
    def path(self) -> Path | None:
        """The SQLite file of the record; null where it stands in PostgreSQL."""

    def reports(self) -> Iterator[Report]:
        """All reports by day of publication, those without one last, then by id."""

    def report(self, id_: str) -> Report | None:
        """The report with this id, or null."""

    def claims(self) -> Iterator[Claim]:
        """All claims as extracted, by report, within a report in the order of extraction."""

    def claims_of(self, report: str) -> tuple[Claim, ...]:
        """The claims of one report as extracted."""

    def claim(self, id_: str) -> Claim | None:
        """The claim with this id as extracted, or null."""

    def reviewed_claims(self) -> Iterator[Claim]:
        """All claims as review left them."""

    def incidents(self) -> Iterator[Incident]:
        """All incidents by first day, those without one last, then by id."""

    def findings(self) -> Iterator[Finding]:
        """All findings in the order of their incidents and of the terms."""

    def checks(self) -> Iterator[Check]:
        """All checks by report, within a report in the order of the text."""

    def decisions(self) -> Iterator[Decision]:
        """All decisions in the order in which they were made."""

    def basis(self) -> Basis:
        """All that incidents, findings and checks are derived from."""

    def weights(self) -> WeightSet:
        """What claims are linked by."""

    def agreement(self) -> Agreement | None:
        """The agreement that findings were made against; null where there is none."""

    def lines(self, kind: type[Record], ids: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """Records as lines of JSON with their ids; see `Store.lines`."""


class Snapshot:
    """A record as known on a date. It stays as it is, whatever is stored later."""

    def __init__(self, path: Path | None, basis: Basis, derived: Derived) -> None:
        self.path = path
        self._basis, self._derived = basis, derived
        self._claims = tuple(sorted(basis.claims, key=lambda c: c.report))

    def reports(self) -> Iterator[Report]:
        """All reports by day of publication, then by id."""
        return iter(sorted(self._basis.reports, key=lambda r: (r.published is None, r.published or "", r.id)))

    def report(self, id_: str) -> Report | None:
        """The report with this id, or null."""
        return next((r for r in self._basis.reports if r.id == id_), None)

    def claims(self) -> Iterator[Claim]:
        """All claims as extracted, by report, within a report in the order of extraction."""
        return iter(self._claims)

    def claims_of(self, report: str) -> tuple[Claim, ...]:
        """The claims of one report as extracted."""
        return tuple(c for c in self._claims if c.report == report)

    def claim(self, id_: str) -> Claim | None:
        """The claim with this id as extracted, or null."""
        return next((c for c in self._claims if c.id == id_), None)

    def reviewed_claims(self) -> Iterator[Claim]:
        """All claims as review left them."""
        return iter(self._derived.claims)

    def incidents(self) -> Iterator[Incident]:
        """All incidents by first day, those without one last, then by id."""
        return iter(sorted(self._derived.incidents, key=_by_day))

    def findings(self) -> Iterator[Finding]:
        """All findings in the order of their incidents and of the terms."""
        order = {n.id: i for i, n in enumerate(self.incidents())}
        return iter(sorted(self._derived.findings, key=lambda f: order[f.incident]))

    def checks(self) -> Iterator[Check]:
        """All checks by report, within a report in the order of the text."""
        return iter(sorted(self._derived.checks, key=lambda k: (k.report, k.start, k.id)))

    def decisions(self) -> Iterator[Decision]:
        """All decisions in the order in which they were made."""
        return iter(self._basis.decisions)

    def basis(self) -> Basis:
        """All that incidents, findings and checks were derived from."""
        return self._basis

    def weights(self) -> WeightSet:
        """What claims are linked by."""
        return self._basis.weights

    def agreement(self) -> Agreement | None:
        """The agreement that findings were made against; null where there is none."""
        return self._basis.agreement

    def lines(self, kind: type[Record], ids: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """Records as lines of JSON with their ids, in the order of `Store.lines`."""
        named: dict[type[Record], Sequence[tuple[str, Record]]] = {
            Report: sorted(((r.id, r) for r in self._basis.reports), key=lambda row: row[0]),
            Claim: [(c.id, c) for c in self._claims],
            Incident: sorted(((n.id, n) for n in self._derived.incidents), key=lambda row: row[0]),
            Finding: sorted(((f.incident, f) for f in self._derived.findings), key=lambda row: row[0]),
            Check: sorted(((k.id, k) for k in self._derived.checks), key=lambda row: row[0]),
            Decision: [(d.id, d) for d in self._basis.decisions],
        }
        wanted = None if ids is None else frozenset(ids)
        return ((name, record.to_json()) for name, record in named[kind] if wanted is None or name in wanted)


def record_as_of(store: Store, day: dt.date | None, *, decided_by: dt.date | None = None) -> Reading:
    """The record as it was known on a day; the store itself where neither day is given.

    Args:
        store: Must be up to date.
        day: Reports published on it or before; those without a date of publication are left out.
        decided_by: Decisions made on it or before; all where it is not given, since review says what the reports of
            the time mean, whenever it was done.

    Raises:
        UsageError: Nothing was published by then.
    """
    if day is None and decided_by is None:
        return store
    whole = store.basis()
    basis = known_on(whole, day, decided_by=decided_by)
    if whole.reports and not basis.reports:
        first = min((day_of(r.published) for r in whole.reports if r.published), default=None)
        raise UsageError(
            "no report of the record was published by then",
            where=str(day),
            remedy=f"the first is of {first}" if first else "no report of it has a date of publication",
        )
    return Snapshot(store.path, basis, derive(basis))


def _by_day(incident: Incident) -> tuple[bool, str, str]:
    start = incident.when.start if incident.when else None
    return start is None, start[:10] if start else "", incident.id
