"""A question as it is looked up: mended, behind what was said before it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoding, Vectors
from index.spelling import Speller

CONTEXT_WORDS = 40  # of the earlier turns, the last ones
CONTEXT_WEIGHT = 0.25  # of a token of an earlier turn


@dataclass(frozen=True, slots=True)
class Query:
    """A question and, before it, the words of earlier turns."""

    question: str
    context: str = ""

    @property
    def text(self) -> str:
        """Both, as they are encoded."""
        return f"{self.context} {self.question}".strip()

    def shares(self, encoding: Encoding) -> Vectors:
        """How much each token of the encoded text counts."""
        earlier: NDArray[np.bool_] = encoding.starts < len(self.context)
        return np.where(earlier, CONTEXT_WEIGHT, 1.0).astype(np.float32)


def mended(speller: Speller, question: str, context: str = "") -> Query:
    """The query for a question, misspelt words mended, a long context cut."""
    words = speller.mend(context).split()[-CONTEXT_WORDS:]
    return Query(speller.mend(question), " ".join(words))
