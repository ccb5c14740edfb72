"""The invented war holds valid claims, and the benchmark measures what it says."""

from __future__ import annotations

from collections import Counter

import numpy as np
from evaluation._invented import InventedWar
from evaluation.bench_linking import Measured, bcubed, measure, table

from trucewatch.model import Claim, Report


def test_claims_are_valid_and_come_again_from_the_same_seed() -> None:
    one, two = (InventedWar(300, years=1, seed=3) for _ in range(2))
    claims = list(one.claims())
    assert [c.to_json() for c in claims] == [c.to_json() for c in two.claims()]
    assert all(Claim.model_validate_json(c.to_json()) == c for c in claims)
    assert [one.number(c.id) for c in claims] == list(range(300))
    assert not np.diff(one.truth).min() < 0


def test_every_claim_has_a_report_and_no_report_tells_an_act_twice() -> None:
    war = InventedWar(400, years=1, seed=3)
    claims = list(war.claims())
    assert all(Report.model_validate_json(war[c.report].to_json()).id == c.report for c in claims)
    told = Counter((c.report, war.truth[war.number(c.id)]) for c in claims)
    assert set(told.values()) == {1}


def test_bcubed_of_two_groupings() -> None:
    true = np.array([0, 0, 0, 1])
    assert bcubed(true, true) == (1.0, 1.0)
    assert bcubed(np.array([0, 0, 1, 1]), true) == (0.75, 2 / 3)


def test_a_small_war_is_measured() -> None:
    found = measure("long", 400)
    assert found.claims == 400
    assert len(found.steps) == 3
    assert 0.8 < found.value <= 1.0
    assert found.largest <= 2 * found.true_largest


def run(claims: int) -> Measured:
    return Measured(
        war="hot",
        claims=claims,
        incidents=1,
        true_incidents=1,
        processor=float(claims),
        wall=1.0,
        steps=(1.0, 2.0, 3.0),
        peak_mb=9,
        precision=1.0,
        recall=1.0,
        largest=1,
        true_largest=1,
    )


def test_twice_the_claims_stand_beside_half_of_them() -> None:
    shown = table([run(50), run(100)])
    assert list(shown.columns[-1].cells) == ["", "2.00"]
