"""The wheel has all that the program needs, and nothing that it does not."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*PIP, "wheel", str(ROOT), *options], check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_article_rules_templates_and_style(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    for name in (
        "corpus/articles/b12-deficiency.txt",
        "corpus/articles/b12-deficiency.toml",
        "bot/rules/urgent.toml",
        "bot/templates/reply.md.j2",
        "bot/web/static/page.css",
        "bot/web/static/talking.js",
        "bot/web/support/templates/inbox.html",
        "bot/store/migrations/versions/0001_first.py",
    ):
        assert name in names
    tops = {name.split("/")[0] for name in names}
    assert {t for t in tops if "dist-info" not in t} == {"bot", "corpus", "index"}


@pytest.mark.model
def test_the_wheel_in_an_empty_folder_answers(
    wheel: Path, real_index: Path, tmp_path: Path
) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    subprocess.run(
        [*PIP, "install", "--no-deps", "--target", str(site), str(wheel)], check=True
    )
    code = (
        "import bot, sys; assert bot.__file__.startswith(sys.argv.pop(1));"
        "from bot.cli import main; main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(site), "ask", "Who is most at risk?"],
        cwd=empty,
        env={
            **os.environ,
            "PYTHONPATH": str(site),
            "B12BOT_INDEX_DIR": str(real_index),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "> Vegans, vegetarians, older adults" in done.stdout
    assert list(empty.iterdir()) == []
