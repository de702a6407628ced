"""Turning texts and their tokens into unit vectors by sentence-transformers."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.model import Model, ModelError
from index.tuning import tune

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Vectors: TypeAlias = NDArray[np.float32]

BATCH = 64  # texts


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text as one unit vector, and as one unit vector for each of its tokens.

    `vector` has shape (dimension,), `tokens` (number of tokens, dimension). `ids` are
    the tokens' places in the model's vocabulary, `starts` the characters of the text
    that they begin at. Marks of beginning and end ([CLS], [SEP]) are left out.
    """

    vector: Vectors
    tokens: Vectors
    ids: NDArray[np.int64]
    starts: NDArray[np.int64]


class Encoder(Protocol):
    """Anything that encodes texts."""

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order."""
        ...


class SentenceEncoder:
    """A sentence-transformers model on the CPU, read from local files only."""

    def __init__(self, model: Model) -> None:
        self._model = load_model(model)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order."""
        # With output_value=None a text gives a dict; the types leave that open.
        outputs: list[dict[str, Tensor]] = self._model.encode(  # type: ignore[assignment]
            list(texts),
            batch_size=BATCH,
            output_value=None,
            show_progress_bar=False,
        )
        places = self._model.tokenizer(
            list(texts),
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        return [
            _encoding(output, np.array(marks), np.array(offsets))
            for output, marks, offsets in zip(
                outputs,
                places["special_tokens_mask"],
                places["offset_mapping"],
                strict=True,
            )
        ]


def _encoding(
    output: "dict[str, Tensor]", marks: NDArray[np.int64], offsets: NDArray[np.int64]
) -> Encoding:
    """Pick a text's tokens from a padded batch, `marks` and padding left out."""
    present = output["attention_mask"].bool()
    words = np.flatnonzero(marks == 0) if (marks == 0).any() else np.arange(len(marks))
    return Encoding(
        _unit(output["sentence_embedding"]),
        _unit(output["token_embeddings"][present])[words],
        output["input_ids"][present].numpy()[words],
        offsets[words, 0],
    )


def _unit(rows: "Tensor") -> Vectors:
    lengths = rows.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    return np.asarray((rows / lengths).float().numpy(), dtype=np.float32)


def load_model(model: Model) -> "SentenceTransformer":
    """The model, tuned if it was trained further; ModelError if it cannot be loaded."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # transformers leaves this function without types.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        loaded = SentenceTransformer(
            str(model.path),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        if model.tuning:
            tune(loaded, model.tuning)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"The model {model.name!r} in {model.path} cannot be loaded ({error}).",
            "Check that it is a sentence-transformers model, or use the default.",
        ) from error
    return loaded
