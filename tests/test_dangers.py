"""The labelled messages of danger: enough of each kind, and none of test in train."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from rapidfuzz import fuzz

from corpus.dangers import DANGERS, NOTICES, Message, read_messages
from corpus.labels import Split
from index.encoder import Vectors

MESSAGES = read_messages()
TEST = [each for each in MESSAGES if each.split is Split.TEST]
OTHERS = [each for each in MESSAGES if each.split is not Split.TEST]
TWIN_COSINE, TWIN_OVERLAP = 0.9, 0.6
LATIN = ("en", "es", "fr", "pt", "id")  # languages that the model has words of


def words(message: Message) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(message.turns).lower()))


def test_ids_are_unique() -> None:
    assert len({each.id for each in MESSAGES}) == len(MESSAGES)


def test_no_message_is_there_twice() -> None:
    said = Counter(" / ".join(each.turns).lower() for each in MESSAGES)
    assert [text for text, count in said.items() if count > 1] == []


def test_the_test_split_is_large_enough() -> None:
    dangers = [each for each in TEST if each.danger]
    assert len(dangers) >= 400
    assert sum(each.language != "en" for each in dangers) >= 100
    assert sum(not each.danger for each in TEST) >= 150
    kinds = Counter(each.danger for each in dangers)
    assert min(kinds[kind] for kind in DANGERS) >= 20


def test_a_notice_is_for_the_harmless_only() -> None:
    assert {each.notice for each in MESSAGES if each.danger} == {""}
    assert {each.notice for each in MESSAGES if not each.danger} == {"", *NOTICES}


def test_no_message_of_test_shares_its_words_with_another_split() -> None:
    others = [words(each) for each in OTHERS]
    test = [(each.id, words(each)) for each in TEST]
    twins = [
        name
        for name, mine in test
        for other in others
        if len(mine & other) >= TWIN_OVERLAP * len(mine | other)
    ]
    assert twins == []


@pytest.mark.model
def test_no_message_of_test_means_the_same_as_one_of_another_split(
    untuned_vectors: Callable[[Sequence[str]], Vectors],
) -> None:
    def vectors(messages: Sequence[Message]) -> Vectors:
        latin = [each for each in messages if each.language in LATIN]
        return untuned_vectors([" ".join(each.turns) for each in latin])

    assert (vectors(TEST) @ vectors(OTHERS).T).max() < TWIN_COSINE


def test_train_is_written_by_hand_not_by_rule() -> None:
    """Within a class the messages do not repeat one another's wording."""
    for kind in DANGERS:
        texts = [
            " ".join(m.turns) for m in OTHERS if m.danger == kind and m.language == "en"
        ]
        alike = sum(
            fuzz.ratio(one, other) > 85
            for place, one in enumerate(texts)
            for other in texts[:place]
        )
        assert alike <= len(texts) / 20, kind
