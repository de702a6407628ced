"""Searching a part of many vectors: those of the cells that lie nearest to a query.

An inverted file (Jegou et al. 2011) whose vectors are kept in eight bits a number. How
many cells are looked at is found out on the vectors themselves when the index is built.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

CELLS = 4  # times the square root of the number of vectors, as FAISS's authors advise
TRAINED_ON = 64  # vectors for each cell
SAMPLED = 256  # vectors whose neighbours are looked for
NEIGHBOURS = 10
RECALL = 0.98  # of the neighbours, from which on no more cells are looked at


def divided(vectors: Vectors) -> tuple[Any, float]:
    """An index of unit vectors, and the recall of 10 neighbours that it was set to."""
    import faiss

    count, size = vectors.shape
    cells = round(CELLS * count**0.5)
    index: Any = faiss.index_factory(
        size, f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT
    )
    random = np.random.default_rng(0)
    index.train(vectors[random.permutation(count)[: cells * TRAINED_ON]])
    index.add(vectors)
    index.make_direct_map(True)  # noqa: FBT003 - C++ takes no names
    sample = random.permutation(count)[:SAMPLED]
    return index, _set_cells(index, vectors, sample)


def _set_cells(index: Any, vectors: Vectors, sample: NDArray[np.int64]) -> float:
    """Look at as few cells as find enough of the sample's neighbours; their share."""
    import faiss

    queries = vectors[sample]
    wanted = _neighbours(
        faiss.knn(queries, vectors, NEIGHBOURS + 1, faiss.METRIC_INNER_PRODUCT)[1],
        sample,
    )
    recall, index.nprobe = 0.0, 1
    while recall < RECALL and index.nprobe < index.nlist:
        index.nprobe = min(2 * index.nprobe, index.nlist)
        found = _neighbours(index.search(queries, NEIGHBOURS + 1)[1], sample)
        recall = float(
            np.mean([len(a & b) / len(b) for a, b in zip(found, wanted, strict=True)])
        )
    return recall


def _neighbours(rows: NDArray[np.int64], own: NDArray[np.int64]) -> list[set[int]]:
    """The rows found for each vector, itself left out."""
    return [
        set([each for each in found if each != row][:NEIGHBOURS])
        for found, row in zip(rows.tolist(), own.tolist(), strict=True)
    ]
