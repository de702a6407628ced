"""Token pooling: tokens that mean nearly the same become one, of unit length."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import Vectors
from index.pooling import pooled

EAST, NEARLY_EAST = (1.0, 0.0), (0.96, 0.28)
NORTH, NEARLY_NORTH = (0.0, 1.0), (0.28, 0.96)


def unit_rows(count: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, 4))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def test_neighbours_become_their_mean_direction() -> None:
    tokens = np.array([EAST, NORTH, NEARLY_EAST, NEARLY_NORTH], dtype=np.float32)
    means = pooled(tokens, factor=2, kept=1)
    assert sorted(means.round(2).tolist()) == [
        pytest.approx([0.14, 0.99], abs=0.001),
        pytest.approx([0.99, 0.14], abs=0.001),
    ]


@pytest.mark.parametrize(
    ("factor", "kept", "count"), [(1, 1, 5), (2, 1, 2), (3, 1, 1), (9, 1, 1), (2, 4, 4)]
)
def test_a_factor_says_how_many_are_left(factor: int, kept: int, count: int) -> None:
    assert len(pooled(unit_rows(5, seed=0), factor=factor, kept=kept)) == count


@pytest.mark.parametrize("count", [1, 63, 64])
def test_a_short_document_stays_as_it_is(count: int) -> None:
    tokens = unit_rows(count, seed=0)
    assert np.array_equal(pooled(tokens), tokens)


@given(st.integers(1, 30), st.integers(0, 9))
def test_what_is_left_has_unit_length_and_is_the_same_each_time(
    count: int, seed: int
) -> None:
    tokens = unit_rows(count, seed)
    means = pooled(tokens, kept=1)
    assert 1 <= len(means) <= max(1, count // 2)
    assert means.dtype == np.float32
    assert np.linalg.norm(means, axis=1) == pytest.approx(np.ones(len(means)), abs=1e-5)
    assert np.array_equal(means, pooled(tokens, kept=1))
