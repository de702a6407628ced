"""What training changed is kept in few numbers, and added to its own model only."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import Linear, Module, ModuleDict, Sequential
from typer import BadParameter

from index.training.average import main as average
from index.training.lowrank import RANK, changes
from index.tuning import TABLE, load_token_weights, tune, tuning_for

MODEL, OTHER = "a" * 64, "b" * 64


def small_module(seed: int = 0) -> Sequential:
    torch.manual_seed(seed)
    return Sequential(Linear(8, 6), Linear(6, 4))


def state(module: Module) -> dict[str, Tensor]:
    return {name: each.detach().clone() for name, each in module.state_dict().items()}


def of_rank(rank: int, rows: int, columns: int) -> Tensor:
    return 0.1 * torch.randn(rows, rank) @ torch.randn(rank, columns)


def saved(path: Path, tensors: dict[str, Tensor]) -> Path:
    save_file(tensors, path, metadata={"trained_for": MODEL})
    return path


@pytest.mark.parametrize("prefix", ["", "model", "0.auto_model"])
def test_a_small_change_is_restored(tmp_path: Path, prefix: str) -> None:
    before = state(small_module())
    after = {name: each.clone() for name, each in before.items()}
    after["0.weight"] += of_rank(2, 6, 8)
    after["1.bias"] += torch.tensor([0.5, -0.25, 0.0, 1.0])
    path = saved(tmp_path / "tuning", changes(before, after, rank=2))
    module = small_module()
    whole: Module = module
    for name in reversed(prefix.split(".") if prefix else []):
        whole = ModuleDict({name: whole})
    tune(whole, path)
    for name, each in state(module).items():
        assert torch.allclose(each, after[name], atol=1e-3), name


def test_what_did_not_change_is_not_stored(tmp_path: Path) -> None:
    before = state(small_module())
    after = before | {"1.bias": before["1.bias"] + 1}
    stored = changes(before, after)
    assert list(stored) == ["1.bias/added"]
    module = small_module()
    tune(module, saved(tmp_path / "tuning", stored))
    for name, each in state(module).items():
        assert torch.equal(each, before[name]) == (name != "1.bias")


@pytest.mark.parametrize(
    "name", ["2.bias", "bias", "weight", "ias", "0.bias.more", "model.0.bias"]
)
def test_a_change_of_none_or_several_parameters_is_refused(
    tmp_path: Path, name: str
) -> None:
    path = saved(tmp_path / "tuning", {f"{name}/added": torch.ones(6)})
    with pytest.raises(ValueError, match=f"no one parameter {name}$") as error:
        tune(small_module(), path)
    assert str(path) in str(error.value)


def test_a_longer_name_is_not_taken_for_the_stored_one(tmp_path: Path) -> None:
    path = saved(tmp_path / "tuning", {"0.bias/added": torch.ones(6)})
    module = ModuleDict({"0": Linear(8, 6), "10": Linear(8, 6)})
    before = state(module)
    tune(module, path)
    assert torch.equal(state(module)["0.bias"], before["0.bias"] + 1)
    assert torch.equal(state(module)["10.bias"], before["10.bias"])


def test_the_table_of_token_weights_is_no_parameter(tmp_path: Path) -> None:
    module = small_module()
    tune(module, saved(tmp_path / "tuning", {TABLE: torch.ones(3)}))
    for name, each in state(small_module()).items():
        assert torch.equal(state(module)[name], each)


def test_a_matrix_is_kept_as_two_thin_ones_in_half_precision() -> None:
    before = {"m": torch.zeros(200, 300)}
    stored = changes(before, {"m": of_rank(RANK, 200, 300)})
    assert {name: tuple(each.shape) for name, each in stored.items()} == {
        "m/up": (200, RANK),
        "m/down": (RANK, 300),
    }
    assert {each.dtype for each in stored.values()} == {torch.float16}


def test_changes_of_the_usual_rank_are_restored(tmp_path: Path) -> None:
    torch.manual_seed(1)
    change = of_rank(RANK, 128, 160)
    before = {"weight": torch.zeros(128, 160)}
    path = saved(tmp_path / "tuning", changes(before, {"weight": change}))
    module = Linear(160, 128, bias=False)
    torch.nn.init.zeros_(module.weight)
    tune(module, path)
    assert (module.weight - change).norm() < 1e-3 * change.norm()


def test_of_a_larger_change_the_greatest_parts_are_kept() -> None:
    change = torch.diag(torch.tensor([4.0, -3.0, 2.0, 1.0]))
    stored = changes({"m": torch.zeros(4, 4)}, {"m": change}, rank=2)
    kept = stored["m/up"].float() @ stored["m/down"].float()
    expected = torch.diag(torch.tensor([4.0, -3.0, 0.0, 0.0]))
    assert torch.allclose(kept, expected, atol=1e-2)


def test_a_tuning_is_for_the_model_it_was_trained_for(tmp_path: Path) -> None:
    path = saved(tmp_path / "tuning", {"m/added": torch.ones(1)})
    assert tuning_for(MODEL, path) == path
    assert tuning_for(OTHER, path) is None


def test_without_a_file_or_its_model_nothing_is_tuned(tmp_path: Path) -> None:
    assert tuning_for(MODEL, tmp_path / "absent") is None
    save_file({"m/added": torch.ones(1)}, tmp_path / "nameless")
    assert tuning_for(MODEL, tmp_path / "nameless") is None


def test_without_a_table_all_tokens_weigh_the_same() -> None:
    weights = load_token_weights(None)
    assert not weights.is_trained
    assert weights(np.array([7, 0, 7])).tolist() == [1.0, 1.0, 1.0]


def test_a_stored_table_gives_the_weights_by_token(tmp_path: Path) -> None:
    table = torch.tensor([0.5, 2.0, 4.25]).half()
    weights = load_token_weights(saved(tmp_path / "tuning", {TABLE: table}))
    assert weights.is_trained
    found = weights(np.array([2, 0, 0, 1]))
    assert found.tolist() == [4.25, 0.5, 0.5, 2.0]
    assert found.dtype == np.float32


@pytest.mark.model
def test_the_real_model_takes_what_was_trained(tmp_path: Path) -> None:
    from index.encoder import SentenceEncoder
    from index.model import untuned_model

    stored = {"encoder.layer.0.output.dense.bias/added": torch.arange(384) / 384}
    plain = untuned_model()
    tuned = replace(plain, tuning=saved(tmp_path / "tuning", stored))
    vectors = [
        SentenceEncoder(model).encode(["Who eats apples?"])[0].vector
        for model in (plain, tuned)
    ]
    assert float(vectors[0] @ vectors[1]) < 0.99


def test_the_average_of_two_trainings_changes_half_of_each(tmp_path: Path) -> None:
    stored = {"0.weight/up": torch.ones(6, 1), "0.weight/down": torch.ones(1, 8)}
    shared = {TABLE: torch.ones(3)}
    one = saved(tmp_path / "one", stored | shared)
    two = saved(tmp_path / "two", {"1.bias/added": torch.ones(4)} | shared)
    average([one, two], to=tmp_path / "both", rank=2)
    before = state(small_module())
    module = small_module()
    tune(module, tmp_path / "both")
    after = state(module)
    assert torch.allclose(
        after["0.weight"] - before["0.weight"], torch.full((6, 8), 0.5), atol=1e-3
    )
    assert torch.allclose(
        after["1.bias"] - before["1.bias"], torch.full((4,), 0.5), atol=1e-3
    )
    assert tuning_for(MODEL, tmp_path / "both") == tmp_path / "both"


def test_trainings_of_different_models_are_not_averaged(tmp_path: Path) -> None:
    stored = {"1.bias/added": torch.ones(4), TABLE: torch.ones(3)}
    one = saved(tmp_path / "one", stored)
    other = tmp_path / "other"
    save_file(stored, other, metadata={"trained_for": OTHER})
    with pytest.raises(BadParameter, match="different models"):
        average([one, other], to=tmp_path / "both")
