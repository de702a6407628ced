"""Words of a question that nothing in the articles comes near to: for explaining."""

import re

import numpy as np

from index.hits import Evidence

WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
FAR = 0.5  # cosine of a word's tokens to the nearest ones, on average
TELLING = 3.0  # weight of its rarest token; of common words nobody asks


def unmet_words(evidence: Evidence) -> tuple[str, ...]:
    """The words in order, each once; those of earlier turns are left out."""
    starts = evidence.encoding.starts
    begin = len(evidence.query.text) - len(evidence.query.question)
    found: dict[str, None] = {}
    for word in WORD.finditer(evidence.query.text, begin):
        tokens = (starts >= word.start()) & (starts < word.end())
        if (
            tokens.any()
            and evidence.weights[tokens].max() >= TELLING
            and float(np.mean(evidence.coverage[tokens])) < FAR
        ):
            found[word[0]] = None
    return tuple(found)
