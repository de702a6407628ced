"""The house: imports point one way, heavy libraries have one home each."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINE = ("corpus", "index", "bot", "app")  # each may import those before it
HOMES = {
    "gradio": ("bot/web/",),
    "sentence_transformers": ("index/",),
    "faiss": ("index/",),
    "scipy": ("index/", "bot/evaluation/"),
    "onnxruntime": ("index/",),
    "torch": ("index/",),
    "bm25s": ("index/",),
    "langchain_text_splitters": ("corpus/",),
}
TRAINING = ("index/training/", "bot/training/")  # nothing there runs while answering
SOURCES = [
    path for folder in LINE[:-1] for path in sorted((ROOT / folder).rglob("*.py"))
] + [ROOT / "app.py"]


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    """The modules a file imports, and whether at its top level for all to pay."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            yield name.split(".")[0], node in tree.body


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    place = LINE.index(path.relative_to(ROOT).parts[0].removesuffix(".py"))
    above = {*LINE[place + 1 :], "tests", "benchmarks"}
    assert above.isdisjoint(name for name, _ in _imports(path))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_heavy_libraries_are_imported_at_home_and_late(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    for name, at_top in _imports(path):
        if name in HOMES:
            assert place.startswith((*HOMES[name], *TRAINING))
            assert not at_top or place.startswith(TRAINING)


def test_importing_the_bot_loads_nothing_heavy() -> None:
    code = f"import sys, bot, bot.cli; print(*sys.modules.keys() & {set(HOMES)!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_public_names_are_sorted_and_there() -> None:
    import bot
    import corpus
    import index

    for package in (bot, corpus, index):
        assert package.__all__ == sorted(package.__all__)
        assert all(hasattr(package, name) for name in package.__all__)
