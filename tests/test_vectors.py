"""Vector search against plain dot products in numpy."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.encoder import Vectors
from index.storage import BrokenIndexError
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
    again = VectorIndex.from_bytes(index.to_bytes(), index.kind)
    query = unit_rows(1, dimension, seed + 1)[0]
    assert again.search(query, count) == index.search(query, count)
    assert again.to_bytes() == index.to_bytes()


def test_few_vectors_are_all_compared_and_it_says_so() -> None:
    kind = VectorIndex.build(COMPASS).kind
    assert kind.name == "Flat"
    assert kind.why == "exact: 4 vectors, and up to 50,000 are all compared"


def test_of_many_vectors_those_near_the_question_are_compared() -> None:
    rows = _clustered(4000)
    index = VectorIndex.build(rows, exact_up_to=1000)
    assert index.kind.name == "IVF253,SQ8"  # 4 times the square root of 4000
    assert re.search(
        r"4,000 vectors, more than the 1,000 .* the \d+ nearest of 253 cells find "
        r"\d+\.\d% of the 10 nearest neighbours",
        index.kind.why,
    )
    again = VectorIndex.from_bytes(index.to_bytes(), index.kind)
    queries = _clustered(4100)[4000:]
    shares = []
    for query in queries:
        exact = set(np.argsort(rows @ query)[-10:].tolist())
        found = again.search(query, 10)
        assert found == index.search(query, 10)
        shares.append(len(exact & {row for row, _ in found}) / 10)
        near, score = found[0]
        assert score == pytest.approx(float(rows[near] @ query), abs=0.02)
        assert again.similarities(query, [near])[0] == pytest.approx(score, abs=1e-4)
    assert np.mean(shares) >= 0.95


@pytest.mark.parametrize("change", ["cut", "longer than it is", "nonsense"])
def test_bytes_that_are_no_index_are_refused(change: str) -> None:
    index = VectorIndex.build(COMPASS)
    data = index.to_bytes()
    told = len(COMPASS).to_bytes(8, "little")
    broken = {
        "cut": data[:-1],
        "longer than it is": data.replace(told, (2**40).to_bytes(8, "little")),
        "nonsense": b"IxFI" + b"\xff" * 60,
    }[change]
    assert broken != data
    with pytest.raises(BrokenIndexError, match="cannot be read"):
        VectorIndex.from_bytes(broken, index.kind)


def _clustered(count: int) -> Vectors:
    """Unit vectors around 40 places, as texts about 40 things have."""
    random = np.random.default_rng(7)
    places = random.standard_normal((40, 32))
    rows = places[np.arange(count) % 40] + 0.5 * random.standard_normal((count, 32))
    return _units(rows)


def _units(rows: NDArray[np.float64]) -> Vectors:
    units: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(
        np.float32
    )
    return units
