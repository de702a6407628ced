"""Unit vectors in FAISS: built once, kept as bytes, searched by cosine similarity."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cells import NEIGHBOURS, divided
from index.encoder import Vectors
from index.manifest import VectorKind
from index.storage import BrokenIndexError

# Vectors of which each is compared with a question, in about 4 ms on one core; of more
# only some are (benchmarks/growth.py).
EXACT_UP_TO = 50_000
MOST_LOOPS = 1_000_000  # of FAISS over what a file says there is
_reading = Lock()  # FAISS has one limit for all


class VectorIndex:
    """Rows of unit vectors; `kind` says how they are searched, and why so."""

    def __init__(self, index: Any, kind: VectorKind) -> None:
        self._index = index
        self.kind = kind

    @classmethod
    def build(
        cls, vectors: Vectors, *, exact_up_to: int = EXACT_UP_TO
    ) -> "VectorIndex":
        """Index the rows of an (n, dimension) array."""
        rows = np.ascontiguousarray(vectors)
        if len(rows) > exact_up_to:
            return _in_cells(rows, exact_up_to)
        import faiss

        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        why = (
            f"exact: {len(rows):,} vectors, and up to {exact_up_to:,} are all compared"
        )
        return cls(index, VectorKind(name="Flat", why=why))

    @classmethod
    def from_bytes(cls, data: bytes, kind: VectorKind) -> "VectorIndex":
        """Read what `to_bytes` gave; the caller has checked the bytes' hash.

        BrokenIndexError if it is no index, or says that it holds more than is there.
        """
        import faiss

        try:
            with _reading:
                faiss.set_deserialization_vector_byte_limit(len(data))
                faiss.set_deserialization_loop_limit(MOST_LOOPS)
                read = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise BrokenIndexError(f"The vectors cannot be read ({error}).") from error
        return cls(read, kind)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own file format."""
        import faiss

        data: NDArray[np.uint8] = faiss.serialize_index(self._index)
        return data.tobytes()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The `k` rows most similar to one unit vector, best first, with the cosine.

        Where the index is not exact, some may be others that are nearly as similar.
        """
        scores, rows = self._index.search(query.reshape(1, -1), min(k, len(self)))
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [(row, _cosine(score)) for row, score in found if row >= 0]

    def similarities(self, query: Vectors, rows: Sequence[int]) -> Vectors:
        """Cosine similarities of one unit vector to some rows."""
        vectors = self._index.reconstruct_batch(np.array(rows, dtype=np.int64))
        cosines: Vectors = np.clip(vectors @ query, -1.0, 1.0)
        return cosines


def _in_cells(rows: Vectors, exact_up_to: int) -> VectorIndex:
    index, recall = divided(rows)
    why = (
        f"{len(rows):,} vectors, more than the {exact_up_to:,} that are all compared: "
        f"the {index.nprobe} nearest of {index.nlist:,} cells find {recall:.1%} of the "
        f"{NEIGHBOURS} nearest neighbours"
    )
    return VectorIndex(index, VectorKind(name=f"IVF{index.nlist},SQ8", why=why))


def _cosine(product: float) -> float:
    """Rounding can push the product of two unit vectors past 1."""
    return max(-1.0, min(1.0, product))
