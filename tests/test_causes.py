"""What lost an answer, on the article about apples."""

import pytest

from benchmarks.causes import cause
from bot import Bot
from corpus import Article


@pytest.mark.parametrize(
    ("message", "lost"),
    [("Do silver and gold prices rise today?", "threshold"), ("Hello!", "triage")],
)
def test_a_reply_without_excerpts_names_what_ended_it(
    small_bot: Bot, message: str, lost: str
) -> None:
    assert cause(small_bot.ask(message), [frozenset({(0, 9)})]) == lost


def test_a_sentence_among_the_best_was_ranked_another_was_not_found(
    small_bot: Bot, small_article: Article
) -> None:
    answer = small_bot.ask("How are apples picked?")
    (picked,) = (
        (s.start, s.end)
        for s in small_article.sentences
        if small_article.shown(s.start, s.end).startswith("Pickers twist")
    )
    elsewhere = (10_000, 10_009)
    assert cause(answer, [frozenset({picked})]) == "ranking"
    assert cause(answer, [frozenset({picked, elsewhere})]) == "ranking"
    assert cause(answer, [frozenset({picked}), frozenset({elsewhere})]) == "finding"
