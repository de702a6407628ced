"""The whole path of a question, with an encoder that counts words."""

import re
from dataclasses import replace

import pytest

from bot import Answer, Bot, Kind
from bot.triage import Decision


def _same(first: Answer, second: Answer) -> bool:
    fields = ("kind", "excerpts", "text", "suggestions", "related", "notice")
    return all(getattr(first, name) == getattr(second, name) for name in fields)


def test_an_answer_quotes_cites_and_disclaims(small_bot: Bot) -> None:
    answer = small_bot.ask("How are apples picked?")
    assert answer.kind is Kind.ANSWER
    assert answer.text == (
        "The article says:\n\n"
        "> Pickers twist apples off the branch by hand. [1]\n>\n> — *Q&A*\n\n"
        f"---\n\n{answer.disclaimer}"
    )
    assert "not medical advice" in answer.disclaimer


def test_every_excerpt_is_the_article_word_for_word(small_bot: Bot) -> None:
    for pair in small_bot.article.questions:
        question = small_bot.article.shown(pair.question.start, pair.question.end)
        answer = small_bot.ask(question)
        assert answer.excerpts
        for excerpt in answer.excerpts:
            article = small_bot.article.text
            assert article[excerpt.start : excerpt.end] == excerpt.text
            assert f"[{excerpt.number}]" in answer.text


def test_a_question_that_is_not_answered_is_refused(small_bot: Bot) -> None:
    answer = small_bot.ask("What is the price of gold in Zurich today?")
    assert answer.kind is Kind.NOT_COVERED
    assert answer.excerpts == ()
    assert "found nothing in the article" in answer.text
    assert ">" not in answer.text
    assert "[1]" not in answer.text


def test_danger_gets_help_and_no_quote(small_bot: Bot) -> None:
    answer = small_bot.ask("How are apples picked? I want to kill myself")
    assert answer.kind is Kind.URGENT
    assert answer.excerpts == ()
    assert answer.suggestions == ()
    assert "Please talk to a person now" in answer.text
    assert "Pickers" not in answer.text


def test_after_danger_the_chat_goes_on_under_a_notice(small_bot: Bot) -> None:
    answer = small_bot.ask("How are apples picked?", ["I want to kill myself"])
    assert answer.kind is Kind.ANSWER
    assert answer.text.startswith(f"**{answer.notice}**")
    assert "emergency number" in answer.notice


@pytest.mark.parametrize(
    ("message", "kind", "words"),
    [
        ("Hello", Kind.SMALLTALK, "Hello!"),
        ("", Kind.CLARIFY, "empty"),
        ("x" * 2001, Kind.CLARIFY, "too long for me"),
    ],
)
def test_what_is_no_question_has_its_own_reply(
    small_bot: Bot, message: str, kind: Kind, words: str
) -> None:
    answer = small_bot.ask(message)
    assert answer.kind is kind
    assert words in answer.text
    assert answer.text.endswith(answer.disclaimer)


def test_a_follow_up_says_how_it_was_read(small_bot: Bot) -> None:
    answer = small_bot.ask("by hand?", ["hello", "How are apples picked?"])
    assert answer.resolved_question == "How are apples picked? by hand?"
    assert "I read this as: *How are apples picked? by hand?*" in answer.text


def test_suggestions_are_answered_and_leave_out_what_was_asked(small_bot: Bot) -> None:
    answer = small_bot.ask("Who eats apples?")
    assert answer.suggestions == ("How are apples picked?",)
    assert small_bot.ask(answer.suggestions[0]).kind is Kind.ANSWER


def test_the_same_question_has_the_same_answer_and_another_id(small_bot: Bot) -> None:
    first, second = (small_bot.ask("Who eats apples?") for _ in range(2))
    assert _same(first, second)
    assert first.id != second.id
    assert re.fullmatch(r"[0-9a-f]{12}", first.id)


def test_the_receipt_tells_how_the_answer_came_about(small_bot: Bot) -> None:
    answer = small_bot.ask("Who eats apples?")
    receipt = answer.receipt
    best = receipt.candidates[0]
    assert receipt.template == "answer/who"
    assert receipt.considered == ("who",)
    assert receipt.margin == round(receipt.answerable - receipt.threshold, 4) > 0
    assert receipt.answerable == best.score
    assert set(best.parts) == {"passage", "sentence", "keyword"}
    assert list(receipt.milliseconds) == [
        "triage",
        "resolve",
        "search",
        "choose",
        "compose",
    ]
    assert len(receipt.index_id) == 64


@pytest.mark.parametrize(
    "message", ["\0", "\ud800", "\u202e evil", "<b>x</b>", "$$x$$"]
)
def test_odd_characters_are_survived(small_bot: Bot, message: str) -> None:
    assert small_bot.ask(message).text


@pytest.mark.parametrize(
    ("rule", "likely", "quotes"),
    [("promise", 0.96, True), ("promise", 0.9, False), ("dose", 0.99, False)],
)
def test_a_judgement_asked_for_gets_the_articles_words_where_it_surely_has_some(
    small_bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    rule: str,
    likely: float,
    *,
    quotes: bool,
) -> None:
    search = small_bot._index.search
    monkeypatch.setattr(
        small_bot,
        "_triage",
        lambda *_: Decision("personal", rule, considered=("classifier",)),
    )
    monkeypatch.setattr(
        type(small_bot._index),
        "search",
        lambda _, *given, **more: replace(search(*given, **more), answerable=likely),
    )
    answer = small_bot.ask("Who eats apples?")
    assert (answer.kind is Kind.ANSWER) is quotes
    if quotes:
        assert answer.text.startswith("I cannot promise")
        assert "Horses, children" in answer.text
    else:
        assert answer.related
