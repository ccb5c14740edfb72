"""Incidents with their claims as review left them and their reports, a thousand at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, TypeVar

from trucewatch.assess import Books
from trucewatch.assess.disputes import is_toll
from trucewatch.link import Decided
from trucewatch.model import Agreement, Claim, Decision, Finding, Incident, Record, Report, Scope
from trucewatch.record import Reading
from trucewatch.web._insert import batches

R = TypeVar("R", bound=Record)

SIZE: Final = 1_000
"""Incidents of a part; with their claims and reports they take some 30 MB."""


def found(reading: Reading, kind: type[R], ids: Collection[str]) -> dict[str, R]:
    """Records by id; those that are not there are left out."""
    return {id_: kind.model_validate_json(line) for id_, line in reading.lines(kind, ids)}


def books_of(
    reading: Reading,
    incidents: Sequence[Incident],
    revised: Mapping[str, Claim],
    agreement: Agreement | None,
    *,
    findings: bool = False,
) -> Books:
    """Some incidents with their claims and the reports of these.

    Args:
        reading: The record.
        incidents: Not too many at once.
        revised: Claims that review changed, as it left them.
        agreement: That names sides and zones.
        findings: Also findings, in the order of the incidents, and the offsets of claims, which tests of terms look at.
    """
    ids = [c for n in incidents for c in n.claims]
    bare = str if findings else _bare
    claims = {id_: Claim.model_validate_json(bare(line)) for id_, line in reading.lines(Claim, ids)}
    claims |= {c: revised[c] for c in ids if c in revised}
    reports = found(reading, Report, {c.report for c in claims.values()})
    judged: dict[str, list[Finding]] = {n.id: [] for n in incidents}
    for id_, line in reading.lines(Finding, list(judged)) if findings else ():
        judged[id_].append(Finding.model_validate_json(line))
    return Books(incidents, claims, reports, tuple(chain.from_iterable(judged.values())), agreement)


def tolls_of(reading: Reading) -> Books:
    """The claims of a record that state totals, as review left them, with their reports; no incidents."""
    decided = Decided(reading.decisions())
    spoken_of = {anchor.report for d in decided.standing for seen in d.before.seen for anchor in seen.claims}
    told = (Claim.model_validate_json(_bare(line)) for _, line in reading.lines(Claim) if _TOLL in line)
    claims = {c.id: c for c in told if c.report not in spoken_of}
    for report in sorted(spoken_of):
        claims |= {c.id: c for c in decided.reviewed(reading.claims_of(report)) if is_toll(c)}
    return Books((), claims, found(reading, Report, {c.report for c in claims.values()}))


_TOLL: Final = f'"scope": "{Scope.TOLL.value}"'
"""Stands in the line of a claim that states a total, and nowhere else: within a text quotation marks are escaped."""
_EVIDENCE: Final = '"evidence": ['


def _bare(claim: str) -> str:
    """A claim's line without the offsets into its report, which take half of the reading; no figure rests on them."""
    # They are the last field, and within a text quotation marks are escaped.
    at = claim.rfind(_EVIDENCE)
    return claim if at < 0 else f"{claim[:at]}{_EVIDENCE}]}}"


def books_in_parts(
    reading: Reading,
    ids: Sequence[str],
    revised: Mapping[str, Claim],
    agreement: Agreement | None,
    *,
    findings: bool = False,
) -> Iterator[Books]:
    """The same of any number of incidents, in the order of their ids as given, in parts."""
    for part in batches(ids, SIZE):
        known = found(reading, Incident, part)
        yield books_of(reading, [known[i] for i in part if i in known], revised, agreement, findings=findings)


class Revised:
    """The claims that review changed, as it left them. Only reports of which a decision speaks anew are read again."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._stored: str | None = None
        self._known: dict[str, tuple[tuple[str, ...], dict[str, Claim]]] = {}

    def claims(self, stored: str | None, decisions: Sequence[Decision]) -> dict[str, Claim]:
        """The claims that are not as they were extracted, by id; those rejected are in no incident and not among them.

        Args:
            stored: The end of the chain of what is stored.
            decisions: All of them.
        """
        if self._stored != stored:
            self._stored, self._known = stored, {}
        speak: dict[str, list[Decision]] = {}
        for decision in Decided(decisions).standing:
            for report in {anchor.report for seen in decision.before.seen for anchor in seen.claims}:
                speak.setdefault(report, []).append(decision)
        self._known = {report: self._of_report(report, tuple(said)) for report, said in speak.items()}
        return {id_: claim for _, claims in self._known.values() for id_, claim in claims.items()}

    def _of_report(self, report: str, said: tuple[Decision, ...]) -> tuple[tuple[str, ...], dict[str, Claim]]:
        ids = tuple(d.id for d in said)
        known = self._known.get(report)
        if known is not None and known[0] == ids:
            return known
        claims = self._reading.claims_of(report)
        raw = {c.id: c for c in claims}
        return ids, {c.id: c for c in Decided(said).reviewed(claims) if c is not raw[c.id]}
