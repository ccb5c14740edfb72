"""Incidents, findings and checks as a pure function of reports, claims, decisions, agreement and ratings of sources.

The same basis gives the same bytes in any order of reports and claims. `trucewatch rebuild` and every change that a
decision makes go through here, and so does the record as known on a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from operator import attrgetter, is_
from types import MappingProxyType
from typing import Protocol

from trucewatch.assess import assess_incidents, check_statements
from trucewatch.link import Decided, LinkOptions, Memory, WeightSet, link_claims, recall_incidents
from trucewatch.model import Agreement, Check, Claim, Decision, Finding, Incident, Reliability, Report, day_of
from trucewatch.read import Unreadable
from trucewatch.record._code import rules_key
from trucewatch.record.again import Ground, Whole
from trucewatch.record.faults import SLIPS, fault

_ID = attrgetter("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """All that incidents, findings and checks are derived from.

    Attributes:
        reports: Each once.
        claims: As they were extracted; decisions are applied to them by `derive`.
        decisions: In the order in which they were made.
        agreement: What findings are made against; without one there are none.
        sources: Admiralty letter by source, from the user's own file; decisions go before it.
        rating_notes: Why a source is rated so, by source.
        weights: What claims are linked by.
    """

    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    decisions: tuple[Decision, ...] = ()
    agreement: Agreement | None = None
    sources: Mapping[str, Reliability] = field(default_factory=lambda: MappingProxyType({}))
    rating_notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weights: WeightSet = WeightSet.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What a basis gives.

    Attributes:
        claims: As reviewed: corrected where that was decided, rejected ones left out.
        incidents: By first day and id.
        findings: In the order of incidents and terms.
        checks: By report and place in it.
        problems: What a fault in a rule has cost, by place.
        groups: Ids of claims by the groups that linking found, before any decision.
        rules: Key of the rules; empty where what they derived is not to be used again.
    """

    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    problems: tuple[Unreadable, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    rules: str = ""


class Link(Protocol):
    """Claims to incidents; `trucewatch.link.link_claims` is one."""

    def __call__(
        self, claims: Sequence[Claim], reports: Mapping[str, Report], /, *, options: LinkOptions
    ) -> Sequence[Incident]:
        """The incidents, in order of date and id."""


CheckAgain = Callable[[Sequence[Report], Sequence[Claim], Sequence[Incident], Collection[str]], Sequence[Check]]
"""Checks of statements, where some reports are known to make none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The functions that derive, all pure, bound to an agreement.

    Attributes:
        link: Claims and reports by id to incidents.
        assess: Incidents, with reviewed claims and reports by id, to findings.
        check: Statements in reports, tested against reviewed claims and incidents.
        key: Names the code behind them; what was derived under another is not used again. Empty where it never is.
        check_again: As `check`, given the ids of reports that made no statement before; null where whether a report
            makes one hangs on more than the report and the agreement.
    """

    link: Link
    assess: Callable[[Sequence[Incident], Mapping[str, Claim], Mapping[str, Report]], Sequence[Finding]]
    check: Callable[[Sequence[Report], Sequence[Claim], Sequence[Incident]], Sequence[Check]]
    key: str = ""
    check_again: CheckAgain | None = None


def rules_for(agreement: Agreement | None) -> Rules:
    """The rules of the package."""
    return Rules(
        link=link_claims,
        assess=lambda incidents, claims, reports: (
            assess_incidents(incidents, claims, reports, agreement) if agreement else ()
        ),
        check=lambda reports, claims, incidents: check_statements(reports, claims, incidents, agreement=agreement),
        key=rules_key(),
        # Without an agreement the day that statements count from is told by claims, and may move with them.
        check_again=partial(_check_again, agreement) if agreement else None,
    )


def _check_again(
    agreement: Agreement,
    reports: Sequence[Report],
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    silent: Collection[str],
) -> Sequence[Check]:
    return check_statements(reports, claims, incidents, agreement=agreement, silent=silent)


def _nobody() -> None:
    """Nobody is told that a step is done."""


class DerivedBefore:
    """What was derived before from the same reports, claims, agreement and ratings, and other decisions.

    A decision touches the incidents that hold its claims and no others, so most of it can be used again. A result is
    used only for the very objects that it was made of; what comes out is what a derivation without it gives. Not for
    two threads at once.
    """

    def __init__(self) -> None:
        self.linked = Memory()
        self._findings: dict[str, tuple[Incident, tuple[Claim, ...], tuple[Finding, ...]]] = {}
        self._checks: tuple[tuple[object, ...], tuple[Check, ...]] | None = None
        self._ordered: tuple[Basis, list[Report], list[Claim]] | None = None
        self._ground: tuple[Basis, Ground] | None = None
        self._wholes: tuple[Whole, ...] = ()
        self._full: tuple[Decided, Derived] | None = None
        self.silent: frozenset[str] | None = None
        """Reports that made no statement; null where that is not known."""

    def ordered(self, basis: Basis) -> tuple[list[Report], list[Claim]]:
        """Reports by day and id, claims by report; put in order only where they are not those of the last basis."""
        known = self._ordered
        if known is None or known[0].reports is not basis.reports or known[0].claims is not basis.claims:
            known = self._ordered = (basis, *_ordered(basis))
        return known[1], known[2]

    def whole(self, basis: Basis, decided: Decided, options: LinkOptions) -> tuple[Whole, Whole] | None:
        """All that these decisions give but for findings that are new, and what it was made of; null where all is due.

        It is made of what was derived under the decisions that differ in fewest.
        """
        if self._ground is None or not _same_but_decisions(self._ground[0], basis):
            return None
        if self._full is not None:
            (was, derived), self._full = self._full, None
            made = Whole.of(self._ground[1], was, derived.claims, derived.incidents, derived.findings)
            self._wholes = (made,) if made is not None else ()
        found = [(differ, whole) for whole in self._wholes if (differ := whole.differing(decided)) is not None]
        if not found:
            return None
        differ, old = min(found, key=lambda row: len(row[0]))
        new = old.under(decided, options, differ)
        return None if new is None else (old, new)

    def keep_whole(self, old: Whole, new: Whole) -> None:
        """Remember both, so that another decision than the last can be derived as well."""
        self._wholes = (old, new)

    def keep_full(self, basis: Basis, decided: Decided, derived: Derived) -> None:
        """Remember what was derived in full; it is made ready to be taken over when that is asked for."""
        self._wholes, self._full = (), None
        if derived.problems:
            return
        if self._ground is None or not _same_but_decisions(self._ground[0], basis):
            reports, claims = self.ordered(basis)
            self._ground = basis, Ground({r.id: r for r in reports}, claims, self.linked.group_ids)
        self._full = decided, derived

    def findings(self, incident: Incident, claims: Mapping[str, Claim]) -> tuple[Finding, ...] | None:
        """The findings on an incident, null where it or one of its claims has changed."""
        known = self._findings.get(incident.id)
        if known is None or (known[0] is not incident and known[0] != incident):
            return None
        return known[2] if all(map(is_, known[1], map(claims.get, incident.claims))) else None

    def keep_findings(
        self, incidents: Sequence[Incident], claims: Mapping[str, Claim], findings: Sequence[Finding]
    ) -> None:
        """Remember the findings on these incidents."""
        of: dict[str, list[Finding]] = {n.id: [] for n in incidents}
        for finding in findings:
            of[finding.incident].append(finding)
        for incident in incidents:
            own = tuple(claims[name] for name in incident.claims)
            self._findings[incident.id] = incident, own, tuple(of[incident.id])

    def checks(self, of: tuple[object, ...]) -> tuple[Check, ...] | None:
        """The checks of the same reports, claims and incidents, null where any of them is another."""
        if self._checks is None or len(self._checks[0]) != len(of):
            return None
        return self._checks[1] if all(map(is_, self._checks[0], of)) else None

    def keep_checks(self, of: tuple[object, ...], reports: Sequence[Report], checks: Sequence[Check]) -> None:
        """Remember the checks of these reports, claims and incidents."""
        self._checks = of, tuple(checks)
        told = {check.report for check in checks}
        self.silent = frozenset(r.id for r in reports if r.id not in told)


def derive(
    basis: Basis,
    *,
    rules: Rules | None = None,
    done: Callable[[], None] = _nobody,
    before: DerivedBefore | None = None,
) -> Derived:
    """Derive incidents, findings and checks.

    Args:
        basis: The order of its reports and claims changes nothing, that of its decisions does.
        rules: Those of the package where not given.
        done: Called after each of the three steps.
        before: What was derived before, to be used again where nothing has changed.
    """
    before = before or DerivedBefore()
    rules = rules or rules_for(basis.agreement)
    reports, claims = before.ordered(basis)
    by_report = {report.id: report for report in reports}
    decided = Decided(basis.decisions)
    options = _options(basis, decided, before)
    again = _again(basis, rules, decided, options, before)
    slips: list[Unreadable] = []
    if again is not None:
        incidents, reviewed, findings = again
        done()
    else:
        incidents = tuple(rules.link(claims, by_report, options=options))
        done()
        reviewed = decided.reviewed(claims)
        findings, slips = _findings(rules, incidents, {claim.id: claim for claim in reviewed}, by_report, before)
    done()
    of = (*reports, *reviewed, *incidents)
    checks, more = before.checks(of), list[Unreadable]()
    if checks is None:
        check_again, silent = rules.check_again, before.silent
        if check_again is not None and silent:
            found, more = _check(
                replace(rules, check=lambda r, c, n: check_again(r, c, n, silent)), reports, reviewed, incidents
            )
        else:
            found, more = _check(rules, reports, reviewed, incidents)
        checks = tuple(found)
        if not more:
            before.keep_checks(of, reports, checks)
    done()
    derived = Derived(
        claims=reviewed,
        incidents=incidents,
        findings=findings,
        checks=checks,
        problems=(*slips, *more),
        groups=before.linked.group_ids,
        rules="" if slips or more else rules.key,
    )
    if again is None and rules.link is link_claims:
        before.keep_full(basis, decided, derived)
    return derived


def _again(
    basis: Basis, rules: Rules, decided: Decided, options: LinkOptions, before: DerivedBefore
) -> tuple[tuple[Incident, ...], tuple[Claim, ...], tuple[Finding, ...]] | None:
    """Incidents, reviewed claims and findings by what other decisions gave before; null where all is due."""
    found = before.whole(basis, decided, options) if rules.link is link_claims else None
    if found is None:
        return None
    old, new = found
    kept = frozenset(map(id, old.incidents))
    findings = dict(old.findings)
    for id_ in old.ids - new.ids:
        findings.pop(id_, None)
    fresh = [n for n in new.incidents if id(n) not in kept]
    known = {n.id: before.findings(n, new.told) for n in fresh}
    due = [n for n in fresh if known[n.id] is None]
    made, slips = _assess(rules, due, new.told, new.ground.reports)
    if slips:
        return None
    before.keep_findings(due, new.told, made)
    findings |= {n.id: before.findings(n, new.told) or () for n in fresh}
    before.keep_whole(old, replace(new, findings=findings))
    return new.incidents, new.claims, tuple(chain.from_iterable(map(findings.__getitem__, map(_ID, new.incidents))))


def recalled(
    basis: Basis, groups: Sequence[Sequence[str]], incidents: Sequence[Incident], findings: Sequence[Finding]
) -> DerivedBefore:
    """What was derived from a basis, as a record keeps it, made ready to be used again.

    Args:
        basis: What it was derived from.
        groups: Ids of claims by the groups that linking found.
        incidents: Those derived.
        findings: Those derived.
    """
    before = DerivedBefore()
    reports, claims = before.ordered(basis)
    by_report = {report.id: report for report in reports}
    decided = Decided(basis.decisions)
    before.linked.recall_groups(claims, by_report, groups)
    recall_incidents(incidents, claims, by_report, options=_options(basis, decided, before))
    before.keep_findings(incidents, {c.id: c for c in decided.reviewed(claims)}, findings)
    return before


def _ordered(basis: Basis) -> tuple[list[Report], list[Claim]]:
    """Reports by day and id, claims by report; within a report in the order of extraction, which is theirs to keep."""
    reports = {r.id: r for r in basis.reports}.values()
    claims = {c.id: c for c in basis.claims}.values()
    return (
        sorted(reports, key=lambda r: (r.published is None, r.published or "", r.id)),
        sorted(claims, key=lambda c: c.report),
    )


def _options(basis: Basis, decided: Decided, before: DerivedBefore) -> LinkOptions:
    return LinkOptions(
        weights=basis.weights.load(),
        reliability=basis.sources,
        rating_notes=basis.rating_notes,
        decided=decided if decided.standing else None,
        memory=before.linked,
    )


def _same_but_decisions(one: Basis, other: Basis) -> bool:
    """Whether two bases hold the very same reports and claims, and are alike in all else but decisions."""
    if one.reports is not other.reports or one.claims is not other.claims:
        return False
    return (one.agreement, one.sources, one.rating_notes, one.weights) == (
        other.agreement, other.sources, other.rating_notes, other.weights,
    )  # fmt: skip


def known_on(basis: Basis, day: dt.date | None, *, decided_by: dt.date | None = None) -> Basis:
    """The basis as it was known on a day.

    Args:
        basis: As it is known now.
        day: Reports published on that day or before, and their claims; a report without a date of publication is not
            known to have been out and is left out. None keeps all.
        decided_by: Decisions made on that day (in UTC) or before. None keeps all: review says what the reports of the
            time mean, whenever it was done.
    """
    if day is not None:
        reports = tuple(r for r in basis.reports if r.published is not None and day_of(r.published) <= day)
        out = {r.id for r in reports}
        basis = replace(basis, reports=reports, claims=tuple(c for c in basis.claims if c.report in out))
    if decided_by is not None:
        basis = replace(basis, decisions=tuple(d for d in basis.decisions if day_of(d.at) <= decided_by))
    return basis


def _findings(
    rules: Rules,
    incidents: Sequence[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    before: DerivedBefore,
) -> tuple[tuple[Finding, ...], list[Unreadable]]:
    """Findings on all incidents, made anew where they are not known from before."""
    known = {n.id: before.findings(n, claims) for n in incidents}
    due = [n for n in incidents if known[n.id] is None]
    made, slips = _assess(rules, due, claims, reports)
    if slips:
        made, slips = _assess(rules, incidents, claims, reports)
        return tuple(made), slips
    before.keep_findings(due, claims, made)
    known |= {n.id: before.findings(n, claims) for n in due}
    return tuple(f for n in incidents for f in known[n.id] or ()), slips


def _assess(
    rules: Rules, incidents: Sequence[Incident], claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> tuple[Sequence[Finding], list[Unreadable]]:
    """Findings on all incidents at once, or one by one where a slip has to be found."""
    try:
        return rules.assess(incidents, claims, reports), []
    except SLIPS:
        findings: list[Finding] = []
        slips: list[Unreadable] = []
        for incident in incidents:
            try:
                findings += rules.assess((incident,), claims, reports)
            except SLIPS as error:
                slips.append(fault(error, incident.id, "no term could be tested"))
        return findings, slips


def _check(
    rules: Rules, reports: Sequence[Report], claims: Sequence[Claim], incidents: Sequence[Incident]
) -> tuple[Sequence[Check], list[Unreadable]]:
    """Checks of all statements; a report whose own words a rule slips on makes none, and the others stand."""
    slips: list[Unreadable] = []
    rest = list(reports)
    try:
        return rules.check(reports, claims, incidents), slips
    except SLIPS as error:
        whole = fault(error, "checks", "no statement could be checked")
    for at, report in enumerate(reports):
        try:
            rules.check((report,), (), ())
        except SLIPS as error:
            slips.append(fault(error, report.id, "its statements could not be checked"))
            rest[at] = report.model_copy(update={"text": ""})
    if len(slips) in (0, len(reports)):
        return (), [whole]
    try:
        return rules.check(rest, claims, incidents), slips
    except SLIPS:
        return (), [*slips, whole]
