"""From claims to findings, gaps and ledgers: the order of claims and the repetition of reports change nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.build import AGREEMENT
from tests.assess.test_ledgers_totals import some_groups
from tests.link.cases import report

from trucewatch.assess import assess_incidents
from trucewatch.assess.disputes import disagreements, revisions
from trucewatch.assess.entries import Books, LedgerBy
from trucewatch.assess.gaps import missing
from trucewatch.assess.ledgers import finding_counts, totals
from trucewatch.link import link_claims
from trucewatch.model import Claim


def outcome(claims: list[Claim]) -> tuple[object, ...]:
    reports = {c.report: report(c.report, source=f"Outlet {c.report}", published="2031-05-01") for c in claims}
    incidents = link_claims(claims, reports)
    by_id = {c.id: c for c in claims}
    findings = assess_incidents(incidents, by_id, reports, AGREEMENT)
    books = Books(incidents, by_id, reports, findings, AGREEMENT)
    return (
        findings,
        missing(findings, incidents, by_id, reports, AGREEMENT),
        *(totals(books, by=by) for by in LedgerBy),
        finding_counts(books, by=LedgerBy.SIDE),
        disagreements(books),
        [revisions(n) for n in incidents],
    )


@given(some_groups(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_and_repetition_of_claims_change_no_finding(groups: list[list[Claim]], rng: object) -> None:
    claims = [c for group in groups for c in group]
    again = [*claims, *(Claim.model_validate_json(c.to_json()) for c in claims)]
    rng.shuffle(again)  # type: ignore[attr-defined]
    assert outcome(again) == outcome(claims)
