"""Texts that every step scores, of which only a few are encoded anew."""

from collections.abc import Sequence

import torch
from torch.nn.functional import pad

from index.training.late import Encoded, Encoder


class Bank:
    """Texts of which only a few are encoded anew in a step."""

    def __init__(
        self, encoder: Encoder, texts: Sequence[str], leads: Sequence[str]
    ) -> None:
        self._encoder = encoder
        self._texts = texts
        self._leads = leads
        self.refresh()

    @torch.no_grad()
    def refresh(self) -> None:
        """Encode every text anew."""
        self.encoded = self._encode(range(len(self._texts)))

    def fresh(self, rows: Sequence[int]) -> Encoded:
        """All texts, those of `rows` encoded anew to be learnt."""
        new, old, at = self._encode(rows), self.encoded, torch.tensor(rows)
        width = old.tokens.shape[1]
        tokens = pad(new.tokens, (0, 0, 0, width - new.tokens.shape[1]))
        learnt = Encoded(
            old.pooled.index_copy(0, at, new.pooled),
            old.tokens.index_copy(0, at, tokens),
            old.weights,
        )
        self.encoded = learnt.detached()
        return learnt

    def _encode(self, rows: Sequence[int]) -> Encoded:
        texts = [self._texts[row] for row in rows]
        leads = [self._leads[row] for row in rows]
        return self._encoder(texts, leads, lead_weight=0.0)
