"""Whether the article answers a question, by a classifier trained for that article.

Similarity alone cannot tell a near miss from a question that is answered; what is
asked can. The classifier is a support vector machine with a Gaussian kernel (Boser et
al. 1992) over the question's vector and the signals of its search, its decision turned
into a probability by a logistic (Platt 1999). `index/weights/README.md` says how it was
trained and how good it is. It holds for one article, one encoder and one way of
cutting passages.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.hits import Evidence
from index.manifest import Recipe, digest
from index.signals import signals

WEIGHTS = Path(__file__).parent / "weights" / "answerability.safetensors"
SIGNAL_SCALE = 0.15  # of a standardised signal beside the unit vector of the question


@dataclass(frozen=True)
class Answerability:
    """A support vector machine over `features`.

    `mean` and `scale` standardise the signals; `support` has a row of features for
    each of the `weights`. `slope` and `offset` turn the decision into a probability.
    `threshold` is the probability from which a question is answered, `date` the day of
    training.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    support: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: float
    gamma: float
    slope: float
    offset: float
    threshold: float
    date: str

    @cached_property
    def _squares(self) -> NDArray[np.float32]:
        """The squared length of each support vector."""
        squares: NDArray[np.float32] = (self.support**2).sum(axis=1)
        return squares

    def probability(self, evidence: Evidence) -> float:
        """How likely it is that the article answers the question."""
        row = features(evidence, self.mean, self.scale)
        # Not by @, whose threads spin on beside the encoder's.
        products = np.einsum("ij,j->i", self.support, row)
        distances = self._squares - 2 * products + row @ row
        kernel = np.exp(-self.gamma * distances)
        decision = float(kernel @ self.weights) + self.intercept
        return float(1.0 / (1.0 + np.exp(-(self.slope * decision + self.offset))))


def features(
    evidence: Evidence, mean: NDArray[np.float32], scale: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The question's vector, then the signals of its search."""
    standard = (signals(evidence) - mean) / scale
    return np.concatenate((evidence.encoding.vector, SIGNAL_SCALE * standard))


def trained_for(recipe: Recipe) -> str:
    """What weights must have been trained for to be used with an index."""
    return digest(recipe.model_dump_json().encode())


def load_answerability(recipe: Recipe) -> Answerability | None:
    """The trained classifier, or None where it is not for such an index."""
    from safetensors import safe_open

    if not WEIGHTS.exists():
        return None
    with safe_open(WEIGHTS, framework="numpy") as file:
        told = file.metadata() or {}
        if told.get("trained_for") != trained_for(recipe):
            return None
        names = ("mean", "scale", "support", "weights")
        arrays = (file.get_tensor(name).astype(np.float32) for name in names)
        mean, scale, support, weights = arrays
    return Answerability(
        mean,
        scale,
        support,
        weights,
        intercept=float(told["intercept"]),
        gamma=float(told["gamma"]),
        slope=float(told["slope"]),
        offset=float(told["offset"]),
        threshold=float(told["threshold"]),
        date=told["date"],
    )
