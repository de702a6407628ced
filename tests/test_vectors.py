"""Vector search against plain dot products in numpy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Vectors
from index.vectors import VectorIndex

COMPASS = np.array([[1, 0], [0, 1], [-1, 0], [0.6, 0.8]], dtype=np.float32)
EAST = COMPASS[0]


def unit_rows(count: int, dimension: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def test_the_nearest_come_first() -> None:
    found = VectorIndex.build(COMPASS).search(EAST, 4)
    assert [row for row, _ in found] == [0, 3, 1, 2]
    assert [score for _, score in found] == pytest.approx([1.0, 0.6, 0.0, -1.0])


@pytest.mark.parametrize(("k", "rows"), [(1, [0]), (2, [0, 3]), (9, [0, 3, 1, 2])])
def test_as_many_as_asked_for_or_there_are(k: int, rows: list[int]) -> None:
    index = VectorIndex.build(COMPASS)
    assert len(index) == 4
    assert [row for row, _ in index.search(EAST, k)] == rows


def test_similarity_keeps_the_order_of_the_rows() -> None:
    index = VectorIndex.build(COMPASS)
    found = index.similarities(EAST, [2, 3, 0])
    assert found == pytest.approx([-1.0, 0.6, 1.0])


def test_cosines_never_pass_one() -> None:
    long = np.array([[1.0001, 0], [-1.0001, 0]], dtype=np.float32)
    index = VectorIndex.build(long)
    assert index.search(EAST, 2) == [(0, 1.0), (1, -1.0)]
    assert index.similarities(EAST, [0, 1]).tolist() == [1.0, -1.0]


@given(st.integers(1, 40), st.integers(1, 16), st.integers(1, 50), st.integers(0, 999))
@settings(max_examples=100, deadline=None)
def test_search_agrees_with_numpy(
    count: int, dimension: int, k: int, seed: int
) -> None:
    rows = unit_rows(count, dimension, seed)
    query = unit_rows(1, dimension, seed + 1)[0]
    expected = rows @ query
    index = VectorIndex.build(rows)
    found = index.search(query, k)
    assert len({row for row, _ in found}) == len(found) == min(k, count)
    best = np.sort(expected)[::-1][:k]
    assert np.allclose([score for _, score in found], best, atol=1e-5)
    for row, score in found:
        assert score == pytest.approx(float(expected[row]), abs=1e-5)
    similarity = index.similarities(query, range(count))
    assert np.allclose(similarity, expected, atol=1e-5)


@given(st.integers(1, 20), st.integers(1, 16), st.integers(0, 999))
@settings(max_examples=50, deadline=None)
def test_bytes_give_the_same_index_back(count: int, dimension: int, seed: int) -> None:
    index = VectorIndex.build(unit_rows(count, dimension, seed))
    again = VectorIndex.from_bytes(index.to_bytes())
    query = unit_rows(1, dimension, seed + 1)[0]
    assert again.search(query, count) == index.search(query, count)
    assert again.to_bytes() == index.to_bytes()
