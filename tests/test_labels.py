"""The labelled questions: whole, found in the article, and split without leaks."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from corpus import Article, read_article
from corpus.labels import (
    LabelledQuestion,
    Split,
    read_intents,
    read_questions,
)
from corpus.records import RecordsError
from index.encoder import Vectors

TWIN_COSINE = 0.9
TWIN_OVERLAP = 0.6


@pytest.fixture(scope="module")
def questions(b12_article: Article) -> tuple[LabelledQuestion, ...]:
    return read_questions(b12_article)


def test_there_are_enough_of_each_kind(
    questions: Sequence[LabelledQuestion],
) -> None:
    answered = [q for q in questions if q.groups]
    kinds = Counter(q.kind for q in questions if q.split is Split.TEST)
    assert len(answered) >= 2500
    assert 250 <= len(read_intents()) <= 400
    assert sum(q.kind == "near_miss" for q in questions) >= 1200
    assert len({q.intents[0] for q in questions if q.kind == "near_miss"}) >= 100
    assert min(kinds.values()) >= 60
    assert kinds["near_miss"] >= 300


def test_gold_is_whole_sentences_of_the_article(
    questions: Sequence[LabelledQuestion], b12_article: Article
) -> None:
    sentences = {(s.start, s.end) for s in b12_article.sentences}
    for question in questions:
        for group in question.groups:
            assert group <= sentences, question.id


def test_ids_and_texts_are_not_repeated(
    questions: Sequence[LabelledQuestion],
) -> None:
    assert max(Counter(q.id for q in questions).values()) == 1
    repeated = Counter(tuple(t.lower() for t in q.turns) for q in questions)
    assert [turns for turns, count in repeated.items() if count > 1] == []


def test_the_kind_says_how_many_turns_and_parts(
    questions: Sequence[LabelledQuestion],
) -> None:
    for question in questions:
        if question.kind == "followup":
            assert 2 <= len(question.turns) <= 4, question.id
        elif question.groups:
            assert len(question.turns) == 1, question.id
        if question.kind == "twopart":
            assert len(set(question.intents)) == 2, question.id
        assert all(turn.strip() for turn in question.turns)


def test_every_intent_is_asked_and_every_question_in_one_split(
    questions: Sequence[LabelledQuestion],
) -> None:
    splits = {intent.id: intent.split for intent in read_intents()}
    asked = Counter(name for q in questions if q.groups for name in q.intents)
    assert set(asked) == set(splits)
    assert min(asked.values()) >= 4
    for question in questions:
        if question.groups:
            assert {splits[name] for name in question.intents} == {question.split}


def test_topics_of_near_misses_are_in_one_split(
    questions: Sequence[LabelledQuestion],
) -> None:
    topics = {(q.intents[0], q.split) for q in questions if not q.groups}
    assert max(Counter(topic for topic, _ in topics).values()) == 1


def test_no_held_out_question_shares_its_words_with_one_of_another_split(
    questions: Sequence[LabelledQuestion],
) -> None:
    counter = CountVectorizer(binary=True, token_pattern=r"\w+", dtype=np.int32)
    counter.fit(" ".join(q.turns) for q in questions)
    for held, others in _pairs_of_splits(questions):
        first, second = (
            counter.transform([" ".join(q.turns) for q in each])
            for each in (held, others)
        )
        shared = (first @ second.T).toarray()
        either = first.sum(axis=1) + second.sum(axis=1).T - shared
        row, column = np.unravel_index((shared / either).argmax(), shared.shape)
        overlap = shared[row, column] / either[row, column]
        assert overlap < TWIN_OVERLAP, (held[row].id, others[column].id)


@pytest.mark.model
def test_no_held_out_question_means_the_same_as_one_of_another_split(
    questions: Sequence[LabelledQuestion],
    untuned_vectors: Callable[[Sequence[str]], Vectors],
) -> None:
    untuned_vectors([" ".join(q.turns) for q in questions])
    for held, others in _pairs_of_splits(questions):
        first = untuned_vectors([" ".join(q.turns) for q in held])
        second = untuned_vectors([" ".join(q.turns) for q in others])
        similar = first @ second.T
        row, column = np.unravel_index(similar.argmax(), similar.shape)
        assert similar.max() < TWIN_COSINE, (held[row].id, others[column].id)


def test_gold_is_found_again_where_the_article_has_moved(
    tmp_path: Path, b12_article: Article
) -> None:
    path = tmp_path / "moved.txt"
    path.write_text("A new first line stands here.\n" + b12_article.text, "utf-8")
    moved = read_article(path)
    shift = len("A new first line stands here.\n")
    for before, after in zip(
        read_questions(b12_article), read_questions(moved), strict=True
    ):
        assert after.groups == tuple(
            frozenset((a + shift, b + shift) for a, b in group)
            for group in before.groups
        )


def test_gold_that_is_gone_is_named(tmp_path: Path, b12_article: Article) -> None:
    path = tmp_path / "edited.txt"
    path.write_text(
        b12_article.text.replace("Early recognition is vital.", ""), "utf-8"
    )
    with pytest.raises(RecordsError, match=r"'Early recognition is vital\.'"):
        read_questions(read_article(path))


def test_a_broken_line_is_named(
    tmp_path: Path, b12_article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "intents.jsonl").write_text('{"id": 1}\n', "utf-8")
    monkeypatch.setattr("corpus.labels.FOLDER", tmp_path)
    with pytest.raises(RecordsError, match=r"intents\.jsonl, line 1: id"):
        read_questions(b12_article)


def _pairs_of_splits(
    questions: Sequence[LabelledQuestion],
) -> list[tuple[list[LabelledQuestion], list[LabelledQuestion]]]:
    """Test against dev, test against train, dev against train."""
    splits = (Split.TEST, Split.DEV, Split.TRAIN)
    by_split = [[q for q in questions if q.split is split] for split in splits]
    return list(combinations(by_split, 2))
