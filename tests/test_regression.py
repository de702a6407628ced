"""The suite of this project holds, and shares nothing with what the models learnt."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from bot import Bot
from bot.evaluation.running import assert_holds
from bot.evaluation.suite import Case, read_suite
from corpus import Article, read_article
from corpus.dangers import read_messages
from corpus.labels import Split, read_questions
from corpus.manners import read_remarks
from index.encoder import Vectors

FOLDER = Path(__file__).parent / "regression"
TWIN_COSINE, TWIN_OVERLAP = 0.9, 0.6
CASES = read_suite([FOLDER]).cases


def test_it_is_large_and_of_every_kind() -> None:
    assert len(CASES) >= 250
    kinds = Counter(kind for case in CASES for kind in case.kinds)
    assert len(kinds) == 5
    assert min(kinds.values()) >= 6


def test_every_paragraph_is_asked_for(b12_article: Article) -> None:
    quotes = [q for case in CASES for group in case.groups for q in group]
    for section in b12_article.sections:
        for paragraph in section.paragraphs:
            shown = b12_article.shown(paragraph.start, paragraph.end)
            if paragraph.role.quotable:
                assert any(quote in shown for quote in quotes), shown


@pytest.mark.model
def test_no_case_means_the_same_as_something_trained_on(
    untuned_vectors: Callable[[Sequence[str]], Vectors],
) -> None:
    asked, trained = _asked(), _trained()
    similar = untuned_vectors(asked) @ untuned_vectors(trained).T
    twins = [
        (asked[row], trained[column])
        for row, column in enumerate(similar.argmax(axis=1))
        if similar[row, column] >= TWIN_COSINE
    ]
    assert twins == []


def test_no_case_shares_its_words_with_something_trained_on() -> None:
    asked, trained = _asked(), _trained()
    words = CountVectorizer(binary=True, token_pattern=r"\w+").fit(asked + trained)
    first, second = words.transform(asked), words.transform(trained)
    shared = (first @ second.T).toarray()
    union = first.sum(axis=1) + second.sum(axis=1).T - shared
    overlap = np.asarray(shared / np.maximum(union, 1))
    twins = [
        (asked[row], trained[column])
        for row, column in enumerate(overlap.argmax(axis=1))
        if overlap[row, column] >= TWIN_OVERLAP
    ]
    assert twins == []


@pytest.mark.model
def test_the_suite_holds(real_bot: Bot) -> None:
    assert_holds(real_bot, FOLDER)


def _asked() -> list[str]:
    """Questions in words of their own: a "hi", or a follow-up, is like any other."""
    return [
        turns[0]
        for case in CASES
        for turns in case.asked
        if len(turns) == 1 and len(turns[0].split()) >= 4 and _is_about_content(case)
    ]


def _is_about_content(case: Case) -> bool:
    return "smalltalk" not in case.kinds


def _trained() -> list[str]:
    """Everything that a weight was trained on, conversations as one text."""
    questions = [q for q in read_questions(read_article()) if q.split is Split.TRAIN]
    messages = [m for m in read_messages() if m.split is Split.TRAIN]
    remarks = [r for r in read_remarks() if r.split is Split.TRAIN]
    return [
        *(" ".join(each.turns) for each in questions),
        *(" ".join(each.turns) for each in messages),
        *(each.turns[-1] for each in remarks),
    ]
