"""Turning texts into unit vectors with a sentence-transformers model."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.model import Model, ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors: TypeAlias = NDArray[np.float32]

BATCH = 64  # texts


class Encoder(Protocol):
    """Anything that turns `n` texts into an (n, dimension) array of unit vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts, in order, as float32 rows of length 1."""
        ...


class SentenceEncoder:
    """A sentence-transformers model on the CPU, read from local files only."""

    def __init__(self, model: Model) -> None:
        self._model = _load(model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts, in order, as float32 rows of length 1."""
        vectors = self._model.encode(
            list(texts),
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _load(model: Model) -> "SentenceTransformer":
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

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
