"""Records of the worked example's gold claims, for the tests of review and audit."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trucewatch.model import Claim, DecisionAction, Report
from trucewatch.read import load_agreement, read_records
from trucewatch.record import Basis, Proposal, ReviewService, Store, derive


@pytest.fixture(scope="session")
def whole(example: Path) -> Basis:
    """All reports and gold claims of the example, with its agreement."""
    with (example / "claims.gold.jsonl").open("rb") as stream:
        claims = tuple(read_records(stream, Claim, "gold"))
    with (example / "reports.jsonl").open("rb") as stream:
        reports = tuple(read_records(stream, Report, "reports"))
    return Basis(reports=reports, claims=claims, agreement=load_agreement(example / "agreement.toml"))


@pytest.fixture(scope="session")
def small(whole: Basis) -> Basis:
    """Eight reports whose claims meet in a few incidents."""
    return part_of(whole, 8)


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
    store.put_basis(basis.agreement, basis.sources, rating_notes=basis.rating_notes)
    derived = derive(store.basis())
    store.replace_derived(incidents=derived.incidents, findings=derived.findings, checks=derived.checks)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, small: Basis) -> Path:
    """The folder of a record of them, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    with Store.open(folder, now=lambda: dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC)) as opened:
        fill(opened, small)
    return folder


@pytest.fixture
def store(tmp_path: Path, filled: Path) -> Iterator[Store]:
    """A record of its own."""
    shutil.copytree(filled, tmp_path / "out")
    with Store.open(tmp_path / "out", now=lambda: dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC)) as opened:
        yield opened


@pytest.fixture
def service(store: Store) -> ReviewService:
    """Review of that record."""
    return ReviewService(store, now=lambda: dt.datetime(2031, 5, 3, 12, tzinfo=dt.UTC))


@pytest.fixture
def propose() -> Callable[..., Proposal]:
    """A proposal by a reviewer with a reason."""

    def go(action: str, subject: str, **values: object) -> Proposal:
        fields = {"actor": "Ada", "reason": "read again", **values}
        return Proposal(action=DecisionAction(action), subject=subject, **fields)  # type: ignore[arg-type]

    return go
