"""Token F1 of the place that an act happened in, on our own test part of event_location, by the shipped network.

    python -m evaluation.event_location [--model FILE] [--data ../shared/data]

The verb is given, as in training/extractor/pretrain.py; the score of each token as its place is the tagger's own pair
score without the sentences between, taken from the file's outputs by numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from evaluation.bench_extraction import MODEL
from evaluation.measures import PRF, interval, total
from trucewatch.extract.roles import ROLES, Role
from trucewatch.extract.tagger import Heads, Network

ACT, PLACE = ROLES.index(Role.ACT), ROLES.index(Role.PLACE)
Outputs = Mapping[str, NDArray[np.float32]]


def place_scores(outputs: Outputs, heads: Heads, act: tuple[int, int]) -> NDArray[Any]:
    """Log-odds of each token to be the place of the act whose tokens are given, half-open."""
    a, b = act
    size = len(outputs["left"])
    distance = np.abs(np.arange(size) - a)
    far = heads.pair_distance[np.searchsorted(heads.pair_edges[1:], distance, side="right")]

    def half(one: str, other: str, bias: NDArray[Any]) -> NDArray[Any]:
        z = outputs[one][a:b].mean(axis=0) + outputs[other] + bias + far
        out: NDArray[Any] = np.maximum(z, 0) @ heads.pair_weight + heads.pair_bias
        return out

    forth = half("left", "right", heads.pair_roles[ACT, PLACE])
    back = half("right", "left", heads.pair_roles[PLACE, ACT])
    match, match_with = outputs["match"], outputs["match_with"]
    both = match_with @ match[a:b].mean(axis=0) + match @ match_with[a:b].mean(axis=0)
    scored: NDArray[Any] = (forth + back + both / np.sqrt(match.shape[1])) / 2
    return scored


def count(found: set[int], gold: set[int]) -> PRF:
    """Tokens that are right, made up and missed."""
    return PRF(len(found & gold), len(found - gold), len(gold - found))


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), default=MODEL)
@click.option("--data", type=click.Path(exists=True, path_type=Path), default=Path("../shared/data"))
def main(model: Path, data: Path) -> None:
    """Print F1 with its interval."""
    from training.extractor.auxiliary import event_location  # reads the data; needs no torch

    network = Network(model)
    rows: list[PRF] = []
    for query in event_location(data, "test"):
        outputs = network.run(query.ids, [1] * len(query.ids))
        scores = place_scores(outputs, network.heads, query.act)
        rows.append(count(set(np.flatnonzero(scores > 0).tolist()), set(query.asked[PLACE])))
    whole, span = total(rows, PRF()), interval(rows)
    print(
        f"place of an act, token F1 {whole.f1:.3f} ({span.low:.3f} to {span.high:.3f}), precision "
        f"{whole.precision:.3f}, recall {whole.recall:.3f}, {len(rows)} acts"
    )


if __name__ == "__main__":
    main()
