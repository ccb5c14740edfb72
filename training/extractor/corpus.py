"""The reports that the extractor learns from and is measured on, by split."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from training.corpus.build import Compiled, compile_all
from training.corpus.manifest import CONFLICTS, load_manifest
from training.corpus.real import batches, compile_batch
from trucewatch.extract.claims import actor_book, read_report
from trucewatch.extract.learned import proposals_of
from trucewatch.extract.sentences import split_sentences
from trucewatch.extract.tagger import Proposal
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Claim, Report


@dataclass(frozen=True, slots=True)
class Sample:
    """A report with its gold claims, and the names of its conflict by what they name."""

    report: Report
    claims: tuple[Claim, ...]
    places: tuple[str, ...]
    actors: Mapping[str, str]
    """Name of an armed party to the category of its members."""
    proposals: tuple[Proposal, ...] = ()
    """What the finders propose to the network at run time."""


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


def real_samples(split: str, data: Path | None, leave_out: Collection[str] = ()) -> list[Sample]:
    """Real text of this split but for some batches, where the data it lies beside is at hand."""
    if data is None or not data.is_dir():
        return []
    return [
        s for folder in batches(split) if folder.name not in leave_out for s in _samples(compile_batch(folder, data))
    ]


def with_proposals(samples: Iterable[Sample]) -> list[Sample]:
    """The samples with what the finders see in each, so that the network learns which of it belongs to an act."""
    locator = Locator(Gazetteer.load(), None)
    book = actor_book(None)
    return [
        replace(
            s,
            proposals=tuple(proposals_of(read_report(s.report, split_sentences(s.report.text), book, locator, None))),
        )
        for s in samples
    ]
