"""The real model, one that cannot be loaded, and encoders that end in a build."""

import multiprocessing
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Encoding, IndexStore, Model, ModelError, find_model
from index.encoder import BATCH, SentenceEncoder

TEXTS = [
    "Can symptoms be reversed?",
    "Supplementation can halt and often reverse symptoms in the early stages.",
    "Apples are round fruit.",
]


class CutOffEncoder:
    """Kills the process it is in at once; in the process of the tests, it raises."""

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        if multiprocessing.parent_process():
            os.kill(os.getpid(), signal.SIGKILL)
        raise RuntimeError(f"cannot encode {len(texts)} texts")


def cut_off_encoder(_: Model) -> CutOffEncoder:
    return CutOffEncoder()


@pytest.mark.model
def test_the_real_model_gives_unit_vectors_alone_and_in_batches() -> None:
    encoder = SentenceEncoder(find_model())
    texts = [*TEXTS, *(f"Apple {i}." * (1 + i % 7) for i in range(BATCH))]
    batched = encoder.encode(texts)
    vectors = np.stack([encoding.vector for encoding in batched])
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for text, encoding in zip(texts[:8], batched[:8], strict=True):
        (alone,) = encoder.encode([text])
        assert np.allclose(alone.vector, encoding.vector, atol=1e-5)
        assert np.allclose(alone.tokens, encoding.tokens, atol=1e-5)
        assert np.allclose(np.linalg.norm(encoding.tokens, axis=1), 1.0, atol=1e-5)
        assert alone.ids.tolist() == encoding.ids.tolist()
        assert alone.starts.tolist() == encoding.starts.tolist()
        assert len(alone.tokens) == len(alone.ids) == len(alone.starts)
    question, reversal, apples = vectors[:3]
    assert float(question @ reversal) > float(question @ apples) + 0.1


@pytest.mark.model
def test_tokens_are_those_of_the_text_and_know_where_they_start() -> None:
    encoder = SentenceEncoder(find_model())
    texts = [
        "Apples are round fruit.",
        "  B12\nis\tÁRBOL, cobalamin",
        "fruit " * 999,
        "",
    ]
    apples, odd, long, empty = encoder.encode(texts)
    assert len(apples.tokens) == len(apples.ids) == 5  # without [CLS] and [SEP]
    assert apples.starts.tolist() == [0, 7, 11, 17, 22]
    (alone,) = encoder.encode(["fruit"])
    assert apples.ids[3] == alone.ids[0]
    assert odd.starts.tolist() == [2, 4, 6, 9, 11, 14, 16, 18, 22]
    assert long.starts.tolist() == [6 * i for i in range(254)]  # the rest is cut off
    assert len(long.tokens) == len(long.ids) == 254
    assert len(empty.tokens) == len(empty.ids) == len(empty.starts) == 2
    assert np.allclose(np.linalg.norm(empty.tokens, axis=1), 1.0, atol=1e-5)


@pytest.mark.model
def test_a_model_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        SentenceEncoder(find_model(str(tmp_path)))
    assert str(tmp_path) in error.value.message
    assert error.value.cure.endswith("or use the default.")


def test_a_build_that_fails_leaves_the_old_index(small_store: IndexStore) -> None:
    manifest = small_store.build()
    with pytest.raises(RuntimeError, match="cannot encode"):
        replace(small_store, load_builder=cut_off_encoder).build()
    assert small_store.verify() == manifest
    assert list(small_store.folder.glob("unfinished-*")) == []


def test_a_process_killed_while_encoding_leaves_the_old_index(
    small_store: IndexStore,
) -> None:
    manifest = small_store.build()
    cut_off = replace(small_store, load_builder=cut_off_encoder)
    process = multiprocessing.get_context("spawn").Process(target=cut_off.build)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert len(list(small_store.folder.glob("unfinished-*"))) == 1
    assert small_store.verify() == manifest
    assert (
        small_store.open().search("Who eats apples?").hits[0].passage.section == "Q&A"
    )
    small_store.build()
    assert list(small_store.folder.glob("unfinished-*")) == []
