"""Sentences: where they end, and that nothing of a paragraph is lost between them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article
from corpus.article import Role
from corpus.sentences import sentence_spans

PIECES = st.sampled_from(
    [
        *(
            "Take B12",
            "apples",
            "e.g.",
            "Dr. Smith",
            "“So it is.”",
            "it’s",
            "nerves—they",
        ),
        *(".", ". ", "? ", "! ", "… ", " ", "  ", "\t", "\u00a0", "é", "😀", "(a.)"),
        *("[our shop](https://x.example/a.b?c=1.2)", "[A. Then b](u)", "[", "(", ")"),
    ]
)
PARAGRAPHS = st.lists(PIECES, max_size=20).map("".join)


@pytest.mark.parametrize(
    "sentences",
    [
        ["Take B12.", "It helps."],
        ["Nerves need vitamin B12.", "So does blood."],
        ["Fruit, e.g. apples, is good.", "Eat it."],
        ["Dr. Smith agrees.", "So do I."],
        ["It cost 3.5 pounds.", "That is much."],
        ["“So it is.”", "He left."],
        ["It’s the vitamin’s role.", "Crohn’s disease harms it."],
        ["Nerves—they need B12—recover.", "Slowly."],
        ["Is it so?", "Yes!", "It is…"],
        ["See [our shop](https://x.example/a.b?c=1.2) now.", "Then go."],
        ["See [our shop. Open daily](https://x.example/a).", "Then go."],
        ["[Apples](https://x.example/?q=A. B) grow.", "[Pears](y) too."],
        ["No full stop"],
    ],
)
def test_where_sentences_end(sentences: list[str]) -> None:
    source = " ".join(sentences)
    assert [source[a:b] for a, b in sentence_spans(source)] == sentences


@pytest.mark.parametrize("source", ["", " ", " \t\u00a0 "])
def test_no_sentence_in_white_space(source: str) -> None:
    assert sentence_spans(source) == ()


def test_white_space_around_sentences_is_left_out() -> None:
    source = "  Apples grow.   They  are red. \t"
    assert [source[a:b] for a, b in sentence_spans(source)] == [
        "Apples grow.",
        "They  are red.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes, if caught early.",
        "This sensation resembles “pins and needles” or a crawling feeling under the "
        "skin and is due to compromised nerve conduction.",
        "Peripheral nerves—which control limb movement and sensation—are often "
        "affected first, leading to common symptoms like tingling, numbness, or "
        "burning sensations in the extremities.",
        "Supplement users may also consider complementary options such as vitamin D "
        "for immune and neurological function, or vitamin K for blood and bone health.",
        "As the deficiency progresses, demyelination starts to occur.",
    ],
)
def test_sentences_of_the_bundled_article(b12_article: Article, sentence: str) -> None:
    shown = [b12_article.shown(s.start, s.end) for s in b12_article.sentences]
    assert shown.count(sentence) == 1


def test_bundled_headings_questions_and_keywords_are_never_quoted(
    b12_article: Article,
) -> None:
    other = [
        (p.start, p.end)
        for section in b12_article.sections
        for p in section.paragraphs
        if p.role in (Role.HEADING, Role.QUESTION, Role.KEYWORDS)
    ]
    assert len(other) == 10 + 5 + 1
    for s in b12_article.sentences:
        assert not any(s.start < end and start < s.end for start, end in other)
        assert not re.match(r"[QA]\d", b12_article.text[s.start : s.end])


@given(PARAGRAPHS)
@settings(max_examples=400, deadline=None)
def test_sentences_stand_in_order_without_space_around_them(source: str) -> None:
    end_before = 0
    for start, end in sentence_spans(source):
        assert end_before <= start < end <= len(source)
        assert source[start:end] == source[start:end].strip()
        end_before = end


@given(PARAGRAPHS)
@settings(max_examples=400, deadline=None)
def test_sentences_hold_every_character_but_space(source: str) -> None:
    held = "".join(source[a:b] for a, b in sentence_spans(source))
    assert "".join(held.split()) == "".join(source.split())


def test_a_no_break_space_before_a_full_stop_is_survived() -> None:
    source = "Vitamin A\u00a0. Then."
    assert [source[a:b] for a, b in sentence_spans(source)][-1].endswith("Then.")


def test_link_words_with_space_around_them_keep_their_link() -> None:
    source = "[ Apples ](https://x.example) grow."
    assert sentence_spans(source) == ((0, len(source)),)
