"""Records of a basis, for the tests of review."""

from __future__ import annotations

import dataclasses
import datetime as dt

from trucewatch.record import Basis, Derived, Rules, Store, derive, rules_for

CLOCK = dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC)


def part_of(whole: Basis, number: int) -> Basis:
    """So many reports, with their claims."""
    reports = whole.reports[:number]
    ids = {r.id for r in reports}
    claims = tuple(c for c in whole.claims if c.report in ids)
    return Basis(reports=reports, claims=claims, agreement=whole.agreement)


def fill(store: Store, basis: Basis, extractor: str = "gold/1") -> None:
    """Store a basis but for its decisions, and derive, as a run does."""
    for report in basis.reports:
        store.put_report(report)
        rows = [c for c in basis.claims if c.report == report.id]
        store.put_extraction(report, extractor, rows)
    store.put_basis(basis.agreement, basis.sources, rating_notes=basis.rating_notes, weights=basis.weights)
    derived = derive(store.basis())
    store.replace_derived(
        incidents=derived.incidents,
        findings=derived.findings,
        checks=derived.checks,
        rules=derived.rules,
        groups=derived.groups,
    )


def unchecked(basis: Basis) -> Rules:
    """The rules without checks, which cost most of the time and have tests of their own."""
    return dataclasses.replace(rules_for(basis.agreement), check=lambda *_: ())


def lines(derived: Derived) -> list[str]:
    """Everything derived as lines of JSON."""
    return [record.to_json() for record in (*derived.incidents, *derived.findings, *derived.checks)]
