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
from onnx import GraphProto, NodeProto, numpy_helper

from training.extractor.export import OUT
from training.extractor.net import Extractor, load_encoder
from trucewatch.extract.tagger import HEAD_OUTPUTS

HEADS = {"pair_weight": "pair_out.weight", "pair_bias": "pair_out.bias"} | {
    f"claim_{part}": f"claim_out.{part}" for part in ("weight", "bias")
}
"""Numbers of the heads whose names in the file are not those of the network."""


def unfolded(graph: GraphProto) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    """Every constant of the graph by name, packed matrices as the numbers they stand for."""
    out = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            packed, scale = (out[name] for name in node.input[:2])
            shape = [1, 1]
            shape[node.attribute[0].i] = -1
            out[node.output[0]] = packed.astype(np.float32) * scale.reshape(shape)
    return out


def state_of(graph: GraphProto) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    """The network's parameters by name. A matrix is known by the bias that is added to its product."""
    constants = unfolded(graph)
    made_by: dict[str, NodeProto] = {o: n for n in graph.node for o in n.output}
    out = {name.removeprefix("net."): value for name, value in constants.items()}
    for node in (n for n in graph.node if n.op_type == "Add"):
        for bias, other in (node.input, reversed(node.input)):
            product = made_by.get(other)
            if bias.endswith(".bias") and product is not None and product.op_type == "MatMul":
                out[bias.removeprefix("net.").removesuffix("bias") + "weight"] = constants[product.input[1]].T
    for name in HEAD_OUTPUTS:
        out[HEADS.get(name, name)] = constants[f"head_{name}"]
    return out


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
