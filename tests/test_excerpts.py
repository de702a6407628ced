"""Excerpts are whole sentences, word for word, short and understandable."""

from dataclasses import replace

import pytest

from bot.excerpts import MOST_CHARACTERS, MOST_EXCERPTS, choose, quote
from corpus import Article, Sentence
from index import Index, Search, SentenceHit


def _shown(article: Article, index: Index, *questions: str) -> list[str]:
    excerpts = choose(article, [index.search(question) for question in questions])
    return [excerpt.display for excerpt in excerpts]


def test_the_answering_sentence_comes_first(
    small_article: Article, small_index: Index
) -> None:
    shown = _shown(small_article, small_index, "How are apples picked?")
    assert shown[0] == "Pickers twist apples off the branch by hand."


def test_a_sentence_that_is_too_short_brings_the_next(
    small_article: Article, small_index: Index
) -> None:
    shown = _shown(small_article, small_index, "Who eats apples?")
    assert shown[0] == "Yes, many do. Horses, children and wasps eat apples."


def test_links_are_quoted_as_in_the_article_and_shown_as_words(
    small_article: Article, small_index: Index
) -> None:
    found = small_index.search("Green apples taste sour; see our apple shop for more.")
    (excerpt, *_) = choose(small_article, [found])
    assert excerpt.display == "Green apples taste sour; see our apple shop for more."
    assert "(https://shop.example/a?b=1.2)" in excerpt.text
    assert small_article.text[excerpt.start : excerpt.end] == excerpt.text


def test_both_parts_of_a_double_question_are_quoted(
    small_article: Article, small_index: Index
) -> None:
    shown = " ".join(
        _shown(small_article, small_index, "Who eats apples?", "How are apples picked?")
    )
    assert "Horses, children and wasps" in shown
    assert "Pickers twist" in shown


def test_weak_hits_give_no_excerpt(small_article: Article, small_index: Index) -> None:
    search = small_index.search("price of gold in Zurich")
    assert search.answerable < search.threshold
    assert choose(small_article, [search]) == ()


def test_no_hits_give_no_excerpt(small_article: Article) -> None:
    assert choose(small_article, [Search((), 1.0, 0.5)]) == ()


def test_sentences_that_are_not_the_articles_are_withheld(
    small_article: Article, small_index: Index
) -> None:
    (hit, *_) = small_index.search("How are apples picked?").hits
    moved = tuple(
        SentenceHit(Sentence(s.sentence.start + 1, s.sentence.end, "Q&A"), 0.99)
        for s in hit.sentences
    )
    foreign = replace(hit, sentences=moved)
    assert choose(small_article, [Search((foreign,), 0.99, 0.5)]) == ()


def test_quoting_anything_but_whole_sentences_is_refused(
    small_article: Article,
) -> None:
    first, second, *_ = small_article.sentences
    assert quote(small_article, first, second, 1).text == (
        "Apples are round fruit. They grow on trees, e.g. in Kent."
    )
    with pytest.raises(ValueError, match="are not sentences"):
        quote(small_article, second, first, 1)
    with pytest.raises(ValueError, match="are not sentences"):
        quote(small_article, Sentence(1, 5, ""), second, 1)


def test_what_is_shown_stays_within_its_limits(
    small_article: Article, small_index: Index
) -> None:
    excerpts = choose(small_article, [small_index.search("apples")] * 5)
    assert len(excerpts) <= MOST_EXCERPTS
    assert sum(len(excerpt.display) for excerpt in excerpts) <= MOST_CHARACTERS
    numbers = [excerpt.number for excerpt in excerpts]
    assert numbers == list(range(1, len(numbers) + 1))
