"""What must hold for any claims: order, repetition, batches, forbidden pairs, tolls."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.cases import REPORTS, a_claim, some_claims

from trucewatch.link import default_weights, link_claims
from trucewatch.link.constraints import cannot_link
from trucewatch.link.scorer import pair_score
from trucewatch.link.views import view
from trucewatch.model import Claim


@given(some_claims(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_order_changes_nothing(claims: list[Claim], rng: object) -> None:
    shuffled = list(claims)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert link_claims(shuffled, REPORTS) == link_claims(claims, REPORTS)


@given(some_claims(), st.sampled_from(sorted(REPORTS)))
@settings(max_examples=40)
def test_a_report_read_twice_changes_nothing(claims: list[Claim], again: str) -> None:
    copies = [Claim.model_validate_json(c.to_json()) for c in claims if c.report == again]
    assert link_claims([*claims, *copies], REPORTS) == link_claims(claims, REPORTS)


@given(some_claims(), st.integers(1, 5))
@settings(max_examples=40)
def test_batches_linked_as_one_change_nothing(claims: list[Claim], size: int) -> None:
    batches = [claims[i : i + size] for i in range(0, len(claims), size)]
    union = [c for batch in reversed(batches) for c in batch]
    assert link_claims(union, REPORTS) == link_claims(claims, REPORTS)


@given(some_claims(2001, 8), some_claims(2011, 8))
@settings(max_examples=40)
def test_batches_of_other_years_are_linked_independently(early: list[Claim], late: list[Claim]) -> None:
    early = [c for c in early if c.when]
    late = [c.model_copy(update={"report": f"late-{c.report}"}) for c in late if c.when]
    apart = {n.claims for part in (early, late) for n in link_claims(part, {})}
    assert {n.claims for n in link_claims([*early, *late], {})} == apart


@given(some_claims())
@settings(max_examples=60)
def test_no_incident_holds_a_forbidden_pair(claims: list[Claim]) -> None:
    weights = default_weights()
    views = {c.id: view(c, REPORTS) for c in claims}
    for incident in link_claims(claims, REPORTS):
        for a, b in itertools.combinations(incident.claims, 2):
            assert cannot_link(views[a], views[b], weights) is None


@given(a_claim(), a_claim())
@settings(max_examples=200)
def test_a_pair_scores_the_same_either_way_round(a: Claim, b: Claim) -> None:
    one, two = view(a, REPORTS), view(b, REPORTS)
    assert pair_score(one, two, default_weights()) == pair_score(two, one, default_weights())


@given(some_claims())
@settings(max_examples=60)
def test_each_incident_claim_is_in_one_incident_and_no_other_in_any(claims: list[Claim]) -> None:
    found = [c for n in link_claims(claims, REPORTS) for c in n.claims]
    assert sorted(found) == sorted(c.id for c in claims if c.scope == "incident" and c.modality != "hypothetical")


@given(some_claims())
@settings(max_examples=40)
def test_ids_are_distinct_and_figures_in_order(claims: list[Claim]) -> None:
    incidents = link_claims(claims, REPORTS)
    assert len({n.id for n in incidents}) == len(incidents)
    for n in incidents:
        for figure in (n.killed, n.injured):
            known = [x for x in (figure.low, figure.best, figure.high) if x is not None] if figure else []
            assert known == sorted(known)
