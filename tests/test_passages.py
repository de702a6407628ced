"""Passages: their text is the article's, and no sentence is lost between them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article, Passage, split
from corpus.structure import sections_of

LINES = st.sampled_from(
    [
        *("Apples grow. ", "Yes. ", "chunk ", "chunk chunk. ", "e.g. pears ", "“So.” "),
        *("\n", "\n# Heading\n", "\nQ1: Why?\nA1: So. Yes.\n", "\r\n", "\n- x\n"),
    ]
)
TEXTS = st.lists(LINES, max_size=40).map(lambda lines: "".join([*lines, "The end."]))
NUMBERED = st.lists(
    st.sampled_from(["chunk chunk chunk", "grow [in Kent](u)", "grow, e.g. here"]),
    min_size=1,
    max_size=25,
).map(lambda ends: " ".join(f"Apples {i} {end}." for i, end in enumerate(ends)))


def article_of(text: str) -> Article:
    return Article("a", "A", "", "", text, sections_of(text))


def check(article: Article, passages: tuple[Passage, ...]) -> None:
    """The text is the article's, and every sentence begins in some passage."""
    for passage in passages:
        assert article.text[passage.start : passage.end] == passage.text
        assert article.shown(passage.start, passage.end) == passage.display
    for sentence in article.sentences:
        assert any(
            sentence in p.sentences and p.start <= sentence.start < p.end
            for p in passages
        )


def test_passages_of_the_small_article(small_article: Article) -> None:
    passages = split(small_article, size=200, overlap=0)
    assert [p.section for p in passages] == [
        *("What apples are", "2. Storing apples", "Q&A", "Q&A")
    ]
    assert [p.display for p in passages[1:]] == [
        "Cold cellars keep apples fresh for months. Warm rooms spoil apples within "
        "days.",
        "Who eats apples?\nA1: Yes, many do. Horses, children and wasps eat apples.",
        "How are apples picked?\nA2: Pickers twist apples off the branch by hand.",
    ]
    assert {p.article_id for p in passages} == {"apples"}
    assert "[our apple shop](https://shop.example/a?b=1.2)" in passages[0].text


def test_passages_are_cut_between_sentences(small_article: Article) -> None:
    passages = split(small_article, size=60, overlap=0)
    assert [p.display for p in passages[:3]] == [
        "Apples are round fruit. They grow on trees, e.g. in Kent.",
        "Ripe apples taste sweet.",
        "Green apples taste sour; see our apple shop for more.",
    ]


@pytest.mark.parametrize("overlap", [0, 10])
def test_repeated_text_is_found_at_its_own_place(overlap: int) -> None:
    article = article_of("chunk " * 8 + "end.")
    passages = split(article, size=24, overlap=overlap)
    spans = [(p.start, p.end) for p in passages]
    assert spans[:2] == ([(0, 23), (24, 47)] if overlap == 0 else [(0, 23), (18, 41)])
    assert spans[-1][1] == len(article.text)
    check(article, passages)


def test_the_same_sentence_twice_is_two_sentences() -> None:
    article = article_of("Yes. Yes. Yes.")
    assert [p.start for p in split(article, size=6, overlap=0)] == [0, 5, 10]


def test_a_section_without_prose_has_no_passage() -> None:
    article = article_of("# Pears\n# Apples\nApples grow.\nKeywords\na, b")
    assert [(p.section, p.text) for p in split(article)] == [("Apples", "Apples grow.")]


def test_bundled_passages_lose_nothing(b12_article: Article) -> None:
    passages = split(b12_article)
    check(b12_article, passages)
    assert all("](" not in passage.display for passage in passages)
    assert "Important Keywords" not in {passage.section for passage in passages}


@given(TEXTS, st.integers(6, 80))
@settings(max_examples=200, deadline=None)
def test_passages_of_any_text(text: str, size: int) -> None:
    article = article_of(text)
    passages = split(article, size=size, overlap=0)
    check(article, passages)
    assert all(len(p.display) <= size or "A1:" in p.text for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))


@given(NUMBERED, st.integers(40, 100), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_passages_that_overlap(text: str, size: int, overlap: int) -> None:
    article = article_of(text)
    check(article, split(article, size=size, overlap=overlap))


@given(st.integers(1, 60), st.integers(10, 60), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_passages_of_repeated_words(count: int, size: int, overlap: int) -> None:
    article = article_of("chunk " * count + "end.")
    check(article, split(article, size=size, overlap=overlap))


@pytest.mark.parametrize("size", range(6, 40))
def test_a_link_is_never_cut(size: int) -> None:
    article = article_of("Take [our own B12 shop](https://x.example) now. Then go.")
    for passage in split(article, size=size, overlap=0):
        assert "](" not in passage.display


@pytest.mark.parametrize(
    ("text", "size", "overlap"), [("a No. No.", 6, 3), (",  chunk", 6, 5)]
)
def test_overlap_with_repeated_text_loses_nothing(
    text: str, size: int, overlap: int
) -> None:
    article = article_of(text)
    check(article, split(article, size=size, overlap=overlap))
