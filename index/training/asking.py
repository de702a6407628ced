"""Questions on their way into training: dealt out, typed badly at times, encoded."""

from collections.abc import Sequence
from random import Random
from typing import Generic, TypeVar

from index.query import CONTEXT_WEIGHT, mended
from index.spelling import Speller
from index.training.late import Encoded, Encoder
from index.training.noise import noisy

NOISE = 0.25  # of the questions are typed as on a phone
MENDED = 0.85  # of the questions are mended as the product does
Card = TypeVar("Card")


class Deck(Generic[Card]):
    """Deals each card once before any comes again, each time in another order."""

    def __init__(self, cards: Sequence[Card], random: Random) -> None:
        self._cards = list(cards)
        self._random = random
        self._left: list[Card] = []

    def take(self, count: int) -> list[Card]:
        """The next cards."""
        while self._cards and len(self._left) < count:
            self._left += self._random.sample(self._cards, len(self._cards))
        taken, self._left = self._left[:count], self._left[count:]
        return taken


class Asker:
    """Encodes conversations as the product does, some of them noisy."""

    def __init__(self, encoder: Encoder, speller: Speller, random: Random) -> None:
        self._encoder = encoder
        self._speller = speller
        self._random = random

    def __call__(self, conversations: Sequence[Sequence[str]]) -> Encoded:
        """Encode the last turn of each behind the turns before it."""
        asked = [self._asked(turns) for turns in conversations]
        texts, leads = zip(*asked, strict=True)
        return self._encoder(texts, leads, lead_weight=CONTEXT_WEIGHT)

    def _asked(self, turns: Sequence[str]) -> tuple[str, str]:
        random = self._random
        typed = [noisy(t, random) if random.random() < NOISE else t for t in turns]
        if random.random() > MENDED:
            return typed[-1], " ".join(typed[:-1])
        query = mended(self._speller, typed[-1], " ".join(typed[:-1]))
        return query.question, query.context
