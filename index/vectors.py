"""Unit vectors in FAISS: built once, kept as bytes, searched by cosine similarity."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


class VectorIndex:
    """Rows of unit vectors under exact inner-product search."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index the rows of an (n, dimension) array."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> "VectorIndex":
        """Read what `to_bytes` gave; the caller has checked the bytes' hash."""
        import faiss

        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))

    def to_bytes(self) -> bytes:
        """The index in FAISS's own file format."""
        import faiss

        data: NDArray[np.uint8] = faiss.serialize_index(self._index)
        return data.tobytes()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The `k` rows most similar to one unit vector, best first, with the cosine."""
        scores, rows = self._index.search(query.reshape(1, -1), min(k, len(self)))
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, _cosine(score)) for row, score in found]

    def similarities(self, query: Vectors, rows: Sequence[int]) -> Vectors:
        """Cosine similarities of one unit vector to some rows."""
        vectors = self._index.reconstruct_batch(np.array(rows, dtype=np.int64))
        cosines: Vectors = np.clip(vectors @ query, -1.0, 1.0)
        return cosines


def _cosine(product: float) -> float:
    """Rounding can push the product of two unit vectors past 1."""
    return max(-1.0, min(1.0, product))
