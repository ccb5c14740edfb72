"""Learn who speaks for a claim from reports that the network does not know.

    python -m training.extractor.voices --write

It takes what `training.extractor.joining` has read last.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import click
from evaluation.measures import PRF
from evaluation.scoring import score_report

from training.extractor.joining import FOLDS, Example, Read, fit, kept_reads
from trucewatch.extract.roles import Role
from trucewatch.extract.voices import LEAST, chance, voice_features
from trucewatch.model import Claim

WEIGHTS = Path(str(files("trucewatch.extract").joinpath("data", "voices.toml")))
STRENGTH = 0.3
"""Inverse of the penalty on the weights."""


def examples_of(read: Read) -> list[Example]:
    """Every claimant of a report beside every claim of the network that the scorer pairs with gold."""
    if read.tagged is None:
        return []
    groups = [g for g, _ in read.network]
    named = {f"c-{i}": g for i, g in enumerate(groups)}
    claims = [c.model_copy(update={"id": f"c-{i}"}) for i, (_, c) in enumerate(read.network)]
    out = []
    for pair in score_report(read.report, list(read.gold), claims).pairs:
        spoken = _claimants(pair.gold)
        for i, features in voice_features(read.tagged, named[pair.predicted.id], groups, read.starts):
            start, end = read.tagged.span(i)
            right = any(start < b and a < end for a, b in spoken)
            out.append(Example(features, right, read.weight, read.fold))
    return out


def _claimants(claim: Claim) -> list[tuple[int, int]]:
    return [(e.start, e.end) for e in claim.evidence if e.field.startswith("claimants")]


def taken(read: Read) -> PRF:
    """How well the mentions that the groups hold tell who speaks, for comparison."""
    if read.tagged is None:
        return PRF()
    named = {f"c-{i}": g for i, (g, _) in enumerate(read.network)}
    claims = [c.model_copy(update={"id": f"c-{i}"}) for i, (_, c) in enumerate(read.network)]
    total = PRF()
    for pair in score_report(read.report, list(read.gold), claims).pairs:
        spoken, group = _claimants(pair.gold), named[pair.predicted.id]
        for i, mention in enumerate(read.tagged.mentions):
            if mention.role is Role.CLAIMANT:
                right = any(mention.start < b and a < mention.end for a, b in spoken)
                total += _told(i in group.others, right)
    return total


def _told(said: bool, right: bool) -> PRF:
    return PRF(said and right, said and not right, right and not said)


@click.command()
@click.option("--write", is_flag=True, help="Write the weights into the package.")
def main(write: bool) -> None:
    """Print F1 of claimants by folds, then write weights from all."""
    reads = kept_reads()
    examples = [e for r in reads for e in examples_of(r)]
    folds = {k: fit([e for e in examples if e.fold != k], STRENGTH) for k in range(FOLDS)}
    for name, real in (("corpus", False), ("real text", True)):
        some = [r for r in reads if r.real is real]
        click.echo(_line(f"{name}, ties alone", sum((taken(r) for r in some), PRF())))
        for least in (0.25, LEAST, 0.35, 0.4):
            total = sum((_scored(examples_of(r), folds, least) for r in some), PRF())
            click.echo(_line(f"{name}, above {least}", total))
    if write:
        lines = [f"{name} = {value}" for name, value in sorted(fit(examples, STRENGTH).items())]
        head = "# Who speaks for a claim; learned by `python -m training.extractor.voices`."
        WEIGHTS.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def _scored(examples: Sequence[Example], folds: dict[int, dict[str, float]], least: float) -> PRF:
    return sum((_told(chance(e.features, folds[e.fold]) > least, e.answer) for e in examples), PRF())


def _line(name: str, total: PRF) -> str:
    return f"{name:24} F1 {total.f1:.3f} (P {total.precision:.3f} R {total.recall:.3f})"


if __name__ == "__main__":
    main()
