"""Late interaction: documents compared by their tokens (Khattab and Zaharia 2020)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


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
    """The unit vectors of the tokens of documents, stored as half floats.

    `vectors` holds the tokens of all documents, one after the other, `ends` where each
    document's tokens end.
    """

    def __init__(self, vectors: NDArray[np.float16], ends: NDArray[np.int64]) -> None:
        self._stored = vectors
        self._vectors = vectors.astype(np.float32)
        self._starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
        self._ends = ends

    @classmethod
    def build(cls, documents: Sequence[Vectors]) -> "TokenIndex":
        """Index documents given as the vectors of their tokens, at least one each."""
        return cls(
            np.concatenate(documents).astype(np.float16),
            np.cumsum([len(tokens) for tokens in documents], dtype=np.int64),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "TokenIndex":
        """Read what `to_bytes` gave; pickles are refused."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return cls(arrays["vectors"], arrays["ends"])

    def to_bytes(self) -> bytes:
        """The index as NumPy's .npz."""
        file = io.BytesIO()
        np.savez(file, vectors=self._stored, ends=self._ends)
        return file.getvalue()

    def compare(
        self, query: Vectors, documents: Sequence[int], *, weights: Vectors
    ) -> Comparison:
        """Compare a query's tokens, of given weights, with some of the documents."""
        rows = np.array(documents, dtype=np.int64)
        if not len(rows):
            nothing = np.full(len(query), -1.0, dtype=np.float32)
            return Comparison(nothing[:0], nothing, nothing[None][:0])
        lengths = self._ends[rows] - self._starts[rows]
        cosines = self._tokens(rows) @ query.T
        nearest: Vectors = np.maximum.reduceat(
            cosines, np.cumsum(lengths) - lengths, axis=0
        )
        scores = nearest @ (weights / weights.sum())
        return Comparison(scores, nearest.max(axis=0), nearest)

    def _tokens(self, rows: NDArray[np.int64]) -> Vectors:
        if np.array_equal(rows, np.arange(len(self._ends))):
            return self._vectors  # copying all would take longer than comparing
        spans = [np.arange(self._starts[row], self._ends[row]) for row in rows]
        chosen: Vectors = self._vectors[np.concatenate(spans)]
        return chosen
