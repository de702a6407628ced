"""Late interaction: texts compared by their tokens (Khattab and Zaharia 2020)."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


class TokenIndex:
    """The unit vectors of the tokens of many texts, kept as half floats.

    `vectors` holds the tokens of all texts, one after the other, `ends` where each
    text's tokens end.
    """

    def __init__(self, vectors: NDArray[np.float16], ends: NDArray[np.int64]) -> None:
        self._vectors = vectors
        self._ends = ends

    @classmethod
    def build(cls, texts: Sequence[Vectors]) -> "TokenIndex":
        """Index texts given as the vectors of their tokens."""
        ends = np.cumsum([len(tokens) for tokens in texts], dtype=np.int64)
        return cls(np.concatenate(texts).astype(np.float16), ends)

    @classmethod
    def from_bytes(cls, data: bytes) -> "TokenIndex":
        """Read what `to_bytes` gave; pickles are refused."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return cls(arrays["vectors"], arrays["ends"])

    def to_bytes(self) -> bytes:
        """The index as NumPy's .npz."""
        file = io.BytesIO()
        np.savez(file, vectors=self._vectors, ends=self._ends)
        return file.getvalue()

    def similarity(
        self, query: Vectors, rows: Sequence[int], *, weights: Vectors
    ) -> list[float]:
        """How well each of the texts named answers a query's tokens, -1 to 1.

        The mean, weighted, over the query's tokens, of the cosine to the nearest token
        of the text.
        """
        if not rows:
            return []
        starts = np.concatenate(([0], self._ends[:-1]))
        spans = [np.arange(starts[row], self._ends[row]) for row in rows]
        cosines = self._vectors[np.concatenate(spans)].astype(np.float32) @ query.T
        firsts = np.cumsum([0, *(len(span) for span in spans[:-1])])
        nearest = np.maximum.reduceat(cosines, firsts, axis=0)
        return [float(score) for score in nearest @ (weights / weights.sum())]
