"""Write the trained network as one ONNX file with 8-bit weights, and check that it says the same.

python -m training.extractor.export --weights build/extractor/model.pt
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import numpy as np
import onnx
import torch
from onnx import GraphProto, NodeProto, helper, numpy_helper
from torch import Tensor, nn

from training.extractor.measure import heads_of, load_network
from trucewatch.extract.tagger import HEAD_OUTPUTS, TOKEN_OUTPUTS, session_options

OUT = Path("src/trucewatch/extract/data/extractor.onnx")


class Exported(nn.Module):
    """Token outputs of one window, then the heads' own numbers as outputs that hang on no input."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net
        for name in HEAD_OUTPUTS:
            self.register_buffer(f"head_{name}", torch.from_numpy(np.array(getattr(heads_of(net), name))))  # type: ignore[arg-type]

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        """One sequence without padding, so that no mask is needed."""
        tokens = self.net.tokens(self.net.encode(ids, types, torch.ones_like(ids)))  # type: ignore[operator]
        heads = (getattr(self, f"head_{name}").clone() for name in HEAD_OUTPUTS)
        return (*(tokens[name] for name in TOKEN_OUTPUTS), *heads)


def pack_weights(graph: GraphProto, least: int = 100_000) -> None:
    """Keep every large matrix as 8-bit numbers with one scale a row or column, and unfold it where it is used.

    Sums are then taken in full precision: 8-bit activations too would cost 0.02 of event F1 on the dev conflicts.
    """
    used_as = {name: (node.op_type, k) for node in graph.node for k, name in enumerate(node.input)}
    unfolded: list[NodeProto] = []
    for tensor in [t for t in graph.initializer if np.prod(t.dims) >= least and len(t.dims) == 2]:
        kind, place = used_as.get(tensor.name, ("", 0))
        if (kind, place) not in (("MatMul", 1), ("Gather", 0)):
            continue
        values, axis = numpy_helper.to_array(tensor), 1 if kind == "MatMul" else 0
        scale = np.maximum(np.abs(values).max(axis=1 - axis), 1e-8).astype(np.float32) / 127
        packed = np.round(values / np.expand_dims(scale, 1 - axis)).astype(np.int8)
        name = tensor.name
        parts = [(f"{name}.packed", packed), (f"{name}.scale", scale), (f"{name}.zero", np.zeros(len(scale), np.int8))]
        graph.initializer.remove(tensor)
        graph.initializer.extend(numpy_helper.from_array(a, n) for n, a in parts)
        unfolded.append(helper.make_node("DequantizeLinear", [n for n, _ in parts], [name], axis=axis))
    for node in reversed(unfolded):
        graph.node.insert(0, node)


@click.command()
@click.option("--weights", type=click.Path(exists=True, path_type=Path), default=Path("build/extractor/model.pt"))
@click.option("--out", type=click.Path(path_type=Path), default=OUT, show_default=True)
def main(weights: Path, out: Path) -> None:
    """Export, quantise, compare on one sequence."""
    net = load_network(weights, "eager")
    ids = torch.tensor([[101, *range(2000, 2100), 102]])
    types = torch.ones_like(ids)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Exported(net).eval(),
            (ids, types),
            str(plain),
            input_names=["ids", "types"],
            output_names=[*TOKEN_OUTPUTS, *HEAD_OUTPUTS],
            dynamic_axes={"ids": {1: "n"}, "types": {1: "n"}, **{name: {1: "n"} for name in TOKEN_OUTPUTS}},
            opset_version=17,
            dynamo=False,
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        model = onnx.load(plain)
        pack_weights(model.graph)
        onnx.save(model, str(out))
    import onnxruntime as ort

    session = ort.InferenceSession(str(out), session_options(), providers=["CPUExecutionProvider"])
    got = session.run(["tags"], {"ids": ids.numpy(), "types": types.numpy()})[0]
    with torch.no_grad():
        want = net.tokens(net.encode(ids, types, torch.ones_like(ids)))["tags"].numpy()
    same = float((got.reshape(-1, 3).argmax(1) == want.reshape(-1, 3).argmax(1)).mean())
    click.echo(
        f"{out}: {out.stat().st_size / 1e6:.1f} MB, tags alike {same:.4f}, furthest {np.abs(got - want).max():.2f}"
    )


if __name__ == "__main__":
    main()
