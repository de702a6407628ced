"""Questions are dealt out in turn and asked as in the product; few texts are learnt."""

from collections import Counter
from random import Random

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from index.query import CONTEXT_WEIGHT, CONTEXT_WORDS
from index.spelling import Speller
from index.training.asking import Asker, Deck
from index.training.bank import Bank
from index.training.late import Encoded, Encoder
from tests.tiny import tiny_encoder

TEXTS = ["red apples", "wasps", "green pears taste sour"]


@given(st.integers(1, 9), st.lists(st.integers(0, 25), max_size=9), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_each_card_comes_once_a_round(size: int, hands: list[int], seed: int) -> None:
    deck = Deck(range(size), Random(seed))
    dealt = [card for count in hands for card in deck.take(count)]
    assert len(dealt) == sum(hands)
    rounds = [dealt[i : i + size] for i in range(0, len(dealt), size)]
    for each in rounds:
        assert max(Counter(each).values()) == 1
    assert all(sorted(each) == list(range(size)) for each in rounds[:-1])


def test_rounds_come_in_different_orders_and_the_same_ones_for_a_seed() -> None:
    first, again, other = (Deck(range(9), Random(seed)) for seed in (0, 0, 1))
    rounds = [first.take(9) for _ in range(3)]
    assert [again.take(9) for _ in range(3)] == rounds
    assert len({tuple(each) for each in (*rounds, other.take(9))}) == 4


def test_dealing_leaves_the_cards_as_they_were() -> None:
    cards = [3, 1, 2]
    Deck(cards, Random(0)).take(5)
    assert cards == [3, 1, 2]


def test_without_cards_none_are_dealt() -> None:
    deck: Deck[str] = Deck([], Random(0))
    assert deck.take(3) == deck.take(0) == []


def asked(*turns: str, encoder: Encoder | None = None) -> Encoded:
    ask = Asker(encoder or tiny_encoder(), Speller(TEXTS), Random(0))
    return ask([turns])


@pytest.fixture
def well_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.training.asking.NOISE", 0.0)


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.training.asking.MENDED", 1.0)


@pytest.fixture
def unmended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.training.asking.MENDED", -1.0)


@pytest.mark.usefixtures("well_typed", "mended")
def test_earlier_turns_lead_and_count_less() -> None:
    encoded = asked("I like apples.", "Red ones.", "Are they sour?")
    assert encoded.weights.tolist() == [[0, *[CONTEXT_WEIGHT] * 5, 1, 1, 1, 0]]


@pytest.mark.usefixtures("well_typed", "mended")
def test_a_long_conversation_is_cut_as_in_the_product() -> None:
    encoded = asked("apples " * 3 * CONTEXT_WORDS, "why")
    assert encoded.weights.tolist() == [[0, *[CONTEXT_WEIGHT] * CONTEXT_WORDS, 1, 0]]


@pytest.mark.usefixtures("well_typed", "mended")
def test_misspelt_words_are_mended() -> None:
    encoder = tiny_encoder()
    right, wrong = (asked(q, encoder=encoder) for q in ("red apples", "red aples"))
    assert torch.equal(right.tokens, wrong.tokens)


@pytest.mark.usefixtures("well_typed", "unmended")
def test_some_misspelt_words_are_learnt_as_they_are() -> None:
    encoder = tiny_encoder()
    right, wrong = (asked(q, encoder=encoder) for q in ("red apples", "red aples"))
    assert not torch.allclose(right.tokens, wrong.tokens)


def counted(encoded: Encoded) -> Tensor:
    """The tokens that count, which marks and padding do not."""
    return encoded.tokens * (encoded.weights > 0).unsqueeze(-1)


def words_learnt(encoder: Encoder, encoded: Encoded) -> set[int]:
    """The places of the words whose vectors would change."""
    words = encoder.transformer.words.weight
    total = counted(encoded).sum() + encoded.pooled.sum()
    (slope,) = torch.autograd.grad(total, words)
    return set(slope.any(dim=1).nonzero()[:, 0].tolist())


def test_a_bank_is_what_its_encoder_gives() -> None:
    encoder = tiny_encoder()
    found = Bank(encoder, TEXTS, ["a", "", "b c"]).encoded
    expected = encoder(TEXTS, ["a", "", "b c"], lead_weight=0.0)
    assert torch.equal(found.pooled, expected.pooled)
    assert torch.equal(found.tokens, expected.tokens)
    assert found.weights.tolist()[0] == [0, 0, 1, 1, 0, 0, 0, 0]
    assert not found.tokens.requires_grad


def test_only_the_rows_asked_are_learnt() -> None:
    encoder = tiny_encoder()
    bank = Bank(encoder, TEXTS, [""] * 3)  # red 3, apples 4, wasps 5, green 6, ...
    assert words_learnt(encoder, bank.fresh([1])) == {1, 2, 5}
    assert words_learnt(encoder, bank.fresh([1, 0])) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("rows", [[0], [1], [2, 0], [0, 1, 2]])
def test_the_other_rows_stay_until_all_are_encoded_anew(rows: list[int]) -> None:
    encoder = tiny_encoder()
    bank = Bank(encoder, TEXTS, [""] * 3)
    before = bank.encoded
    tokens = counted(before)
    with torch.no_grad():
        encoder.transformer.words.weight.mul_(-1)
    after = bank.fresh(rows)
    for row in range(3):
        sign = -1 if row in rows else 1
        assert torch.allclose(counted(after)[row], sign * tokens[row], atol=1e-6)
        assert torch.allclose(after.pooled[row], sign * before.pooled[row], atol=1e-6)
    assert torch.equal(after.weights, before.weights)
    assert torch.equal(bank.encoded.tokens, after.tokens)
    assert not bank.encoded.tokens.requires_grad
    bank.refresh()
    assert torch.allclose(counted(bank.encoded), -tokens, atol=1e-6)
