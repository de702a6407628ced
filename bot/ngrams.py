"""Character n-grams within words, hashed (Weinberger et al. 2009).

What scikit-learn's HashingVectorizer gives with analyzer="char_wb" (a test holds it),
with which the weights are trained, without the two seconds that its import takes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import mmh3
import numpy as np
from numpy.typing import NDArray

from bot.disguise import undisguised
from bot.text import normalised

PLACES = 2**15  # that n-grams are hashed into
SIZES = range(2, 6)  # characters
LONGEST = 400  # characters of a text that n-grams are taken from


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A sparse unit vector of PLACES numbers: `values` at `places`, else 0."""

    places: NDArray[np.int64]
    values: NDArray[np.float32]


def character_ngrams(text: str) -> Ngrams:
    """The n-grams of a text, disguise taken off; none of a text without words."""
    plain = undisguised(normalised(text))[:LONGEST]
    sums: Counter[int] = Counter()
    for word in plain.split():
        for place, sign in _hashed(word):
            sums[place] += sign
    values = np.array(list(sums.values()), dtype=np.float32)
    length = np.linalg.norm(values)
    places = np.array(list(sums), dtype=np.int64)
    return Ngrams(places, values / length if length else values)


@lru_cache(maxsize=10_000)
def _hashed(word: str) -> tuple[tuple[int, int], ...]:
    """The place and the sign of each n-gram of a word."""
    hashes = map(mmh3.hash, _ngrams(f" {word} "))
    return tuple((abs(each) % PLACES, 1 if each >= 0 else -1) for each in hashes)


def _ngrams(padded: str) -> Iterator[str]:
    """Of a word, a space to either side; one shorter than an n-gram is one."""
    for size in SIZES:
        yield padded[:size]
        for start in range(1, len(padded) - size + 1):
            yield padded[start : start + size]
        if len(padded) <= size:
            break
