"""Late interaction: each token of a question finds its nearest token in a text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.encoder import Vectors
from index.tokens import TokenIndex

EAST, NORTH = np.eye(2, dtype=np.float32)
ROAD = np.array([0.6, 0.8], dtype=np.float32)  # mostly north


def _equal(count: int) -> Vectors:
    return np.ones(count, dtype=np.float32)


def _unit(rows: NDArray[np.float64]) -> Vectors:
    units: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units.astype(np.float32)


def test_a_text_scores_the_mean_of_its_nearest_tokens() -> None:
    index = TokenIndex.build([np.stack([EAST, NORTH]), np.stack([ROAD])])
    query = np.stack([EAST, NORTH])
    found = index.compare(query, [0, 1], weights=_equal(2))
    assert found.scores == pytest.approx([1.0, (0.6 + 0.8) / 2], abs=0.01)
    assert found.coverage == pytest.approx([1.0, 1.0])
    heavy = index.compare(query, [1], weights=np.array([3.0, 1.0], np.float32))
    assert heavy.scores == pytest.approx([(3 * 0.6 + 0.8) / 4], abs=0.01)
    assert heavy.coverage == pytest.approx([0.6, 0.8], abs=0.01)


def test_nothing_compared_gives_no_score_and_covers_nothing() -> None:
    found = TokenIndex.build([np.stack([EAST])]).compare(
        np.stack([EAST, NORTH]), [], weights=_equal(2)
    )
    assert found.scores.tolist() == []
    assert found.coverage.tolist() == [-1.0, -1.0]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=8), st.integers(0, 999), st.data()
)
def test_scores_agree_with_a_plain_loop(
    lengths: list[int], seed: int, data: st.DataObject
) -> None:
    random = np.random.default_rng(seed)
    texts = [_unit(random.standard_normal((n, 4))).astype(np.float16) for n in lengths]
    query = _unit(random.standard_normal((3, 4)))
    weights = random.uniform(0.1, 1, 3).astype(np.float32)
    index = TokenIndex.build([text.astype(np.float32) for text in texts])
    every = list(range(len(texts)))
    some = data.draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    for rows in (some, every):
        nearest = [
            [
                max(float(token @ word) for word in texts[row].astype(np.float32))
                for token in query
            ]
            for row in rows
        ]
        expected = [
            sum(w * cosine for w, cosine in zip(weights, each, strict=True))
            / weights.sum()
            for each in nearest
        ]
        found = index.compare(query, rows, weights=weights)
        assert found.scores == pytest.approx(expected, abs=0.01)
        assert found.coverage == pytest.approx(np.max(nearest, axis=0), abs=0.01)
