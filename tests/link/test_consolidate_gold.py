"""Consolidation of the example's gold clusters gives the gold incidents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from trucewatch.link import consolidate
from trucewatch.link.accounts import accounts_rule
from trucewatch.link.consolidate import Chosen, variants_rule
from trucewatch.link.figures import count_rule, history_rule, victims_rule
from trucewatch.link.grade import credibility_rule
from trucewatch.link.voices import Voices
from trucewatch.model import Claim, Effect, Incident, Report


class Gold(NamedTuple):
    claims: dict[str, Claim]
    reports: dict[str, Report]
    incidents: list[Incident]


def _rows(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def gold(example: Path) -> Gold:
    claims = (Claim.model_validate_json(x) for x in _rows(example / "claims.gold.jsonl"))
    reports = (Report.model_validate_json(x) for x in _rows(example / "reports.jsonl"))
    incidents = [Incident.model_validate_json(x) for x in _rows(example / "incidents.gold.jsonl")]
    return Gold({c.id: c for c in claims}, {r.id: r for r in reports}, incidents)


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _unordered(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((_unordered(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


COMPUTED = [
    "claims",
    "reports",
    "part_of",
    "perpetrators",
    "killed",
    "injured",
    "missing",
    "captured",
    "victims",
    "first_reported",
    "history",
    "reliability",
]


def test_computed_fields_equal_gold_for_every_incident(gold: Gold) -> None:
    assert len(gold.incidents) == 75
    for want in gold.incidents:
        got = consolidate([gold.claims[c] for c in want.claims], gold.reports)
        mine, theirs = _unordered(got.model_dump(mode="json")), _unordered(want.model_dump(mode="json"))
        assert {k: mine[k] for k in COMPUTED} == {k: theirs[k] for k in COMPUTED}, want.id


def test_rules_repeat_gold_to_the_letter_in_the_order_of_gold(gold: Gold) -> None:
    for want in gold.incidents:
        claims = [gold.claims[c] for c in want.claims]
        voices = Voices.of(claims, gold.reports)
        totals = {effect: count_rule(effect, claims, voices) for effect in Effect}
        chosen = Chosen(kind=want.kind, when=want.when, where=want.where, weapon=want.weapon, totals=totals)
        assert totals == {effect: want.count(effect) for effect in Effect}, want.id
        assert victims_rule(totals, claims, voices) == want.victims, want.id
        assert accounts_rule(claims, voices) == want.perpetrators, want.id
        assert history_rule(claims, voices) == want.history, want.id
        assert variants_rule(chosen, claims, voices) == want.variants, want.id
        assert credibility_rule(want.grade, claims, voices) == want.credibility, want.id


@pytest.mark.parametrize(("field", "least"), [("kind", 72), ("weapon", 71), ("grade", 70)])
def test_chosen_values_agree_with_gold(gold: Gold, field: str, least: int) -> None:
    got = [(consolidate([gold.claims[c] for c in n.claims], gold.reports), n) for n in gold.incidents]
    assert sum(getattr(mine, field) == getattr(want, field) for mine, want in got) >= least


def test_chosen_dates_and_places_agree_with_gold(gold: Gold) -> None:
    dates = places = 0
    for want in gold.incidents:
        got = consolidate([gold.claims[c] for c in want.claims], gold.reports)
        dates += (got.when and (got.when.start, got.when.end)) == (want.when and (want.when.start, want.when.end))
        places += (got.where and got.where.name) == (want.where and want.where.name)
    assert dates == 75
    assert places >= 70
