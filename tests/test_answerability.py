"""Whether a question is answered: features, support vectors, shipped weights."""

from pathlib import Path

import numpy as np
import pytest

from corpus import Article, read_article
from index import Index, IndexStore, find_model
from index.answerability import (
    SIGNAL_SCALE,
    Answerability,
    features,
    load_answerability,
    trained_for,
)
from index.manifest import Decision, Recipe
from index.model import Model
from index.search import decision
from index.signals import signals
from index.tuning import load_token_weights


def test_features_are_the_vector_and_the_standardised_signals(
    small_index: Index,
) -> None:
    evidence = small_index.evidence("How are apples picked?")
    numbers = signals(evidence)
    row = features(evidence, mean=numbers - 2, scale=np.full_like(numbers, 4.0))
    assert row[:256].tolist() == evidence.encoding.vector.tolist()
    assert row[256:] == pytest.approx([0.5 * SIGNAL_SCALE] * len(numbers))


def test_the_probability_rises_towards_what_was_answered(small_index: Index) -> None:
    """Two support vectors, one answered, one not: a question stands where one does."""
    asked = ("How are apples picked?", "Is the moon made of cheese?")
    picked, moon = (small_index.evidence(question) for question in asked)
    mean = np.zeros_like(signals(picked))
    scale = np.ones_like(mean)
    model = Answerability(
        mean,
        scale,
        support=np.stack([features(each, mean, scale) for each in (picked, moon)]),
        weights=np.array([1.0, -1.0], dtype=np.float32),
        intercept=0.0,
        gamma=50.0,
        slope=2.0,
        offset=0.0,
        threshold=0.5,
        date="2026-01-01",
    )
    assert model.probability(picked) == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-3)
    assert model.probability(moon) == pytest.approx(1 / (1 + np.exp(2)), abs=1e-3)
    assert decision(model) == Decision(threshold=0.5, trained="2026-01-01")


def test_words_that_nothing_meets_are_seen_in_the_signals(small_index: Index) -> None:
    met, unmet = (
        signals(small_index.evidence(question))
        for question in ("Ripe apples taste sweet", "Ripe zebras taste sweet")
    )
    assert met.shape == unmet.shape
    assert np.isfinite(signals(small_index.evidence(""))).all()
    assert (met[:6] >= unmet[:6]).sum() > 3
    assert met[0] == pytest.approx(1.0, abs=1e-3)


def test_an_index_without_weights_decides_by_its_best_score(
    small_index: Index,
) -> None:
    search = small_index.search("How are apples picked?")
    assert search.answerable == search.hits[0].score
    assert search.is_answered
    assert [part.split(":")[0] for part in small_index.parts_off] == [
        "tuned encoder",
        "restatements",
        "answerability",
    ]


def test_shipped_weights_fit_the_bundled_article_and_model_only(
    b12_article: Article, small_article: Article, tmp_path: Path
) -> None:
    model = find_model()
    recipe = Recipe.of([b12_article], model)
    assert load_answerability(recipe) is not None
    assert load_token_weights(model.tuning).is_trained
    assert load_answerability(Recipe.of([small_article], model)) is None
    other = Model("other", tmp_path, "0" * 64)
    assert load_answerability(Recipe.of([b12_article], other)) is None
    assert trained_for(recipe) != trained_for(Recipe.of([small_article], model))


@pytest.mark.model
def test_the_shipped_weights_tell_near_misses_from_questions_answered(
    real_index: Path,
) -> None:
    index = IndexStore(real_index, (read_article(),), find_model()).open()
    assert index.parts_off == ()
    for question in ("Can B12 deficiency be reversed?", "Which blood tests show it?"):
        assert index.search(question).is_answered, question
    for question in (
        "How many micrograms of B12 should I take a day?",
        "What does a B12 injection cost?",
        "Does metformin lower B12?",
    ):
        assert not index.search(question).is_answered, question
