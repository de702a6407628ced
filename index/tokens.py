"""Late interaction: documents compared by their tokens (Khattab and Zaharia 2020).

Tokens are compared as whole numbers of eight bits, four times as fast as floats and to
about 0.001 the same; sums of whole numbers are exact, so every machine finds the same.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.runtime import open_session, session_options

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

STEPS = 127  # of a whole number of eight bits, to either side of 0
ZERO = 128  # where 0 is among those of a query, which have no sign


@dataclass(frozen=True, slots=True)
class Comparison:
    """How well documents answer a query.

    `nearest` has a row for each document: of each token of the query the cosine to its
    nearest token in the document. `scores` is the mean of each row, weighted, -1 to 1,
    `coverage` the best of each column.
    """

    scores: Vectors
    coverage: Vectors
    nearest: Vectors


class TokenIndex:
    """The unit vectors of the tokens of documents.

    `vectors` holds the tokens of all documents, one after the other, `ends` where each
    document's tokens end. They are kept as half floats.
    """

    def __init__(self, vectors: NDArray[np.float16], ends: NDArray[np.int64]) -> None:
        self._starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
        self._session = _comparing(vectors.astype(np.float32))

    @classmethod
    def build(cls, documents: Sequence[Vectors]) -> "TokenIndex":
        """Index documents given as the vectors of their tokens, at least one each."""
        return cls.from_bytes(token_bytes(documents))

    @classmethod
    def from_bytes(cls, data: bytes) -> "TokenIndex":
        """Read what `token_bytes` gave; pickles are refused."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return cls(arrays["vectors"], arrays["ends"])

    def compare(
        self, query: Vectors, documents: Sequence[int], *, weights: Vectors
    ) -> Comparison:
        """Compare a query's tokens, of given weights, with some of the documents."""
        if not len(documents):
            nothing = np.full(len(query), -1.0, dtype=np.float32)
            return Comparison(nothing[:0], nothing, nothing[None][:0])
        nearest = self.nearest(query)[documents]
        scores = nearest @ (weights / weights.sum())
        return Comparison(scores, nearest.max(axis=0), nearest)

    def nearest(self, query: Vectors) -> Vectors:
        """Of each document and token of a query the cosine to the nearest token."""
        scale = np.abs(query).max(axis=1, keepdims=True)
        whole = (np.rint(query / scale * STEPS) + ZERO).astype(np.uint8)
        (cosines,) = self._session.run(None, {"query": whole})
        best: Vectors = np.maximum.reduceat(cosines, self._starts, axis=1)
        return np.ascontiguousarray((best * scale / STEPS).T)


def token_bytes(documents: Sequence[Vectors]) -> bytes:
    """Documents, given as the vectors of their tokens, as NumPy's .npz."""
    file = io.BytesIO()
    ends = np.cumsum([len(tokens) for tokens in documents], dtype=np.int64)
    np.savez(file, vectors=np.concatenate(documents).astype(np.float16), ends=ends)
    return file.getvalue()


def _comparing(vectors: Vectors) -> "InferenceSession":
    """ONNX Runtime with a product of a query's tokens and these vectors."""
    from onnx import TensorProto, helper, numpy_helper

    scale = np.abs(vectors).max(axis=1)
    whole = np.rint(vectors / scale[:, None] * STEPS).astype(np.int8)
    given = {
        "vectors": np.ascontiguousarray(whole.T),
        "scale": scale / STEPS,
        "one": np.float32(1),
        "zero": np.uint8(ZERO),
    }
    product = helper.make_node(
        "MatMulIntegerToFloat",
        ["query", "vectors", "one", "scale", "zero"],
        ["cosines"],
        domain="com.microsoft",
    )
    count, size = vectors.shape
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [product],
        "comparing",
        [value("query", TensorProto.UINT8, ["tokens", size])],
        [value("cosines", TensorProto.FLOAT, ["tokens", count])],
        [numpy_helper.from_array(np.asarray(v), name) for name, v in given.items()],
    )
    versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=versions, ir_version=10)
    return open_session(model.SerializeToString(), session_options())
