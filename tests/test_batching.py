"""What threads ask for at one moment is encoded together, and each gets its own."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from index import Encoding
from index.batching import BatchingEncoder
from tests.conftest import WordEncoder


class SlowEncoder(WordEncoder):
    """Waits in its first batch, and remembers the size of each."""

    def __init__(self) -> None:
        self.begun, self.go_on = Event(), Event()
        self.sizes: list[int] = []

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        self.sizes.append(len(texts))
        self.begun.set()
        self.go_on.wait(30)
        if "broken" in texts:
            raise ValueError("cannot encode this")
        return super().encode(texts)


def encode_at_once(
    encoder: BatchingEncoder, slow: SlowEncoder, asked: Sequence[Sequence[str]]
) -> list[list[Encoding] | Exception]:
    """What each of several threads gets; the first is alone in the first batch."""

    def encode(texts: Sequence[str]) -> list[Encoding] | Exception:
        try:
            return encoder.encode(texts)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(asked)) as pool:
        first = pool.submit(encode, asked[0])
        slow.begun.wait(30)
        others = [pool.submit(encode, texts) for texts in asked[1:]]
        while len(encoder._waiting) < len(others):
            pass
        slow.go_on.set()
        return [each.result(30) for each in (first, *others)]


def same(found: list[Encoding] | Exception, texts: Sequence[str]) -> bool:
    expected = WordEncoder().encode(texts)
    return isinstance(found, list) and all(
        np.array_equal(a.vector, b.vector) for a, b in zip(found, expected, strict=True)
    )


def test_what_comes_while_a_batch_runs_is_the_next_one() -> None:
    slow = SlowEncoder()
    asked = [["apples"], ["pears", "plums"], ["figs"], [f"kiwi {i}" for i in range(5)]]
    found = encode_at_once(BatchingEncoder(slow), slow, asked)
    assert all(map(same, found, asked))
    assert slow.sizes == [1, 8]


def test_a_batch_has_a_largest_size() -> None:
    slow = SlowEncoder()
    asked = [["apples"], *([f"fig {i}", f"plum {i}"] for i in range(5))]
    found = encode_at_once(BatchingEncoder(slow, most=4), slow, asked)
    assert all(map(same, found, asked))
    assert slow.sizes == [1, 4, 4, 2]


def test_what_cannot_be_encoded_fails_alone() -> None:
    slow = SlowEncoder()
    asked = [["apples"], ["broken"], ["figs"], ["plums"]]
    found = encode_at_once(BatchingEncoder(slow), slow, asked)
    assert isinstance(found[1], ValueError)
    assert all(same(found[place], asked[place]) for place in (0, 2, 3))


def test_nothing_asked_is_nothing_encoded() -> None:
    slow = SlowEncoder()
    assert BatchingEncoder(slow).encode([]) == []
    assert slow.sizes == []


def test_alone_an_error_is_raised_as_it_is() -> None:
    slow = SlowEncoder()
    slow.go_on.set()
    with pytest.raises(ValueError, match="cannot encode this"):
        BatchingEncoder(slow).encode(["broken"])
