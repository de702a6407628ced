"""What a reader could ask next: facts near those just quoted, and the article's own."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice, zip_longest

from bot.excerpts import Excerpt
from bot.text import normalised
from corpus import Article
from corpus.article import Suggestion
from corpus.suggestions import own_questions

MOST_SUGGESTIONS = 3


def suggest(
    article: Article,
    said: Iterable[str],
    *,
    quoted: Sequence[Excerpt],
    near: int | None,
) -> tuple[str, ...]:
    """Questions that the article answers, neither asked before nor answered just now.

    `near` is an offset into the article that the reader's question led to, if any: the
    nearest facts take turns with the article's own questions.
    """
    asked = {normalised(message) for message in said}

    def is_new(each: Suggestion) -> bool:
        is_answered = any(e.start < each.end and each.start < e.end for e in quoted)
        return not is_answered and normalised(each.question) not in asked

    neighbours: list[Suggestion] = []
    if near is not None:
        neighbours = sorted(article.suggestions, key=lambda s: abs(s.start - near))
    in_turn = zip_longest(
        filter(is_new, neighbours), filter(is_new, own_questions(article))
    )
    fresh = (each.question for each in chain.from_iterable(in_turn) if each)
    return tuple(islice(fresh, MOST_SUGGESTIONS))
