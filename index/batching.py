"""Questions that come at the same time are encoded together, which is cheaper.

No question waits for others to come: whoever finds the model idle encodes at once, and
what arrives meanwhile is the next batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from prometheus_client import Histogram

from index.encoder import BATCH, Encoder, Encoding, SentenceEncoder
from index.model import BUNDLED, Model
from index.onnx_encoder import OnnxEncoder

TOGETHER = Histogram(
    "b12bot_encoded_together", "Requests encoded in one batch", buckets=range(1, 9)
)


@dataclass(slots=True, eq=False)
class _Waiting:
    texts: list[str]
    encodings: list[Encoding] = field(default_factory=list)


class BatchingEncoder:
    """An encoder that threads share, which encodes for several of them at once."""

    def __init__(self, encoder: Encoder, *, most: int = BATCH) -> None:
        self._encoder = encoder
        self._most = most
        self._waiting: list[_Waiting] = []
        self._turn = Lock()

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order; raises what the encoder raises on these texts."""
        if not texts:
            return []
        mine = _Waiting(list(texts))
        self._waiting.append(mine)
        with self._turn:
            if not mine.encodings:
                self._encode_with_others(mine)
        return mine.encodings

    def _encode_with_others(self, mine: _Waiting) -> None:
        batch = self._take(mine)
        try:
            texts = [text for each in batch for text in each.texts]
            encodings = iter(self._encoder.encode(texts))
        except Exception:
            if len(batch) == 1:
                raise
            # One's texts must not fail another's; each finds out on its own.
            self._waiting[:0] = [each for each in batch if each is not mine]
            mine.encodings = self._encoder.encode(mine.texts)
            return
        TOGETHER.observe(len(batch))
        for each in batch:
            each.encodings = [next(encodings) for _ in each.texts]

    def _take(self, mine: _Waiting) -> list[_Waiting]:
        """What waits, mine first, as far as it fits into a batch."""
        self._waiting.remove(mine)
        batch, texts = [mine], len(mine.texts)
        while self._waiting and texts + len(self._waiting[0].texts) <= self._most:
            batch.append(self._waiting.pop(0))
            texts += len(batch[-1].texts)
        return batch


def answering_encoder(model: Model, *, may_round: bool = False) -> Encoder:
    """The encoder that questions are looked up with: the fastest that fits a model.

    One that may round is twice as fast, its vectors are right to about 0.002.
    """
    if model.name != BUNDLED:
        return BatchingEncoder(SentenceEncoder(model))
    return BatchingEncoder(OnnxEncoder(model, is_rounded=may_round))
