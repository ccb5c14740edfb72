"""The benchmark of zones compares like with like."""

from __future__ import annotations

import numpy as np
from evaluation.bench_zones import alone, floor, ours, zones


def test_ours_answers_by_the_rule_and_the_floor_nearly() -> None:
    rng = np.random.default_rng(8)
    given = zones(rng)
    lons, lats = rng.uniform(33.0, 37.0, 150), rng.uniform(32.0, 36.0, 150)
    radii = rng.choice([1.0, 5.0, 25.0], 150)
    judged, true = ours(given, lons, lats, radii), alone(given, lons, lats, radii)
    assert all(np.array_equal(a, b) for a, b in zip(judged, true, strict=True))
    told = np.concatenate(true)
    assert {-1, 0, 1} == set(told.tolist())
    plain = np.concatenate(floor(given, lons, lats))
    assert np.mean(plain == told) > 0.9
