"""What is known: articles, read into sections, sentences and passages with offsets."""

from corpus.article import Article, Section, Sentence
from corpus.errors import B12BotError
from corpus.passages import Passage, split
from corpus.reading import ArticleError, read_article

__all__ = [
    "Article",
    "ArticleError",
    "B12BotError",
    "Passage",
    "Section",
    "Sentence",
    "read_article",
    "split",
]
