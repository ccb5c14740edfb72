"""Token F1 of the place that an act happened in, on our own test part of event_location, by the shipped network.

    python -m evaluation.event_location [--model FILE] [--data ../shared/data] [--part dev]

The verb is given, as in training/extractor/pretrain.py; the score of each token as its place is the tagger's own pair
score without the sentences between, taken from the file's outputs by numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from evaluation.bench_extraction import MODEL
from evaluation.measures import PRF, interval, total
from trucewatch.extract.roles import ROLES, Role
from trucewatch.extract.tagger import Heads, Network
from trucewatch.extract.windows import load_tokenizer

ACT, PLACE = ROLES.index(Role.ACT), ROLES.index(Role.PLACE)
Outputs = Mapping[str, NDArray[np.float32]]

LEAST = 1.25
"""Log-odds above which a word is the place. The corpus and real text ask for whole phrases ("in a village near Homs"),
this set for the name alone, so that 0 takes too much; on the dev part F1 by words is 0.832 at 1.25 (tokens by
themselves: 0.790 at 0, 0.820 from 1.25 to 2)."""


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


def place_tokens(ids: Sequence[int], scores: NDArray[Any]) -> set[int]:
    """Tokens of the words whose first piece is the place; the network was trained on whole words."""
    pieces = load_tokenizer()
    out: set[int] = set()
    inside = False
    for i, token in enumerate(ids):
        if not (pieces.id_to_token(token) or "").startswith("##"):
            inside = bool(scores[i] > LEAST)
        if inside:
            out.add(i)
    return out


def count(found: set[int], gold: set[int]) -> PRF:
    """Tokens that are right, made up and missed."""
    return PRF(len(found & gold), len(found - gold), len(gold - found))


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), default=MODEL)
@click.option("--data", type=click.Path(exists=True, path_type=Path), default=Path("../shared/data"))
@click.option("--part", type=click.Choice(["dev", "test"]), default="test", show_default=True)
def main(model: Path, data: Path, part: str) -> None:
    """Print F1 with its interval."""
    from training.extractor.auxiliary import event_location  # reads the data; needs no torch

    network = Network(model)
    rows: list[PRF] = []
    for query in event_location(data, part):
        outputs = network.run(query.ids, [1] * len(query.ids))
        scores = place_scores(outputs, network.heads, query.act)
        rows.append(count(place_tokens(query.ids, scores), set(query.asked[PLACE])))
    whole, span = total(rows, PRF()), interval(rows)
    print(
        f"place of an act, token F1 {whole.f1:.3f} ({span.low:.3f} to {span.high:.3f}), precision "
        f"{whole.precision:.3f}, recall {whole.recall:.3f}, {len(rows)} acts"
    )


if __name__ == "__main__":
    main()
