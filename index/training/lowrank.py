"""Keeping what a fine-tuning changed in few numbers: low-rank parts of each matrix."""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor

RANK = 96


def changes(
    before: Mapping[str, Tensor], after: Mapping[str, Tensor], rank: int = RANK
) -> dict[str, Tensor]:
    """The tensors to store, in half precision, by the name of what they change.

    A matrix gives `name/up` and `name/down`, whose product is the best approximation
    of that rank (Eckart and Young 1936); a vector gives `name/added` as it is.
    """
    parts = (
        part
        for name in before
        for part in _parts(name, after[name].float() - before[name].float(), rank)
    )
    return {name: tensor.half().contiguous() for name, tensor in parts}


def _parts(name: str, change: Tensor, rank: int) -> Iterator[tuple[str, Tensor]]:
    if not change.any():
        return
    if change.ndim != 2:
        yield f"{name}/added", change
        return
    left, values, right = torch.linalg.svd(change, full_matrices=False)
    root = values[:rank].sqrt()
    yield f"{name}/up", left[:, :rank] * root
    yield f"{name}/down", root[:, None] * right[:rank]
