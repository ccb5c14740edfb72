"""Many claims: what holds for few holds for those that are found by blocks."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.cases import KINDS, PLACES, REPORTS, claim, count, day, some_claims

from trucewatch.errors import InputError
from trucewatch.link import LinkOptions, group_ids, link_claims, linkable
from trucewatch.model import Claim

FEW = LinkOptions(block_cap=4)
"""So low a cap that blocks are used and claims are crowded."""


def groups(claims: list[Claim]) -> list[list[str]]:
    return group_ids((c for c in claims if linkable(c)), REPORTS, options=FEW)


@given(some_claims(most=30), st.integers(0, 10**6), st.sampled_from(sorted(REPORTS)))
@settings(max_examples=15, deadline=None)
def test_order_and_repetition_change_nothing_where_blocks_are_used(claims: list[Claim], seed: int, again: str) -> None:
    shuffled = [*claims, *(Claim.model_validate_json(c.to_json()) for c in claims if c.report == again)]
    random.Random(seed).shuffle(shuffled)
    assert groups(shuffled) == groups(claims)


@given(some_claims(most=24))
@settings(max_examples=15, deadline=None)
def test_daily_batches_give_what_all_at_once_gives(claims: list[Claim]) -> None:
    days: defaultdict[str, list[Claim]] = defaultdict(list)
    for c in claims:
        days[REPORTS[c.report].published or ""].append(c)
    so_far: list[Claim] = []
    found = link_claims([], REPORTS, options=FEW)
    for _, batch in sorted(days.items()):
        so_far = [*batch, *so_far]
        found = link_claims(so_far, REPORTS, options=FEW)
    assert found == link_claims(claims, REPORTS, options=FEW)


def test_claims_far_from_a_crowd_are_grouped_as_if_it_were_not_there() -> None:
    rng = random.Random(5)
    early = [c for c in _drawn(2001, 12, rng) if c.when]
    late = [c.model_copy(update={"report": f"late-{c.report}"}) for c in _drawn(2011, 60, rng) if c.when]
    together = group_ids([*early, *late], {}, options=FEW)
    assert [g for g in together if g[0].startswith("2001")] == group_ids(early, {}, options=FEW)


def test_each_claim_is_in_one_group() -> None:
    claims = _drawn(2001, 80, random.Random(7))
    assert sorted(i for g in groups(claims) for i in g) == sorted(c.id for c in claims)


def test_two_claims_of_one_id_are_refused() -> None:
    one = _drawn(2001, 1, random.Random(1))[0]
    with pytest.raises(InputError, match="bear one id"):
        group_ids([one, one.model_copy(update={"report": "elsewhere"})], {})


def _drawn(year: int, size: int, rng: random.Random) -> list[Claim]:
    """Claims of incidents only, each with an id of its own."""
    return [
        claim(
            f"{year}-{k:03d}",
            rng.choice(sorted(REPORTS)),
            kind=rng.choice(KINDS),
            when=day(f"{year}-05-{rng.randint(6, 9):02d}"),
            where=rng.choice(PLACES),
            killed=rng.choice([None, count(1), count(2), count(5)]),
        )
        for k in range(size)
    ]
