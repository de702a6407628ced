"""What a search finds, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus import Passage, Sentence
from index.encoder import Encoding, Vectors
from index.query import Query


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence, its score, and how well it meets each token of the question."""

    sentence: Sentence
    score: float
    meets: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; higher scores are better.

    `parts` names each signal. "sentence" is how well the best sentence and its
    restatements meet the question's tokens, and the `score`; "passage", the cosine
    similarity of the passage, and "keyword", BM25 brought to 0..1, nominate passages
    and are evidence for whether they answer. `sentences` are those that begin in the
    passage, best first.
    """

    passage: Passage
    score: float
    parts: Mapping[str, float]
    sentences: tuple[SentenceHit, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What a question found: hits, best first, and whether they answer it.

    `answerable` is compared with `threshold`; both are probabilities where the
    answerability was trained for this article and model, else scores of the best hit.
    `weights` says how much each token of the question counts, 1 in all; `looked_up` is
    the question with its spelling mended, `unmet` its words that nothing comes near to.
    """

    hits: tuple[Hit, ...]
    answerable: float
    threshold: float
    weights: tuple[float, ...] = ()
    looked_up: str = ""
    unmet: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the article is taken to answer the question."""
        return bool(self.hits) and self.answerable >= self.threshold


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a question before it is decided whether it is answered.

    Of each token of the question: `weights` says how much it counts, `coverage` is the
    cosine to its nearest token in any sentence, `covered_by_best` in the best one.
    """

    query: Query
    encoding: Encoding
    hits: tuple[Hit, ...]
    weights: Vectors
    coverage: Vectors
    covered_by_best: Vectors

    @property
    def best_score(self) -> float:
        """The score of the best hit, 0 without any."""
        return self.hits[0].score if self.hits else 0.0
