"""Whether a question is answered: features, logistic regression, shipped weights."""

from pathlib import Path

import numpy as np
import pytest

from corpus import Article, read_article
from index import Index, IndexStore, find_model
from index.answerability import (
    Answerability,
    features,
    load_answerability,
    trained_for,
)
from index.manifest import Recipe
from index.model import Model
from index.token_weights import load_token_weights
from index.training.token_weights import count
from tests.conftest import WordEncoder


def test_features_are_the_vector_and_five_numbers(small_index: Index) -> None:
    evidence = small_index.evidence("How are apples picked?")
    *vector, best, lead, keyword, passage, tokens = features(evidence)
    assert vector == evidence.encoding.vector.tolist()
    assert best == pytest.approx(evidence.hits[0].score)
    assert 0 < lead < best
    assert keyword == pytest.approx(max(h.parts["keyword"] for h in evidence.hits))
    assert passage == pytest.approx(max(h.parts["passage"] for h in evidence.hits))
    assert tokens == pytest.approx(4 / 60)


def test_the_probability_is_a_logistic_of_standardised_features(
    small_index: Index,
) -> None:
    evidence = small_index.evidence("How are apples picked?")
    values = features(evidence)
    only_best = np.zeros_like(values)
    only_best[-5] = 2.0
    model = Answerability(
        mean=np.full_like(values, values[-5] - 1),
        scale=np.full_like(values, 2.0),
        coefficients=only_best,
        intercept=-1.0,
        threshold=0.5,
    )
    assert model.probability(evidence) == pytest.approx(0.5, abs=1e-6)


def test_an_index_without_weights_decides_by_its_best_score(
    small_index: Index,
) -> None:
    search = small_index.search("How are apples picked?")
    assert search.answerable == search.hits[0].score
    assert search.is_answered
    assert [part.split(":")[0] for part in small_index.parts_off] == [
        "token weights",
        "answerability",
    ]


def test_shipped_weights_fit_the_bundled_article_and_model_only(
    b12_article: Article, small_article: Article, tmp_path: Path
) -> None:
    model = find_model()
    recipe = Recipe.of([b12_article], model)
    assert load_answerability(recipe) is not None
    assert load_token_weights(model.sha256).is_trained
    assert load_answerability(Recipe.of([small_article], model)) is None
    other = Model("other", tmp_path, "0" * 64)
    assert load_answerability(Recipe.of([b12_article], other)) is None
    assert trained_for(recipe) != trained_for(Recipe.of([small_article], model))


def test_tokens_that_every_question_holds_weigh_nothing() -> None:
    questions = ["what is myelin", "what is cobalamin"]
    weights = count(WordEncoder(), questions, vocabulary=256)
    place = {
        word: int(WordEncoder().encode([word])[0].ids[0])
        for word in ("what", "is", "myelin", "cobalamin")
    }
    assert weights[place["what"]] == weights[place["is"]] == 0
    assert weights[place["myelin"]] == pytest.approx(np.log(2), abs=1e-3)


@pytest.mark.model
def test_the_shipped_weights_tell_near_misses_from_questions_answered(
    tmp_path: Path,
) -> None:
    index = IndexStore(tmp_path, (read_article(),), find_model()).open()
    assert index.parts_off == ()
    for question in ("Can B12 deficiency be reversed?", "Which blood tests show it?"):
        assert index.search(question).is_answered, question
    for question in (
        "How many micrograms of B12 should I take a day?",
        "What does a B12 injection cost?",
        "Does metformin lower B12?",
    ):
        assert not index.search(question).is_answered, question
