"""The queue and the trend weigh claims by what the record was linked by."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.record.records import fill, part_of
from tests.web.conftest import gold

from trucewatch.assess import Days, TrendOptions, sensitivity
from trucewatch.link import LinkOptions, WeightSet, explain_pair, link_claims
from trucewatch.model import Claim, Incident, Report
from trucewatch.record import Basis, Store
from trucewatch.web.books import ledgers_of
from trucewatch.web.index import Index
from trucewatch.web.queue import Doubt, Item, Queue


@pytest.fixture
def store(example: Path, tmp_path: Path) -> Iterator[Store]:
    """A record that was linked by the weights for news."""
    reports, claims = (tuple(gold(example, *of)) for of in (("reports.jsonl", Report), ("claims.gold.jsonl", Claim)))
    basis = part_of(Basis(reports=reports, claims=claims), 12)  # type: ignore[arg-type]
    with Store.open(tmp_path) as opened:
        fill(opened, dataclasses.replace(basis, weights=WeightSet.NEWS))
        yield opened


@pytest.fixture
def index(store: Store) -> Iterator[Index]:
    """Its read model."""
    made = Index.open(store)
    yield made
    made.close()


def merges(items: tuple[Item, ...]) -> dict[frozenset[str], str]:
    """What is told of pairs of incidents that may be one."""
    causes = [(item.id, c) for item in items for c in item.causes if c.doubt is Doubt.MERGE]
    return {frozenset((id_, c.other)): c.scores or "" for id_, c in causes if c.other}


def mean_score(store: Store, pair: frozenset[str], weights: WeightSet) -> float:
    """The mean score of the claims of two incidents."""
    one, two = ([c for c in store.claims() if c.id in n.claims[:4]] for n in store.incidents() if n.id in pair)
    reports = {r.id: r for r in store.reports()}
    options = LinkOptions(weights=weights.load())
    scores = [explain_pair(a, b, reports, options=options).score for a in one for b in two]
    return sum(scores) / len(scores)


def test_the_queue_scores_by_the_records_weights_and_follows_when_they_change(store: Store, index: Index) -> None:
    queue = Queue(store, index)
    for weights in (WeightSet.NEWS, WeightSet.CONFLICT):
        store.put_basis(None, {}, weights=weights)
        told = merges(queue.items(frozenset()))
        assert told
        assert all(f"mean score {mean_score(store, pair, weights):+.1f}," in words for pair, words in told.items())


def test_the_trend_of_other_thresholds_links_by_the_records_weights(store: Store, index: Index) -> None:
    claims, reports = {c.id: c for c in store.claims()}, {r.id: r for r in store.reports()}
    weights = WeightSet.NEWS.load()

    def relink(step: float) -> tuple[Incident, ...]:
        options = LinkOptions(weights=weights, threshold=weights.threshold + step)
        return tuple(link_claims(tuple(claims.values()), reports, options=options))

    days = [dt.date(2020, 2, 20), dt.date(2020, 3, 5), dt.date(2020, 3, 6), dt.date(2020, 3, 19)]
    options = TrendOptions(before=Days(*days[:2]), after=Days(*days[2:]))
    made = ledgers_of(store, index, None, as_of=None).trend(options, relink=True)
    assert made[1:] == sensitivity(tuple(store.incidents()), claims, reports, options=options, relink=relink)[1:]
