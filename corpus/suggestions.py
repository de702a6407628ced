"""Questions that an article answers, to be offered to its readers.

The article's own, and those of a file of the article's name that ends in
`.suggestions.jsonl`, where there is one.
"""

from collections.abc import Iterator
from pathlib import Path

from corpus.article import Article, Suggestion
from corpus.records import Quote, read_records


class _Suggested(Quote):
    question: str


def own_questions(article: Article) -> tuple[Suggestion, ...]:
    """The questions that the article itself asks and answers."""
    return tuple(
        Suggestion(
            article.shown(pair.question.start, pair.question.end),
            pair.answer.start,
            pair.answer.end,
        )
        for pair in article.questions
    )


def read_suggestions(article: Article, path: Path) -> tuple[Suggestion, ...]:
    """The questions of a file, in its order; none where there is no file.

    Raises RecordsError where the file is broken or a sentence is gone.
    """
    return tuple(_read(article, path)) if path.exists() else ()


def _read(article: Article, path: Path) -> Iterator[Suggestion]:
    for each in read_records(path, _Suggested):
        yield Suggestion(each.question, *each.found(article))
