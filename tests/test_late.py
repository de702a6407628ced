"""The product's scores as tensors: the same numbers, of texts in the same order."""

from random import Random

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from index.encoder import Vectors
from index.tokens import TokenIndex
from index.training.late import CHUNK, LONGEST, Encoded, max_sim
from tests.tiny import DIMENSION, WORDS, tiny_encoder

EAST, NORTH = torch.eye(2)
ROAD = torch.tensor([0.6, 0.8])  # mostly north
LENGTHS = st.lists(st.integers(1, 6), min_size=1, max_size=8)


def stacked(texts: list[Tensor], weights: list[Tensor]) -> Encoded:
    """Texts of different lengths; what pads them would fit any token well."""
    width = max(map(len, texts)) + 1
    tokens = torch.full((len(texts), width, texts[0].shape[1]), 9.0)
    counted = torch.zeros(len(texts), width)
    for row, (text, weight) in enumerate(zip(texts, weights, strict=True)):
        tokens[row, : len(text)] = text
        counted[row, : len(text)] = weight
    return Encoded(torch.zeros(len(texts), texts[0].shape[1]), tokens, counted)


def equal(*texts: Tensor) -> Encoded:
    return stacked(list(texts), [torch.ones(len(text)) for text in texts])


def one_each(*texts: Tensor) -> tuple[Encoded, Tensor]:
    """Every text is a document."""
    return equal(*texts), torch.arange(len(texts))


def unit_rows(count: int, random: np.random.Generator) -> Vectors:
    rows = random.standard_normal((count, 4))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)


def test_a_text_scores_the_weighted_mean_of_its_nearest_tokens() -> None:
    texts = one_each(torch.stack([EAST, NORTH]), ROAD[None])
    question = torch.stack([EAST, NORTH])
    queries = stacked([question, question], [torch.ones(2), torch.tensor([3.0, 1.0])])
    assert torch.allclose(
        max_sim(queries, texts), torch.tensor([[1.0, 0.7], [1.0, 0.65]])
    )


def test_tokens_that_weigh_nothing_are_not_compared() -> None:
    lead_and_text = stacked([torch.stack([EAST, NORTH])], [torch.tensor([0.0, 1.0])])
    first = torch.tensor([0])
    assert max_sim(equal(ROAD[None]), (lead_and_text, first)).item() == (
        pytest.approx(0.8)
    )
    assert max_sim(lead_and_text, one_each(EAST[None])).item() == pytest.approx(0.0)


@given(LENGTHS, LENGTHS, st.lists(st.integers(1, 4), max_size=9), st.integers(0, 999))
@settings(max_examples=50, deadline=None)
def test_scores_are_those_of_the_product(
    asked: list[int], said: list[int], restated: list[int], seed: int
) -> None:
    """Of documents of one text and of several, the further ones in any order."""
    random = np.random.default_rng(seed)
    queries, texts, further = (
        [unit_rows(n, random) for n in each] for each in (asked, said, restated)
    )
    weights = [random.uniform(0.1, 3, n).astype(np.float32) for n in asked]
    owners = random.integers(0, len(texts), len(further)).tolist()
    documents = [[text] for text in texts]
    for owner, text in zip(owners, further, strict=True):
        documents[owner].append(text)
    encoded = stacked(
        list(map(torch.tensor, queries)), list(map(torch.tensor, weights))
    )
    own = one_each(*map(torch.tensor, texts))
    more = []
    if further:
        more.append((equal(*map(torch.tensor, further)), torch.tensor(owners)))
    for found, indexed in (
        (max_sim(encoded, own), [[text] for text in texts]),
        (max_sim(encoded, own, *more), documents),
        (max_sim(encoded, *more, own), documents),
    ):
        index = TokenIndex.build([np.concatenate(parts) for parts in indexed])
        expected = [
            index.compare(query, range(len(texts)), weights=weight).scores
            for query, weight in zip(queries, weights, strict=True)
        ]
        assert np.allclose(found.numpy(), expected, atol=0.02)


def test_a_document_has_the_tokens_of_all_its_texts() -> None:
    texts = equal(EAST[None], NORTH[None], ROAD[None])
    found = max_sim(equal(torch.stack([EAST, NORTH])), (texts, torch.tensor([2, 0, 2])))
    assert torch.allclose(found, torch.tensor([[0.5, -1.0, 0.9]]))


def test_only_the_nearest_token_of_a_text_is_learnt() -> None:
    texts, owners = one_each(torch.stack([ROAD, NORTH]))
    texts.tokens.requires_grad_()
    score = max_sim(equal(NORTH[None]), (texts, owners))
    (slope,) = torch.autograd.grad(score, texts.tokens)
    assert slope[0].tolist() == [[0, 0], [0, 1], [0, 0]]


@pytest.mark.parametrize(("lead_weight", "lead"), [(0.0, 0.0), (0.25, 0.25), (1, 1.0)])
def test_words_of_a_lead_count_as_told_and_marks_nothing(
    lead_weight: float, lead: float
) -> None:
    encoded = tiny_encoder()(
        ["who eats them", "why"], ["red apples", ""], lead_weight=lead_weight
    )
    assert encoded.weights.tolist() == [[0, lead, lead, 1, 1, 1, 0], [0, 1, *[0] * 5]]


def test_tokens_count_what_the_table_says() -> None:
    table = torch.arange(WORDS) / 2  # "who" has place 3, "eats" 4, "apples" 5
    encoder = tiny_encoder(table)
    encoder(["who eats apples"], [""], lead_weight=0)
    encoded = encoder(["apples eats"], ["who"], lead_weight=0.5)
    assert encoded.weights.tolist() == [[0, 0.75, 2.5, 2.0, 0]]


def test_all_vectors_are_unit_vectors() -> None:
    encoded = tiny_encoder()(["red apples", "wasps"], ["", ""], lead_weight=0)
    assert encoded.pooled.shape == (2, DIMENSION)
    assert encoded.tokens.shape == (2, 4, DIMENSION)
    assert torch.allclose(encoded.pooled.norm(dim=1), torch.ones(2))
    assert torch.allclose(encoded.tokens.norm(dim=2), torch.ones(2, 4))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_texts_keep_their_order_whatever_their_lengths(
    lengths: list[int], seed: int
) -> None:
    encoder, random = tiny_encoder(), Random(seed)
    texts = [" ".join(random.choices("abcdefgh", k=length)) for length in lengths]
    leads = [random.choice(["", "i", "j k"]) for _ in texts]
    together = encoder(texts, leads, lead_weight=0.25)
    for row, (text, lead) in enumerate(zip(texts, leads, strict=True)):
        alone = encoder([text], [lead], lead_weight=0.25)
        length = alone.tokens.shape[1]
        assert torch.allclose(together.pooled[row], alone.pooled[0], atol=1e-5)
        assert torch.allclose(together.tokens[row, :length], alone.tokens[0], atol=1e-5)
        assert together.weights[row, :length].tolist() == alone.weights[0].tolist()
        assert not together.weights[row, length:].any()


def test_texts_of_a_length_are_passed_on_together() -> None:
    encoder = tiny_encoder()
    texts = ["red apples and green ones", "wasps"] * CHUNK
    encoder(texts, [""] * len(texts), lead_weight=0)
    assert encoder.transformer.passes == [(CHUNK, 3), (CHUNK, 7)]


def test_a_long_text_is_cut() -> None:
    encoded = tiny_encoder()(["apples " * 2 * LONGEST], ["my lead"], lead_weight=0.5)
    expected = [0, 0.5, 0.5, *[1] * (LONGEST - 4), 0]
    assert encoded.weights.tolist() == [expected]


def test_chosen_rows_and_what_is_no_longer_learnt() -> None:
    encoded = tiny_encoder()(["red apples", "wasps"], ["", ""], lead_weight=0)
    second = encoded[torch.tensor([1])]
    assert torch.equal(second.tokens, encoded.tokens[1:])
    assert second.weights.tolist() == [[0, 1, 0, 0]]
    kept = encoded.detached()
    assert encoded.tokens.requires_grad
    assert encoded.pooled.requires_grad
    assert not kept.tokens.requires_grad
    assert not kept.pooled.requires_grad
    assert torch.equal(kept.pooled, encoded.pooled)
