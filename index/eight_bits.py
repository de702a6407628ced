"""A model's products in whole numbers of eight bits: in half the time, nearly the same.

Each column of a matrix and each row of what it is multiplied with has a scale of its
own (vector-wise quantization, Dettmers et al. 2022, arXiv:2208.07339), so that a text
has the same numbers alone and among others.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import Vectors

if TYPE_CHECKING:
    from onnx import NodeProto

STEPS = 127  # of a whole number of eight bits, to either side of 0
ZERO = 128  # where 0 is among those without a sign
CONSTANTS = {
    "eight_bits.last": np.array([-1], dtype=np.int64),
    "eight_bits.least": np.float32(1e-9),  # a row of nothing but 0 has a scale too
    "eight_bits.one": np.float32(1),
    "eight_bits.step": np.float32(1 / STEPS),
    "eight_bits.zero": np.uint8(ZERO),
}


def in_eight_bits(
    graph: bytes, weights: dict[str, Vectors]
) -> tuple[bytes, dict[str, Vectors]]:
    """The graph with its products by `weights` in eight bits, and the other weights."""
    from onnx import helper, load_model_from_string, numpy_helper

    model = load_model_from_string(graph)
    added: dict[str, Any] = dict(CONSTANTS)
    nodes: list[NodeProto] = []
    rows: set[str] = set()
    for node in model.graph.node:
        name = node.input[1] if node.op_type == "MatMul" else ""
        if name not in weights:
            nodes.append(node)
            continue
        added |= _columns(name, weights[name])
        if node.input[0] not in rows:
            rows.add(node.input[0])
            nodes += _rounding(node.input[0])
        nodes += _product(node)
    rest = {
        name: each for name, each in weights.items() if f"{name}.whole" not in added
    }
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    given = [
        each for each in model.graph.initializer if f"{each.name}.whole" not in added
    ]
    given += [numpy_helper.from_array(np.asarray(v), name) for name, v in added.items()]
    del model.graph.initializer[:]
    model.graph.initializer.extend(given)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model.SerializeToString(), rest


def _columns(name: str, matrix: Vectors) -> dict[str, Any]:
    """A matrix in whole numbers, and the scale of each column."""
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-9) / STEPS
    return {
        f"{name}.whole": np.rint(matrix / scale).astype(np.int8),
        f"{name}.scale": scale.astype(np.float32),
    }


def _rounding(rows: str) -> "Iterator[NodeProto]":
    """Make `<rows>.whole` of whole numbers, and `<rows>.scale` for each row."""
    from onnx.helper import make_node

    yield make_node("Abs", [rows], [f"{rows}.size"])
    yield make_node(
        "ReduceMax",
        [f"{rows}.size", "eight_bits.last"],
        [f"{rows}.largest"],
        keepdims=1,
    )
    yield make_node("Max", [f"{rows}.largest", "eight_bits.least"], [f"{rows}.most"])
    yield make_node("Mul", [f"{rows}.most", "eight_bits.step"], [f"{rows}.scale"])
    yield make_node("Div", [rows, f"{rows}.scale"], [f"{rows}.steps"])
    yield make_node(
        "QuantizeLinear",
        [f"{rows}.steps", "eight_bits.one", "eight_bits.zero"],
        [f"{rows}.whole"],
    )


def _product(node: "NodeProto") -> "Iterator[NodeProto]":
    from onnx.helper import make_node

    (rows, matrix), (product,) = node.input, node.output
    yield make_node(
        "MatMulIntegerToFloat",
        [
            f"{rows}.whole",
            f"{matrix}.whole",
            "eight_bits.one",
            f"{matrix}.scale",
            "eight_bits.zero",
        ],
        [f"{product}.unscaled"],
        domain="com.microsoft",
    )
    yield make_node("Mul", [f"{product}.unscaled", f"{rows}.scale"], [product])
