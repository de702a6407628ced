"""Turning texts and their tokens into unit vectors by sentence-transformers."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.model import Model, ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Vectors: TypeAlias = NDArray[np.float32]

BATCH = 64  # texts


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text as one unit vector, and as one unit vector for each of its tokens.

    `vector` has shape (dimension,), `tokens` (number of tokens, dimension), `ids` are
    the tokens' places in the model's vocabulary.
    """

    vector: Vectors
    tokens: Vectors
    ids: NDArray[np.int64]


class Encoder(Protocol):
    """Anything that encodes texts."""

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order."""
        ...


class SentenceEncoder:
    """A sentence-transformers model on the CPU, read from local files only."""

    def __init__(self, model: Model) -> None:
        self._model = _load(model)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order."""
        # With output_value=None a text gives a dict; the types leave that open.
        outputs: list[dict[str, Tensor]] = self._model.encode(  # type: ignore[assignment]
            list(texts),
            batch_size=BATCH,
            output_value=None,
            show_progress_bar=False,
        )
        return [_encoding(output) for output in outputs]


def _encoding(output: "dict[str, Tensor]") -> Encoding:
    is_token = output["attention_mask"].bool()  # the rest pads a batch
    return Encoding(
        _unit(output["sentence_embedding"]),
        _unit(output["token_embeddings"][is_token]),
        output["input_ids"][is_token].numpy(),
    )


def _unit(rows: "Tensor") -> Vectors:
    lengths = rows.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    return np.asarray((rows / lengths).float().numpy(), dtype=np.float32)


def _load(model: Model) -> "SentenceTransformer":
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # transformers leaves this function without types.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            str(model.path),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"The model {model.name!r} in {model.path} cannot be loaded ({error}).",
            "Check that it is a sentence-transformers model, or use the default.",
        ) from error
