"""An encoder for measuring and training, where the same texts come again and again."""

from collections.abc import Sequence

from index.encoder import Encoding, SentenceEncoder
from index.model import Model


class RememberingEncoder:
    """Encodes each text once; given many texts first, it encodes them in batches."""

    def __init__(self, model: Model) -> None:
        self._encoder = SentenceEncoder(model)
        self._known: dict[str, Encoding] = {}

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._encoder.encode(new), strict=True)
        return [self._known[text] for text in texts]
