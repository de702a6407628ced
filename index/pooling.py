"""Fewer tokens for a document: those that mean nearly the same become one.

Token pooling (Clavié, Chaffin and Adams 2024): late interaction finds as well with
half of the vectors, and takes half of the time.
"""

import numpy as np

from index.encoder import Vectors

FACTOR = 2  # tokens that one pooled vector stands for, on average
KEPT = 64  # tokens that a document keeps in any case


def pooled(tokens: Vectors, *, factor: int = FACTOR, kept: int = KEPT) -> Vectors:
    """Unit vectors (n, dimension), at most n / factor of them, or as many as `kept`.

    Ward's hierarchical clustering (Ward 1963); a cluster becomes its mean direction.
    """
    from scipy.cluster.hierarchy import fcluster, ward

    most = max(kept, len(tokens) // factor)
    if len(tokens) <= most:
        return tokens
    cluster = fcluster(ward(tokens), most, criterion="maxclust") - 1
    sums = np.zeros((cluster.max() + 1, tokens.shape[1]))
    np.add.at(sums, cluster, tokens)
    means: Vectors = (sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(
        np.float32
    )
    return means
