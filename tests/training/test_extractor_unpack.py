"""Parameters taken out of an exported graph are those that went in; the mapping needs neither torch nor onnx."""

from __future__ import annotations

import numpy as np
import pytest
from training.extractor.unpacking import Array, Step, parameters_of, unfolded

PACKED: dict[str, Array] = {
    "w.packed": np.array([[127, -127], [0, 64]], np.int8),
    "w.scale": np.array([0.5, 2.0], np.float32),
    "w.zero": np.zeros(2, np.int8),
}


@pytest.mark.parametrize(("axis", "whole"), [(0, [[63.5, -63.5], [0.0, 128.0]]), (1, [[63.5, -254.0], [0.0, 128.0]])])
def test_a_packed_matrix_is_unfolded_along_the_axis_of_its_scales(axis: int, whole: list[list[float]]) -> None:
    step = Step("DequantizeLinear", ("w.packed", "w.scale", "w.zero"), ("w",), axis)
    assert unfolded(PACKED, [step])["w"].tolist() == whole


@pytest.mark.parametrize("takes", [("net.layer.bias", "product"), ("product", "net.layer.bias")])
def test_a_matrix_without_a_name_is_called_after_the_bias_added_to_its_product(takes: tuple[str, str]) -> None:
    numbers = {"onnx::MatMul_7": np.arange(6.0).reshape(2, 3), "net.layer.bias": np.ones(3)}
    steps = [Step("MatMul", ("x", "onnx::MatMul_7"), ("product",)), Step("Add", takes, ("y",))]
    found = parameters_of(numbers, steps, ())
    assert found["layer.weight"].tolist() == np.arange(6.0).reshape(2, 3).T.tolist()
    assert found["layer.bias"].tolist() == [1, 1, 1]


def test_a_sum_of_two_layers_names_no_matrix() -> None:
    steps = [Step("MatMul", ("x", "m"), ("product",)), Step("Add", ("product", "before"), ("y",))]
    assert parameters_of({"m": np.ones((2, 2))}, steps, ()).keys() == {"m"}


def test_numbers_of_heads_take_the_names_of_the_network() -> None:
    numbers = {f"head_{name}": np.full(1, n) for n, name in enumerate(("pair_weight", "pair_bias", "other"))}
    found = parameters_of(numbers, (), ("pair_weight", "pair_bias", "other"))
    assert [found[name].item() for name in ("pair_out.weight", "pair_out.bias", "other")] == [0, 1, 2]


def test_what_is_packed_for_the_file_comes_out_as_near_as_eight_bits_are() -> None:
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("torch")
    from training.extractor.export import pack_weights
    from training.extractor.unpack import state_of

    rng = np.random.default_rng(1)
    words, matrix, bias = (rng.normal(size=s).astype(np.float32) for s in ((9, 4), (4, 5), (5,)))
    made = onnx.helper.make_node
    nodes = [
        made("Gather", ["net.words.weight", "ids"], ["x"]),
        made("MatMul", ["x", "onnx::MatMul_3"], ["product"]),
        made("Add", ["net.out.bias", "product"], ["y"]),
    ]
    kept = [
        onnx.numpy_helper.from_array(array, name)
        for name, array in (("net.words.weight", words), ("onnx::MatMul_3", matrix), ("net.out.bias", bias))
    ]
    ids = onnx.helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, [2])
    y = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [2, 5])
    graph = onnx.helper.make_graph(nodes, "small", [ids], [y], kept)
    pack_weights(graph, least=1)
    assert {t.name for t in graph.initializer} >= {"net.words.weight.packed", "onnx::MatMul_3.packed"}
    found = state_of(graph)
    assert found["out.bias"].tolist() == bias.tolist()
    for name, whole in (("words.weight", words), ("out.weight", matrix.T)):
        half_a_step = np.abs(whole).max() / 127 / 2
        assert np.abs(found[name] - whole).max() <= half_a_step * 1.001
