"""The reports that the extractor learns from and is measured on, by split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training.corpus.build import Compiled, compile_all
from training.corpus.manifest import CONFLICTS, load_manifest
from training.corpus.real import batches, compile_batch
from trucewatch.model import Claim, Report


@dataclass(frozen=True, slots=True)
class Sample:
    """A report with its gold claims, and the names of its conflict by what they name."""

    report: Report
    claims: tuple[Claim, ...]
    places: tuple[str, ...]
    actors: Mapping[str, str]
    """Name of an armed party to the category of its members."""


def load_samples(split: str, data: Path | None = None, root: Path = CONFLICTS) -> list[Sample]:
    """The samples of a split, in order of conflict and report; real text where its folder is there."""
    manifest = load_manifest()
    out: list[Sample] = []
    for compiled in compile_all(root):
        if manifest.split_of.get(compiled.gold.id) != split:
            continue
        out += _samples(compiled)
    return out + real_samples(split, data)


def _samples(compiled: Compiled) -> list[Sample]:
    by_report: dict[str, list[Claim]] = {}
    for claim in compiled.gold.claims:
        by_report.setdefault(claim.report, []).append(claim)
    places = tuple(sorted({c.where.name for c in compiled.gold.claims if c.where and c.where.name}))
    actors = _armed(compiled.gold.claims)
    return [Sample(r, tuple(by_report.get(r.id, ())), places, actors) for r in compiled.gold.reports]


def _armed(claims: tuple[Claim, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for claim in claims:
        for target in claim.targets:
            if target.actor:
                found[target.actor] = target.category.value
    return found


def real_samples(split: str, data: Path | None) -> list[Sample]:
    """Real text of this split, where the data it lies beside is at hand."""
    if data is None or not data.is_dir():
        return []
    return [s for folder in batches(split) for s in _samples(compile_batch(folder, data))]
