"""What each line of a text is taken for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article
from corpus.structure import sections_of


def roles(text: str) -> list[tuple[str, str]]:
    """Role and text of every paragraph."""
    return [
        (str(p.role), text[p.start : p.end])
        for section in sections_of(text)
        for p in section.paragraphs
    ]


@pytest.mark.parametrize(
    ("line", "role", "text"),
    [
        ("# Apples", "heading", "Apples"),
        ("###### Apples grow.", "heading", "Apples grow."),
        ("What apples are", "heading", "What apples are"),
        ("2. Storing apples", "heading", "2. Storing apples"),
        ("Apples: a guide to B12", "heading", "Apples: a guide to B12"),
        ("Apples are round.", "prose", "Apples are round."),
        ("  Apples are round.  ", "prose", "Apples are round."),
        ("They asked: “Why?”", "prose", "They asked: “Why?”"),
        ("word " * 30, "prose", ("word " * 30).strip()),
        ("#hashtag is no heading.", "prose", "#hashtag is no heading."),
        ("- round fruit", "prose", "round fruit"),
        ("* Round fruit.", "prose", "Round fruit."),
        ("1. Pick them.", "prose", "Pick them."),
        ("Q1: Who eats apples?", "question", "Who eats apples?"),
        ("Question 2. Who eats?", "question", "Who eats?"),
        ("q: who eats?", "question", "who eats?"),
        ("A1: Horses do.", "answer", "Horses do."),
        ("Answer 12) Horses do", "answer", "Horses do"),
        ("An answer: none.", "prose", "An answer: none."),
        ("[our shop](https://x.example)", "link", "[our shop](https://x.example)"),
        ("See [our shop](https://x.example).", "prose", None),
    ],
)
def test_role_of_a_line(line: str, role: str, text: str | None) -> None:
    assert roles(f"{line}\nThe end.")[0] == (role, line if text is None else text)


def test_the_last_line_is_no_heading() -> None:
    assert roles("Apples\nNo full stop") == [
        ("heading", "Apples"),
        ("prose", "No full stop"),
    ]


@pytest.mark.parametrize("heading", ["Keywords", "Important Keywords", "# Tags"])
def test_the_line_below_a_keywords_heading_is_keywords(heading: str) -> None:
    text = f"Apples grow.\n{heading}\napples, fruit.\nPears grow."
    assert [role for role, _ in roles(text)] == [
        "prose",
        "heading",
        "keywords",
        "prose",
    ]


def test_sections_of_the_small_article(small_article: Article) -> None:
    titles = [section.title for section in small_article.sections]
    assert titles == ["What apples are", "2. Storing apples", "Q&A", "Keywords"]
    text = small_article.text
    storing = small_article.sections[1]
    assert text[storing.start : storing.end] == (
        "2. Storing apples\n"
        "Cold cellars keep apples fresh for months. "
        "Warm rooms spoil apples within days."
    )
    assert [s.section for s in small_article.sentences].count("Q&A") == 3


def test_question_answer_pairs_of_the_small_article(small_article: Article) -> None:
    shown = [
        (
            small_article.shown(pair.question.start, pair.question.end),
            [small_article.shown(s.start, s.end) for s in pair.answer.sentences],
        )
        for pair in small_article.questions
    ]
    assert shown == [
        (
            "Who eats apples?",
            ["Yes, many do.", "Horses, children and wasps eat apples."],
        ),
        ("How are apples picked?", ["Pickers twist apples off the branch by hand."]),
    ]


def test_text_above_every_heading_has_a_section_without_title() -> None:
    sections = sections_of("Apples grow.\n# Pears\nPears grow.")
    assert [section.title for section in sections] == ["", "Pears"]


LINES = st.sampled_from(
    ["# H", "Heading", "Apples grow.", "Q1: Why?", "A1: So.", "- item", "Keywords", " "]
)
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", "\r"])


@given(st.lists(st.builds("{}{}".format, LINES, BREAKS), min_size=1, max_size=15))
@settings(max_examples=200, deadline=None)
def test_every_line_is_in_one_paragraph(lines: list[str]) -> None:
    text = "".join([*lines, "The end."])
    spans = [(p.start, p.end) for s in sections_of(text) for p in s.paragraphs]
    filled = [line.strip() for line in lines if line.strip()] + ["The end."]
    assert len(spans) == len(filled)
    for (start, end), line in zip(spans, filled, strict=True):
        assert line.endswith(text[start:end])
    assert spans == sorted(spans)
