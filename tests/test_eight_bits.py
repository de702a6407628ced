"""Products in eight bits: nearly the same, and the same for a text alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from index import untuned_model
from index.eight_bits import in_eight_bits
from index.encoder import Vectors
from index.onnx_encoder import OnnxEncoder
from index.runtime import open_session, session_options

TEXTS = ["Can symptoms be reversed?", "", "fruit " * 99, "कमी 缺乏 😀", "!"]


def product(rows: Vectors, matrix: Vectors) -> Vectors:
    """What a graph of one product gives, its matrix in eight bits."""
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["rows", "matrix"], ["products"])],
        "one",
        [value("rows", TensorProto.FLOAT, ["n", "size"])],
        [value("products", TensorProto.FLOAT, ["n", "width"])],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10
    )
    data, rest = in_eight_bits(model.SerializeToString(), {"matrix": matrix, "b": rows})
    assert list(rest) == ["b"]  # what no product takes stays as it is
    (found,) = open_session(data, session_options()).run(None, {"rows": rows})
    result: Vectors = found
    return result


def test_numbers_that_eight_bits_can_say_come_out_exactly() -> None:
    rows = np.array([[127, -127], [0, 0], [1, 0.5]], dtype=np.float32)
    matrix = np.array([[127, 0, 1], [0, 254, 1]], dtype=np.float32)
    expected = [[127 * 127, -127 * 254, 0], [0, 0, 0], [127, 128, 1.5]]
    assert product(rows, matrix) == pytest.approx(np.array(expected), abs=1.1)
    assert product(rows, matrix)[1].tolist() == [0, 0, 0]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(1, 64), st.integers(1, 9), st.integers(0, 999))
def test_products_are_right_to_a_share_of_their_lengths(
    count: int, size: int, width: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    rows = random.standard_normal((count, size)).astype(np.float32)
    rows *= 10.0 ** random.integers(-3, 4, (count, 1)).astype(np.float32)
    matrix = random.standard_normal((size, width)).astype(np.float32)
    lengths = np.outer(np.linalg.norm(rows, axis=1), np.linalg.norm(matrix, axis=0))
    found = product(rows, matrix)
    assert (np.abs(found - rows @ matrix) <= 0.02 * lengths + 1e-6).all()
    for row, among in zip(rows, found, strict=True):
        assert np.array_equal(product(row[None], matrix)[0], among)


@pytest.mark.model
def test_the_model_in_eight_bits_says_nearly_the_same() -> None:
    exact = OnnxEncoder(untuned_model()).encode(TEXTS)
    rounded = OnnxEncoder(untuned_model(), is_rounded=True)
    for text, right, among in zip(TEXTS, exact, rounded.encode(TEXTS), strict=True):
        (alone,) = rounded.encode([text])
        assert np.array_equal(alone.vector, among.vector)
        assert np.array_equal(alone.tokens, among.tokens)
        assert float(right.vector @ among.vector) > 0.98
        assert among.ids.tolist() == right.ids.tolist()
