"""Late interaction: texts compared by their tokens (Khattab and Zaharia 2020)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


@dataclass(frozen=True, slots=True)
class Comparison:
    """How well documents answer a query.

    `scores` has a number for each document, -1 to 1: the mean, weighted, over the
    query's tokens, of the cosine to the nearest token of a text; of several texts the
    best counts, without any it is -1. `coverage` has one for each token of the query:
    the cosine to its nearest token in any document.
    """

    scores: Vectors
    coverage: Vectors


class TokenIndex:
    """The unit vectors of the tokens of texts, kept as half floats.

    `vectors` holds the tokens of all texts, one after the other, `ends` where each
    text's tokens end, `owners` the document that each text speaks for: a document may
    have several texts, or none.
    """

    def __init__(
        self,
        vectors: NDArray[np.float16],
        ends: NDArray[np.int64],
        owners: NDArray[np.int64],
    ) -> None:
        self._stored = vectors, ends, owners
        self._vectors = vectors.astype(np.float32)
        self._starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
        self._ends = ends
        self._owners = owners

    @classmethod
    def build(
        cls, texts: Sequence[Vectors], owners: Sequence[int] | None = None
    ) -> "TokenIndex":
        """Index texts given as the vectors of their tokens; each its own document."""
        return cls(
            np.concatenate(texts).astype(np.float16),
            np.cumsum([len(tokens) for tokens in texts], dtype=np.int64),
            np.array(range(len(texts)) if owners is None else owners, dtype=np.int64),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "TokenIndex":
        """Read what `to_bytes` gave; pickles are refused."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return cls(arrays["vectors"], arrays["ends"], arrays["owners"])

    def to_bytes(self) -> bytes:
        """The index as NumPy's .npz."""
        file = io.BytesIO()
        vectors, ends, owners = self._stored
        np.savez(file, vectors=vectors, ends=ends, owners=owners)
        return file.getvalue()

    def compare(
        self, query: Vectors, documents: Sequence[int], *, weights: Vectors
    ) -> Comparison:
        """Compare a query's tokens, of given weights, with documents."""
        texts = np.flatnonzero(np.isin(self._owners, documents))
        nearest = self._nearest(query, texts)
        best = np.full(max(documents, default=-1) + 1, -1.0, dtype=np.float32)
        np.maximum.at(best, self._owners[texts], nearest @ (weights / weights.sum()))
        return Comparison(best[list(documents)], nearest.max(axis=0, initial=-1.0))

    def _nearest(self, query: Vectors, texts: NDArray[np.intp]) -> Vectors:
        """The cosine of each token of a query to the nearest one of each text."""
        lengths = self._ends[texts] - self._starts[texts]
        firsts = np.cumsum(lengths) - lengths
        cosines = self._tokens(texts) @ query.T
        if len(texts) == 0:
            return cosines
        nearest: Vectors = np.maximum.reduceat(cosines, firsts, axis=0)
        return nearest

    def _tokens(self, texts: NDArray[np.intp]) -> Vectors:
        if len(texts) == len(self._owners):
            return self._vectors  # copying what is wanted would take longer than all
        spans = [np.arange(self._starts[row], self._ends[row]) for row in texts]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *spans])
        chosen: Vectors = self._vectors[rows]
        return chosen
