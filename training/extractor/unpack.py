"""Take weights that can be trained on out of the file that ships, where those of its training are gone.

    python -m training.extractor.unpack --out build/extractor/shipped.pt

What was packed in 8 bits stays rounded (the same numbers as the extractor runs with); the rest is as it was trained.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import onnx
import torch
from onnx import GraphProto, numpy_helper

from training.extractor.export import OUT
from training.extractor.net import Extractor, load_encoder
from training.extractor.unpacking import Array, Step, parameters_of
from trucewatch.extract.tagger import HEAD_OUTPUTS


def state_of(graph: GraphProto) -> dict[str, Array]:
    """The network's parameters by name."""
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    steps = [
        Step(n.op_type, tuple(n.input), tuple(n.output), next((a.i for a in n.attribute if a.name == "axis"), 0))
        for n in graph.node
    ]
    return parameters_of(constants, steps, [name for name in HEAD_OUTPUTS if f"head_{name}" in constants])


@click.command()
@click.option("--file", "source", type=click.Path(exists=True, path_type=Path), default=OUT, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/extractor/shipped.pt"), show_default=True)
def main(source: Path, out: Path) -> None:
    """Write a state of the network, whole or not at all."""
    found = state_of(onnx.load(source).graph)
    wanted = Extractor(load_encoder()).state_dict()
    missing = sorted(name for name in wanted if name not in found)
    if missing:
        raise click.ClickException(f"{source} lacks {', '.join(missing)}: was it exported by another version?")
    out.parent.mkdir(parents=True, exist_ok=True)
    state = {name: torch.from_numpy(np.array(found[name])).reshape(value.shape) for name, value in wanted.items()}
    torch.save(state, out)
    click.echo(f"{out}: {len(state)} parameters")


if __name__ == "__main__":
    main()
