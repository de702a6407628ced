"""Late interaction: each token of a question finds its nearest token in a text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Vectors
from index.token_weights import TokenWeights, load_token_weights
from index.tokens import TokenIndex

EAST, NORTH = np.eye(2, dtype=np.float32)
ROAD = np.array([0.6, 0.8], dtype=np.float32)  # mostly north


def _equal(count: int) -> Vectors:
    return np.ones(count, dtype=np.float32)


def test_a_text_scores_the_mean_of_its_nearest_tokens() -> None:
    index = TokenIndex.build([np.stack([EAST, NORTH]), np.stack([ROAD])])
    query = np.stack([EAST, NORTH])
    scores = index.similarity(query, [0, 1], weights=_equal(2))
    assert scores == pytest.approx([1.0, (0.6 + 0.8) / 2], abs=1e-3)
    assert index.similarity(query, [1], weights=np.array([3.0, 1.0], np.float32)) == [
        pytest.approx((3 * 0.6 + 0.8) / 4, abs=1e-3)
    ]
    assert index.similarity(query, [], weights=_equal(2)) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.integers(0, 999))
def test_similarity_agrees_with_a_plain_loop(lengths: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    texts = [random.standard_normal((n, 4)).astype(np.float16) for n in lengths]
    query = random.standard_normal((3, 4)).astype(np.float32)
    weights = random.uniform(0.1, 1, 3).astype(np.float32)
    rows = list(reversed(range(len(texts))))
    index = TokenIndex.from_bytes(
        TokenIndex.build([text.astype(np.float32) for text in texts]).to_bytes()
    )
    expected = [
        sum(
            weight * max(float(token @ word) for word in texts[row].astype(np.float32))
            for weight, token in zip(weights, query, strict=True)
        )
        / weights.sum()
        for row in rows
    ]
    found = index.similarity(query, rows, weights=weights)
    assert found == pytest.approx(expected, abs=1e-3)


def test_common_tokens_weigh_less_and_unknown_models_all_the_same() -> None:
    weights = TokenWeights(np.array([0.0, 1.0, 4.0], dtype=np.float32))
    assert weights(np.array([2, 0])).tolist() == [4.0, 0.0]
    assert weights(np.array([0, 0])).tolist() == [1.0, 1.0]
    unknown = load_token_weights("0" * 64)
    assert not unknown.is_trained
    assert unknown(np.array([7, 9])).tolist() == [1.0, 1.0]
