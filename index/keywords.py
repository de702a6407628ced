"""Keyword search: BM25 (Robertson and Zaragoza 2009), scores brought to 0..1."""

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

NO_WORD = "-"  # no token; BM25 cannot hold a text without any
HALF = 5.0  # the raw BM25 score that becomes 0.5; chosen by benchmarks/passages.py


class KeywordIndex:
    """BM25 over texts, English stop words left out."""

    def __init__(self, retriever: Any) -> None:
        self._retriever = retriever

    @classmethod
    def build(cls, texts: Sequence[str]) -> "KeywordIndex":
        """Index the texts in order."""
        from bm25s import BM25

        retriever = BM25(method="lucene")
        words = [each or [NO_WORD] for each in _words(texts)]
        retriever.index(words, show_progress=False)
        return cls(retriever)

    @classmethod
    def load(cls, folder: Path) -> "KeywordIndex":
        """Read what `save` wrote: JSON and plain arrays, never pickles."""
        from bm25s import BM25

        return cls(BM25.load(folder, show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the index as JSON and plain arrays into a new folder."""
        self._retriever.save(folder, show_progress=False)

    def scores(self, question: str) -> list[float]:
        """A score for every text, in order: 0 without a shared word, towards 1."""
        words = [word for word in _words([question])[0] if word in self._vocabulary]
        if not words:
            return [0.0] * self._size
        raw = self._retriever.get_scores(words)
        return [float(score / (score + HALF)) for score in raw]

    @property
    def _vocabulary(self) -> Container[str]:
        words: Container[str] = self._retriever.vocab_dict
        return words

    @property
    def _size(self) -> int:
        return int(self._retriever.scores["num_docs"])


def _words(texts: Sequence[str]) -> list[list[str]]:
    from bm25s import tokenize

    words: list[list[str]] = tokenize(
        list(texts), stopwords="en", return_ids=False, show_progress=False
    )
    return words
