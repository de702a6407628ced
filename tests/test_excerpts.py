"""Excerpts are whole sentences, word for word, short and understandable."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.excerpts import MOST_CHARACTERS, MOST_EXCERPTS, choose, quote
from corpus import Article, Sentence, read_article
from index import Hit, Index, IndexStore, Search, SentenceHit


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


STORED = "Cold cellars keep plums fresh for many long months."


@pytest.mark.parametrize(
    ("after", "is_shown"),
    [
        ("However, warm rooms spoil fruit within a few days.", True),
        ("But warm rooms spoil fruit within a few days.", True),
        ("Yet warm rooms spoil fruit within a few days.", True),
        ("Unless rooms are cool, fruit spoils in a few days.", True),
        ("Only if rooms are cool does fruit last for weeks.", True),
        ("At this point warm rooms would spoil all fruit.", True),
        ("In severe cases mould spoils all fruit at once.", True),
        ("In chronic or untreated cases mould spoils all fruit.", True),
        ("Butter and cream spoil in rooms that are warm.", False),
        ("In severe winters frost spoils all fruit at once.", False),
        ("Warm rooms, however, spoil fruit within a few days.", False),
        ("\nHowever, warm rooms spoil fruit within a few days.", False),
    ],
)
def test_a_sentence_that_qualifies_the_quoted_one_comes_along(
    tmp_path: Path, small_store: IndexStore, after: str, *, is_shown: bool
) -> None:
    path = tmp_path / "plums.md"
    path.write_text(f"Plums\nOrchards smell nice. {STORED} {after} Wasps sting.\n")
    article = read_article(path)
    index = replace(small_store, articles=(article,)).open()
    expected = f"{STORED} {after}" if is_shown else STORED
    assert _shown(article, index, STORED)[0] == expected


def test_what_stands_before_a_qualifying_sentence_does_not_come_along(
    tmp_path: Path, small_store: IndexStore
) -> None:
    path = tmp_path / "plums.md"
    however = "However, warm rooms spoil fruit within a few days."
    path.write_text(f"Plums\n{STORED} {however} Wasps sting.\n")
    article = read_article(path)
    index = replace(small_store, articles=(article,)).open()
    assert _shown(article, index, however)[0] == however


def test_a_sentence_may_need_what_stands_before_and_after_it(
    tmp_path: Path, small_store: IndexStore
) -> None:
    path = tmp_path / "plums.md"
    first = "Cold cellars suit plums."
    second = "They stay fresh there for many long months."
    third = "However, warm rooms spoil fruit in days."
    path.write_text(f"Plums\nWasps sting. {first} {second} {third} Bees hum.\n")
    article = read_article(path)
    index = replace(small_store, articles=(article,)).open()
    assert _shown(article, index, second)[0] == f"{first} {second} {third}"


def test_weak_hits_give_no_excerpt(small_article: Article, small_index: Index) -> None:
    search = small_index.search("Do silver and gold prices rise today?")
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


def test_each_part_of_a_question_gets_its_sentence(
    small_article: Article, small_index: Index
) -> None:
    """The second best meets what the best has met; the third meets the rest."""
    round_fruit, cellars, horses = (small_article.sentences[i] for i in (0, 4, 7))
    passage = small_index.passages[0]
    sentences = (
        SentenceHit(round_fruit, 0.60, meets=(1.0, 0.2)),
        SentenceHit(horses, 0.59, meets=(0.98, 0.2)),
        SentenceHit(cellars, 0.55, meets=(0.1, 1.0)),
    )
    search = Search((Hit(passage, 0.6, {}, sentences),), 0.9, 0.5, weights=(0.5, 0.5))
    excerpts = choose(small_article, [search])
    assert [each.display for each in excerpts] == [
        "Apples are round fruit. They grow on trees, e.g. in Kent.",
        "Cold cellars keep apples fresh for months.",
        "Horses, children and wasps eat apples.",
    ]
