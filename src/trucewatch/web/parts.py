"""A large record in parts, for what is added up over all of it: a thousand incidents are held at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, TypeVar

from trucewatch.assess import Books
from trucewatch.errors import InputError
from trucewatch.link import Decided
from trucewatch.model import Agreement, Claim, Finding, Incident, Record, Report
from trucewatch.record import Reading
from trucewatch.web._columns import batches
from trucewatch.web.index import Index

R = TypeVar("R", bound=Record)

SIZE: Final = 1_000
"""Incidents of a part; with their claims and reports they take some 30 MB."""
MOST_KIN: Final = 20_000
"""Waves and their parts are one part, so that they count once. Of more than these nothing is added up."""
_IN_A_WAVE: Final = re.compile(r'"part_of":\s*"')
"""Of a line of JSON: quotation marks within a text stand there escaped."""


class Need(Enum):
    """What is asked of the claims of incidents."""

    NONE = "none"
    ACTS = "acts"
    """Claims, and of their reports no more than the source: what counting acts takes."""
    WHOLE = "whole"


class Parts:
    """The parts of a record, read anew whenever they are asked for."""

    def __init__(self, reading: Reading, index: Index, agreement: Agreement | None) -> None:
        """Read nothing yet.

        Args:
            reading: The record.
            index: Its read model.
            agreement: That its findings were made against.
        """
        self._reading, self._index = reading, index
        self.agreement = agreement

    def reports(self) -> Iterator[Report]:
        """All reports with no more than id, source and day."""
        with self._index.cursor() as cursor:
            rows = cursor.execute("SELECT id, source, published FROM report ORDER BY published, id").fetchall()
        return (
            Report.model_construct(id=i, source=source, published=day, text="", sha256="") for i, source, day in rows
        )

    def _sources(self) -> dict[str, Report]:
        """By the id of each report one that has its source: reports of a source are the same one, to save memory."""
        of: dict[str | None, Report] = {}
        return {r.id: of.setdefault(r.source, r) for r in self.reports()}

    def read(self, need: Need, *, findings: bool = False) -> Iterator[Books]:
        """The parts in the order of the incidents; waves and their parts are the last.

        Raises:
            InputError: Too many incidents are waves or parts of one.
        """
        kin = self._kin()
        changed = self._decided() if need is not Need.NONE else {}
        sources = self._sources() if need is Need.ACTS else {}
        for part in batches((n for n in self._reading.incidents() if n.id not in kin), SIZE):
            yield self._books(part, need, changed, sources, findings=findings)
        if kin:
            last = self._found(Incident, kin)
            yield self._books(tuple(last[id_] for id_ in sorted(last)), need, changed, sources, findings=findings)

    def _books(
        self,
        part: Sequence[Incident],
        need: Need,
        changed: Mapping[str, Claim],
        sources: Mapping[str, Report],
        *,
        findings: bool,
    ) -> Books:
        ids = [c for n in part for c in n.claims]
        claims: dict[str, Claim] = {}
        reports: Mapping[str, Report] = sources
        if need is not Need.NONE:
            claims = self._found(Claim, ids)
        if need is Need.WHOLE:
            reports = self._found(Report, {c.report for c in claims.values()})
        claims |= {c: changed[c] for c in ids if c in changed}
        told: Sequence[Finding] = ()
        if findings:
            lines = self._reading.lines(Finding, [n.id for n in part])
            told = tuple(Finding.model_validate_json(line) for _, line in lines)
        return Books(part, claims, reports, told, self.agreement)

    def _found(self, kind: type[R], ids: Collection[str]) -> dict[str, R]:
        return {id_: kind.model_validate_json(line) for id_, line in self._reading.lines(kind, ids)}

    def _kin(self) -> frozenset[str]:
        """Ids of waves and their parts."""
        kin: set[str] = set()
        for id_, line in self._reading.lines(Incident):
            if _IN_A_WAVE.search(line):
                kin |= {id_, Incident.model_validate_json(line).part_of or id_}
            if len(kin) > MOST_KIN:
                raise InputError(
                    f"more than {MOST_KIN:,} incidents are waves or parts of one, which are added up together",
                    remedy="use `trucewatch ledger` and `trucewatch trend`, which give the same tables",
                )
        return frozenset(kin)

    def _decided(self) -> dict[str, Claim]:
        """The claims, as review left them, of the reports that decisions speak of."""
        decisions = tuple(self._reading.decisions())
        told = {anchor.report for d in decisions for seen in d.before.seen for anchor in seen.claims}
        claims = tuple(c for report in sorted(told) for c in self._reading.claims_of(report))
        return {c.id: c for c in Decided(decisions).reviewed(claims)}
