"""What is learnt: sentences that answer win, and score low where none answers."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from index.training.objective import ranking_loss, refusal_loss

LOGITS = st.lists(st.floats(-20, 20, width=32), min_size=3, max_size=8)


def ranked(*logits: float, groups: list[list[int]]) -> float:
    return float(ranking_loss(torch.tensor(logits), groups))


def test_a_sentence_that_wins_by_far_loses_nothing() -> None:
    assert ranked(30, 0, 0, groups=[[0]]) == pytest.approx(0, abs=1e-6)


def test_a_tie_costs_as_much_as_a_coin_toss() -> None:
    assert ranked(5, 5, groups=[[1]]) == pytest.approx(math.log(2))


def test_the_lower_a_sentence_the_more_it_costs() -> None:
    losses = [ranked(own, 0, 1, groups=[[0]]) for own in (9, 3, 1, 0, -4)]
    assert losses == sorted(losses)
    assert losses[-1] == pytest.approx(5, abs=0.5)


def test_half_asks_that_any_sentence_wins_and_half_that_each_does() -> None:
    both, one, none = (
        ranked(*own, 0, groups=[[0, 1]]) for own in ((30, 30), (30, -10), (-10, -10))
    )
    assert both == pytest.approx(0, abs=1e-6)
    assert one == pytest.approx(0.5 * (0 + 10) / 2, abs=0.01)  # one of two, half of it
    assert none == pytest.approx(10, abs=0.5)


def test_sentences_of_the_other_part_do_not_count_against_a_part() -> None:
    alone = ranked(3, 0, groups=[[0]])
    assert ranked(3, 3, 0, groups=[[0], [1]]) == pytest.approx(alone)
    assert ranked(3, 99, 0, groups=[[0], [1]]) < alone
    assert ranked(3, 99, 0, groups=[[0]]) > 90


def test_each_part_of_an_answer_counts_the_same() -> None:
    found, missed = ranked(30, 0, groups=[[0]]), ranked(-9, 0, groups=[[0]])
    both = ranked(30, -9, 0, groups=[[0], [1]])
    assert both == pytest.approx((found + missed) / 2)


def test_nothing_is_lost_where_every_sentence_answers() -> None:
    assert ranked(1, -2, groups=[[0, 1]]) == pytest.approx(0, abs=1e-6)


def test_learning_raises_the_answer_and_lowers_its_rivals() -> None:
    logits = torch.zeros(3, requires_grad=True)
    (slope,) = torch.autograd.grad(ranking_loss(logits, [[1]]), logits)
    assert [bool(each < 0) for each in slope] == [False, True, False]
    assert float(slope.sum()) == pytest.approx(0, abs=1e-6)


@given(LOGITS, st.floats(-5, 5, width=32))
@settings(max_examples=100, deadline=None)
def test_only_differences_of_scores_matter(logits: list[float], more: float) -> None:
    raised = [each + more for each in logits]
    loss = ranked(*logits, groups=[[0], [1]])
    assert loss >= 0
    assert ranked(*raised, groups=[[0], [1]]) == pytest.approx(loss, abs=1e-3)


def refused(answered: float, unanswered: float, *, bias: float) -> float:
    best = torch.tensor([answered, unanswered])
    return float(refusal_loss(best, [True, False], torch.tensor(bias)))


def test_scores_on_the_right_side_of_the_bias_cost_nothing() -> None:
    assert refused(40.0, 0.0, bias=20.0) == pytest.approx(0, abs=1e-6)
    assert refused(0.0, 40.0, bias=20.0) == pytest.approx(20, abs=1e-3)


def test_a_score_at_the_bias_costs_as_much_as_a_coin_toss() -> None:
    assert refused(7.0, 7.0, bias=7.0) == pytest.approx(math.log(2))


def test_the_bias_is_learnt_too() -> None:
    bias = torch.tensor(0.0, requires_grad=True)
    loss = refusal_loss(torch.tensor([9.0, 9.0]), [False, False], bias)
    (slope,) = torch.autograd.grad(loss, bias)
    assert float(slope) == pytest.approx(-1, abs=1e-3)
