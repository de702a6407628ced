"""Keyword search: which text holds the words, and scores between 0 and 1."""

from pathlib import Path

import numpy as np
import pytest

from index.keywords import KeywordIndex

TEXTS = [
    "Apples grow on trees in Kent.",
    "Cellars keep apples fresh for months.",
    "Horses, children and wasps eat apples.",
]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Where is Kent?", 0),
        ("Is it fresh in CELLARS?", 1),
        ("What do horses eat?", 2),
        ("wasps or zebras", 2),
    ],
)
def test_the_text_with_the_words_scores_best(question: str, best: int) -> None:
    scores = KeywordIndex.build(TEXTS).scores(question)
    assert scores.index(max(scores)) == best
    assert [score > 0.0 for score in scores] == [row == best for row in range(3)]


@pytest.mark.parametrize("question", ["zebra", "What is it and why?", "", "?!", "苹果"])
def test_without_a_shared_word_all_scores_are_zero(question: str) -> None:
    assert KeywordIndex.build(TEXTS).scores(question) == [0.0, 0.0, 0.0]


def test_more_shared_words_score_higher_but_below_one() -> None:
    index = KeywordIndex.build(TEXTS)
    one, two, many = (
        index.scores(words)[2] for words in ("wasps", "wasps horses", "wasps " * 500)
    )
    assert 0.0 < one < two < many < 1.0


def test_rare_words_weigh_more_than_common_ones() -> None:
    index = KeywordIndex.build(TEXTS)
    assert index.scores("wasps")[2] > index.scores("apples")[2] > 0.0


def test_what_is_saved_is_read_back_without_pickles(tmp_path: Path) -> None:
    index = KeywordIndex.build(TEXTS)
    index.save(tmp_path / "keywords")
    again = KeywordIndex.load(tmp_path / "keywords")
    for question in ("Where do apples grow?", "zebra"):
        assert again.scores(question) == index.scores(question)
    files = list((tmp_path / "keywords").iterdir())
    assert {path.suffix for path in files} == {".json", ".npy"}
    for path in files:
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)
