"""Questions typed as on a phone: still questions, and still the same words."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.training.noise import NEIGHBOURS, noisy

QUESTION = "Which injections help against numbness and forgetfulness?"
SEEDS = range(200)
WORDS = st.text("abcklmpqyzABÉé’-17", min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


@pytest.fixture
def always_misspelt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.training.noise.MISSPELT", (1.0, 1.0))


def test_a_seed_always_gives_the_same() -> None:
    first, again = ([noisy(QUESTION, Random(s)) for s in SEEDS] for _ in range(2))
    assert first == again
    assert len(set(first)) > 10


def test_half_are_in_small_letters_without_their_mark() -> None:
    plain = QUESTION.lower().rstrip("?")
    count = sum(noisy(QUESTION, Random(seed)) == plain for seed in SEEDS)
    assert 70 <= count <= 130


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("Why me?!", "why me"), ("Why ?", "why"), ("No. ! ?", "no"), ("?", "?")],
)
def test_small_letters_end_with_a_word(typed: str, plain: str) -> None:
    assert {noisy(typed, Random(seed)) for seed in SEEDS} == {typed, plain}


@pytest.mark.usefixtures("always_misspelt")
def test_a_word_loses_swaps_doubles_or_mistakes_a_letter() -> None:
    found = {noisy("pain", Random(seed)) for seed in SEEDS} - {"pain"}
    left_out, swapped = {"pin", "pan", "pai"}, {"pian", "pani"}
    doubled, beside = {"paain", "paiin", "painn"}, {"psin", "paun", "paon", "paib"}
    assert found == left_out | swapped | doubled | beside | {"paim"}


@pytest.mark.usefixtures("always_misspelt")
@pytest.mark.parametrize("word", ["b12", "how", "eat", "mg1000", "b12shots", "don't"])
def test_short_words_and_words_that_are_not_all_letters_stay(word: str) -> None:
    assert {noisy(word, Random(seed)) for seed in SEEDS} == {word}


@pytest.mark.usefixtures("always_misspelt")
def test_the_first_letter_stays() -> None:
    found = {noisy("Tingling", Random(seed))[0] for seed in SEEDS}
    assert found == {"T", "t"}


def test_few_words_of_a_question_are_misspelt() -> None:
    same = [
        word == typed
        for seed in SEEDS
        for word, typed in zip(
            QUESTION.lower().rstrip("?").split(),
            noisy(QUESTION, Random(seed)).lower().rstrip("?").split(),
            strict=True,
        )
    ]
    assert 0.9 < sum(same) / len(same) < 1


@pytest.mark.parametrize(
    ("key", "beside"), [("q", "w"), ("g", "fh"), ("l", "k"), ("m", "n"), ("i", "uo")]
)
def test_neighbours_are_the_keys_to_both_sides(key: str, beside: str) -> None:
    assert NEIGHBOURS[key] == beside


@given(TEXTS, st.integers(0, 999))
@settings(max_examples=300, deadline=None)
def test_the_number_of_words_stays(text: str, seed: int) -> None:
    assert len(noisy(text, Random(seed)).split()) == len(text.split())


@given(TEXTS, st.integers(0, 999))
@settings(max_examples=300, deadline=None)
def test_a_word_becomes_hardly_longer_or_shorter(text: str, seed: int) -> None:
    pairs = zip(text.split(), noisy(text, Random(seed)).split(), strict=True)
    assert all(abs(len(word) - len(typed)) <= 1 for word, typed in pairs)
