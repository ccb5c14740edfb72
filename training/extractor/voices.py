"""Learn who speaks for a claim from reports that the network does not know.

    python -m training.extractor.voices --write

It takes what `training.extractor.joining` has read last.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import click
from evaluation.measures import PRF

from training.extractor.joining import FOLDS, Example, Read, fit, golds_of, kept_reads
from trucewatch.extract.voices import LEAST, Voices
from trucewatch.extract.weighing import chance

WEIGHTS = Path(str(files("trucewatch.extract").joinpath("data", "voices.toml")))
STRENGTH = 0.3
"""Inverse of the penalty on the weights."""


def examples_of(read: Read) -> list[Example]:
    """Every claimant of a report beside every claim of the network that the scorer pairs with gold."""
    if read.tagged is None:
        return []
    golds = golds_of(read, [c for _, c in read.network])
    voices = Voices(read.tagged, [g for g, _ in read.network], read.starts)
    out = []
    for group, claim in read.network:
        if gold := golds.get(id(claim)):
            spoken = [(e.start, e.end) for e in gold.evidence if e.field.startswith("claimants")]
            for i, features in voices.features(group):
                start, end = read.tagged.span(i)
                right = any(start < b and a < end for a, b in spoken)
                out.append(Example(features, right, read.weight, read.fold))
    return out


@click.command()
@click.option("--write", is_flag=True, help="Write the weights into the package.")
def main(write: bool) -> None:
    """Print F1 of claimants by folds, then write weights from all."""
    reads = kept_reads()
    told = [(r.real, e) for r in reads for e in examples_of(r)]
    examples = [e for _, e in told]
    folds = {k: fit([e for e in examples if e.fold != k], STRENGTH) for k in range(FOLDS)}
    for name, real in (("corpus", False), ("real text", True)):
        some = [e for is_real, e in told if is_real is real]
        click.echo(_line(f"{name}, ties alone", ((e.features["own"] > 0, e.answer) for e in some)))
        for least in (0.25, LEAST, 0.35, 0.4):
            said = ((chance(folds[e.fold], e.features) > least, e.answer) for e in some)
            click.echo(_line(f"{name}, above {least}", said))
    if write:
        lines = [f"{name} = {value}" for name, value in sorted(fit(examples, STRENGTH).items())]
        head = "# Who speaks for a claim; learned by `python -m training.extractor.voices`."
        WEIGHTS.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def _line(name: str, told: Iterable[tuple[bool, bool]]) -> str:
    """F1 of what was said, by pairs of what was said and what is right."""
    total = sum((PRF(said and right, said and not right, right and not said) for said, right in told), PRF())
    return f"{name:24} F1 {total.f1:.3f} (P {total.precision:.3f} R {total.recall:.3f})"


if __name__ == "__main__":
    main()
