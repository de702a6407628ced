"""The article's hard words are explained in plain ones, each with a source."""

import pytest
from pydantic import ValidationError

from bot.glossary import Term, load_glossary, looked_up
from corpus import Article
from tests.test_readability import HIGHEST, grade

TERMS = load_glossary()


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.word)
def test_each_word_stands_in_the_article(term: Term, b12_article: Article) -> None:
    assert term.is_in(b12_article.text)


def test_words_are_in_order_and_once() -> None:
    words = [term.word.casefold() for term in TERMS]
    assert words == sorted(set(words))


def test_meanings_are_plain() -> None:
    assert grade(" ".join(term.meaning for term in TERMS)) <= HIGHEST


def test_a_word_is_looked_up_by_any_of_its_forms() -> None:
    assert [term.word for term in looked_up("Myelin Sheath", TERMS)] == ["myelin"]
    assert looked_up("", TERMS) == TERMS
    assert looked_up("cricket", TERMS) == ()


def test_a_term_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="source"):
        Term.model_validate({"word": "x", "meaning": "y", "publisher": "z"})
