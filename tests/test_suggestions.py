"""What readers are offered to ask next."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import Bot, Kind
from bot.suggestions import suggest
from corpus import Article, read_article
from corpus.article import Suggestion
from corpus.records import RecordsError
from corpus.suggestions import own_questions, read_suggestions

OWN = ("Who eats apples?", "How are apples picked?")


@pytest.fixture
def offering(small_article: Article) -> Article:
    """The article with two facts to ask about, far apart."""
    text = small_article.text
    facts = (
        Suggestion("Where do apples grow?", text.index("They"), text.index(" Ripe")),
        Suggestion("Where do apples keep?", text.index("Cold"), text.index(" Warm")),
    )
    return replace(small_article, suggestions=facts)


def test_an_article_offers_its_own_questions(small_article: Article) -> None:
    assert tuple(each.question for each in own_questions(small_article)) == OWN
    assert suggest(small_article, [], quoted=(), near=None) == OWN


def test_the_nearest_fact_comes_first(offering: Article) -> None:
    start = offering.text.index("Warm")
    near = suggest(offering, [], quoted=(), near=start)
    assert near == ("Where do apples keep?", *OWN[:1], "Where do apples grow?")
    far = suggest(offering, [], quoted=(), near=0)
    assert far[0] == "Where do apples grow?"


def test_what_was_asked_before_is_not_offered_again(offering: Article) -> None:
    said = ["who eats APPLES?", "Where do apples grow?"]
    offered = suggest(offering, said, quoted=(), near=0)
    assert offered == ("Where do apples keep?", "How are apples picked?")


def test_what_was_just_answered_is_not_offered(small_bot: Bot) -> None:
    answer = small_bot.ask("Do horses and wasps eat apples?")
    assert "Horses" in answer.excerpts[0].display
    assert "Who eats apples?" not in answer.suggestions


def test_nothing_is_offered_in_danger(small_bot: Bot) -> None:
    assert small_bot.ask("I want to die").suggestions == ()


def test_a_sentence_that_is_gone_is_named(
    small_article: Article, tmp_path: Path
) -> None:
    path = tmp_path / "apples.suggestions.jsonl"
    path.write_text(
        '{"start": 0, "end": 4, "quote": "Pears.", "question": "What are pears?"}\n'
    )
    with pytest.raises(RecordsError, match=r"'Pears\.' is not in"):
        read_suggestions(small_article, path)


@pytest.mark.model
def test_the_bot_answers_whatever_it_offers(real_bot: Bot) -> None:
    article = read_article()
    assert len(article.suggestions) >= 40
    for each in (*own_questions(article), *article.suggestions):
        answer = real_bot.ask(each.question)
        assert answer.kind is Kind.ANSWER, each.question
        quoted = [(e.start, e.end) for e in answer.excerpts]
        assert any(s < each.end and each.start < e for s, e in quoted), each.question
