"""A record that comes in parts gives the ledgers and trends that it gives whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assess.build import AGREEMENT, at
from tests.assess.ledger_books import books, told
from tests.link.cases import by, count, day, doer

from trucewatch.assess import (
    Books,
    Coverage,
    Days,
    GroupBy,
    LedgerBy,
    TrendOptions,
    finding_counts,
    finding_counts_of,
    sensitivity,
    totals,
    totals_of,
    trend,
)
from trucewatch.assess.sensitivity import sensitivity_of
from trucewatch.assess.trend import count_acts, trend_of
from trucewatch.model import Incident

DOERS = (doer("Northern Army", side="north"), doer("Southern Army", side="south"), doer(None))
WHO = ("Interior Ministry", "interior ministry", "the monitors")


def _record() -> Books:
    groups = [
        [
            told(
                f"c{n}-{k}",
                when=day(f"2031-04-{1 + n:02d}"),
                killed=count(n % 4),
                injured=count(k),
                perpetrator=DOERS[(n + k) % 3],
                where=at(44.0 + n / 50),
                claimants=by(WHO[(n + k) % 3]),
            )
            for k in range(1 + n % 2)
        ]
        for n in range(12)
    ]
    whole = books(*groups)
    wave, *rest = whole.incidents
    waved = [n.model_copy(update={"part_of": wave.id}) if i in (2, 7) else n for i, n in enumerate(rest)]
    return Books([wave, *waved], whole.claims, whole.reports, whole.findings, AGREEMENT)


RECORD = _record()
BEFORE = Days(dt.date(2031, 4, 1), dt.date(2031, 4, 6))
AFTER = Days(dt.date(2031, 4, 7), dt.date(2031, 4, 12))


def _part(incidents: Sequence[Incident]) -> Books:
    claims = {c: RECORD.claims[c] for n in incidents for c in n.claims}
    reports = {c.report: RECORD.reports[c.report] for c in claims.values()}
    ids = {n.id for n in incidents}
    return Books(incidents, claims, reports, [f for f in RECORD.findings if f.incident in ids], AGREEMENT)


def in_parts(shuffled: Random) -> list[Books]:
    """The record in parts of any size and order; a wave stays with its parts."""
    families: dict[str, list[Incident]] = {}
    for n in RECORD.incidents:
        families.setdefault(n.part_of or n.id, []).append(n)
    rows = list(families.values())
    shuffled.shuffle(rows)
    parts: list[list[Incident]] = [[] for _ in range(shuffled.randint(1, 5))]
    for family in rows:
        shuffled.choice(parts).extend(family)
    return [_part(part) for part in parts if part]


@pytest.mark.parametrize("by", list(LedgerBy))
@given(shuffled=st.randoms(use_true_random=False))
def test_a_ledger_is_the_same_in_parts(by: LedgerBy, shuffled: Random) -> None:
    assert totals_of(in_parts(shuffled), by=by) == totals(RECORD, by=by)


@pytest.mark.parametrize("by", [LedgerBy.TERM, LedgerBy.ZONE, LedgerBy.SIDE])
@given(shuffled=st.randoms(use_true_random=False))
def test_findings_are_counted_the_same_in_parts(by: LedgerBy, shuffled: Random) -> None:
    assert finding_counts_of(in_parts(shuffled), by=by, agreement=AGREEMENT) == finding_counts(RECORD, by=by)


@given(shuffled=st.randoms(use_true_random=False), by=st.sampled_from([None, *GroupBy]))
def test_a_trend_is_the_same_in_parts(shuffled: Random, by: GroupBy | None) -> None:
    options = TrendOptions(before=BEFORE, after=AFTER, by=by)
    coverage = Coverage(RECORD.reports.values())
    counted = count_acts(in_parts(shuffled), coverage, by=by)
    given = (RECORD.incidents, RECORD.claims, RECORD.reports)
    assert trend_of(counted, coverage, options=options) == trend(*given, options=options, agreement=AGREEMENT)
    assert sensitivity_of(counted, coverage, options=options) == sensitivity(*given, options=options)
