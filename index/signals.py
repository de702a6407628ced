"""What a search tells of whether the article answers, as numbers.

How good the best sentences are and how far ahead, whether the signals agree, and how
well each word of the question is met: a near miss has words that nothing meets.
"""

import re

import numpy as np
from numpy.typing import NDArray

from index.hits import Evidence

AMOUNT = re.compile(
    r"\bhow (?:many|much|long|often|soon|fast|quick\w*|high|low)\b|\b(?:dos\w+|costs?"
    r"|prices?|brands?|mg|mcg|ug|percent\w*|number|date|year|when|where|which|who)\b|%",
    re.IGNORECASE,
)
DIGIT = re.compile(r"(?<![A-Za-z])\d")
RANKS = (1, 2, 4, 9)  # how far the best sentence is ahead of these


def signals(evidence: Evidence) -> NDArray[np.float32]:
    """The numbers, in a fixed order."""
    scores = np.sort([s.score for h in evidence.hits for s in h.sentences])[::-1]
    scores = np.concatenate((scores, np.zeros(max(0, 20 - len(scores)))))
    parts = [hit.parts for hit in evidence.hits] or [{}]
    question = evidence.query.question
    numbers = [
        scores[0],
        *(scores[0] - scores[rank] for rank in RANKS),
        scores[:20].mean(),
        *(
            max(part.get(name, 0.0) for part in parts)
            for name in ("passage", "keyword")
        ),
        *(parts[0].get(name, 0.0) for name in ("passage", "keyword")),
        *_met(evidence.coverage, evidence.weights),
        *_met(evidence.covered_by_best, evidence.weights),
        float(bool(AMOUNT.search(question))),
        float(bool(DIGIT.search(question))),
    ]
    return np.array(numbers, dtype=np.float32)


def _met(cosines: NDArray[np.float32], weights: NDArray[np.float32]) -> list[float]:
    """How well words are met: the worst, the bad ones, the mean, the telling ones."""
    if not len(cosines):
        return [0.0] * 6
    heavy = np.argsort(-weights, kind="stable")[:2]
    return [
        float(cosines.min()),
        *np.quantile(cosines, (0.1, 0.25)).tolist(),
        float(cosines @ weights / weights.sum()),
        float(cosines[heavy[0]]),
        float(cosines[heavy].mean()),
    ]
