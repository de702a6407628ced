"""Character n-grams within words, hashed (Weinberger et al. 2009).

What scikit-learn's HashingVectorizer gives with analyzer="char_wb" (a test holds it),
with which the weights are trained, without the two seconds that its import takes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

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
    for ngram in _ngrams(plain):
        hashed = mmh3.hash(ngram)
        sums[abs(hashed) % PLACES] += 1 if hashed >= 0 else -1
    values = np.array(list(sums.values()), dtype=np.float32)
    length = np.linalg.norm(values)
    places = np.array(list(sums), dtype=np.int64)
    return Ngrams(places, values / length if length else values)


def _ngrams(text: str) -> Iterator[str]:
    """Of each word, a space to either side; a word shorter than an n-gram is one."""
    for word in text.split():
        padded = f" {word} "
        for size in SIZES:
            yield padded[:size]
            yield from (
                padded[start : start + size]
                for start in range(1, len(padded) - size + 1)
            )
            if len(padded) <= size:
                break
