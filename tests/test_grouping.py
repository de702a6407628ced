"""Questions that ask much the same come together."""

import numpy as np

from bot import Bot
from index.grouping import groups


def test_near_vectors_are_one_group_the_largest_first() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.1, 1], [0, 1]], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert groups(vectors) == [[1, 2, 3], [0]]


def test_few_are_grouped_too() -> None:
    assert groups(np.zeros((0, 2), dtype=np.float32)) == []
    assert groups(np.array([[1, 0]], dtype=np.float32)) == [[0]]


def test_a_bot_groups_questions(small_bot: Bot) -> None:
    asked = ["what do pears cost", "why is the moon", "what do pears cost then"]
    assert small_bot.group(asked) == [[0, 2], [1]]
    assert small_bot.group([]) == []
