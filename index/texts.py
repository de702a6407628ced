"""What is encoded for each sentence of an article, and for its restatements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Article, Passage, Sentence

NUMBER = re.compile(r"^\d+[.)]\s+")  # of a section, which says nothing of its content

Key = tuple[str, int]  # article id and start of a sentence


@dataclass(frozen=True, slots=True)
class Restated:
    """A restatement of the sentence in a row, and the heading it stands behind.

    The heading is encoded with it, for its sense; only the restatement is indexed.
    """

    row: int
    heading: str
    text: str

    @property
    def whole(self) -> str:
        """Both, as they are encoded."""
        return f"{self.heading} {self.text}".strip()


def sentence_keys(passages: Sequence[Passage]) -> list[Key]:
    """Every sentence once, in the order of its rows in the index."""
    keys = {(p.article_id, s.start): None for p in passages for s in p.sentences}
    return list(keys)


def sentence_texts(articles: Sequence[Article], keys: Sequence[Key]) -> list[str]:
    """A sentence behind its section's title, one of an answer behind the question.

    "Yes, if caught early." means nothing without it.
    """
    texts = {
        (article.id, sentence.start): _in_context(article, sentence)
        for article in articles
        for sentence in article.sentences
    }
    return [texts[key] for key in keys]


def restated_texts(articles: Sequence[Article], keys: Sequence[Key]) -> list[Restated]:
    """Every restatement of the sentences, in the article's order."""
    rows = {key: row for row, key in enumerate(keys)}
    return [
        Restated(rows[article.id, sentence.start], _heading(sentence), text)
        for article in articles
        for sentence in article.sentences
        for text in article.restatements.get(sentence.start, ())
    ]


def _in_context(article: Article, sentence: Sentence) -> str:
    before = _asked(article, sentence) or _heading(sentence)
    return f"{before} {article.shown(sentence.start, sentence.end)}".strip()


def _heading(sentence: Sentence) -> str:
    title = NUMBER.sub("", sentence.section)
    return f"{title}:" if title else ""


def _asked(article: Article, sentence: Sentence) -> str:
    """The question that the article itself puts before an answer."""
    for pair in article.questions:
        if sentence in pair.answer.sentences:
            return article.shown(pair.question.start, pair.question.end)
    return ""
