"""Splink beside the linker, learned from the train part only. Needs the extra `evaluation`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as cl
from splink.internals.duckdb.database_api import DuckDBAPI

from evaluation.merging_baselines import Filing
from evaluation.merging_measures import Grouping, merging
from trucewatch.link.names import fold
from trucewatch.model import Count, Report, day_of

CHANCES = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 0.99999)
"""Match probabilities of Splink that are compared on train."""
SEED = 20200305


def _low(count: Count | None) -> int | None:
    return count.low if count is not None else None


def _table(filing: Filing) -> pa.Table:
    """What Splink compares: the values of the claim that stands for a report, its day and its title."""
    rows: dict[str, list[object]] = {name: [] for name in _COLUMNS.names}
    for report in filing.reports:
        claim = filing.claims[report.id]
        start = claim.when.start[:10] if claim.when and claim.when.start else None
        where = claim.where
        row = {
            "unique_id": report.id,
            "incident": filing.incident.get(report.id),
            "day": start,
            "published": day_of(report.published).isoformat() if report.published else None,
            "month": start[:7] if start else None,
            "week": _week(report),
            "kind": claim.kind.value,
            "place": fold(where.name) if where and where.name else None,
            "lat": where.lat if where else None,
            "lon": where.lon if where else None,
            "killed": _low(claim.killed),
            "injured": _low(claim.injured),
            "victims": sorted({fold(n) for v in claim.victims for n in v.names}) or None,
            "title": fold(report.title or "") or None,
        }
        for name, value in row.items():
            rows[name].append(value)
    return pa.table(rows, schema=_COLUMNS)


def _week(report: Report) -> str | None:
    return str(day_of(report.published).toordinal() // 7) if report.published else None


_TEXT = "unique_id incident day published month week kind place title".split()  # noqa: SIM905
_COLUMNS = pa.schema(
    [
        *((name, pa.string()) for name in _TEXT),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("killed", pa.int64()),
        ("injured", pa.int64()),
        ("victims", pa.list_(pa.string())),
    ]
)


def _settings(chance: float) -> SettingsCreator:
    day = {"input_is_string": True, "metrics": ["day", "day", "day", "day"], "thresholds": [1, 3, 7, 30]}
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=chance,
        comparisons=[
            cl.AbsoluteDateDifferenceAtThresholds("day", **day),
            cl.AbsoluteDateDifferenceAtThresholds("published", **day),
            cl.ExactMatch("kind"),
            cl.JaroWinklerAtThresholds("place", [0.9]),
            cl.DistanceInKMAtThresholds("lat", "lon", [5, 25, 100]),
            cl.ExactMatch("killed"),
            cl.ExactMatch("injured"),
            cl.ArrayIntersectAtSizes("victims", [1]),
            cl.JaccardAtThresholds("title", [0.9, 0.8, 0.7]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("day"),
            block_on("published"),
            block_on("place", "month"),
            block_on("place", "week"),
            block_on("title"),
        ],
    )


def _linker(filing: Filing, settings: SettingsCreator | dict[str, object]) -> Linker:
    return Linker(DuckDBAPI().register(_table(filing)), settings, log_level="ERROR")


def _matched(linker: Linker, filing: Filing, chances: Sequence[float]) -> dict[float, Grouping]:
    """Groups at each match probability: Splink's connected components."""
    pairs = linker.inference.predict()
    found: dict[float, Grouping] = {}
    for chance in chances:
        groups = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=chance)
        rows = groups.as_record_list()
        found[chance] = {r.id: r.id for r in filing.reports} | {r["unique_id"]: r["cluster_id"] for r in rows}
    return found


def splink(train: Filing, test: Filing) -> tuple[Grouping, float]:
    """Groups of the test reports and the match probability, which is the best on train by B-cubed F.

    m probabilities from the labels of train, u probabilities from random pairs of it, the prior from its pairs.
    """
    together = sum(n * (n - 1) // 2 for n in Counter(train.incident.values()).values())
    linker = _linker(train, _settings(2 * together / len(train.incident) ** 2))
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    linker.training.estimate_m_from_label_column("incident")
    scores = {c: merging(train.incident, g).b_cubed.f1 for c, g in _matched(linker, train, CHANCES).items()}
    best = max(scores, key=lambda c: scores[c])
    learned = linker.misc.save_model_to_json()
    return _matched(_linker(test, learned), test, [best])[best], best
