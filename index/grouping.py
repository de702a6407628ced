"""Groups of texts that ask much the same."""

import numpy as np

from index.encoder import Vectors

# Cosine distance up to which groups are joined: the best F1 of pairs, .43, among the
# answered questions of dev, whose pairs share an intent (benchmarks.grouping).
FARTHEST = 0.5


def groups(vectors: Vectors, *, farthest: float = FARTHEST) -> list[list[int]]:
    """Rows of unit vectors (n, dimension) in groups, the largest first.

    Average linkage (Sokal and Michener 1958) on cosine distances.
    """
    if len(vectors) < 2:
        return [[row] for row in range(len(vectors))]
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(vectors, "average", metric="cosine")
    labels = fcluster(np.clip(tree, 0, None), farthest, criterion="distance")
    found = [np.flatnonzero(labels == each).tolist() for each in np.unique(labels)]
    return sorted(found, key=lambda rows: (-len(rows), rows))
