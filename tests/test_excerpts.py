"""Excerpts are whole sentences, word for word, short and understandable."""

import pytest

from bot.excerpts import MOST_CHARACTERS, MOST_EXCERPTS, choose, quote
from corpus import Article, Sentence
from index import Hit, Index


def _shown(article: Article, index: Index, *questions: str) -> list[str]:
    choice = choose(article, [index.search(question) for question in questions])
    return [excerpt.display for excerpt in choice.excerpts]


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
    hits = small_index.search("Green apples taste sour; see our apple shop for more.")
    (excerpt, *_) = choose(small_article, [hits]).excerpts
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
    choice = choose(small_article, [small_index.search("price of gold in Zurich")])
    assert choice.excerpts == ()
    assert choice.best_score < choice.threshold


def test_no_hits_give_no_excerpt(small_article: Article) -> None:
    assert choose(small_article, [()]).excerpts == ()


def test_sentences_that_are_not_the_articles_are_withheld(
    small_article: Article, small_index: Index
) -> None:
    (hit, *_) = small_index.search("How are apples picked?")
    moved = [
        type(each)(Sentence(each.sentence.start + 1, each.sentence.end, "Q&A"), 0.99)
        for each in hit.sentences
    ]
    foreign = Hit(hit.passage, 0.99, hit.parts, tuple(moved))
    assert choose(small_article, [(foreign,)]).excerpts == ()


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
    choice = choose(small_article, [small_index.search("apples")] * 5)
    assert len(choice.excerpts) <= MOST_EXCERPTS
    assert sum(len(excerpt.display) for excerpt in choice.excerpts) <= MOST_CHARACTERS
    numbers = [excerpt.number for excerpt in choice.excerpts]
    assert numbers == list(range(1, len(numbers) + 1))
