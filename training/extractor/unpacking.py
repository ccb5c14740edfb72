"""From the numbers and steps of an exported graph to the parameters of the network; needs neither torch nor onnx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

HEADS = {"pair_weight": "pair_out.weight", "pair_bias": "pair_out.bias"} | {
    f"claim_{part}": f"claim_out.{part}" for part in ("weight", "bias")
}
"""Numbers of the heads whose names in the file are not those of the network."""


class Step(NamedTuple):
    """One step of a graph: what it does, the names of what it takes and gives, and the axis along which it does it."""

    does: str
    takes: Sequence[str]
    gives: Sequence[str]
    axis: int = 0


def unfolded(constants: Mapping[str, Array], steps: Sequence[Step]) -> dict[str, Array]:
    """Every constant by name, matrices packed in 8 bits as the numbers they stand for."""
    out = dict(constants)
    for step in steps:
        if step.does == "DequantizeLinear":
            packed, scale = (out[name] for name in step.takes[:2])
            shape = [1, 1]
            shape[step.axis] = -1
            out[step.gives[0]] = packed.astype(np.float32) * scale.reshape(shape)
    return out


def parameters_of(constants: Mapping[str, Array], steps: Sequence[Step], heads: Sequence[str]) -> dict[str, Array]:
    """The network's parameters by name. A matrix is known by the bias that is added to its product.

    Args:
        constants: The numbers in the graph by name, as they are kept.
        steps: All of them.
        heads: Names of the outputs that are numbers of the heads.
    """
    whole = unfolded(constants, steps)
    out = {name.removeprefix("net."): value for name, value in whole.items()}
    out |= {f"{name}weight": whole[matrix].T for name, matrix in _matrices(steps)}
    for name in heads:
        out[HEADS.get(name, name)] = whole[f"head_{name}"]
    return out


def _matrices(steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """What a layer is called, with a dot at its end, and the name of its matrix in the graph."""
    products = {name: step for step in steps if step.does == "MatMul" for name in step.gives}
    for step in steps:
        if step.does == "Add":
            for bias, other in (step.takes, tuple(reversed(step.takes))):
                if bias.endswith(".bias") and other in products:
                    yield bias.removeprefix("net.").removesuffix("bias"), products[other].takes[1]
