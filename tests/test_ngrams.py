"""Character n-grams: those of misspelt words overlap, and scikit-learn agrees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import HashingVectorizer

from bot.disguise import undisguised
from bot.ngrams import LONGEST, PLACES, character_ngrams
from bot.text import normalised


def dense(text: str) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    found = character_ngrams(text)
    vector = np.zeros(PLACES, dtype=np.float32)
    vector[found.places] = found.values
    return vector


def test_letters_of_misspelt_words_overlap() -> None:
    right, wrong, other = map(dense, ["suicide", "suicde", "banana"])
    assert right @ wrong > 0.3 > right @ other


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert len(character_ngrams(text).places) == 0


@settings(deadline=None)
@given(st.text(max_size=60) | st.text("abc \u0130\u00e9", max_size=500))
def test_scikit_learn_finds_the_same(text: str) -> None:
    theirs = HashingVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=PLACES, lowercase=False
    )
    plain = undisguised(normalised(text))[:LONGEST]
    expected = theirs.transform([plain]).toarray()[0]
    assert np.allclose(dense(text), expected, atol=1e-6)
