"""One model from several trainings: `python -m index.training.average A B ...`.

The mean of what each of them changed in the same model: as good as asking all of them,
at the cost of one (Wortsman et al. 2022, "Model soups"). Takes the files that
`index.training.encoder` wrote with several seeds.
"""

from pathlib import Path
from typing import Annotated

import torch
import typer
from safetensors import safe_open
from torch import Tensor

from index.training.encoder import save
from index.training.lowrank import RANK, changes
from index.tuning import TABLE, WEIGHTS, stored_changes


def main(
    trained: Annotated[list[Path], typer.Argument(help="Files of trained changes")],
    to: Path = WEIGHTS,
    rank: int = RANK,
) -> None:
    """Average, and write it as one file of the same kind."""
    models, tables = zip(*map(_origin, trained), strict=True)
    if len(set(models)) > 1 or any(not table.equal(tables[0]) for table in tables):
        raise typer.BadParameter(
            "The files change different models or weigh tokens differently: "
            "train them on the same model and the same questions."
        )
    after = mean([_stored(path) for path in trained])
    before = {name: torch.zeros_like(change) for name, change in after.items()}
    save(to, changes(before, after, rank) | {TABLE: tables[0]}, trained_for=models[0])


def mean(trained: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean change of each parameter; what a file lacks was not changed there."""
    total: dict[str, Tensor] = {}
    for change in trained:
        for name, part in change.items():
            total[name] = total.get(name, torch.zeros_like(part)) + part
    return {name: part / len(trained) for name, part in total.items()}


def _stored(path: Path) -> dict[str, Tensor]:
    changed = stored_changes(path).items()
    return {name: torch.from_numpy(change) for name, change in changed}


def _origin(path: Path) -> tuple[str, Tensor]:
    """The model that the file changes, and its weights of tokens."""
    with safe_open(path, framework="pt") as file:
        return file.metadata()["trained_for"], file.get_tensor(TABLE)


if __name__ == "__main__":
    typer.run(main)
