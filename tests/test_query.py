"""Queries: a question behind the last words of earlier turns, which count less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import CONTEXT_WEIGHT, Query, mended
from index.spelling import Speller
from tests.conftest import WordEncoder

COUNTING = [f"w{number}" for number in range(1, 100)]
WORDS = st.lists(st.text("abx", min_size=1, max_size=4), max_size=50).map(" ".join)
UNTAUGHT = Speller([])


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(["Cold cellars keep apples fresh."])


def shares(query: Query) -> list[float]:
    (encoding,) = WordEncoder().encode([query.text])
    return [float(share) for share in query.shares(encoding)]


@pytest.mark.parametrize(
    ("question", "context", "text"),
    [
        ("Are they sour?", "Green apples.", "Green apples. Are they sour?"),
        ("Are they sour?", "", "Are they sour?"),
        ("", "Green apples.", "Green apples."),
        ("", "", ""),
    ],
)
def test_the_question_stands_behind_the_context(
    question: str, context: str, text: str
) -> None:
    assert Query(question, context).text == text


def test_words_of_the_context_count_less(speller: Speller) -> None:
    query = mended(speller, "Are they sour?", "Green apples.")
    assert shares(query) == [0.25, 0.25, 1.0, 1.0, 1.0]


def test_without_context_every_word_counts_fully(speller: Speller) -> None:
    assert shares(mended(speller, "Are they sour?")) == [1.0, 1.0, 1.0]


def test_a_word_in_both_counts_by_where_it_stands(speller: Speller) -> None:
    query = mended(speller, "Sour apples?", "Apples.")
    assert shares(query) == [0.25, 1.0, 1.0]


@pytest.mark.parametrize(
    ("count", "first"), [(1, "w1"), (40, "w1"), (41, "w2"), (99, "w60")]
)
def test_only_the_last_forty_words_of_the_context_are_kept(
    speller: Speller, count: int, first: str
) -> None:
    query = mended(speller, "Are they sour?", " ".join(COUNTING[:count]))
    words = query.context.split()
    assert len(words) == min(count, 40)
    assert (words[0], words[-1]) == (first, f"w{count}")


def test_a_long_question_is_not_cut(speller: Speller) -> None:
    question = " ".join(COUNTING)
    assert mended(speller, question).question == question


def test_the_question_and_the_context_are_mended(speller: Speller) -> None:
    query = mended(speller, "Wat keeps them frsh?", "Cold celars")
    assert query == Query("what keeps them fresh?", "Cold cellars")


def test_turns_on_several_lines_become_one(speller: Speller) -> None:
    query = mended(speller, "Are they sour?", " Green apples.\n\n Red ones,\ttoo.\n")
    assert query.context == "Green apples. Red ones, too."


@given(WORDS, WORDS.filter(bool))
def test_tokens_of_the_context_are_told_from_those_of_the_question(
    context: str, question: str
) -> None:
    query = mended(UNTAUGHT, question, context)
    before = [CONTEXT_WEIGHT] * len(query.context.split())
    assert shares(query) == before + [1.0] * len(query.question.split())
