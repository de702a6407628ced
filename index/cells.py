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
GAIN = 0.001  # of it, that twice as many cells must bring


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
    """Look at as few cells as find enough of the sample's neighbours; their share.

    No more either once twice as many find no others: eight bits mix up the nearest.
    """
    import faiss

    queries = vectors[sample]
    exact = faiss.knn(queries, vectors, NEIGHBOURS + 1, faiss.METRIC_INNER_PRODUCT)
    wanted = _neighbours(exact[1], sample)
    recall, gain = 0.0, 1.0
    while recall < RECALL and gain >= GAIN and index.nprobe < index.nlist:
        index.nprobe = min(2 * index.nprobe, index.nlist)
        found = _neighbours(index.search(queries, NEIGHBOURS + 1)[1], sample)
        pairs = zip(found, wanted, strict=True)
        now = float(np.mean([len(a & b) / len(b) for a, b in pairs]))
        recall, gain = now, now - recall
    return recall


def _neighbours(rows: NDArray[np.int64], own: NDArray[np.int64]) -> list[set[int]]:
    """The rows found for each vector, itself left out."""
    return [
        set([each for each in found if each != row][:NEIGHBOURS])
        for found, row in zip(rows.tolist(), own.tolist(), strict=True)
    ]
