"""How much each token of a question says about what is asked.

A token that many questions hold ("what", "my", "b12") says little: its weight is the
inverse document frequency (Sparck Jones 1972) over the labelled train questions. The
table belongs to a model's vocabulary; any article may use it.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

WEIGHTS = Path(__file__).parent / "weights" / "token_weights.safetensors"


class TokenWeights:
    """Weights by place in the vocabulary; without a table they are all equal."""

    def __init__(self, table: Vectors | None = None) -> None:
        self.is_trained = table is not None
        self._table = table

    def __call__(self, ids: NDArray[np.int64]) -> Vectors:
        """The weights of some tokens, not all of them 0."""
        if self._table is None:
            return np.ones(len(ids), dtype=np.float32)
        weights = self._table[ids].astype(np.float32)
        return weights if weights.any() else np.ones_like(weights)


def load_token_weights(model_sha256: str) -> TokenWeights:
    """The trained weights, or equal ones for another model."""
    from safetensors import safe_open

    if not WEIGHTS.exists():
        return TokenWeights()
    with safe_open(WEIGHTS, framework="numpy") as file:
        if (file.metadata() or {}).get("trained_for") != model_sha256:
            return TokenWeights()
        return TokenWeights(file.get_tensor("table"))
