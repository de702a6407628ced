"""Searching passages by meaning and by keywords, with every part of the score kept."""

from collections.abc import Mapping, Sequence

from corpus import Passage
from index.answerability import Answerability
from index.encoder import Encoder, Encoding
from index.hits import Evidence, Hit, Search, SentenceHit
from index.keywords import KeywordIndex
from index.token_weights import TokenWeights
from index.tokens import TokenIndex
from index.vectors import VectorIndex

CANDIDATES = 50  # passages that each signal may nominate
WEIGHTS: Mapping[str, float] = {"sentence": 0.77, "passage": 0.15, "keyword": 0.08}
UNTRAINED_THRESHOLD = 0.37  # of the best score; equal error in benchmarks/passages.py


class Index:
    """Passages that can be searched."""

    def __init__(
        self,
        passages: Sequence[Passage],
        *,
        encoder: Encoder,
        passage_vectors: VectorIndex,
        sentence_tokens: TokenIndex,
        keywords: KeywordIndex,
        token_weights: TokenWeights | None = None,
        answerability: Answerability | None = None,
        id: str = "",  # noqa: A002 - the field's name in receipts
    ) -> None:
        self.id = id
        self.passages = tuple(passages)
        self.answerability = answerability
        self._encoder = encoder
        self._passage_vectors = passage_vectors
        self._sentence_tokens = sentence_tokens
        self._keywords = keywords
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
            off.append("token weights: every word of a question counts the same")
        if not self.answerability:
            off.append("answerability: a cut-off on the best score decides")
        return tuple(off)

    def search(self, question: str, *, k: int = 10) -> Search:
        """Find the `k` passages that fit a question best, ties by position."""
        evidence = self.evidence(question)
        if self.answerability:
            answerable = round(self.answerability.probability(evidence), 4)
            threshold = self.answerability.threshold
        else:
            answerable, threshold = evidence.best_score, UNTRAINED_THRESHOLD
        return Search(evidence.hits[:k], answerable, threshold)

    def evidence(self, question: str) -> Evidence:
        """All that is known of a question before it is decided whether to answer."""
        (encoding,) = self._encoder.encode([question])
        keyword = self._keywords.scores(question)
        candidates = self._candidates(encoding, keyword)
        similar = self._similarities(encoding, candidates)
        hits = [
            self._hit(row, encoding, keyword=keyword[row], similar=similar)
            for row in candidates
        ]
        return Evidence(encoding, tuple(sorted(hits, key=_best_first)))

    def _candidates(self, query: Encoding, keyword: Sequence[float]) -> list[int]:
        by_meaning = self._passage_vectors.search(query.vector, CANDIDATES)
        by_words = sorted(range(len(keyword)), key=lambda row: -keyword[row])
        return sorted({row for row, _ in by_meaning}.union(by_words[:CANDIDATES]))

    def _similarities(
        self, query: Encoding, candidates: Sequence[int]
    ) -> dict[int, float]:
        """The similarity of every sentence of some passages, by the sentence's row."""
        rows = sorted({row for each in candidates for row in self._sentence_rows[each]})
        weights = self.token_weights(query.ids)
        found = self._sentence_tokens.similarity(query.tokens, rows, weights=weights)
        return {row: round(score, 4) for row, score in zip(rows, found, strict=True)}

    def _hit(
        self, row: int, query: Encoding, *, keyword: float, similar: dict[int, float]
    ) -> Hit:
        passage = self.passages[row]
        scores = [similar[each] for each in self._sentence_rows[row]]
        parts = {
            "sentence": max(scores, default=0.0),
            "passage": round(self._passage_vectors.similarity(query.vector, row), 4),
            "keyword": round(keyword, 4),
        }
        sentences = [
            SentenceHit(sentence, _weighted(parts | {"sentence": score}))
            for sentence, score in zip(passage.sentences, scores, strict=True)
        ]
        sentences.sort(key=lambda hit: (-hit.score, hit.sentence.start))
        return Hit(passage, _weighted(parts), parts, tuple(sentences))


def sentence_keys(passages: Sequence[Passage]) -> list[tuple[str, int]]:
    """Article id and start of every sentence, once each: the rows of its tokens."""
    keys = {(p.article_id, s.start): None for p in passages for s in p.sentences}
    return list(keys)


def _weighted(parts: Mapping[str, float]) -> float:
    return round(sum(WEIGHTS[name] * part for name, part in parts.items()), 4)


def _best_first(hit: Hit) -> tuple[float, str, int]:
    return -hit.score, hit.passage.article_id, hit.passage.start
