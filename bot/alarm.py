"""How likely a text is to tell of danger, or to be no question, by a classifier.

A linear classifier over two views of a text: its vector by the bundled embedding model,
tuned for this, which knows meanings, and its hashed character n-grams, which bear
misspelling and other languages. `bot/weights/README.md` says how it was trained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.disguise import undisguised
from bot.text import normalised
from corpus import B12BotError
from corpus.dangers import DANGERS, NOTICES
from corpus.manners import MANNERS
from index import Encoder, ModelError, SentenceEncoder, untuned_model

WEIGHTS = Path(__file__).parent / "weights" / "alarm.safetensors"
ENCODER = WEIGHTS.with_name("alarm_encoder.safetensors")
PLACES = 2**15  # that n-grams are hashed into
LONGEST = 400  # characters of a text that n-grams are taken from


class AlarmError(B12BotError):
    """The classifier's weights are missing or broken; nothing may start without it."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What the classifier makes of a text.

    `danger` is the probability of any danger, `kind` the likeliest one; `others` the
    probability of each of NOTICES (harmless, but a line of its own goes before the
    reply) and of MANNERS (no question to the article).
    """

    danger: float
    kind: str
    others: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Alarm:
    """The classifier; `weights` has a row for each of `labels`.

    From `threshold` on, a probability of danger counts as danger in a whole text, from
    `part_threshold` on in a part of one.
    """

    encoder: Encoder
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: float
    part_threshold: float

    def __call__(self, texts: Sequence[str]) -> list[Sense]:
        """What each text tells."""
        if not texts:
            return []
        vectors = np.stack([each.vector for each in self.encoder.encode(texts)])
        size = vectors.shape[1]
        scores = vectors @ self.weights[:, :size].T + self.bias
        scores += character_ngrams(texts) @ self.weights[:, size:].T
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return [self._sense(row) for row in odds / odds.sum(axis=1, keepdims=True)]

    def _sense(self, row: NDArray[np.float32]) -> Sense:
        each = dict(zip(self.labels, map(float, row), strict=True))
        dangers = {label: each[label] for label in DANGERS}
        return Sense(
            danger=sum(dangers.values()),
            kind=max(dangers, key=lambda label: dangers[label]),
            others={label: each[label] for label in (*NOTICES, *MANNERS)},
        )


def character_ngrams(texts: Sequence[str]) -> Any:
    """Sparse unit vectors of hashed n-grams within words, shape (texts, PLACES)."""
    plain = [undisguised(normalised(text))[:LONGEST] for text in texts]
    return _hashing().transform(plain)


@cache
def _hashing() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=PLACES, dtype=np.float32
    )


def load_alarm() -> Alarm:
    """The classifier with its own encoder; AlarmError if the weights are unusable."""
    from safetensors import SafetensorError, safe_open

    try:
        encoder = SentenceEncoder(replace(untuned_model(), tuning=ENCODER))
        with safe_open(WEIGHTS, framework="numpy") as file:
            told = file.metadata()
            weights = file.get_tensor("weights").astype(np.float32)
            bias = file.get_tensor("bias").astype(np.float32)
        labels = tuple(told["labels"].split(","))
        threshold, part = float(told["threshold"]), float(told["part_threshold"])
    except (
        OSError,
        SafetensorError,
        KeyError,
        TypeError,
        ValueError,
        ModelError,
    ) as error:
        raise AlarmError(
            f"The weights {WEIGHTS}, which recognise people in danger, cannot be used "
            f"({error}).",
            "Restore them from the release, or install b12bot again.",
        ) from error
    return Alarm(encoder, labels, weights, bias, threshold, part)
