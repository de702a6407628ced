"""What training changed in the bundled model, and how much each token says.

The changes are low-rank, as LoRA's are (Hu et al. 2021), but taken from a full
fine-tuning by singular value decomposition. A token that many questions hold ("what",
"my", "b12") says little: its weight is the inverse document frequency (Sparck Jones
1972) over the labelled train questions. `index/weights/README.md` says how both were
made and how good they are. They fit every article, and one model only.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch.nn import Module

    from index.encoder import Vectors

WEIGHTS = Path(__file__).parent / "weights" / "encoder.safetensors"
TABLE = "token_weights"


class TokenWeights:
    """Weights by place in the vocabulary; without a table they are all equal."""

    def __init__(self, table: "Vectors | None" = None) -> None:
        self.is_trained = table is not None
        self._table = table

    def __call__(self, ids: NDArray[np.int64]) -> "Vectors":
        """The weights of some tokens."""
        if self._table is None:
            return np.ones(len(ids), dtype=np.float32)
        return self._table[ids].astype(np.float32)


def tuning_for(model_sha256: str, path: Path = WEIGHTS) -> Path | None:
    """The file with what was trained for a model, None for any other model."""
    from safetensors import safe_open

    if not path.exists():
        return None
    with safe_open(path, framework="numpy") as file:
        told = file.metadata() or {}
    return path if told.get("trained_for") == model_sha256 else None


def load_token_weights(tuning: Path | None) -> TokenWeights:
    """The trained weights, or equal ones for a model that was not tuned."""
    from safetensors import safe_open

    if tuning is None:
        return TokenWeights()
    with safe_open(tuning, framework="numpy") as file:
        return TokenWeights(file.get_tensor(TABLE))


def stored_changes(tuning: Path) -> "dict[str, Vectors]":
    """What was added to each parameter, by its name."""
    from safetensors.numpy import load_file

    stored = load_file(tuning)
    names = sorted({key.partition("/")[0] for key in stored} - {TABLE})
    return {name: _change(stored, name) for name in names}


def tune(module: "Module", tuning: Path) -> None:
    """Add what training changed to the parameters; ValueError if one is not there."""
    import torch

    parameters = dict(module.named_parameters())
    with torch.no_grad():
        for name, change in stored_changes(tuning).items():
            target = _parameter(name, parameters, tuning=tuning)
            parameters[target].add_(torch.from_numpy(change))


def tuned(parameters: "Mapping[str, Vectors]", tuning: Path) -> "dict[str, Vectors]":
    """The parameters with what training changed added; ValueError as for `tune`."""
    changed = dict(parameters)
    for name, change in stored_changes(tuning).items():
        target = _parameter(name, parameters, tuning=tuning)
        changed[target] = parameters[target] + change
    return changed


def _parameter(name: str, parameters: Iterable[str], *, tuning: Path) -> str:
    """The one parameter that a stored name means; models differ in what precedes it."""
    found = [each for each in parameters if f".{each}".endswith(f".{name}")]
    if len(found) != 1:
        raise ValueError(f"{tuning}: the model has no one parameter {name}")
    return found[0]


def _change(stored: "Mapping[str, NDArray[np.float16]]", name: str) -> "Vectors":
    if f"{name}/added" in stored:
        return stored[f"{name}/added"].astype(np.float32)
    up, down = stored[f"{name}/up"], stored[f"{name}/down"]
    product: Vectors = up.astype(np.float32) @ down.astype(np.float32)
    return product
