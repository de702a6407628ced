"""A transformer and a tokenizer that are quick, for what is trained."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor
from torch.nn import Embedding, Module

from index.training.late import Encoder

PADDING, BEGIN, END = range(3)
WORDS, DIMENSION = 64, 8


class TinyTransformer(Module):
    """A token is its word's vector and, since words stand together, the text's mean."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Embedding(WORDS, DIMENSION)
        self.passes: list[tuple[int, ...]] = []

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> SimpleNamespace:
        self.passes.append(tuple(input_ids.shape))
        tokens, present = self.words(input_ids), attention_mask.unsqueeze(-1)
        mean = (tokens * present).sum(1, keepdim=True) / present.sum(1, keepdim=True)
        return SimpleNamespace(last_hidden_state=tokens + 0.5 * mean)


class TinyTokenizer:
    """A token is a word, numbered as words are first seen."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def __call__(
        self,
        texts: Sequence[str],
        *,
        truncation: bool = False,
        max_length: int = 0,
        add_special_tokens: bool = True,
    ) -> dict[str, Any]:
        ids = [[self._place(word) for word in text.split()] for text in texts]
        if add_special_tokens:
            ids = [
                [BEGIN, *(each[: max_length - 2] if truncation else each), END]
                for each in ids
            ]
        return {"input_ids": ids}

    def _place(self, word: str) -> int:
        return self.places.setdefault(word, len(self.places) + END + 1)


def tiny_encoder(table: Tensor | None = None) -> Encoder:
    """Untrained; `table` weighs tokens, which count the same without it."""
    torch.manual_seed(0)
    weights = torch.ones(WORDS) if table is None else table
    return Encoder(TinyTransformer(), TinyTokenizer(), weights)
