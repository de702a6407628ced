"""Late interaction that can be learnt: the product's scores, as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import normalize, pad

CHUNK = 16  # texts in a forward pass; sorted by length, so that little is padding
LONGEST = 160  # tokens


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as pooled unit vectors (n, d) and unit vectors of tokens (n, length, d).

    `weights` (n, length) says how much each token counts, 0 where there is none.
    """

    pooled: Tensor
    tokens: Tensor
    weights: Tensor

    def __getitem__(self, rows: Any) -> "Encoded":
        return Encoded(self.pooled[rows], self.tokens[rows], self.weights[rows])

    def detached(self) -> "Encoded":
        """The same, no longer learnt."""
        return Encoded(self.pooled.detach(), self.tokens.detach(), self.weights)


class Encoder:
    """A transformer and its tokenizer, encoding texts with weights for their tokens."""

    def __init__(self, transformer: Any, tokenizer: Any, token_weights: Tensor) -> None:
        self.transformer = transformer
        self._tokenizer = tokenizer
        self._token_weights = token_weights

    def __call__(
        self, texts: Sequence[str], leads: Sequence[str], *, lead_weight: float
    ) -> Encoded:
        """Encode each text behind its lead, whose tokens count `lead_weight` each."""
        ids, counts = self._tokenized(texts, leads)
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        width = max(map(len, ids))
        parts = [
            self._chunk([ids[row] for row in rows], width)
            for rows in (order[i : i + CHUNK] for i in range(0, len(order), CHUNK))
        ]
        back = torch.argsort(torch.tensor(order))
        pooled, tokens = (torch.cat(each)[back] for each in zip(*parts, strict=True))
        weights = torch.zeros(len(ids), width)
        for row, (each, lead) in enumerate(zip(ids, counts, strict=True)):
            weights[row, 1 : len(each) - 1] = self._token_weights[each[1:-1]]
            weights[row, 1 : 1 + lead] *= lead_weight
        return Encoded(pooled, tokens, weights)

    def _tokenized(
        self, texts: Sequence[str], leads: Sequence[str]
    ) -> tuple[list[list[int]], list[int]]:
        both = zip(texts, leads, strict=True)
        joined = [f"{lead} {text}".strip() for text, lead in both]
        ids = self._tokenizer(joined, truncation=True, max_length=LONGEST)["input_ids"]
        plain = self._tokenizer(list(leads), add_special_tokens=False)["input_ids"]
        return ids, [len(each) for each in plain]

    def _chunk(self, ids: list[list[int]], width: int) -> tuple[Tensor, Tensor]:
        longest = max(map(len, ids))
        present = torch.tensor([[i < len(x) for i in range(longest)] for x in ids])
        padded = torch.tensor([x + [0] * (longest - len(x)) for x in ids])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = self.transformer(input_ids=padded, attention_mask=present.long())
        hidden = output.last_hidden_state.float()
        mask = present.unsqueeze(-1).float()
        pooled = normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)
        return pooled, pad(normalize(hidden, dim=2), (0, 0, 0, width - longest))


def max_sim(queries: Encoded, *texts: tuple[Encoded, Tensor]) -> Tensor:
    """The weighted mean of each query token's best cosine: (queries, documents).

    Each text comes with the document that it belongs to; a document's tokens are those
    of all its texts.
    """
    counted = queries.weights > 0
    tokens, asker = queries.tokens[counted], counted.nonzero()[:, 0]
    weights = queries.weights / queries.weights.sum(1, keepdim=True).clamp_min(1e-6)
    present = [encoded.weights > 0 for encoded, _ in texts]
    documents = torch.cat(
        [
            owners[there.nonzero()[:, 0]]
            for there, (_, owners) in zip(present, texts, strict=True)
        ]
    )
    words = torch.cat(
        [
            encoded.tokens[there]
            for there, (encoded, _) in zip(present, texts, strict=True)
        ]
    )
    count = int(documents.max()) + 1
    best = torch.full((len(tokens), count), -1.0).scatter_reduce(
        1, documents.expand(len(tokens), -1), tokens @ words.T, "amax"
    )
    scores = torch.zeros(len(queries.tokens), count)
    return scores.index_add(0, asker, best * weights[counted][:, None])
