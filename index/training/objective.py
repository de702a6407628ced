"""What the encoder learns: to rank sentences, and to score low where none answers."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor
from torch.nn import Parameter
from torch.nn.functional import binary_cross_entropy_with_logits, softplus

NEVER = -1e4  # the logit of what is to be left out
MAX_SIM_SCALE, POOLED_SCALE = 30.0, 5.0  # logits per unit of similarity
REFUSAL = 0.3  # weight of the refusal loss


def ranking_loss(logits: Tensor, groups: Sequence[Iterable[int]]) -> Tensor:
    """How far the sentences (n,) that answer are from outscoring all others.

    `groups` are the parts of the answer. Half of the loss asks that any sentence of a
    group wins, half that each does; the other groups' sentences are left out.
    """
    golds = [sorted(group) for group in groups]
    every = sorted({row for gold in golds for row in gold})
    losses = [_group_loss(logits, gold, every) for gold in golds]
    return torch.stack(losses).mean()


def _group_loss(logits: Tensor, gold: list[int], every: list[int]) -> Tensor:
    others = logits.index_fill(0, torch.tensor(every), NEVER)
    rivals = torch.logsumexp(others, 0)
    total = torch.logaddexp(rivals, torch.logsumexp(logits[gold], 0))
    any_wins = total - torch.logsumexp(logits[gold], 0)
    each_wins = softplus(rivals - logits[gold]).mean()
    return 0.5 * any_wins + 0.5 * each_wins


def refusal_loss(best: Tensor, is_answered: Sequence[bool], bias: Tensor) -> Tensor:
    """How badly the best scores (n,) tell answered from unanswered questions."""
    return binary_cross_entropy_with_logits(
        best - bias, torch.tensor([float(each) for each in is_answered])
    )


class Refusal:
    """The refusal loss of questions' logits, with a bias that is learnt."""

    def __init__(self) -> None:
        self.bias = Parameter(torch.tensor(float("nan")))

    def __call__(self, logits: Tensor, is_answered: Sequence[bool]) -> Tensor:
        """The loss of logits (questions, sentences)."""
        best = torch.logsumexp(logits, 1)
        if self.bias.isnan():
            self.bias.data = best.detach().mean()
        return refusal_loss(best, is_answered, self.bias)


def mean(losses: Sequence[Tensor]) -> Tensor:
    """The mean of losses, nothing without any."""
    return torch.stack(list(losses)).mean() if losses else torch.zeros(())
