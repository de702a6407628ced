"""Whether the article answers a question, by a linear model trained for that article.

Similarity alone cannot tell a near miss from a question that is answered; what is
asked can. The model is logistic regression on the question's vector and on five
numbers of its search. `index/weights/README.md` says how it was trained and how good
it is. Weights hold for one article, one encoder and one way of cutting passages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.hits import Evidence
from index.manifest import Recipe, digest

WEIGHTS = Path(__file__).parent / "weights" / "answerability.safetensors"
MANY_TOKENS = 60  # a question of more tokens counts as one of as many


@dataclass(frozen=True, slots=True)
class Answerability:
    """Logistic regression over `features`, each shifted by a mean and scaled.

    `threshold` is the probability from which a question is answered, answered and
    unanswered questions being taken as equally frequent.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    intercept: float
    threshold: float

    def probability(self, evidence: Evidence) -> float:
        """How likely it is that the article answers the question."""
        standard = (features(evidence) - self.mean) / self.scale
        logit = float(standard @ self.coefficients) + self.intercept
        return float(1.0 / (1.0 + np.exp(-logit)))


def features(evidence: Evidence) -> NDArray[np.float32]:
    """The question's vector, then the five numbers of its search."""
    scores = sorted(
        (each.score for hit in evidence.hits for each in hit.sentences), reverse=True
    )
    numbers = (
        scores[0] if scores else 0.0,
        scores[0] - scores[3] if len(scores) > 3 else 0.0,
        max((hit.parts["keyword"] for hit in evidence.hits), default=0.0),
        max((hit.parts["passage"] for hit in evidence.hits), default=0.0),
        min(len(evidence.encoding.tokens), MANY_TOKENS) / MANY_TOKENS,
    )
    return np.concatenate(
        (evidence.encoding.vector, np.asarray(numbers, dtype=np.float32))
    )


def trained_for(recipe: Recipe) -> str:
    """What weights must have been trained for to be used with an index."""
    return digest(recipe.model_dump_json().encode())


def load_answerability(recipe: Recipe) -> Answerability | None:
    """The trained weights, or None where they are not for such an index."""
    from safetensors import safe_open

    if not WEIGHTS.exists():
        return None
    with safe_open(WEIGHTS, framework="numpy") as file:
        told: Mapping[str, str] = file.metadata() or {}
        if told.get("trained_for") != trained_for(recipe):
            return None
        names = file.keys()  # the file itself cannot be iterated
        arrays = {name: file.get_tensor(name) for name in names}
    return Answerability(
        mean=arrays["mean"],
        scale=arrays["scale"],
        coefficients=arrays["coefficients"],
        intercept=float(arrays["intercept"][0]),
        threshold=float(told["threshold"]),
    )
