"""The labelled remarks: every manner is there, and none of test in train."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from rapidfuzz import fuzz

from corpus.labels import Split
from corpus.manners import MANNERS, Remark, read_remarks
from index.encoder import Vectors

REMARKS = read_remarks()
TEST = [each for each in REMARKS if each.split is Split.TEST]
OTHERS = [each for each in REMARKS if each.split is not Split.TEST]
TWIN_COSINE, TWIN_OVERLAP = 0.9, 0.6


def words(remark: Remark) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", remark.turns[-1].lower()))


def test_ids_are_unique() -> None:
    assert len({each.id for each in REMARKS}) == len(REMARKS)


@pytest.mark.parametrize("manner", [*MANNERS, ""])
def test_every_manner_has_remarks_in_train_and_test(manner: str) -> None:
    splits = Counter(each.split for each in REMARKS if each.manner == manner)
    assert splits[Split.TRAIN] >= 8
    assert splits[Split.TEST] >= 15


def test_no_remark_of_test_shares_its_words_with_another_split() -> None:
    others = [words(each) for each in OTHERS]
    twins = [
        each.id
        for each in TEST
        for other in others
        if len(words(each) & other) >= TWIN_OVERLAP * max(1, len(words(each) | other))
    ]
    assert twins == []


@pytest.mark.model
def test_no_remark_of_test_means_the_same_as_one_of_another_split(
    untuned_vectors: Callable[[Sequence[str]], Vectors],
) -> None:
    def vectors(remarks: list[Remark]) -> Vectors:
        return untuned_vectors([each.turns[-1] for each in remarks])

    assert (vectors(TEST) @ vectors(OTHERS).T).max() < TWIN_COSINE


def test_remarks_do_not_repeat_one_another() -> None:
    texts = [each.turns[-1].lower() for each in OTHERS]
    alike = sum(
        fuzz.ratio(one, other) > 85
        for place, one in enumerate(texts)
        for other in texts[:place]
    )
    assert alike <= len(texts) / 20
