"""Searching passages by meaning and by keywords, with every part of the score kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus import Passage, Sentence
from index.encoder import Encoder, Vectors
from index.keywords import KeywordIndex
from index.vectors import VectorIndex

CANDIDATES = 50  # passages that each signal may nominate
WEIGHTS: Mapping[str, float] = {"passage": 0.2, "sentence": 0.6, "keyword": 0.2}


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence and its cosine similarity to the question."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; higher scores are better.

    `parts` names each signal: "passage" and "sentence" are cosine similarities of the
    passage and of its best sentence, "keyword" is BM25 brought to 0..1; `score` is
    their weighted sum. `sentences` are those that begin in the passage, best first.
    """

    passage: Passage
    score: float
    parts: Mapping[str, float]
    sentences: tuple[SentenceHit, ...]


class Index:
    """Passages that can be searched."""

    def __init__(
        self,
        passages: Sequence[Passage],
        *,
        encoder: Encoder,
        passage_vectors: VectorIndex,
        sentence_vectors: VectorIndex,
        keywords: KeywordIndex,
        id: str = "",  # noqa: A002 - the field's name in receipts
    ) -> None:
        self.id = id
        self.passages = tuple(passages)
        self._encoder = encoder
        self._passage_vectors = passage_vectors
        self._sentence_vectors = sentence_vectors
        self._keywords = keywords
        rows = {key: row for row, key in enumerate(sentence_keys(passages))}
        self._sentence_rows = [
            [rows[p.article_id, s.start] for s in p.sentences] for p in passages
        ]

    def search(self, question: str, *, k: int = 10) -> tuple[Hit, ...]:
        """The `k` passages that fit a question best, best first, ties by position."""
        query = self._encoder.encode([question])[0]
        keyword = self._keywords.scores(question)
        hits = [
            self._hit(row, query, keyword[row])
            for row in self._candidates(query, keyword)
        ]
        return tuple(sorted(hits, key=_best_first)[:k])

    def _candidates(self, query: Vectors, keyword: Sequence[float]) -> list[int]:
        by_meaning = {row for row, _ in self._passage_vectors.search(query, CANDIDATES)}
        by_words = sorted(range(len(keyword)), key=lambda row: -keyword[row])
        return sorted(by_meaning.union(by_words[:CANDIDATES]))

    def _hit(self, row: int, query: Vectors, keyword: float) -> Hit:
        passage, rows = self.passages[row], self._sentence_rows[row]
        scores = self._sentence_vectors.similarity(query, rows)
        sentences = [
            SentenceHit(sentence, round(score, 4))
            for sentence, score in zip(passage.sentences, scores, strict=True)
        ]
        sentences.sort(key=lambda hit: (-hit.score, hit.sentence.start))
        parts = {
            "passage": round(self._passage_vectors.similarity(query, [row])[0], 4),
            "sentence": sentences[0].score if sentences else 0.0,
            "keyword": round(keyword, 4),
        }
        score = round(sum(WEIGHTS[name] * part for name, part in parts.items()), 4)
        return Hit(passage, score, parts, tuple(sentences))


def sentence_keys(passages: Sequence[Passage]) -> list[tuple[str, int]]:
    """Article id and start of every sentence, once each: the rows of its vectors."""
    keys = {(p.article_id, s.start): None for p in passages for s in p.sentences}
    return list(keys)


def _best_first(hit: Hit) -> tuple[float, str, int]:
    return -hit.score, hit.passage.article_id, hit.passage.start
