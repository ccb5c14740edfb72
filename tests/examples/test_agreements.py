"""The shipped agreements load, and the engine gives the findings that were worked out by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from trucewatch.assess import assess_incidents
from trucewatch.model import TERM_TESTS, Agreement, Claim, Incident, Report, text_sha256
from trucewatch.read import load_agreement

ROOT = Path(__file__).parents[2] / "examples" / "agreements"
FOLDERS = sorted(p.parent.name for p in ROOT.glob("*/agreement.toml"))


def _cases(folder: str) -> list[dict[str, Any]]:
    lines = (ROOT / folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _agreement(folder: str) -> Agreement:
    return load_agreement(ROOT / folder / "agreement.toml")


def _reports(claims: list[Claim]) -> dict[str, Report]:
    ids = {c.report for c in claims}
    return {i: Report(id=i, source=f"{i} outlet", text=i, sha256=text_sha256(i), synthetic=True) for i in ids}


def test_the_four_agreements_are_there() -> None:
    assert FOLDERS == ["hodeidah-2018", "israel-lebanon-2024", "line-of-control", "nagorno-karabakh-2020"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_agreement_loads_with_geometry_and_sources(folder: str) -> None:
    agreement = _agreement(folder)
    assert all(z.geometry for z in agreement.zones)
    assert len([t for t in agreement.terms if t.testable]) >= 3
    assert all(s.url.startswith(("http://", "https://")) and s.for_ for s in agreement.sources)


@pytest.mark.parametrize("folder", FOLDERS)
def test_names_inside_an_agreement_agree(folder: str) -> None:
    agreement = _agreement(folder)
    sides, zones = {s.id for s in agreement.sides}, {z.id for z in agreement.zones}
    actors = {a.name for a in agreement.actors}
    assert {a.side for a in agreement.actors} <= sides
    assert {e.actor for e in agreement.exempt} <= actors
    for term in agreement.terms:
        assert set(term.binds) <= sides | {p.id for p in agreement.parties}, term.id
        assert {z for z in (term.zone, term.along) if z} <= zones, term.id
        assert set(term.tests) <= set(TERM_TESTS), term.id
        assert bool(term.tests) == term.testable, term.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_cases_fit_the_contract(folder: str) -> None:
    agreement, cases = _agreement(folder), _cases(folder)
    terms = {t.id for t in agreement.terms if t.testable}
    actors = {a.name: a.side for a in agreement.actors}
    for case in cases:
        incident = Incident.model_validate(case["incident"])
        claims = [Claim.model_validate(c) for c in case["claims"]]
        assert incident.id == case["id"]
        assert incident.claims == tuple(c.id for c in claims)
        assert set(case["expected"]) == terms
        assert case["why"]
        for account in incident.perpetrators:
            assert account.actor is None or actors[account.actor] == account.side


@pytest.mark.parametrize("folder", FOLDERS)
def test_cases_cover_every_verdict_and_both_attributions(folder: str) -> None:
    cases = _cases(folder)
    found = Counter((e["verdict"], e["attributed_to"] is None) for c in cases for e in c["expected"].values())
    assert len(cases) >= 6
    assert found["undetermined", True] >= 1
    assert found["out_of_scope", True] >= 1
    assert found["alleged_violation", True] >= 1
    assert found["alleged_violation", False] >= 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_readme_counts_terms_and_cases(folder: str) -> None:
    rows = [r.split("|") for r in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if f"`{folder}`" in r]
    testable = [t for t in _agreement(folder).terms if t.testable]
    assert [(int(r[3]), int(r[4])) for r in rows] == [(len(testable), len(_cases(folder)))]


@pytest.mark.parametrize(
    ("folder", "case"),
    [pytest.param(f, c, id=c["id"]) for f in FOLDERS for c in _cases(f)],
)
def test_findings_are_those_worked_out_by_hand(folder: str, case: dict[str, Any]) -> None:
    claims = [Claim.model_validate(c) for c in case["claims"]]
    findings = assess_incidents(
        [Incident.model_validate(case["incident"])],
        {c.id: c for c in claims},
        _reports(claims),
        _agreement(folder),
    )
    got = {f.term: {"verdict": f.verdict.value, "attributed_to": f.attributed_to} for f in findings}
    assert got == case["expected"], case["why"]
