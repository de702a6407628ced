"""How likely a text is to tell of danger, or to be no question, by a classifier.

A linear classifier over two views of a text: its vector by the bundled embedding model,
tuned for this, which knows meanings, and its hashed character n-grams, which bear
misspelling and other languages. `bot/weights/README.md` says how it was trained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.ngrams import character_ngrams
from corpus import B12BotError
from corpus.dangers import DANGERS, NOTICES
from corpus.manners import MANNERS
from index import Encoder, ModelError, answering_encoder, untuned_model

WEIGHTS = Path(__file__).parent / "weights" / "alarm.safetensors"
ENCODER = WEIGHTS.with_name("alarm_encoder.safetensors")


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
        scores += np.stack([self._by_letters(text, size) for text in texts])
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return [self._sense(row) for row in odds / odds.sum(axis=1, keepdims=True)]

    def _by_letters(self, text: str, start: int) -> NDArray[np.float32]:
        """What the n-grams of a text add to the score of each label."""
        found = character_ngrams(text)
        added: NDArray[np.float32] = (
            self.weights[:, start + found.places] @ found.values
        )
        return added

    def _sense(self, row: NDArray[np.float32]) -> Sense:
        each = dict(zip(self.labels, map(float, row), strict=True))
        dangers = {label: each[label] for label in DANGERS}
        return Sense(
            danger=sum(dangers.values()),
            kind=max(dangers, key=lambda label: dangers[label]),
            others={label: each[label] for label in (*NOTICES, *MANNERS)},
        )


def load_alarm() -> Alarm:
    """The classifier with its own encoder; AlarmError if the weights are unusable."""
    from safetensors import SafetensorError, safe_open

    try:
        model = replace(untuned_model(), tuning=ENCODER)
        encoder = answering_encoder(model, may_round=True)
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
