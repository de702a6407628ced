"""ONNX Runtime gives what sentence-transformers gives, alone and in batches."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import ModelError, SentenceEncoder, find_model, untuned_model
from index.encoder import BATCH
from index.onnx_encoder import PADDING, OnnxEncoder, batches

TEXTS = [
    "Can symptoms be reversed?",
    "",
    "  B12\nis\tÁRBOL, cobalamin",
    "fruit " * 999,
    "Supplementation can halt and often reverse symptoms in the early stages.",
    "!",
    "कमी 缺乏 😀",
]


@pytest.mark.model
@pytest.mark.parametrize("is_tuned", [False, True])
def test_it_agrees_with_sentence_transformers(is_tuned: bool) -> None:  # noqa: FBT001
    model = find_model() if is_tuned else untuned_model()
    assert bool(model.tuning) is is_tuned
    theirs = SentenceEncoder(model).encode(TEXTS)
    for mine, their in zip(OnnxEncoder(model).encode(TEXTS), theirs, strict=True):
        assert np.allclose(mine.vector, their.vector, atol=1e-5)
        assert np.allclose(mine.tokens, their.tokens, atol=1e-5)
        assert mine.ids.tolist() == their.ids.tolist()
        assert mine.starts.tolist() == their.starts.tolist()
        assert mine.vector.dtype == mine.tokens.dtype == np.float32


@pytest.mark.model
def test_a_text_has_the_same_numbers_alone_and_among_others() -> None:
    encoder = OnnxEncoder(find_model())
    many = [*TEXTS, *(f"Apple {i}." * (1 + i % 7) for i in range(BATCH))]
    for text, among in zip(many, encoder.encode(many), strict=True):
        (alone,) = encoder.encode([text])
        assert np.array_equal(alone.vector, among.vector), text
        assert np.array_equal(alone.tokens, among.tokens), text


@given(st.lists(st.integers(2, 256), max_size=200))
def test_texts_of_about_one_length_are_encoded_together(lengths: list[int]) -> None:
    found = batches(lengths)
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) <= BATCH
        for place, (before, row) in enumerate(pairwise(batch), start=1):
            assert (lengths[row] - lengths[before]) * place <= PADDING


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", b"weights"),
        ("tokenizer.json", b"{"),
        ("sentence_bert_config.json", b"{}"),
    ],
)
def test_a_model_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    model = untuned_model()
    copytree(model.path, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(content)
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        OnnxEncoder(replace(model, path=tmp_path / "model"))
    assert str(tmp_path) in error.value.message


@pytest.mark.model
def test_a_graph_that_is_not_the_released_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "minilm.onnx"
    graph.write_bytes(b"another graph")
    monkeypatch.setattr("index.onnx_encoder.GRAPH", graph)
    with pytest.raises(ModelError, match="not the file that was released"):
        OnnxEncoder(untuned_model())
