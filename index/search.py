"""Searching passages by meaning and by keywords, with every part of the score kept."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from corpus import Passage
from index.answerability import Answerability
from index.encoder import Encoder, Encoding, Vectors
from index.grouping import groups
from index.hits import Evidence, Hit, Search, SentenceHit
from index.keywords import KeywordIndex
from index.manifest import Decision
from index.query import Query, mended
from index.spelling import Speller
from index.texts import sentence_keys
from index.tokens import TokenIndex
from index.tuning import TokenWeights
from index.unmet import unmet_words
from index.vectors import VectorIndex

CANDIDATES = 50  # passages that each signal may nominate
UNTRAINED_THRESHOLD = 0.43  # of the best score; equal error in benchmarks.passages
Met = tuple[float, tuple[float, ...]]  # a score, and one for each token


class Index:
    """Passages that can be searched."""

    def __init__(
        self,
        passages: Sequence[Passage],
        *,
        encoder: Encoder,
        passage_vectors: VectorIndex,
        sentences: TokenIndex,
        keywords: KeywordIndex,
        is_restated: bool = False,
        token_weights: TokenWeights | None = None,
        answerability: Answerability | None = None,
        id: str = "",  # noqa: A002 - the field's name in receipts
    ) -> None:
        self.id = id
        self.passages = tuple(passages)
        self.answerability = answerability
        self._encoder = encoder
        self._passage_vectors = passage_vectors
        self._sentences = sentences
        self._is_restated = is_restated
        self._keywords = keywords
        self._speller = Speller(passage.display for passage in passages)
        self.token_weights = token_weights or TokenWeights()
        rows = {key: row for row, key in enumerate(sentence_keys(passages))}
        self._sentence_rows = [
            [rows[p.article_id, s.start] for s in p.sentences] for p in passages
        ]

    @property
    def parts_off(self) -> tuple[str, ...]:
        """The trained parts that do not fit this article or model."""
        off = []
        if not self.token_weights.is_trained:
            off.append("tuned encoder: sentences are ranked by the model as it is")
        if not self._is_restated:
            off.append("restatements: sentences are found by their own words only")
        if not self.answerability:
            off.append("answerability: a cut-off on the best score decides")
        return tuple(off)

    def search(self, question: str, *, context: str = "", k: int = 10) -> Search:
        """Find the `k` passages that fit a question best, ties by position.

        `context` is what was said before the question, and counts less.
        """
        evidence = self.evidence(question, context=context)
        answerable = evidence.best_score
        if self.answerability:
            answerable = round(self.answerability.probability(evidence), 4)
        threshold = decision(self.answerability).threshold
        weights = tuple(rounded(evidence.weights / evidence.weights.sum()))
        return Search(
            evidence.hits[:k],
            answerable,
            threshold,
            weights,
            looked_up=evidence.query.question,
            unmet=unmet_words(evidence),
        )

    def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask much the same, largest group first."""
        return groups(self.vectors(questions)) if questions else []

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors of texts (n, dimension)."""
        return np.stack([each.vector for each in self._encoder.encode(texts)])

    def query(self, question: str, *, context: str = "") -> Query:
        """A question as it is looked up."""
        return mended(self._speller, question, context)

    def evidence(self, question: str, *, context: str = "") -> Evidence:
        """All that is known of a question before it is decided whether to answer."""
        query = self.query(question, context=context)
        (encoding,) = self._encoder.encode([query.text])
        weights = self.token_weights(encoding.ids) * query.shares(encoding)
        keyword = self._keywords.scores(query.question)
        candidates = self._candidates(encoding, keyword)
        rows = sorted({row for each in candidates for row in self._sentence_rows[each]})
        found = self._sentences.compare(encoding.tokens, rows, weights=weights)
        similar = {
            row: (score, tuple(meets))
            for row, score, meets in zip(
                rows, rounded(found.scores), rounded(found.nearest), strict=True
            )
        }
        best = max(range(len(rows)), key=lambda place: similar[rows[place]][0])
        passages = rounded(
            self._passage_vectors.similarities(encoding.vector, candidates)
        )
        hits = [
            self._hit(row, passage=passage, keyword=keyword[row], similar=similar)
            for row, passage in zip(candidates, passages, strict=True)
        ]
        return Evidence(
            query,
            encoding,
            tuple(sorted(hits, key=_best_first)),
            weights=weights,
            coverage=found.coverage,
            covered_by_best=found.nearest[best],
        )

    def _candidates(self, query: Encoding, keyword: Sequence[float]) -> list[int]:
        by_meaning = self._passage_vectors.search(query.vector, CANDIDATES)
        by_words = sorted(range(len(keyword)), key=lambda row: -keyword[row])
        return sorted({row for row, _ in by_meaning}.union(by_words[:CANDIDATES]))

    def _hit(
        self, row: int, *, passage: float, keyword: float, similar: Mapping[int, Met]
    ) -> Hit:
        sentences = [
            SentenceHit(sentence, *similar[each])
            for sentence, each in zip(
                self.passages[row].sentences, self._sentence_rows[row], strict=True
            )
        ]
        sentences.sort(key=lambda hit: (-hit.score, hit.sentence.start))
        score = sentences[0].score if sentences else 0.0
        parts = {"sentence": score, "passage": passage, "keyword": round(keyword, 4)}
        return Hit(self.passages[row], score, parts, tuple(sentences))


def rounded(values: Vectors) -> Any:
    """Numbers as plain lists, rounded to 1e-4."""
    return values.astype(np.float64).round(4).tolist()


def decision(answerability: Answerability | None) -> Decision:
    """The threshold in use, and since when."""
    if answerability is None:
        return Decision(threshold=UNTRAINED_THRESHOLD)
    return Decision(threshold=answerability.threshold, trained=answerability.date)


def _best_first(hit: Hit) -> tuple[float, str, int]:
    return -hit.score, hit.passage.article_id, hit.passage.start
